// Brings events to endpoints: matches them when they arrive, opens deliveries, resends, and takes up what an earlier run left.
import type { EndpointHealth } from '#shared/contract/endpoints.ts';
import type { EventSummary, HeaderList } from '#shared/contract/events.ts';
import type { AttemptTrigger, WaitingReason } from '#shared/domain/delivery.ts';
import { skipReasonFor } from '#shared/domain/endpoint-filter.ts';
import type { Misfit } from '#shared/domain/filter/arrival-condition.ts';
import { EndpointClosedError, NotSentError } from '#shared/domain/delivery-errors.ts';
import type { EventEnvelope } from '#shared/domain/event-envelope.ts';
import type { Clock, Logger } from '../ports.ts';
import type { StoredAttempt } from '../store/delivery-reads.ts';
import { storedAttempt, type EndpointMatch, type OpenedDelivery } from '../store/delivery-writes.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import type { Store } from '../store/store.ts';
import { reserialisedBodies } from '../signature/reserialised.ts';
import { createBodyBudget, type KeptRequest } from './body-budget.ts';
import type { PreparedRequest } from './attempt-runner.ts';
import { createEndpointDelivery, type EndpointDelivery } from './endpoint-delivery.ts';
import type { Endpoints } from './endpoints.ts';
import { forwardHeaders } from './forward-headers.ts';
import type { SendResult } from './exchange.ts';
import { createPersist } from './persist.ts';
import { probeNetwork, type ProbeNetwork } from './probe.ts';
import { cancelledResult, recordedAttempt, unsentResult } from './recorded-attempt.ts';
import type { Sender } from './sender.ts';
import type { Signer } from './signer.ts';
import { systemTimers, type Timers } from './timers.ts';
import type { Settlement } from './waiting-delivery.ts';

export interface AcceptedEvent {
  seq: number;
  envelope: EventEnvelope;
  body: Buffer;
  headers: HeaderList;
  source: EventSummary['source'];
  isNew: boolean;
  /** The deliveries that were opened when it was stored. */
  opened: readonly OpenedDelivery[];
}

/** An event that did not just arrive: it was fetched from Stripe. */
export interface StoredEvent {
  seq: number;
  /** Unix milliseconds. */
  createdAt: number;
  customerId: string | null;
  opened: readonly OpenedDelivery[];
}

/** What the sender of an event learns about its delivery. */
export interface DeliveryOutcome {
  status: number;
  body: Uint8Array | null;
  contentType: string | null;
}

/** A send on the side: it is recorded with its event and decides nothing about the event's delivery. */
export interface SideSend {
  seq: number;
  body: Buffer;
  /** Headers it arrived with. */
  received: HeaderList;
  /** Stripe-Signature to send; `'none'` = no such header. */
  signature: string;
  /** Headers besides or instead of the received ones. */
  overrides: HeaderList;
  endpoint: StoredEndpoint | null;
  url: string;
  editId: number | null;
  trigger: AttemptTrigger;
}

/** Why an event that arrives does not fit an endpoint's condition; null = it does. */
export type MisfitCheck = (condition: string) => Misfit | null;

export interface Delivery {
  /** Which endpoints an event is meant for, and why not the others. */
  match(envelope: EventEnvelope, misfit: MisfitCheck): EndpointMatch[];
  /** Sends an event that just arrived; resolves when its first endpoint has responded, failed or is holding it. */
  deliver(event: AcceptedEvent): Promise<DeliveryOutcome>;
  /** Sends an event that was stored before to the opened deliveries; resolves when each has responded, failed or is holding it. */
  deliverStored(event: StoredEvent): Promise<void>;
  /**
   * Sends a stored event again, before whatever waits for the endpoint; resolves when the attempt is recorded.
   * @param signal aborting stops the delivery
   * @throws EndpointClosedError, NotSentError
   */
  resend(
    seq: number,
    endpoint: StoredEndpoint,
    cause: AttemptTrigger,
    signal?: AbortSignal,
  ): Promise<StoredAttempt>;
  /** @throws EndpointClosedError */
  sendAside(send: SideSend): Promise<StoredAttempt>;
  /** Settles what waits or is in progress as failed. @param endpointId null = every endpoint's */
  stop(seq: number, endpointId: string | null): Promise<void>;
  /** Decides over events held for so long that nobody may want them any more. */
  release(endpointId: string, deliver: boolean): Promise<void>;
  /** Takes up what an earlier run left. To be called, and awaited, before any event is accepted. */
  recover(): Promise<void>;
  /** After endpoints were added, changed or removed. */
  endpointsChanged(): void;
  queues(
    endpointId: string,
  ): Pick<EndpointHealth, 'held' | 'retrying' | 'inFlight' | 'asking' | 'nextProbeAt' | 'draining'>;
  /** Why a delivery waits; null = it does not. */
  waitingReason(seq: number, endpointId: string): WaitingReason | null;
  /** Cancels and records what is in progress; what waits stays as it is in the store and is taken up at the next start. */
  dispose(): Promise<void>;
}

