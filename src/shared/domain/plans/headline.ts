// The one line about a customer: which plan, in what status. Source: facts F1, F5 rule 10 and F6.
import type { CustomerState, PlanItem, Purchase, Sub } from './plan-state.ts';

/** A plan as Stripe names it; what people call it is found in plan-names.ts. */
export interface PlanRef {
  /** What apps switch on. */
  key: string;
  productId: string | null;
  priceId: string | null;
  lookupKey: string | null;
  nickname: string | null;
  /** Of one unit, in the currency's smallest unit. */
  unitAmount: number | null;
  currency: string | null;
  interval: PlanItem['interval'];
  intervalCount: number;
  quantity: number | null;
}

export interface Headline {
  kind: 'subscription' | 'purchase' | 'none';
  /** null = no plan; one that ended is named all the same, without access. */
  plan: PlanRef | null;
  /** The subscription's, or `granted`, or null. */
  status: string | null;
  access: boolean;
  objectId: string | null;
  /** Further items of the same subscription. */
  addOns: PlanRef[];
  /** Further subscriptions that grant something. */
  more: number;
  /** Unix seconds: when the trial, the period or the access ends. */
  nextAt: number | null;
  nextIs: 'trial_end' | 'renewal' | 'end' | null;
  uncertain: boolean;
  /** false = no event has shown a subscription or purchase, so that there may be one that nobody here knows of. */
  known: boolean;
}

export const NO_HEADLINE: Headline = {
  kind: 'none',
  plan: null,
  status: null,
  access: false,
  objectId: null,
  addOns: [],
  more: 0,
  nextAt: null,
  nextIs: null,
  uncertain: false,
  known: false,
};

/** Statuses that grant access. `past_due` does: Stripe is still trying, and most apps wait. */
export function isAccess(status: string): boolean {
  return status === 'active' || status === 'trialing' || status === 'past_due';
}

const BEST_FIRST = ['active', 'trialing', 'past_due', 'paused', 'unpaid', 'incomplete', 'unknown'];

export function headlineOf(state: CustomerState): Headline {
  const best = state.subs.toSorted(better)[0];
  const granted = state.purchases.filter((purchase) => purchase.state === 'granted').at(-1);
  if (best !== undefined && isAccess(best.status)) return ofSub(best, state);
  if (granted !== undefined) return ofPurchase(granted);
  if (best !== undefined) return ofSub(best, state);
  return { ...NO_HEADLINE, known: state.purchases.length > 0 };
}

function better(a: Sub, b: Sub): number {
  const rank = ({ status }: Sub): number => {
    const place = BEST_FIRST.indexOf(status);
    return place === -1 ? BEST_FIRST.length : place;
  };
  const worth = (sub: Sub): number => monthlyMinor(sub)?.amount ?? 0;
  return (
    Number(isAccess(b.status)) - Number(isAccess(a.status)) ||
    rank(a) - rank(b) ||
    worth(b) - worth(a) ||
    (b.last?.created ?? 0) - (a.last?.created ?? 0) ||
    (a.id < b.id ? -1 : 1)
  );
}

function ofSub(sub: Sub, state: CustomerState): Headline {
  const [, ...others] = byWeight(sub);
  const access = isAccess(sub.status);
  const trial = sub.status === 'trialing';
  const ends = sub.cancelScheduled || sub.endedAt !== null;
  return {
    kind: 'subscription',
    plan: planRefOf(sub),
    status: sub.status,
    access,
    objectId: sub.id,
    addOns: others.map((item) => refOf(item, null)),
    more: state.subs.filter(({ id, status }) => id !== sub.id && isAccess(status)).length,
    nextAt: ends ? sub.endsAt : trial ? sub.trialEnd : access ? sub.periodEnd : null,
    nextIs: ends ? 'end' : trial ? 'trial_end' : access ? 'renewal' : null,
    uncertain: sub.uncertain,
    // A subscription that only other objects have named has the status `unknown`, and no plan.
    known: sub.status !== 'unknown',
  };
}

function ofPurchase({ id, planKey, amountMinor, currency }: Purchase): Headline {
  return {
    ...NO_HEADLINE,
    kind: 'purchase',
    known: true,
    status: 'granted',
    access: true,
    objectId: id,
    plan: {
      key: planKey ?? '',
      productId: null,
      priceId: null,
      lookupKey: null,
      nickname: null,
      unitAmount: amountMinor,
      currency,
      interval: null,
      intervalCount: 1,
      quantity: null,
    },
  };
}

/** The main item: the licensed one with the highest amount. */
export function planRefOf(sub: Sub): PlanRef | null {
  const [main] = byWeight(sub);
  return main === undefined ? null : refOf(main, sub.metadata['plan'] ?? null);
}

function byWeight(sub: Sub): PlanItem[] {
  const weight = (item: PlanItem): number => (item.unitAmount ?? 0) * (item.quantity ?? 1);
  return sub.items.toSorted((a, b) => Number(a.metered) - Number(b.metered) || weight(b) - weight(a));
}

function refOf(item: PlanItem, named: string | null): PlanRef {
  const { productId, priceId, lookupKey, nickname, unitAmount, currency, interval, intervalCount, quantity } =
    item;
  return {
    key: named ?? item.priceKey ?? lookupKey ?? priceId ?? '',
    productId,
    priceId,
    lookupKey,
    nickname,
    unitAmount,
    currency,
    interval,
    intervalCount,
    quantity,
  };
}

const MONTHS = { day: 12 / 365, week: 12 / 52, month: 1, year: 12 } as const;

/** What a subscription costs in a month; null where an amount is not fixed, an interval not known or currencies are mixed. */
export function monthlyMinor({ items }: Pick<Sub, 'items'>): { amount: number; currency: string } | null {
  const currency = items[0]?.currency ?? null;
  if (currency === null) return null;
  let amount = 0;
  for (const item of items) {
    if (item.unitAmount === null || item.interval === null || item.currency !== currency) return null;
    amount += (item.unitAmount * (item.quantity ?? 1)) / (MONTHS[item.interval] * item.intervalCount);
  }
  return { amount, currency };
}
