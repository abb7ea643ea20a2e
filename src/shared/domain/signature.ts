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

/**
 * Reads `t=1795422567,v1=<hex>[,v1=<hex>…][,v0=<hex>]`. As strict as Stripe's SDKs: the separator is a bare comma.
 * @returns null when there is no timestamp or no v1 signature
 */
export function parseSignatureHeader(header: string): SignatureHeader | null {
  let timestamp: number | null = null;
  const v1: string[] = [];
  for (const part of header.split(',')) {
    const equals = part.indexOf('=');
    const key = part.slice(0, equals);
    const value = part.slice(equals + 1);
    // Beyond 2^53 no number is the one that was signed.
    if (key === 't' && /^\d{1,16}$/.test(value) && Number.isSafeInteger(Number(value)))
      timestamp = Number(value);
    else if (key === 'v1') v1.push(value);
  }
  return timestamp === null || v1.length === 0 ? null : { timestamp, v1 };
}

/** @param timestamp Unix seconds */
export function formatSignatureHeader(timestamp: number, v1: string): string {
  return `t=${timestamp},v1=${v1}`;
}

/** `whsec_3f9a…c2`: enough to tell secrets apart, too little to use. */
export function maskSecret(secret: string): string {
  return secret.length > 14 ? `${secret.slice(0, 10)}…${secret.slice(-2)}` : 'whsec_…';
}
