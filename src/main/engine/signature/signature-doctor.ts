// Finds out why a backend refused a signature: what was sent is checked here, and the rest is in the backend's own words.
import type { HeaderList } from '#shared/contract/events.ts';
import type { ReasonCode } from '#shared/domain/failure-reason.ts';
import { jsonObject, isRecord, looksLikeHtml } from '#shared/domain/answer-text.ts';
import { maskSecret, parseSignatureHeader, SIGNATURE_TOLERANCE_SECONDS } from '#shared/domain/signature.ts';
import {
  maskSecrets,
  sdkComplaintInTrace,
  sdkSignatureComplaint,
  signatureComplaint,
  type SignatureComplaint,
} from '#shared/domain/signature-complaint.ts';
import { checkSignature, type KnownSecret } from './signature-check.ts';

export interface SignaturePatient {
  /** As sent, Stripe-Signature included. */
  requestHeaders: HeaderList;
  requestBody: Buffer;
  /** Unix milliseconds. */
  sentAt: number;
  secrets: readonly KnownSecret[];
  /** The label of the secret that Hookline signed with, where it did; else it is found out. */
  signedWith?: string | null;
  /** The SDK's message, as far as the response gives it. */
  answer: string;
  /** The response's stack trace, which names the SDK's own files. */
  trace?: string;
  /** The whole response: an SDK's error sent back as JSON holds the payload that it was given. */
  answerBody?: string;
}

export interface SignatureDiagnosis {
  code: Extract<ReasonCode, `signature_${string}`>;
  /** Whether what was sent, or the response, proves it. */
  certain: boolean;
  facts: Record<string, string>;
}

/** Evidence comes before the likeliest guess. */
export function diagnoseSignature(patient: SignaturePatient): SignatureDiagnosis {
  const { requestBody, requestHeaders, sentAt, secrets, answer } = patient;
  const sent = checkSignature({ body: requestBody, headers: requestHeaders, secrets, receivedAt: sentAt });
  const sdk =
    sdkSignatureComplaint(answer) ??
    sdkComplaintInTrace(answer, patient.trace ?? '') ??
    // A debug page shows the project's source, which names the SDK's errors, too.
    (jsonObject(patient.answerBody ?? '') === null ? null : sdkSignatureComplaint(patient.answerBody ?? ''));
  const complaint = sdk ?? signatureComplaint(answer) ?? 'unclear';
  // A future timestamp passes the check above and stripe-node's, but Stripe.net looks both ways.
  const label = sent.secretLabel ?? patient.signedWith ?? null;
  const common = compact({
    signedWith: label,
    sentValid: String(sent.state === 'valid'),
    message: maskSecrets(answer),
  });
  const says =
    (certain: boolean) =>
    (code: SignatureDiagnosis['code'], facts: Facts = {}): SignatureDiagnosis => ({
      code,
      certain,
      facts: { ...common, ...compact(facts) },
    });
  const certainly = says(true);
  const probably = says(false);
  // An SDK's own words prove what they say; a handler's own may stand for anything that failed.
  const said = says(sdk !== null);

  // What the backend lacks, it says itself; nothing that was sent could change it.
  if (complaint === 'secret_missing')
    return says(!NODE_KEY_ERROR.test(answer) || /stripe|webhook/i.test(`${answer}${patient.trace ?? ''}`))(
      'signature_secret_missing',
    );
  if (complaint === 'secret_whitespace') return certainly('signature_secret_whitespace');

  // Was it right when it left?
  if (sent.problem === 'no_header') return certainly('signature_missing', { sent: 'false' });
  if (sent.problem === 'malformed') return certainly('signature_malformed', { sent: 'malformed' });
  if (sent.problem === 'body_changed')
    return certainly('signature_bytes_changed', { where: 'before_sending' });

  const seen = payloadSeen(patient.answerBody ?? '');
  if (complaint === 'body_parsed' || seen === 'object') return certainly('signature_body_parsed');
  if (complaint === 'no_payload') return certainly('signature_no_payload');
  // It was there when it left: a proxy dropped it, or the handler reads another header.
  if (complaint === 'no_header') return said('signature_missing', { sent: 'true' });
  if (complaint === 'malformed_header') return said('signature_malformed', { sent: 'well_formed' });

  if (complaint === 'stale') return said('signature_stale', staleness(patient));
  if (complaint === 'unclear' && sent.problem === 'stale')
    return probably('signature_stale', staleness(patient));
  if (sent.problem === 'wrong_secret' || sent.problem === 'no_secret_known')
    return probably('signature_other_secret', { signedWith: '', knownSecrets: labels(secrets, null) });
  const shown = secretShown(patient, label);
  if (shown !== null) return certainly('signature_other_secret', shown);
  if (seen !== null && sent.state === 'valid') {
    if (seen.text === '') return certainly('signature_no_payload');
    // The check had the bytes that were sent, with a signature that fits: what is left is the secret.
    if (seen.text === requestBody.toString('utf8'))
      return certainly('signature_other_secret', { knownSecrets: labels(secrets, label) });
    return isSerializedAgain(seen.text, requestBody)
      ? certainly('signature_body_parsed')
      : certainly('signature_bytes_changed', { where: 'on_the_way' });
  }
  return probably('signature_other_secret', { ...likelyCauses(patient, label, complaint) });
}

