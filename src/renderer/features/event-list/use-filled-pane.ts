// Many events may stand on a few lines: loads older ones until the pane is full, but not without end.
import { useCallback, useEffect, useRef, useState } from 'react';
import { loadOlder, PAGE_SIZE, useEventList } from '../../stores/event-list-store.ts';

/** Pages that are loaded without being asked for. */
const MOST_PAGES = 10;
/** So much below the pane is worth having, in case somebody scrolls. */
const AHEAD_PX = 400;

export interface FilledPane {
  /** Older events are there, and only loaded when asked for. */
  stopped: boolean;
  /** Somebody scrolled, or asked. */
  allowMore(): void;
}

export function useFilledPane(scroller: HTMLElement | null, contentPx: number): FilledPane {
  const nextCursor = useEventList((state) => state.nextCursor);
  const phase = useEventList((state) => state.phase);
  const older = useEventList((state) => state.older);
  const filter = useEventList((state) => state.filter);
  const by = useEventList((state) => state.by);
  const pages = useRef(0);
  const [stopped, setStopped] = useState(false);
  const [asked, setAsked] = useState(0);

  useEffect(() => {
    pages.current = 0;
    setStopped(false);
  }, [by, filter]);

  const short =
    by !== null && scroller !== null && contentPx < scroller.clientHeight + scroller.scrollTop + AHEAD_PX;
  useEffect(() => {
    if (!short || nextCursor === null || phase !== 'ready' || older !== 'idle') return;
    if (pages.current >= MOST_PAGES) {
      setStopped(true);
      return;
    }
    pages.current += 1;
    void loadOlder();
  }, [short, nextCursor, phase, older, asked, by]);

  const allowMore = useCallback(() => {
    pages.current = 0;
    setStopped(false);
    setAsked((count) => count + 1);
  }, []);
  return { stopped: stopped && nextCursor !== null, allowMore };
}

/** For the tests of what is loaded by itself. */
export const FILLED_EVENTS = MOST_PAGES * PAGE_SIZE;
