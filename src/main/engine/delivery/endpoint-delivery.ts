// The deliveries of one endpoint: which are waiting and which are in progress, and what every result means for them.
//
// The database is the truth. A delivery has a generation there, which a resend, a redelivery, a stop, a new address or the removal of
// the endpoint raises; an attempt that was started for an older one is recorded and decides nothing. Memory changes only after
// the write succeeded. Writes are committed in the order in which they were asked for, so results arrive in that order, too.
import type { EndpointHealth } from '#shared/contract/endpoints.ts';
import type { HeaderList } from '#shared/contract/events.ts';
import type { AttemptTrigger, WaitingReason } from '#shared/domain/delivery.ts';
import { longestRetryDelayMs } from '#shared/domain/retry-policy.ts';
import type { Clock } from '../ports.ts';
import type { StoredAttempt, WaitingDelivery } from '../store/delivery-reads.ts';
import {
  storedAttempt,
  type AttemptPlace,
  type Decision,
  type DeliveryRef,
  type NewAttempt,
} from '../store/delivery-writes.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import { kindOf } from '../store/store-error.ts';
import type { Store } from '../store/store.ts';
import type { BodyBudget, KeptRequest } from './body-budget.ts';
import { createDeliveryQueue, type QueueItem } from './delivery-queue.ts';
import type { SendResult } from './exchange.ts';
import { decideOutcome, isUnreachable } from './outcome.ts';
import { createPersist } from './persist.ts';
import { startProbe, type Probe, type ProbeNetwork } from './probe.ts';
import {
  cancelledResult,
  recordedAttempt,
  reducedAttempt,
  unsentResult,
  type CancelReason,
} from './recorded-attempt.ts';
import type { Timers } from './timers.ts';

/** Deliveries that are moved in one write: some milliseconds of the writer's time, so that the receiver need not wait. */
const MOVED_TOGETHER = 2_000;

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
  /** Wants the attempt, also when the delivery is held after all. */
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