/** crypto.createHmac's own words; older SDKs pass a missing secret on to it, and a handler may call it, too. */
const NODE_KEY_ERROR = /"key" argument must be/;

type Facts = Record<string, string | null | undefined>;

const MAX_FACT_LENGTH = 400;

function compact(facts: Facts): Record<string, string> {
  const known: Record<string, string> = {};
  for (const [name, value] of Object.entries(facts)) {
    if (value !== null && value !== undefined)
      known[name] = value.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_FACT_LENGTH);
  }
  return known;
}

/** When the header was fresh as it left, the clocks disagree (a container or VM that slept), or the tolerance is short. */
function staleness({ requestHeaders, sentAt }: SignaturePatient): Facts {
  const value = requestHeaders.find(([name]) => name.toLowerCase() === 'stripe-signature')?.[1];
  const timestamp = parseSignatureHeader(value ?? '')?.timestamp;
  if (timestamp === undefined) return {};
  const ageSeconds = Math.round(sentAt / 1000 - timestamp);
  return {
    ageSeconds: String(ageSeconds),
    toleranceSeconds: String(SIGNATURE_TOLERANCE_SECONDS),
    clock: Math.abs(ageSeconds) <= SIGNATURE_TOLERANCE_SECONDS ? 'backend' : undefined,
  };
}

/** What becomes of a parsed body that is put into a string. */
const OBJECT_AS_TEXT = '[object Object]';

/**
 * stripe-node's error keeps `payload`, and handlers like `res.status(400).json(error)` send it back.
 * Source: stripe-node Error.ts, StripeSignatureVerificationError.
 */
function payloadSeen(answerBody: string): 'object' | { text: string } | null {
  const json = jsonObject(answerBody);
  if (json === null) return null;
  for (const place of [json, json['error'], json['err']]) {
    if (!isRecord(place) || place['type'] !== 'StripeSignatureVerificationError') continue;
    const payload = place['payload'];
    if (payload === OBJECT_AS_TEXT) return 'object';
    if (typeof payload === 'string') return { text: payload };
    if (!isRecord(payload)) continue;
    // A Buffer becomes {"type": "Buffer", "data": […]}.
    const bytes = payload['type'] === 'Buffer' ? payload['data'] : undefined;
    if (Array.isArray(bytes)) return { text: Buffer.from(bytes.map(Number)).toString('utf8') };
    if ('object' in payload) return 'object';
  }
  return null;
}

/** Parsing and writing more would hold up everything else. */
const MAX_COMPARED_BYTES = 256 * 1024;

/** JSON with the members of each object sorted. @throws for what is nested too deeply */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

/** The same JSON in another layout. White space around it, or other line ends, are no serializer's work. */
function isSerializedAgain(text: string, body: Buffer): boolean {
  if (body.byteLength > MAX_COMPARED_BYTES) return false;
  const lines = (one: string): string => one.replaceAll('\r\n', '\n').trim();
  if (lines(text) === lines(body.toString('utf8'))) return false;
  try {
    return inOrder(JSON.parse(text)) === inOrder(JSON.parse(body.toString('utf8')));
  } catch {
    return false;
  }
}

/** Handlers that print their secret while somebody looks for the error. Debug pages show every setting, used or not. */
function secretShown(
  { secrets, answer, answerBody = '' }: SignaturePatient,
  label: string | null,
): Facts | null {
  const text = looksLikeHtml(answerBody) ? answer : `${answer}\n${answerBody}`;
  const all = new Set(text.slice(0, 64 * 1024).match(/whsec_[A-Za-z0-9]{4,128}/g));
  const [shown] = all;
  // Of several it is not known which one is used.
  if (all.size > 1) return null;
  if (shown === undefined) return null;
  const known = secrets.find(({ secret }) => secret === shown);
  if (known !== undefined && known.label === label) return null;
  return { backendUses: known?.label ?? maskSecret(shown) };
}

/**
 * What was sent was valid, and the backend finds no match. The likeliest is another secret; but Stripe's own two-space
 * layout does not survive JSON.parse and JSON.stringify, so a body parsed before the check looks the same from here.
 */
function likelyCauses(
  { requestBody, secrets }: SignaturePatient,
  label: string | null,
  complaint: SignatureComplaint,
): Facts {
  const survivesParsing = isCompactJson(requestBody);
  return {
    knownSecrets: labels(secrets, label),
    endpointSecret: secrets.find((known) => known.label.startsWith('endpoint:') && known.label !== label)
      ?.label,
    also: survivesParsing ? undefined : 'signature_body_parsed',
    unclear: complaint === 'unclear' ? 'true' : undefined,
  };
}

function isCompactJson(body: Buffer): boolean {
  if (body.byteLength > MAX_COMPARED_BYTES) return false;
  const text = body.toString('utf8');
  try {
    return JSON.stringify(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

/** The other secrets known here, any of which the backend may be set to. */
function labels(secrets: readonly KnownSecret[], except: string | null): string | undefined {
  const others = secrets.map(({ label }) => label).filter((label) => label !== except);
  return others.length === 0 ? undefined : others.join(', ');
}
