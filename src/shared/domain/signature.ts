// The Stripe-Signature header: reading it, writing it, and the words for what a check found. No cryptography here.

/** Stripe's SDKs refuse timestamps older than this. Source: stripe-node `DEFAULT_TOLERANCE`. */
export const SIGNATURE_TOLERANCE_SECONDS = 300;

export const SIGNATURE_STATES = ['valid', 'invalid', 'unverified'] as const;
/** `unverified` = not signed in a way we can check, yet accepted because the settings say so. */
export type SignatureState = (typeof SIGNATURE_STATES)[number];

/** Why no known secret matched. */
export const SIGNATURE_PROBLEMS = [
  'no_header',
  'malformed',
  'stale',
  'wrong_secret',
  'body_changed',
  'no_secret_known',
] as const;
export type SignatureProblem = (typeof SIGNATURE_PROBLEMS)[number];

export interface SignatureHeader {
  /** Unix seconds. */
  timestamp: number;
  /** Lower-case hex HMACs of scheme v1, one for each active secret. */
  v1: string[];
}

/** The last moment that a Date can hold, in Unix seconds; a later timestamp is none. */
const LAST_SECOND = 8_640_000_000_000;

/**
 * Reads `t=1795422567,v1=<hex>[,v1=<hex>…][,v0=<hex>]` exactly as stripe-node does: the separator is a bare comma, the last `t`
 * counts, and a `v1` that its comparison would throw at makes the whole header unreadable. Only a timestamp that is no number,
 * or beyond every calendar, is refused here and not there; Stripe signs no such thing. Source: stripe-node Webhooks.ts.
 * @returns null when there is no timestamp or no v1 signature
 */
export function parseSignatureHeader(header: string): SignatureHeader | null {
  let timestamp = Number.NaN;
  const v1: string[] = [];
  for (const part of header.split(',')) {
    const [key, value = ''] = part.split('=', 2);
    if (key === 't') timestamp = Number.parseInt(value, 10);
    else if (key === 'v1') v1.push(value);
  }
  const isMoment = Number.isSafeInteger(timestamp) && timestamp !== -1 && Math.abs(timestamp) <= LAST_SECOND;
  return isMoment && v1.length > 0 && v1.every(isComparable) ? { timestamp, v1 } : null;
}

const HEX_LENGTH = 64;

/** stripe-node compares lengths in characters and then bytes, which differ in number beyond ASCII. */
function isComparable(v1: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return v1 !== '' && (v1.length !== HEX_LENGTH || /^[\x00-\x7f]*$/.test(v1));
}

/** @returns whether a `v1` is one that an HMAC can equal: lower-case hex of SHA-256's length */
export function isHexSignature(v1: string): boolean {
  return v1.length === HEX_LENGTH && /^[0-9a-f]+$/.test(v1);
}

/** @param timestamp Unix seconds */
export function formatSignatureHeader(timestamp: number, ...v1: readonly string[]): string {
  return [`t=${timestamp}`, ...v1.map((one) => `v1=${one}`)].join(',');
}

/** `whsec_3f9a…c2`: enough to tell secrets apart, too little to use. */
export function maskSecret(secret: string): string {
  return secret.length > 14 ? `${secret.slice(0, 10)}…${secret.slice(-2)}` : 'whsec_…';
}
