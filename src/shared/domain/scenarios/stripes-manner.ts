// Puts events in the order in which Stripe delivers them, which is not the order in which it made them. Source: facts E.
import type { ScenarioStep } from './scenario-options.ts';
import { between, createRandom, type Random } from './seeded-random.ts';

export interface Manner {
  seed: number;
  /** Some events fall behind others of nearly the same time. */
  disorder: boolean;
  /** Some events come twice. */
  duplicates: boolean;
}

/** Events are only overtaken by what happens at nearly the same time. */
const OVERTAKING_SECONDS = 1;
const HELD_UP_SHARE = 0.2;
const LAST_SHARE = 0.5;
const DUPLICATE_SHARE = 0.1;
/** How many others may come between an event and its duplicate. */
const DUPLICATE_DISTANCE = 3;

/**
 * As Stripe delivers: every step at least once, each with the time at which its event was made, so that `at` no longer grows
 * from step to step. Where it is possible at all, at least one event is overtaken and at least one sent twice; a duplicate
 * is no new moment and has no beat.
 */
export function inStripesManner(steps: readonly ScenarioStep[], manner: Manner): ScenarioStep[] {
  const random = createRandom(`${manner.seed}|manner`);
  const order = [...steps];
  if (manner.disorder) holdUpSome(order, random);
  return manner.duplicates ? withDuplicates(order, random) : order;
}

/** An event that is held up falls behind others of nearly the same time: behind the next one, or behind its whole cascade. */
function holdUpSome(steps: ScenarioStep[], random: Random): void {
  const followers = (index: number): number => {
    const at = steps[index]?.at ?? 0;
    return steps.slice(index + 1).findIndex((later) => later.at - at > OVERTAKING_SECONDS);
  };
  const overtakeable = [...steps.keys()].filter(
    (index) => index < steps.length - 1 && followers(index) !== 0,
  );
  // From the end, so that places before are still where they were.
  for (const index of [...chooseSome(overtakeable, HELD_UP_SHARE, random)].toReversed()) {
    const within = followers(index);
    const most = within === -1 ? steps.length - 1 - index : within;
    // Of nearly the same time it is often the very last.
    const behind = random() < LAST_SHARE ? most : between(random, 1, most);
    const [held] = steps.splice(index, 1);
    if (held !== undefined) steps.splice(index + behind, 0, held);
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
