// The event list on screen: holds the model's state, and asks the engine for what it lacks.
import { create } from 'zustand';
import type { EventFilter, EventSummary } from '#shared/contract/events.ts';
import { engine } from './engine.ts';
import { inspectedSeq, noteChanges, useInspected } from './inspected-store.ts';
import { initialList, reduce, type ListChange, type ListState } from './list/list-model.ts';
import { findRow, type Change } from './list/list-rows.ts';
import { usePreferences } from './preferences-store.ts';
import { noteStoryChanges } from './story-store.ts';

export const PAGE_SIZE = 200;
/** As long as the movement in rows.css. */
const SLIDE_MS = 220;

const groupedBy = usePreferences.getState().groupBy;

export const useEventList = create<ListState>(() =>
  initialList(groupedBy === 'none' ? null : groupedBy, Date.now()),
);

export function dispatch(change: ListChange): void {
  const before = useEventList.getState();
  const next = reduce(before, change, Date.now());
  if (next === before) return;
  useEventList.setState(next, true);
  if (next.slide.rows > before.slide.rows) endSlideSoon();
}

let slideEnds: ReturnType<typeof setTimeout> | undefined;

/** A row that is scrolled away and comes back is not new again. */
function endSlideSoon(): void {
  clearTimeout(slideEnds);
  slideEnds = setTimeout(() => dispatch({ kind: 'slid' }), SLIDE_MS);
}

useInspected.subscribe(({ byItself }) =>
  dispatch({ kind: 'select', seq: inspectedSeq(), chosen: !byItself }),
);

/** A loaded event, also one that only stands in its group. */
export function rowOf(seq: number, list: ListState = useEventList.getState()): EventSummary | undefined {
  return findRow(list.rows, seq) ?? findRow(list.aside, seq);
}

export function setFilter({ filter = '' }: EventFilter): void {
  dispatch({ kind: 'filter', filter });
}

export function isFiltered(filter: EventFilter): boolean {
  return (filter.filter ?? '') !== '';
}

export async function loadOlder(): Promise<void> {
  const before = useEventList.getState().requests;
  dispatch({ kind: 'askOlder' });
  const { requests: request, filter, nextCursor: cursor } = useEventList.getState();
  if (request === before || cursor === null) return;
  try {
    const page = await engine.query((api) => api.events.list({ ...filter, cursor, limit: PAGE_SIZE }));
    dispatch({ kind: 'older', request, page });
  } catch {
    dispatch({ kind: 'olderFailed', request });
  }
}

export function applyChanges(changed: readonly Change[], generation: number): void {
  dispatch({ kind: 'changes', generation, changed });
  noteChanges(changed);
  noteStoryChanges(changed);
}

export function setAtTop(atTop: boolean): void {
  dispatch({ kind: 'atTop', atTop });
}

export function setPointerOver(over: boolean): void {
  dispatch({ kind: 'pointer', over });
}

/** Shows what waits, and goes on with events as they come. */
export function catchUp(): void {
  dispatch({ kind: 'catchUp' });
}
