// Above the failed events: why they failed, grouped by cause with counts, and each group to be resent at once.
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureCause } from '#shared/contract/events.ts';
import { describeFailure } from '#shared/domain/failure-texts/describe-failure.ts';
import { keysOf } from '../../commands/commands.ts';
import { Button } from '../../components/button.tsx';
import { Prose } from '../../components/prose.tsx';
import { useFormat } from '../../i18n/format.ts';
import { useEventList } from '../../stores/event-list-store.ts';
import {
  causeOf,
  resendCause,
  useFailureCauses,
  useReadFailureCauses,
} from '../../stores/failure-causes-store.ts';
import { openEventById } from '../../stores/find-event.ts';
import { useInspected } from '../../stores/inspected-store.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { useStatus } from '../../stores/status-store.ts';

export function CauseStrip() {
  const { t } = useTranslation();
  const format = useFormat();
  useReadFailureCauses();
  const { causes, looked } = useFailureCauses();
  const failed = useStatus((state) => state.status?.counts.failed ?? 0);
  const selectedId = useInspected((state) => state.event?.id);
  // Not with every row: only the group of the selected event changes by it.
  useEventList((state) => state.selectedSeq);
  if (causes.length === 0) return null;
  const meant = causeOf(selectedId);
  return (
    <section
      aria-label={t('causes.title')}
      data-testid="causes"
      className="max-h-[30vh] shrink-0 overflow-y-auto border-b border-line-soft bg-surface"
    >
      <ul>
        {causes.map((cause) => (
          <Cause key={`${cause.endpointId} ${cause.reason.code}`} cause={cause} isMeant={cause === meant} />
        ))}
      </ul>
      {failed > looked && (
        <p className="px-3 pb-2 text-text-2">{t('causes.newest', { n: format.number(looked) })}</p>
      )}
    </section>
  );
}

/** @param isMeant the one that the key resends */
function Cause({ cause, isMeant }: { cause: FailureCause; isMeant: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = usePreferences((preferences) => preferences.language);
  const severalEndpoints = useStatus((state) => (state.status?.endpoints.length ?? 0) > 1);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const { reason, newest, eventIds, endpointName } = cause;
  const count = eventIds.length;
  const { title, certain } = describeFailure(language, { reason, ...newest });
  const send = async (): Promise<void> => {
    setBusy(true);
    setError(await resendCause(cause));
    setBusy(false);
  };
  const show = (): void => {
    const [first] = eventIds;
    if (first !== undefined) void openEventById(first);
  };
  return (
    <li
      data-testid="cause"
      data-code={reason.code}
      data-count={count}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 not-first:border-t not-first:border-line-soft"
    >
      <button
        type="button"
        data-testid="cause-show"
        title={t('causes.show')}
        onClick={show}
        className="min-w-0 flex-1 basis-56 rounded-chip text-left hover:underline"
      >
        <strong className="font-semibold text-bad tabular-nums">{format.number(count)} ×</strong>{' '}
        {!certain && <span className="text-text-2">{t('causes.probably')} </span>}
        <Prose text={title} />
        {severalEndpoints && <span className="text-text-2"> · {endpointName}</span>}
      </button>
      <Button
        small
        disabled={busy}
        data-testid="cause-resend"
        keys={isMeant ? keysOf('resendCause') : undefined}
        icon={<RotateCw size={13} aria-hidden />}
        onClick={() => void send()}
      >
        {t('causes.resend', { count, n: format.number(count) })}
      </Button>
      {error !== null && (
        <p role="alert" className="w-full text-bad">
          {t(error === 'JOB_RUNNING' ? 'bulk.error.JOB_RUNNING' : 'causes.failed')}
        </p>
      )}
    </li>
  );
}