interface Waiting extends QueueItem {
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

interface InProgress {
  delivery: Waiting;
  endpoint: StoredEndpoint;
  controller: AbortController;
  cancelled: CancelReason | null;
}

/** What is sent in one attempt; built without I/O errors by delivery.ts. */
export interface PreparedRequest {
  headers: HeaderList;
  body: Buffer;
  resigned: boolean;
}

export interface EndpointDelivery {
  open(delivery: NewDelivery): void;
  /** Settles what waits or is in progress of this event as failed, and cancels the requests. */
  stop(seq: number): Promise<void>;
  /** Decides over events held for so long that nobody may want them any more. */
  release(deliver: boolean): Promise<void>;
  /** Takes up what an earlier run left. */
  recover(left: readonly WaitingDelivery[]): void;
  configure(endpoint: StoredEndpoint): void;
  /** The endpoint was removed: settles everything it had. */
  close(): Promise<void>;
  counts(): Pick<EndpointHealth, 'held' | 'retrying' | 'inFlight' | 'asking' | 'nextProbeAt' | 'draining'>;
  /** Why a delivery waits; null = it does not. */
  waitingReason(seq: number): WaitingReason | null;
  /** Cancels what is in progress and resolves when that is recorded. What waits is taken up at the next start. */
  dispose(): Promise<void>;
}

export interface EndpointDeliveryDeps {
  endpoint: StoredEndpoint;
  store: Pick<Store, 'write'> & { deliveries: Pick<Store['deliveries'], 'orderMoment'> };
  clock: Clock;
  timers: Timers;
  network: ProbeNetwork;
  bodies: BodyBudget;
  random: () => number;
  /** @returns null when the event's body is gone. May throw. */
  prepare: (seq: number, cause: AttemptTrigger, request: KeptRequest | null, endpoint: StoredEndpoint, isSynthetic: boolean) => PreparedRequest | null;
  /** One request. Rejects only when the signal is aborted. */
  send: (request: PreparedRequest, endpoint: StoredEndpoint, signal: AbortSignal) => Promise<SendResult>;
  /** An attempt is in the database. */
  onRecorded: (seq: number, attempt: StoredAttempt) => void;
  onChange: () => void;
  onError: (error: unknown) => void;
}

export function createEndpointDelivery(deps: EndpointDeliveryDeps): EndpointDelivery {
  const { store, clock, timers, bodies, onChange, onError } = deps;
  let { endpoint } = deps;
  const { id: endpointId } = endpoint;
  const queue = createDeliveryQueue<Waiting>(endpoint.order, (seqs) => store.deliveries.orderMoment(seqs));
  /** Those of the newest generation; an older one may still be in progress. */
  const waiting = new Map<number, Waiting>();
  const inProgress = new Set<InProgress>();
  const running = new Set<Promise<void>>();
  let unreachable = false;
  /** Unreachable in the words of a proxy in front of it. */
  let behindProxy = false;
  let asking = false;
  let drain: { left: number; total: number } | null = null;
  let probe: Probe | null = null;
  let cancelTimer: (() => void) | null = null;
  /** Pending in the database, and about to be sent. */
  const starting: Waiting[] = [];
  let pumpPlanned = false;
  /** Generations that were settled by the commit whose results are being applied; those of its other calls may come later. */
  const justSettled = new Map<number, number>();
  let removed = false;
  let disposed = false;
  let wasBlocked = isBlocked();
  const persist = createPersist(timers, () => disposed);

  /** Nothing may be sent, whoever asks. */
  function isClosed(): boolean {
    return disposed || removed || endpoint.paused || !endpoint.enabled;
  }

  function isBlocked(): boolean {
    return isClosed() || unreachable || asking;
  }

  /** What somebody asked for goes to an endpoint that was unreachable, too. */
  function mustWait({ front }: Waiting): boolean {
    return front ? isClosed() : isBlocked();
  }

  function track(work: Promise<void>): void {
    const tracked = work.catch((error: unknown) => {
      if (!disposed) onError(error);
    });
    running.add(tracked);
    void tracked.finally(() => running.delete(tracked));
  }

  function limit(): number {
    const usual = endpoint.order === 'created' ? 1 : endpoint.concurrency;
    // A drain narrows the limit, it never widens it.
    return drain === null ? usual : Math.min(endpoint.hold.drainConcurrency, usual);
  }

  // Waiting

  /** Takes it out of everything; whoever holds it afterwards finds that it is not current. */
  function forget(delivery: Waiting): void {
    if (waiting.get(delivery.seq) === delivery) waiting.delete(delivery.seq);
    queue.remove(delivery);
    bodies.release(delivery.request);
    leaveDrain(delivery);
  }

  function leaveDrain(delivery: Waiting): void {
    if (!delivery.drains) return;
    delivery.drains = false;
    if (drain === null) return;
    drain.left -= 1;
    if (drain.left <= 0) drain = null;
  }

  const isCurrent = (delivery: Waiting): boolean => waiting.get(delivery.seq) === delivery;

  /** Puts a delivery that is as in the database where it belongs. */
  function place(delivery: Waiting): void {
    if ((justSettled.get(delivery.seq) ?? 0) > delivery.generation) {
      bodies.release(delivery.request);
      for (const waiter of delivery.waiters) waiter.settle({ state: 'cancelled', result: null, attempt: null });
      return;
    }
    waiting.set(delivery.seq, delivery);
    if (delivery.state === 'pending' && mustWait(delivery)) hold([delivery]);
    else queue.add(delivery);
  }

  function hold(deliveries: readonly Waiting[]): void {
    for (let start = 0; start < deliveries.length; start += MOVED_TOGETHER) {
      track(holdTogether(deliveries.slice(start, start + MOVED_TOGETHER)));
    }
  }

  async function holdTogether(deliveries: readonly Waiting[]): Promise<void> {
    const heldSince = clock.now();
    const held = new Set(
      await persist(() => store.write.holdDeliveries(endpointId, refsOf(deliveries), heldSince)),
    );
    for (const delivery of deliveries) {
      if (!isCurrent(delivery)) continue;
      if (!held.has(delivery.seq)) {
        // Another write came first; whoever asked for it takes the delivery over.
        forget(delivery);
        continue;
      }
      bodies.release(delivery.request);
      delivery.request = null;
      const waiters = delivery.waiters.splice(0);
      const next: Waiting = {
        ...delivery,
        state: 'held',
        heldSince,
        front: false,
        cause: delivery.cause === 'recovery' ? 'recovery' : 'released',
        drains: false,
        heapIndex: -1,
      };
      place(next);
      for (const waiter of waiters) waiter.settle({ state: 'held', result: null, attempt: null });
    }
    pump();
    onChange();
  }

  // Starting

  /** Nothing starts before all results of a commit are known: a stop that was committed with a resend comes before its request. */
  function pump(): void {
    if (pumpPlanned || disposed) return;
    pumpPlanned = true;
    timers.defer(() => {
      pumpPlanned = false;
      startSafely();
    });
  }

  /** Called by timers, which own no errors. */
  function startSafely(): void {
    try {
      startWhatMay();
    } catch (error) {
      onError(error);
    }
  }

  function startWhatMay(): void {
    cancelTimer?.();
    cancelTimer = null;
    for (const delivery of starting.splice(0)) startUnlessBlocked(delivery);
    if (isClosed()) return;
    const now = timers.monotonic();
    const inOrder = drain !== null || endpoint.order !== 'parallel';
    const taken = queue.take({ now, limit: limit(), onlyFront: isBlocked(), inOrder });
    const notPending: Waiting[] = [];
    for (const delivery of taken) {
      if (delivery.state === 'pending') start(delivery);
      else notPending.push(delivery);
    }
    if (notPending.length > 0) track(startWaiting(notPending));
    const wakeAt = queue.wakeAt();
    if (wakeAt !== null) {
      cancelTimer = timers.after(Math.max(1, wakeAt - timers.monotonic()), () => {
        cancelTimer = null;
        startSafely();
      });
    }
  }

  /** Counts as in progress in the queue already. */
  function startUnlessBlocked(delivery: Waiting): void {
    const current = isCurrent(delivery);
    if (current && !mustWait(delivery) && fits(delivery.customer)) {
      start(delivery);
      return;
    }
    queue.done(delivery);
    if (!current) return;
    if (mustWait(delivery)) {
      leaveDrain(delivery);
      hold([delivery]);
    } else queue.add(delivery);
  }

  /** The limits may have been changed since the queue let it go. @param own 1 = it is in progress itself */
  function fits(customer: string | null, own = 0): boolean {
    if (inProgress.size - own >= limit()) return false;
    if (endpoint.order !== 'customer' || customer === null) return true;
    let busy = -own;
    for (const { delivery } of inProgress) if (delivery.customer === customer) busy += 1;
    return busy === 0;
  }

  /** Held deliveries and retries are pending in the database before they are sent, so that a kill cannot hide the request. */
  async function startWaiting(deliveries: readonly Waiting[]): Promise<void> {
    const started = new Set(
      await persist(() => store.write.startDeliveries(endpointId, refsOf(deliveries))).catch((error: unknown) => {
        for (const delivery of deliveries) {
          queue.done(delivery);
          if (isCurrent(delivery)) forget(delivery);
        }
        throw error;
      }),
    );
    for (const delivery of deliveries) {
      if (isCurrent(delivery) && started.has(delivery.seq)) {
        if (delivery.state === 'retrying') delivery.retries += 1;
        delivery.state = 'pending';
        starting.push(delivery);
      } else {
        queue.done(delivery);
        if (isCurrent(delivery)) forget(delivery);
      }
    }
    pump();
  }

  /** The delivery is pending in the database and counts in the queue as in progress. The request goes out before this returns. */
  function start(delivery: Waiting): void {
    waiting.delete(delivery.seq);
    const attempt: InProgress = { delivery, endpoint, controller: new AbortController(), cancelled: null };
    inProgress.add(attempt);
    track(run(attempt));
  }

  // Attempts

  async function run(attempt: InProgress): Promise<void> {
    const { delivery } = attempt;
    let next: Waiting | null = null;
    try {
      next = await attemptDelivery(attempt);
    } finally {
      inProgress.delete(attempt);
      queue.done(delivery);
      leaveDrain(delivery);
      if (next !== null && !isSuperseded(next)) place(next);
      pump();
      onChange();
    }
  }

  interface Sent {
    result: SendResult;
    made: NewAttempt;
  }

  async function sendOnce(attempt: InProgress, cause: AttemptTrigger): Promise<Sent> {
    const { delivery, endpoint: snapshot, controller } = attempt;
    const startedAt = clock.now();
    const startedMs = timers.monotonic();
    let prepared: PreparedRequest | null = null;
    let result: SendResult;
    try {
      prepared = deps.prepare(delivery.seq, cause, delivery.request, snapshot, delivery.isSynthetic);
      result =
        prepared === null
          ? unsentResult([], 'The body of this event is no longer stored, so there is nothing to send.')
          : await deps.send(prepared, snapshot, controller.signal);
    } catch (error) {
      const headers = prepared?.headers ?? [];
      const elapsedMs = Math.max(0, timers.monotonic() - startedMs);
      result =
        attempt.cancelled === null
          ? unsentResult(headers, error instanceof Error ? error.message : String(error))
          : cancelledResult(headers, attempt.cancelled, elapsedMs);
    }
    const started = {
      seq: delivery.seq,
      endpoint: snapshot,
      url: snapshot.url,
      editId: null,
      cause,
      startedAt,
      resigned: prepared?.resigned ?? false,
    };
    return { result, made: recordedAttempt(started, result) };
  }

  /** Sends, decides and records. @returns what waits now */
  async function attemptDelivery(attempt: InProgress): Promise<Waiting | null> {
    const { delivery } = attempt;
    let { result, made } = await sendOnce(attempt, delivery.cause);
    if (result.closedBeforeUse) {
      const place = await record(made, stillPending(delivery), null);
      await new Promise<void>((resolve) => timers.defer(resolve));
      if (place?.decided !== true || isSuperseded(delivery)) return superseded(delivery, result);
      if (!maySendAgain(attempt)) return await putBack(attempt);
      ({ result, made } = await sendOnce(attempt, 'reconnect'));
    }
    bodies.release(delivery.request);
    delivery.request = null;
    const waiters = delivery.waiters.splice(0);
    const decidedAtMs = timers.monotonic();
    const decision = attempt.cancelled === null ? decisionOf(attempt, result) : null;
    const state = decision?.state ?? 'cancelled';
    for (const waiter of waiters) if (waiter.early) waiter.settle({ state, result, attempt: null });
    let place: AttemptPlace | null = null;
    try {
      place = await record(made, decision, attempt);
    } finally {
      const stored = place === null ? null : storedAttempt(made, place);
      for (const waiter of waiters) if (!waiter.early) waiter.settle({ state, result, attempt: stored });
    }
    return decision !== null && place?.decided === true ? waitingAfter(delivery, decision, result, decidedAtMs) : null;
  }

  /** Decides nothing, and shows whether the delivery still has this generation. */
  function stillPending({ generation, retries }: Waiting): Decision {
    return { generation, state: 'pending', retries, nextAttemptAt: null, heldSince: null };
  }

  function isSuperseded({ seq, generation }: DeliveryRef): boolean {
    if ((waiting.get(seq)?.generation ?? 0) > generation) return true;
    return [...inProgress].some((other) => other.delivery.seq === seq && other.delivery.generation > generation);
  }

  function superseded(delivery: Waiting, result: SendResult): null {
    bodies.release(delivery.request);
    delivery.request = null;
    for (const waiter of delivery.waiters.splice(0)) waiter.settle({ state: 'failed', result, attempt: null });
    return null;
  }

  const maySendAgain = ({ endpoint: snapshot, cancelled, delivery }: InProgress): boolean =>
    cancelled === null && !isClosed() && endpoint.url === snapshot.url && fits(delivery.customer, 1);

  /** Nothing was read of the request and it may not be repeated now: the delivery waits again. */
  async function putBack({ delivery, cancelled }: InProgress): Promise<Waiting | null> {
    bodies.release(delivery.request);
    delivery.request = null;
    if (cancelled !== null) {
      for (const waiter of delivery.waiters.splice(0)) {
        waiter.settle({ state: 'cancelled', result: null, attempt: null });
      }
      return null;
    }
    const held = await persist(() =>
      store.write.holdDeliveries(endpointId, refsOf([delivery]), clock.now()),
    );
    const waiters = delivery.waiters.splice(0);
    for (const waiter of waiters) waiter.settle({ state: 'held', result: null, attempt: null });
    return held.length === 0
      ? null
      : { ...delivery, state: 'held', heldSince: clock.now(), cause: 'released', waiters: [], drains: false, heapIndex: -1 };
  }

  function decisionOf(
    { delivery, endpoint: snapshot }: InProgress,
    result: SendResult,
  ): Decision & { delayMs: number } {
    const now = clock.now();
    const outcome = decideOutcome(result, snapshot, delivery, now, deps.random);
    return {
      generation: delivery.generation,
      state: outcome.state,
      retries: delivery.retries,
      nextAttemptAt: outcome.state === 'retrying' ? now + outcome.delayMs : null,
      heldSince: outcome.state === 'held' ? now : null,
      delayMs: outcome.state === 'retrying' ? outcome.delayMs : 0,
    };
  }

  /** @param decidedAtMs monotonic, as the machine's clock may be set at any time */
  function waitingAfter(
    delivery: Waiting,
    { state, retries, heldSince, delayMs }: Decision & { delayMs: number },
    result: SendResult,
    decidedAtMs: number,
  ): Waiting | null {
    const next: Waiting = { ...delivery, retries, front: false, waiters: [], drains: false, heapIndex: -1 };
    if (state === 'held') {
      const proxied = result.status !== null;
      const unreachableCount = delivery.unreachableCount + 1;
      becameUnreachable(proxied);
      return { ...next, state, cause: 'released', heldSince, notBefore: 0, unreachableCount };
    }
    if (state === 'retrying') {
      const notBefore = Math.max(1, decidedAtMs + delayMs);
      return { ...next, state, cause: 'retry', heldSince: null, notBefore, unreachableCount: 0 };
    }
    return null;
  }

  /** @param attempt null = it is on the way to another one. @returns null when the event is gone */
  async function record(
    made: NewAttempt,
    decision: Decision | null,
    attempt: InProgress | null,
  ): Promise<AttemptPlace | null> {
    let place: AttemptPlace | null;
    try {
      place = await persist(() => store.write.insertAttempt(made, decision));
    } catch (error) {
      if (kindOf(error) !== 'bug') throw error;
      onError(error);
      place = await persist(() => store.write.insertAttempt(reducedAttempt(made, error), decision));
    }
    if (place !== null) {
      deps.onRecorded(made.seq, storedAttempt(made, place));
      // It was reached, so whatever the probe waits for has happened.
      if (attempt !== null && unreachable && made.status !== null && !isUnreachable({ ...made }) && endpoint.url === made.url) {
        probe?.stop();
        cameBack();
      }
    }
    return place;
  }

  function cancel(reason: CancelReason, matches: (attempt: InProgress) => boolean): void {
    for (const attempt of inProgress) {
      if (attempt.cancelled !== null || !matches(attempt)) continue;
      attempt.cancelled = reason;
      attempt.controller.abort(new Error('The attempt was cancelled.'));
    }
  }

  // Reachability

  function becameUnreachable(proxied: boolean): void {
    if (unreachable || isClosed()) return;
    unreachable = true;
    behindProxy = proxied;
    startProbing();
    blockChanged();
  }

  function startProbing(): void {
    probe?.stop();
    const { url, probePath: path, allowSelfSigned } = endpoint;
    probe = startProbe({ url, path, allowSelfSigned, behindProxy }, timers, deps.network, cameBack, onError);
  }

  function cameBack(): void {
    probe = null;
    unreachable = false;
    let oldest = Number.POSITIVE_INFINITY;
    for (const { heldSince } of waiting.values()) oldest = Math.min(oldest, heldSince ?? oldest);
    // Paused by hand is no surprise to anybody; an outage that long may be.
    asking ||= !isClosed() && clock.now() - oldest > endpoint.hold.askAfterMs;
    blockChanged();
  }

  function blockChanged(): void {
    const blocked = isBlocked();
    if (blocked && !wasBlocked) {
      drain = null;
      const pending: Waiting[] = [];
      for (const delivery of waiting.values()) {
        delivery.drains = false;
        if (delivery.state === 'pending' && mustWait(delivery) && queue.remove(delivery))
          pending.push(delivery);
      }
      hold(pending);
    }
    if (!blocked && wasBlocked) startDrain(({ state }) => state === 'held');
    wasBlocked = blocked;
    // A pause may have come while the endpoint was unreachable: what was sent on request waits now, too.
    if (isClosed()) {
      const asked = [...waiting.values()].filter(({ state, front }) => state === 'pending' && front);
      hold(asked.filter((delivery) => queue.remove(delivery)));
    }
    pump();
    onChange();
  }

  function startDrain(belongs: (delivery: Waiting) => boolean): void {
    let total = 0;
    for (const delivery of waiting.values()) {
      delivery.drains = belongs(delivery);
      if (delivery.drains) total += 1;
    }
    drain = total === 0 ? null : { left: total, total };
  }

  // Settling

  function settled(refs: readonly DeliveryRef[]): void {
    const generations = new Map(refs.map(({ seq, generation }) => [seq, generation]));
    if (refs.length > 0) timers.defer(() => justSettled.clear());
    for (const [seq, generation] of generations) {
      justSettled.set(seq, generation);
      const delivery = waiting.get(seq);
      if (delivery === undefined || delivery.generation >= generation) continue;
      forget(delivery);
      for (const waiter of delivery.waiters) waiter.settle({ state: 'cancelled', result: null, attempt: null });
    }
    cancel(removed ? 'removed' : 'stopped', ({ delivery }) => delivery.generation < (generations.get(delivery.seq) ?? 0));
    onChange();
  }

  async function settleAll(withPending: boolean): Promise<void> {
    for (;;) {
      const refs = await persist(() => store.write.settleOldest(endpointId, withPending, MOVED_TOGETHER));
      settled(refs);
      if (refs.length < MOVED_TOGETHER) return;
    }
  }

  /** Attempts to the old address decide nothing; what they were about goes to the new one. */
  async function renewInProgress(): Promise<void> {
    const old = [...inProgress].map(({ delivery }) => delivery);
    if (old.length === 0) return;
    const renewed = await persist(() => store.write.renewDeliveries(endpointId, refsOf(old)));
    for (const { seq, generation } of renewed) {
      const delivery = old.find((one) => one.seq === seq && one.generation === generation - 1);
      if (delivery === undefined || isSuperseded({ seq, generation })) continue;
      place({
        ...delivery,
        generation,
        state: 'pending',
        cause: 'endpoint_changed',
        notBefore: 0,
        heldSince: null,
        front: false,
        request: null,
        waiters: [],
        drains: false,
        heapIndex: -1,
      });
    }
    pump();
    onChange();
  }

  return {
    open(opened) {
      const { seq, generation, state, createdAt, customer, cause, front, isSynthetic, request, waiter } = opened;
      const before = waiting.get(seq);
      if (before !== undefined && before.generation >= generation) {
        if (waiter !== null) before.waiters.push(waiter);
        return;
      }
      if (before !== undefined) forget(before);
      const waiters = before?.waiters ?? [];
      if (waiter !== null) {
        // It is held already and goes on being held, or goes out behind what was held: its sender need not wait for that.
        if (state === 'held' || (drain !== null && !front)) waiter.settle({ state: 'held', result: null, attempt: null });
        else waiters.push(waiter);
      }
      place({
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
        heldSince: state === 'held' ? (before?.heldSince ?? clock.now()) : null,
        notBefore: 0,
        drains: false,
        heapIndex: -1,
        place: 0,
        momentSeq: seq,
      });
      pump();
      onChange();
    },

    async stop(seq) {
      settled(await persist(() => store.write.settleDeliveries(endpointId, [seq])));
      pump();
    },

    async release(deliver) {
      if (!deliver) await settleAll(false);
      asking = false;
      blockChanged();
    },

    recover(left) {
      const wallNow = clock.now();
      const now = timers.monotonic();
      // However the machine's clock was set meanwhile, nothing waits longer than the schedule's longest pause.
      const longestMs = longestRetryDelayMs(endpoint.retry);
      for (const row of left) {
        const dueInMs = row.nextAttemptAt === null ? 0 : Math.min(Math.max(1, row.nextAttemptAt - wallNow), longestMs);
        waiting.set(row.seq, {
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
          notBefore: dueInMs === 0 ? 0 : now + dueInMs,
          drains: false,
          heapIndex: -1,
          place: 0,
          momentSeq: row.seq,
        });
      }
      if (left.some(({ state }) => state === 'held') && !isClosed()) {
        unreachable = true;
        startProbing();
      }
      wasBlocked = isBlocked();
      // As after a hold: a few at a time, in order.
      if (!wasBlocked) startDrain(({ state }) => state === 'pending');
      const toHold: Waiting[] = [];
      for (const delivery of waiting.values()) {
        if (delivery.state === 'pending' && wasBlocked) toHold.push(delivery);
        else queue.add(delivery);
      }
      hold(toHold);
      pump();
      onChange();
    },

    configure(next) {
      const before = endpoint;
      endpoint = next;
      queue.setOrder(next.order);
      if (next.url !== before.url) track(renewInProgress());
      if (!next.hold.enabled && unreachable) {
        probe?.stop();
        probe = null;
        unreachable = false;
      }
      const asksElsewhere =
        next.url !== before.url ||
        next.probePath !== before.probePath ||
        next.allowSelfSigned !== before.allowSelfSigned;
      if (unreachable && asksElsewhere) {
        if (next.url !== before.url) behindProxy = false;
        startProbing();
      }
      blockChanged();
    },

    async close() {
      removed = true;
      probe?.stop();
      probe = null;
      cancelTimer?.();
      cancel('removed', () => true);
      await settleAll(true);
    },

    counts() {
      let held = 0;
      let retrying = 0;
      for (const { state } of waiting.values()) {
        if (state === 'retrying') retrying += 1;
        else if (state === 'held' || isBlocked()) held += 1;
      }
      const nextInMs = probe?.nextInMs() ?? null;
      return {
        held,
        retrying,
        inFlight: inProgress.size,
        asking,
        nextProbeAt: nextInMs === null ? null : Math.round(clock.now() + nextInMs),
        draining: drain === null ? null : { done: drain.total - drain.left, total: drain.total },
      };
    },

    waitingReason(seq) {
      const delivery = waiting.get(seq);
      if (delivery === undefined) {
        return [...inProgress].some((attempt) => attempt.delivery.seq === seq) ? 'response' : null;
      }
      if (!endpoint.enabled) return 'off';
      if (endpoint.paused) return 'paused';
      if (unreachable && !delivery.front) return 'unreachable';
      if (asking) return 'confirmation';
      return delivery.state === 'retrying' ? 'retry' : 'turn';
    },

    async dispose() {
      disposed = true;
      probe?.stop();
      cancelTimer?.();
      cancel('shutdown', () => true);
      while (running.size > 0) await Promise.all(running);
    },
  };
}

const refsOf = (deliveries: readonly DeliveryRef[]): DeliveryRef[] =>
  deliveries.map(({ seq, generation }) => ({ seq, generation }));
