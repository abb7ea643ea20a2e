// The lines of the list: its rows, or while it is grouped a line for each group and beneath those that are open their events.
// What is on screen moves only when it may: until then events keep the group they were shown in.
import { groupEvents } from '#shared/domain/story/group-events.ts';
import { indexOfSeq, type Rows } from './list-rows.ts';

export type ListItem =
  /** `place` and `total` are those among its neighbours of the same level, from 1. */
  | { what: 'event'; seq: number; groupKey: string | null; place: number; total: number }
  | { what: 'group'; key: string; place: number; total: number };

export interface Grouped {
  open: ReadonlySet<string>;
  /** All events of each group that are there, newest first. */
  groups: ReadonlyMap<string, readonly number[]>;
  items: readonly ListItem[];
  /** By what each event was put into its group. */
  keys: ReadonlyMap<number, string | null>;
  /** What of an open group is on screen. */
  shown: ReadonlyMap<string, readonly number[]>;
  places: ReadonlyMap<number, number>;
  groupPlaces: ReadonlyMap<string, number>;
  /** Of which rows it was made, and whether some still wait until they may move. */
  builtFrom: number;
  waits: boolean;
}

export const NO_GROUPS: Grouped = {
  open: new Set(),
  groups: new Map(),
  items: [],
  keys: new Map(),
  shown: new Map(),
  places: new Map(),
  groupPlaces: new Map(),
  builtFrom: -1,
  waits: false,
};

export interface GroupInput {
  /** Loaded rows, newest first. */
  rows: Rows;
  /** Older events of open groups that stand in no loaded page, newest first. */
  aside: Rows;
  /** Group of an event by what is known of it now; null = it stands alone. */
  keyOf(event: Rows[number]): string | null;
  /** Nothing is under the pointer, or the user asked for it. */
  mayMove: boolean;
  /** An event that must stay in sight. */
  revealSeq: number | null;
  /** Grows whenever other rows are there. */
  structure: number;
}

export function regroup(
  before: Grouped,
  { rows, aside, keyOf, mayMove, revealSeq, structure }: GroupInput,
): Grouped {
  const keys = new Map<number, string | null>();
  for (const event of [...rows, ...aside]) {
    const known = mayMove ? undefined : before.keys.get(event.seq);
    keys.set(event.seq, known === undefined ? keyOf(event) : known);
  }
  const key = (seq: number): string | null => keys.get(seq) ?? null;
  const loaded = groupEvents(
    rows.map(({ seq }) => seq),
    key,
  );
  // An older event of a group of which nothing is loaded any more has nowhere to stand.
  for (const { seq } of aside) loaded.get(key(seq) ?? '')?.seqs.push(seq);
  const groups = new Map([...loaded].map(([name, { seqs }]) => [name, seqs] as const));
  const open = new Set(before.open);
  const revealed = revealSeq === null ? null : key(revealSeq);
  if (revealed !== null) open.add(revealed);
  const shown = new Map<string, readonly number[]>();
  for (const name of open) {
    const members = groups.get(name);
    if (members === undefined || members.length === 1) {
      open.delete(name);
      continue;
    }
    const there = new Set(members);
    const kept = mayMove ? undefined : before.shown.get(name)?.filter((seq) => there.has(seq));
    shown.set(name, kept === undefined || kept.length === 0 ? members : kept);
  }
  return { open, groups, keys, shown, ...layOut(groups, shown), builtFrom: structure, waits: !mayMove };
}

/** Takes effect with the next `regroup`. */
export function withOpen(before: Grouped, key: string, isOpen: boolean): Grouped {
  const open = new Set(before.open);
  const shown = new Map(before.shown);
  shown.delete(key);
  if (isOpen) open.add(key);
  else open.delete(key);
  return { ...before, open, shown };
}

function layOut(
  groups: Grouped['groups'],
  shown: Grouped['shown'],
): Pick<Grouped, 'items' | 'places' | 'groupPlaces'> {
  const items: ListItem[] = [];
  const places = new Map<number, number>();
  const groupPlaces = new Map<string, number>();
  let place = 0;
  for (const [key, seqs] of groups) {
    place += 1;
    const at = { place, total: groups.size };
    const [only] = seqs;
    if (only !== undefined && seqs.length === 1) {
      places.set(only, items.length);
      items.push({ what: 'event', seq: only, groupKey: null, ...at });
      continue;
    }
    groupPlaces.set(key, items.length);
    items.push({ what: 'group', key, ...at });
    const within = shown.get(key) ?? [];
    within.forEach((seq, index) => {
      places.set(seq, items.length);
      items.push({ what: 'event', seq, groupKey: key, place: index + 1, total: within.length });
    });
  }
  return { items, places, groupPlaces };
}

/** What of the list its lines are made from. */
export interface Lined {
  rows: Rows;
  nextCursor: number | null;
  by: string | null;
  grouped: Grouped;
  cursorKey: string | null;
  selectedSeq: number | null;
}

export const lineCount = ({ by, rows, grouped }: Lined): number =>
  by === null ? rows.length : grouped.items.length;

export function lineAt({ by, rows, nextCursor, grouped }: Lined, index: number): ListItem | undefined {
  if (by !== null) return grouped.items[index];
  const seq = rows[index]?.seq;
  const total = nextCursor === null ? rows.length : -1;
  return seq === undefined ? undefined : { what: 'event', seq, groupKey: null, place: index + 1, total };
}

/** @returns -1 when it is not on screen */
export const lineOfEvent = ({ by, rows, grouped }: Lined, seq: number): number =>
  by === null ? indexOfSeq(rows, seq) : (grouped.places.get(seq) ?? -1);

export const lineOfGroup = ({ grouped }: Lined, key: string): number => grouped.groupPlaces.get(key) ?? -1;

/** Where the selection is. */
export function cursorLine(list: Lined): number {
  if (list.cursorKey !== null) return lineOfGroup(list, list.cursorKey);
  return list.selectedSeq === null ? -1 : lineOfEvent(list, list.selectedSeq);
}

/** Of several events; null = it stands alone, or is not there. */
export function groupOfEvent({ grouped }: Lined, seq: number): string | null {
  const key = grouped.keys.get(seq) ?? null;
  return key !== null && (grouped.groups.get(key)?.length ?? 0) > 1 ? key : null;
}
