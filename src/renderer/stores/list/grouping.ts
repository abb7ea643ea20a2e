// Grouping of the event list: by what, which groups are open, and where the keyboard's cursor stands on one.
import type { EventSummary } from '#shared/contract/events.ts';
import { STORY_KINDS, type StoryKind } from '#shared/domain/story/story-key.ts';
import { engine } from '../engine.ts';
import { dispatch, rowOf, useEventList } from '../event-list-store.ts';
import { inspectedSeq, inspectNothing } from '../inspected-store.ts';
import { setPreferences } from '../preferences-store.ts';
import { groupOfEvent } from './list-lines.ts';
import type { ListState } from './list-model.ts';

/** The group's events that are there, newest first. */
export function eventsOfGroup(key: string, list: ListState = useEventList.getState()): EventSummary[] {
  return (list.grouped.groups.get(key) ?? []).flatMap((seq) => rowOf(seq, list) ?? []);
}

/** Whether older events than those that are there may belong to it. */
export function mayContinue({ nextCursor, completed }: ListState, key: string): boolean {
  return nextCursor !== null && (completed.get(key)?.more ?? true);
}

export const isGroupOpen = (key: string): boolean => useEventList.getState().grouped.open.has(key);

export function setGrouping(by: StoryKind | null): void {
  dispatch({ kind: 'group', by });
  setPreferences({ groupBy: by ?? 'none' });
}

/** None, then each kind in turn. */
export function cycleGrouping(): void {
  const kinds: readonly (StoryKind | null)[] = [null, ...STORY_KINDS];
  setGrouping(kinds[(kinds.indexOf(useEventList.getState().by) + 1) % kinds.length] ?? null);
}

export function setGroupOpen(key: string, open: boolean): void {
  dispatch({ kind: 'openGroup', key, open });
  if (useEventList.getState().cursorKey === key) inspectNothing();
}

export function selectGroup(key: string): void {
  dispatch({ kind: 'selectGroup', key });
  inspectNothing();
}

/** The group of the selected event, or the selected group. */
export function groupAtCursor(): string | null {
  const list = useEventList.getState();
  const seq = inspectedSeq();
  if (list.by === null || list.cursorKey !== null) return list.cursorKey;
  return seq === null ? null : groupOfEvent(list, seq);
}

/** Groups that are opened get their older events, also those of pages that are not loaded. */
useEventList.subscribe((list, before) => {
  if (list.grouped.open === before.grouped.open && list.completed === before.completed) return;
  if (list.by === null || list.nextCursor === null || list.phase !== 'ready') return;
  for (const key of list.grouped.open) if (!list.completed.has(key)) void complete(key, list.by);
});

async function complete(key: string, by: StoryKind): Promise<void> {
  const { generation, filter } = useEventList.getState();
  const newest = eventsOfGroup(key)[0];
  if (newest === undefined) return;
  dispatch({ kind: 'completing', key });
  try {
    const story = await engine.query((api) => api.events.story({ id: newest.id, by, ...filter }));
    if (useEventList.getState().by !== by) return;
    const events = story.events.map(({ event }) => event).toSorted((a, b) => b.seq - a.seq);
    dispatch({ kind: 'completed', key, generation, events, more: story.moreOlder });
  } catch {
    dispatch({ kind: 'completed', key, generation, events: null, more: true });
  }
}
