// What follows from an attempt: delivered, held, to be retried, or failed. Pure.
import type { EndpointSettings } from '#shared/contract/endpoints.ts';
import type { HeaderList } from '#shared/contract/events.ts';
import { isDelivered, type DeliveryErrorClass } from '#shared/domain/delivery.ts';
import { nextRetryDelayMs, parseRetryAfter } from '#shared/domain/retry-policy.ts';

export interface AttemptResult {
  status: number | null;
  errorClass: DeliveryErrorClass | null;
  errorMessage: string | null;
  responseHeaders: HeaderList;
}

export interface SoFar {
  retries: number;
  /** How often in a row this delivery found the endpoint unreachable although the probe had reached it. */
  strikes: number;
}

export type Outcome =
  | { state: 'delivered' | 'failed' }
  | { state: 'held' }
  | { state: 'retrying'; delayMs: number };

/** An event that itself brings the backend down would otherwise go round for ever: held, restarted, delivered, down again. */
export const MAX_STRIKES = 3;

export function outcomeOf(
  result: AttemptResult,
  settings: Pick<EndpointSettings, 'hold' | 'retry'>,
  soFar: SoFar,
  nowMs: number,
  random: () => number,
): Outcome {
  const { status, errorClass } = result;
  if (errorClass === null && isDelivered(status)) return { state: 'delivered' };
  if (settings.hold.enabled && isUnreachable(result) && soFar.strikes < MAX_STRIKES) return { state: 'held' };
  const retryAfter =
    result.responseHeaders.find(([name]) => name.toLowerCase() === 'retry-after')?.[1] ?? null;
  const delayMs = nextRetryDelayMs(
    settings.retry,
    { status, errorClass, retryAfterMs: parseRetryAfter(retryAfter, nowMs), retriesSoFar: soFar.retries },
    random,
  );
  return delayMs === null ? { state: 'failed' } : { state: 'retrying', delayMs };
}

/** The endpoint was not there to take anything: no byte came back. A certificate that is not trusted is a matter of settings, not of time. */
export function isUnreachable({
  status,
  errorClass,
  errorMessage,
}: Omit<AttemptResult, 'responseHeaders'>): boolean {
  if (status !== null || errorClass === null) return false;
  if (errorClass === 'tls') return !/certificate|self-signed|altname/i.test(errorMessage ?? '');
  return ['refused', 'reset', 'dns', 'unreachable'].includes(errorClass);
}
