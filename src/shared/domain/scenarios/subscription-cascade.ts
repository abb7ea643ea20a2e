// What happens to a subscription after its purchase: changes of plan and seats, new periods, failed payments, its end.
import type { InvoiceLineRecord, InvoiceRecord, SubscriptionRecord } from './billing-records.ts';
import { addMonths, DAY, HOUR, MINUTE } from './calendar.ts';
import type { Plan } from './catalogue.ts';
import type { Subscribed } from './checkout-cascade.ts';
import {
  draftInvoice,
  failInvoice,
  finalizeInvoice,
  payInvoice,
  prorationLines,
  regularLines,
} from './invoice-cascade.ts';
import { renderInvoiceItem } from './render-invoice-line.ts';
import { renderUpcomingInvoice } from './render-invoice.ts';
import type { Story } from './story.ts';

/** Stripe leaves a renewal's invoice open to changes for about an hour. */
const DRAFT_SECONDS = HOUR;

/** At once and paid at once (`proration_behavior: always_invoice`). */
export function changePlanNow(story: Story, { subscription, card }: Subscribed, plan: Plan): void {
  const { recorder } = story;
  const now = recorder.now();
  const lines = prorationLines(story, subscription, { plan, quantity: subscription.quantity });
  subscription.plan = plan;
  if (subscription.metadata['plan'] !== undefined && plan.key !== null)
    subscription.metadata = { ...subscription.metadata, plan: plan.key };
  const invoice = draftInvoice(story, subscription, {
    billingReason: 'subscription_update',
    lines,
    periodStart: now,
    periodEnd: now,
    prorationDate: now,
  });
  tellInvoiceItems(story, subscription, lines, invoice.id);
  story.tellInvoice(invoice, 'created');
  finalizeInvoice(story, invoice, { method: card });
  recorder.linger();
  payInvoice(story, invoice);
  story.tellSubscription(subscription, 'updated');
}

/**
 * At once, and settled with the next invoice (`proration_behavior: create_prorations`).
 * @returns the adjustments that wait for it
 */
export function changeSeats(
  story: Story,
  subscription: SubscriptionRecord,
  quantity: number,
): InvoiceLineRecord[] {
  const [credit, debit] = prorationLines(story, subscription, { plan: subscription.plan, quantity });
  tellInvoiceItems(story, subscription, [credit, debit], null);
  subscription.quantity = quantity;
  subscription.billedBy = debit.proration;
  story.recorder.linger();
  story.tellSubscription(subscription, 'updated');
  return [credit, debit];
}

function tellInvoiceItems(
  { recorder, rendering }: Story,
  subscription: SubscriptionRecord,
  lines: readonly InvoiceLineRecord[],
  invoiceId: string | null,
): void {
  const created = recorder.now();
  for (const line of lines)
    recorder.record(
      'invoiceitem.created',
      renderInvoiceItem({ line, subscription, created, invoiceId }, rendering),
    );
}

/** A week before the period ends. */
export function announceRenewal(story: Story, { subscription }: Subscribed): void {
  const { recorder, rendering } = story;
  recorder.waitUntil(subscription.periodEnd - 7 * DAY);
  recorder.moment('renewal_announced', 'stripe', () => {
    // Drawn up on a copy: the subscription does not know of it.
    const next = { ...subscription, ...nextPeriod(subscription) };
    const preview = draftInvoice(story, next, cycle(story, subscription, next, []));
    recorder.record(
      'invoice.upcoming',
      renderUpcomingInvoice({ ...preview, created: subscription.periodEnd }, rendering),
    );
  });
}

/** Goes to the end of the period and begins the next one, with an invoice that is still a draft. */
export function turnPeriod(
  story: Story,
  subscription: SubscriptionRecord,
  pending: readonly InvoiceLineRecord[] = [],
): InvoiceRecord {
  const past = { ...subscription };
  Object.assign(subscription, nextPeriod(subscription));
  const invoice = draftInvoice(story, subscription, cycle(story, past, subscription, pending));
  story.tellSubscription(subscription, 'updated');
  story.tellInvoice(invoice, 'created');
  return invoice;
}

function nextPeriod({
  anchor,
  periodEnd,
  monthsToPeriodEnd,
}: SubscriptionRecord): Pick<SubscriptionRecord, 'periodStart' | 'periodEnd' | 'monthsToPeriodEnd'> {
  return {
    periodStart: periodEnd,
    periodEnd: addMonths(anchor, monthsToPeriodEnd + 1),
    monthsToPeriodEnd: monthsToPeriodEnd + 1,
  };
}

