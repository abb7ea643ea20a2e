// The lines of a grouped list: a line for each group, its events beneath it, and nothing moves before it may.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventSummary } from '#shared/contract/events.ts';
import {
  groupOfEvent,
  lineAt,
  lineCount,
  lineOfEvent,
  lineOfGroup,
  NO_GROUPS,
  regroup,
  withOpen,
  type GroupInput,
  type Lined,
} from '../../../src/renderer/stores/list/list-lines.ts';

interface BuildInput extends Pick<GroupInput, 'mayMove' | 'revealSeq'> {
  seqs: readonly number[];
  aside: readonly number[];
  keyOf(seq: number): string | null;
}

const eventsOf = (seqs: readonly number[]): EventSummary[] => seqs.map((seq) => ({ seq }) as EventSummary);

/** The lines as one thing that is built again and again. */
function createGroupedList() {
  let grouped = NO_GROUPS;
  const lined = (): Lined => ({
    rows: [],
    nextCursor: null,
    by: 'request',
    grouped,
    cursorKey: null,
    selectedSeq: null,
  });
  return {
    get count() {
      return lineCount(lined());
    },
    at: (index: number) => lineAt(lined(), index),
    indexOfEvent: (seq: number) => lineOfEvent(lined(), seq),
    indexOfGroup: (key: string) => lineOfGroup(lined(), key),
    groupOf: (seq: number) => groupOfEvent(lined(), seq),
    seqsOf: (key: string) => grouped.groups.get(key) ?? [],
    setOpen(key: string, open: boolean) {
      grouped = withOpen(grouped, key, open);
    },
    build({ seqs, aside, keyOf, ...how }: BuildInput) {
      grouped = regroup(grouped, {
        ...how,
        rows: eventsOf(seqs),
        aside: eventsOf(aside),
        keyOf: ({ seq }) => keyOf(seq),
        structure: 1,
      });
    },
  };
}
type GroupedList = ReturnType<typeof createGroupedList>;

const KEYS: Readonly<Record<number, string>> = { 9: 'a', 8: 'b', 7: 'a', 5: 'a', 4: 'b', 3: 'a' };

function input(seqs: readonly number[], change: Partial<BuildInput> = {}): BuildInput {
  return { seqs, aside: [], keyOf: (seq) => KEYS[seq] ?? null, mayMove: true, revealSeq: null, ...change };
}

/** `[a` = a group's line, `a]7` = an event within it, `6` = one alone. */
function shown(list: GroupedList): string[] {
  return Array.from({ length: list.count }, (_, index) => {
    const line = list.at(index);
    if (line === undefined) return '?';
    if (line.what === 'group') return `[${line.key}`;
    return line.groupKey === null ? String(line.seq) : `${line.groupKey}]${line.seq}`;
  });
}

describe('a grouped list', () => {
  test('closed groups are one line, one event alone is itself, open groups show theirs', () => {
    const list = createGroupedList();
    list.build(input([9, 8, 7, 6]));
    expect(shown(list)).toEqual(['[a', '8', '6']);
    list.setOpen('a', true);
    list.build(input([9, 8, 7, 6]));
    expect(shown(list)).toEqual(['[a', 'a]9', 'a]7', '8', '6']);
    expect(list.indexOfEvent(7)).toBe(2);
    expect(list.indexOfGroup('a')).toBe(0);
    expect(list.groupOf(8)).toBeNull();
    expect(list.at(2)).toMatchObject({ place: 2, total: 2 });
    expect(list.at(3)).toMatchObject({ place: 2, total: 3 });
    list.setOpen('a', false);
    list.build(input([9, 8, 7, 6]));
    expect(list.indexOfEvent(7)).toBe(-1);
  });

  test('older events join their group, but an open one grows only when it may', () => {
    const list = createGroupedList();
    list.build(input([9, 8, 7]));
    list.setOpen('a', true);
    list.build(input([9, 8, 7]));
    list.build(input([9, 8, 7, 6, 5, 4], { mayMove: false }));
    expect(shown(list)).toEqual(['[a', 'a]9', 'a]7', '[b', '6']);
    expect(list.seqsOf('a')).toEqual([9, 7, 5]);
    list.build(input([9, 8, 7, 6, 5, 4]));
    expect(shown(list)).toEqual(['[a', 'a]9', 'a]7', 'a]5', '[b', '6']);
  });

  test('an event that turns out to belong elsewhere stays until things may move', () => {
    const list = createGroupedList();
    const before = input([9, 8, 7, 6]);
    list.build(before);
    const keyOf = (seq: number): string | null => (seq === 6 ? 'b' : (KEYS[seq] ?? null));
    list.build({ ...before, keyOf, mayMove: false });
    expect(shown(list)).toEqual(['[a', '8', '6']);
    list.build({ ...before, keyOf });
    expect(shown(list)).toEqual(['[a', '[b']);
  });

  test('the event that is looked at is never hidden in a group', () => {
    const list = createGroupedList();
    list.build(input([8, 6], { revealSeq: 8 }));
    list.build(input([9, 8, 7, 6, 4], { revealSeq: 8 }));
    expect(shown(list)).toEqual(['[a', '[b', 'b]8', 'b]4', '6']);
  });

  test('events of pages that are not loaded stand in their group alone', () => {
    const list = createGroupedList();
    list.setOpen('a', true);
    list.build(input([9, 7], { aside: [5, 4] }));
    expect(shown(list)).toEqual(['[a', 'a]9', 'a]7', 'a]5']);
  });

  test('whatever is open and however it grew, every loaded event has at most one line, and exactly one when all is open', () => {
    const step = fc.record({
      open: fc.subarray(['a', 'b', 'c']),
      more: fc.nat({ max: 6 }),
      mayMove: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.constantFrom('a', 'b', 'c')), { minLength: 40, maxLength: 40 }),
        fc.array(step, { minLength: 1, maxLength: 6 }),
        (keys, steps) => {
          const list = createGroupedList();
          const keyOf = (seq: number): string | null => keys[seq] ?? null;
          let seqs = [39, 38, 37];
          for (const { open, more, mayMove } of steps) {
            for (const key of ['a', 'b', 'c']) list.setOpen(key, open.includes(key));
            const last = seqs.at(-1) ?? 39;
            seqs = [...seqs, ...Array.from({ length: more }, (_, index) => last - 1 - index)].filter(
              (seq) => seq >= 0,
            );
            list.build(input(seqs, { keyOf, mayMove }));
            const lines = Array.from({ length: list.count }, (_, index) => list.at(index));
            const events = lines.flatMap((line) => (line?.what === 'event' ? [line.seq] : []));
            expect(new Set(events).size).toBe(events.length);
            for (const seq of events) expect(list.at(list.indexOfEvent(seq))).toMatchObject({ seq });
          }
          for (const key of ['a', 'b', 'c']) list.setOpen(key, true);
          list.build(input(seqs, { keyOf }));
          const events = Array.from({ length: list.count }, (_, index) => list.at(index)).flatMap((line) =>
            line?.what === 'event' ? [line.seq] : [],
          );
          expect(events.toSorted((a, b) => b - a)).toEqual(seqs);
        },
      ),
    );
  });
});
