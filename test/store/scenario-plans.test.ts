// Every scenario ends where it says it does, in whatever order and however often its events are delivered.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headlineOf } from '#shared/domain/plans/headline.ts';
import type { CustomerState } from '#shared/domain/plans/plan-state.ts';
import {
  generateScenario,
  inStripesManner,
  SCENARIO_API_VERSIONS,
  SCENARIO_IDS,
  SCENARIO_OUTCOMES,
  versionsOf,
  type ScenarioOutcome,
} from '#shared/domain/scenarios/scenarios.ts';
import { openPlanStore, statesIn, type PlanStore } from '../support/plan-store.ts';

const STORIES = SCENARIO_API_VERSIONS.flatMap((apiVersion, version) =>
  SCENARIO_IDS.filter((id) => versionsOf(id).includes(apiVersion)).map((id, place) => {
    const seed = 1000 * version + place;
    const customer = { name: id, email: `${id}.${version}@example.com` };
    const steps = generateScenario(id, { apiVersion, seed, startAt: 1_790_000_000, customer });
    return { id, apiVersion, email: customer.email, steps };
  }),
);

const outcomeOf = (state: CustomerState): ScenarioOutcome => {
  const { plan, access, kind, status } = headlineOf(state);
  const ofSub = kind === 'subscription';
  // What is bought besides is no plan.
  const purchase = state.purchases.find(({ planKey }) => planKey !== null);
  return {
    planKey: (access ? (plan?.key ?? 'free') : 'free') as ScenarioOutcome['planKey'],
    status: ofSub ? (status as ScenarioOutcome['status']) : null,
    quantity: ofSub ? (plan?.quantity ?? null) : null,
    subscriptionCount: state.subs.length,
    purchase: (purchase?.state ?? null) as ScenarioOutcome['purchase'],
    isCustomerDeleted: state.deletedAt !== null,
  };
};

async function takeAll(opened: PlanStore, events: readonly Record<string, unknown>[]): Promise<void> {
  // All at once, as a burst comes; the store keeps their order.
  await Promise.all(events.map((event) => opened.take(event)));
  await opened.folded();
}

const byEmail = (opened: PlanStore): Map<string | null, CustomerState> =>
  new Map(Object.values(statesIn(opened)).map((state) => [state.email, state]));

describe('told in order', () => {
  test('each comes out as promised, and nothing is left uncertain', async () => {
    const opened = openPlanStore();
    await takeAll(
      opened,
      STORIES.flatMap(({ steps }) => steps.map(({ event }) => event)),
    );
    const states = byEmail(opened);
    for (const { id, apiVersion, email } of STORIES) {
      const state = states.get(email);
      expect(state && outcomeOf(state), `${id} in ${apiVersion}`).toEqual(SCENARIO_OUTCOMES[id]);
      expect(
        state?.subs.map(({ uncertain }) => uncertain),
        id,
      ).not.toContain(true);
    }
  });
});

test('in Stripe’s manner, mixed with each other or shuffled altogether, every customer is in the same state', async () => {
  const clean = openPlanStore();
  await takeAll(
    clean,
    STORIES.flatMap(({ steps }) => steps.map(({ event }) => event)),
  );
  const expected = statesIn(clean);
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.boolean(), fc.infiniteStream(fc.nat()), async (seed, wild, dice) => {
      const told = STORIES.map(({ steps }) =>
        inStripesManner(steps, { seed, disorder: true, duplicates: true }).map(({ event }) => event),
      );
      const opened = openPlanStore();
      await takeAll(opened, wild ? shuffled(told.flat(), dice) : interleaved(told, dice));
      expect(statesIn(opened)).toEqual(expected);
      await opened.store.dispose();
    }),
    { numRuns: 8 },
  );
}, 60_000);

function shuffled<T>(items: readonly T[], dice: Iterator<number>): T[] {
  const left = [...items];
  return items.flatMap(() => left.splice(roll(dice, left.length), 1));
}

/** Each list in its own order. */
function interleaved<T>(lists: readonly (readonly T[])[], dice: Iterator<number>): T[] {
  const left = lists.map((list) => [...list]);
  const mixed: T[] = [];
  while (left.length > 0) {
    const place = roll(dice, left.length);
    const next = left[place]?.shift();
    if (next === undefined) left.splice(place, 1);
    else mixed.push(next);
  }
  return mixed;
}

const roll = (dice: Iterator<number>, sides: number): number => Number(dice.next().value) % sides;
