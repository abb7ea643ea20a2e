// Whether the app believes what Stripe's events say, and if not, whose turn it is. Pure.
import type { PlanRef } from './headline.ts';
import { isFree, isSamePlan, plainName, type NamedPlan, type PlanMapping } from './plan-names.ts';

/**
 * - `agrees`
 * - `behind`: an event that changes the plan has not been delivered: held, retrying, failed or under way
 * - `drift`: everything was delivered with 2xx, and the app has less than was paid for, or something else
 * - `ahead`: everything was delivered, and the app gives more than was paid for
 * - `unknown`: the app could not be asked
 */
export const DRIFT_STATES = ['agrees', 'behind', 'drift', 'ahead', 'unknown'] as const;
export type DriftState = (typeof DRIFT_STATES)[number];

export interface DriftQuestion {
  expected: NamedPlan & { ref: PlanRef | null };
  /** What the app answered, as text; null = nothing, or it does not know the customer. */
  believed: string | null;
  /** Events of the customer that changed the plan and are not delivered. */
  undelivered: readonly string[];
  /** Other plans that are known, to tell whether the app's is the better one. */
  known: () => readonly (NamedPlan & { ref: PlanRef | null })[];
  mapping: PlanMapping;
}

export function judgeDrift({ expected, believed, undelivered, known, mapping }: DriftQuestion): DriftState {
  if (isSamePlan(believed, expected, mapping)) return 'agrees';
  if (undelivered.length > 0) return 'behind';
  return isMore(believed, expected, known, mapping) ? 'ahead' : 'drift';
}

function isMore(
  believed: string | null,
  expected: DriftQuestion['expected'],
  known: DriftQuestion['known'],
  mapping: PlanMapping,
): boolean {
  const value = mapping.appValues[believed ?? ''] ?? believed ?? '';
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
