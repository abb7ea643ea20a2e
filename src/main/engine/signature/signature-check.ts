// Stripe's webhook signatures: computing them, and finding out why one does not fit.
import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  formatSignatureHeader,
  parseSignatureHeader,
  SIGNATURE_TOLERANCE_SECONDS,
  type SignatureProblem,
} from '#shared/domain/signature.ts';
import type { HeaderList, SignatureCheck } from '#shared/contract/events.ts';

export interface KnownSecret {
  /** `cli`, `cli-previous` or `endpoint:<name>`. */
  label: string;
  secret: string;
}

/** Lower-case hex HMAC-SHA256 of `<t>.<body>`; the key is the whole secret, `whsec_` included. Source: docs.stripe.com/webhooks */
export function computeSignature(body: Uint8Array, secret: string, timestamp: number): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
}

/** A Stripe-Signature header that is valid now. */
export function signBody(body: Uint8Array, secret: string, nowMs: number): string {
  const timestamp = Math.floor(nowMs / 1000);
  return formatSignatureHeader(timestamp, computeSignature(body, secret, timestamp));
}

export interface CheckInput {
  body: Buffer;
  headers: HeaderList;
  secrets: readonly KnownSecret[];
  receivedAt: number;
}

/** Checks one request against every known secret and says which matched, or the likeliest reason that none did. */
export function checkSignature({ body, headers, secrets, receivedAt }: CheckInput): SignatureCheck {
  const values = headers
    .filter(([name]) => name.toLowerCase() === 'stripe-signature')
    .map(([, value]) => value);
  const triedSecrets = secrets.map(({ label }) => label);
  const invalid = (problem: SignatureProblem, timestamp: number | null = null): SignatureCheck => ({
    state: 'invalid',
    problem,
    secretLabel: null,
    timestamp,
    ageSeconds: timestamp === null ? null : receivedAt / 1000 - timestamp,
    triedSecrets,
  });

  if (values.length === 0) return invalid('no_header');
  // Two headers are as unreadable to Stripe's SDKs as one without t or v1.
  const header = values.length === 1 ? parseSignatureHeader(values[0] ?? '') : null;
  if (header === null) return invalid('malformed');
  if (secrets.length === 0) return invalid('no_secret_known', header.timestamp);

  const matching = (bytes: Uint8Array): KnownSecret | undefined =>
    secrets.find(({ secret }) => {
      const expected = Buffer.from(computeSignature(bytes, secret, header.timestamp));
      return header.v1.some(
        (given) => given.length === expected.length && timingSafeEqual(expected, Buffer.from(given)),
      );
    });

  const match = matching(body);
  if (match === undefined) {
    const changed = likelyOriginals(body).some((bytes) => matching(bytes) !== undefined);
    return invalid(changed ? 'body_changed' : 'wrong_secret', header.timestamp);
  }
  const ageSeconds = receivedAt / 1000 - header.timestamp;
  if (ageSeconds > SIGNATURE_TOLERANCE_SECONDS) {
    return { ...invalid('stale', header.timestamp), secretLabel: match.label };
  }
  return {
    state: 'valid',
    problem: null,
    secretLabel: match.label,
    timestamp: header.timestamp,
    ageSeconds,
    triedSecrets,
  };
}

/**
 * What Stripe may have signed if something on the way re-wrote the body: Stripe's own two-space layout, compact JSON,
 * another line ending, a newline more or less. If one of these fits the signature, the body was changed.
 */
function likelyOriginals(body: Buffer): Buffer[] {
  const text = body.toString('utf8');
  const candidates = new Set([
    text.trim(),
    `${text.trim()}\n`,
    text.replaceAll('\r\n', '\n'),
    text.replaceAll(/\r?\n/g, '\r\n'),
  ]);
  try {
    const parsed: unknown = JSON.parse(text);
    for (const indent of [2, 0, 4]) {
      candidates.add(JSON.stringify(parsed, null, indent));
      candidates.add(`${JSON.stringify(parsed, null, indent)}\n`);
    }
  } catch {
    // Not JSON: only white space can be guessed at.
  }
  candidates.delete(text);
  return [...candidates].map((candidate) => Buffer.from(candidate));
}
