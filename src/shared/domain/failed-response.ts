// What the rules for failed deliveries look at, read once from the response.
import { exceptionIn, type AnswerException } from './answer-exception.ts';
import { answerSentence, jsonObject, looksLikeHtml } from './answer-text.ts';
import type { DeliveryErrorClass } from './delivery.ts';

export interface FailureInput {
  status: number | null;
  errorClass: DeliveryErrorClass | null;
  errorMessage: string | null;
  url: string;
  responseHeaders: readonly (readonly [name: string, value: string])[];
  /** The first 64 KiB, decoded. */
  bodyText: string;
  timeoutMs?: number | null;
  /** What the project's dependencies name, the likeliest first; see versions/read-framework.ts. */
  frameworks?: readonly string[];
}

export interface FailedResponse extends FailureInput {
  header(name: string): string | undefined;
  host: string;
  port: string;
  path: string;
  isHtml: boolean;
  json: Record<string, unknown> | null;
  exception: AnswerException | null;
  /** The message of the exception, or the one sentence of a JSON, HTML or plain response. */
  sentence: string;
}

export function readFailedResponse(input: FailureInput): FailedResponse {
  const header = (name: string): string | undefined =>
    input.responseHeaders.find(([given]) => given.toLowerCase() === name)?.[1];
  const url = URL.canParse(input.url) ? new URL(input.url) : null;
  const exception = input.status === null ? null : exceptionIn(input.bodyText, header);
  return {
    ...input,
    header,
    host: url?.hostname ?? input.url,
    port: url === null ? '' : url.port || (url.protocol === 'https:' ? '443' : '80'),
    path: url?.pathname ?? '',
    isHtml: looksLikeHtml(input.bodyText),
    json: jsonObject(input.bodyText),
    exception,
    sentence: exception?.message ?? answerSentence(input.bodyText),
  };
}
