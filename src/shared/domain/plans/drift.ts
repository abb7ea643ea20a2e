// Compares the plan that Stripe's events give a customer with the plan that the developer's app reports. Pure.
import type { PlanRef } from './headline.ts';
import { appValueOf, isFree, isSamePlan, plainName, type NamedPlan, type PlanMapping } from './plan-names.ts';

/**
 * - `unknown`: the app could not be asked, or no event has shown a subscription or purchase of this customer yet
 * - `asking`: something happened since the app was last asked, so its last response says nothing any more
 * - `agrees`
 * - `behind`: the app has not received the events that changed the plan
 * - `drift`: the app received them, and gives less than was paid for, or another plan
 * - `ahead`: the app received them, and gives more than was paid for
 */
export const DRIFT_STATES = ['unknown', 'asking', 'agrees', 'behind', 'drift', 'ahead'] as const;
export type DriftState = (typeof DRIFT_STATES)[number];

/** What an answered question can say. */
export type DriftVerdict = Exclude<DriftState, 'asking'>;

/** What Stripe's events say about a customer. */
export interface ExpectedPlan {
  plan: NamedPlan & { ref: PlanRef | null };
  /** false = no subscription or purchase was seen, so that having none is a guess. */
  known: boolean;
  /** The customer was deleted at Stripe; an app may have deleted its user, too, whatever was bought. */
  deleted: boolean;
}

export interface DriftQuestion {
  expected: ExpectedPlan;
  /** What the app reported, as text; null = nothing, or the app does not know the customer. */
  believed: string | null;
  /** Undelivered events that changed the plan. */
  undelivered: readonly string[];
  /** Other plans that are known, to tell which of two is worth more. */
  known: () => readonly (NamedPlan & { ref: PlanRef | null })[];
  mapping: PlanMapping;
}

export function judgeDrift({ expected, believed, undelivered, known, mapping }: DriftQuestion): DriftVerdict {
  if (!expected.known) return 'unknown';
  const { plan, deleted } = expected;
  if (isSamePlan(believed, plan, mapping)) return 'agrees';
  const nothing = believed === null || isFree(appValueOf(believed, mapping), mapping);
  if (deleted && nothing) return 'agrees';
  if (undelivered.length > 0) return 'behind';
  return isMore(believed, plan, known, mapping) ? 'ahead' : 'drift';
}

function isMore(
  believed: string | null,
  expected: NamedPlan & { ref: PlanRef | null },
  known: DriftQuestion['known'],
  mapping: PlanMapping,
): boolean {
  const value = appValueOf(believed, mapping);
  if (isFree(value, mapping) || plainName(value) === '') return false;
  // Any plan is more than none.
  if (expected.free) return true;
  const theirs = known().find((plan) => isSamePlan(value, plan, mapping));
  if (theirs === undefined) return false;
  if (theirs.rank !== null && expected.rank !== null) return theirs.rank > expected.rank;
  const [a, b] = [worth(theirs.ref), worth(expected.ref)];
  return a !== null && b !== null && a.currency === b.currency && a.amount > b.amount;
}

/** Of one unit in a month; quantities differ from customer to customer. */
function worth(ref: PlanRef | null): { amount: number; currency: string } | null {
  if (ref === null || ref.unitAmount === null || ref.currency === null) return null;
  const months = { day: 12 / 365, week: 12 / 52, month: 1, year: 12 }[ref.interval ?? 'month'];
  return { amount: ref.unitAmount / (months * ref.intervalCount), currency: ref.currency };
}
