// The one exit: whatever is exported or copied passes here. The formats only get to see what came through.
import { exactText, toBase64, utf8Text, type ExactText } from './exact-text.ts';
import type { AttemptInput, ExportInput, ReceiptInput } from './export-input.ts';
import type { Headers, Redactor } from './redaction.ts';
import { REMOVED } from './secret-patterns.ts';

declare const PASSED: unique symbol;
/** Made by `gate` alone. */
type Passed<T> = T & { readonly [PASSED]: true };

type SafeBytes<T> = {
  [Key in keyof T]: T[Key] extends Uint8Array
    ? ExactText
    : T[Key] extends Uint8Array | null
      ? ExactText | null
      : T[Key];
};

export type SafeAttempt = Passed<
  Omit<SafeBytes<AttemptInput>, 'editedBody'> & {
    /** What was sent: the event's own bytes, unless `isEdited`. */
    requestBody: ExactText;
    requestSizeBytes: number;
    /** Of the response's content, with any coding undone, before anything was taken out. */
    contentSizeBytes: number;
    isEdited: boolean;
  }
>;
export type SafeReceipt = Passed<SafeBytes<ReceiptInput>>;
export type SafeEvent = Passed<
  Omit<SafeBytes<ExportInput>, 'receipts' | 'attempts'> & {
    receipts: readonly SafeReceipt[];
    attempts: readonly SafeAttempt[];
  }
>;

export function gate(event: ExportInput, redactor: Redactor): SafeEvent {
  redactor.nextEvent(jsonTextsOf(event));
  const { text } = redactor;
  const safe: Omit<SafeEvent, typeof PASSED> = {
    id: text(event.id),
    type: text(event.type),
    account: event.account === null ? null : text(event.account),
    receivedAt: event.receivedAt,
    source: text(event.source),
    body: safeBody(event.body, event.receipts.at(-1)?.headers ?? [], redactor),
    receipts: event.receipts.map((receipt) => safeReceipt(receipt, redactor)),
    attempts: event.attempts.map((attempt) => safeAttempt(attempt, event, redactor)),
  };
  return safe as SafeEvent;
}

/** For what is not of an event: the address and headers of an endpoint. */
export interface SafeTarget {
  url: string;
  headers: [string, string][];
}

export function gateTarget(target: { url: string; headers: Headers }, redactor: Redactor): SafeTarget {
  return { url: redactor.address(target.url), headers: redactor.headers(target.headers) };
}

function safeReceipt(receipt: ReceiptInput, redactor: Redactor): SafeReceipt {
  const { receivedAt, source, method, path, headers, otherBody } = receipt;
  const safe: Omit<SafeReceipt, typeof PASSED> = {
    receivedAt,
    source: redactor.text(source),
    method: redactor.text(method),
    path: redactor.address(path),
    headers: redactor.headers(headers),
    otherBody: otherBody === null ? null : safeBody(otherBody, headers, redactor),
  };
  return safe as SafeReceipt;
}

function safeAttempt(attempt: AttemptInput, event: ExportInput, redactor: Redactor): SafeAttempt {
  const { editedBody, ...rest } = attempt;
  const { requestHeaders, responseHeaders, responseBody, errorClass, errorMessage } = rest;
  const sent = editedBody ?? event.body;
  const orNull = (text: string | null): string | null => (text === null ? null : redactor.text(text));
  const safe: Omit<SafeAttempt, typeof PASSED> = {
    ...rest,
    trigger: redactor.text(attempt.trigger),
    endpointName: redactor.text(attempt.endpointName),
    url: redactor.address(attempt.url),
    requestHeaders: redactor.headers(requestHeaders),
    requestBody: safeBody(sent, requestHeaders, redactor),
    requestSizeBytes: sent.byteLength,
    contentSizeBytes: responseBody.byteLength,
    isEdited: editedBody !== null,
    responseHeaders: redactor.headers(responseHeaders),
    responseBody: safeBody(responseBody, responseHeaders, redactor),
    errorClass: orNull(errorClass),
    errorMessage: orNull(errorMessage),
  };
  return safe as SafeAttempt;
}

function safeBody(bytes: Uint8Array, headers: Headers, redactor: Redactor): ExactText {
  const type = (headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '').toLowerCase();
  if (type.startsWith('multipart/')) return removedUnless(bytes.length === 0);
  const text = utf8Text(bytes);
  if (text !== null && !text.includes('\u0000')) {
    const isForm = type.startsWith('application/x-www-form-urlencoded');
    return { text: isForm ? redactor.form(text) : redactor.text(text), encoding: 'utf8' };
  }
  // Compressed, UTF-16 and pictures: what stands in them cannot be looked through.
  if (bytes.includes(0) || isCompressed(bytes)) return removedUnless(false);
  // A character for each byte: secrets are ASCII, and so are the marks of JSON. Base64 alone would hide them from the eye only.
  const marks = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const redacted = redactor.text(marks);
  if (redacted === marks) return exactText(bytes);
  return { text: toBase64(Uint8Array.from(redacted, (mark) => mark.charCodeAt(0))), encoding: 'base64' };
}

function removedUnless(isEmpty: boolean): ExactText {
  return { text: isEmpty ? '' : REMOVED, encoding: 'utf8' };
}

/** gzip, zlib, zstd: by their first bytes. Source: RFC 1952, RFC 1950, RFC 8878. */
function isCompressed([first = 0, second = 0]: Uint8Array): boolean {
  const isZlib = first === 0x78 && (first * 256 + second) % 31 === 0;
  return (first === 0x1f && second === 0x8b) || isZlib || (first === 0x28 && second === 0xb5);
}

function jsonTextsOf({ body, receipts, attempts }: ExportInput): string[] {
  const bodies = [body, ...receipts.map(({ otherBody }) => otherBody)];
  for (const { editedBody, responseBody } of attempts) bodies.push(editedBody, responseBody);
  return bodies.flatMap((bytes) => (bytes === null ? [] : (utf8Text(bytes) ?? [])));
}
