// Purchases by Checkout: a subscription, or a payment once. Source: facts F3 and F5.
import type { PaymentIntentRecord, PaymentMethodRecord, SubscriptionRecord } from './billing-records.ts';
import { addMonths, DAY } from './calendar.ts';
import type { Plan } from './catalogue.ts';
import { draftInvoice, finalizeInvoice, payInvoice, regularLine } from './invoice-cascade.ts';
import {
  attachCard,
  beginSlowIntent,
  createPaymentMethod,
  draftIntent,
  settleIntent,
  tellIntent,
} from './payment-cascade.ts';
import { renderSession, type SessionRecord } from './render-session.ts';
import type { Story } from './story.ts';

export interface Subscribed {
  subscription: SubscriptionRecord;
  /** null for a trial without one. */
  card: PaymentMethodRecord | null;
}

export function subscribe(
  story: Story,
  {
    plan,
    quantity = 1,
    trial = null,
    isPlanInMetadata = false,
  }: {
    plan: Plan;
    quantity?: number;
    trial?: { days: number; withoutPaymentMethod: 'create_invoice' | 'pause' } | null;
    /** The app says the plan on the subscription too, not on the price alone. */
    isPlanInMetadata?: boolean;
  },
): Subscribed {
  const { recorder } = story;
  const session = openSession(story, 'subscription');
  const metadata = { ...story.appMetadata(), ...(isPlanInMetadata ? { plan: plan.key } : {}) };
  return recorder.moment(trial === null ? 'pays' : 'trial_starts', 'request', () => {
    story.ensureCustomer();
    const card = trial?.withoutPaymentMethod === 'pause' ? null : attachCard(story, '4242');
    const subscription = begin(story, { plan, quantity, metadata, trial, card });
    const invoice = draftInvoice(story, subscription, {
      billingReason: 'subscription_create',
      lines: [regularLine(story, subscription)],
      periodStart: recorder.now(),
      periodEnd: recorder.now(),
    });
    story.tellSubscription(subscription, 'created');
    story.tellInvoice(invoice, 'created');
    finalizeInvoice(story, invoice, card);
    recorder.linger();
    payInvoice(story, invoice);
    if (subscription.status === 'incomplete') {
      subscription.status = 'active';
      subscription.paymentMethodId = card?.id ?? null;
      story.tellSubscription(subscription, 'updated');
    }
    if (story.customer.currency === null) {
      story.customer.currency = story.rendering.currency;
      story.tellCustomer('updated');
    }
    recorder.linger();
    complete(story, {
      ...session,
      amount: trial === null ? plan.unitAmount * quantity : 0,
      paymentStatus: trial === null ? 'paid' : 'no_payment_required',
      customerId: story.customer.id,
      invoiceId: invoice.id,
      subscriptionId: subscription.id,
      isMethodOptional: card === null,
      metadata: story.appMetadata(),
    });
    return { subscription, card };
  });
}

function begin(
  { recorder, customer }: Story,
  {
    plan,
    quantity,
    metadata,
    trial,
    card,
  }: Pick<SubscriptionRecord, 'plan' | 'quantity' | 'metadata'> & {
    trial: { days: number; withoutPaymentMethod: 'create_invoice' | 'pause' } | null;
    card: PaymentMethodRecord | null;
  },
): SubscriptionRecord {
  const now = recorder.now();
  const trialEnd = trial === null ? null : now + trial.days * DAY;
  return {
    id: recorder.id('subscription'),
    itemId: recorder.id('subscriptionItem'),
    customerId: customer.id,
    created: now,
    status: trial === null ? 'incomplete' : 'trialing',
    plan,
    quantity,
    metadata,
    anchor: trialEnd ?? now,
    monthsToPeriodEnd: trial === null ? 1 : 0,
    periodStart: now,
    periodEnd: trialEnd ?? addMonths(now, 1),
    cancelAt: null,
    canceledAt: null,
    endedAt: null,
    cancellation: null,
    // A first payment that is still open leaves the card to the update that activates the subscription.
    paymentMethodId: trial === null ? null : (card?.id ?? null),
    latestInvoiceId: null,
    billedBy: null,
    pauseCollection: null,
    pausedAt: null,
    scheduleId: null,
    trial:
      trial === null || trialEnd === null
        ? null
        : { start: now, end: trialEnd, withoutPaymentMethod: trial.withoutPaymentMethod },
  };
}

export interface Purchase {
  session: SessionRecord;
  intent: PaymentIntentRecord;
}

/** @param by a bank debit is completed unpaid and settles days later */
export function buyOnce(
  story: Story,
  { plan, isGuest = false, by = 'card' }: { plan: Plan; isGuest?: boolean; by?: PaymentMethodRecord['type'] },
): Purchase {
  const { recorder } = story;
  const opened = openSession(story, 'payment');
  return recorder.moment('pays', 'request', () => {
    const customerId = isGuest ? null : story.ensureCustomer().id;
    const last4 = by === 'card' ? '4242' : '3000';
    const intent = draftIntent(story, {
      amount: plan.unitAmount,
      customerId,
      description: null,
      invoiceId: null,
      method: createPaymentMethod(story, { type: by, last4, customerId: null }),
      isForLater: false,
    });
    tellIntent(story, intent, 'created');
    recorder.linger();
    if (by === 'card') settleIntent(story, intent);
    else beginSlowIntent(story, intent);
    recorder.linger();
    const session: SessionRecord = {
      ...opened,
      amount: plan.unitAmount,
      paymentStatus: by === 'card' ? 'paid' : 'unpaid',
      customerId,
      customerCreation: isGuest ? 'if_required' : 'always',
      paymentIntentId: intent.id,
      methodTypes: by === 'card' ? ['card'] : ['card', 'sepa_debit'],
      metadata: { ...story.appMetadata(), plan: plan.key },
    };
    complete(story, session);
    return { session, intent };
  });
}

/** Somebody is sent to Checkout and takes a while to fill it in. No event tells of that. */
function openSession(story: Story, mode: SessionRecord['mode']): SessionRecord {
  const { recorder, customer } = story;
  const session: SessionRecord = {
    id: recorder.id('session'),
    mode,
    created: recorder.now(),
    amount: 0,
    paymentStatus: 'unpaid',
    appRef: story.appRef,
    name: customer.name,
    email: customer.email,
    customerId: null,
    customerCreation: story.hasCustomer() ? null : 'always',
    invoiceId: null,
    subscriptionId: null,
    paymentIntentId: null,
    methodTypes: ['card'],
    isMethodOptional: false,
    metadata: {},
  };
  recorder.wait(recorder.chance(30, 90));
  return session;
}

/** Stripe's own doing, once the payment page's request is through. */
function complete(story: Story, session: SessionRecord): void {
  story.recorder.byStripe(() => tellSession(story, session, 'completed'));
}

export function tellSession(
  { recorder, rendering }: Story,
  session: SessionRecord,
  what: 'completed' | 'async_payment_succeeded',
): void {
  recorder.record(`checkout.session.${what}`, renderSession(session, rendering));
}
