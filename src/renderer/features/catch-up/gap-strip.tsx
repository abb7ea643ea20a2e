// One gap above the event list: the choice, then its progress, then what came of it.
import { History, ListChecks, Pause, Play, Send, Square, X } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gap } from '#shared/contract/catch-up.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { useFormat } from '../../i18n/format.ts';
import {
  cancelGap,
  deliverGap,
  pauseGap,
  putAside,
  readGap,
  recordGap,
  resumeGap,
  useCatchUp,
} from '../../stores/catch-up-store.ts';
import { openDialog } from '../../stores/dialog-store.ts';
import { setFilter } from '../../stores/event-list-store.ts';
import { openConnection, openView } from '../../stores/view-store.ts';
import { countWords, errorWords, headlineWords, whatWords } from './gap-words.ts';
import { doneOf, gapKey, leftOf } from './strip-state.ts';

export function GapStrip({ gap, others, now }: { gap: Gap; others: number; now: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const error = useCatchUp((state) => state.error);
  const detail = useCatchUp((state) => (state.detail?.id === gap.id ? state.detail : null));
  const { id, total, state } = gap;
  useEffect(() => {
    void readGap(id);
  }, [id, total]);

  return (
    <div
      data-testid="gap-strip"
      data-state={state}
      className="flex items-start gap-2.5 border-b border-line-soft bg-surface px-3 py-2"
    >
      <History size={15} strokeWidth={1.75} className="mt-[3px] shrink-0 text-replay" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="font-semibold" role="status">
          {headlineWords(t, format, gap, now)}
        </p>
        {detail !== null && (
          <Dots parts={whatWords(t, format, detail)} className="text-text-2" testId="gap-what" />
        )}
        <Middle gap={gap} />
        {gap.beyondRetention && <p className="text-warn">{t('catchUp.beyond')}</p>}
        {gap.problem !== null && (
          <p role="alert" className="text-warn" data-testid="gap-problem">
            {t(`catchUp.gapProblem.${gap.problem}`)}
          </p>
        )}
        {error !== null && (
          <p role="alert" className="text-bad" data-testid="gap-error">
            {errorWords(t, error)}
          </p>
        )}
        <div className="mt-1.5 flex flex-wrap items-center gap-2">
          <Actions gap={gap} />
          {others > 0 && (
            <button
              type="button"
              className="text-[12px] text-text-2 underline hover:text-text"
              onClick={() => openConnection('connection-missed')}
            >
              {t('catchUp.others', { count: others, n: format.number(others) })}
            </button>
          )}
        </div>
      </div>
      {state !== 'delivering' && state !== 'paused' && (
        <IconButton
          label={t(state === 'found' ? 'catchUp.laterHint' : 'catchUp.dismiss')}
          data-testid="gap-later"
          icon={<X size={14} aria-hidden />}
          onClick={() => putAside(gapKey(gap))}
        />
      )}
    </div>
  );
}

function Dots({ parts, className, testId }: { parts: string[]; className?: string; testId: string }) {
  return (
    <p className={className} data-testid={testId}>
      {parts.join(' · ')}
    </p>
  );
}

/** What stands between the headline and the buttons. */
function Middle({ gap }: { gap: Gap }) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (gap.state) {
    case 'looking':
      return null;
    case 'found':
      return <p className="text-text-2">{t('catchUp.foundHint')}</p>;
    case 'delivering':
    case 'paused':
      return <Progress gap={gap} />;
    case 'done':
    case 'recorded':
    case 'cancelled':
      return (
        <>
          <p role="status">{t(`catchUp.summary.${gap.state}`)}</p>
          <Dots parts={countWords(t, format, gap)} className="tabular-nums" testId="gap-counts" />
        </>
      );
  }
}

function Progress({ gap }: { gap: Gap }) {
  const { t } = useTranslation();
  const format = useFormat();
  const done = doneOf(gap);
  const words = t(`catchUp.progress.${gap.state === 'paused' ? 'paused' : 'delivering'}`, {
    done: format.number(done),
    total: format.number(gap.total),
  });
  return (
    <>
      <p className="tabular-nums">{words}</p>
      <div
        role="progressbar"
        aria-label={t('catchUp.state.delivering')}
        aria-valuemin={0}
        aria-valuemax={gap.total}
        aria-valuenow={done}
        aria-valuetext={words}
        className="my-1.5 h-1 overflow-hidden rounded-chip bg-sunken"
      >
        <div
          className="h-full rounded-chip bg-replay transition-[width] duration-150"
          style={{ width: `${gap.total === 0 ? 0 : (done / gap.total) * 100}%` }}
        />
      </div>
      <Dots parts={countWords(t, format, gap)} className="text-text-2 tabular-nums" testId="gap-counts" />
    </>
  );
}

/** What can be done about a gap as it stands; the same above the list and among all that was missed. */
export function Actions({ gap, small = true }: { gap: Gap; small?: boolean }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const busy = useCatchUp((state) => state.busy !== null);
  const { id, total, state } = gap;
  const left = leftOf(gap);
  const choose = (
    <Button
      small={small}
      data-testid="gap-choose"
      disabled={busy}
      icon={<ListChecks size={13} aria-hidden />}
      onClick={() => openDialog({ kind: 'chooseMissed', gap })}
    >
      {t('catchUp.choose')}
    </Button>
  );
  switch (state) {
    case 'looking':
      return null;
    case 'found':
      return (
        <>
          <Button
            small={small}
            look="primary"
            data-testid="gap-deliver"
            disabled={busy}
            icon={<Send size={13} aria-hidden />}
            onClick={() => void deliverGap(id)}
          >
            {t('catchUp.deliverAll', { count: total, n: format.number(total) })}
          </Button>
          {choose}
          <Button small={small} data-testid="gap-record" disabled={busy} onClick={() => void recordGap(id)}>
            {t('catchUp.record')}
          </Button>
        </>
      );
    case 'delivering':
    case 'paused':
      return (
        <>
          {state === 'delivering' ? (
            <Button
              small={small}
              data-testid="gap-pause"
              disabled={busy}
              icon={<Pause size={13} aria-hidden />}
              onClick={() => void pauseGap(id)}
            >
              {t('catchUp.pause')}
            </Button>
          ) : (
            <Button
              small={small}
              look="primary"
              data-testid="gap-resume"
              disabled={busy}
              icon={<Play size={13} aria-hidden />}
              onClick={() => void resumeGap(id)}
            >
              {t('catchUp.resume')}
            </Button>
          )}
          <Button
            small={small}
            data-testid="gap-cancel"
            disabled={busy}
            icon={<Square size={12} aria-hidden />}
            onClick={() => void cancelGap(id)}
          >
            {t('catchUp.cancel')}
          </Button>
        </>
      );
    case 'done':
    case 'recorded':
    case 'cancelled':
      return (
        <>
          {left > 0 && (
            <>
              <Button
                small={small}
                data-testid="gap-deliver"
                disabled={busy}
                icon={<Send size={13} aria-hidden />}
                onClick={() => void deliverGap(id)}
              >
                {t('catchUp.deliverRest', { count: left, n: format.number(left) })}
              </Button>
              {choose}
            </>
          )}
          {gap.counts.failed > 0 && (
            <Button
              small={small}
              data-testid="gap-failed"
              onClick={() => {
                openView('events');
                setFilter({ filter: 'status:failed' });
              }}
            >
              {t('catchUp.showFailed')}
            </Button>
          )}
        </>
      );
  }
}
