// Which waiting delivery of one endpoint may start next. Pure: no clock and no I/O; endpoint-delivery.ts drives it.
import type { EndpointSettings } from '#shared/contract/endpoints.ts';
import { createIndexedHeap, type HeapItem, type IndexedHeap } from './indexed-heap.ts';

export interface QueueItem extends HeapItem {
  readonly seq: number;
  /** When Stripe created the event, Unix milliseconds. */
  readonly createdAt: number;
  /** In order `customer`, deliveries of one customer are never in progress together; null = no customer. */
  readonly customer: string | null;
  /** Monotonic milliseconds; not started before. 0 = at once. */
  readonly notBefore: number;
  /** Goes before everything else, and also while the endpoint is believed to be unreachable: somebody asked for it. */
  readonly front: boolean;
  /** Kept by the queue: place within the events that Stripe created for one customer in one second. */
  place: number;
  /** Kept by the queue: the first of those events to be queued. */
  momentSeq: number;
}

export interface TakeOptions {
  /** Monotonic milliseconds. */
  now: number;
  /** How many may be in progress at a time. */
  limit: number;
  /** Take only items with `front`. */
  onlyFront: boolean;
  /** Bring events of one second and customer into the order in which Stripe made the changes. */
  inOrder: boolean;
}

export interface DeliveryQueue<Item extends QueueItem> {
  add(item: Item): void;
  /** Takes out a waiting item; false when it is not waiting here. */
  remove(item: Item): boolean;
  /** Takes what may start now; each counts as in progress until done(). */
  take(options: TakeOptions): Item[];
  done(item: Item): void;
  /** Monotonic milliseconds at which the passing of time alone lets another item start; null = never. */
  wakeAt(): number | null;
  setOrder(order: EndpointSettings['order']): void;
  waiting(): number;
  inProgress(): number;
}

/** Waiting deliveries of one second and customer. */
interface Moment<Item> {
  /** The first that came: what places the group among the others of its second. */
  readonly seq: number;
  readonly members: Set<Item>;
  /** The order within is not known yet. */
  unordered: boolean;
}

/** @param orderMoment sequence numbers of events of one second and customer → the same in the order in which Stripe made the changes */
export function createDeliveryQueue<Item extends QueueItem>(
  initialOrder: EndpointSettings['order'],
  orderMoment: (seqs: readonly number[]) => readonly number[],
): DeliveryQueue<Item> {
  let order = initialOrder;
  const moments = new Map<string, Moment<Item>>();
  const before = (a: Item, b: Item): boolean => compare(a, b) < 0;
  const ready = createIndexedHeap<Item>(before);
  const later = createIndexedHeap<Item>(
    (a, b) => a.notBefore < b.notBefore || (a.notBefore === b.notBefore && a.seq < b.seq),
  );
  /** Waiting for another delivery of the same customer to end. */
  const parked = new Map<string, IndexedHeap<Item>>();
  const busy = new Map<string, number>();
  let inProgress = 0;
  let waiting = 0;

  const momentKey = (item: Item): string => `${item.createdAt} ${item.customer}`;
  const momentOf = (item: Item): Moment<Item> | undefined =>
    item.customer === null ? undefined : moments.get(momentKey(item));

  function compare(a: Item, b: Item): number {
    if (a.front !== b.front) return a.front ? -1 : 1;
    if (a.createdAt !== b.createdAt) return a.createdAt - b.createdAt;
    return a.momentSeq - b.momentSeq || a.place - b.place || a.seq - b.seq;
  }

  function joinMoment(item: Item): void {
    item.place = 0;
    item.momentSeq = item.seq;
    if (item.customer === null) return;
    const key = momentKey(item);
    const known = moments.get(key);
    if (known === undefined) {
      moments.set(key, { seq: item.seq, members: new Set([item]), unordered: false });
      return;
    }
    known.members.add(item);
    item.momentSeq = known.seq;
    // Behind the others until the order is looked up.
    item.place = Number.MAX_SAFE_INTEGER;
    known.unordered = true;
  }

  function leaveMoment(item: Item): void {
    const moment = momentOf(item);
    if (moment === undefined) return;
    moment.members.delete(item);
    if (moment.members.size === 0) moments.delete(momentKey(item));
  }

  function heapOf(item: Item): IndexedHeap<Item> | undefined {
    return [ready, later, parked.get(item.customer ?? '')].find((heap) => heap?.has(item) === true);
  }

  function orderWithin(moment: Moment<Item>): void {
    moment.unordered = false;
    const places = new Map(
      orderMoment([...moment.members].map(({ seq }) => seq)).map((seq, place) => [seq, place]),
    );
    const heaps = [...moment.members].map((item) => heapOf(item));
    [...moment.members].forEach((item, index) => heaps[index]?.remove(item));
    for (const item of moment.members) item.place = places.get(item.seq) ?? places.size;
    [...moment.members].forEach((item, index) => heaps[index]?.push(item));
  }

  function isBusy({ customer }: Item): boolean {
    return order === 'customer' && customer !== null && busy.has(customer);
  }

  function park(item: Item): void {
    const customer = item.customer ?? '';
    const heap = parked.get(customer) ?? createIndexedHeap<Item>(before);
    parked.set(customer, heap);
    heap.push(item);
  }

  function unparkNext(customer: string): void {
    const heap = parked.get(customer);
    const next = heap?.pop();
    if (heap?.size === 0) parked.delete(customer);
    if (next !== undefined) ready.push(next);
  }

  function takeNext({ onlyFront, inOrder }: TakeOptions): Item | null {
    for (;;) {
      const top = ready.peek();
      if (top === undefined || (onlyFront && !top.front)) return null;
      const moment = inOrder ? momentOf(top) : undefined;
      if (moment?.unordered === true && moment.members.size > 1) {
        orderWithin(moment);
        continue;
      }
      ready.remove(top);
      if (!isBusy(top)) return top;
      park(top);
    }
  }

  return {
    add(item) {
      joinMoment(item);
      waiting += 1;
      if (item.notBefore > 0) later.push(item);
      else ready.push(item);
    },
    remove(item) {
      const heap = heapOf(item);
      if (heap === undefined) return false;
      heap.remove(item);
      if (heap.size === 0 && parked.get(item.customer ?? '') === heap) parked.delete(item.customer ?? '');
      leaveMoment(item);
      waiting -= 1;
      return true;
    },
    take(options) {
      for (let due = later.peek(); due !== undefined && due.notBefore <= options.now; due = later.peek()) {
        later.remove(due);
        ready.push(due);
      }
      const taken: Item[] = [];
      while (inProgress < options.limit) {
        const item = takeNext(options);
        if (item === null) break;
        leaveMoment(item);
        waiting -= 1;
        inProgress += 1;
        if (item.customer !== null) busy.set(item.customer, (busy.get(item.customer) ?? 0) + 1);
        taken.push(item);
      }
      return taken;
    },
    done({ customer }) {
      inProgress -= 1;
      if (customer === null) return;
      const left = (busy.get(customer) ?? 1) - 1;
      if (left > 0) busy.set(customer, left);
      else {
        busy.delete(customer);
        unparkNext(customer);
      }
    },
    wakeAt: () => later.peek()?.notBefore ?? null,
    setOrder(next) {
      order = next;
      if (order === 'customer') return;
      for (const [customer, heap] of parked) {
        parked.delete(customer);
        for (let item = heap.pop(); item !== undefined; item = heap.pop()) ready.push(item);
      }
    },
    waiting: () => waiting,
    inProgress: () => inProgress,
  };
}
