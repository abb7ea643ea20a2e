// How often Stripe is asked, and how long is waited when it does not want to be.
import { expect, test } from 'vitest';
import { backoff, createPacing } from '#engine/stripe-events/pacing.ts';
import { failureOf, StripeFailure } from '#engine/stripe-events/stripe-failure.ts';

const LIMITS = { everyMs: 0, backoffMs: 1_000, longestBackoffMs: 60_000, tries: 3 };
const signal = new AbortController().signal;
const refusal = () => new StripeFailure({ code: 'rate_limited', detail: 'slow down' });

test('doubles, with jitter, up to a limit, and never less than what Stripe said', () => {
  expect(backoff(1, null, LIMITS, () => 1)).toBe(1_000);
  expect(backoff(3, null, LIMITS, () => 1)).toBe(4_000);
  expect(backoff(3, null, LIMITS, () => 0)).toBe(2_000);
  expect(backoff(30, null, LIMITS, () => 1)).toBe(60_000);
  expect(backoff(1, 5_000, LIMITS, () => 1)).toBe(5_000);
  expect(backoff(4, 5_000, LIMITS, () => 1)).toBe(8_000);
});

test('asks one after another with a pause between, and a failure does not hold up the next', async () => {
  const paced = createPacing({ limits: { ...LIMITS, everyMs: 40 } });
  const begun: number[] = [];
  let underWay = 0;
  const ask = async (): Promise<void> => {
    begun.push(performance.now());
    underWay += 1;
    expect(underWay).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
    if (begun.length === 1) throw new Error('the first fails');
  };
  const asked = [paced(ask, signal), paced(ask, signal), paced(ask, signal)];
  const ends = await Promise.allSettled(asked);
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  // A timer may be a millisecond early.
  expect((begun[2] ?? 0) - (begun[0] ?? 0)).toBeGreaterThanOrEqual(76);
});

test('gives up after so many refusals, and at once when called off', async () => {
  let tries = 0;
  const paced = createPacing({ limits: { ...LIMITS, backoffMs: 1 } });
  const refused = (): Promise<never> => {
    tries += 1;
    return Promise.reject(refusal());
  };
  await expect(paced(refused, signal)).rejects.toThrow('slow down');
  expect(tries).toBe(3);
  const abort = new AbortController();
  const patient = createPacing({
    limits: { ...LIMITS, backoffMs: 60_000 },
    onWait: () => abort.abort(new Error('called off')),
  });
  await expect(patient(refused, abort.signal)).rejects.toThrow('called off');
});

test.each([
  [429, '{"error":{"message":"m"}}', 'rate_limited'],
  [null, '{"error":{"message":"m","code":"rate_limit"}}', 'rate_limited'],
  [null, '{"error":{"message":"m","code":"more_permissions_required"}}', 'not_allowed'],
  [401, '', 'not_allowed'],
  [403, '{"error":{"message":"m"}}', 'not_allowed'],
  [500, '<html>', 'other'],
  [404, '{"error":{"message":"m","code":"resource_missing"}}', 'other'],
])('status %s with %s is %s', (status, body, code) => {
  expect(failureOf(status, body).problem.code).toBe(code);
});
