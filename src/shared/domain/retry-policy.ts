// When a failed delivery is tried again. Pure: time and chance are handed in.
import type { DeliveryErrorClass } from './delivery.ts';

export type RetryPolicy =
  | { kind: 'none' }
  /** Stripe's own way with registered endpoints; compressed: one hour becomes one minute. */
  | { kind: 'stripe'; compressed: boolean }
  | { kind: 'fixed'; everyMs: number; times: number }
  /** Doubles from `firstMs` up to `maxMs`, each time with ±20 % of chance. */
  | { kind: 'exponential'; firstMs: number; maxMs: number; times: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * Stripe retries for up to three days with growing pauses; the pauses themselves are unpublished, these are what is commonly
 * seen. Source: https://docs.stripe.com/webhooks#retries
 */
export const STRIPE_SCHEDULE_MS: readonly number[] = [
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  12 * HOUR,
  12 * HOUR,
  12 * HOUR,
  12 * HOUR,
];
const COMPRESSION = 60;
const JITTER = 0.2;
/** A Retry-After beyond this is not believed in local development. */
const MAX_RETRY_AFTER_MS = HOUR;

export interface FailedAttempt {
  status: number | null;
  errorClass: DeliveryErrorClass | null;
  /** Retry-After in milliseconds, as far as the answer had one. */
  retryAfterMs: number | null;
  /** How many retries this delivery has had. */
  retriesSoFar: number;
}

/** 5xx, 429 and timeouts pass by themselves; anything else is answered the same next time. */
export function isRetriable({ status, errorClass }: Pick<FailedAttempt, 'status' | 'errorClass'>): boolean {
  if (errorClass !== null) return errorClass === 'timeout' || errorClass === 'reset';
  return status !== null && (status >= 500 || status === 429);
}

/**
 * @param random a number in [0, 1)
 * @returns milliseconds until the next attempt, or null when there is to be none
 */
export function nextRetryDelayMs(
  policy: RetryPolicy,
  attempt: FailedAttempt,
  random: () => number,
): number | null {
  if (!isRetriable(attempt)) return null;
  const planned = plannedDelayMs(policy, attempt.retriesSoFar, random);
  if (planned === null) return null;
  const asked = Math.min(attempt.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
  return Math.max(planned, asked);
}

function plannedDelayMs(policy: RetryPolicy, retriesSoFar: number, random: () => number): number | null {
  switch (policy.kind) {
    case 'none':
      return null;
    case 'stripe': {
      const pause = STRIPE_SCHEDULE_MS[retriesSoFar];
      return pause === undefined ? null : pause / (policy.compressed ? COMPRESSION : 1);
    }
    case 'fixed':
      return retriesSoFar < policy.times ? policy.everyMs : null;
    case 'exponential': {
      if (retriesSoFar >= policy.times) return null;
      const pause = Math.min(policy.firstMs * 2 ** retriesSoFar, policy.maxMs);
      return Math.round(pause * (1 - JITTER + 2 * JITTER * random()));
    }
  }
}

/** The longest that any retry of this policy can wait. */
export function longestRetryDelayMs(policy: RetryPolicy): number {
  switch (policy.kind) {
    case 'none':
      return MAX_RETRY_AFTER_MS;
    case 'stripe':
      return Math.max(MAX_RETRY_AFTER_MS, ...STRIPE_SCHEDULE_MS);
    case 'fixed':
      return Math.max(MAX_RETRY_AFTER_MS, policy.everyMs);
    case 'exponential':
      return Math.max(MAX_RETRY_AFTER_MS, policy.maxMs * (1 + JITTER));
  }
}

/** Reads Retry-After: seconds or an HTTP date. @param nowMs Unix milliseconds */
export function parseRetryAfter(value: string | null, nowMs: number): number | null {
  if (value === null) return null;
  if (/^\d+$/.test(value.trim())) return Number(value.trim()) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}
