// Resending all failed events: the button, its progress, and what came of it.
import type { TFunction } from 'i18next';
import { Check, Pause, RotateCw, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '#shared/contract/jobs.ts';
import { DELIVERY_ERROR_CLASSES, isDelivered } from '#shared/domain/delivery.ts';
import { hasCondition } from '#shared/domain/filter/edit-filter.ts';
import { keysOf } from '../../commands/commands.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { Chip } from '../../components/chip.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useEventList } from '../../stores/event-list-store.ts';
import { cancelJob, resendFailed, useResend } from '../../stores/resend-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { importJobWords } from '../transfer/import-job-words.ts';

export function JobStrip() {
  const failedOnly = useEventList((state) => hasCondition(state.filter.filter ?? '', 'status', 'failed'));
  const failed = useStatus((state) => state.status?.counts.failed ?? 0);
  const jobs = useStatus((state) => state.status?.jobs);
  const begun = useResend((state) => state.begun);
  const error = useResend((state) => state.jobError);
  const [dismissed, setDismissed] = useState<string | null>(null);

  const job = begun ?? jobs?.toSorted((a, b) => b.startedAt - a.startedAt)[0] ?? null;
  const shown = job !== null && (job.state === 'running' || job.id !== dismissed) ? job : null;
  if (shown !== null) return <Progress job={shown} onDismiss={() => setDismissed(shown.id)} />;
  if (!failedOnly || (failed === 0 && error === null)) return null;
  return <Offer failed={failed} error={error} />;
}

function Offer({ failed, error }: { failed: number; error: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const busy = useResend((state) => state.jobBusy);
  return (
    <div className="flex flex-wrap items-center gap-3 border-b border-line-soft bg-surface px-3 py-2">
      <Button
        look="primary"
        data-testid="resend-failed"
        disabled={busy || failed === 0}
        keys={keysOf('resendFailed')}
        icon={<RotateCw size={14} aria-hidden />}
        onClick={() => void resendFailed()}
      >
        {t('job.resendAll', { n: format.number(failed) })}
      </Button>
      {error !== null && (
        <p role="alert" className="text-bad">
          {errorText(t, error)}
        </p>
      )}
    </div>
  );
}

function errorText(t: TFunction, code: string): string {
  return code === 'CONNECTION_LOST' || code === 'NOT_CONNECTED' || code === 'NO_ENDPOINT'
    ? t(`resendError.${code}`)
    : t('resendError.UNKNOWN');
}

/** How often each answer came, the most frequent first. */
function Outcomes({ job }: { job: Job }) {
  const { t } = useTranslation();
  const format = useFormat();
  const outcomes = Object.entries(job.outcomes).toSorted(([, a], [, b]) => b - a);
  if (outcomes.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-wrap gap-1.5" data-testid="job-outcomes">
      {outcomes.map(([outcome, count]) => {
        const errorClass = DELIVERY_ERROR_CLASSES.find((one) => one === outcome);
        const ok = isDelivered(Number(outcome));
        const words =
          errorClass !== undefined
            ? t(`errorWord.${errorClass}`)
            : outcome === 'held'
              ? t('state.held')
              : outcome;
        return (
          <li key={outcome}>
            <Chip
              look={ok ? 'ok' : outcome === 'held' ? 'warn' : 'bad'}
              icon={ok ? Check : outcome === 'held' ? Pause : X}
              text={`${words} × ${format.number(count)}`}
            />
          </li>
        );
      })}
    </ul>
  );
}

function Progress({ job, onDismiss }: { job: Job; onDismiss(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const running = job.state === 'running';
  const numbers = {
    done: format.number(job.done),
    total: format.number(job.total),
    delivered: format.number(job.delivered),
    failed: format.number(job.failed),
  };
  return (
    <div
      data-testid="job"
      data-state={job.state}
      className="flex items-center gap-3 border-b border-line-soft bg-surface px-3 py-2"
    >
      <div className="min-w-0 flex-1">
        <p role="status">
          {job.kind === 'import'
            ? importJobWords(t, format, job)
            : t(
                job.state === 'running' && job.kind === 'resend_many'
                  ? 'job.runningMany'
                  : `job.${job.state}`,
                numbers,
              )}
        </p>
        {!running && job.kind !== 'import' && <Outcomes job={job} />}
        {running && (
          <div
            role="progressbar"
            aria-label={t(job.kind === 'import' ? 'importing.title' : 'shortcut.resendFailed')}
            aria-valuemin={0}
            aria-valuemax={job.total}
            aria-valuenow={job.done}
            className="mt-1.5 h-1 overflow-hidden rounded-chip bg-sunken"
          >
            <div
              className="h-full rounded-chip bg-accent transition-[width] duration-150"
              style={{ width: `${job.total === 0 ? 0 : (job.done / job.total) * 100}%` }}
            />
          </div>
        )}
      </div>
      {running ? (
        <Button small data-testid="job-cancel" onClick={() => void cancelJob(job.id)}>
          {t('action.cancel')}
        </Button>
      ) : (
        <IconButton label={t('job.dismiss')} icon={<X size={14} aria-hidden />} onClick={onDismiss} />
      )}
    </div>
  );
}
