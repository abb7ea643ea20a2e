// Brings events to endpoints: matches them when they arrive, sends them in order, holds, retries, and takes up what a crash left.
import type { EndpointHealth } from '#shared/contract/endpoints.ts';
import type { EventSummary, HeaderList } from '#shared/contract/events.ts';
import type { AttemptTrigger } from '#shared/domain/delivery.ts';
import { skipReasonFor } from '#shared/domain/endpoint-filter.ts';
import type { EventEnvelope } from '#shared/domain/event-envelope.ts';
import type { Clock, Logger } from '../ports.ts';
import type { StoredAttempt } from '../store/delivery-reads.ts';
import { storedAttempt, type EndpointMatch } from '../store/delivery-writes.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import type { Store } from '../store/store.ts';
import { createEndpointLane, type EndpointLane, type LaneResult, type QueuedEvent } from './endpoint-lane.ts';
import type { Endpoints } from './endpoints.ts';
import { forwardHeaders } from './forward-headers.ts';
import type { SendResult } from './exchange.ts';
import type { Sender } from './sender.ts';
import type { Signer } from './signer.ts';

export interface AcceptedEvent {
  seq: number;
  envelope: EventEnvelope;
  body: Buffer;
  headers: HeaderList;
  source: EventSummary['source'];
  isNew: boolean;
  /** The endpoints it was opened for when it was stored. */
  targets: readonly string[];
}

/** An event that did not just arrive: it was fetched from Stripe. */
export interface StoredEvent {
  seq: number;
  /** Unix milliseconds. */
  createdAt: number;
  customerId: string | null;
  targets: readonly string[];
}

/** What the sender of an event is told about its delivery. */
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

export interface Delivery {
  /** Which endpoints an event is meant for, and why not the others. */
  match(envelope: EventEnvelope): EndpointMatch[];
  /** Sends an event that just arrived; resolves when its first endpoint has answered, failed or is holding it. */
  deliver(event: AcceptedEvent): Promise<DeliveryOutcome>;
  /** Sends an event that was stored before to endpoints its deliveries are open for; resolves when each has answered, failed or is holding it. */
  deliverStored(event: StoredEvent): Promise<void>;
  /** Sends a stored event again at once, past any queue. @throws NoSecretError when there is nothing to sign with */
  resend(seq: number, endpoint: StoredEndpoint, trigger: AttemptTrigger): Promise<StoredAttempt>;
  sendAside(send: SideSend): Promise<StoredAttempt>;
  /** Gives up what is held or to be retried; it becomes failed. */
  giveUp(seq: number, endpointId: string | null): Promise<void>;
  /** Decides over events held for so long that nobody may want them any more. */
  release(endpointId: string, deliver: boolean): Promise<void>;
  /** Takes up what an earlier run left, in the order Stripe created it. */
  recover(): void;
  /** After endpoints were added, changed or removed. */
  endpointsChanged(): void;
  queues(
    endpointId: string,
  ): Pick<EndpointHealth, 'held' | 'retrying' | 'inFlight' | 'asking' | 'nextProbeAt' | 'draining'>;
  /** Calls off what is under way; it stays as it is in the store and is taken up at the next start. */
  dispose(): Promise<void>;
}

export interface DeliveryDeps {
  store: Store;
  sender: Sender;
  endpoints: Endpoints;
  signer: Signer;
  clock: Clock;
  logger: Logger;
  onChange: () => void;
  /** An attempt on an event was recorded. */
  onRecorded: (seq: number) => void;
}

