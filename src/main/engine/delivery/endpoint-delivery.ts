// The deliveries of one endpoint: which are waiting and which are in progress, and what every result means for them.
//
// The database is the truth. A delivery has a generation there, which a resend, a redelivery, a stop, a new address or the removal of
// the endpoint raises; an attempt that was started for an older one is recorded and decides nothing. Memory changes only after
// the write succeeded. Writes are committed in the order in which they were asked for, so results arrive in that order, too.
import type { EndpointHealth } from '#shared/contract/endpoints.ts';
import type { WaitingReason } from '#shared/domain/delivery.ts';
import type { WaitingDelivery as StoredDelivery } from '../store/delivery-reads.ts';
import {
  storedAttempt,
  type AttemptPlace,
  type Decision,
  type DeliveryRef,
  type SettledDeliveries,
  type NewAttempt,
} from '../store/delivery-writes.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import type { Store } from '../store/store.ts';
import { createAttemptRunner, type AttemptRunnerDeps } from './attempt-runner.ts';
import type { BodyBudget } from './body-budget.ts';
import type { SendResult } from './exchange.ts';
import { isUnreachable } from './outcome.ts';
import { createPersist } from './persist.ts';
import type { ProbeNetwork } from './probe.ts';
import { createReachability } from './reachability.ts';
import type { CancelReason } from './recorded-attempt.ts';
import {
  CANCELLED,
  HELD,
  nextOf,
  openedDelivery,
  recoveredDelivery,
  refsOf,
  settleWaiters,
  type AttemptInProgress,
  type NewDelivery,
  type WaitingDelivery,
} from './waiting-delivery.ts';
import { createWaitingList } from './waiting-list.ts';

/** Deliveries that are moved in one write: some milliseconds of the writer's time, so that the receiver need not wait. */
const MOVED_TOGETHER = 4_000;

export interface EndpointDelivery {
  open(delivery: NewDelivery): void;
  /** Settles what waits or is in progress of this event as failed, and cancels the requests. */
  stop(seq: number): Promise<void>;
  /** Decides over events held for so long that nobody may want them any more. */
  release(deliver: boolean): Promise<void>;
  /** Takes up what an earlier run left. */
  recover(left: readonly StoredDelivery[]): void;
  configure(endpoint: StoredEndpoint): void;
  /** The endpoint was removed: settles everything it had. */
  close(): Promise<void>;
  counts(): Pick<EndpointHealth, 'held' | 'retrying' | 'inFlight' | 'asking' | 'nextProbeAt' | 'draining'>;
  /** Why a delivery waits; null = it does not. */
  waitingReason(seq: number): WaitingReason | null;
  /** Cancels what is in progress and resolves when that is recorded. What waits is taken up at the next start. */
  dispose(): Promise<void>;
}

export interface EndpointDeliveryDeps extends Omit<AttemptRunnerDeps, 'persist'> {
  endpoint: StoredEndpoint;
  store: Pick<Store, 'write'> & { deliveries: Pick<Store['deliveries'], 'orderMoment'> };
  network: ProbeNetwork;
  bodies: BodyBudget;
  onChange: () => void;
}

