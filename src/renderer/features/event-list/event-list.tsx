// The list itself: virtual rows, older pages on the way down, and the pill that tells of new events without moving anything.
import { useVirtualizer, type Range } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { useCallback, useEffect, useRef, useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../i18n/format.ts';
import {
  catchUp,
  loadOlder,
  rowOf,
  setAtTop,
  setPointerOver,
  useEventList,
} from '../../stores/event-list-store.ts';
import { cursorLine, lineAt, lineCount, type Lined } from '../../stores/list/list-lines.ts';
import { MOST_HELD } from '../../stores/list/list-model.ts';
import { useMarks } from '../../stores/marks-store.ts';
import { rowDrag } from './drag-row.ts';
import { EventRow, rowId } from './event-row.tsx';
import { GroupRow, groupRowId } from './group-row.tsx';
import { RowMenu } from './row-menu.tsx';
import { useFilledPane } from './use-filled-pane.ts';
import { lineKey, useKeptPlace } from './use-kept-place.ts';
import { useRowHeight } from './use-row-height.ts';
import { FOCUS_IDS } from '../../commands/focus.ts';

const OVERSCAN_ROWS = 14;
/** Closer to the end than this, older events are asked for. */
const LOAD_AHEAD_ROWS = 40;

export function EventList() {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useEventList();
  const { filter, older, selectedSeq, cursorKey, nextCursor, held, heldMore } = list;
  const grouped = list.by !== null;
  const picking = useMarks((state) => state.ids.size > 0);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const count = lineCount(list);
  const selectedIndex = cursorLine(list);
  const today = startOfDay(list.now);
  const selectedKey = cursorKey ?? selectedSeq;

  const { lines, rowPx } = useRowHeight(scroller);

  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller,
    estimateSize: () => rowPx,
    overscan: OVERSCAN_ROWS,
    getItemKey: (index) => lineKey(index),
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

  // The virtual list keeps the sizes that it was given first.
  useEffect(() => virtual.measure(), [virtual, rowPx]);

  // Only a new selection scrolls, not the rows that move in above it.
  const shownKey = useRef(selectedKey);
  useEffect(() => {
    if (shownKey.current === selectedKey) return;
    shownKey.current = selectedKey;
    if (selectedIndex >= 0) virtual.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [selectedKey, selectedIndex, virtual]);

  const keepPlace = useKeptPlace(scroller, grouped, rowPx);
  const filling = useFilledPane(scroller, virtual.getTotalSize());

  useEffect(() => {
    scroller?.scrollTo({ top: 0 });
  }, [scroller, filter]);

  const onScroll = () => {
    if (scroller === null) return;
    setAtTop(scroller.scrollTop < rowPx / 2);
    keepPlace();
    filling.allowMore();
    const fromEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (nextCursor !== null && older === 'idle' && fromEnd < LOAD_AHEAD_ROWS * rowPx) void loadOlder();
  };

  const items = virtual.getVirtualItems();
  const waiting = {
    count: heldMore ? MOST_HELD : held.length,
    n: heldMore ? `${format.number(MOST_HELD)}+` : format.number(held.length),
  };
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={setScroller}
        className="rows h-full overflow-y-auto [overflow-anchor:none]"
        data-picking={picking}
        data-lines={lines}
        onScroll={onScroll}
        tabIndex={-1}
      >
        <RowMenu
          rows={
            <div
              id={FOCUS_IDS.list}
              role={grouped ? 'tree' : 'listbox'}
              aria-multiselectable
              tabIndex={0}
              aria-label={t(grouped ? 'grouping.treeLabel' : 'list.label')}
              aria-activedescendant={activeId(list, selectedIndex)}
              className="relative outline-none"
              style={{ height: virtual.getTotalSize(), '--row': `${rowPx}px` } as CSSProperties}
              onPointerEnter={() => setPointerOver(true)}
              // The pill comes up over the rows: whoever points there has not left them.
              onPointerLeave={({ relatedTarget }) => {
                if (!isWithin(relatedTarget, '[data-testid="new-pill"]')) setPointerOver(false);
              }}
            >
              {items.map((item) => {
                const line = lineAt(list, item.index);
                const event = line?.what === 'event' ? rowOf(line.seq, list) : undefined;
                if (line === undefined || (line.what === 'event' && event === undefined)) return null;
                return (
                  <div
                    key={item.key}
                    role="presentation"
                    className="absolute inset-x-0"
                    {...(line.what === 'event' && rowDrag(line.seq))}
                    // From the end: a new row above them changes nothing about all the others.
                    style={{ bottom: (count - 1 - item.index) * rowPx }}
                  >
                    {line.what === 'group' ? (
                      <GroupRow
                        groupKey={line.key}
                        place={line.place}
                        total={line.total}
                        selected={line.key === cursorKey}
                        today={today}
                      />
                    ) : (
                      event !== undefined && (
                        <EventRow
                          event={event}
                          place={line.place}
                          total={line.total}
                          selected={line.seq === selectedSeq}
                          today={today}
                          {...(grouped && { level: line.groupKey === null ? 1 : 2 })}
                        />
                      )
                    )}
                  </div>
                );
              })}
            </div>
          }
        />
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
          ) : filling.stopped && older === 'idle' ? (
            <>
              {t('grouping.someOlder')}
              <Button small data-testid="load-older" onClick={filling.allowMore}>
                {t('grouping.loadOlder')}
              </Button>
            </>
          ) : (
            t('list.loadingOlder')
          )}
        </p>
      </div>
      {(held.length > 0 || heldMore) && (
        <button
          type="button"
          data-testid="new-pill"
          onPointerLeave={({ relatedTarget }) =>
            setPointerOver(isWithin(relatedTarget, `#${FOCUS_IDS.list}`))
          }
          aria-label={t('list.showNew', waiting)}
          onClick={() => {
            catchUp();
            scroller?.scrollTo({ top: 0 });
          }}
          className="absolute top-2 left-1/2 flex -translate-x-1/2 items-center gap-1.5 rounded-[14px] border border-accent bg-surface px-3 py-1 text-[12px] font-medium text-accent shadow-pop hover:bg-accent-soft"
        >
          <ArrowUp size={13} aria-hidden />
          {t('list.newEvents', waiting)}
        </button>
      )}
    </div>
  );
}

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

function activeId(list: Lined, index: number): string | undefined {
  const line = lineAt(list, index);
  if (line === undefined) return undefined;
  return line.what === 'group' ? groupRowId(line.key) : rowId(line.seq);
}

function isWithin(target: EventTarget | null, selector: string): boolean {
  return target instanceof Element && target.closest(selector) !== null;
}
