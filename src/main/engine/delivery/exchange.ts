// What is sent in one attempt, and what came of it.
import type { AttemptTimings } from '#shared/contract/attempts.ts';
import type { HeaderList } from '#shared/contract/events.ts';
import type { DeliveryErrorClass } from '#shared/domain/delivery.ts';
import type { AttemptClock } from './attempt-clock.ts';

export const MAX_KEPT_RESPONSE_BYTES = 1024 * 1024;

export interface SendRequest {
  url: string;
  /** All headers but Content-Length and the connection's own, which are set here. Host is set here unless it is among them. */
  headers: HeaderList;
  body: Buffer;
  /** null = wait as long as it takes. */
  timeoutMs: number | null;
  /** Take an https endpoint's certificate unseen. */
  allowSelfSigned: boolean;
  /** Aborting ends the attempt without a result: send() rejects with the signal's reason. */
  signal: AbortSignal;
}

export interface SendResult {
  requestHeaders: HeaderList;
  reusedConnection: boolean;
  status: number | null;
  responseHeaders: HeaderList;
  responseBody: Uint8Array;
  responseSizeBytes: number;
  responseTruncated: boolean;
  errorClass: DeliveryErrorClass | null;
  errorMessage: string | null;
  timings: AttemptTimings;
}

/** A request as it goes over the wire. */
export interface Outgoing extends SendRequest {
  target: URL;
  requestHeaders: HeaderList;
}

/** What of an exchange is over when another way of hearing the answer takes it up. */
export interface Begun {
  clock: AttemptClock;
  reused: boolean;
}
