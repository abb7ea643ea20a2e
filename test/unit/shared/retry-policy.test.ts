// When a failed delivery is tried again: what passes by itself, each policy's pauses, Retry-After, and that it always ends.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isRetriable,
  nextRetryDelayMs,
  parseRetryAfter,
  STRIPE_SCHEDULE_MS,
  type RetryPolicy,
} from '#shared/domain/retry-policy.ts';

const failed = (change: object = {}) => ({
  status: 503,
  errorClass: null,
  retryAfterMs: null,
  retriesSoFar: 0,
  ...change,
});
const half = (): number => 0.5;

test.each<[number | null, Parameters<typeof isRetriable>[0]['errorClass'], boolean]>([
  [500, null, true],
  [503, null, true],
  [429, null, true],
  [400, null, false],
  [401, null, false],
  [404, null, false],
  [301, null, false],
  [null, 'timeout', true],
  [null, 'reset', true],
  [null, 'tls', false],
  [null, 'protocol', false],
])('status %s, error %s: retriable %s', (status, errorClass, expected) => {
  expect(isRetriable({ status, errorClass })).toBe(expected);
});

describe('pauses', () => {
  test('off', () => expect(nextRetryDelayMs({ kind: 'none' }, failed(), half)).toBeNull());
  test('fixed: as often as set', () => {
    const policy: RetryPolicy = { kind: 'fixed', everyMs: 700, times: 2 };
    expect([0, 1, 2].map((retriesSoFar) => nextRetryDelayMs(policy, failed({ retriesSoFar }), half))).toEqual(
      [700, 700, null],
    );
  });
  test('exponential: doubles up to its limit, ±20 %', () => {
    const policy: RetryPolicy = { kind: 'exponential', firstMs: 1000, maxMs: 5000, times: 5 };
    const at = (retriesSoFar: number, random: () => number) =>
      nextRetryDelayMs(policy, failed({ retriesSoFar }), random);
    expect([0, 1, 2, 3, 4, 5].map((n) => at(n, half))).toEqual([1000, 2000, 4000, 5000, 5000, null]);
    expect([at(0, () => 0), at(0, () => 0.999_999)]).toEqual([800, 1200]);
  });
  test('Stripe’s schedule: up to three days; compressed, an hour is a minute', () => {
    const total = STRIPE_SCHEDULE_MS.reduce((sum, pause) => sum + pause, 0);
    expect(total).toBeLessThanOrEqual(3 * 24 * 3_600_000);
    expect(nextRetryDelayMs({ kind: 'stripe', compressed: false }, failed({ retriesSoFar: 2 }), half)).toBe(
      2 * 3_600_000,
    );
    expect(nextRetryDelayMs({ kind: 'stripe', compressed: true }, failed({ retriesSoFar: 2 }), half)).toBe(
      2 * 60_000,
    );
    expect(
      nextRetryDelayMs({ kind: 'stripe', compressed: true }, failed({ retriesSoFar: 99 }), half),
    ).toBeNull();
  });
  test('Retry-After lengthens a pause, never shortens it, and is not believed beyond an hour', () => {
    const policy: RetryPolicy = { kind: 'fixed', everyMs: 1000, times: 1 };
    expect(nextRetryDelayMs(policy, failed({ status: 429, retryAfterMs: 5000 }), half)).toBe(5000);
    expect(nextRetryDelayMs(policy, failed({ status: 429, retryAfterMs: 10 }), half)).toBe(1000);
    expect(nextRetryDelayMs(policy, failed({ status: 429, retryAfterMs: 9e9 }), half)).toBe(3_600_000);
  });
  test.each<[string | null, number | null]>([
    ['5', 5000],
    [' 0 ', 0],
    ['Mon, 23 Nov 2026 09:00:10 GMT', 10_000],
    ['Mon, 23 Nov 2020 09:00:10 GMT', 0],
    ['soon', null],
    [null, null],
  ])('Retry-After “%s”', (value, ms) => {
    expect(parseRetryAfter(value, Date.UTC(2026, 10, 23, 9, 0, 0))).toBe(ms);
  });
});

test('every policy comes to an end, and no pause is negative', () => {
  const policy = fc.oneof(
    fc.record({
      kind: fc.constant('fixed' as const),
      everyMs: fc.nat(1e6),
      times: fc.integer({ min: 1, max: 50 }),
    }),
    fc.record({
      kind: fc.constant('exponential' as const),
      firstMs: fc.nat(1e6),
      maxMs: fc.nat(1e6),
      times: fc.integer({ min: 1, max: 50 }),
    }),
    fc.record({ kind: fc.constant('stripe' as const), compressed: fc.boolean() }),
  );
  fc.assert(
    fc.property(policy, fc.double({ min: 0, max: 0.999, noNaN: true }), (one, chance) => {
      let retriesSoFar = 0;
      for (; ; retriesSoFar++) {
        const delay = nextRetryDelayMs(one, failed({ retriesSoFar }), () => chance);
        if (delay === null) break;
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(retriesSoFar).toBeLessThan(60);
      }
      expect(retriesSoFar).toBeGreaterThan(0);
    }),
  );
});
