// Recognises what the Stripe SDKs, and people's own handlers, say when they refuse a signature.
import { maskSecret } from './signature.ts';

/**
 * `no_match`: no signature in the header fits · `unclear`: speaks of a signature without saying what is wrong with it.
 */
export const SIGNATURE_COMPLAINTS = [
  'secret_missing',
  'secret_whitespace',
  'body_parsed',
  'no_payload',
  'no_header',
  'malformed_header',
  'stale',
  'no_match',
  'unclear',
] as const;
export type SignatureComplaint = (typeof SIGNATURE_COMPLAINTS)[number];

/** First match wins: stripe-node appends the note on white space to its other messages, so that comes before them. */
const SDK_TEXTS: readonly (readonly [SignatureComplaint, RegExp])[] = [
  // stripe-node ≥ 16, Webhooks.ts.
  ['secret_whitespace', /signing secret contains whitespace/i],
  // stripe-node ≥ 15.
  ['secret_missing', /No webhook secret value was provided/i],
  // Older stripe-node hands `undefined` to crypto.createHmac, which complains about its key.
  ['secret_missing', /"key" argument must be [^\n]{0,160}Received (?:undefined|null)/i],
  // stripe-python with a secret of None: the secret's .encode fails.
  ['secret_missing', /_webhook\.py[\s\S]{0,600}'NoneType' object has no attribute 'encode'/],
  // stripe-node; the last is what an empty or already consumed body stream, or a field that is not there, leads to.
  ['body_parsed', /Webhook payload must be provided as a string or a Buffer/i],
  ['body_parsed', /Payload was provided as a parsed JavaScript object/i],
  ['no_payload', /No webhook payload was provided/i],
  // stripe-node, stripe-go.
  ['no_header', /No stripe-signature header value was provided/i],
  ['no_header', /webhook has no Stripe-Signature header/i],
  // stripe-node, -python, -ruby, -php, -java share these words; then stripe-go; then Stripe.net.
  ['malformed_header', /Unable to extract timestamp and signatures from header/i],
  ['malformed_header', /No signatures found with expected scheme/i],
  ['malformed_header', /webhook has invalid Stripe-Signature header/i],
  ['malformed_header', /signature header format is unexpected/i],
  ['stale', /Timestamp outside the tolerance zone/i],
  ['stale', /timestamp wasn['’]t within tolerance/i],
  ['stale', /current timestamp is (?:outside of|above) the allowed tolerance/i],
  ['no_match', /No signatures found matching the expected signature/i],
  ['no_match', /webhook had no valid signature/i],
  ['no_match', /expected signature was not found in the Stripe-Signature header/i],
  ['no_match', /signature for the webhook is not present in the Stripe-Signature header/i],
  // Only the error's name, as the SDKs of Node, Python, Ruby, PHP and Java have it; and better-auth's own message.
  ['unclear', /SignatureVerification(?:Error|Exception)/],
  ['unclear', /Failed to construct Stripe event/i],
];

/** Words of people's own making around the same things. */
const OWN_TEXTS: readonly (readonly [SignatureComplaint, RegExp])[] = [
  [
    'no_header',
    /\b(?:missing|no|without|absent)\b[^\n]{0,30}\bsignature\b|\bsignature\b[^\n]{0,30}\b(?:missing|required)\b/i,
  ],
  ['unclear', /\bsignature\b|SignatureVerification|stripe-signature/i],
];

/** @returns what an SDK complained of; null when the text is none of the SDKs' */
export function sdkSignatureComplaint(text: string): SignatureComplaint | null {
  return SDK_TEXTS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** Also takes looser words, which in an answer other than 400, 401, 403 or 422 could mean anything. */
export function signatureComplaint(text: string): SignatureComplaint | null {
  return sdkSignatureComplaint(text) ?? OWN_TEXTS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** Signing secrets that a text mentions, made unusable. */
export function maskSecrets(text: string): string {
  return text.replaceAll(/whsec_[A-Za-z0-9]{4,}/g, maskSecret);
}
