// Sets a user's plan and seats to what their subscriptions and purchases come to.
import type { Bugs } from './bugs.ts';
import type { Database, Purchase, Subscription, User } from './database.ts';
import { PLANS, type Plan } from './stripe-shapes.ts';

/** The event because of which a user is looked at. */
interface Cause {
  type: string;
  /** It came before. */
  seen: boolean;
}

interface Due {
  plan: Plan;
  seats: number;
  from: 'subscription' | 'purchase' | 'nothing';
}

/** From the best down. While Stripe still tries to collect (past_due) a customer keeps the plan. */
const GRANTING_STATUSES = ['active', 'trialing', 'past_due'];

/** @returns what became of the plan, in a few words */
export function settleUser(userId: string, cause: Cause, database: Database, bugs: Bugs): string {
  const user = database.userById(userId);
  if (user === undefined) throw new Error(`There is no user ${userId}.`);
  const due = dueTo(database.subscriptionsOf(userId), database.purchasesInForce(userId));

  // BUG forgets_invoice_paid: a paid plan is left to the handler of invoice.paid, which is missing in apply-event.ts.
  if (bugs.has('forgets_invoice_paid') && due.from === 'subscription' && isMore(due, user)) {
    return `stays on ${user.plan} until the invoice is paid`;
  }

  let seats = due.seats;
  // BUG not_idempotent: the seats are added instead of set, so those of an event that comes twice count twice.
  if (bugs.has('not_idempotent') && cause.seen && bringsSeats(cause)) seats = user.seats + due.seats;

  if (user.plan === due.plan && user.seats === seats) return `stays on ${user.plan}`;
  database.updateUser(userId, { plan: due.plan, seats });
  return `${user.plan} → ${due.plan}, ${user.seats} → ${seats} seats`;
}

/** A subscription in force comes before what was bought once; without either a user is on the free plan. */
export function dueTo(subscriptions: Subscription[], purchases: Pick<Purchase, 'plan'>[]): Due {
  const best = subscriptions
    .filter(({ status, plan }) => GRANTING_STATUSES.includes(status) && plan !== null)
    .toSorted(
      (a, b) =>
        GRANTING_STATUSES.indexOf(a.status) - GRANTING_STATUSES.indexOf(b.status) ||
        worthOf(b.plan) - worthOf(a.plan) ||
        b.started_at - a.started_at,
    )[0];
  if (best?.plan) return { plan: best.plan, seats: best.seats, from: 'subscription' };
  const bought = purchases.toSorted((a, b) => worthOf(b.plan) - worthOf(a.plan))[0];
  if (bought) return { plan: bought.plan, seats: 1, from: 'purchase' };
  return { plan: 'free', seats: 0, from: 'nothing' };
}

function worthOf(plan: Plan | null): number {
  return plan === null ? -1 : PLANS.indexOf(plan);
}

function isMore(due: Due, user: User): boolean {
  return worthOf(due.plan) > worthOf(user.plan) || (due.plan === user.plan && due.seats > user.seats);
}

function bringsSeats({ type }: Cause): boolean {
  return type.startsWith('customer.subscription.') || type.startsWith('checkout.session.');
}
