// One endpoint's deliveries: drives its lane, holds while it is down or paused, probes for its return, retries when due.
import type { EndpointHealth } from '#shared/contract/endpoints.ts';
import type { HeaderList } from '#shared/contract/events.ts';
import type { AttemptTrigger } from '#shared/domain/delivery.ts';
import type { Clock } from '../ports.ts';
import type { StoredAttempt, WaitingDelivery } from '../store/delivery-reads.ts';
import { storedAttempt, type NextStand } from '../store/delivery-writes.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import { isTemporary } from '../store/store-error.ts';
import type { Store } from '../store/store.ts';
import { createLane, type LaneItem } from './lane.ts';
import { outcomeOf } from './outcome.ts';
import { startProbe, type Probe } from './probe.ts';
import type { SendResult } from './exchange.ts';

/** How often a full disk is tried again. */
const WRITE_AGAIN_MS = 500;

export interface Settled {
  state: NextStand['state'];
  result: SendResult | null;
}

/** `notBefore` is in the lane's own, monotonic time: a clock that is set back must not stretch a pause. */
export interface QueuedEvent extends LaneItem {
  trigger: AttemptTrigger;
  /** Kept from the receipt for the first attempt; read from the store later. */
  body: Buffer | null;
  headers: HeaderList | null;
  retries: number;
  strikes: number;
  /** Unix milliseconds. */
  heldSince: number | null;
  /** Called once, when the first attempt is over or the event is held. */
  onSettled: ((settled: Settled) => void) | null;
  /** The sender need not wait until the attempt is in the database. */
  settlesBeforeRecorded: boolean;
}

export interface LaneResult {
  startedAt: number;
  resigned: boolean;
  result: SendResult;
}

export interface EndpointLane {
  enqueue(event: QueuedEvent): void;
  /** An attempt at once, past the queue, that decides over the delivery like any other. */
  sendNow(seq: number, trigger: AttemptTrigger): Promise<StoredAttempt>;
  giveUp(seq: number): Promise<void>;
  release(deliver: boolean): Promise<void>;
  recover(left: readonly WaitingDelivery[]): void;
  configure(endpoint: StoredEndpoint): void;
  isBlocked(): boolean;
  counts(): Pick<EndpointHealth, 'held' | 'retrying' | 'inFlight' | 'asking' | 'nextProbeAt' | 'draining'>;
  /** The endpoint is gone: what waits becomes failed. */
  close(): Promise<void>;
  dispose(): void;
}

export interface EndpointLaneDeps {
  endpoint: StoredEndpoint;
  store: Store;
  clock: Clock;
  /** One attempt; null = the event's body is gone. Rejects when called off. */
  send: (event: QueuedEvent, endpoint: StoredEndpoint) => Promise<LaneResult | null>;
  onAttempt: (attempt: StoredAttempt) => void;
  /** An attempt on this event is in the database. */
  onRecorded: (seq: number) => void;
  onChange: () => void;
  onError: (error: unknown) => void;
}

