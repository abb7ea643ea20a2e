// The lines of the list while it is grouped: a line for each group, and beneath those that are open their events. What is on
// screen moves only when it may: until then events keep the group they were shown in.
import { groupEvents } from '#shared/domain/story/group-events.ts';

export type ListItem =
  /** `place` and `total` are those among its neighbours of the same level, from 1. */
  | { what: 'event'; seq: number; groupKey: string | null; place: number; total: number }
  | { what: 'group'; key: string; place: number; total: number };

export interface BuildInput {
  /** Loaded rows, newest first. */
  seqs: Iterable<number>;
  /** Older events of open groups that stand in no loaded page, newest first. */
  aside: Iterable<number>;
  /** Group of an event by what is known of it now; null = it stands alone. */
  keyOf(seq: number): string | null;
  /** Nothing is under the pointer, or the user asked for it. */
  mayMove: boolean;
  /** An event that must stay in sight. */
  revealSeq: number | null;
}

export interface GroupedList {
  readonly count: number;
  at(index: number): ListItem | undefined;
  /** @returns -1 when it is not on screen */
  indexOfEvent(seq: number): number;
  indexOfGroup(key: string): number;
  /** Of several events; null = it stands alone, or is not there. */
  groupOf(seq: number): string | null;
  /** All events of a group that are there, newest first. */
  seqsOf(key: string): readonly number[];
  openKeys(): string[];
  isOpen(key: string): boolean;
  /** Takes effect with the next build. */
  setOpen(key: string, open: boolean): void;
  build(input: BuildInput): void;
  clear(): void;
}

export function createGroupedList(): GroupedList {
  /** By what each event was put into its group. */
  const keys = new Map<number, string | null>();
  const open = new Set<string>();
  /** What of an open group is on screen. */
  const shown = new Map<string, readonly number[]>();
  let groups = new Map<string, readonly number[]>();
  let items: ListItem[] = [];
  let places = new Map<number, number>();
  let groupPlaces = new Map<string, number>();

  function keyOf(seq: number, now: BuildInput['keyOf']): string | null {
    const known = keys.get(seq);
    if (known !== undefined) return known;
    const key = now(seq);
    keys.set(seq, key);
    return key;
  }

  function showAll(order: readonly (readonly [key: string, seqs: readonly number[]])[]): void {
    items = [];
    places = new Map();
    groupPlaces = new Map();
    order.forEach(([key, seqs], index) => {
      const at = { place: index + 1, total: order.length };
      const [only] = seqs;
      if (only !== undefined && seqs.length === 1) {
        places.set(only, items.length);
        items.push({ what: 'event', seq: only, groupKey: null, ...at });
        return;
      }
      groupPlaces.set(key, items.length);
      items.push({ what: 'group', key, ...at });
      const within = shown.get(key) ?? [];
      within.forEach((seq, place) => {
        places.set(seq, items.length);
        items.push({ what: 'event', seq, groupKey: key, place: place + 1, total: within.length });
      });
    });
  }

  return {
    get count() {
      return items.length;
    },
    at: (index) => items[index],
    indexOfEvent: (seq) => places.get(seq) ?? -1,
    indexOfGroup: (key) => groupPlaces.get(key) ?? -1,
    groupOf(seq) {
      const key = keys.get(seq) ?? null;
      return key !== null && (groups.get(key)?.length ?? 0) > 1 ? key : null;
    },
    seqsOf: (key) => groups.get(key) ?? [],
    openKeys: () => [...open],
    isOpen: (key) => open.has(key),
    setOpen(key, wanted) {
      shown.delete(key);
      if (wanted) open.add(key);
      else open.delete(key);
    },
    build({ seqs, aside, keyOf: now, mayMove, revealSeq }) {
      if (mayMove) keys.clear();
      const loaded = groupEvents(seqs, (seq) => keyOf(seq, now));
      // An older event of a group of which nothing is loaded any more has nowhere to stand.
      for (const seq of aside) {
        const key = keyOf(seq, now);
        if (key !== null) loaded.get(key)?.seqs.push(seq);
      }
      const order = [...loaded.values()].map(({ key, seqs: members }) => [key, members] as const);
      groups = new Map(order);
      const revealed = revealSeq === null ? null : (keys.get(revealSeq) ?? null);
      if (revealed !== null) open.add(revealed);
      for (const key of open) {
        const members = groups.get(key);
        if (members === undefined || members.length === 1) {
          open.delete(key);
          shown.delete(key);
          continue;
        }
        const before = shown.get(key);
        const there = before === undefined ? null : new Set(members);
        const kept = before?.filter((seq) => there?.has(seq) === true);
        shown.set(key, mayMove || kept === undefined || kept.length === 0 ? members : kept);
      }
      showAll(order);
    },
    clear() {
      keys.clear();
      open.clear();
      shown.clear();
      groups = new Map();
      showAll([]);
    },
  };
}
