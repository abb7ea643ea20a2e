// Keeps what is being read where it is when lines above it come or go, as they do when a group gains older events.
import { useCallback, useLayoutEffect, useRef } from 'react';
import { lines, useGrouping } from '../../stores/grouping-store.ts';
import { rows } from '../../stores/event-list-store.ts';

const ROW_PX = 34;

/** The same for the same line, wherever it stands. */
export function lineKey(index: number): string | number {
  const line = lines.at(index);
  if (line === undefined) return index;
  return line.what === 'group' ? `group ${line.key}` : line.seq;
}

/** @returns to be called whenever the list was scrolled */
export function useKeptPlace(scroller: HTMLElement | null, grouped: boolean): () => void {
  const revision = useGrouping((state) => state.revision);
  const first = useRef<{ key: string | number; index: number; structure: number } | null>(null);
  const note = useCallback(() => {
    if (scroller === null) return;
    const index = Math.floor(scroller.scrollTop / ROW_PX);
    first.current = { key: lineKey(index), index, structure: rows.structure };
  }, [scroller]);

  useLayoutEffect(() => {
    const before = first.current;
    if (grouped && scroller !== null && before !== null && scroller.scrollTop >= ROW_PX / 2) {
      const moved = indexOfKey(before.key) - before.index;
      if (moved !== -1 - before.index && moved !== 0) scroller.scrollBy({ top: moved * ROW_PX });
    }
    note();
  }, [revision, grouped, scroller, note]);
  return note;
}

function indexOfKey(key: string | number): number {
  return typeof key === 'number' ? lines.indexOfEvent(key) : lines.indexOfGroup(key.slice('group '.length));
}
