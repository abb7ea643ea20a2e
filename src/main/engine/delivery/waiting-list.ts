// The waiting deliveries of one endpoint in memory, those of the newest generation: which there are, and what of them is drained.
import type { DeliveryRef, SettledDeliveries } from '../store/delivery-writes.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import type { BodyBudget } from './body-budget.ts';
import { createDeliveryQueue, type DeliveryQueue } from './delivery-queue.ts';
import type { Timers } from './timers.ts';
import type { WaitingDelivery } from './waiting-delivery.ts';

export interface WaitingList {
  readonly queue: DeliveryQueue<WaitingDelivery>;
  find(seq: number): WaitingDelivery | undefined;
  all(): Iterable<WaitingDelivery>;
  set(delivery: WaitingDelivery): void;
  /** false = it was forgotten or replaced while a write about it was on its way. */
  isCurrent(delivery: WaitingDelivery): boolean;
  /** It is in progress now: it stays in the queue's count and in the drain. */
  start(delivery: WaitingDelivery): void;
  forget(delivery: WaitingDelivery): void;
  /** How many of the endpoint's deliveries may be in progress. */
  limit(endpoint: StoredEndpoint): number;
  /** What of the drain is left; null = nothing is drained. */
  drain(): { left: number; total: number } | null;
  startDrain(belongs: (delivery: WaitingDelivery) => boolean): void;
  endDrain(): void;
  leaveDrain(delivery: WaitingDelivery): void;
  /** These generations were settled by the commit whose results are being applied. */
  noteSettled(settled: SettledDeliveries): void;
  /** Results of one commit may be applied in another order than its calls were made. */
  wasJustSettled(ref: DeliveryRef): boolean;
}

export function createWaitingList(
  endpoint: StoredEndpoint,
  orderMoment: (seqs: readonly number[]) => readonly number[],
  bodies: BodyBudget,
  timers: Timers,
): WaitingList {
  const queue = createDeliveryQueue<WaitingDelivery>(endpoint.order, orderMoment);
  const waiting = new Map<number, WaitingDelivery>();
  const justSettled = new Map<number, number>();
  let drain: { left: number; total: number } | null = null;

  function leaveDrain(delivery: WaitingDelivery): void {
    if (!delivery.drains) return;
    delivery.drains = false;
    if (drain === null) return;
    drain.left -= 1;
    if (drain.left <= 0) drain = null;
  }

  return {
    queue,
    find: (seq) => waiting.get(seq),
    all: () => waiting.values(),
    set: (delivery) => void waiting.set(delivery.seq, delivery),
    isCurrent: (delivery) => waiting.get(delivery.seq) === delivery,
    start: ({ seq }) => void waiting.delete(seq),
    forget(delivery) {
      if (waiting.get(delivery.seq) === delivery) waiting.delete(delivery.seq);
      queue.remove(delivery);
      bodies.release(delivery.request);
      leaveDrain(delivery);
    },
    limit({ order, concurrency, hold }) {
      const usual = order === 'created' ? 1 : concurrency;
      // A drain narrows the limit, it never widens it.
      return drain === null ? usual : Math.min(hold.drainConcurrency, usual);
    },
    drain: () => drain,
    startDrain(belongs) {
      let total = 0;
      for (const delivery of waiting.values()) {
        delivery.drains = belongs(delivery);
        if (delivery.drains) total += 1;
      }
      drain = total === 0 ? null : { left: total, total };
    },
    endDrain() {
      drain = null;
      for (const delivery of waiting.values()) delivery.drains = false;
    },
    leaveDrain,
    noteSettled({ seqs, generations }) {
      if (seqs.length === 0) return;
      seqs.forEach((seq, index) => justSettled.set(seq, generations[index] ?? 0));
      timers.defer(() => justSettled.clear());
    },
    wasJustSettled: ({ seq, generation }) => (justSettled.get(seq) ?? 0) > generation,
  };
}
