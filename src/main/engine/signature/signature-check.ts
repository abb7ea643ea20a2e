// Stripe's webhook signatures: computing them, and finding out why one does not fit.
import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  formatSignatureHeader,
  isHexSignature,
  parseSignatureHeader,
  SIGNATURE_TOLERANCE_SECONDS,
  type SignatureHeader,
  type SignatureProblem,
} from '#shared/domain/signature.ts';
import type { HeaderList, SignatureCheck } from '#shared/contract/events.ts';
import { likelyOriginals } from './likely-originals.ts';
import { asVerified } from './verified-bytes.ts';

/** Of the secret that Hookline made for itself. */
export const HOOKLINE_LABEL = 'hookline';

export interface KnownSecret {
  /** `cli`, `cli-previous` or `endpoint:<name>`. */
  label: string;
  secret: string;
}

/** Lower-case hex HMAC-SHA256 of `<t>.<body>`; the key is the whole secret, `whsec_` included. Source: docs.stripe.com/webhooks */
export function computeSignature(body: Uint8Array, secret: string, timestamp: number): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
}

/**
 * A Stripe-Signature header that is valid now. SDKs that check the text of a body and those that check its bytes differ where it
 * begins with a byte order mark or is not UTF-8; such a body gets a signature for each.
 */
export function signBody(body: Uint8Array, secret: string, nowMs: number): string {
  const verified = asVerified(body);
  return signBodies(verified === body ? [body] : [body, verified], secret, nowMs);
}

/** A Stripe-Signature header with a `v1` for each of the bodies. */
export function signBodies(bodies: readonly Uint8Array[], secret: string, nowMs: number): string {
  const timestamp = Math.floor(nowMs / 1000);
  return formatSignatureHeader(
    timestamp,
    ...bodies.map((bytes) => computeSignature(bytes, secret, timestamp)),
  );
}

/** Several headers are one, as node:http joins them (RFC 9110, 5.2). @returns null when there is none */
function signatureHeader(headers: HeaderList): string | null {
  const values = headers.filter(([name]) => name.toLowerCase() === 'stripe-signature');
  return values.length === 0 ? null : values.map(([, value]) => value).join(', ');
}

/** @returns the secret with which one of the header's signatures was made over these bytes */
function signerOf(
  bytes: Uint8Array,
  header: SignatureHeader,
  secrets: readonly KnownSecret[],
): KnownSecret | undefined {
  const candidates = header.v1.filter(isHexSignature).map((hex) => Buffer.from(hex));
  if (candidates.length === 0) return undefined;
  return secrets.find(({ secret }) => {
    const expected = Buffer.from(computeSignature(bytes, secret, header.timestamp));
    return candidates.some((given) => timingSafeEqual(expected, given));
  });
}

/** Whether a signature in the headers covers these bytes, however old it is. */
export function isSignedOver(
  body: Uint8Array,
  headers: HeaderList,
  secrets: readonly KnownSecret[],
): boolean {
  const header = parseSignatureHeader(signatureHeader(headers) ?? '');
  return header !== null && signerOf(asVerified(body), header, secrets) !== undefined;
}

export interface CheckInput {
  body: Buffer;
  headers: HeaderList;
  secrets: readonly KnownSecret[];
  receivedAt: number;
}

/** Checks one request against every known secret and says which matched, or the likeliest reason that none did. */
export function checkSignature({ body, headers, secrets, receivedAt }: CheckInput): SignatureCheck {
  const value = signatureHeader(headers);
  const triedSecrets = secrets.map(({ label }) => label);
  const invalid = (problem: SignatureProblem, timestamp: number | null = null): SignatureCheck => ({
    state: 'invalid',
    problem,
    secretLabel: null,
    timestamp,
    ageSeconds: timestamp === null ? null : receivedAt / 1000 - timestamp,
    triedSecrets,
  });

  if (value === null) return invalid('no_header');
  const header = parseSignatureHeader(value);
  if (header === null) return invalid('malformed');

  const matching = (bytes: Uint8Array): KnownSecret | undefined => signerOf(bytes, header, secrets);

  const match = matching(asVerified(body));
  if (match === undefined) {
    const changed =
      header.v1.some(isHexSignature) && likelyOriginals(body).some((bytes) => matching(bytes) !== undefined);
    if (changed) return invalid('body_changed', header.timestamp);
    // Hookline's own secret is always there; Stripe signs with none of it.
    const knowsStripes = secrets.some(({ label }) => label !== HOOKLINE_LABEL);
    return invalid(knowsStripes ? 'wrong_secret' : 'no_secret_known', header.timestamp);
  }
  const ageSeconds = receivedAt / 1000 - header.timestamp;
  // Whole seconds, as stripe-node counts them.
  if (Math.floor(receivedAt / 1000) - header.timestamp > SIGNATURE_TOLERANCE_SECONDS) {
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
