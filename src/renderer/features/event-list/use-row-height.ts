// How many lines a row has: two beside an editor, so that type, status and amount are read in full; one where there is width.
import { useLayoutEffect, useState } from 'react';

/** Narrower than this, the longest event types have no place on one line with everything else. */
const ONE_LINE_FROM_PX = 820;
const ROW_PX = { 1: 34, 2: 50 } as const;

export function useRowHeight(scroller: HTMLElement | null): { lines: 1 | 2; rowPx: number } {
  const [lines, setLines] = useState<1 | 2>(2);
  useLayoutEffect(() => {
    if (scroller === null) return;
    const look = (): void => setLines(scroller.clientWidth < ONE_LINE_FROM_PX ? 2 : 1);
    look();
    const observer = new ResizeObserver(look);
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [scroller]);
  return { lines, rowPx: ROW_PX[lines] };
}
