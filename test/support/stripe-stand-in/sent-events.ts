// Events on their way: builds the frames of the CLI's protocol and pairs acks and responses with what was sent.
import type { Connection } from './socket.ts';
import { signatureHeader } from './signing.ts';

/** What the CLI answers at once to an event it could read. */
export interface EventAck {
  event_id: string;
  webhook_conversation_id: string;
  webhook_id: string;
}

/** What the CLI reports once the endpoint has answered. */
export interface WebhookResponse {
  forward_url: string;
  status: number;
  http_headers: Record<string, string>;
  body: string;
  webhook_conversation_id?: string;
  webhook_id: string;
  request_headers: Record<string, string>;
  request_body: string;
  notification_id: string;
}

export interface SendOptions {
  /** Signs with this instead of the session's secret. */
  secret?: string;
  /** Unix seconds of the signature; default now. */
  timestamp?: number;
  /** The header as a whole; null = none. */
  signatureHeader?: string | null;
  /** More headers, or others in place of the usual ones. */
  headers?: Record<string, string>;
  /** Sends it as a v2 event. Default: true when the event's `object` is `v2.core.event`. */
  thin?: boolean;
  /** `endpoint.api_version`; anything but null is acked and not forwarded by a CLI without --latest. */
  endpointVersion?: string | null;
  /** What to wait for. A forward that found nobody has no response. Default `response`. */
  waitFor?: 'response' | 'ack' | 'nothing';
  /** Default 15 000. */
  timeoutMs?: number;
}

export interface SentEvent {
  /** The exact text that was sent and signed. */
  payload: string;
  ack: EventAck | null;
  response: WebhookResponse | null;
}

export interface SentEvents {
  /** Goes to every open connection, as each open session of an account gets its own copy. */
  send(event: string | object, options?: SendOptions): Promise<SentEvent>;
  /** A frame from the CLI. */
  take(text: string): void;
  acks: readonly EventAck[];
  responses: readonly WebhookResponse[];
}

interface Pending {
  sent: SentEvent;
  settle: () => void;
}

export function createSentEvents(connections: () => Connection[]): SentEvents {
  const acks: EventAck[] = [];
  const responses: WebhookResponse[] = [];
  const pending = new Map<string, Pending>();
  let count = 0;

  const send = (event: string | object, options: SendOptions = {}): Promise<SentEvent> => {
    const open = connections();
    if (open.length === 0)
      return Promise.reject(new Error('the stand-in has no connection to send an event on'));
    const payload = typeof event === 'string' ? event : JSON.stringify(event, null, 2);
    const thin = options.thin ?? /"object":\s*"v2\.core\.event"/.test(payload);
    count += 1;
    const key = `${thin ? 'ed_test' : 'wc'}_${count}`;
    const sent: SentEvent = { payload, ack: null, response: null };
    const waitFor = options.waitFor ?? 'response';

    const arrived = new Promise<SentEvent>((resolve, reject) => {
      const timeoutMs = options.timeoutMs ?? 15_000;
      const timer = setTimeout(() => {
        reject(new Error(`no ${waitFor} from the CLI within ${timeoutMs} ms`));
      }, timeoutMs);
      const settle = (): void => {
        if (waitFor === 'response' ? sent.response === null : waitFor === 'ack' && sent.ack === null) return;
        clearTimeout(timer);
        resolve(sent);
      };
      pending.set(key, { sent, settle });
      settle();
    });
    for (const { socket, session } of open) {
      const signature =
        options.signatureHeader === undefined
          ? signatureHeader(payload, options.secret ?? session.secret, options.timestamp)
          : options.signatureHeader;
      socket.send(JSON.stringify(frame(payload, key, thin, signature, options)));
    }
    return arrived;
  };

  const take = (text: string): void => {
    let message: { type?: string } & Partial<EventAck & WebhookResponse>;
    try {
      message = JSON.parse(text) as typeof message;
    } catch {
      return;
    }
    // Thin answers carry no conversation id; the destination id, new for each event here, stands in for it.
    const entry = pending.get(message.webhook_conversation_id || message.webhook_id || '');
    if (message.type === 'event_ack') {
      acks.push(message as EventAck);
      if (entry) entry.sent.ack = message as EventAck;
    } else if (message.type === 'webhook_response') {
      responses.push(message as WebhookResponse);
      if (entry) entry.sent.response = message as WebhookResponse;
    }
    entry?.settle();
  };

  return { send, take, acks, responses };
}

function frame(
  payload: string,
  key: string,
  thin: boolean,
  signature: string | null,
  options: SendOptions,
): Record<string, unknown> {
  const headers = {
    Accept: '*/*; q=0.5, application/xml',
    'Cache-Control': 'no-cache',
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    ...(signature === null ? {} : { 'Stripe-Signature': signature }),
    ...options.headers,
  };
  return thin
    ? { type: 'v2_event', payload, destination_id: key, http_headers: headers }
    : {
        type: 'webhook_event',
        endpoint: { api_version: options.endpointVersion ?? null },
        event_payload: payload,
        http_headers: headers,
        webhook_conversation_id: key,
        webhook_id: 'we_1',
      };
}
