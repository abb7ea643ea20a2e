// Signatures as Stripe makes them: HMAC-SHA256 over `t.payload`, keyed with the whole `whsec_…` string.
import { createHmac } from 'node:crypto';

/** Lower-case hex of scheme v1. @param timestamp Unix seconds */
export function signatureV1(payload: string, secret: string, timestamp: number): string {
  return createHmac('sha256', secret).update(`${timestamp}.${payload}`, 'utf8').digest('hex');
}

/**
 * The header of a test-mode event: a true v1, and the v0 that Stripe adds there and nobody may trust.
 * @param timestamp Unix seconds; default now
 */
export function signatureHeader(
  payload: string,
  secret: string,
  timestamp: number = Math.floor(Date.now() / 1000),
): string {
  const v0 = signatureV1(payload, `${secret}-v0`, timestamp);
  return `t=${timestamp},v1=${signatureV1(payload, secret, timestamp)},v0=${v0}`;
}