export function createEndpointDelivery(deps: EndpointDeliveryDeps): EndpointDelivery {
  const { store, clock, timers, bodies, onChange, onError } = deps;
  let { endpoint } = deps;
  const { id: endpointId } = endpoint;
  const list = createWaitingList(endpoint, (seqs) => store.deliveries.orderMoment(seqs), bodies, timers);
  const { queue } = list;
  /** Of the newest generation or an older one. */
  const inProgress = new Set<AttemptInProgress>();
  const running = new Set<Promise<void>>();
  let asking = false;
  let cancelTimer: (() => void) | null = null;
  /** Pending in the database, and about to be sent. */
  const starting: WaitingDelivery[] = [];
  let pumpPlanned = false;
  let removed = false;
  let disposed = false;
  const persist = createPersist(timers, () => disposed);
  const runner = createAttemptRunner({ ...deps, persist });
  const { network } = deps;
  const reachability = createReachability({
    endpoint: () => endpoint,
    timers,
    network,
    onBack: cameBack,
    onError,
  });
  let wasBlocked = isBlocked();

  /** Nothing may be sent, whoever asks. */
  function isClosed(): boolean {
    return disposed || removed || endpoint.paused || !endpoint.enabled;
  }

  function isBlocked(): boolean {
    return isClosed() || asking || reachability.isUnreachable();
  }

  /** What somebody asked for goes to an endpoint that was unreachable, too. */
  function mustWait({ front }: WaitingDelivery): boolean {
    return front ? isClosed() : isBlocked();
  }

  function track(work: Promise<void>): void {
    const tracked = work.catch((error: unknown) => {
      if (!disposed) onError(error);
    });
    running.add(tracked);
    void tracked.finally(() => running.delete(tracked));
  }

  // Waiting

  /** Puts a delivery that is as in the database where it belongs. */
  function place(delivery: WaitingDelivery): void {
    if (list.wasJustSettled(delivery)) {
      bodies.release(delivery.request);
      settleWaiters(delivery, CANCELLED);
      return;
    }
    list.set(delivery);
    if (delivery.state === 'pending' && mustWait(delivery)) hold([delivery]);
    else queue.add(delivery);
  }

  function hold(deliveries: readonly WaitingDelivery[]): void {
    for (let from = 0; from < deliveries.length; from += MOVED_TOGETHER) {
      track(holdTogether(deliveries.slice(from, from + MOVED_TOGETHER)));
    }
  }

  async function holdTogether(deliveries: readonly WaitingDelivery[]): Promise<void> {
    const heldSince = clock.now();
    const held = new Set(
      await persist(() => store.write.holdDeliveries(endpointId, refsOf(deliveries), heldSince)),
    );
    for (const delivery of deliveries) {
      if (!list.isCurrent(delivery)) continue;
      if (!held.has(delivery.seq)) {
        // Another write came first; whoever asked for it takes the delivery over.
        list.forget(delivery);
        continue;
      }
      bodies.release(delivery.request);
      delivery.request = null;
      const waiters = delivery.waiters.splice(0);
      place(
        nextOf(delivery, {
          state: 'held',
          heldSince,
          cause: delivery.cause === 'recovery' ? 'recovery' : 'released',
        }),
      );
      for (const waiter of waiters) waiter.settle(HELD);
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
    const inOrder = list.drain() !== null || endpoint.order !== 'parallel';
    const taken = queue.take({ now, limit: list.limit(endpoint), onlyFront: isBlocked(), inOrder });
    const notPending: WaitingDelivery[] = [];
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
  function startUnlessBlocked(delivery: WaitingDelivery): void {
    const current = list.isCurrent(delivery);
    if (current && !mustWait(delivery) && fits(delivery.customer)) {
      start(delivery);
      return;
    }
    queue.done(delivery);
    if (!current) return;
    if (mustWait(delivery)) {
      list.leaveDrain(delivery);
      hold([delivery]);
    } else queue.add(delivery);
  }

  /** The limits may have been changed since the queue let it go. @param own 1 = it is in progress itself */
  function fits(customer: string | null, own = 0): boolean {
    if (inProgress.size - own >= list.limit(endpoint)) return false;
    if (endpoint.order !== 'customer' || customer === null) return true;
    let busy = -own;
    for (const { delivery } of inProgress) if (delivery.customer === customer) busy += 1;
    return busy === 0;
  }

  /** Held deliveries and retries are pending in the database before they are sent, so that a kill cannot hide the request. */
  async function startWaiting(deliveries: readonly WaitingDelivery[]): Promise<void> {
    const started = new Set(
      await persist(() => store.write.startDeliveries(endpointId, refsOf(deliveries))).catch(
        (error: unknown) => {
          for (const delivery of deliveries) {
            queue.done(delivery);
            if (list.isCurrent(delivery)) list.forget(delivery);
          }
          throw error;
        },
      ),
    );
    for (const delivery of deliveries) {
      if (list.isCurrent(delivery) && started.has(delivery.seq)) {
        if (delivery.state === 'retrying') delivery.retries += 1;
        delivery.state = 'pending';
        starting.push(delivery);
      } else {
        queue.done(delivery);
        if (list.isCurrent(delivery)) list.forget(delivery);
      }
    }
    pump();
  }

  /** The delivery is pending in the database, and counts in the queue as in progress. */
  function start(delivery: WaitingDelivery): void {
    list.start(delivery);
    const attempt: AttemptInProgress = {
      delivery,
      endpoint,
      controller: new AbortController(),
      cancelled: null,
    };
    inProgress.add(attempt);
    track(run(attempt));
  }

  // Attempts

  async function run(attempt: AttemptInProgress): Promise<void> {
    const { delivery } = attempt;
    let next: WaitingDelivery | null = null;
    try {
      next = await attemptDelivery(attempt);
    } finally {
      inProgress.delete(attempt);
      queue.done(delivery);
      list.leaveDrain(delivery);
      if (next !== null && !isSuperseded(next)) place(next);
      pump();
      onChange();
    }
  }

  /** Sends, decides and records. @returns what waits now */
  async function attemptDelivery(attempt: AttemptInProgress): Promise<WaitingDelivery | null> {
    const { delivery } = attempt;
    let { result, made } = await runner.send(attempt, delivery.cause);
    if (result.closedBeforeUse) {
      const recorded = await runner.record(made, stillPending(delivery));
      await new Promise<void>((resolve) => timers.defer(resolve));
      if (recorded?.decided !== true || isSuperseded(delivery)) return superseded(delivery, result);
      if (!maySendAgain(attempt)) return await putBack(attempt);
      ({ result, made } = await runner.send(attempt, 'reconnect'));
    }
    bodies.release(delivery.request);
    delivery.request = null;
    const waiters = delivery.waiters.splice(0);
    const decidedAtMs = timers.monotonic();
    const decision = attempt.cancelled === null ? runner.decide(attempt, result) : null;
    const state = decision?.state ?? 'cancelled';
    for (const waiter of waiters) if (waiter.early) waiter.settle({ state, result, attempt: null });
    let recorded: AttemptPlace | null = null;
    try {
      recorded = await runner.record(made, decision);
    } finally {
      const stored = recorded === null ? null : storedAttempt(made, recorded);
      for (const waiter of waiters) if (!waiter.early) waiter.settle({ state, result, attempt: stored });
    }
    noteReached(made);
    return decision !== null && recorded?.decided === true
      ? waitingAfter(delivery, decision, result, decidedAtMs)
      : null;
  }

  /** Decides nothing, and shows whether the delivery still has this generation. */
  function stillPending({ generation, retries }: WaitingDelivery): Decision {
    return { generation, state: 'pending', retries, nextAttemptAt: null, heldSince: null };
  }

  function isSuperseded({ seq, generation }: DeliveryRef): boolean {
    if ((list.find(seq)?.generation ?? 0) > generation) return true;
    return [...inProgress].some(
      (other) => other.delivery.seq === seq && other.delivery.generation > generation,
    );
  }

  function superseded(delivery: WaitingDelivery, result: SendResult): null {
    bodies.release(delivery.request);
    delivery.request = null;
    settleWaiters(delivery, { state: 'failed', result, attempt: null });
    return null;
  }

  const maySendAgain = ({ endpoint: snapshot, cancelled, delivery }: AttemptInProgress): boolean =>
    cancelled === null && !isClosed() && endpoint.url === snapshot.url && fits(delivery.customer, 1);

  /** Nothing was read of the request and it may not be repeated now: the delivery waits again. */
  async function putBack({ delivery, cancelled }: AttemptInProgress): Promise<WaitingDelivery | null> {
    bodies.release(delivery.request);
    delivery.request = null;
    if (cancelled !== null) {
      settleWaiters(delivery, CANCELLED);
      return null;
    }
    const held = await persist(() => store.write.holdDeliveries(endpointId, refsOf([delivery]), clock.now()));
    settleWaiters(delivery, HELD);
    return held.length === 0
      ? null
      : nextOf(delivery, { state: 'held', heldSince: clock.now(), cause: 'released' });
  }

  /** @param decidedAtMs monotonic, as the machine's clock may be set at any time */
  function waitingAfter(
    delivery: WaitingDelivery,
    { state, retries, heldSince, delayMs }: Decision & { delayMs: number },
    result: SendResult,
    decidedAtMs: number,
  ): WaitingDelivery | null {
    if (state === 'held') {
      becameUnreachable(result.status !== null);
      const unreachableCount = delivery.unreachableCount + 1;
      return nextOf(delivery, { state, retries, cause: 'released', heldSince, unreachableCount });
    }
    if (state === 'retrying') {
      const notBefore = Math.max(1, decidedAtMs + delayMs);
      return nextOf(delivery, { state, retries, cause: 'retry', notBefore, unreachableCount: 0 });
    }
    return null;
  }

  /** The endpoint responded, so whatever the probe waits for has happened. */
  function noteReached(made: NewAttempt): void {
    if (made.status !== null && !isUnreachable(made) && endpoint.url === made.url) reachability.reached();
  }

  function cancel(reason: CancelReason, matches: (attempt: AttemptInProgress) => boolean): void {
    for (const attempt of inProgress) {
      if (attempt.cancelled !== null || !matches(attempt)) continue;
      attempt.cancelled = reason;
      attempt.controller.abort(new Error('The attempt was cancelled.'));
    }
  }

  // Reachability

  function becameUnreachable(byProxy: boolean): void {
    if (isClosed()) return;
    reachability.lost(byProxy);
    blockChanged();
  }

  function cameBack(): void {
    let oldest = Number.POSITIVE_INFINITY;
    for (const { heldSince } of list.all()) oldest = Math.min(oldest, heldSince ?? oldest);
    // Paused by hand is no surprise to anybody; an outage that long may be.
    asking ||= !isClosed() && clock.now() - oldest > endpoint.hold.askAfterMs;
    blockChanged();
  }

  function blockChanged(): void {
    const blocked = isBlocked();
    if (blocked && !wasBlocked) {
      list.endDrain();
      const pending: WaitingDelivery[] = [];
      for (const delivery of list.all()) {
        if (delivery.state === 'pending' && mustWait(delivery) && queue.remove(delivery))
          pending.push(delivery);
      }
      hold(pending);
    }
    if (!blocked && wasBlocked) list.startDrain(({ state }) => state === 'held');
    wasBlocked = blocked;
    // A pause may have come while the endpoint was unreachable: what was sent on request waits now, too.
    if (isClosed()) {
      const asked = [...list.all()].filter(({ state, front }) => state === 'pending' && front);
      hold(asked.filter((delivery) => queue.remove(delivery)));
    }
    pump();
    onChange();
  }

  // Settling

  function settled({ seqs, generations }: SettledDeliveries): void {
    list.noteSettled({ seqs, generations });
    seqs.forEach((seq, index) => {
      const delivery = list.find(seq);
      if (delivery === undefined || delivery.generation >= (generations[index] ?? 0)) return;
      list.forget(delivery);
      settleWaiters(delivery, CANCELLED);
    });
    cancel(removed ? 'removed' : 'stopped', ({ delivery }) => list.wasJustSettled(delivery));
    onChange();
  }

  async function settleAll(withPending: boolean): Promise<void> {
    const settleNext = (): Promise<SettledDeliveries> =>
      persist(() => store.write.settleOldest(endpointId, withPending, MOVED_TOGETHER));
    for (let refs = await settleNext(), more = true; more;) {
      more = refs.seqs.length === MOVED_TOGETHER;
      // The writer goes on while memory follows.
      const next = more ? settleNext() : null;
      settled(refs);
      if (next !== null) refs = await next;
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
      place(nextOf(delivery, { generation, state: 'pending', cause: 'endpoint_changed' }));
    }
    pump();
    onChange();
  }

  return {
    open(opened) {
      const { seq, generation, state, front, waiter } = opened;
      const before = list.find(seq);
      if (before !== undefined && before.generation >= generation) {
        if (waiter !== null) before.waiters.push(waiter);
        return;
      }
      if (before !== undefined) list.forget(before);
      const waiters = before?.waiters ?? [];
      if (waiter !== null) {
        // It is held already and goes on being held, or goes out behind what was held: its sender need not wait for that.
        if (state === 'held' || (list.drain() !== null && !front)) waiter.settle(HELD);
        else waiters.push(waiter);
      }
      place(openedDelivery(opened, before, waiters, bodies, clock.now()));
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
      const moment = { wallNow: clock.now(), now: timers.monotonic(), retry: endpoint.retry };
      for (const row of left) list.set(recoveredDelivery(row, moment));
      if (left.some(({ state }) => state === 'held') && !isClosed()) {
        reachability.lost(false);
      }
      wasBlocked = isBlocked();
      // As after a hold: a few at a time, in order.
      if (!wasBlocked) list.startDrain(({ state }) => state === 'pending');
      const toHold: WaitingDelivery[] = [];
      for (const delivery of list.all()) {
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
      reachability.configure(before, next);
      blockChanged();
    },

    async close() {
      removed = true;
      reachability.stop();
      cancelTimer?.();
      cancel('removed', () => true);
      await settleAll(true);
    },

    counts() {
      const blocked = isBlocked();
      let held = 0;
      let retrying = 0;
      for (const { state } of list.all()) {
        if (state === 'retrying') retrying += 1;
        else if (state === 'held' || blocked) held += 1;
      }
      const nextInMs = reachability.nextProbeInMs();
      const drain = list.drain();
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
      const delivery = list.find(seq);
      if (delivery === undefined) {
        return [...inProgress].some((attempt) => attempt.delivery.seq === seq) ? 'response' : null;
      }
      if (!endpoint.enabled) return 'off';
      if (endpoint.paused) return 'paused';
      if (reachability.isUnreachable() && !delivery.front) return 'unreachable';
      if (asking) return 'confirmation';
      return delivery.state === 'retrying' ? 'retry' : 'turn';
    },

    async dispose() {
      disposed = true;
      reachability.stop();
      cancelTimer?.();
      cancel('shutdown', () => true);
      while (running.size > 0) await Promise.all(running);
    },
  };
}
