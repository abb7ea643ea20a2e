// Puts events in the order in which Stripe delivers them, which is not the order in which it made them. Source: facts E.
import type { ScenarioStep } from './scenario-options.ts';
import { between, createRandom, type Random } from './seeded-random.ts';

export interface Manner {
  seed: number;
  /** Some neighbours of one cascade change places. */
  disorder: boolean;
  /** Some events come twice. */
  duplicates: boolean;
}

/** Events are only overtaken by what happens at nearly the same time. */
const OVERTAKING_SECONDS = 1;
const SWAP_SHARE = 0.3;
const DUPLICATE_SHARE = 0.1;
/** How many others may come between an event and its duplicate. */
const DUPLICATE_DISTANCE = 3;

/**
 * As Stripe delivers: every step at least once, each with the time at which its event was made, so that `at` no longer grows
 * from step to step. Where it is possible at all, at least one pair is swapped and at least one event sent twice; a duplicate
 * is no new moment and has no beat.
 */
export function inStripesManner(steps: readonly ScenarioStep[], manner: Manner): ScenarioStep[] {
  const random = createRandom(`${manner.seed}|manner`);
  const order = [...steps];
  if (manner.disorder) swapNeighbours(order, random);
  return manner.duplicates ? withDuplicates(order, random) : order;
}

function swapNeighbours(steps: ScenarioStep[], random: Random): void {
  const swappable = [...steps.keys()].filter((index) => {
    const [one, next] = [steps[index], steps[index + 1]];
    return one !== undefined && next !== undefined && next.at - one.at <= OVERTAKING_SECONDS;
  });
  const chosen = chooseSome(swappable, SWAP_SHARE, random);
  for (const index of chosen) {
    // Of overlapping pairs the first is swapped, lest one event wander off through all the others.
    if (chosen.has(index - 1)) continue;
    const [one, next] = [steps[index], steps[index + 1]];
    if (one !== undefined && next !== undefined) steps.splice(index, 2, next, one);
  }
}

function withDuplicates(steps: readonly ScenarioStep[], random: Random): ScenarioStep[] {
  const twice = chooseSome([...steps.keys()], DUPLICATE_SHARE, random);
  const delivered = [...steps];
  // From the end, so that places before are still where they were.
  for (const index of [...twice].toReversed()) {
    const step = steps[index];
    if (step === undefined) continue;
    const place = index + 1 + between(random, 0, DUPLICATE_DISTANCE);
    delivered.splice(place, 0, { ...step, beat: null });
  }
  return delivered;
}

/** Ascending; at least one if there is any. */
function chooseSome(indices: readonly number[], share: number, random: Random): Set<number> {
  const chosen = new Set(indices.filter(() => random() < share));
  const spare = indices[between(random, 0, Math.max(0, indices.length - 1))];
  if (chosen.size === 0 && spare !== undefined) chosen.add(spare);
  return chosen;
}
