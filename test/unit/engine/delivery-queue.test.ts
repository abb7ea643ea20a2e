// Which waiting delivery may start: order, limits, customers, retries, and that nothing gets slow with many of them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createDeliveryQueue, type QueueItem } from '#engine/delivery/delivery-queue.ts';

let nextSeq = 1;
const item = (more: Partial<QueueItem> = {}): QueueItem => ({
  seq: nextSeq++,
  createdAt: 1_000,
  customer: null,
  notBefore: 0,
  front: false,
  place: 0,
  momentSeq: 0,
  heapIndex: -1,
  ...more,
});
const byArrival = (seqs: readonly number[]): readonly number[] => seqs.toSorted((a, b) => a - b);
const take = { now: 0, limit: Number.MAX_SAFE_INTEGER, onlyFront: false, inOrder: true };
const seqs = (items: readonly QueueItem[]): number[] => items.map(({ seq }) => seq);

describe('order', () => {
  test('by creation, then by arrival; what somebody asked for comes first', () => {
    const queue = createDeliveryQueue('parallel', byArrival);
    const late = item({ createdAt: 3_000 });
    const early = item({ createdAt: 1_000 });
    const twin = item({ createdAt: 1_000 });
    const asked = item({ createdAt: 9_000, front: true });
    for (const one of [late, early, twin, asked]) queue.add(one);
    expect(seqs(queue.take(take))).toEqual(seqs([asked, early, twin, late]));
  });

  test('within one second and customer as Stripe made the changes, also when they come one after the other', () => {
    const changes = new Map<number, number>();
    const queue = createDeliveryQueue('created', (all) =>
      all.toSorted((a, b) => (changes.get(a) ?? 0) - (changes.get(b) ?? 0)),
    );
    const items = [3, 1, 2].map((place) => {
      const one = item({ customer: 'cus_1' });
      changes.set(one.seq, place);
      return one;
    });
    for (const one of items) queue.add(one);
    const other = item({ customer: 'cus_2' });
    queue.add(other);
    const [third, first, second] = items;
    const order = [first, second, third, other].map((one) => one?.seq);
    const taken: number[] = [];
    for (let round = 0; round < 4; round++) {
      const [one] = queue.take({ ...take, limit: 1 });
      if (one === undefined) break;
      taken.push(one.seq);
      queue.done(one);
    }
    expect(taken).toEqual(order);
  });
});

test('a retry that is due while its customer is busy wakes nobody', () => {
  const queue = createDeliveryQueue('customer', byArrival);
  const first = item({ customer: 'cus_1' });
  const retry = item({ customer: 'cus_1', notBefore: 50 });
  queue.add(first);
  queue.add(retry);
  expect(seqs(queue.take({ ...take, now: 0 }))).toEqual([first.seq]);
  expect(queue.wakeAt()).toBe(50);
  expect(queue.take({ ...take, now: 60 })).toEqual([]);
  // Time alone changes nothing any more.
  expect(queue.wakeAt()).toBeNull();
  queue.done(first);
  expect(seqs(queue.take({ ...take, now: 60 }))).toEqual([retry.seq]);
});

test('whatever is added, removed, taken and ended: limits and customers hold, and nothing is lost', () => {
  const action = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('add' as const),
        customer: fc.nat(3),
        age: fc.nat(3),
        due: fc.nat(5),
        front: fc.boolean(),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('take' as const),
        limit: fc.nat(4),
        inOrder: fc.boolean(),
        onlyFront: fc.boolean(),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('done' as const), which: fc.nat(9) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), which: fc.nat(9) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('order' as const),
        order: fc.constantFrom('parallel' as const, 'customer' as const, 'created' as const),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(3) }) },
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
      const queue = createDeliveryQueue<QueueItem>('parallel', byArrival);
      let order = 'parallel';
      let now = 1;
      const waiting = new Set<QueueItem>();
      let running: QueueItem[] = [];
      for (const one of actions) {
        if (one.do === 'add') {
          const added = item({
            customer: one.customer === 0 ? null : `cus_${one.customer}`,
            createdAt: one.age,
            notBefore: one.due === 0 ? 0 : now + one.due,
            front: one.front,
          });
          waiting.add(added);
          queue.add(added);
        } else if (one.do === 'take') {
          for (const taken of queue.take({
            now,
            limit: one.limit,
            onlyFront: one.onlyFront,
            inOrder: one.inOrder,
          })) {
            expect(waiting.delete(taken)).toBe(true);
            expect(taken.notBefore).toBeLessThanOrEqual(now);
            if (one.onlyFront) expect(taken.front).toBe(true);
            if (order === 'customer' && taken.customer !== null)
              expect(running.some(({ customer }) => customer === taken.customer)).toBe(false);
            running.push(taken);
            expect(running.length).toBeLessThanOrEqual(one.limit);
          }
        } else if (one.do === 'done') {
          const ended = running[one.which % Math.max(1, running.length)];
          if (ended === undefined) continue;
          running = running.filter((other) => other !== ended);
          queue.done(ended);
        } else if (one.do === 'remove') {
          const chosen = [...waiting][one.which % Math.max(1, waiting.size)];
          if (chosen === undefined) continue;
          expect(queue.remove(chosen)).toBe(true);
          expect(queue.remove(chosen)).toBe(false);
          waiting.delete(chosen);
        } else if (one.do === 'order') {
          order = one.order;
          queue.setOrder(one.order);
        } else now += one.ms;
        expect(queue.waiting()).toBe(waiting.size);
        expect(queue.inProgress()).toBe(running.length);
      }
      for (const ended of running) queue.done(ended);
      const rest: QueueItem[] = [];
      for (
        let taken = queue.take({ ...take, now: now + 100 });
        taken.length > 0;
        taken = queue.take({ ...take, now: now + 100 })
      ) {
        rest.push(...taken);
        for (const ended of taken) queue.done(ended);
      }
      expect(new Set(rest)).toEqual(waiting);
    }),
    { numRuns: 500 },
  );
});

test('adding, removing and taking grow with the logarithm: four times as many need less than six times the comparisons', () => {
  const comparisons = (count: number): number => {
    let reads = 0;
    const queue = createDeliveryQueue('customer', byArrival);
    const items = Array.from({ length: count }, (_, index) => {
      const createdAt = (index * 7_919) % count;
      const one = item({ customer: `cus_${index % 50}` });
      // Every comparison reads it.
      return Object.defineProperty(one, 'createdAt', { get: () => (reads++, createdAt) });
    });
    for (const one of items) queue.add(one);
    for (const one of items.slice(0, count / 2)) queue.remove(one);
    for (
      let taken = queue.take({ ...take, limit: 8 });
      taken.length > 0;
      taken = queue.take({ ...take, limit: 8 })
    ) {
      for (const one of taken) queue.done(one);
    }
    expect(queue.waiting()).toBe(0);
    return reads;
  };
  expect(comparisons(20_000) / comparisons(5_000)).toBeLessThan(6);
});
