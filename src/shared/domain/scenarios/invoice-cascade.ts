// The life of an invoice: drafted with its lines, finalized, paid or not.
import { formatMoney } from '../money.ts';
import {
  invoiceTotal,
  type AddOnRecord,
  type InvoiceLineRecord,
  type InvoiceRecord,
  type PaymentIntentRecord,
  type PaymentMethodRecord,
  type SubscriptionRecord,
} from './billing-records.ts';
import { dayText } from './calendar.ts';
import { amountOf, splitByTier, type Plan } from './catalogue.ts';
import { declineIntent, draftIntent, settleIntent, tellIntent } from './payment-cascade.ts';
import { renderInvoicePayment } from './render-invoice.ts';
import type { Story } from './story.ts';

/** Not told yet: a subscription names its invoice before `invoice.created`. */
export function draftInvoice(
  { recorder, customer }: Story,
  subscription: SubscriptionRecord,
  about: Pick<InvoiceRecord, 'billingReason' | 'periodStart' | 'periodEnd'> & {
    lines: InvoiceLineRecord[];
    prorationDate?: number;
  },
): InvoiceRecord {
  const id = recorder.id('invoice');
  subscription.latestInvoiceId = id;
  const billing = about.lines.findLast((line) => line.plan === subscription.plan);
  subscription.billedBy = billing === undefined ? null : { invoiceId: id, lineId: billing.id };
  return {
    prorationDate: null,
    ...about,
    id,
    number: null,
    customer,
    subscription,
    subscriptionMetadata: { ...subscription.metadata },
    created: recorder.now(),
    status: 'draft',
    attemptCount: 0,
    nextAttemptAt: null,
    finalizedAt: null,
    paidAt: null,
    payment: null,
  };
}

/** For a whole period, or for nothing during a trial; a tiered price has a line for each tier. */
export function regularLines(
  { recorder }: Story,
  item: AddOnRecord,
  { isTrial = false }: { isTrial?: boolean } = {},
): InvoiceLineRecord[] {
  const { itemId, plan, quantity, periodStart: start, periodEnd: end } = item;
  const parts =
    plan.tiers === null ? [{ quantity, unitAmount: plan.unitAmount }] : splitByTier(plan.tiers, quantity);
  return parts.map((part, index) => ({
    id: recorder.id('invoiceLine'),
    amount: isTrial ? 0 : part.unitAmount * part.quantity,
    description: isTrial
      ? `Trial period for ${plan.name}`
      : `${part.quantity} × ${plan.name} (${plan.tiers === null ? '' : `Tier ${index + 1} `}at ${rate(plan, part.unitAmount)})`,
    itemId,
    plan,
    quantity: part.quantity,
    unitAmount: part.unitAmount,
    start,
    end,
    proration: null,
  }));
}

const rate = ({ currency, interval }: Plan, unitAmount: number): string =>
  `${formatMoney(unitAmount, currency, 'en-US')} / ${interval ?? 'once'}`;

/** The pair of an immediate change: what is left of the old is given back, what is left of the new is charged. */
export function prorationLines(
  { recorder }: Story,
  subscription: SubscriptionRecord,
  next: { plan: Plan; quantity: number },
): [credit: InvoiceLineRecord, debit: InvoiceLineRecord] {
  const at = recorder.now();
  const { periodStart, periodEnd, billedBy } = subscription;
  const share = (periodEnd - at) / (periodEnd - periodStart);
  const line = (
    title: string,
    sign: 1 | -1,
    of: { plan: Plan; quantity: number },
    credited: typeof billedBy,
  ): InvoiceLineRecord => ({
    id: recorder.id('invoiceLine'),
    amount: sign * Math.round(amountOf(of.plan, of.quantity) * share),
    description: `${title} time on ${of.quantity === 1 ? '' : `${of.quantity} × `}${of.plan.name} after ${dayText(at)}`,
    itemId: subscription.itemId,
    plan: of.plan,
    quantity: of.quantity,
    unitAmount: of.plan.unitAmount,
    start: at,
    end: periodEnd,
    proration: { invoiceItemId: recorder.id('invoiceItem'), credited },
  });
  return [line('Unused', -1, subscription, billedBy), line('Remaining', 1, next, null)];
}

