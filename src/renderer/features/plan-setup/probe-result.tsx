// What came of asking once: the plan the app answered, or why there was no answer and what next.
import { useTranslation } from 'react-i18next';
import type { ProbeTrial } from '#shared/contract/plans.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { closeDialog } from '../../stores/dialog-store.ts';
import type { SetupError } from '../../stores/plan-setup-store.ts';
import { openView } from '../../stores/view-store.ts';
import { plain, probeFailureWords, setupErrorWords } from './probe-words.ts';

export function ProbeResult({ result }: { result: ProbeTrial | SetupError }) {
  return (
    <div data-testid="probe-result" data-ok={'ok' in result && result.ok}>
      {'ok' in result ? <Trial trial={result} /> : <Refused error={result} />}
    </div>
  );
}

function Trial({ trial }: { trial: ProbeTrial }) {
  const { t } = useTranslation();
  const format = useFormat();
  const duration = format.duration(trial.durationMs);
  if (!trial.ok) {
    const { title, next, said } = probeFailureWords(t, trial.failure ?? 'bad_config', trial.detail);
    return (
      <Callout tone="bad" role="alert" title={title}>
        {said !== null && (
          <p>
            <Prose text={said} />
          </p>
        )}
        <p>
          <span className="text-text-2">{t('failure.next')}</span> {next}
        </p>
        {trial.durationMs > 0 && <p className="text-text-2">{t('probe.failedIn', { duration })}</p>}
        <Shown text={trial.shown} />
      </Callout>
    );
  }
  const words = !trial.found
    ? t('probe.notFound', { duration })
    : trial.value === null
      ? t('probe.answeredNull', { duration })
      : t('probe.answered', { value: plain(trial.value) || '“”', duration });
  return (
    <Callout tone={trial.found ? 'ok' : 'warn'} role="status" title={<Prose text={words} />}>
      <Shown text={trial.shown} />
    </Callout>
  );
}

function Shown({ text }: { text: string | null }) {
  const { t } = useTranslation();
  if (text === null || text === '') return null;
  return (
    <pre
      data-scrolls
      tabIndex={0}
      role="group"
      aria-label={t('probe.shown')}
      className="mt-1.5 max-h-40 overflow-auto rounded-m bg-surface px-2.5 py-1.5 break-all whitespace-pre-wrap"
    >
      {text}
    </pre>
  );
}

function Refused({ error }: { error: SetupError }) {
  const { t } = useTranslation();
  return (
    <Callout
      tone={error.code === 'NOT_FOUND' ? 'warn' : 'bad'}
      role="alert"
      title={<Prose text={setupErrorWords(t, error)} />}
      action={
        error.code === 'NOT_FOUND' && (
          <Button
            small
            onClick={() => {
              closeDialog();
              openView('send');
            }}
          >
            {t('probe.playFirst')}
          </Button>
        )
      }
    />
  );
}