export function createDelivery(deps: DeliveryDeps): Delivery {
  const { store, sender, endpoints, signer, clock, logger } = deps;
  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const lanes = new Map<string, EndpointLane>();

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    const forget = (): boolean => underWay.delete(work);
    work.then(forget, forget);
    return work;
  }

  function laneOf(endpoint: StoredEndpoint): EndpointLane {
    const known = lanes.get(endpoint.id);
    if (known !== undefined) return known;
    const lane = createEndpointLane({
      endpoint,
      store,
      clock,
      send: (event, current) => track(sendQueued(event, current)),
      onAttempt: (recorded) => endpoints.noteAttempt(recorded),
      onRecorded: deps.onRecorded,
      onChange: deps.onChange,
      onError: (error) => {
        if (!closing.signal.aborted) logger.error('A delivery could not be recorded.', error);
      },
    });
    lanes.set(endpoint.id, lane);
    return lane;
  }

  /** One attempt of a queued delivery; what follows from it is decided by its lane. */
  async function sendQueued(event: QueuedEvent, endpoint: StoredEndpoint): Promise<LaneResult | null> {
    const body = event.body ?? store.reads.findBody(event.seq);
    if (body === null) return null;
    const received = event.headers ?? store.reads.newestReceiptHeaders(event.seq);
    const first = event.trigger === 'live' || event.trigger === 'redelivery';
    const signature = first ? signer.forFirstAttempt(body, endpoint) : signer.forLaterAttempt(body, endpoint);
    const startedAt = clock.now();
    const result = await sender.send({
      url: endpoint.url,
      headers: forwardHeaders(received, signature, endpoint.headers),
      body,
      timeoutMs: endpoint.timeoutMs,
      allowSelfSigned: endpoint.allowSelfSigned,
      signal: closing.signal,
    });
    return { startedAt, resigned: signature !== null, result };
  }

  return {
    match: (envelope) =>
      endpoints.all().map(({ id: endpointId, enabled, filter, dedupe }) => {
        return { endpointId, skip: enabled ? skipReasonFor(filter, envelope) : 'off', dedupe };
      }),

    async deliver({ seq, envelope, body, headers, source, isNew, targets }) {
      const outcomes = targets.map((id) => {
        const endpoint = endpoints.find(id);
        if (endpoint === null) return Promise.resolve<DeliveryOutcome>(NOT_DELIVERED);
        return new Promise<DeliveryOutcome>((resolve) => {
          laneOf(endpoint).enqueue({
            seq,
            createdAt: envelope.createdAt ?? clock.now(),
            customer: envelope.customerId,
            notBefore: 0,
            trigger: isNew ? 'live' : 'redelivery',
            body,
            headers,
            retries: 0,
            strikes: 0,
            heldSince: null,
            onSettled: (settled) => resolve(tell(settled)),
            // Nobody looks an event up because the CLI was answered; a script that POSTs one may do so at once.
            settlesBeforeRecorded: source === 'cli',
          });
        });
      });
      return (await outcomes[0]) ?? { status: 200, body: null, contentType: null };
    },

    async deliverStored({ seq, createdAt, customerId, targets }) {
      await Promise.all(
        targets.map((id) => {
          const endpoint = endpoints.find(id);
          if (endpoint === null) return Promise.resolve();
          return new Promise<void>((resolve) => {
            laneOf(endpoint).enqueue({
              seq,
              createdAt,
              customer: customerId,
              notBefore: 0,
              trigger: 'catch_up',
              body: null,
              headers: null,
              retries: 0,
              strikes: 0,
              heldSince: null,
              onSettled: () => resolve(),
              settlesBeforeRecorded: false,
            });
          });
        }),
      );
    },

    resend(seq, endpoint, trigger) {
      return track(
        (async () => {
          signer.requireSecret(seq, endpoint);
          return await laneOf(endpoint).sendNow(seq, trigger);
        })(),
      );
    },

    sendAside({ seq, body, received, signature, overrides, endpoint, url, editId, trigger }) {
      return track(
        (async () => {
          const startedAt = clock.now();
          const result = await sender.send({
            url,
            headers: forwardHeaders(received, signature, overrides),
            body,
            timeoutMs: endpoint?.timeoutMs ?? 30_000,
            allowSelfSigned: endpoint?.allowSelfSigned ?? false,
            signal: closing.signal,
          });
          const resigned = signature !== 'none';
          const endpointId = endpoint?.id ?? null;
          const endpointName = endpoint?.name ?? '';
          const attempt = {
            seq,
            endpointId,
            endpointName,
            editId,
            trigger,
            startedAt,
            url,
            resigned,
            ...result,
          };
          const place = await store.write.insertAttempt(attempt, null);
          deps.onRecorded(seq);
          return storedAttempt(attempt, place);
        })(),
      );
    },

    async giveUp(seq, endpointId) {
      for (const endpoint of endpoints.all()) {
        if (endpointId === null || endpointId === endpoint.id) await laneOf(endpoint).giveUp(seq);
      }
    },

    async release(endpointId, deliver) {
      await lanes.get(endpointId)?.release(deliver);
    },

    recover() {
      const left = store.deliveries.listWaiting();
      if (left.length > 0) logger.info(`Taking up ${left.length} deliveries that an earlier run left.`);
      for (const endpoint of endpoints.all()) {
        laneOf(endpoint).recover(left.filter(({ endpointId }) => endpointId === endpoint.id));
      }
    },

    endpointsChanged() {
      const current = new Map(endpoints.all().map((endpoint) => [endpoint.id, endpoint]));
      for (const [id, lane] of lanes) {
        const endpoint = current.get(id);
        if (endpoint !== undefined) lane.configure(endpoint);
        else {
          lanes.delete(id);
          lane
            .close()
            .catch((error: unknown) =>
              logger.error('What waited for a removed endpoint could not be given up.', error),
            );
        }
      }
    },

    queues: (endpointId) => lanes.get(endpointId)?.counts() ?? NO_QUEUE,

    async dispose() {
      closing.abort(new Error('Hookline is shutting down.'));
      for (const lane of lanes.values()) lane.dispose();
      await Promise.allSettled(underWay);
      sender.dispose();
    },
  };
}

const NO_QUEUE = { held: 0, retrying: 0, inFlight: 0, asking: false, nextProbeAt: null, draining: null };
const NOT_DELIVERED: DeliveryOutcome = { status: 503, body: null, contentType: null };

/** The backend's own status; where there was none, the gateway status that says why; 202 for what is held and will go out. */
function tell(settled: { state: string; result: SendResult | null }): DeliveryOutcome {
  const { state, result } = settled;
  if (state === 'held') return { status: 202, body: null, contentType: null };
  if (result === null) return NOT_DELIVERED;
  if (result.status === null || result.errorClass !== null) {
    return { status: result.errorClass === 'timeout' ? 504 : 502, body: null, contentType: null };
  }
  const contentType =
    result.responseHeaders.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
  return { status: result.status, body: result.responseBody, contentType };
}
