// The list itself: virtual rows, older pages on the way down, and the pill that tells of new events without moving anything.
import { useVirtualizer, type Range } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../i18n/format.ts';
import {
  catchUp,
  loadOlder,
  rows,
  setAtTop,
  setPointerOver,
  useEventList,
} from '../../stores/event-list-store.ts';
import { useInspected } from '../../stores/inspected-store.ts';
import { useMarks } from '../../stores/marks-store.ts';
import { EventRow, rowId } from './event-row.tsx';
import { FOCUS_IDS } from '../../commands/focus.ts';

const ROW_PX = 34;
const OVERSCAN_ROWS = 14;
/** Closer to the end than this, older events are asked for. */
const LOAD_AHEAD_ROWS = 40;

export function EventList() {
  const { t } = useTranslation();
  const format = useFormat();
  useEventList((state) => state.revision);
  const filter = useEventList((state) => state.filter);
  const older = useEventList((state) => state.older);
  const selectedSeq = useInspected((state) => state.event?.seq ?? null);
  const picking = useMarks((state) => state.ids.size > 0);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const { count, heldCount, nextCursor } = rows;
  const selectedIndex = selectedSeq === null ? -1 : rows.indexOf(selectedSeq);

  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
    getItemKey: (index) => rows.at(index)?.seq ?? index,
    // The selected row is always there, so that aria-activedescendant names something that exists.
    rangeExtractor: useCallback(
      (range: Range) => {
        const first = Math.max(0, range.startIndex - range.overscan);
        const last = Math.min(range.count - 1, range.endIndex + range.overscan);
        const indexes = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
        if (selectedIndex >= 0 && selectedIndex < first) indexes.unshift(selectedIndex);
        else if (selectedIndex > last && selectedIndex < range.count) indexes.push(selectedIndex);
        return indexes;
      },
      [selectedIndex],
    ),
  });

  // Only a new selection scrolls, not the rows that move in above it.
  const shownSeq = useRef(selectedSeq);
  useEffect(() => {
    if (shownSeq.current === selectedSeq) return;
    shownSeq.current = selectedSeq;
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [selectedSeq, selectedIndex, virtual]);

  useEffect(() => {
    scroller?.scrollTo({ top: 0 });
  }, [scroller, filter]);

  const onScroll = () => {
    if (scroller === null) return;
    setAtTop(scroller.scrollTop < ROW_PX / 2);
    const fromEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (nextCursor !== null && older === 'idle' && fromEnd < LOAD_AHEAD_ROWS * ROW_PX) void loadOlder();
  };

  const items = virtual.getVirtualItems();
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={setScroller}
        className="rows h-full overflow-y-auto [overflow-anchor:none]"
        data-picking={picking}
        onScroll={onScroll}
        tabIndex={-1}
      >
        <div
          id={FOCUS_IDS.list}
          role="listbox"
          aria-multiselectable
          tabIndex={0}
          aria-label={t('list.label')}
          aria-activedescendant={selectedIndex >= 0 && selectedSeq !== null ? rowId(selectedSeq) : undefined}
          className="relative outline-none"
          style={{ height: virtual.getTotalSize() }}
          onPointerEnter={() => setPointerOver(true)}
          onPointerLeave={() => setPointerOver(false)}
        >
          {items.map((item) => {
            const seq = rows.at(item.index)?.seq;
            if (seq === undefined) return null;
            return (
              <div
                key={item.key}
                role="presentation"
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <EventRow
                  seq={seq}
                  place={item.index + 1}
                  total={nextCursor === null ? count : -1}
                  selected={seq === selectedSeq}
                />
              </div>
            );
          })}
        </div>
        <p className="flex h-10 items-center justify-center gap-3 text-[12px] text-text-2" aria-live="polite">
          {older === 'failed' ? (
            <>
              {t('list.olderFailed')}
              <Button small onClick={() => void loadOlder()}>
                {t('action.tryAgain')}
              </Button>
            </>
          ) : nextCursor === null ? (
            t('list.end')
          ) : (
            t('list.loadingOlder')
          )}
        </p>
      </div>
      {heldCount > 0 && (
        <button
          type="button"
          data-testid="new-pill"
          aria-label={t('list.showNew', { count: heldCount, n: format.number(heldCount) })}
          onClick={() => {
            catchUp();
            scroller?.scrollTo({ top: 0 });
          }}
          className="absolute top-2 left-1/2 flex -translate-x-1/2 items-center gap-1.5 rounded-[14px] border border-accent bg-surface px-3 py-1 text-[12px] font-medium text-accent shadow-pop hover:bg-accent-soft"
        >
          <ArrowUp size={13} aria-hidden />
          {t('list.newEvents', { count: heldCount, n: format.number(heldCount) })}
        </button>
      )}
    </div>
  );
}
