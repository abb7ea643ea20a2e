// The plan state of one customer as Stripe's events tell it. Plain data: it is stored as JSON. Times are Unix seconds.

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
}

export type PaymentState = 'ok' | 'failed' | 'action_required' | 'unknown';

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
  periodEnd: number | null;
  trialEnd: number | null;
  cancelScheduled: boolean;
  endsAt: number | null;
  endedAt: number | null;
  pauseCollection: { behavior: string; resumesAt: number | null } | null;
  pendingUpdate: boolean;
  scheduleId: string | null;
  nextChange: { at: number; priceIds: string[] } | null;
  latestInvoiceId: string | null;
  /** The newest few. */
  invoices: InvoicePayment[];
  /** The event the snapshot is from; null = none yet. */
  last: { eventId: string; created: number; type: string } | null;
  /** Two events of one second left open which of them is the later. */
  uncertain: boolean;
}

/** Statuses that nothing leaves. */
export const TERMINAL_STATUSES: ReadonlySet<string> = new Set(['canceled', 'incomplete_expired']);

export type PurchaseState = 'pending' | 'granted' | 'failed' | 'expired' | 'revoked';

export interface Purchase {
  /** The Checkout Session's. */
  id: string;
  state: PurchaseState;
  at: number;
  amountMinor: number | null;
  currency: string | null;
  /** `metadata.plan` of the session. */
  planKey: string | null;
  paymentIntent: string | null;
  refundedMinor: number;
  refundedInFull: boolean;
  dispute: 'open' | 'won' | 'lost' | null;
}

export interface CustomerState {
  email: string | null;
  name: string | null;
  /** `client_reference_id` of a Checkout Session: the app's own name for the customer. */
  appRef: string | null;
  metadata: Record<string, string>;
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
  delinquent: null,
  deletedAt: null,
  subs: [],
  purchases: [],
  entitlements: null,
};
