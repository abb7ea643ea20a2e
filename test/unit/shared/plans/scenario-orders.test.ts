// Whatever the order in which the events of a scenario's cascade arrive, the customer ends in one state, and that one is certain.
import { describe, expect, test } from 'vitest';
import { foldCustomer } from '#shared/domain/plans/fold.ts';
import { readPlanFacts, type PlanFacts } from '#shared/domain/plans/plan-facts.ts';
import { generateScenario, SCENARIO_IDS, versionsOf } from '#shared/domain/scenarios/scenarios.ts';
import { permutations, seeded, shuffled } from '../../../support/billing/orders.ts';

/** Up to 720 orders. */
const MOST_EVENTS_IN_ALL_ORDERS = 6;
const RANDOM_ORDERS = 200;

type Fact = { seq: number; facts: PlanFacts };

function stateAfter(facts: readonly Fact[]) {
  const { state } = foldCustomer(facts);
  return { state, uncertain: JSON.stringify(state).includes('"uncertain":true') };
}

const ordersOf = (count: number): readonly number[][] => {
  if (count <= MOST_EVENTS_IN_ALL_ORDERS) return permutations(count);
  const random = seeded(count);
  const backwards = Array.from({ length: count }, (_none, index) => count - 1 - index);
  return [backwards, ...Array.from({ length: RANDOM_ORDERS }, () => shuffled(count, random))];
};

describe.each(SCENARIO_IDS.flatMap((id) => versionsOf(id).map((apiVersion) => ({ id, apiVersion }))))(
  '$id in $apiVersion',
  ({ id, apiVersion }) => {
    test('every order of every cascade', () => {
      // A beat begins a cascade; what the shop sells is no customer's.
      const steps = generateScenario(id, { apiVersion, seed: 11, startAt: 1_780_000_000 });
      const cascades: PlanFacts[][] = [];
      for (const { event, beat } of steps) {
        if (beat !== null) cascades.push([]);
        const facts = readPlanFacts(event);
        if (facts !== null) cascades.at(-1)?.push(facts);
      }
      const all = cascades.flat();
      const numbered = (facts: readonly PlanFacts[]): Fact[] =>
        facts.map((one, index) => ({ seq: index + 1, facts: one }));
      const expected = stateAfter(numbered(all));
      let tried = 0;
      for (const [place, cascade] of cascades.entries())
        for (const order of ordersOf(cascade.length)) {
          const reordered = order.map((index) => cascade[index] as PlanFacts);
          const after = stateAfter(
            numbered([...cascades.slice(0, place), reordered, ...cascades.slice(place + 1)].flat()),
          );
          tried += 1;
          // None of these is one that Stripe itself leaves open.
          expect(after.uncertain, `cascade ${place} as ${order.join(' ')}`).toBe(false);
          expect(after.state, `cascade ${place} as ${order.join(' ')}`).toEqual(expected.state);
        }
      expect(tried).toBeGreaterThan(1);
    });
  },
);
