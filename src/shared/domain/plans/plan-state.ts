// The plan state of one customer as Stripe's events tell it. Plain data: it is stored as JSON. Times are Unix seconds.
import type { FlatDigest } from './digest.ts';

/** One price on a subscription. */
export interface PlanItem {
  itemId: string | null;
  priceId: string | null;
  productId: string | null;
  lookupKey: string | null;
  nickname: string | null;
  /** `metadata.plan` of the price. */
  priceKey: string | null;
  /** In the currency's smallest unit; null for tiers. */
  unitAmount: number | null;
  currency: string | null;
  interval: 'day' | 'week' | 'month' | 'year' | null;
  intervalCount: number;
  /** null for metered usage. */
  quantity: number | null;
  metered: boolean;
  /** Since basil each item has a period of its own. */
  periodEnd: number | null;
  /** Of a trial of this item alone. */
  trialEnd: number | null;
}

/** `voided` and `uncollectible`: the invoice is closed, and Stripe does not try again. */
export const PAYMENT_STATES = [
  'ok',
  'failed',
  'action_required',
  'voided',
  'uncollectible',
  'unknown',
] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

export interface InvoicePayment {
  invoiceId: string;
  /** Of the invoice itself: which of several is the newest. */
  createdAt: number;
  state: PaymentState;
  /** Of the event that said so. */
  at: number;
  nextAttemptAt: number | null;
  amountMinor: number | null;
  currency: string | null;
}

export interface Sub {
  id: string;
  /** Stripe's, an open set; `unknown` while only other objects have named it. */
  status: string;
  items: PlanItem[];
  metadata: Record<string, string>;
  /** Of the main item, where items have periods. */
  periodEnd: number | null;
  trialEnd: number | null;
  /** Since when and why access is paused: `pause_requested`, `trial_end_without_payment_method`, … */
  paused: { at: number | null; reason: string | null } | null;
  cancelScheduled: boolean;
  endsAt: number | null;
  endedAt: number | null;
  pauseCollection: { behavior: string; resumesAt: number | null } | null;
  pendingUpdate: boolean;
  scheduleId: string | null;
  nextChange: { at: number; priceIds: string[] } | null;
  /** A pause that is scheduled. */
  nextPause: { at: number; resumesAt: number | null } | null;
  latestInvoiceId: string | null;
  /** The newest few. */
  invoices: InvoicePayment[];
  /** The event the snapshot is from; null = none yet. */
  last: {
    eventId: string;
    created: number;
    type: string;
    /** What events of one second may turn back and forth; tells which of them continues this one. */
    shown: FlatDigest;
  } | null;
  /** Two events of one second left open which of them is the later. */
  uncertain: boolean;
}

/** Statuses that nothing leaves. */
export const TERMINAL_STATUSES: ReadonlySet<string> = new Set(['canceled', 'incomplete_expired']);

export type PurchaseState = 'pending' | 'granted' | 'failed' | 'expired' | 'revoked';

export interface Refund {
  id: string;
  amountMinor: number;
  /** false = it failed or was canceled, and the money stays. */
  live: boolean;
}

export interface Purchase {
  /** The Checkout Session's. */
  id: string;
  /** What the session says, unless the money went back. */
  state: PurchaseState;
  outcome: Exclude<PurchaseState, 'revoked'>;
  at: number;
  amountMinor: number | null;
  currency: string | null;
  /** `metadata.plan` of the session. */
  planKey: string | null;
  paymentIntent: string | null;
  refunds: Refund[];
  /** What the charge says of its refunds; null = nothing yet. */
  charge: { refundedMinor: number; inFull: boolean } | null;
  /** What went back, by the charge and by its refunds. */
  refundedMinor: number;
  refundedInFull: boolean;
  disputes: { id: string; status: DisputeState }[];
  /** Of all of them: lost before open before won. */
  dispute: DisputeState | null;
}

/** `won`: it ended in the merchant's favour, or before any money was taken. */
export type DisputeState = 'open' | 'won' | 'lost';

export interface CustomerState {
  email: string | null;
  name: string | null;
  /** `client_reference_id` of a Checkout Session: the app's own name for the customer. */
  appRef: string | null;
  /** Of the customer object. */
  metadata: Record<string, string>;
  /** Of the customer's Checkout Sessions; Stripe copies it to nothing else. */
  sessionMetadata: Record<string, string>;
  delinquent: boolean | null;
  deletedAt: number | null;
  /** By id. */
  subs: Sub[];
  /** By time, then id. */
  purchases: Purchase[];
  entitlements: { keys: string[]; complete: boolean } | null;
}

export const NO_CUSTOMER_STATE: CustomerState = {
  email: null,
  name: null,
  appRef: null,
  metadata: {},
  sessionMetadata: {},
  delinquent: null,
  deletedAt: null,
  subs: [],
  purchases: [],
  entitlements: null,
};

const NEW_IN_ITEMS = { periodEnd: null, trialEnd: null } satisfies Partial<PlanItem>;
const NEW_IN_SUBS = { paused: null, nextPause: null } satisfies Partial<Sub>;
const NEW_IN_PURCHASES = { refunds: [], charge: null, disputes: [] } satisfies Partial<Purchase>;

/** @param text as it was stored, also by an older version; '' = nothing yet */
export function readCustomerState(text: string): CustomerState {
  if (text === '') return NO_CUSTOMER_STATE;
  const stored = JSON.parse(text) as CustomerState;
  if ('sessionMetadata' in stored) return stored;
  return {
    ...NO_CUSTOMER_STATE,
    ...(stored as CustomerState),
    subs: (stored as CustomerState).subs.map((sub) => ({
      ...NEW_IN_SUBS,
      ...sub,
      items: sub.items.map((item) => ({ ...NEW_IN_ITEMS, ...item })),
      last: sub.last === null ? null : { ...sub.last, shown: sub.last.shown ?? {} },
    })),
    purchases: (stored as CustomerState).purchases.map((purchase) => ({
      ...NEW_IN_PURCHASES,
      ...purchase,
      outcome: purchase.outcome ?? (purchase.state === 'revoked' ? 'granted' : purchase.state),
    })),
  };
}
