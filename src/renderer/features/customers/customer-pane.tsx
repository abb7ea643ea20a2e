// One customer: what Stripe says, what the app says, and how it came to this, event by event.
import { useTranslation } from 'react-i18next';
import type { CustomerDetail, CustomerStep } from '#shared/contract/plans.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Prose } from '../../components/prose.tsx';
import { Section } from '../../components/view-frame.tsx';
import { keysOf } from '../../commands/commands.ts';
import { useFormat } from '../../i18n/format.ts';
import { askNow, healCustomer, openEventPlan, useCustomers } from '../../stores/customers-store.ts';
import { changeSentence, headlineWords } from '../../i18n/plan-words.ts';
import { DriftChip } from './drift-chip.tsx';

export function CustomerPane({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const step = useCustomers((state) => state.step);
  const { name, email, customerId, headline, steps, deletedAt } = customer;
  const place = step === null ? steps.length - 1 : Math.min(step, steps.length - 1);
  const at = steps[place];
  return (
    <div
      className="flex flex-col gap-5 px-5 py-4"
      data-testid="customer-detail"
      data-customer-id={customerId ?? ''}
    >
      <header>
        <h2 className="text-[15px] font-[640]">{name ?? email ?? customerId ?? t('customers.guest')}</h2>
        <p className="font-mono text-[12px] text-text-2">
          {[email, customerId ?? t('customers.guest'), deletedAt === null ? null : t('customers.deleted')]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
        <p data-testid="customer-headline" className="mt-1 font-semibold">
          {headlineWords(t, format, headline)}
        </p>
      </header>
      <Belief customer={customer} />
      <Section title={t('customers.scrub')}>
        <input
          type="range"
          data-testid="scrubber"
          aria-label={t('customers.scrub')}
          aria-valuetext={at === undefined ? '' : headlineWords(t, format, at.after)}
          min={0}
          max={Math.max(0, steps.length - 1)}
          value={Math.max(0, place)}
          onChange={(event) => useCustomers.setState({ step: Number(event.target.value) })}
          className="w-full accent-accent"
        />
        <p data-testid="scrubber-headline">
          {step === null || place === steps.length - 1
            ? t('customers.now')
            : t('customers.atStep', { n: format.number(place + 1), total: format.number(steps.length) })}
          {at !== undefined && `: ${headlineWords(t, format, at.after)}`}
        </p>
      </Section>
      <Section title={t('customers.timeline')}>
        <ol className="rounded-card border border-line">
          {steps.toReversed().map((one) => (
            <Step key={one.seq} step={one} on={one.seq === at?.seq} />
          ))}
        </ol>
      </Section>
    </div>
  );
}

function Belief({ customer: { headline, drift } }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  const busy = useCustomers((state) => state.busy);
  const believed = drift?.believed ?? t('customers.nothing');
  return (
    <section className="rounded-card border border-line p-3.5">
      <dl className="grid grid-cols-2 gap-4">
        <div>
          <dt className="text-[12px] text-text-2">{t('customers.stripeSays')}</dt>
          <dd data-testid="stripe-says" className="font-semibold">
            {headline.expected}
          </dd>
        </div>
        <div>
          <dt className="text-[12px] text-text-2">{t('customers.appSays')}</dt>
          <dd data-testid="app-says" className="font-semibold">
            {drift === null ? t('customers.notAsked') : believed}
          </dd>
        </div>
      </dl>
      {drift !== null && (
        <div
          className="mt-3 flex flex-wrap items-center gap-3"
          data-testid="drift-state"
          data-state={drift.state}
        >
          <DriftChip state={drift.state} />
          <p className="min-w-0 flex-1">
            <Prose
              text={t(`customers.driftText.${drift.state}`, {
                believed,
                expected: drift.expected,
                events: drift.undelivered.join(', '),
                detail: drift.detail ?? '',
              })}
            />
          </p>
          <Button
            small
            data-testid="heal"
            disabled={busy}
            keys={keysOf('heal')}
            onClick={() => void healCustomer()}
          >
            {t('customers.heal')}
          </Button>
          <Button
            small
            data-testid="ask-now"
            disabled={busy}
            keys={keysOf('askNow')}
            onClick={() => void askNow()}
          >
            {t('customers.ask')}
          </Button>
        </div>
      )}
    </section>
  );
}

function Step({ step, on }: { step: CustomerStep; on: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { eventId, type, created, changes, late, uncertain, synthetic } = step;
  return (
    <li
      data-testid="plan-step"
      data-event-id={eventId}
      data-late={late}
      data-uncertain={uncertain}
      aria-current={on ? 'step' : undefined}
      className={classNames('border-t border-line-soft px-3.5 py-1.5 first:border-t-0', on && 'bg-sunken')}
    >
      <p className="flex flex-wrap gap-x-3">
        <time className="text-text-2">{format.dateTime(created * 1000)}</time>
        <button
          type="button"
          className="font-mono underline-offset-2 hover:underline"
          onClick={() => void openEventPlan(eventId)}
        >
          {type}
        </button>
        {synthetic && <span className="text-synthetic">{t('synthetic.mark')}</span>}
      </p>
      {changes.map((change) => (
        <p key={change.code} data-testid="plan-change" data-code={change.code} className="font-semibold">
          {changeSentence(t, format, change)}
        </p>
      ))}
      {late && <p className="text-text-2">{t('customers.late')}</p>}
      {uncertain && <p className="text-text-2">{t('customers.uncertain')}</p>}
    </li>
  );
}
