// What of a body a signature covers: the text that stripe-node makes of it, which is the bytes themselves for all that Stripe sends.
import { isUtf8 } from 'node:buffer';

/** Without a byte order mark, and with U+FFFD where bytes are no UTF-8: as stripe-node decodes, and every JSON parser reads. */
export function asText(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

/** Decoding so much that is no UTF-8 takes long, and nobody signs such things. */
const MAX_DECODED_BYTES = 512 * 1024;

/** The bytes that stripe-node computes a signature over. @returns the body itself unless it differs from them */
export function asVerified(body: Uint8Array): Uint8Array {
  if (!isUtf8(body)) return body.byteLength > MAX_DECODED_BYTES ? body : Buffer.from(asText(body));
  const hasByteOrderMark = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
  return hasByteOrderMark ? body.subarray(3) : body;
}
