// What follows from an attempt: delivered, held, to be retried, or failed. Pure.
import type { EndpointSettings } from '#shared/contract/endpoints.ts';
import type { HeaderList } from '#shared/contract/events.ts';
import { isProxyWithoutBackend } from '#shared/domain/development-proxy.ts';
import { isDelivered, type DeliveryErrorClass } from '#shared/domain/delivery.ts';
import { nextRetryDelayMs, parseRetryAfter } from '#shared/domain/retry-policy.ts';

export interface AttemptResult {
  status: number | null;
  errorClass: DeliveryErrorClass | null;
  errorMessage: string | null;
  responseHeaders: HeaderList;
  responseBody: Uint8Array;
}

export interface DeliveryHistory {
  retries: number;
  /** How often in a row this delivery found the endpoint unreachable although the probe had reached it. */
  unreachableCount: number;
}

export type Outcome =
  | { state: 'delivered' | 'failed' }
  | { state: 'held' }
  /** Whole milliseconds until the next attempt. */
  | { state: 'retrying'; delayMs: number };

/** An event that itself brings the backend down would otherwise be held, delivered and held again for ever. */
export const MAX_UNREACHABLE = 3;

export function decideOutcome(
  result: AttemptResult,
  settings: Pick<EndpointSettings, 'hold' | 'retry'>,
  history: DeliveryHistory,
  nowMs: number,
  random: () => number,
): Outcome {
  const { status, errorClass } = result;
  if (errorClass === null && isDelivered(status)) return { state: 'delivered' };
  if (settings.hold.enabled && isUnreachable(result) && history.unreachableCount < MAX_UNREACHABLE)
    return { state: 'held' };
  const retryAfter =
    result.responseHeaders.find(([name]) => name.toLowerCase() === 'retry-after')?.[1] ?? null;
  const delayMs = nextRetryDelayMs(
    settings.retry,
    { status, errorClass, retryAfterMs: parseRetryAfter(retryAfter, nowMs), retriesSoFar: history.retries },
    random,
  );
  return delayMs === null ? { state: 'failed' } : { state: 'retrying', delayMs: Math.ceil(delayMs) };
}

/**
 * The backend was not there to take anything: no byte came back, or a proxy in front of it said so. A certificate that is not
 * trusted is a matter of settings, not of time.
 */
export function isUnreachable(result: AttemptResult): boolean {
  const { status, errorClass, errorMessage } = result;
  if (status !== null) return isProxyWithoutBackend(result);
  if (errorClass === null) return false;
  if (errorClass === 'tls') return !/certificate|self-signed|altname/i.test(errorMessage ?? '');
  return ['refused', 'reset', 'dns', 'unreachable'].includes(errorClass);
}
