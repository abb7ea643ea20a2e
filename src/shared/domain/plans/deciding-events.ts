// Which events an app needs in order to know the plan that a customer has now. Pure.
import type { PlanStep } from './fold.ts';
import { headlineOf } from './headline.ts';
import type { CustomerState } from './plan-state.ts';

/** Event types on which apps change a user's plan. */
const GRANTING =
  /^(customer\.subscription\.|invoice\.(paid|payment_succeeded)$|invoice_payment\.paid$|checkout\.session\.(completed|async_payment_succeeded)$|entitlements\.)/;

/** Seconds between the events that Stripe makes of one purchase or change. */
const CASCADE_S = 60;

/**
 * The event that gave the customer the present plan, and those made with it that apps act on as well.
 * @param steps in the order of creation
 * @returns their sequence numbers; none when no event of these changed the plan
 */
export function decidingEvents(steps: readonly PlanStep[], base: CustomerState): ReadonlySet<number> {
  let last: PlanStep | null = null;
  let before = planOf(base);
  for (const step of steps) {
    const after = planOf(step.after);
    if (after !== before) last = step;
    before = after;
  }
  if (last === null) return new Set();
  const { seq: deciding, created } = last;
  const withIt = steps.filter(
    (step) =>
      step.seq === deciding || (GRANTING.test(step.type) && Math.abs(step.created - created) <= CASCADE_S),
  );
  return new Set(withIt.map(({ seq }) => seq));
}

/** What an app is to give, as far as it can be compared. */
function planOf(state: CustomerState): string {
  const { access, plan } = headlineOf(state);
  return access && plan !== null ? JSON.stringify([plan.key, plan.priceId, plan.quantity]) : '';
}
