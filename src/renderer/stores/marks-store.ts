// The rows that were picked for doing something with all of them. By id, so that they outlive paging and filters.
import { useMemo } from 'react';
import { create } from 'zustand';
import type { EventSummary } from '#shared/contract/events.ts';
import { rowOf, useEventList } from './event-list-store.ts';
import { inspectedSeq } from './inspected-store.ts';
import { eventsOfGroup, isGroupOpen } from './list/grouping.ts';
import { lineAt, lineOfEvent } from './list/list-lines.ts';
import { moveSelection } from './selection.ts';

/** More than this the engine does not take by name; a filter names any number. */
export const MAX_MARKS = 10_000;

interface Marks {
  ids: ReadonlySet<string>;
  /** Where a range begins. */
  anchorSeq: number | null;
}

export const useMarks = create<Marks>(() => ({ ids: new Set(), anchorSeq: null }));

export function toggleMark(event: EventSummary): void {
  const ids = new Set(useMarks.getState().ids);
  if (!ids.delete(event.id) && ids.size < MAX_MARKS) ids.add(event.id);
  useMarks.setState({ ids, anchorSeq: event.seq });
}

/** Those that the list does not show: picked before the filter was another one, or further down than what is loaded. */
export function useHiddenMarks(): ReadonlySet<string> {
  const ids = useMarks((state) => state.ids);
  const rows = useEventList((state) => state.rows);
  const aside = useEventList((state) => state.aside);
  return useMemo(() => {
    if (ids.size === 0) return ids;
    const hidden = new Set(ids);
    for (const { id } of [...rows, ...aside]) hidden.delete(id);
    return hidden;
  }, [ids, rows, aside]);
}

export function dropMarks(dropped: ReadonlySet<string>): void {
  const ids = new Set([...useMarks.getState().ids].filter((id) => !dropped.has(id)));
  useMarks.setState({ ids, anchorSeq: null });
}

export function clearMarks(): void {
  useMarks.setState({ ids: new Set(), anchorSeq: null });
}

/** Picks everything between the anchor and this row, both included; what was picked before stays. */
export function markRange(toSeq: number): void {
  const { ids, anchorSeq } = useMarks.getState();
  const fromSeq = anchorSeq ?? inspectedSeq() ?? toSeq;
  const list = useEventList.getState();
  const from = lineOfEvent(list, fromSeq);
  const to = lineOfEvent(list, toSeq);
  if (to === -1) return;
  const [first, last] = from === -1 ? [to, to] : from < to ? [from, to] : [to, from];
  const next = new Set(ids);
  for (let index = first; index <= last && next.size < MAX_MARKS; index++) {
    for (const { id } of eventsOfLine(index)) if (next.size < MAX_MARKS) next.add(id);
  }
  useMarks.setState({ ids: next, anchorSeq: from === -1 ? toSeq : fromSeq });
}

/** A closed group stands for its events; those of an open one have lines of their own. */
function eventsOfLine(index: number): EventSummary[] {
  const line = lineAt(useEventList.getState(), index);
  if (line === undefined) return [];
  if (line.what === 'group') return isGroupOpen(line.key) ? [] : eventsOfGroup(line.key);
  const event = rowOf(line.seq);
  return event === undefined ? [] : [event];
}

/** Picks all of a group, or, where all are picked, none of it. */
export function toggleGroupMarks(key: string): void {
  const ids = new Set(useMarks.getState().ids);
  const events = eventsOfGroup(key);
  const all = events.every(({ id }) => ids.has(id));
  for (const { id } of events) {
    if (all) ids.delete(id);
    else if (ids.size < MAX_MARKS) ids.add(id);
  }
  useMarks.setState({ ids, anchorSeq: null });
}

/** Moves on and picks what it comes past. */
export function markAndMove(by: 1 | -1): void {
  const from = inspectedSeq();
  if (from !== null && useMarks.getState().anchorSeq === null) useMarks.setState({ anchorSeq: from });
  moveSelection(by);
  const to = inspectedSeq();
  if (to !== null) markRange(to);
}
