// The order of delivery: everything comes, some of it out of order, some of it twice.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateScenario, inStripesManner, SCENARIO_IDS } from '#shared/domain/scenarios/scenarios.ts';
import { asTold, CURRENT, OLD } from './told-events.ts';

const steps = fc
  .tuple(fc.constantFrom(...SCENARIO_IDS), fc.integer())
  .map(([id, seed]) => generateScenario(id, { apiVersion: CURRENT, seed, startAt: 1_780_000_000 }));
const idsOf = (told: Parameters<typeof asTold>[0]) => asTold(told).map(({ id }) => id);

test('asked for nothing, nothing is changed', () => {
  fc.assert(
    fc.property(steps, fc.integer(), (told, seed) => {
      expect(inStripesManner(told, { seed, disorder: false, duplicates: false })).toEqual(told);
    }),
  );
});

describe('disorder', () => {
  test('the same steps in another order, none far from its time', () => {
    fc.assert(
      fc.property(steps, fc.integer(), (told, seed) => {
        const delivered = inStripesManner(told, { seed, disorder: true, duplicates: false });
        expect(delivered).not.toEqual(told);
        expect(idsOf(delivered).toSorted()).toEqual(idsOf(told).toSorted());
        for (const [place, step] of delivered.entries()) {
          // A month is not overtaken, only a second.
          expect((delivered[place - 1]?.at ?? 0) - step.at).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
  test('the classic: an update overtakes the event before it, in a few of many deliveries', () => {
    // Before basil, a purchase by Checkout makes a subscription and updates it within a second.
    const told = generateScenario('checkout_subscription', {
      apiVersion: OLD,
      seed: 7,
      startAt: 1_780_000_000,
    });
    const place = (list: typeof told) =>
      asTold(list).findIndex(({ type }) => type === 'customer.subscription.updated');
    const early = Array.from({ length: 200 }, (_, seed) =>
      place(inStripesManner(told, { seed, disorder: true, duplicates: false })),
    ).filter((one) => one < place(told));
    expect(early.length).toBeGreaterThan(12);
    expect(early.length).toBeLessThan(180);
    // What trusts the order of arrival is found out only when the beginning comes after the end.
    const late = Array.from({ length: 200 }, (_, seed) => {
      const types = asTold(inStripesManner(told, { seed, disorder: true, duplicates: false }));
      const placeOf = (type: string): number => types.findIndex((one) => one.type === type);
      return placeOf('customer.subscription.created') > placeOf('customer.subscription.updated');
    }).filter(Boolean);
    expect(late.length).toBeGreaterThan(12);
  });
});

test('duplicates: all of it, some again, later and with the same content', () => {
  fc.assert(
    fc.property(steps, fc.integer(), fc.boolean(), (told, seed, disorder) => {
      const delivered = inStripesManner(told, { seed, disorder, duplicates: true });
      expect(delivered.length).toBeGreaterThan(told.length);
      const seen = new Set<string>();
      const first = delivered.filter((step) => {
        const [id] = idsOf([step]);
        const isNew = !seen.has(id ?? '');
        seen.add(id ?? '');
        if (!isNew) expect(step.beat).toBeNull();
        return isNew;
      });
      expect(idsOf(first).toSorted()).toEqual(idsOf(told).toSorted());
      const beats = (list: typeof told) => list.flatMap(({ beat }) => beat ?? []).toSorted();
      expect(beats(delivered)).toEqual(beats(told));
      for (const step of delivered) expect(told.map(({ event }) => event)).toContain(step.event);
    }),
  );
});

test('the same seed delivers in the same way', () => {
  fc.assert(
    fc.property(steps, fc.integer(), (told, seed) => {
      const manner = { seed, disorder: true, duplicates: true };
      expect(inStripesManner(told, manner)).toEqual(inStripesManner(told, manner));
    }),
  );
});
