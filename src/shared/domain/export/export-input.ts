// What is known of an event when it is exported. Plain data, whatever it was read from.
import type { Headers } from './redaction.ts';

export interface ExportInput {
  id: string;
  type: string;
  account: string | null;
  /** As it was first received, Unix milliseconds. */
  receivedAt: number;
  source: string;
  /** The exact bytes. */
  body: Uint8Array;
  /** In the order of arrival; there is at least one. */
  receipts: readonly ReceiptInput[];
  /** Oldest first. */
  attempts: readonly AttemptInput[];
}

export interface ReceiptInput {
  receivedAt: number;
  source: string;
  method: string;
  path: string;
  headers: Headers;
  /** null = the event's own bytes. */
  otherBody: Uint8Array | null;
}

export interface AttemptInput {
  number: number;
  trigger: string;
  endpointName: string;
  startedAt: number;
  url: string;
  requestHeaders: Headers;
  /** null = the event's own bytes. */
  editedBody: Uint8Array | null;
  status: number | null;
  responseHeaders: Headers;
  /** With any content coding undone; perhaps cut off. */
  responseBody: Uint8Array;
  responseSizeBytes: number;
  errorClass: string | null;
  errorMessage: string | null;
  reusedConnection: boolean;
  timings: TimingsInput;
}

/** Milliseconds since the attempt started; null where it did not get that far or had no such step. */
export interface TimingsInput {
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  firstByteMs: number | null;
  totalMs: number | null;
}
