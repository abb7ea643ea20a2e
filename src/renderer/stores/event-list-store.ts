// The event list on screen: its rows, its filter, and whether new rows may move in.
import { create } from 'zustand';
import type { EventFilter, EventSummary } from '#shared/contract/events.ts';
import { engine } from './engine.ts';
import { createEventRows, type Change } from './event-rows.ts';
import { chosenSeq, noteChanges } from './inspected-store.ts';
import { noteStoryChanges } from './story-store.ts';

export const PAGE_SIZE = 200;
/** More rows than this at once, or within one movement, come in without one of their own. */
const MOST_SLIDING_ROWS = 4;
/** As long as the movement in rows.css. */
const SLIDE_MS = 220;

interface EventListState {
  /** Grows with every change to `rows`. */
  revision: number;
  filter: EventFilter;
  phase: 'loading' | 'ready' | 'failed';
  older: 'idle' | 'loading' | 'failed';
  /** The user wants to see events as they come. */
  following: boolean;
  atTop: boolean;
  pointerOver: boolean;
  /** Rows newer than this slide in; null = none do. */
  slideAfterSeq: number | null;
}

export const rows = createEventRows();

export const useEventList = create<EventListState>(() => ({
  revision: 0,
  filter: {},
  phase: 'loading',
  older: 'idle',
  following: true,
  atTop: true,
  pointerOver: false,
  slideAfterSeq: null,
}));

/** Set by the feed: a new filter wants a new page and a new subscription. */
let onFilter: () => void = () => undefined;
export function whenFilterChanges(listener: () => void): void {
  onFilter = listener;
}

/** Set by the grouping: other rows are loaded, or may move now. */
let onRows: (mayMove: boolean, isOtherPage?: boolean) => void = () => undefined;
export function whenRowsChange(listener: typeof onRows): void {
  onRows = listener;
}

/** New rows may move in, and groups up: nothing is under the pointer or about to be read. */
export function mayRowsMove(): boolean {
  const { following, atTop, pointerOver } = useEventList.getState();
  return following && atTop && !pointerOver;
}

export function setFilter(filter: EventFilter): void {
  const before = useEventList.getState().filter;
  if ((before.filter ?? '') === (filter.filter ?? '')) return;
  useEventList.setState({ filter, phase: 'loading', following: true, atTop: true });
  onFilter();
}

export function isFiltered(filter: EventFilter): boolean {
  return (filter.filter ?? '') !== '';
}

export function showPage(items: readonly EventSummary[], nextCursor: number | null): void {
  rows.replace(items, nextCursor);
  onRows(true, true);
  useEventList.setState((state) => ({
    revision: state.revision + 1,
    phase: 'ready',
    older: 'idle',
    slideAfterSeq: null,
  }));
}

export function showFailure(): void {
  useEventList.setState({ phase: 'failed' });
}

export async function loadOlder(): Promise<void> {
  const { older, phase, filter } = useEventList.getState();
  const cursor = rows.nextCursor;
  if (older === 'loading' || phase !== 'ready' || cursor === null) return;
  useEventList.setState({ older: 'loading' });
  try {
    const page = await engine.query((api) => api.events.list({ ...filter, cursor, limit: PAGE_SIZE }));
    const now = useEventList.getState();
    if (now.filter !== filter || now.phase !== 'ready' || rows.nextCursor !== cursor) return;
    rows.appendOlder(page.items, page.nextCursor);
    onRows(mayRowsMove());
    useEventList.setState({ revision: now.revision + 1, older: 'idle' });
  } catch {
    useEventList.setState({ older: 'failed' });
  }
}

export function applyChanges(changed: Change[]): void {
  rows.apply(changed);
  noteChanges(changed);
  noteStoryChanges(changed);
  settle();
}

/** Lets held rows in when that moves nothing the user is about to use. */
function settle(force = false): void {
  const { revision } = useEventList.getState();
  const newestBefore = rows.at(0)?.seq ?? 0;
  const mayMove = force || mayRowsMove();
  const released = mayMove ? rows.release(chosenSeq()) : 0;
  onRows(mayMove);
  useEventList.setState({
    revision: revision + 1,
    // An event that came in changes again at once, as it is delivered: that must not end its movement.
    // In a stream a movement of each would only be in the way of the next.
    ...(released > 0 && { slideAfterSeq: slidingRows + released <= MOST_SLIDING_ROWS ? newestBefore : null }),
  });
  if (released === 0) return;
  slidingRows += released;
  endSlideSoon();
}

let slideEnds: ReturnType<typeof setTimeout> | undefined;
/** Came in since the list last stood still. */
let slidingRows = 0;

/** A row that is scrolled away and comes back is not new again. */
function endSlideSoon(): void {
  clearTimeout(slideEnds);
  slideEnds = setTimeout(() => {
    slidingRows = 0;
    useEventList.setState({ slideAfterSeq: null });
  }, SLIDE_MS);
}

export function setAtTop(atTop: boolean): void {
  if (useEventList.getState().atTop === atTop) return;
  useEventList.setState({ atTop });
  settle();
}

export function setPointerOver(pointerOver: boolean): void {
  if (useEventList.getState().pointerOver === pointerOver) return;
  useEventList.setState({ pointerOver });
  if (!pointerOver) settle();
}

export function setFollowing(following: boolean): void {
  if (useEventList.getState().following === following) return;
  useEventList.setState({ following });
  settle();
}

/** Shows what waits and goes on following; asked for by the user, so it may move rows under the pointer. */
export function catchUp(): void {
  useEventList.setState({ following: true, atTop: true });
  settle(true);
}
