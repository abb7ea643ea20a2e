// A long list of which one picks some: virtual rows, moved through and ticked by keyboard or pointer.
import { useVirtualizer, type Range } from '@tanstack/react-virtual';
import { Check } from 'lucide-react';
import { useCallback, useId, useState, type KeyboardEvent, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

const OVERSCAN_ROWS = 12;
const PAGE_ROWS = 10;

export interface PickItem {
  id: string;
  /** Cannot be picked, e.g. because it was dealt with. */
  fixed?: boolean;
}

interface PickListProps<T extends PickItem> {
  label: string;
  items: readonly T[];
  picked: ReadonlySet<string>;
  rowPx: number;
  testId: string;
  rowTestId: string;
  className?: string;
  onPick(picked: ReadonlySet<string>): void;
  renderRow(item: T): ReactNode;
}

export function PickList<T extends PickItem>({
  label,
  items,
  picked,
  rowPx,
  testId,
  rowTestId,
  className,
  onPick,
  renderRow,
}: PickListProps<T>) {
  const prefix = useId();
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [wanted, setWanted] = useState(0);
  // The list may be shorter than it was, by what is looked for in it.
  const cursor = Math.min(wanted, items.length - 1);
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller,
    estimateSize: () => rowPx,
    overscan: OVERSCAN_ROWS,
    // The row that the keyboard is at is always there, so that aria-activedescendant names something that exists.
    rangeExtractor: useCallback(
      (range: Range) => {
        const first = Math.max(0, range.startIndex - range.overscan);
        const last = Math.min(range.count - 1, range.endIndex + range.overscan);
        const indexes = Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
        if (cursor >= 0 && cursor < first) indexes.unshift(cursor);
        else if (cursor > last) indexes.push(cursor);
        return indexes;
      },
      [cursor],
    ),
  });

  const toggle = (index: number): void => {
    const item = items[index];
    if (item === undefined || item.fixed === true) return;
    const next = new Set(picked);
    if (!next.delete(item.id)) next.add(item.id);
    onPick(next);
  };
  const moveTo = (index: number): void => {
    const next = Math.max(0, Math.min(items.length - 1, index));
    setWanted(next);
    virtual.scrollToIndex(next, { align: 'auto' });
  };
  const pickAll = (): void =>
    onPick(new Set([...picked, ...items.filter(({ fixed }) => fixed !== true).map(({ id }) => id)]));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || items.length === 0) return;
    const held = event.ctrlKey || event.metaKey;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: cursor + 1,
      ArrowUp: cursor - 1,
      j: cursor + 1,
      k: cursor - 1,
      PageDown: cursor + PAGE_ROWS,
      PageUp: cursor - PAGE_ROWS,
      Home: 0,
      End: items.length - 1,
    };
    const to = moves[event.key];
    if (held && event.key.toLowerCase() === 'a') pickAll();
    else if (held) return;
    else if (event.key === ' ' || event.key === 'x') toggle(cursor);
    else if (to !== undefined) moveTo(to);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={setScroller}
      data-scrolls
      tabIndex={-1}
      className={classNames('overflow-y-auto rounded-[8px] border border-line bg-surface', className)}
    >
      <div
        role="listbox"
        aria-multiselectable
        aria-label={label}
        aria-activedescendant={cursor >= 0 ? `${prefix}-${cursor}` : undefined}
        data-testid={testId}
        data-total={items.length}
        tabIndex={0}
        onKeyDown={onKeyDown}
        className="group/picks relative outline-none"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          const ticked = picked.has(item.id);
          return (
            <div
              key={key}
              id={`${prefix}-${index}`}
              role="option"
              aria-selected={ticked}
              aria-disabled={item.fixed === true ? true : undefined}
              aria-posinset={index + 1}
              aria-setsize={items.length}
              data-testid={rowTestId}
              data-event-id={item.id}
              onClick={() => {
                setWanted(index);
                toggle(index);
              }}
              className={classNames(
                'absolute inset-x-0 top-0 flex items-center gap-2.5 border-b border-line-soft px-3',
                ticked ? 'bg-[color-mix(in_srgb,var(--accent-soft)_70%,transparent)]' : 'hover:bg-sunken',
                index === cursor &&
                  'group-focus-visible/picks:outline-2 group-focus-visible/picks:-outline-offset-2 group-focus-visible/picks:outline-focus',
              )}
              style={{ height: rowPx, transform: `translateY(${start}px)` }}
            >
              <span
                aria-hidden
                className={classNames(
                  'flex size-3.5 shrink-0 items-center justify-center rounded-[4px] border',
                  ticked ? 'border-accent bg-accent text-on-accent' : 'border-text-3 bg-surface',
                  item.fixed === true && 'invisible',
                )}
              >
                {ticked && <Check size={11} strokeWidth={3} />}
              </span>
              {renderRow(item)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
