// A delivery in memory while it is not over: what is known of it, and who waits for how it comes out.
import type { HeaderList } from '#shared/contract/events.ts';
import type { AttemptTrigger } from '#shared/domain/delivery.ts';
import { longestRetryDelayMs, type RetryPolicy } from '#shared/domain/retry-policy.ts';
import type { StoredAttempt, WaitingDelivery as StoredDelivery } from '../store/delivery-reads.ts';
import type { Decision, DeliveryRef } from '../store/delivery-writes.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import type { BodyBudget, KeptRequest } from './body-budget.ts';
import type { QueueItem } from './delivery-queue.ts';
import type { SendResult } from './exchange.ts';
import type { CancelReason } from './recorded-attempt.ts';

/** How a delivery came out for somebody who waits for it. */
export interface Settlement {
  /** `held`: it waits for the endpoint · `cancelled`: it was stopped, or the endpoint removed, before it was sent. */
  state: Decision['state'] | 'cancelled';
  result: SendResult | null;
  /** null = not recorded yet, or there was no attempt. */
  attempt: StoredAttempt | null;
}

export interface Waiter {
  /** Resolves before the attempt is in the database; the Stripe CLI looks nothing up. */
  early: boolean;
  settle: (settlement: Settlement) => void;
}

/** A delivery that was opened in the database and now waits here. */
export interface NewDelivery {
  seq: number;
  generation: number;
  state: 'pending' | 'held';
  /** When Stripe created the event, Unix milliseconds. */
  createdAt: number;
  customer: string | null;
  cause: AttemptTrigger;
  /** Somebody asked for it: it goes before the others, and also to an endpoint that was unreachable. */
  front: boolean;
  /** Made by Hookline itself. */
  isSynthetic: boolean;
  /** As received just now; null = read it from the store. */
  request: { body: Buffer; headers: HeaderList } | null;
  waiter: Waiter | null;
}

export interface WaitingDelivery extends QueueItem {
  generation: number;
  /** As in the database. */
  state: 'pending' | 'held' | 'retrying';
  cause: AttemptTrigger;
  retries: number;
  /** Unix milliseconds; null unless held. */
  heldSince: number | null;
  unreachableCount: number;
  isSynthetic: boolean;
  request: KeptRequest | null;
  waiters: Waiter[];
  /** Is part of what is drained. */
  drains: boolean;
}

/** An attempt in progress. */
export interface AttemptInProgress {
  delivery: WaitingDelivery;
  /** As it was when the attempt started. */
  endpoint: StoredEndpoint;
  controller: AbortController;
  cancelled: CancelReason | null;
}

/** @param before what it replaces; @param wallNow Unix milliseconds */
export function openedDelivery(
  { seq, generation, state, createdAt, customer, cause, front, isSynthetic, request }: NewDelivery,
  before: WaitingDelivery | undefined,
  waiters: Waiter[],
  bodies: BodyBudget,
  wallNow: number,
): WaitingDelivery {
  return {
    seq,
    generation,
    state,
    createdAt,
    customer,
    cause: state === 'held' ? 'released' : cause,
    front,
    isSynthetic,
    request: request === null ? null : bodies.keep(request.body, request.headers),
    waiters,
    retries: 0,
    unreachableCount: before?.unreachableCount ?? 0,
    heldSince: state === 'held' ? (before?.heldSince ?? wallNow) : null,
    notBefore: 0,
    drains: false,
    heapIndex: -1,
    place: 0,
    momentSeq: seq,
  };
}

/**
 * As an earlier run left it. However the machine's clock was set meanwhile, nothing waits longer than the policy's longest pause.
 * @param moment the same moment as Unix and as monotonic milliseconds
 */
export function recoveredDelivery(
  row: StoredDelivery,
  moment: { wallNow: number; now: number; retry: RetryPolicy },
): WaitingDelivery {
  const dueInMs =
    row.nextAttemptAt === null
      ? 0
      : Math.min(Math.max(1, row.nextAttemptAt - moment.wallNow), longestRetryDelayMs(moment.retry));
  return {
    seq: row.seq,
    generation: row.generation,
    state: row.state,
    createdAt: row.createdAt,
    customer: row.customerId,
    cause: row.state === 'pending' ? 'recovery' : row.state === 'held' ? 'released' : 'retry',
    front: false,
    isSynthetic: false,
    request: null,
    waiters: [],
    retries: row.retries,
    unreachableCount: 0,
    heldSince: row.heldSince,
    notBefore: dueInMs === 0 ? 0 : moment.now + dueInMs,
    drains: false,
    heapIndex: -1,
    place: 0,
    momentSeq: row.seq,
  };
}

/** The same delivery after something happened to it, in no queue and with nobody waiting for it. */
export function nextOf(delivery: WaitingDelivery, changes: Partial<WaitingDelivery>): WaitingDelivery {
  return {
    ...delivery,
    front: false,
    notBefore: 0,
    heldSince: null,
    request: null,
    drains: false,
    ...changes,
    waiters: [],
    heapIndex: -1,
  };
}

/** Nobody waits for it any more afterwards. */
export function settleWaiters(delivery: WaitingDelivery, settlement: Settlement): void {
  for (const waiter of delivery.waiters.splice(0)) waiter.settle(settlement);
}

export const CANCELLED: Settlement = { state: 'cancelled', result: null, attempt: null };
export const HELD: Settlement = { state: 'held', result: null, attempt: null };

export const refsOf = (deliveries: readonly DeliveryRef[]): DeliveryRef[] =>
  deliveries.map(({ seq, generation }) => ({ seq, generation }));
