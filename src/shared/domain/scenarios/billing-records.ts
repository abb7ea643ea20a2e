// The objects of a story, free of any API version: what the renderers show and the cascades change.
import type { Plan } from './catalogue.ts';

/** How everything in one scenario is rendered. */
export interface Rendering {
  /** Basil (2025-03-31) and later; false = the shapes before. */
  isModern: boolean;
  currency: string;
  /** For the addresses of Stripe's own pages. */
  accountId: string;
}

export interface CustomerRecord {
  id: string;
  name: string;
  email: string;
  created: number;
  /** Fixed by the first invoice or subscription. */
  currency: string | null;
  delinquent: boolean;
  defaultPaymentMethod: string | null;
  invoicePrefix: string;
  invoiceCount: number;
  metadata: Record<string, string>;
}

export interface PaymentMethodRecord {
  id: string;
  type: 'card' | 'sepa_debit';
  created: number;
  customerId: string | null;
  name: string;
  email: string;
  last4: string;
  fingerprint: string;
  /** The bank asks the card's owner before it pays. */
  asksForAuthentication: boolean;
}

export interface SetupIntentRecord {
  id: string;
  clientSecret: string;
  created: number;
  customerId: string;
  method: PaymentMethodRecord;
  status: 'requires_payment_method' | 'succeeded';
}

/** Another item of a subscription, with an interval and so a period of its own. */
export interface AddOnRecord {
  itemId: string;
  plan: Plan;
  quantity: number;
  periodStart: number;
  periodEnd: number;
}

export interface SubscriptionRecord {
  id: string;
  itemId: string;
  addOns: AddOnRecord[];
  customerId: string;
  created: number;
  status: 'incomplete' | 'trialing' | 'active' | 'past_due' | 'paused' | 'canceled';
  plan: Plan;
  quantity: number;
  metadata: Record<string, string>;
  anchor: number;
  /** How many months after the anchor the present period ends. */
  monthsToPeriodEnd: number;
  periodStart: number;
  periodEnd: number;
  /** The end that is planned; the renderer says it in its version's way. */
  cancelAt: number | null;
  canceledAt: number | null;
  endedAt: number | null;
  cancellation: { reason: string; feedback: string | null } | null;
  paymentMethodId: string | null;
  latestInvoiceId: string | null;
  /** What the present plan and quantity were billed by. */
  billedBy: Billed | null;
  pauseCollection: { behavior: string; resumesAt: number | null } | null;
  paused: { at: number; by: 'trial_end_without_payment_method' | 'pause_requested' } | null;
  scheduleId: string | null;
  trial: { start: number; end: number; withoutPaymentMethod: 'create_invoice' | 'pause' } | null;
}

/** A line of an invoice, or an adjustment that still waits for its invoice. */
export type Billed = { invoiceId: string; lineId: string } | { invoiceItemId: string };

export interface InvoiceLineRecord {
  id: string;
  amount: number;
  description: string;
  itemId: string;
  plan: Plan;
  quantity: number;
  /** In the smallest unit; of a tiered price, what the line's tier says. */
  unitAmount: number;
  start: number;
  end: number;
  /** Of an adjustment for part of a period; a credit names what it gives back. */
  proration: { invoiceItemId: string; credited: Billed | null } | null;
}

export interface InvoiceItemRecord {
  line: InvoiceLineRecord;
  subscription: SubscriptionRecord;
  created: number;
  /** null = waits for the next invoice. */
  invoiceId: string | null;
}

export interface InvoiceRecord {
  id: string;
  /** null while a draft. */
  number: string | null;
  customer: CustomerRecord;
  subscription: SubscriptionRecord;
  /** As they were when the invoice was made. */
  subscriptionMetadata: Record<string, string>;
  created: number;
  billingReason: 'subscription_create' | 'subscription_cycle' | 'subscription_update';
  lines: InvoiceLineRecord[];
  periodStart: number;
  periodEnd: number;
  status: 'draft' | 'open' | 'paid';
  attemptCount: number;
  nextAttemptAt: number | null;
  finalizedAt: number | null;
  paidAt: number | null;
  payment: { id: string; created: number; intent: PaymentIntentRecord } | null;
  prorationDate: number | null;
}

export interface PaymentIntentRecord {
  id: string;
  clientSecret: string;
  amount: number;
  created: number;
  customerId: string | null;
  description: string | null;
  invoiceId: string | null;
  status: 'requires_payment_method' | 'requires_action' | 'processing' | 'succeeded';
  method: PaymentMethodRecord;
  /** The latest attempt. */
  charge: ChargeRecord | null;
  isForLater: boolean;
  metadata: Record<string, string>;
}

export interface ChargeRecord {
  id: string;
  intentId: string;
  amount: number;
  created: number;
  customerId: string | null;
  description: string | null;
  invoiceId: string | null;
  method: PaymentMethodRecord;
  status: 'succeeded' | 'pending' | 'failed';
  balanceTransactionId: string | null;
  amountRefunded: number;
  isDisputed: boolean;
  metadata: Record<string, string>;
}

export const invoiceTotal = (invoice: InvoiceRecord): number =>
  invoice.lines.reduce((sum, line) => sum + line.amount, 0);
