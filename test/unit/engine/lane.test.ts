// The queue in front of an endpoint, on a virtual clock: whatever happens, its order, its limits and its completeness hold.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLane, type LaneItem, type LanePolicy } from '#engine/delivery/lane.ts';

const item = (seq: number, createdAt: number, customer: string | null = null, notBefore = 0): LaneItem => ({
  seq,
  createdAt,
  customer,
  notBefore,
});
const policy = (change: Partial<LanePolicy> = {}): LanePolicy => ({
  order: 'parallel',
  concurrency: 4,
  drainConcurrency: 1,
  ...change,
});
const seqs = (items: readonly LaneItem[]): number[] => items.map(({ seq }) => seq);

describe('one step at a time', () => {
  test('parallel: up to the limit, the rest when one is done', () => {
    const lane = createLane(policy({ concurrency: 2 }));
    for (const seq of [1, 2, 3]) lane.add(item(seq, 0));
    expect(seqs(lane.take(0))).toEqual([1, 2]);
    expect(lane.take(0)).toEqual([]);
    lane.done(1);
    expect(seqs(lane.take(0))).toEqual([3]);
  });

  test('created: strictly one by one, by creation and not by arrival', () => {
    const lane = createLane(policy({ order: 'created' }));
    lane.add(item(1, 30));
    lane.add(item(2, 10));
    lane.add(item(3, 20));
    const order: number[] = [];
    for (let step = 0; step < 3; step++) {
      const [next] = lane.take(0);
      order.push(next?.seq ?? -1);
      expect(lane.take(0)).toEqual([]);
      lane.done(next?.seq ?? -1);
    }
    expect(order).toEqual([2, 3, 1]);
  });

  test('customer: never two of one customer, others meanwhile', () => {
    const lane = createLane(policy({ order: 'customer' }));
    lane.add(item(1, 1, 'ada'));
    lane.add(item(2, 2, 'ada'));
    lane.add(item(3, 3, 'grace'));
    lane.add(item(4, 4));
    expect(seqs(lane.take(0))).toEqual([1, 3, 4]);
    lane.done(3);
    expect(lane.take(0)).toEqual([]);
    lane.done(1);
    expect(seqs(lane.take(0))).toEqual([2]);
  });

  test('a retry waits for its time and nobody waits for it', () => {
    const lane = createLane(policy({ order: 'created' }));
    lane.add(item(1, 1, null, 100));
    lane.add(item(2, 2));
    expect(seqs(lane.take(0))).toEqual([2]);
    lane.done(2);
    expect(lane.wakeAt()).toBe(100);
    expect(lane.take(99)).toEqual([]);
    expect(seqs(lane.take(100))).toEqual([1]);
  });

  test('blocked: nothing starts; then what waited goes out in order, as many at a time as set, with progress', () => {
    const lane = createLane(policy({ drainConcurrency: 1 }));
    lane.setBlocked(true);
    for (const [seq, created] of [
      [1, 30],
      [2, 10],
      [3, 20],
    ] as const) {
      lane.add(item(seq, created));
    }
    expect(lane.take(0)).toEqual([]);
    expect(lane.wakeAt()).toBeNull();
    lane.setBlocked(false);
    expect(lane.draining()).toEqual({ done: 0, total: 3 });
    expect(seqs(lane.take(0))).toEqual([2]);
    lane.done(2);
    expect(lane.draining()).toEqual({ done: 1, total: 3 });
    expect(seqs(lane.take(0))).toEqual([3]);
    lane.done(3);
    expect(seqs(lane.take(0))).toEqual([1]);
    lane.done(1);
    expect(lane.draining()).toBeNull();
    for (const seq of [4, 5, 6]) lane.add(item(seq, 40));
    expect(lane.take(0)).toHaveLength(3);
  });
});

