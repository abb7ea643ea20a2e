// The list of customers: virtual rows, read page by page as they come in sight.
import { useVirtualizer, type Range } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FOCUS_IDS } from '../../commands/focus.ts';
import { reloadCustomers, seeRows, setListSight, useCustomers } from '../../stores/customers-store.ts';
import { CustomerRow, customerRowId, ROW_PX } from './customer-row.tsx';

const OVERSCAN_ROWS = 12;
/** The pill takes that much; the last row can be scrolled out from under it. */
const PILL_PX = 44;

export function CustomerList() {
  const { t } = useTranslation();
  const rows = useCustomers((state) => state.rows);
  const filter = useCustomers((state) => state.filter);
  const moved = useCustomers((state) => state.moved);
  const selectedId = useCustomers((state) => state.selectedId);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const selectedIndex = rows.findIndex((row) => row?.id === selectedId);

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN_ROWS,
    paddingEnd: moved ? PILL_PX : 0,
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
  const shownId = useRef<number | null>(null);
  useEffect(() => {
    if (shownId.current === selectedId || selectedIndex < 0) return;
    shownId.current = selectedId;
    virtual.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [selectedId, selectedIndex, virtual]);

  useEffect(() => {
    scroller?.scrollTo({ top: 0 });
  }, [scroller, filter]);

  const { startIndex, endIndex } = virtual.range ?? { startIndex: 0, endIndex: 0 };
  useEffect(() => {
    seeRows(Math.max(0, startIndex - OVERSCAN_ROWS), Math.min(rows.length - 1, endIndex + OVERSCAN_ROWS));
  }, [startIndex, endIndex, rows]);

  useEffect(() => () => setListSight({ atTop: true, pointerOver: false }), []);

  return (
    // With the pill: it may appear under the pointer, which has not left the list then.
    <div
      className="relative min-h-0 flex-1"
      onPointerEnter={() => setListSight({ pointerOver: true })}
      onPointerLeave={() => setListSight({ pointerOver: false })}
    >
      <div
        ref={setScroller}
        className="h-full overflow-y-auto [overflow-anchor:none]"
        onScroll={() => setListSight({ atTop: scroller === null || scroller.scrollTop < ROW_PX / 2 })}
        tabIndex={-1}
      >
        <div
          id={FOCUS_IDS.customerList}
          role="listbox"
          tabIndex={0}
          aria-label={t('customers.listLabel')}
          aria-activedescendant={
            selectedIndex >= 0 && selectedId !== null ? customerRowId(selectedId) : undefined
          }
          className="group/rows relative outline-none"
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const customer = rows[index];
            return (
              <div
                key={key}
                role="presentation"
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)` }}
              >
                {customer === undefined ? (
                  <Unread />
                ) : (
                  <CustomerRow
                    customer={customer}
                    place={index + 1}
                    total={rows.length}
                    selected={customer.id === selectedId}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {moved && (
        <button
          type="button"
          data-testid="customers-moved"
          onClick={() => {
            reloadCustomers();
            scroller?.scrollTo({ top: 0 });
          }}
          className="absolute bottom-3 left-1/2 flex -translate-x-1/2 items-center gap-1.5 rounded-[14px] border border-accent bg-surface px-3 py-1 text-[12px] font-medium whitespace-nowrap text-accent shadow-pop hover:bg-accent-soft"
        >
          <ArrowUp size={13} aria-hidden />
          {t('customers.moved')}
        </button>
      )}
    </div>
  );
}

/** The place of a row that is on its way. */
function Unread() {
  return (
    <div
      className="flex flex-col justify-center gap-2 border-b border-line-soft px-3"
      style={{ height: ROW_PX }}
      aria-hidden
    >
      <span className="h-2.5 w-36 rounded-chip bg-sunken" />
      <span className="h-2 w-56 rounded-chip bg-sunken" />
    </div>
  );
}
