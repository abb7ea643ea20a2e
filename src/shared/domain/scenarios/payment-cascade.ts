// What Stripe tells when money moves, or does not: means of payment, intents and charges.
import type {
  ChargeRecord,
  PaymentIntentRecord,
  PaymentMethodRecord,
  SetupIntentRecord,
} from './billing-records.ts';
import { renderPaymentMethod } from './render-customer.ts';
import { renderCharge, renderPaymentIntent, renderSetupIntent } from './render-payment.ts';
import type { Story } from './story.ts';

const LAST4_THAT_AUTHENTICATES = '3220';

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
    asksForAuthentication: last4 === LAST4_THAT_AUTHENTICATES,
  };
}

/** A card that is kept with the customer. */
export function attachCard(story: Story, last4: string): PaymentMethodRecord {
  const card = createPaymentMethod(story, { type: 'card', last4, customerId: null });
  tellAttached(story, card);
  return card;
}

export function tellAttached({ recorder, rendering, customer }: Story, card: PaymentMethodRecord): void {
  card.customerId = customer.id;
  recorder.record('payment_method.attached', renderPaymentMethod(card, rendering));
}

/** Checkout keeps the card of a trial without charging it. */
export function setUpCard(story: Story, last4: string): PaymentMethodRecord {
  const { recorder, rendering, customer } = story;
  const method = createPaymentMethod(story, { type: 'card', last4, customerId: null });
  const setup: SetupIntentRecord = {
    id: recorder.id('setupIntent'),
    clientSecret: recorder.id('secret'),
    created: recorder.now(),
    customerId: customer.id,
    method,
    status: 'requires_payment_method',
  };
  recorder.record('setup_intent.created', renderSetupIntent(setup, rendering));
  setup.status = 'succeeded';
  recorder.record('setup_intent.succeeded', renderSetupIntent(setup, rendering));
  tellAttached(story, method);
  return method;
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

type IntentNews = 'created' | 'succeeded' | 'processing' | 'requires_action' | 'payment_failed';

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
  what: 'succeeded' | 'failed' | 'pending' | 'refunded' | 'updated',
): void {
  recorder.record(`charge.${what}`, renderCharge(charge, rendering));
}

/** The money comes; a charge that was pending is the one that succeeds. */
export function settleIntent(story: Story, intent: PaymentIntentRecord): ChargeRecord {
  const pending = intent.charge?.status === 'pending' ? intent.charge : null;
  const charge = pending ?? charged(story, intent, 'succeeded');
  charge.status = 'succeeded';
  const balanceTransactionId = story.recorder.id('balanceTransaction');
  const isCard = charge.method.type === 'card';
  if (!isCard) charge.balanceTransactionId = balanceTransactionId;
  intent.charge = charge;
  intent.status = 'succeeded';
  tellIntent(story, intent, 'succeeded');
  tellCharge(story, charge, 'succeeded');
  // `automatic_async`: a card is captured in the background, and only then is there a balance transaction.
  if (isCard)
    story.recorder.afterwards(() => {
      charge.balanceTransactionId = balanceTransactionId;
      tellCharge(story, charge, 'updated');
    });
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
