// The order in a story: counted as by hand, and drawn so that lines cross only where something was overtaken.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOvertaken, ranksBy } from '#shared/domain/story/order-ranks.ts';
import {
  drawStory,
  markKindOf,
  type PicturedAttempt,
  type PicturedEvent,
} from '#shared/domain/story/story-picture.ts';

let ids = 0;

function attempt(change: Partial<PicturedAttempt> = {}): PicturedAttempt {
  return {
    id: ++ids,
    endpointId: 'local',
    endpointName: 'Local',
    trigger: 'live',
    edited: false,
    startedAt: 0,
    durationMs: 5,
    status: 200,
    errorClass: null,
    ...change,
  };
}

function event(
  seq: number,
  createdAt: number | null,
  receivedAt: number,
  attempts: readonly PicturedAttempt[] = [],
  state: PicturedEvent['deliveries'][number]['state'] = 'delivered',
): PicturedEvent {
  return {
    event: { seq, createdAt, receivedAt },
    receipts: [{ receivedAt }],
    deliveries: [{ endpointId: 'local', endpointName: 'Local', state, heldSince: null, nextAttemptAt: null }],
    attempts,
  };
}

const rowOf = (picture: ReturnType<typeof drawStory>, seq: number) =>
  picture.rows.find(({ of }) => of.event.seq === seq);

describe('order', () => {
  test('what was overtaken is counted as one would by hand', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 12 }), { maxLength: 60 }), (dues) => {
        const items = dues.map((due, place) => ({ due, place }));
        const counts = countOvertaken(items, ({ due }) => due);
        for (const item of items) {
          const byHand = items.filter(({ due, place }) => due < item.due && place > item.place).length;
          expect(counts.get(item)).toBe(byHand);
        }
      }),
    );
  });

  test('ranks are the places in the order', () => {
    expect([...ranksBy([30, 10, 20], (a, b) => a - b)]).toEqual([
      [10, 1],
      [20, 2],
      [30, 3],
    ]);
  });
});

describe('the picture', () => {
  test('what arrives before something older is marked, and so is what comes late; within one second nothing is', () => {
    const picture = drawStory([
      event(1, 2_000, 2_100),
      event(2, 2_000, 2_200),
      event(3, 1_000, 2_300),
      event(4, 1_000, 2_400),
    ]);
    expect(picture.rows.map(({ of, created }) => [of.event.seq, created.place])).toEqual([
      [3, 1],
      [4, 2],
      [1, 3],
      [2, 4],
    ]);
    expect(rowOf(picture, 1)?.received).toEqual({ slot: 0, place: 1, ahead: 2, behind: 0 });
    expect(rowOf(picture, 4)?.received).toEqual({ slot: 3, place: 4, ahead: 0, behind: 2 });
    expect(picture.createdFrom).toBe(1_000);
    expect(picture.receivedFrom).toBe(2_100);
  });

  test('an event that failed first stands where it got there, and counts where it was taken', () => {
    const picture = drawStory([
      event(1, 1_000, 1_100, [
        attempt({ startedAt: 1_101, status: 500 }),
        attempt({ startedAt: 3_000, trigger: 'retry' }),
      ]),
      event(2, 1_000, 1_200, [attempt({ startedAt: 1_201 })]),
    ]);
    const [first, second] = picture.rows.map(({ stops }) => stops[0]);
    expect(first).toMatchObject({ slot: 0, place: 2, ahead: 0, behind: 1, waitedMs: null });
    expect(first?.marks.map(({ kind, ok }) => [kind, ok])).toEqual([
      ['first', false],
      ['retry', true],
    ]);
    expect(second).toMatchObject({ slot: 1, place: 1, ahead: 1, behind: 0 });
  });

  test('what waits, what waited, what was not meant for an endpoint, and an address given for once', () => {
    const picture = drawStory([
      event(1, 1_000, 1_000, [attempt({ startedAt: 9_000, trigger: 'released' })]),
      event(2, 1_000, 1_100, [], 'held'),
      {
        ...event(3, 1_000, 1_200, [
          attempt({ endpointId: null, endpointName: 'http://x/', trigger: 'resend' }),
        ]),
        deliveries: [
          {
            endpointId: 'local',
            endpointName: 'Local',
            state: 'skipped',
            heldSince: null,
            nextAttemptAt: null,
          },
        ],
      },
    ]);
    expect(picture.endpoints.map(({ name }) => name)).toEqual(['Local', 'http://x/']);
    expect(rowOf(picture, 1)?.stops[0]).toMatchObject({ waitedMs: 8_000, place: 1 });
    expect(rowOf(picture, 2)?.stops[0]).toMatchObject({ place: null, state: 'held', marks: [] });
    expect(rowOf(picture, 3)?.stops[0]).toBeNull();
    expect(rowOf(picture, 3)?.stops[1]).toMatchObject({ waitedMs: null, marks: [{ kind: 'replay' }] });
  });

  test('an edited body delivers nothing of what arrived', () => {
    const edited = attempt({ edited: true, trigger: 'edited' });
    expect(markKindOf(edited)).toBe('replay');
    const [row] = drawStory([event(1, 1, 1, [edited], 'failed')]).rows;
    expect(row?.stops[0]?.place).toBeNull();
  });

  test('on every lane each event has a place and a slot of its own, and the slots are those of its events', () => {
    const one = fc.record({
      created: fc.nat({ max: 5 }),
      late: fc.nat({ max: 9 }),
      tries: fc.array(fc.record({ at: fc.nat({ max: 50 }), ok: fc.boolean() }), { maxLength: 3 }),
      skipped: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 30 }), (told) => {
        const events = told.map(({ created, tries, skipped }, index) =>
          event(
            index + 1,
            created * 1_000,
            10_000 + index,
            skipped
              ? []
              : tries
                  .map(({ at, ok }) => attempt({ startedAt: 10_000 + at, status: ok ? 200 : 500 }))
                  .toSorted((a, b) => a.startedAt - b.startedAt),
            skipped ? 'skipped' : 'pending',
          ),
        );
        const { rows } = drawStory(events);
        const slots = (of: (row: (typeof rows)[number]) => number | undefined) =>
          rows.flatMap((row) => of(row) ?? []).toSorted((a, b) => a - b);
        const all = events.map((_, index) => index);
        expect(slots(({ created }) => created.slot)).toEqual(all);
        expect(slots(({ received }) => received.slot)).toEqual(all);
        const meant = told.flatMap(({ skipped }, index) => (skipped ? [] : [index]));
        expect(slots(({ stops }) => stops[0]?.slot)).toEqual(meant);
        const places = slots(({ stops }) => stops[0]?.place ?? undefined);
        expect(places).toEqual(places.map((_, index) => index + 1));
      }),
    );
  });
});
