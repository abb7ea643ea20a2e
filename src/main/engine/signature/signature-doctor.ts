// Finds out why a backend refused a signature: what was sent is checked here, and the rest is in the backend's own words.
import type { HeaderList } from '#shared/contract/events.ts';
import type { ReasonCode } from '#shared/domain/failure-reason.ts';
import { jsonObject, isRecord } from '#shared/domain/answer-text.ts';
import { maskSecret, parseSignatureHeader, SIGNATURE_TOLERANCE_SECONDS } from '#shared/domain/signature.ts';
import {
  maskSecrets,
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
  /** The SDK's message, as far as the answer gives it. */
  answer: string;
  /** The answer whole: an SDK's error sent back as JSON holds the payload that it was given. */
  answerBody?: string;
}

export interface SignatureDiagnosis {
  code: Extract<ReasonCode, `signature_${string}`>;
  facts: Record<string, string>;
}

/** Evidence comes before the likeliest guess. */
export function diagnoseSignature(patient: SignaturePatient): SignatureDiagnosis {
  const { requestBody, requestHeaders, sentAt, secrets, answer } = patient;
  const sent = checkSignature({ body: requestBody, headers: requestHeaders, secrets, receivedAt: sentAt });
  const complaint =
    signatureComplaint(answer) ?? sdkSignatureComplaint(patient.answerBody ?? '') ?? 'unclear';
  // A future timestamp passes the check above and stripe-node's, but Stripe.net looks both ways.
  const label = sent.secretLabel ?? patient.signedWith ?? null;
  const common = compact({
    signedWith: label,
    sentValid: String(sent.state === 'valid'),
    message: maskSecrets(answer),
  });
  const says = (code: SignatureDiagnosis['code'], facts: Facts = {}): SignatureDiagnosis => ({
    code,
    facts: { ...common, ...compact(facts) },
  });

  // What the backend lacks, it says itself; nothing that was sent could change it.
  if (complaint === 'secret_missing') return says('signature_secret_missing');
  if (complaint === 'secret_whitespace') return says('signature_secret_whitespace');

  // Was it right when it left?
  if (sent.problem === 'no_header') return says('signature_missing', { sent: 'false' });
  if (sent.problem === 'malformed') return says('signature_malformed', { sent: 'malformed' });
  if (sent.problem === 'body_changed') return says('signature_bytes_changed', { where: 'before_sending' });

  const seen = payloadSeen(patient.answerBody ?? '');
  if (complaint === 'body_parsed' || seen === 'object')
    return says('signature_body_parsed', { certain: 'true' });
  if (complaint === 'no_payload') return says('signature_no_payload');
  // It was there when it left: a proxy dropped it, or the handler reads another header.
  if (complaint === 'no_header') return says('signature_missing', { sent: 'true' });
  if (complaint === 'malformed_header') return says('signature_malformed', { sent: 'well_formed' });

  if (complaint === 'stale' || (complaint === 'unclear' && sent.problem === 'stale')) {
    return says('signature_stale', staleness(patient));
  }
  if (sent.problem === 'wrong_secret' || sent.problem === 'no_secret_known') {
    return says('signature_other_secret', { signedWith: '', knownSecrets: labels(secrets, null) });
  }
  const shown = secretShown(patient, label);
  if (shown !== null) return says('signature_other_secret', { certain: 'true', ...shown });
  if (seen !== null && seen.text !== requestBody.toString('utf8')) {
    return sameJson(seen.text, requestBody)
      ? says('signature_body_parsed', { certain: 'true' })
      : says('signature_bytes_changed', { where: 'on_the_way' });
  }
  return says('signature_other_secret', { ...likelyCauses(patient, label, complaint) });
}

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

/**
 * stripe-node's error keeps `payload`, and handlers like `res.status(400).json(error)` send it back.
 * Source: stripe-node Error.ts, StripeSignatureVerificationError.
 */
function payloadSeen(answerBody: string): 'object' | { text: string } | null {
  const json = jsonObject(answerBody);
  if (json === null) return null;
  for (const place of [json, json['error'], json['err']]) {
    if (!isRecord(place) || !('header' in place)) continue;
    const payload = place['payload'];
    if (typeof payload === 'string') return { text: payload };
    // A Buffer becomes {"type": "Buffer", "data": […]}, which says that it was raw.
    if (isRecord(payload) && payload['type'] !== 'Buffer' && 'object' in payload) return 'object';
  }
  return null;
}

/** Parsing and writing more would hold up everything else. */
const MAX_COMPARED_BYTES = 256 * 1024;

function sameJson(text: string, body: Buffer): boolean {
  if (body.byteLength > MAX_COMPARED_BYTES) return false;
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(JSON.parse(body.toString('utf8')));
  } catch {
    return false;
  }
}

/** Handlers that print their secret while somebody looks for the error, and debug pages that show variables. */
function secretShown({ secrets, answer, answerBody }: SignaturePatient, label: string | null): Facts | null {
  const shown = /whsec_[A-Za-z0-9]{4,128}/.exec(`${answer}\n${answerBody ?? ''}`.slice(0, 64 * 1024))?.[0];
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
