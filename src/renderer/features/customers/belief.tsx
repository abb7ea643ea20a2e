// What Stripe says beside what the app says, and what to do when they differ.
import { Equal, EqualNot } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CustomerDetail, Drift } from '#shared/contract/plans.ts';
import type { DriftState } from '#shared/domain/plans/drift.ts';
import { keysOf } from '../../commands/commands.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { askNow, healCustomer, openEventPlan, useCustomers } from '../../stores/customers-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { DriftChip } from './drift-chip.tsx';

const FRAMES: Record<DriftState, string> = {
  agrees: 'border-line',
  behind: 'border-warn',
  drift: 'border-bad',
  ahead: 'border-warn',
  asking: 'border-line',
  unknown: 'border-line',
};
/** So many events are named; the others are counted. */
const NAMED_EVENTS = 4;
const FAILURES = [
  'NO_PROBE',
  'NOT_FOUND',
  'JOB_RUNNING',
  'NO_ENDPOINT',
  'NOT_CONNECTED',
  'CONNECTION_LOST',
] as const;

export function Belief({ customer: { headline, drift } }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  const agrees = drift?.state === 'agrees';
  const differs = drift?.state === 'behind' || drift?.state === 'drift' || drift?.state === 'ahead';
  const believed = drift?.believed ?? t('customers.nothing');
  return (
    <section
      aria-label={t('customers.compare')}
      className={classNames('rounded-card border px-3.5 py-3', FRAMES[drift?.state ?? 'unknown'])}
    >
      <dl className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-end gap-x-4">
        <div>
          <dt className="text-[12px] text-text-2">{t('customers.stripeSays')}</dt>
          <dd data-testid="stripe-says" className="text-[14px] font-semibold break-words">
            {headline.expected ?? t('customers.notKnown')}
          </dd>
        </div>
        <div className="pb-0.5 text-text-3" aria-hidden>
          {differs ? (
            <EqualNot size={16} className="text-bad" />
          ) : agrees ? (
            <Equal size={16} className="text-ok" />
          ) : null}
        </div>
        <div>
          <dt className="text-[12px] text-text-2">{t('customers.appSays')}</dt>
          <dd
            data-testid="app-says"
            className={classNames(
              'text-[14px] font-semibold break-words',
              drift?.state === 'drift' && 'text-bad',
              (drift === null || drift.state === 'asking') && 'font-normal text-text-2',
            )}
          >
            {drift === null || drift.askedAt === null
              ? t('customers.notAsked')
              : drift.failure !== null
                ? '–'
                : believed}
          </dd>
        </div>
      </dl>
      <div className="mt-2.5 border-t border-line-soft pt-2.5">
        {drift === null ? <NotAsked /> : <Verdict drift={drift} believed={believed} />}
        <Outcome />
      </div>
    </section>
  );
}

function NotAsked() {
  const { t } = useTranslation();
  const probed = useStatus((state) => state.status?.plans.probed === true);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <p className="min-w-[26ch] flex-1 text-text-2">
        {t(probed ? 'customers.notAskedYet' : 'customers.notAskedText')}
      </p>
      {probed ? (
        <AskButton label={t('customers.askFirst')} />
      ) : (
        <Button small onClick={() => openDialog({ kind: 'probe' })}>
          {t('customers.setup')}
        </Button>
      )}
    </div>
  );
}

function Verdict({ drift, believed }: { drift: Drift; believed: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const busy = useCustomers((state) => state.busy);
  const { state, expected, found, failure, detail, askedAt, nextAskAt } = drift;
  // The app responded, and there is nothing to hold its response against.
  const text = state === 'unknown' && failure === null ? 'noPlanSeen' : state;
  return (
    <div
      data-testid="drift-state"
      data-state={state}
      // Where there is nothing to do, one line is enough.
      className={classNames(
        'flex gap-x-4 gap-y-2',
        state === 'agrees' ? 'flex-wrap items-center justify-between' : 'flex-col',
      )}
    >
      <div>
        <p>
          <span className="mr-2 inline-flex align-[1px]">
            <DriftChip state={state} />
          </span>
          <Prose text={t(`customers.driftText.${text}`, { believed, expected: expected ?? '' })} />
          {failure === null && askedAt !== null && !found && ` ${t('customers.unknownToApp')}`}
        </p>
        {state === 'behind' && <Undelivered ids={drift.undelivered} />}
        {state === 'unknown' && failure !== null && (
          <p>
            <strong className="font-semibold">{t(`probe.failure.${failure}.title`)}</strong>{' '}
            {t(`probe.failure.${failure}.next`)}
            {detail !== null && <code className="block break-words">{detail}</code>}
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {(state === 'behind' || state === 'drift' || state === 'ahead') && (
          <Button
            small
            look={state === 'drift' || state === 'behind' ? 'primary' : 'plain'}
            data-testid="heal"
            disabled={busy}
            keys={keysOf('heal')}
            onClick={() => void healCustomer()}
          >
            {t('customers.heal')}
          </Button>
        )}
        <AskButton label={t('customers.ask')} />
        <p className="ml-1 text-[12px] text-text-2" data-testid="asked-at">
          {askedAt !== null && t('customers.askedAt', { time: format.dateTime(askedAt) })}
          {nextAskAt !== null && ` · ${t('customers.askAt', { time: format.clockSeconds(nextAskAt) })}`}
        </p>
      </div>
    </div>
  );
}

function AskButton({ label }: { label: string }) {
  const busy = useCustomers((state) => state.busy);
  return (
    <Button small data-testid="ask-now" disabled={busy} keys={keysOf('askNow')} onClick={() => void askNow()}>
      {label}
    </Button>
  );
}

function Undelivered({ ids }: { ids: readonly string[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const more = ids.length - NAMED_EVENTS;
  return (
    <p className="flex flex-wrap gap-x-3">
      {ids.slice(0, NAMED_EVENTS).map((id) => (
        <button
          key={id}
          type="button"
          className="font-mono text-[12px] text-accent underline-offset-2 hover:underline"
          title={t('customers.openEvent')}
          onClick={() => void openEventPlan(id)}
        >
          {id}
        </button>
      ))}
      {more > 0 && (
        <span className="text-text-2">{t('customers.moreEvents', { n: format.number(more) })}</span>
      )}
    </p>
  );
}

function Outcome() {
  const { t } = useTranslation();
  const format = useFormat();
  const outcome = useCustomers((state) => state.outcome);
  if (outcome === null) return null;
  if (outcome.kind === 'failed') {
    const code = FAILURES.find((one) => one === outcome.code) ?? 'OTHER';
    return (
      <p role="alert" className="mt-2 text-bad">
        {t(`customers.actionFailed.${code}`)}
      </p>
    );
  }
  return (
    <p role="status" data-testid="healing" className="mt-2 text-text-2">
      {outcome.events === 0
        ? t('customers.healedNothing')
        : t('customers.healing', { count: outcome.events, n: format.number(outcome.events) })}
    </p>
  );
}
