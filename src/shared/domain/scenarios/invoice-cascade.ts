// The life of an invoice: drafted with its lines, finalized, paid or not.
import { formatMoney } from '../money.ts';
import {
  invoiceTotal,
  type InvoiceLineRecord,
  type InvoiceRecord,
  type PaymentMethodRecord,
  type SubscriptionRecord,
} from './billing-records.ts';
import { dayText } from './calendar.ts';
import type { Plan } from './catalogue.ts';
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

/** For a whole period, or for nothing during a trial. */
export function regularLine({ recorder }: Story, subscription: SubscriptionRecord): InvoiceLineRecord {
  const { plan, quantity, status } = subscription;
  const isTrial = status === 'trialing';
  return {
    id: recorder.id('invoiceLine'),
    amount: isTrial ? 0 : plan.unitAmount * quantity,
    description: isTrial ? `Trial period for ${plan.name}` : `${quantity} × ${plan.name} (at ${rate(plan)})`,
    plan,
    quantity,
    start: subscription.periodStart,
    end: subscription.periodEnd,
    proration: null,
  };
}

const rate = ({ unitAmount, currency }: Plan): string =>
  `${formatMoney(unitAmount, currency, 'en-US')} / month`;

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
    amount: sign * Math.round(of.plan.unitAmount * of.quantity * share),
    description: `${title} time on ${of.quantity === 1 ? '' : `${of.quantity} × `}${of.plan.name} after ${dayText(at)}`,
    plan: of.plan,
    quantity: of.quantity,
    start: at,
    end: periodEnd,
    proration: { invoiceItemId: recorder.id('invoiceItem'), credited },
  });
  return [line('Unused', -1, subscription, billedBy), line('Remaining', 1, next, null)];
}

/** One of nothing is paid at once, and asks for no means of payment. */
export function finalizeInvoice(
  story: Story,
  invoice: InvoiceRecord,
  method: PaymentMethodRecord | null,
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
  if (method === null) throw new Error(`${invoice.id} is to be paid, and there is nothing to pay it with.`);
  invoice.status = 'open';
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
  intent.method = method ?? intent.method;
  settleIntent(story, intent);
  recorder.linger();
  invoice.attemptCount += 1;
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