type Step =
  | { kind: 'add'; createdAt: number; customer: string | null; delay: number }
  | { kind: 'finish'; pick: number }
  | { kind: 'wait'; ms: number }
  | { kind: 'block' }
  | { kind: 'unblock' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      createdAt: fc.integer({ min: 0, max: 20 }),
      customer: fc.constantFrom(null, 'ada', 'grace', 'alan'),
      delay: fc.constantFrom(0, 0, 0, 5, 50),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('finish' as const), pick: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 60 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'block' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'unblock' as const }) },
);

test('whatever the order of things: limits and order hold, nothing is lost, doubled or started early', () => {
  fc.assert(
    fc.property(
      fc.record({
        order: fc.constantFrom('parallel' as const, 'customer' as const, 'created' as const),
        concurrency: fc.integer({ min: 1, max: 4 }),
        drainConcurrency: fc.integer({ min: 1, max: 3 }),
      }),
      fc.array(step, { maxLength: 80 }),
      (lanePolicy, steps) => {
        const lane = createLane(lanePolicy);
        let now = 0;
        let nextSeq = 1;
        let blocked = false;
        const added = new Set<number>();
        const started = new Set<number>();
        const underWay: LaneItem[] = [];

        const pump = (): void => {
          const waitingBefore = [...lane.waiting()];
          const draining = lane.draining() !== null;
          const before = underWay.length;
          for (const taken of lane.take(now)) {
            expect(blocked).toBe(false);
            expect(started.has(taken.seq)).toBe(false);
            expect(taken.notBefore).toBeLessThanOrEqual(now);
            if (lanePolicy.order === 'customer' && taken.customer !== null) {
              expect(underWay.some(({ customer }) => customer === taken.customer)).toBe(false);
            }
            // Nothing that could have gone was passed over for something created later.
            const passedOver = waitingBefore.filter(
              (other) =>
                !started.has(other.seq) &&
                other.seq !== taken.seq &&
                other.notBefore <= now &&
                (other.createdAt < taken.createdAt ||
                  (other.createdAt === taken.createdAt && other.seq < taken.seq)) &&
                !(
                  lanePolicy.order === 'customer' &&
                  underWay.some(({ customer }) => customer !== null && customer === other.customer)
                ),
            );
            expect(passedOver).toEqual([]);
            started.add(taken.seq);
            underWay.push(taken);
          }
          const usual = lanePolicy.order === 'created' ? 1 : lanePolicy.concurrency;
          expect(underWay.length).toBeLessThanOrEqual(usual);
          // What was under way before the drain began may exceed its limit; nothing is added to it then.
          if (draining && underWay.length > before) {
            expect(underWay.length).toBeLessThanOrEqual(Math.min(lanePolicy.drainConcurrency, usual));
          }
          expect(lane.inFlight()).toBe(underWay.length);
          expect(lane.waiting().length + started.size).toBe(added.size);
        };
        const finish = (pick: number): void => {
          const [done] = underWay.splice(pick % Math.max(underWay.length, 1), 1);
          if (done !== undefined) lane.done(done.seq);
        };

        for (const one of steps) {
          if (one.kind === 'add') {
            const seq = nextSeq++;
            added.add(seq);
            lane.add(item(seq, one.createdAt, one.customer, one.delay === 0 ? 0 : now + one.delay));
          } else if (one.kind === 'finish') finish(one.pick);
          else if (one.kind === 'wait') now += one.ms;
          else {
            blocked = one.kind === 'block';
            lane.setBlocked(blocked);
          }
          pump();
        }

        // Left alone, everything gets its turn: time moves only when the lane says that it matters.
        blocked = false;
        lane.setBlocked(false);
        for (let guard = 0; guard < 1_000 && (lane.waiting().length > 0 || underWay.length > 0); guard++) {
          pump();
          if (underWay.length > 0) finish(0);
          else now = Math.max(now, lane.wakeAt() ?? now);
        }
        expect([...started].toSorted((a, b) => a - b)).toEqual([...added]);
      },
    ),
    { numRuns: 2_000 },
  );
});
