// Keeps what is being read where it is when lines above it come or go, as they do when a group gains older events.
import { useCallback, useLayoutEffect, useRef } from 'react';
import { useEventList } from '../../stores/event-list-store.ts';
import { lineAt, lineOfEvent, lineOfGroup } from '../../stores/list/list-lines.ts';

/** The same for the same line, wherever it stands. */
export function lineKey(index: number): string | number {
  const line = lineAt(useEventList.getState(), index);
  if (line === undefined) return index;
  return line.what === 'group' ? `group ${line.key}` : line.seq;
}

/** @returns to be called whenever the list was scrolled */
export function useKeptPlace(scroller: HTMLElement | null, grouped: boolean, rowPx: number): () => void {
  const lines = useEventList((state) => state.grouped);
  const first = useRef<{ key: string | number; index: number } | null>(null);
  const note = useCallback(() => {
    if (scroller === null) return;
    const index = Math.floor(scroller.scrollTop / rowPx);
    first.current = { key: lineKey(index), index };
  }, [scroller, rowPx]);

  useLayoutEffect(() => {
    const before = first.current;
    if (grouped && scroller !== null && before !== null && scroller.scrollTop >= rowPx / 2) {
      const moved = indexOfKey(before.key) - before.index;
      if (moved !== -1 - before.index && moved !== 0) scroller.scrollBy({ top: moved * rowPx });
    }
    note();
  }, [lines, grouped, scroller, note, rowPx]);
  return note;
}

function indexOfKey(key: string | number): number {
  const list = useEventList.getState();
  return typeof key === 'number' ? lineOfEvent(list, key) : lineOfGroup(list, key.slice('group '.length));
}
