// Gives an attempt its reason: the rules for failures in general, refined by the signature doctor where a signature is refused.
import type { Attempt, Reason } from '#shared/contract/attempts.ts';
import { withoutElement } from '#shared/domain/answer-text.ts';
import { explainFailure, wordsOfResponse, type FailureInput } from '#shared/domain/failure-reason.ts';
import type { KnownSecret } from '../signature/signature-check.ts';
import { diagnoseSignature } from '../signature/signature-doctor.ts';

/** Debug pages of Laravel begin with several hundred KiB of inlined style sheet, and only then come to the point. */
const MAX_READ_BYTES = 512 * 1024;
const MAX_TEXT_LENGTH = 64 * 1024;

export interface ExplainInput {
  attempt: Pick<
    Attempt,
    'status' | 'errorClass' | 'errorMessage' | 'url' | 'requestHeaders' | 'responseHeaders' | 'startedAt'
  >;
  /** The answer's bytes, with any content coding undone; see network/content-encoding.ts. */
  body: Uint8Array;
  requestBody: Buffer;
  secrets: readonly KnownSecret[];
  /** The label of the secret this attempt was signed with, where Hookline signed it. */
  signedWith?: string | null;
  timeoutMs?: number | null;
  /** What the dependencies of the endpoint's project name. */
  frameworks?: readonly string[];
}

/** @returns null when the attempt was delivered */
export function explainAttempt({
  attempt,
  body,
  requestBody,
  secrets,
  signedWith,
  timeoutMs,
  frameworks,
}: ExplainInput): Reason | null {
  const input: FailureInput = {
    status: attempt.status,
    errorClass: attempt.errorClass,
    errorMessage: attempt.errorMessage,
    url: attempt.url,
    responseHeaders: attempt.responseHeaders,
    bodyText: readableStart(body),
    timeoutMs,
    ...(frameworks === undefined ? {} : { frameworks }),
  };
  const reason = explainFailure(input);
  if (reason?.code !== 'signature_rejected') return reason;
  const { sentence, trace } = wordsOfResponse(input);
  const diagnosis = diagnoseSignature({
    requestHeaders: attempt.requestHeaders,
    requestBody,
    sentAt: attempt.startedAt,
    secrets,
    signedWith,
    answer: sentence,
    trace,
    answerBody: input.bodyText,
  });
  const { framework } = reason.facts;
  return framework === undefined ? diagnosis : { ...diagnosis, facts: { ...diagnosis.facts, framework } };
}

function readableStart(body: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: false }).decode(body.subarray(0, MAX_READ_BYTES));
  return (text.length > MAX_TEXT_LENGTH ? withoutElement(text, 'style') : text).slice(0, MAX_TEXT_LENGTH);
}