export function createEndpointLane(deps: EndpointLaneDeps): EndpointLane {
  const { store, clock, send, onAttempt, onRecorded, onChange, onError } = deps;
  let { endpoint } = deps;
  const lane = createLane<QueuedEvent>(policyOf(endpoint));
  const monotonic = (): number => performance.now();
  let down = false;
  let asking = false;
  let probe: Probe | null = null;
  let timer: NodeJS.Timeout | null = null;
  let disposed = false;
  lane.setBlocked(endpoint.paused);

  function updateBlock(): void {
    const blocked = down || asking || endpoint.paused;
    if (blocked !== lane.blocked()) {
      lane.setBlocked(blocked);
      if (blocked) holdWaiting().catch(onError);
    }
    pump();
    onChange();
  }

  /** What was queued behind others when the way was blocked is held now, and says so. */
  async function holdWaiting(): Promise<void> {
    const queued = lane.waiting().filter(({ heldSince, notBefore }) => heldSince === null && notBefore === 0);
    for (const event of queued) {
      event.heldSince = clock.now();
      if (event.trigger !== 'recovery') event.trigger = 'released';
    }
    const stands = queued.map(({ seq, retries, heldSince }) => {
      return { seq, state: 'held' as const, retries, nextAttemptAt: null, heldSince };
    });
    if (stands.length > 0) await store.write.setStands(endpoint.id, stands);
    for (const event of queued) {
      event.onSettled?.({ state: 'held', result: null });
      event.onSettled = null;
    }
  }

  function wentDown(): void {
    if (down) return;
    down = true;
    startProbing();
    updateBlock();
  }

  function startProbing(): void {
    probe?.stop();
    const { url, probePath: path, allowSelfSigned } = endpoint;
    probe = startProbe({ url, path, allowSelfSigned }, () => clock.now(), cameBack);
  }

  function cameBack(): void {
    probe = null;
    down = false;
    const oldest = Math.min(...lane.waiting().map(({ heldSince }) => heldSince ?? Number.POSITIVE_INFINITY));
    // Paused by hand is no surprise to anybody; an outage that long may be.
    asking ||= !endpoint.paused && clock.now() - oldest > endpoint.hold.askAfterMs;
    updateBlock();
  }

  function pump(): void {
    if (disposed) return;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    for (const event of lane.take(monotonic())) {
      run(event).catch(onError);
    }
    const wakeAt = lane.wakeAt();
    if (wakeAt !== null) timer = setTimeout(pump, Math.max(1, wakeAt - monotonic()));
  }

  async function run(event: QueuedEvent): Promise<void> {
    let next: QueuedEvent | null = null;
    try {
      next = (await attempt(event)).next;
    } finally {
      lane.done(event.seq);
      if (next !== null) waitWith(next);
      pump();
    }
  }

  function waitWith(next: QueuedEvent): void {
    lane.add(next);
    if (next.heldSince !== null) wentDown();
  }

  /** Sends, decides and records. `next` is what has to wait in the lane now. */
  async function attempt(
    event: QueuedEvent,
  ): Promise<{ recorded: StoredAttempt | null; next: QueuedEvent | null }> {
    const sent = await send(event, endpoint);
    if (sent === null) {
      await fail(event);
      return { recorded: null, next: null };
    }
    const { result, startedAt, resigned } = sent;
    const { seq, trigger, retries } = event;
    const now = clock.now();
    const outcome = outcomeOf(result, endpoint, event, now, Math.random);
    const nextAttemptAt = outcome.state === 'retrying' ? now + outcome.delayMs : null;
    const heldSince = outcome.state === 'held' ? (event.heldSince ?? now) : null;
    const { id: endpointId, name: endpointName, url } = endpoint;
    const made = {
      seq,
      endpointId,
      endpointName,
      editId: null,
      trigger,
      startedAt,
      url,
      resigned,
      ...result,
    };
    if (event.settlesBeforeRecorded) event.onSettled?.({ state: outcome.state, result });
    const stand = { state: outcome.state, retries, nextAttemptAt, heldSince };
    const recorded = storedAttempt(made, await patiently(() => store.write.insertAttempt(made, stand)));
    onAttempt(recorded);
    onRecorded(seq);
    if (!event.settlesBeforeRecorded) event.onSettled?.({ state: outcome.state, result });
    const waits = { ...event, body: null, headers: null, onSettled: null, heldSince };
    if (outcome.state === 'held') {
      return { recorded, next: { ...waits, trigger: 'released', notBefore: 0, strikes: event.strikes + 1 } };
    }
    if (outcome.state === 'retrying') {
      const notBefore = monotonic() + outcome.delayMs;
      return { recorded, next: { ...waits, trigger: 'retry', notBefore, retries: retries + 1, strikes: 0 } };
    }
    return { recorded, next: null };
  }

  /** The backend has answered, and asking it again would double the event: what it said is kept until there is room for it. */
  async function patiently<T>(write: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (disposed || !isTemporary(error)) throw error;
        await new Promise((resolve) => {
          setTimeout(resolve, WRITE_AGAIN_MS).unref();
        });
      }
    }
  }

  async function fail(event: QueuedEvent): Promise<void> {
    await noteFailed([event]);
    event.onSettled?.({ state: 'failed', result: null });
    onChange();
  }

  async function noteFailed(events: readonly QueuedEvent[]): Promise<void> {
    const stands = events.map(({ seq, retries }) => {
      return { seq, state: 'failed' as const, retries, nextAttemptAt: null, heldSince: null };
    });
    await store.write.setStands(endpoint.id, stands);
  }

  function dispose(): void {
    disposed = true;
    probe?.stop();
    if (timer !== null) clearTimeout(timer);
  }

  async function giveUpAll(): Promise<void> {
    const given = lane.waiting().slice();
    for (const { seq } of given) lane.remove(seq);
    if (given.length > 0) await noteFailed(given);
    for (const event of given) event.onSettled?.({ state: 'failed', result: null });
    onChange();
  }

  return {
    enqueue(event) {
      if (lane.blocked()) {
        lane.add({ ...event, body: null, headers: null });
        holdWaiting().catch(onError);
        onChange();
        return;
      }
      lane.add(event);
      pump();
    },

    async sendNow(seq, trigger) {
      const waiting = lane.remove(seq);
      await store.write.openDelivery(seq, endpoint.id);
      const { createdAt, receivedAt, customerId } = store.reads.findEventBySeq(seq) ?? {
        createdAt: null,
        receivedAt: clock.now(),
        customerId: null,
      };
      const { recorded, next } = await attempt({
        seq,
        createdAt: createdAt ?? receivedAt,
        customer: customerId,
        notBefore: 0,
        trigger,
        body: null,
        headers: null,
        retries: waiting?.retries ?? 0,
        strikes: 0,
        heldSince: waiting?.heldSince ?? null,
        onSettled: null,
        settlesBeforeRecorded: false,
      });
      if (next !== null) waitWith(next);
      // It reached the endpoint, so whatever the probe is waiting for has happened.
      if (recorded !== null && recorded.status !== null && down) {
        probe?.stop();
        cameBack();
      }
      if (recorded === null) throw new Error(`The body of event ${seq} is gone.`);
      return recorded;
    },

    async giveUp(seq) {
      const event = lane.remove(seq);
      if (event !== null) await fail(event);
    },

    async release(deliver) {
      if (!deliver) await giveUpAll();
      asking = false;
      updateBlock();
    },

    recover(left) {
      const wallNow = clock.now();
      const interrupted = left.some(({ state }) => state === 'pending');
      for (const { seq, createdAt, customerId, retries, nextAttemptAt, heldSince, state } of left) {
        lane.add({
          seq,
          createdAt,
          customer: customerId,
          notBefore: nextAttemptAt === null ? 0 : monotonic() + Math.max(0, nextAttemptAt - wallNow),
          trigger: state === 'pending' ? 'recovery' : state === 'held' ? 'released' : 'retry',
          body: null,
          headers: null,
          retries: state === 'retrying' ? retries + 1 : retries,
          strikes: 0,
          heldSince,
          onSettled: null,
          settlesBeforeRecorded: false,
        });
      }
      if (left.some(({ state }) => state === 'held')) wentDown();
      else if (interrupted) {
        // As after a hold: one by one, in the order of creation.
        lane.setBlocked(true);
        updateBlock();
      } else pump();
    },

    configure(next) {
      const moved =
        next.url !== endpoint.url ||
        next.probePath !== endpoint.probePath ||
        next.allowSelfSigned !== endpoint.allowSelfSigned;
      endpoint = next;
      lane.setPolicy(policyOf(next));
      if (moved && down) startProbing();
      updateBlock();
    },

    isBlocked: () => lane.blocked(),

    counts() {
      const waiting = lane.waiting();
      const retrying = waiting.filter(({ notBefore }) => notBefore > 0).length;
      const drained = lane.draining();
      return {
        held: lane.blocked() || drained !== null ? waiting.length - retrying : 0,
        retrying,
        inFlight: lane.inFlight(),
        asking,
        nextProbeAt: probe?.nextAt() ?? null,
        draining: drained,
      };
    },

    async close() {
      dispose();
      await giveUpAll();
    },

    dispose,
  };
}

function policyOf({ order, concurrency, hold }: StoredEndpoint): {
  order: StoredEndpoint['order'];
  concurrency: number;
  drainConcurrency: number;
} {
  return { order, concurrency, drainConcurrency: hold.drainConcurrency };
}
