// What is sent in one attempt, and what came of it.
import type { AttemptTimings } from '#shared/contract/attempts.ts';
import type { HeaderList } from '#shared/contract/events.ts';
import type { DeliveryErrorClass } from '#shared/domain/delivery.ts';

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
  /**
   * A kept-alive connection that the backend had closed before this request reached it, noticed only when it was used: the backend
   * cannot have read the request, so sending it again cannot be a second delivery.
   */
  closedBeforeUse: boolean;
  /** Known as soon as the head of the response was read whole, even when the rest broke off; errorClass then says so. */
  status: number | null;
  responseHeaders: HeaderList;
  /** The first MiB. */
  responseBody: Uint8Array;
  /** Of the whole body, as far as it came. */
  responseSizeBytes: number;
  responseTruncated: boolean;
  errorClass: DeliveryErrorClass | null;
  errorMessage: string | null;
  timings: AttemptTimings;
}

/** Of a request that got no response. */
export function withoutResponse(
  requestHeaders: HeaderList,
  errorClass: DeliveryErrorClass,
  errorMessage: string,
  timings: AttemptTimings,
): SendResult {
  return {
    requestHeaders,
    reusedConnection: false,
    closedBeforeUse: false,
    status: null,
    responseHeaders: [],
    responseBody: new Uint8Array(0),
    responseSizeBytes: 0,
    responseTruncated: false,
    errorClass,
    errorMessage,
    timings,
  };
}

/** A request as it goes over the wire. */
export interface Outgoing extends SendRequest {
  target: URL;
  requestHeaders: HeaderList;
}
