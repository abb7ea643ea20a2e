// Reads Stripe's objects in the API versions before and after basil (2025-03-31), since an event keeps the version it was made in.

/** Relations are ids in webhooks, and objects where somebody expanded them. */
type Reference = string | { id: string } | null | undefined;

interface PriceShape {
  id?: string;
  product?: Reference;
  lookup_key?: string | null;
  metadata?: Record<string, string> | null;
  unit_amount?: number | null;
  /** What `unit_amount` is called in a plan. */
  amount?: number | null;
}

interface ItemShape {
  /** Payloads from before prices have only `plan`. */
  price?: PriceShape | null;
  plan?: PriceShape | null;
  quantity?: number;
  /** Since basil. */
  current_period_end?: number;
}

export interface SubscriptionShape {
  id: string;
  customer: Reference;
  status: string;
  created?: number;
  metadata?: Record<string, string> | null;
  items?: { data: ItemShape[] };
  /** Before basil. */
  current_period_end?: number;
  /** Stood for the items of a subscription with only one. */
  plan?: PriceShape | null;
  quantity?: number;
}

export interface InvoiceShape {
  customer?: Reference;
  /** Before basil. */
  subscription?: Reference;
  /** Since basil. */
  parent?: { subscription_details?: { subscription?: Reference } | null } | null;
}

export interface CheckoutShape {
  id: string;
  mode: string;
  customer: Reference;
  customer_details?: { email?: string | null; name?: string | null } | null;
  customer_email?: string | null;
  client_reference_id?: string | null;
  payment_intent?: Reference;
  payment_status: string;
  metadata?: Record<string, string> | null;
}

export interface CustomerShape {
  id: string;
  email?: string | null;
  name?: string | null;
}

export interface ChargeShape {
  payment_intent?: Reference;
  /** Only when all of it went back. */
  refunded: boolean;
}

export interface DisputeShape {
  payment_intent?: Reference;
  status: string;
}

/** From the least to the most. */
export const PLANS = ['free', 'starter', 'pro', 'team', 'lifetime'] as const;
export type Plan = (typeof PLANS)[number];

/** For prices that carry neither metadata nor a lookup key: put the ids of your own products or prices here. */
const PLAN_OF_ID: Record<string, Plan> = {
  prod_HooklineStarter: 'starter',
  prod_HooklinePro: 'pro',
  prod_HooklineTeam: 'team',
};

/** `pro`, and `pro_monthly` as lookup keys are written. */
export function planNamed(name: string | null | undefined): Plan | undefined {
  const word = name?.toLowerCase().split(/[_-]/)[0];
  return PLANS.find((plan) => plan === word);
}

export function idOf(reference: Reference): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null);
}

/** The subscription's own metadata outrank those of the price, since they were set for this one customer. */
export function planAndSeatsOf(subscription: SubscriptionShape): { plan: Plan | null; seats: number } {
  const items = itemsOf(subscription);
  const main = items.toSorted((a, b) => amountOf(b) - amountOf(a))[0];
  const price = priceOf(main);
  const plan =
    planNamed(subscription.metadata?.['plan']) ??
    planNamed(price.metadata?.['plan']) ??
    planNamed(price.lookup_key) ??
    PLAN_OF_ID[price.id ?? ''] ??
    PLAN_OF_ID[idOf(price.product) ?? ''] ??
    null;
  // Metered prices have no quantity; who pays by use is still one user.
  return { plan, seats: main?.quantity ?? 1 };
}

/** Unix seconds; 0 = not told. */
export function periodEndOf(subscription: SubscriptionShape): number {
  const ends = itemsOf(subscription).map((item) => item.current_period_end ?? 0);
  return Math.max(0, ...ends) || (subscription.current_period_end ?? 0);
}

export function subscriptionOfInvoice(invoice: InvoiceShape): string | null {
  return idOf(invoice.parent?.subscription_details?.subscription) ?? idOf(invoice.subscription);
}

function itemsOf({ items, plan, quantity }: SubscriptionShape): ItemShape[] {
  if (items && items.data.length > 0) return items.data;
  return plan ? [{ plan, quantity }] : [];
}

function priceOf(item: ItemShape | undefined): PriceShape {
  return item?.price ?? item?.plan ?? {};
}

function amountOf(item: ItemShape): number {
  const price = priceOf(item);
  return (price.unit_amount ?? price.amount ?? 0) * (item.quantity ?? 1);
}
