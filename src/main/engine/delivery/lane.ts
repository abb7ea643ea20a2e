// The queue in front of one endpoint: which delivery may start now. Pure: no clock, no I/O; see delivery.ts for what drives it.
import type { EndpointSettings } from '#shared/contract/endpoints.ts';

export interface LaneItem {
  seq: number;
  /** When Stripe created the event, Unix milliseconds. */
  createdAt: number;
  /** Deliveries with the same key are never under way together in order `customer`; null = no customer. */
  customer: string | null;
  /** Unix milliseconds; not started before. 0 = at once. */
  notBefore: number;
}

export interface LanePolicy {
  order: EndpointSettings['order'];
  concurrency: number;
  /** How many at a time while what was held goes out. */
  drainConcurrency: number;
}

export interface Lane<Item extends LaneItem> {
  add(item: Item): void;
  /** Takes a waiting one out; false when it is not waiting (any more). */
  remove(seq: number): Item | null;
  /** Takes what may start now; it is under way until done(). */
  take(now: number): Item[];
  done(seq: number): void;
  /** When take() is worth asking again because time alone will have changed the answer; null = time changes nothing. */
  wakeAt(): number | null;
  /** While blocked nothing starts. Once unblocked, all that waited goes out in order of creation, see drainConcurrency. */
  setBlocked(blocked: boolean): void;
  blocked(): boolean;
  setPolicy(policy: LanePolicy): void;
  waiting(): readonly Item[];
  inFlight(): number;
  /** What is left of what had waited while blocked. */
  draining(): { done: number; total: number } | null;
}

export function createLane<Item extends LaneItem>(initial: LanePolicy): Lane<Item> {
  let policy = initial;
  let isBlocked = false;
  /** Sorted by creation, then arrival. */
  const queue: Item[] = [];
  const underWay = new Map<number, Item>();
  let drain: { left: Set<number>; total: number } | null = null;

  const before = (a: Item, b: Item): boolean =>
    a.createdAt < b.createdAt || (a.createdAt === b.createdAt && a.seq < b.seq);

  /** Where the item belongs, by bisection. */
  function placeOf(item: Item): number {
    let low = 0;
    let high = queue.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = queue[middle];
      if (other !== undefined && before(other, item)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A drain narrows the limit, it never widens it: what is to go one by one does so then, too. */
  function limit(): number {
    const usual = policy.order === 'created' ? 1 : policy.concurrency;
    return drain === null ? usual : Math.min(policy.drainConcurrency, usual);
  }

  function leaveDrain(seq: number): void {
    drain?.left.delete(seq);
    if (drain?.left.size === 0) drain = null;
  }

  return {
    add(item) {
      queue.splice(placeOf(item), 0, item);
    },
    remove(seq) {
      const index = queue.findIndex((item) => item.seq === seq);
      if (index === -1) return null;
      leaveDrain(seq);
      return queue.splice(index, 1)[0] ?? null;
    },
    take(now) {
      const taken: Item[] = [];
      if (isBlocked) return taken;
      const busy = new Set<string>();
      if (policy.order === 'customer') {
        for (const { customer } of underWay.values()) if (customer !== null) busy.add(customer);
      }
      for (let index = 0; index < queue.length && underWay.size < limit();) {
        const item = queue[index];
        if (item === undefined) break;
        const waits = item.notBefore > now || (item.customer !== null && busy.has(item.customer));
        if (waits) {
          index += 1;
          continue;
        }
        queue.splice(index, 1);
        underWay.set(item.seq, item);
        if (policy.order === 'customer' && item.customer !== null) busy.add(item.customer);
        taken.push(item);
      }
      return taken;
    },
    done(seq) {
      underWay.delete(seq);
      leaveDrain(seq);
    },
    wakeAt() {
      if (isBlocked || underWay.size >= limit()) return null;
      let earliest: number | null = null;
      for (const { notBefore } of queue) {
        if (notBefore > 0 && (earliest === null || notBefore < earliest)) earliest = notBefore;
      }
      return earliest;
    },
    setBlocked(blocked) {
      if (isBlocked && !blocked && queue.length > 0) {
        const left = new Set(queue.filter(({ notBefore }) => notBefore === 0).map(({ seq }) => seq));
        drain = left.size > 0 ? { left, total: left.size } : null;
      }
      if (blocked) drain = null;
      isBlocked = blocked;
    },
    blocked: () => isBlocked,
    setPolicy(next) {
      policy = next;
    },
    waiting: () => queue,
    inFlight: () => underWay.size,
    draining: () => (drain === null ? null : { done: drain.total - drain.left.size, total: drain.total }),
  };
}
