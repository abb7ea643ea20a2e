// What Stripe tells when money moves, or does not: means of payment, intents and charges.
import type { ChargeRecord, PaymentIntentRecord, PaymentMethodRecord } from './billing-records.ts';
import { renderPaymentMethod } from './render-customer.ts';
import { renderCharge, renderPaymentIntent } from './render-payment.ts';
import type { Story } from './story.ts';

/** @param customerId null when it is used once and not kept */
export function createPaymentMethod(
  { recorder, customer }: Story,
  {
    type,
    last4,
    customerId,
  }: { type: PaymentMethodRecord['type']; last4: string; customerId: string | null },
): PaymentMethodRecord {
  return {
    id: recorder.id('paymentMethod'),
    type,
    created: recorder.now(),
    customerId,
    name: customer.name,
    email: customer.email,
    last4,
    fingerprint: recorder.id('fingerprint'),
  };
}

/** A card that is kept with the customer. */
export function attachCard(story: Story, last4: string): PaymentMethodRecord {
  const card = createPaymentMethod(story, { type: 'card', last4, customerId: story.customer.id });
  story.recorder.record('payment_method.attached', renderPaymentMethod(card, story.rendering));
  return card;
}

/** Not told yet: an invoice that is finalized names its intent before this is told. */
export function draftIntent(
  { recorder }: Story,
  intent: Pick<
    PaymentIntentRecord,
    'amount' | 'customerId' | 'description' | 'invoiceId' | 'method' | 'isForLater'
  >,
): PaymentIntentRecord {
  return {
    ...intent,
    id: recorder.id('paymentIntent'),
    clientSecret: recorder.id('secret'),
    created: recorder.now(),
    status: 'requires_payment_method',
    charge: null,
    metadata: {},
  };
}

type IntentNews = 'created' | 'succeeded' | 'processing' | 'payment_failed';

export function tellIntent(
  { recorder, rendering }: Story,
  intent: PaymentIntentRecord,
  what: IntentNews,
): void {
  recorder.record(`payment_intent.${what}`, renderPaymentIntent(intent, rendering));
}

export function tellCharge(
  { recorder, rendering }: Story,
  charge: ChargeRecord,
  what: 'succeeded' | 'failed' | 'pending' | 'refunded',
): void {
  recorder.record(`charge.${what}`, renderCharge(charge, rendering));
}

/** The money comes; a charge that was pending is the one that succeeds. */
export function settleIntent(story: Story, intent: PaymentIntentRecord): ChargeRecord {
  const pending = intent.charge?.status === 'pending' ? intent.charge : null;
  const charge = pending ?? charged(story, intent, 'succeeded');
  charge.status = 'succeeded';
  charge.balanceTransactionId = story.recorder.id('balanceTransaction');
  intent.charge = charge;
  intent.status = 'succeeded';
  tellIntent(story, intent, 'succeeded');
  tellCharge(story, charge, 'succeeded');
  return charge;
}

/** A bank takes its days. */
export function beginSlowIntent(story: Story, intent: PaymentIntentRecord): void {
  intent.charge = charged(story, intent, 'pending');
  intent.status = 'processing';
  tellIntent(story, intent, 'processing');
  tellCharge(story, intent.charge, 'pending');
}

export function declineIntent(story: Story, intent: PaymentIntentRecord): void {
  intent.charge = charged(story, intent, 'failed');
  tellCharge(story, intent.charge, 'failed');
  tellIntent(story, intent, 'payment_failed');
}

function charged(
  { recorder }: Story,
  intent: PaymentIntentRecord,
  status: ChargeRecord['status'],
): ChargeRecord {
  return {
    id: recorder.id('charge'),
    intentId: intent.id,
    amount: intent.amount,
    created: recorder.now(),
    customerId: intent.customerId,
    description: intent.description,
    invoiceId: intent.invoiceId,
    method: intent.method,
    status,
    balanceTransactionId: null,
    amountRefunded: 0,
    isDisputed: false,
    metadata: {},
  };
}
