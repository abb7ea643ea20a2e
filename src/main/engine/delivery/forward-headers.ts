// Which of the headers an event arrived with go on to the backend, and which are set besides or instead.
import type { HeaderList } from '#shared/contract/events.ts';
import { DELIVERY_HEADER } from '#shared/domain/delivery-header.ts';
import type { Sender } from './sender.ts';

/**
 * Headers that belong to the connection they came on, not to the message (RFC 9110, 7.6.1), and Accept-Encoding: the CLI's HTTP
 * client adds it for itself, and asking for compressed answers would only make the recorded ones harder to read.
 */
const CONNECTION_HEADERS = new Set([
  'host',
  'content-length',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'accept-encoding',
]);

/** What a sender may not set by itself: the framing is the HTTP client's. */
const FRAMING_HEADERS = new Set(['content-length', 'connection', 'transfer-encoding']);

/**
 * @param signature replaces Stripe-Signature; `null` keeps the original untouched, `'none'` leaves it out
 * @param overrides each takes the place of all received headers of its name; Host may be among them
 */
export function forwardHeaders(
  received: HeaderList,
  signature: string | null,
  overrides: HeaderList = [],
): HeaderList {
  const set: HeaderList = overrides.filter(([name]) => !FRAMING_HEADERS.has(name.toLowerCase()));
  const replaced = new Set(set.map(([name]) => name.toLowerCase()));
  const signatureReplaced = replaced.has('stripe-signature');
  if (signature !== null && !signatureReplaced) replaced.add('stripe-signature');
  const kept = received.filter(
    ([name]) => !CONNECTION_HEADERS.has(name.toLowerCase()) && !replaced.has(name.toLowerCase()),
  );
  const signed: HeaderList =
    signature === null || signature === 'none' || signatureReplaced ? [] : [['Stripe-Signature', signature]];
  return [...kept, ...set, ...signed];
}

/** Marks all that is sent as this run's, whichever way it goes out; the receiver turns away what comes back so marked. */
export function markingSender(sender: Sender, instanceId: string): Sender {
  return {
    send: (request) =>
      sender.send({ ...request, headers: [...request.headers, [DELIVERY_HEADER, instanceId]] }),
    dispose: () => sender.dispose(),
  };
}
