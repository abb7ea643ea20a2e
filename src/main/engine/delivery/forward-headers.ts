// Which of the headers an event arrived with go on to the backend.
import type { HeaderList } from '#shared/contract/events.ts';

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

/** @param signature replaces Stripe-Signature in its place; null keeps the original untouched */
export function forwardHeaders(received: HeaderList, signature: string | null): HeaderList {
  const forwarded = received.filter(([name]) => !CONNECTION_HEADERS.has(name.toLowerCase()));
  if (signature === null) return forwarded;
  const others = forwarded.filter(([name]) => name.toLowerCase() !== 'stripe-signature');
  return [...others, ['Stripe-Signature', signature]];
}
