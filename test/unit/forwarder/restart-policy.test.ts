// When a CLI that ended is started again.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HEALTHY_AFTER_MS, planRestart } from '#engine/forwarder/restart-policy.ts';
import type { Ending } from '#engine/forwarder/restart-policy.ts';
import { ForwarderStatusSchema } from '#shared/contract/forwarder.ts';

const least = (): number => 0;
const most = (): number => 1;
const ending = (over: Partial<Ending> = {}): Ending => ({
  failure: { state: 'crashed', cure: 'restart' },
  livedMs: 60_000,
  readyMs: 5_000,
  failures: 0,
  ...over,
});

/** The delays of a row of equal endings. */
function row(over: Partial<Ending>, length: number, random = least): number[] {
  const delays: number[] = [];
  let failures = 0;
  for (let i = 0; i < length; i += 1) {
    const plan = planRestart(ending({ ...over, failures }), random);
    if (plan === null) break;
    delays.push(plan.delayMs / 1_000);
    failures = plan.failures;
  }
  return delays;
}

test.each([
  ['key_refused', 'user'],
  ['not_logged_in', 'user'],
  ['organization_key', 'user'],
  ['not_found', 'user'],
  ['crashed', 'user'],
  ['crashed', 'other_flags'],
] as const)('%s that only a %s cures is not restarted', (state, cure) => {
  expect(planRestart(ending({ failure: { state, cure } }), least)).toBeNull();
});

describe('the delay', () => {
  test('grows from a second to a minute', () => {
    expect(row({}, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  test('varies, and never beyond a minute', () => {
    expect(row({}, 8, most)).toEqual([1.25, 2.5, 5, 10, 20, 40, 60, 60]);
  });

  test('grows faster for what dies at once', () => {
    expect(row({ livedMs: 50, readyMs: 0 }, 5)).toEqual([2, 8, 32, 60, 60]);
  });

  test('stays an ordinary one for a CLI that tried for 6 s and found no network', () => {
    expect(row({ failure: { state: 'offline', cure: 'restart' }, livedMs: 6_000, readyMs: 0 }, 3)).toEqual([
      1, 2, 4,
    ]);
  });

  test('starts anew after it was ready for a while', () => {
    expect(planRestart(ending({ failures: 6, readyMs: HEALTHY_AFTER_MS }), least)).toEqual({
      delayMs: 1_000,
      failures: 1,
    });
    expect(planRestart(ending({ failures: 6, readyMs: HEALTHY_AFTER_MS - 1 }), least)?.delayMs).toBe(60_000);
  });

  test('is long when there are too many sessions', () => {
    const over = {
      failure: { state: 'too_many_sessions', cure: 'restart' },
      livedMs: 300,
      readyMs: 0,
    } as const;
    expect(row(over, 6)).toEqual([30, 60, 120, 240, 300, 300]);
  });
});

test('is a whole number of milliseconds that the API can return, whatever ended and however often', () => {
  const nextRestartAt = ForwarderStatusSchema.shape.nextRestartAt;
  fc.assert(
    fc.property(
      fc.constantFrom('crashed', 'offline', 'too_many_sessions'),
      fc.nat({ max: 10_000 }),
      // Evenly spread, as Math.random is; fc.double favours numbers next to 0.
      fc.maxSafeNat().map((n) => n / Number.MAX_SAFE_INTEGER),
      fc.nat({ max: 200_000 }),
      fc.nat({ max: 200_000 }),
      (state, failures, random, livedMs, readyMs) => {
        const failure = { state, cure: 'restart' } as const;
        const plan = planRestart({ failure, failures, livedMs, readyMs }, () => random);
        expect(nextRestartAt.safeParse(1_780_000_000_000 + (plan?.delayMs ?? Number.NaN)).success).toBe(true);
        expect(plan?.delayMs).toBeGreaterThan(0);
        expect(plan?.delayMs).toBeLessThanOrEqual(300_000);
      },
    ),
  );
});
