// The cause of a failed delivery: the stable codes, and the rules that find one. Codes only: failure-texts/ words them.
import { collapse } from './answer-text.ts';
import { frameworkOf } from './backend-kind.ts';
import { CONNECTION_RULES } from './connection-rules.ts';
import { isDelivered } from './delivery.ts';
import { readFailedResponse, type FailureInput } from './failed-response.ts';
import type { Facts } from './failure-rule.ts';
import { RESPONSE_RULES } from './response-rules.ts';
import { maskSecrets } from './signature-complaint.ts';

export type { FailureInput } from './failed-response.ts';

export const REASON_CODES = [
  // No response, or only part of one.
  'nothing_listens',
  'unreachable',
  'dns',
  'tls_self_signed',
  'tls_not_tls',
  'tls_client_certificate',
  'tls_other',
  'timeout_no_answer',
  'timeout_slow_answer',
  'connection_reset',
  'answer_broke_off',
  'not_http',
  'invalid_request',
  'interrupted',
  // The response is not the backend's, or not its handler's.
  'something_else_listens',
  'https_expected',
  'host_not_allowed',
  'wrong_path',
  'method_not_allowed',
  'redirect',
  'bad_gateway',
  'leads_back',
  'http2_only',
  // Refused by what stands in front of the handler.
  'csrf',
  'auth_required',
  'forbidden',
  'too_large',
  'unsupported_media',
  'rate_limited',
  // Refused by the handler. signature_rejected: a signature is spoken of, and no more is known.
  'signature_rejected',
  'signature_other_secret',
  'signature_body_parsed',
  'signature_no_payload',
  'signature_stale',
  'signature_bytes_changed',
  'signature_missing',
  'signature_malformed',
  'signature_secret_missing',
  'signature_secret_whitespace',
  'signature_sync_crypto',
  'api_version_mismatch',
  'body_not_json',
  'body_read_before',
  'body_rejected',
  'not_found_other',
  // It broke.
  'exception',
  'server_error',
  'unexplained',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

export interface FailureReason {
  code: ReasonCode;
  /** Whether the response proves it; otherwise it is the likeliest cause, and the texts name others. */
  certain: boolean;
  facts: Record<string, string>;
}

/** The first rule that applies gives the reason. */
const RULES = [...CONNECTION_RULES, ...RESPONSE_RULES];

/** @returns null when the attempt was delivered */
export function explainFailure(input: FailureInput): FailureReason | null {
  if (input.errorClass === null && isDelivered(input.status)) return null;
  const response = readFailedResponse(input);
  for (const { code, evidence, facts } of RULES) {
    const found = facts(response);
    if (found === null) continue;
    const framework = found['framework'] ?? frameworkOf(response) ?? undefined;
    return { code, certain: evidence === 'proof', facts: filled({ ...found, framework }) };
  }
  return { code: 'unexplained', certain: false, facts: {} };
}

/** The response's own sentence and trace, whole: for the signature doctor, which reads more of it than the screen shows. */
export function wordsOfResponse(input: FailureInput): { sentence: string; trace: string } {
  const { sentence, exception } = readFailedResponse(input);
  return { sentence, trace: exception?.trace ?? '' };
}

const MAX_FACT_LENGTH = 400;

function filled(facts: Facts): Record<string, string> {
  const known: Record<string, string> = {};
  for (const [name, value] of Object.entries(facts)) {
    // Reasons go into reports; a secret that a backend printed must not go with them.
    if (value !== undefined && name !== 'trace') known[name] = maskSecrets(collapse(value, MAX_FACT_LENGTH));
  }
  return known;
}
