// How a production endpoint is registered for the ticked types: in the Dashboard or with the CLI, and what to keep in mind.
import { useTranslation } from 'react-i18next';
import type { GoLiveType } from '#shared/contract/insight.ts';
import { createCommand, enabledEventsText, productionUrlProblem } from '#shared/domain/go-live.ts';
import { Prose } from '../../components/prose.tsx';
import { TextField } from '../../components/text-field.tsx';
import { Section } from '../../components/view-frame.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useInsight } from '../../stores/insight-store.ts';
import { CopyButton } from '../copying/copy-button.tsx';
import { plansOf } from './go-live-plan.ts';

export function GoLiveSteps({ types }: { types: readonly GoLiveType[] }) {
  const { t } = useTranslation();
  const url = useInsight((state) => state.productionUrl);
  const problem = productionUrlProblem(url);
  const plans = plansOf(types, url);
  const enabled = enabledEventsText(types.map(({ type }) => type));
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <TextField
        label={t('goLive.url')}
        hint={t('goLive.urlHint')}
        error={problem === null || problem === 'missing' ? null : t(`goLive.urlProblem.${problem}`)}
        mono
        type="url"
        data-testid="production-url"
        placeholder="https://"
        value={url}
        onChange={(productionUrl) => useInsight.setState({ productionUrl })}
      />
      {types.length === 0 ? (
        <p className="text-text-2">{t('goLive.nothing')}</p>
      ) : (
        <>
          <Section
            title="enabled_events"
            actions={
              <CopyButton text={enabled} small>
                {t('goLive.copyEvents')}
              </CopyButton>
            }
          >
            <Code text={enabled} label="enabled_events" testId="enabled-events" />
            <p className="mt-1 text-text-2">{t('goLive.eventsHint')}</p>
          </Section>
          <DashboardSteps
            count={types.length}
            url={problem === null ? url.trim() : null}
            connect={plans.some(({ connect }) => connect)}
          />
          <Section title={t('goLive.command')}>
            {plans.map((plan) => {
              const command = createCommand(plan);
              return (
                <div key={String(plan.connect)} className="mb-2">
                  {plan.connect && <p className="mb-1 font-medium">{t('goLive.commandConnected')}</p>}
                  <Code
                    text={command}
                    shown={command.replaceAll(/ (?=--url |-d )/g, '\n  ')}
                    label={t(plan.connect ? 'goLive.commandConnected' : 'goLive.command')}
                    testId="go-live-command"
                  />
                  <div className="mt-1.5">
                    <CopyButton text={command} small>
                      {t('goLive.copyCommand')}
                    </CopyButton>
                  </div>
                </div>
              );
            })}
            <p className="text-text-2">
              {problem !== null && `${t('goLive.exampleUrl')} `}
              <Prose text={t('goLive.commandHint')} />
            </p>
          </Section>
        </>
      )}
    </div>
  );
}

/** As Stripe words them. Source: https://docs.stripe.com/workbench/event-destinations */
function DashboardSteps({ count, url, connect }: { count: number; url: string | null; connect: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const steps = [
    t('goLive.steps.live'),
    t('goLive.steps.open'),
    t(connect ? 'goLive.steps.createConnected' : 'goLive.steps.create'),
    t('goLive.steps.types', { count, n: format.number(count) }),
    t('goLive.steps.url', {
      url: url === null ? t('goLive.steps.yourUrl') : `\`${url.replaceAll('`', '%60')}\``,
    }),
    t('goLive.steps.secret'),
  ];
  return (
    <Section title={t('goLive.dashboard')}>
      <ol data-testid="dashboard-steps" className="list-decimal space-y-1 pl-5 marker:text-text-2">
        {steps.map((step) => (
          <li key={step} className="break-words">
            <Prose text={step} />
          </li>
        ))}
      </ol>
    </Section>
  );
}

interface CodeProps {
  text: string;
  /** One long line is easier to read in several. */
  shown?: string;
  label: string;
  testId: string;
}

function Code({ text, shown = text, label, testId }: CodeProps) {
  return (
    <pre
      tabIndex={0}
      role="region"
      aria-label={label}
      data-testid={testId}
      data-text={text}
      className="max-h-[340px] overflow-auto rounded-m border border-line bg-sunken px-3 py-2"
    >
      {shown}
    </pre>
  );
}