export interface DeliveryDeps {
  store: Pick<Store, 'write'> & {
    reads: Pick<Store['reads'], 'findBody' | 'newestReceiptHeaders' | 'findEventBySeq'>;
    deliveries: Pick<Store['deliveries'], 'hasUnfinished' | 'listWaiting' | 'orderMoment'>;
  };
  sender: Sender;
  endpoints: Pick<Endpoints, 'all' | 'find' | 'noteAttempt'>;
  signer: Signer;
  clock: Clock;
  logger: Logger;
  onChange: () => void;
  /** An attempt on an event was recorded. */
  onRecorded: (seq: number) => void;
  timers?: Timers;
  network?: ProbeNetwork;
  /** A number in [0, 1). */
  random?: () => number;
}

export function createDelivery(deps: DeliveryDeps): Delivery {
  const { store, sender, endpoints, signer, clock, logger } = deps;
  const { timers = systemTimers, network = probeNetwork, random = Math.random } = deps;
  const bodies = createBodyBudget();
  const closing = new AbortController();
  const persist = createPersist(timers, () => closing.signal.aborted);
  const aside = new Set<Promise<unknown>>();
  const deliveries = new Map<string, EndpointDelivery>();
  const closed = new Set<Promise<void>>();

  function onError(error: unknown): void {
    if (!closing.signal.aborted) logger.error('A delivery could not be recorded.', error);
  }

  function deliveriesOf(endpoint: StoredEndpoint): EndpointDelivery {
    const known = deliveries.get(endpoint.id);
    if (known !== undefined) return known;
    const made = createEndpointDelivery({
      endpoint,
      store,
      clock,
      timers,
      network,
      bodies,
      random,
      prepare,
      send: ({ headers, body }, { url, timeoutMs, allowSelfSigned }, signal) =>
        sender.send({ url, headers, body, timeoutMs, allowSelfSigned, signal }),
      onRecorded(seq, attempt) {
        endpoints.noteAttempt(attempt);
        deps.onRecorded(seq);
      },
      onChange: deps.onChange,
      onError,
    });
    deliveries.set(endpoint.id, made);
    return made;
  }

  function prepare(
    seq: number,
    cause: AttemptTrigger,
    request: KeptRequest | null,
    endpoint: StoredEndpoint,
    isSynthetic: boolean,
  ): PreparedRequest | null {
    const body = request?.body ?? store.reads.findBody(seq);
    if (body === null || body.byteLength === 0) return null;
    const received = request?.headers ?? store.reads.newestReceiptHeaders(seq);
    const isFirst = cause === 'live' || cause === 'redelivery';
    const signature = isFirst
      ? signer.signFirst(body, endpoint, isSynthetic)
      : cause === 'find_out'
        ? signer.signEach(
            reserialisedBodies(body).map(({ bytes }) => bytes),
            endpoint,
          )
        : signer.sign(body, endpoint);
    return {
      headers: forwardHeaders(received, signature, endpoint.headers),
      body,
      resigned: signature !== null,
    };
  }

  function requireOpen(endpoint: StoredEndpoint): void {
    const current = endpoints.find(endpoint.id);
    if (current === null) throw new EndpointClosedError(`The endpoint “${endpoint.name}” was removed.`);
    if (current.enabled && !current.paused) return;
    throw new EndpointClosedError(
      current.enabled
        ? `The endpoint “${current.name}” is paused. Resume it, then resend.`
        : `The endpoint “${current.name}” is switched off. Switch it on, then resend.`,
    );
  }

  return {
    match: (envelope, misfitWith) =>
      endpoints.all().map(({ id: endpointId, enabled, filter, dedupe }): EndpointMatch => {
        const skip = enabled ? skipReasonFor(filter, envelope) : 'off';
        const { condition = '' } = filter;
        const misfit = skip === null && condition !== '' ? misfitWith(condition) : null;
        return { endpointId, skip: misfit === null ? skip : 'condition', misfit, dedupe };
      }),

    async deliver({ seq, envelope, body, headers, source, isNew, opened }) {
      const outcomes = opened.map(({ endpointId, generation, state }) => {
        const endpoint = endpoints.find(endpointId);
        // Removed meanwhile: its removal settles the delivery.
        if (endpoint === null) return Promise.resolve<DeliveryOutcome>(NOT_DELIVERED);
        return new Promise<DeliveryOutcome>((resolve) => {
          deliveriesOf(endpoint).open({
            seq,
            generation,
            state,
            createdAt: envelope.createdAt ?? clock.now(),
            customer: envelope.customerId,
            cause: isNew ? 'live' : 'redelivery',
            front: false,
            isSynthetic: source === 'synthetic',
            request: { body, headers },
            // Nobody looks an event up because the CLI got its response; a script that POSTs one may do so at once.
            waiter: { early: source === 'cli', settle: (settled) => resolve(toOutcome(settled)) },
          });
        });
      });
      return (await outcomes[0]) ?? { status: 200, body: null, contentType: null };
    },

    async deliverStored({ seq, createdAt, customerId, opened }) {
      await Promise.all(
        opened.map(({ endpointId, generation, state }) => {
          const endpoint = endpoints.find(endpointId);
          if (endpoint === null) return Promise.resolve();
          return new Promise<void>((resolve) => {
            deliveriesOf(endpoint).open({
              seq,
              generation,
              state,
              createdAt,
              customer: customerId,
              cause: 'catch_up',
              front: false,
              isSynthetic: false,
              request: null,
              waiter: { early: false, settle: () => resolve() },
            });
          });
        }),
      );
    },

    async resend(seq, endpoint, cause, signal) {
      requireOpen(endpoint);
      const generation = await persist(() => store.write.openDelivery(seq, endpoint.id));
      const event = generation === null ? null : store.reads.findEventBySeq(seq);
      const current = endpoints.find(endpoint.id);
      // Removed meanwhile: its removal settles the delivery.
      if (generation === null || event === null || current === null)
        throw new NotSentError('The event or the endpoint was removed, so nothing was sent.');
      const ownDeliveries = deliveriesOf(current);
      const stop = (): void => void ownDeliveries.stop(seq).catch(onError);
      const settled = new Promise<Settlement>((resolve) => {
        ownDeliveries.open({
          seq,
          generation,
          state: 'pending',
          createdAt: event.createdAt ?? event.receivedAt,
          customer: event.customerId,
          cause,
          front: true,
          isSynthetic: false,
          request: null,
          waiter: { early: false, settle: resolve },
        });
      });
      if (signal?.aborted === true) stop();
      signal?.addEventListener('abort', stop);
      const { attempt } = await settled.finally(() => signal?.removeEventListener('abort', stop));
      if (attempt === null)
        throw new NotSentError(
          'The delivery was stopped, or its endpoint paused or removed, before it was sent.',
        );
      return attempt;
    },

    async sendAside({ seq, body, received, signature, overrides, endpoint, url, editId, trigger }) {
      if (endpoint !== null) requireOpen(endpoint);
      const work = (async () => {
        const startedAt = clock.now();
        const startedMs = timers.monotonic();
        const headers = forwardHeaders(received, signature, overrides);
        const send = (): Promise<SendResult> =>
          sender.send({
            url,
            headers,
            body,
            timeoutMs: endpoint?.timeoutMs ?? 30_000,
            allowSelfSigned: endpoint?.allowSelfSigned ?? false,
            signal: closing.signal,
          });
        const started = {
          seq,
          endpoint,
          url,
          editId,
          cause: trigger,
          startedAt,
          resigned: signature !== 'none',
        };
        const result = await send().catch((error: unknown) =>
          closing.signal.aborted
            ? cancelledResult(headers, 'shutdown', timers.monotonic() - startedMs)
            : unsentResult(headers, error instanceof Error ? error.message : String(error)),
        );
        const attempt = recordedAttempt(started, result);
        const place = await persist(() => store.write.insertAttempt(attempt, null));
        if (place === null)
          throw new NotSentError('The event was removed while the request was in progress.');
        deps.onRecorded(seq);
        return storedAttempt(attempt, place);
      })();
      aside.add(work);
      return await work.finally(() => aside.delete(work));
    },

    async stop(seq, endpointId) {
      const chosen = endpoints.all().filter(({ id }) => endpointId === null || id === endpointId);
      await Promise.all(chosen.map((endpoint) => deliveriesOf(endpoint).stop(seq)));
    },

    async release(endpointId, deliver) {
      await deliveries.get(endpointId)?.release(deliver);
    },

    async recover() {
      // The first write of all, so that nothing that is accepted later is taken for what an earlier run left.
      const recovered = persist(() => store.write.recoverDeliveries(clock.now()));
      if (!store.deliveries.hasUnfinished()) {
        // Nothing in memory depends on it, and the start does not wait for the writer's thread.
        recovered.catch(onError);
      } else if ((await recovered) > 0)
        logger.warn('Deliveries may have been in progress when Hookline ended; they are sent again.');
      const left = Map.groupBy(store.deliveries.listWaiting(), ({ endpointId }) => endpointId);
      for (const endpoint of endpoints.all()) deliveriesOf(endpoint).recover(left.get(endpoint.id) ?? []);
    },

    endpointsChanged() {
      const current = new Map(endpoints.all().map((endpoint) => [endpoint.id, endpoint]));
      for (const [id, ofEndpoint] of deliveries) {
        const endpoint = current.get(id);
        if (endpoint !== undefined) {
          ofEndpoint.configure(endpoint);
          continue;
        }
        deliveries.delete(id);
        const closes = ofEndpoint.close().catch(onError);
        closed.add(closes);
        void closes.finally(() => closed.delete(closes));
      }
      for (const endpoint of current.values()) deliveriesOf(endpoint);
    },

    queues: (endpointId) => deliveries.get(endpointId)?.counts() ?? NO_QUEUE,
    waitingReason: (seq, endpointId) => deliveries.get(endpointId)?.waitingReason(seq) ?? null,

    async dispose() {
      closing.abort(new Error('Hookline is shutting down.'));
      await Promise.allSettled([
        ...[...deliveries.values()].map((one) => one.dispose()),
        ...aside,
        ...closed,
      ]);
      // Without it the next start takes what is pending for interrupted, which is the safe side.
      await store.write.markCleanEnd().catch(() => {});
      sender.dispose();
    },
  };
}

const NO_QUEUE = { held: 0, retrying: 0, inFlight: 0, asking: false, nextProbeAt: null, draining: null };
const NOT_DELIVERED: DeliveryOutcome = { status: 503, body: null, contentType: null };

/** The backend's own status; where there was none, the gateway status that says why; 202 for what is held and will go out. */
function toOutcome({ state, result }: Pick<Settlement, 'state' | 'result'>): DeliveryOutcome {
  if (state === 'held') return { status: 202, body: null, contentType: null };
  if (result === null) return NOT_DELIVERED;
  if (result.status === null || result.errorClass !== null) {
    return { status: result.errorClass === 'timeout' ? 504 : 502, body: null, contentType: null };
  }
  const contentType =
    result.responseHeaders.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
  return { status: result.status, body: result.responseBody, contentType };
}
