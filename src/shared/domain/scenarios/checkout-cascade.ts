// Purchases by Checkout: a subscription, or a payment once. Source: facts F3 and F5.
import {
  invoiceTotal,
  type InvoiceRecord,
  type PaymentIntentRecord,
  type PaymentMethodRecord,
  type SubscriptionRecord,
} from './billing-records.ts';
import { addMonths, DAY } from './calendar.ts';
import type { Plan } from './catalogue.ts';
import { draftInvoice, finalizeInvoice, payInvoice, regularLines } from './invoice-cascade.ts';
import {
  attachCard,
  beginSlowIntent,
  createPaymentMethod,
  draftIntent,
  setUpCard,
  settleIntent,
  tellAttached,
  tellIntent,
} from './payment-cascade.ts';
import { renderSession, type SessionRecord } from './render-session.ts';
import type { Story } from './story.ts';

export interface Subscribed {
  subscription: SubscriptionRecord;
  /** null for a trial without one. */
  card: PaymentMethodRecord | null;
}

export interface SubscriptionOrder {
  plan: Plan;
  quantity?: number;
  trial?: { days: number; withoutPaymentMethod: 'create_invoice' | 'pause' } | null;
  /** The app says the plan on the subscription too, not on the price alone. */
  isPlanInMetadata?: boolean;
  /** What is bought with the plan, billed at an interval of its own. */
  addOns?: readonly Plan[];
}

export function subscribe(story: Story, order: SubscriptionOrder): Subscribed {
  const { recorder, rendering } = story;
  const { trial = null } = order;
  const session = openSession(story, 'subscription');
  return recorder.moment(trial === null ? 'pays' : 'trial_starts', 'request', () => {
    story.ensureCustomer();
    const begun =
      trial !== null
        ? beginTrial(story, order)
        : rendering.isModern
          ? payThenBegin(story, order)
          : beginThenPay(story, order);
    const { subscription, invoice, card } = begun;
    if (story.customer.currency === null) {
      story.customer.currency = rendering.currency;
      story.tellCustomer('updated');
    }
    recorder.linger();
    complete(story, {
      ...session,
      amount: invoiceTotal(invoice),
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

type Begun = Subscribed & { invoice: InvoiceRecord };

/** Since basil Checkout takes the money first: no subscription is ever `incomplete`. Source: facts F3. */
function payThenBegin(story: Story, order: SubscriptionOrder): Begun {
  const { recorder, customer } = story;
  const card = createPaymentMethod(story, { type: 'card', last4: '4242', customerId: null });
  const subscription = begin(story, { ...order, status: 'active', card });
  const invoice = draftFirstInvoice(story, subscription);
  const intent = draftIntent(story, {
    amount: invoiceTotal(invoice),
    customerId: customer.id,
    description: 'Subscription creation',
    invoiceId: invoice.id,
    method: card,
    isForLater: true,
  });
  tellIntent(story, intent, 'created');
  recorder.linger();
  settleIntent(story, intent);
  tellAttached(story, card);
  recorder.linger();
  story.tellSubscription(subscription, 'created');
  story.tellInvoice(invoice, 'created');
  finalizeInvoice(story, invoice, { paid: intent });
  payInvoice(story, invoice);
  return { subscription, invoice, card };
}

function beginThenPay(story: Story, order: SubscriptionOrder): Begun {
  const { recorder } = story;
  const card = attachCard(story, '4242');
  const { subscription, invoice } = beginIncomplete(story, order, card);
  recorder.linger();
  activate(story, subscription, invoice, card);
  return { subscription, invoice, card };
}

/** A subscription whose first invoice is still to be paid, as the API makes it in every version. */
export function beginIncomplete(
  story: Story,
  order: SubscriptionOrder,
  card: PaymentMethodRecord,
): Omit<Begun, 'card'> {
  // A first payment that is still open leaves the card to the update that activates the subscription.
  const subscription = begin(story, { ...order, status: 'incomplete', card: null });
  const invoice = draftFirstInvoice(story, subscription);
  story.tellSubscription(subscription, 'created');
  story.tellInvoice(invoice, 'created');
  finalizeInvoice(story, invoice, { method: card });
  return { subscription, invoice };
}

export function activate(
  story: Story,
  subscription: SubscriptionRecord,
  invoice: InvoiceRecord,
  card: PaymentMethodRecord,
): void {
  payInvoice(story, invoice);
  subscription.status = 'active';
  subscription.paymentMethodId = card.id;
  story.tellSubscription(subscription, 'updated');
}

function beginTrial(story: Story, order: SubscriptionOrder): Begun {
  const card = order.trial?.withoutPaymentMethod === 'pause' ? null : setUpCard(story, '4242');
  const subscription = begin(story, { ...order, status: 'trialing', card });
  const invoice = draftFirstInvoice(story, subscription);
  story.tellSubscription(subscription, 'created');
  story.tellInvoice(invoice, 'created');
  finalizeInvoice(story, invoice, { method: card });
  return { subscription, invoice, card };
}

function draftFirstInvoice(story: Story, subscription: SubscriptionRecord): InvoiceRecord {
  const now = story.recorder.now();
  const isTrial = subscription.status === 'trialing';
  return draftInvoice(story, subscription, {
    billingReason: 'subscription_create',
    lines: [subscription, ...subscription.addOns].flatMap((item) => regularLines(story, item, { isTrial })),
    periodStart: now,
    periodEnd: now,
  });
}

function begin(
  story: Story,
  {
    plan,
    quantity = 1,
    trial = null,
    isPlanInMetadata = false,
    addOns = [],
    status,
    card,
  }: SubscriptionOrder & { status: SubscriptionRecord['status']; card: PaymentMethodRecord | null },
): SubscriptionRecord {
  const { recorder, customer } = story;
  const now = recorder.now();
  const trialEnd = trial === null ? null : now + trial.days * DAY;
  return {
    id: recorder.id('subscription'),
    itemId: recorder.id('subscriptionItem'),
    addOns: addOns.map((addOn) => ({
      itemId: recorder.id('subscriptionItem'),
      plan: addOn,
      quantity: 1,
      periodStart: now,
      periodEnd: addMonths(now, addOn.interval === 'year' ? 12 : 1),
    })),
    customerId: customer.id,
    created: now,
    status,
    plan,
    quantity,
    metadata: {
      ...story.appMetadata(),
      ...(isPlanInMetadata && plan.key !== null ? { plan: plan.key } : {}),
    },
    anchor: trialEnd ?? now,
    monthsToPeriodEnd: trial === null ? 1 : 0,
    periodStart: now,
    periodEnd: trialEnd ?? addMonths(now, 1),
    cancelAt: null,
    canceledAt: null,
    endedAt: null,
    cancellation: null,
    paymentMethodId: card?.id ?? null,
    latestInvoiceId: null,
    billedBy: null,
    pauseCollection: null,
    paused: null,
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
  {
    plan,
    isGuest = false,
    by = 'card',
    metadata = {},
  }: {
    plan: Plan;
    isGuest?: boolean;
    by?: PaymentMethodRecord['type'];
    /** What the app says of a purchase that is no plan. */
    metadata?: Record<string, string>;
  },
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
      metadata: { ...story.appMetadata(), ...(plan.key === null ? metadata : { plan: plan.key }) },
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