function cycle(
  story: Story,
  past: SubscriptionRecord,
  next: SubscriptionRecord,
  pending: readonly InvoiceLineRecord[],
): Parameters<typeof draftInvoice>[2] {
  return {
    billingReason: 'subscription_cycle',
    lines: [...pending, ...regularLines(story, next)],
    periodStart: past.periodStart,
    periodEnd: past.periodEnd,
  };
}

/** Until then the invoice of a new period waits for changes. */
export function waitForFinalization({ recorder }: Story, invoice: InvoiceRecord): void {
  recorder.waitUntil(invoice.created + DRAFT_SECONDS + recorder.chance(5, 5 * MINUTE));
}

/** The whole renewal, as it goes when the card is good. */
export function renew(
  story: Story,
  { subscription, card }: Subscribed,
  pending: readonly InvoiceLineRecord[] = [],
): void {
  const { recorder } = story;
  recorder.waitUntil(subscription.periodEnd);
  const invoice = recorder.moment('renews', 'stripe', () => turnPeriod(story, subscription, pending));
  collect(story, { subscription, card }, invoice, 'renewal_paid');
}

export function collect(story: Story, { card }: Subscribed, invoice: InvoiceRecord, beat: string): void {
  const { recorder } = story;
  waitForFinalization(story, invoice);
  recorder.moment(beat, 'stripe', () => {
    finalizeInvoice(story, invoice, { method: card });
    recorder.linger();
    payInvoice(story, invoice);
  });
}

/** A renewal whose first attempt the bank refuses. */
export function renewInVain(
  story: Story,
  { subscription, card }: Subscribed,
  nextAttemptInDays: number,
): InvoiceRecord {
  const { recorder } = story;
  recorder.waitUntil(subscription.periodEnd);
  const invoice = recorder.moment('renews', 'stripe', () => turnPeriod(story, subscription));
  waitForFinalization(story, invoice);
  recorder.moment('payment_fails', 'stripe', () => {
    finalizeInvoice(story, invoice, { method: card });
    failInvoice(story, invoice, recorder.now() + nextAttemptInDays * DAY);
    subscription.status = 'past_due';
    story.tellSubscription(subscription, 'updated');
    story.customer.delinquent = true;
    story.tellCustomer('updated');
  });
  return invoice;
}

/** Asked for now, to happen when the paid period is over. */
export function scheduleCancellation(story: Story, subscription: SubscriptionRecord): void {
  subscription.cancelAt = subscription.periodEnd;
  subscription.canceledAt = story.recorder.now();
  subscription.cancellation = { reason: 'cancellation_requested', feedback: 'too_expensive' };
  story.tellSubscription(subscription, 'updated');
}

export function withdrawCancellation(story: Story, subscription: SubscriptionRecord): void {
  subscription.cancelAt = null;
  subscription.canceledAt = null;
  subscription.cancellation = null;
  story.tellSubscription(subscription, 'updated');
}

/** @param reason as in `cancellation_details.reason`; one that is there already stays */
export function endSubscription(
  story: Story,
  subscription: SubscriptionRecord,
  reason: 'cancellation_requested' | 'payment_failed',
): void {
  const now = story.recorder.now();
  subscription.status = 'canceled';
  subscription.canceledAt ??= now;
  subscription.endedAt = now;
  subscription.cancellation ??= { reason, feedback: null };
  story.tellSubscription(subscription, 'deleted');
}

/** @returns the credit for the unused time, which waits for the next invoice */
export function pauseSubscription(story: Story, subscription: SubscriptionRecord): InvoiceLineRecord {
  const { plan, quantity } = subscription;
  const [credit] = prorationLines(story, subscription, { plan, quantity });
  tellInvoiceItems(story, subscription, [credit], null);
  subscription.status = 'paused';
  subscription.paused = { at: story.recorder.now(), by: 'pause_requested' };
  story.tellSubscription(subscription, 'updated');
  story.tellSubscription(subscription, 'paused');
  return credit;
}

/** With a new period from now on (`billing_cycle_anchor: now`), on whose invoice the credit is. */
export function resumeSubscription(
  story: Story,
  { subscription, card }: Subscribed,
  credit: InvoiceLineRecord,
): void {
  const now = story.recorder.now();
  const periodStart = subscription.periodStart;
  Object.assign(subscription, {
    status: 'active',
    paused: null,
    anchor: now,
    monthsToPeriodEnd: 1,
    periodStart: now,
    periodEnd: addMonths(now, 1),
  });
  const invoice = draftInvoice(story, subscription, {
    billingReason: 'subscription_update',
    lines: [credit, ...regularLines(story, subscription)],
    periodStart,
    periodEnd: now,
  });
  story.tellInvoice(invoice, 'created');
  finalizeInvoice(story, invoice, { method: card });
  story.recorder.linger();
  payInvoice(story, invoice);
  story.tellSubscription(subscription, 'updated');
  story.tellSubscription(subscription, 'resumed');
}
