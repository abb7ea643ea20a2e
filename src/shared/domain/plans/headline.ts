// The one line about a customer: which plan, in what status. Source: facts F1, F5 rule 10 and F6.
import type { CustomerState, PlanItem, Purchase, Sub } from './plan-state.ts';
import { byWorth, itemWorth, monthlyMinor, worthOf } from './worth.ts';

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
  /** Unix seconds: when the item's own period, or a trial of the item alone, ends. */
  periodEnd: number | null;
  trialEnd: number | null;
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

/** Of those that grant access, when they are worth the same. */
const GRANTING = ['active', 'trialing', 'past_due'];
/** Of the others. */
const ENDED_LAST = ['paused', 'unpaid', 'incomplete', 'unknown'];

/** The developer's own rank of a plan; null = none. */
export type RankOf = (plan: PlanRef) => number | null;

export function headlineOf(state: CustomerState, rankOf: RankOf = () => null): Headline {
  const best = state.subs.toSorted((a, b) => betterSub(a, b, rankOf))[0];
  const granted = state.purchases
    .filter((purchase) => purchase.state === 'granted')
    .toSorted((a, b) => betterPurchase(a, b, rankOf))[0];
  if (best !== undefined && isAccess(best.status)) return ofSub(best, state);
  if (granted !== undefined) return ofPurchase(granted);
  if (best !== undefined) return ofSub(best, state);
  return { ...NO_HEADLINE, known: state.purchases.length > 0 };
}

function betterSub(a: Sub, b: Sub, rankOf: RankOf): number {
  const granting = Number(isAccess(b.status)) - Number(isAccess(a.status));
  const byStatus = place(GRANTING, a.status) - place(GRANTING, b.status);
  return (
    granting ||
    (isAccess(a.status)
      ? byRank(planRefOf(a), planRefOf(b), rankOf) || subWorth(b) - subWorth(a) || byStatus
      : 0) ||
    place(ENDED_LAST, a.status) - place(ENDED_LAST, b.status) ||
    (b.last?.created ?? 0) - (a.last?.created ?? 0) ||
    (a.id < b.id ? -1 : 1)
  );
}

function place(statuses: readonly string[], status: string): number {
  const found = statuses.indexOf(status);
  return found === -1 ? statuses.length : found;
}

/** A plan without a rank is neither better nor worse than one with it. */
function byRank(a: PlanRef | null, b: PlanRef | null, rankOf: RankOf): number {
  const [ofA, ofB] = [a === null ? null : rankOf(a), b === null ? null : rankOf(b)];
  return ofA === null || ofB === null ? 0 : ofB - ofA;
}

function subWorth({ items }: Sub): number {
  const monthly = monthlyMinor(items);
  return monthly === null
    ? items.reduce((sum, item) => sum + itemWorth(item), 0)
    : worthOf(monthly.amount, monthly.currency);
}

/** What names a plan hides nothing that names none; then the one that is worth more, then the latest. */
function betterPurchase(a: Purchase, b: Purchase, rankOf: RankOf): number {
  const [refA, refB] = [purchaseRef(a), purchaseRef(b)];
  return (
    Number(b.planKey !== null) - Number(a.planKey !== null) ||
    byRank(refA, refB, rankOf) ||
    worthOf(b.amountMinor, b.currency) - worthOf(a.amountMinor, a.currency) ||
    b.at - a.at ||
    (a.id < b.id ? 1 : -1)
  );
}

function ofSub(sub: Sub, state: CustomerState): Headline {
  const [, ...others] = byWorth(sub.items);
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

function ofPurchase(purchase: Purchase): Headline {
  return {
    ...NO_HEADLINE,
    kind: 'purchase',
    known: true,
    status: 'granted',
    access: true,
    objectId: purchase.id,
    plan: purchaseRef(purchase),
  };
}

export function purchaseRef({ planKey, amountMinor, currency }: Purchase): PlanRef {
  return {
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
    periodEnd: null,
    trialEnd: null,
  };
}

/** Of the main item. */
export function planRefOf({ items, metadata }: Pick<Sub, 'items' | 'metadata'>): PlanRef | null {
  const [main] = byWorth(items);
  return main === undefined ? null : refOf(main, metadata['plan'] ?? null);
}

function refOf(item: PlanItem, named: string | null): PlanRef {
  const { productId, priceId, lookupKey, nickname, unitAmount, currency, interval, intervalCount } = item;
  const { quantity, periodEnd, trialEnd } = item;
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
    periodEnd,
    trialEnd,
  };
}
