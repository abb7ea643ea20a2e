// Grouping of the event list: by what, which groups are open, and where the keyboard's cursor stands on one.
import { create } from 'zustand';
import type { EventSummary } from '#shared/contract/events.ts';
import { STORY_KINDS, storyKeyOf, type StoryKind } from '#shared/domain/story/story-key.ts';
import { engine } from './engine.ts';
import { mayRowsMove, rows, setFollowing, useEventList, whenRowsChange } from './event-list-store.ts';
import { createGroupedList, type ListItem } from './grouped-list.ts';
import { inspectedSeq, inspectNothing, useInspected } from './inspected-store.ts';
import { setPreferences, usePreferences } from './preferences-store.ts';

interface GroupingState {
  by: StoryKind | null;
  /** The group that is selected, instead of an event. */
  cursorKey: string | null;
  /** Grows with every change to the lines of the list. */
  revision: number;
}

const groups = createGroupedList();

const kindIn = (groupBy: StoryKind | 'none'): StoryKind | null => (groupBy === 'none' ? null : groupBy);

export const useGrouping = create<GroupingState>(() => ({
  by: kindIn(usePreferences.getState().groupBy),
  cursorKey: null,
  revision: 0,
}));

/** Groups whose older events were asked for: whether even those are not all. */
const completed = new Map<string, { more: boolean }>();
let builtFrom = -1;
/** Something waits until the lines may move. */
let waiting = false;

/** The lines of the list, grouped or not. */
export const lines = {
  get count(): number {
    return useGrouping.getState().by === null ? rows.count : groups.count;
  },
  at(index: number): ListItem | undefined {
    if (useGrouping.getState().by !== null) return groups.at(index);
    const seq = rows.at(index)?.seq;
    const total = rows.nextCursor === null ? rows.count : -1;
    return seq === undefined ? undefined : { what: 'event', seq, groupKey: null, place: index + 1, total };
  },
  indexOfEvent(seq: number): number {
    return useGrouping.getState().by === null ? rows.indexOf(seq) : groups.indexOfEvent(seq);
  },
  indexOfGroup: (key: string): number => groups.indexOfGroup(key),
  /** Where the selection is. */
  cursorIndex(): number {
    const { cursorKey } = useGrouping.getState();
    if (cursorKey !== null) return groups.indexOfGroup(cursorKey);
    const seq = inspectedSeq();
    return seq === null ? -1 : lines.indexOfEvent(seq);
  },
};

/** The group's events that are there, newest first. */
export function eventsOfGroup(key: string): EventSummary[] {
  return groups.seqsOf(key).flatMap((seq) => rows.get(seq) ?? []);
}

/** Whether older events than those that are there may belong to it. */
export function mayContinue(key: string): boolean {
  return rows.nextCursor !== null && (completed.get(key)?.more ?? true);
}

export const isGroupOpen = (key: string): boolean => groups.isOpen(key);

function build(mayMove: boolean): void {
  const { by, cursorKey } = useGrouping.getState();
  if (by === null) return;
  const keyOf = (seq: number): string | null => {
    const event = rows.get(seq);
    return event === undefined ? null : storyKeyOf(event, by);
  };
  groups.build({
    seqs: rows.newestFirst(),
    aside: rows.aside(),
    keyOf,
    mayMove,
    revealSeq: cursorKey === null ? inspectedSeq() : null,
  });
  builtFrom = rows.structure;
  waiting = !mayMove;
  const gone = cursorKey !== null && groups.indexOfGroup(cursorKey) === -1;
  useGrouping.setState((state) => ({ revision: state.revision + 1, ...(gone && { cursorKey: null }) }));
  for (const key of groups.openKeys()) void complete(key);
}

whenRowsChange((mayMove, isOtherPage = false) => {
  // With its pages the list has forgotten what stood beside them.
  if (isOtherPage) completed.clear();
  if (useGrouping.getState().by === null) return;
  if (builtFrom === rows.structure && !(mayMove && waiting)) return;
  build(mayMove);
});

// Whoever opens an event leaves the group.
useInspected.subscribe(({ event }) => {
  if (event !== null && useGrouping.getState().cursorKey !== null) useGrouping.setState({ cursorKey: null });
});

export function setGrouping(by: StoryKind | null): void {
  if (useGrouping.getState().by === by) return;
  groups.clear();
  completed.clear();
  useGrouping.setState((state) => ({ by, cursorKey: null, revision: state.revision + 1 }));
  setPreferences({ groupBy: by ?? 'none' });
  build(true);
}

/** None, then each kind in turn. */
export function cycleGrouping(): void {
  const kinds: readonly (StoryKind | null)[] = [null, ...STORY_KINDS];
  setGrouping(kinds[(kinds.indexOf(useGrouping.getState().by) + 1) % kinds.length] ?? null);
}

export function setGroupOpen(key: string, open: boolean): void {
  if (groups.isOpen(key) === open || groups.indexOfGroup(key) === -1) return;
  const seq = inspectedSeq();
  // What is closed hides its events: the selection goes on to the group.
  if (!open && seq !== null && groups.groupOf(seq) === key) selectGroup(key);
  groups.setOpen(key, open);
  build(mayRowsMove());
}

/** Opens the group that hides an event. */
export function reveal(seq: number): void {
  const key = groups.groupOf(seq);
  if (useGrouping.getState().by !== null && key !== null) setGroupOpen(key, true);
}

export function selectGroup(key: string): void {
  setFollowing(false);
  inspectNothing();
  useGrouping.setState({ cursorKey: key });
}

/** The group of the selected event, or the selected group. */
export function groupAtCursor(): string | null {
  const { by, cursorKey } = useGrouping.getState();
  const seq = inspectedSeq();
  if (by === null || cursorKey !== null) return cursorKey;
  return seq === null ? null : groups.groupOf(seq);
}

/** Fetches the group's older events, also those of pages that are not loaded. */
async function complete(key: string): Promise<void> {
  const { by } = useGrouping.getState();
  const { filter } = useEventList.getState();
  const newest = eventsOfGroup(key)[0];
  if (by === null || newest === undefined || rows.nextCursor === null || completed.has(key)) return;
  completed.set(key, { more: true });
  try {
    const story = await engine.query((api) => api.events.story({ id: newest.id, by, ...filter }));
    if (useGrouping.getState().by !== by || useEventList.getState().filter !== filter) return;
    completed.set(key, { more: story.moreOlder });
    rows.keepAside(story.events.map(({ event }) => event));
    // Asked for by opening it: it may grow below its own line.
    groups.setOpen(key, groups.isOpen(key));
    build(mayRowsMove());
  } catch {
    // The loaded ones stay; the next opening asks again.
    completed.delete(key);
  }
}
