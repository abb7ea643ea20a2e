// Stripe's time, and that it cannot be mixed up with the machine's.
import { expect, test } from 'vitest';
import { StripeTime } from '#shared/domain/stripe-time.ts';

test('it cannot be compared with the machine’s clock: none of these compiles', () => {
  const stripe = StripeTime.ofUnixMs(1_000);
  const results = [
    // @ts-expect-error -- two clocks
    stripe < Date.now(),
    // @ts-expect-error -- two clocks
    Date.now() - stripe,
    // @ts-expect-error -- two clocks
    Math.max(stripe, Date.now()),
    // @ts-expect-error -- two clocks
    () => stripe.isAfter(Date.now()),
  ];
  expect(results).toHaveLength(4);
});

test('a Date header is read, and what is none is not', () => {
  expect(StripeTime.ofDateHeader('Tue, 01 Dec 2026 04:45:34 GMT')?.toUnixMs()).toBe(
    Date.UTC(2026, 11, 1, 4, 45, 34),
  );
  for (const text of [null, '', 'yesterday', 'Tue, 41 Dec 2026 04:45:34 GMT'])
    expect(StripeTime.ofDateHeader(text)).toBeNull();
});

test('durations and order', () => {
  const a = StripeTime.ofUnixMs(10_500);
  const b = a.plus(2_000);
  expect([b.since(a), a.since(b), b.isAfter(a), a.isAfter(a)]).toEqual([2_000, -2_000, true, false]);
  expect(StripeTime.later(a, b)).toBe(b);
  expect(StripeTime.earlier(a, b)).toBe(a);
  expect(b.minus(3_000).toUnixSeconds()).toBe(9);
});
