// An attempt as it is recorded: what was sent and what came back, or why the request was cancelled.
import type { AttemptTimings } from '#shared/contract/attempts.ts';
import type { AttemptTrigger } from '#shared/domain/delivery.ts';
import type { HeaderList } from '#shared/contract/events.ts';
import type { NewAttempt } from '../store/delivery-writes.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import { withoutResponse, type SendResult } from './exchange.ts';

export type CancelReason = 'stopped' | 'removed' | 'shutdown';

const CANCELLED: Readonly<Record<CancelReason, string>> = {
  stopped: 'The delivery was stopped while the request was in progress. The backend may have handled it.',
  removed: 'The endpoint was removed while the request was in progress. The backend may have handled it.',
  shutdown: 'Hookline was closed while the request was in progress. The backend may have handled it.',
};

export interface StartedAttempt {
  seq: number;
  /** As it was when the attempt started; null = an address given for this once. */
  endpoint: StoredEndpoint | null;
  url: string;
  editId: number | null;
  cause: AttemptTrigger;
  /** Unix milliseconds. */
  startedAt: number;
  resigned: boolean;
}

export function recordedAttempt(
  { seq, endpoint, url, editId, cause, startedAt, resigned }: StartedAttempt,
  { closedBeforeUse: _closed, ...result }: SendResult,
): NewAttempt {
  return {
    seq,
    endpointId: endpoint?.id ?? null,
    endpointName: endpoint?.name ?? '',
    editId,
    trigger: cause,
    startedAt,
    url,
    resigned,
    ...result,
  };
}

export function cancelledResult(
  requestHeaders: HeaderList,
  reason: CancelReason,
  elapsedMs: number,
): SendResult {
  return withoutResponse(requestHeaders, 'interrupted', CANCELLED[reason], noTimings(elapsedMs));
}

/** The request could not even be made. */
export function unsentResult(requestHeaders: HeaderList, message: string): SendResult {
  return withoutResponse(requestHeaders, 'invalid_request', message, noTimings(0));
}

const noTimings = (totalMs: number): AttemptTimings => {
  return { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs };
};

/** What is left to record when the whole attempt is refused by the database, as a row beyond its limits would be. */
export function reducedAttempt(attempt: NewAttempt, error: unknown): NewAttempt {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    ...attempt,
    requestHeaders: [],
    responseHeaders: [],
    responseBody: new Uint8Array(0),
    responseTruncated: attempt.responseSizeBytes > 0,
    errorMessage:
      `${attempt.errorMessage ?? ''} The request and response could not be recorded: ${reason}`.trim(),
  };
}
