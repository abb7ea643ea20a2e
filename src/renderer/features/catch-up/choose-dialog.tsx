// Choosing which of the missed events are delivered: the whole gap as a list, found by text, picked by key or pointer.
import { Send } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Gap, GapEvent } from '#shared/contract/catch-up.ts';
import type { GapEventState } from '#shared/domain/catch-up.ts';
import { Button } from '../../components/button.tsx';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { PickList } from '../../components/pick-list.tsx';
import { useFormat } from '../../i18n/format.ts';
import { deliverGap, readGapEvents, recordGap, useCatchUp } from '../../stores/catch-up-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { errorWords } from './gap-words.ts';
import { findMissed } from './missed-filter.ts';
import { MISSED_ROW_PX, MissedRow } from './missed-row.tsx';

/** What the contract takes at once. */
export const MOST_PICKED = 10_000;
const OPEN: readonly GapEventState[] = ['waiting', 'left', 'none'];

export function ChooseDialog({ gap, onClose }: { gap: Gap; onClose(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [events, setEvents] = useState<readonly GapEvent[]>([]);
  const [phase, setPhase] = useState<'loading' | 'ready' | 'failed'>('loading');
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [text, setText] = useState('');
  const busy = useCatchUp((state) => state.busy !== null);
  const error = useCatchUp((state) => state.error);

  useEffect(() => {
    const turn = new AbortController();
    const add = (page: readonly GapEvent[]): void => {
      if (turn.signal.aborted) return;
      setEvents((before) => [...before, ...page]);
      // Everything is wanted until somebody says otherwise.
      setPicked((before) => new Set([...before, ...page.filter(isOpen).map(({ id }) => id)]));
    };
    setEvents([]);
    setPicked(new Set());
    readGapEvents(gap.id, add, turn.signal).then(
      () => !turn.signal.aborted && setPhase('ready'),
      () => !turn.signal.aborted && setPhase('failed'),
    );
    return () => turn.abort();
  }, [gap.id]);

  const items = useMemo(
    () => findMissed(events, text).map((event) => ({ ...event, fixed: !isOpen(event) })),
    [events, text],
  );
  const open = useMemo(() => events.filter(isOpen).length, [events]);
  const everything = phase === 'ready' && picked.size === open;
  const tooMany = !everything && picked.size > MOST_PICKED;
  const leave = (done: boolean): void => {
    if (done) onClose();
  };
  const shown = (): string[] => items.filter(({ fixed }) => !fixed).map(({ id }) => id);

  return (
    <DialogFrame
      title={t('catchUp.chooser.title')}
      intro={t('catchUp.chooser.intro')}
      closeLabel={t('action.close')}
      size="wide"
      testId="choose-dialog"
      onClose={onClose}
      footer={
        <>
          <p role="status" className="mr-auto text-text-2 tabular-nums" data-testid="picked">
            {t('catchUp.chooser.picked', { n: format.number(picked.size), total: format.number(open) })}
          </p>
          <Button
            data-testid="choose-record"
            disabled={busy || phase !== 'ready'}
            onClick={() => void recordGap(gap.id).then(leave)}
          >
            {t('catchUp.chooser.record')}
          </Button>
          <Button
            look="primary"
            data-testid="choose-deliver"
            disabled={busy || phase !== 'ready' || picked.size === 0 || tooMany}
            icon={<Send size={14} aria-hidden />}
            onClick={() => void deliverGap(gap.id, everything ? undefined : [...picked]).then(leave)}
          >
            {t('catchUp.chooser.deliver', { count: picked.size, n: format.number(picked.size) })}
          </Button>
        </>
      }
    >
      <div className="flex flex-wrap items-center gap-2">
        <input
          type="search"
          data-first-focus
          data-testid="choose-find"
          aria-label={t('catchUp.chooser.find')}
          placeholder={t('catchUp.chooser.findPlaceholder')}
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
          className="h-[30px] min-w-0 flex-1 rounded-m border border-line bg-sunken px-2.5 placeholder:text-text-2"
        />
        <Button data-testid="choose-all" onClick={() => setPicked(new Set([...picked, ...shown()]))}>
          {t('catchUp.chooser.all')}
        </Button>
        <Button
          data-testid="choose-none"
          onClick={() => {
            const out = new Set(shown());
            setPicked(new Set([...picked].filter((id) => !out.has(id))));
          }}
        >
          {t('catchUp.chooser.none')}
        </Button>
      </div>
      <p className="-mt-2 text-[12px] text-text-2">{t('catchUp.chooser.keys')}</p>
      {phase !== 'ready' && (
        <p role={phase === 'failed' ? 'alert' : 'status'} className={phase === 'failed' ? 'text-bad' : ''}>
          {t(`catchUp.chooser.${phase}`)}
        </p>
      )}
      {tooMany && (
        <p role="alert" className="text-bad">
          {t('catchUp.error.TOO_MANY', { n: format.number(MOST_PICKED) })}
        </p>
      )}
      {error !== null && (
        <p role="alert" className="text-bad">
          {errorWords(t, error)}
        </p>
      )}
      {phase === 'ready' && items.length === 0 && <p role="status">{t('catchUp.chooser.nothing')}</p>}
      {items.length > 0 && (
        <PickList
          label={t('catchUp.chooser.list')}
          items={items}
          picked={picked}
          rowPx={MISSED_ROW_PX}
          testId="choose-list"
          rowTestId="missed-row"
          className="min-h-[200px] flex-1"
          onPick={setPicked}
          renderRow={(event) => <Row event={event} />}
        />
      )}
    </DialogFrame>
  );
}

function isOpen({ state }: GapEvent): boolean {
  return OPEN.includes(state);
}

function Row({ event }: { event: GapEvent }) {
  const { t } = useTranslation();
  const { id, type, createdAt, account, customerLabel, apiVersion, state } = event;
  return (
    <MissedRow id={id} type={type} createdAt={createdAt} account={account} who={customerLabel}>
      <VersionMark apiVersion={apiVersion} />
      {state !== 'waiting' && (
        <span className="text-[12px] text-text-2">{t(`catchUp.eventState.${state}`)}</span>
      )}
    </MissedRow>
  );
}

/** Stands where the event's API version is not the one that the line brings events in. */
export function VersionMark({ apiVersion }: { apiVersion: string | null }) {
  const { t } = useTranslation();
  const line = useStatus((state) => state.status?.forwarder.apiVersion ?? null);
  if (apiVersion === null || line === null || apiVersion === line) return null;
  return (
    <span
      data-testid="version-mark"
      title={t('catchUp.chooser.versionHint', { line })}
      className="rounded-chip bg-warn-soft px-1.5 font-mono text-[11px] leading-[18px] font-semibold text-warn"
    >
      {t('catchUp.chooser.version', { version: apiVersion })}
    </span>
  );
}