/**
 * One of nothing is paid at once, and asks for no means of payment.
 * @param by a means of payment, or the intent that has paid already (Checkout since basil)
 */
export function finalizeInvoice(
  story: Story,
  invoice: InvoiceRecord,
  by: { method: PaymentMethodRecord | null } | { paid: PaymentIntentRecord },
): void {
  const { recorder, customer } = story;
  const now = recorder.now();
  customer.invoiceCount += 1;
  invoice.number = `${customer.invoicePrefix}-${String(customer.invoiceCount).padStart(4, '0')}`;
  invoice.finalizedAt = now;
  const amount = invoiceTotal(invoice);
  if (amount === 0) {
    invoice.status = 'paid';
    invoice.paidAt = now;
    story.tellInvoice(invoice, 'finalized');
    tellPaid(story, invoice);
    return;
  }
  invoice.status = 'open';
  if ('paid' in by) {
    invoice.payment = { id: recorder.id('invoicePayment'), created: now, intent: by.paid };
    story.tellInvoice(invoice, 'finalized');
    return;
  }
  const { method } = by;
  if (method === null) throw new Error(`${invoice.id} is to be paid, and there is nothing to pay it with.`);
  const isFirst = invoice.billingReason === 'subscription_create';
  const intent = draftIntent(story, {
    amount,
    customerId: customer.id,
    description: isFirst ? 'Subscription creation' : 'Subscription update',
    invoiceId: invoice.id,
    method,
    isForLater: isFirst,
  });
  invoice.payment = { id: recorder.id('invoicePayment'), created: now, intent };
  story.tellInvoice(invoice, 'finalized');
  tellIntent(story, intent, 'created');
}

/** @param method another one than before, with which an invoice that failed is paid now */
export function payInvoice(story: Story, invoice: InvoiceRecord, method?: PaymentMethodRecord): void {
  // An invoice of nothing was paid when it was finalized.
  if (invoice.payment === null) return;
  const { recorder, rendering } = story;
  const { intent } = invoice.payment;
  const isUnderWay = intent.status === 'requires_action';
  if (intent.status !== 'succeeded') {
    intent.method = method ?? intent.method;
    settleIntent(story, intent);
    recorder.linger();
  }
  // What the card's owner authenticates is the attempt that waited for it.
  if (!isUnderWay) invoice.attemptCount += 1;
  invoice.nextAttemptAt = null;
  invoice.status = 'paid';
  invoice.paidAt = recorder.now();
  story.tellInvoice(invoice, 'updated');
  tellPaid(story, invoice);
  if (rendering.isModern) recorder.record('invoice_payment.paid', renderInvoicePayment(invoice, rendering));
}

function tellPaid(story: Story, invoice: InvoiceRecord): void {
  story.tellInvoice(invoice, 'paid');
  story.tellInvoice(invoice, 'payment_succeeded');
}

/** @param nextAttemptAt Unix seconds; null = that was the last */
export function failInvoice(story: Story, invoice: InvoiceRecord, nextAttemptAt: number | null): void {
  if (invoice.payment === null) throw new Error(`${invoice.id} asks for no payment.`);
  declineIntent(story, invoice.payment.intent);
  story.recorder.linger();
  invoice.attemptCount += 1;
  invoice.nextAttemptAt = nextAttemptAt;
  story.tellInvoice(invoice, 'updated');
  story.tellInvoice(invoice, 'payment_failed');
}

/** The bank wants the card's owner to authenticate first (3-D Secure). */
export function awaitAuthentication(story: Story, invoice: InvoiceRecord): void {
  if (invoice.payment === null) throw new Error(`${invoice.id} asks for no payment.`);
  const { intent } = invoice.payment;
  intent.status = 'requires_action';
  tellIntent(story, intent, 'requires_action');
  story.recorder.linger();
  invoice.attemptCount += 1;
  story.tellInvoice(invoice, 'updated');
  story.tellInvoice(invoice, 'payment_action_required');
}
