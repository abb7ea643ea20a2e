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
  // @better-auth/stripe, error-codes.
  ['secret_missing', /STRIPE_WEBHOOK_SECRET_NOT_FOUND|Stripe webhook secret not found/i],
  ['no_header', /STRIPE_SIGNATURE_NOT_FOUND|Stripe signature not found/i],
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
  // stripe-node, when it is given a list of headers.
  ['malformed_header', /An array was passed as a header/i],
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

/**
 * Words of handlers' own around the same things. A signature alone may be that of a contract: what is wrong with it, or whose it is,
 * has to be said beside it.
 */
const OWN_TEXTS: readonly (readonly [SignatureComplaint, RegExp])[] = [
  [
    'no_header',
    /\b(?:missing|no|without|absent)(?: (?:a|the|an|stripe|webhook|required|valid|http|request)){0,3} signature(?: header| value)?(?: (?:in|on|from) (?:the )?(?:request|headers?)| (?:was |is )?(?:provided|found|given|present|sent))?(?:\W*$|[.;:!,)])|\bsignature(?: header)?(?: is| was)? (?:missing|required|absent|not (?:found|provided|present|given))\b/i,
  ],
  [
    'unclear',
    /\b(?:invalid|bad|wrong|incorrect|unverified|unknown)(?: \S{1,20}){0,2} signature\b|\bsignature(?: \S{1,20}){0,3} (?:invalid|mismatch(?:ed)?|failed|failure|incorrect|wrong|error|rejected|(?:not|n't|cannot|could not|does not|doesn't|did not|didn't)(?: be)? (?:match|fit|valid|verified|correct|recogni[sz]ed))|\b(?:verify|verifying|verification of|check|checking|validat(?:e|ing))(?: \S{1,20}){0,3} signature|\bsignature (?:verification|check|validation|mismatch)|\b(?:stripe|webhook) signature\b|\bno (?:valid|matching) signature\b|\bsignature verification error\b/i,
  ],
];

/** Handlers' own sentences are short; the patterns are not linear in longer ones. */
const MAX_OWN_LENGTH = 1000;

/** `invalid_signature`, `SignatureVerificationError` and `stripe-signature` as words. */
function spaced(text: string): string {
  return text.replaceAll(/[_-]+/g, ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2');
}

/** @returns what an SDK complained of; null when the text is none of the SDKs' */
export function sdkSignatureComplaint(text: string): SignatureComplaint | null {
  return SDK_TEXTS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

/** stripe-python with a secret of None: its `.encode` fails, in a file of the SDK's. */
export function sdkComplaintInTrace(sentence: string, trace: string): SignatureComplaint | null {
  return /'NoneType' object has no attribute 'encode'/.test(sentence) && /\bstripe\/_?webhook\.py/.test(trace)
    ? 'secret_missing'
    : null;
}

/** Also takes handlers' own words. */
export function signatureComplaint(text: string): SignatureComplaint | null {
  const known = sdkSignatureComplaint(text);
  if (known !== null) return known;
  const words = spaced(text.slice(0, MAX_OWN_LENGTH));
  return OWN_TEXTS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** Signing secrets that a text mentions, made unusable. */
export function maskSecrets(text: string): string {
  return text.replaceAll(/whsec_[A-Za-z0-9]{4,}/g, maskSecret);
}
