// Brings events to endpoints: the first try when one arrives, again after a crash, and again when asked to.
import type { Attempt } from '#shared/contract/attempts.ts';
import type { HeaderList } from '#shared/contract/events.ts';
import type { AttemptTrigger } from '#shared/domain/delivery.ts';
import type { Clock, Logger } from '../ports.ts';
import { signBody } from '../signature/signature-check.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import type { Store } from '../store/store.ts';
import type { Endpoints } from './endpoints.ts';
import { forwardHeaders } from './forward-headers.ts';
import type { Sender, SendResult } from './sender.ts';

export interface AcceptedEvent {
  seq: number;
  isNew: boolean;
  body: Buffer;
  headers: HeaderList;
}

/** What the sender of an event is told about its delivery. */
export interface DeliveryOutcome {
  status: number;
  body: Buffer | null;
  contentType: string | null;
}

export class NoSecretError extends Error {
  readonly code = 'NO_SECRET';
}

export interface Delivery {
  /** Marks the event as on its way to every enabled endpoint. Runs inside the transaction that stores the event. */
  open(seq: number): void;
  /** Sends an event that just arrived; resolves when every endpoint has answered or failed. */
  deliver(event: AcceptedEvent): Promise<DeliveryOutcome>;
  /** Sends a stored event again, signed now. @throws NoSecretError when there is nothing to sign with */
  resend(seq: number, body: Buffer, endpoint: StoredEndpoint, trigger: AttemptTrigger): Promise<Attempt>;
  /** Sends what a crash or a quit left on its way, one at a time in the order Stripe created it. */
  recover(): Promise<void>;
  /** Calls off what is under way; it stays pending in the store and is recovered at the next start. */
  dispose(): Promise<void>;
}

export interface DeliveryDeps {
  store: Store;
  sender: Sender;
  endpoints: Endpoints;
  /** What to sign with when the endpoint has no secret of its own. */
  signingSecret: () => string | null;
  clock: Clock;
  logger: Logger;
}

interface AttemptPlan {
  seq: number;
  endpoint: StoredEndpoint;
  trigger: AttemptTrigger;
  body: Buffer;
  headers: HeaderList;
  resigned: boolean;
}

export function createDelivery(deps: DeliveryDeps): Delivery {
  const { store, sender, endpoints, clock, logger } = deps;
  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();

  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    const forget = (): boolean => underWay.delete(work);
    work.then(forget, forget);
    return work;
  }

  async function attempt(plan: AttemptPlan): Promise<{ attempt: Attempt; result: SendResult }> {
    const { endpoint, body, headers } = plan;
    const startedAt = clock.now();
    const result = await sender.send({
      url: endpoint.url,
      headers,
      body,
      timeoutMs: endpoint.timeoutMs,
      signal: closing.signal,
    });
    const recorded = await store.write(() =>
      store.deliveries.insertAttempt({
        seq: plan.seq,
        endpointId: endpoint.id,
        trigger: plan.trigger,
        startedAt,
        url: endpoint.url,
        resigned: plan.resigned,
        ...result,
      }),
    );
    endpoints.noteAttempt(recorded);
    return { attempt: recorded, result };
  }

  function freshSignature(body: Buffer, endpoint: StoredEndpoint): string | null {
    const secret = endpoint.secret ?? deps.signingSecret();
    return secret === null ? null : signBody(body, secret, clock.now());
  }

  async function resend(
    seq: number,
    body: Buffer,
    endpoint: StoredEndpoint,
    trigger: AttemptTrigger,
  ): Promise<Attempt> {
    const event = store.reads.findEventBySeq(seq);
    const received = store.reads.newestReceiptHeaders(seq);
    const signature = freshSignature(body, endpoint);
    // Without any secret an event that came in unsigned can still go out as it came.
    if (signature === null && event?.signature !== 'unverified') {
      throw new NoSecretError('No signing secret is known yet to sign with.');
    }
    await store.write(() => store.deliveries.markPending(seq, endpoint.id));
    const headers = forwardHeaders(received, signature);
    const done = await attempt({ seq, endpoint, trigger, body, headers, resigned: signature !== null });
    return done.attempt;
  }

  return {
    open(seq) {
      for (const { id } of endpoints.enabled()) store.deliveries.markPending(seq, id);
    },

    async deliver({ seq, isNew, body, headers }) {
      const targets = endpoints.enabled();
      if (targets.length === 0) return { status: 200, body: null, contentType: null };
      const tries = targets.map((endpoint) => {
        // Untouched, unless the backend is set up with a secret that Stripe does not sign with.
        const signature = endpoint.secret === null ? null : freshSignature(body, endpoint);
        return track(
          attempt({
            seq,
            endpoint,
            trigger: isNew ? 'live' : 'redelivery',
            body,
            headers: forwardHeaders(headers, signature),
            resigned: signature !== null,
          }),
        );
      });
      const outcomes = await Promise.allSettled(tries);
      const first = outcomes[0];
      if (first?.status === 'fulfilled') return outcomeOf(first.value.result);
      if (!closing.signal.aborted) logger.error('A delivery could not be recorded.', first?.reason);
      return { status: 503, body: null, contentType: null };
    },

    resend: (seq, body, endpoint, trigger) => track(resend(seq, body, endpoint, trigger)),

    async recover() {
      const left = store.deliveries.listPending();
      if (left.length > 0)
        logger.info(`Delivering ${left.length} events that an earlier run left on their way.`);
      for (const { seq, endpointId } of left) {
        if (closing.signal.aborted) return;
        const endpoint = endpoints.find(endpointId);
        const body = store.reads.findBody(seq);
        if (endpoint === null || !endpoint.enabled || body === null) continue;
        try {
          await track(resend(seq, body, endpoint, 'recovery'));
        } catch (error) {
          if (!closing.signal.aborted)
            logger.error(`Event ${seq} could not be delivered after the restart.`, error);
        }
      }
    },

    async dispose() {
      closing.abort(new Error('Hookline is shutting down.'));
      await Promise.allSettled(underWay);
      sender.dispose();
    },
  };
}

/** The backend's own status; where there was none, the gateway status that says why. */
function outcomeOf(result: SendResult): DeliveryOutcome {
  const contentType =
    result.responseHeaders.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
  if (result.status !== null && result.errorClass === null) {
    return { status: result.status, body: result.responseBody, contentType };
  }
  return { status: result.errorClass === 'timeout' ? 504 : 502, body: null, contentType: null };
}
