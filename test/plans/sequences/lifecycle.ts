// How a subscription begins, renews, changes and begins again.
import { BEFORE_PRICES, OLD } from '../../support/billing/api-version.ts';
import { BASIC, PRO, PRO_YEARLY, TEAM } from '../../support/billing/prices.ts';
import { step, stepIn, type Sequence } from '../../support/billing/sequence.ts';
import {
  charge,
  checkout,
  customer,
  day,
  EMAIL,
  invoice,
  invoicePayment,
  item,
  list,
  paymentIntent,
  planOf,
  price,
  product,
  SUBSCRIPTION,
  subscription,
  type StripeObject,
} from '../../support/billing/stripe-objects.ts';

const old = stepIn(OLD);
const pro = subscription({ items: [item(PRO)] });
const incomplete = subscription({ status: 'incomplete', items: [item(PRO)] });
const firstInvoice = { billing_reason: 'subscription_create' };
const session = checkout({
  mode: 'subscription',
  amount_total: 2000,
  client_reference_id: 'user_42~',
  metadata: { campaign: 'autumn' },
});

/** A payload of before prices: items have only a `plan`, and the subscription repeats it. */
function planOnly(status: string): StripeObject {
  const gold = price('plan_gold', {
    amount: 3000,
    interval: 'month',
    nickname: 'Gold',
    product: 'prod_gold',
  });
  const { price: _price, current_period_end: _end, current_period_start: _start, ...only } = item(gold);
  const { items: _items, ...rest } = subscription({ status, items: [] });
  return {
    ...rest,
    current_period_start: day(0),
    current_period_end: day(30),
    items: list([only]),
    plan: planOf(gold),
    quantity: 1,
  };
}

/** Of one run alone, as its names change. */
const named = price('price_named~', {
  amount: 2000,
  interval: 'month',
  lookupKey: 'pro',
  nickname: 'Pro monthly',
  product: 'prod_named~',
});

export const LIFECYCLE: readonly Sequence[] = [
  {
    name: 'Checkout since basil: the subscription is created after the payment, and active',
    follows: 'https://docs.stripe.com/changelog/basil/2025-03-31/checkout-legacy-subscription-upgrade',
    cascade: true,
    steps: [
      step(day(0), 'customer.created', customer(), {
        expect: { kind: 'none', access: false, email: EMAIL, name: 'Ada Lovelace', appShouldGive: null },
      }),
      step(day(0), 'payment_intent.succeeded', paymentIntent({ amount: 2000, amount_received: 2000 })),
      step(day(0), 'charge.succeeded', charge({ amount: 2000, amount_captured: 2000 }), {
        expect: { kind: 'none', access: false },
      }),
      step(day(0), 'customer.subscription.created', pro, {
        expect: {
          kind: 'subscription',
          plan: 'pro',
          status: 'active',
          access: true,
          shows: SUBSCRIPTION,
          nextAt: day(30),
          nextIs: 'renewal',
          appShouldGive: 'Pro monthly',
        },
      }),
      step(day(0), 'invoice.created', invoice({ ...firstInvoice, status: 'draft' })),
      step(day(0), 'invoice.finalized', invoice(firstInvoice)),
      step(day(0), 'invoice.paid', invoice({ ...firstInvoice, status: 'paid' })),
      step(day(0), 'invoice_payment.paid', invoicePayment()),
      step(day(0), 'checkout.session.completed', session, {
        expect: {
          plan: 'pro',
          access: true,
          more: 0,
          addOns: [],
          uncertain: false,
          appRef: 'user_42~',
          email: EMAIL,
          subscriptions: {
            [SUBSCRIPTION]: { status: 'active', payment: 'ok', paymentInvoice: 'in_1~', periodEnd: day(30) },
          },
        },
      }),
    ],
  },
  {
    name: 'Checkout before basil: incomplete at first, active in the same second',
    follows: 'https://docs.stripe.com/billing/subscriptions/overview#subscription-lifecycle',
    cascade: true,
    steps: [
      old(day(0), 'customer.created', customer()),
      old(day(0), 'customer.subscription.created', incomplete, {
        expect: { plan: 'pro', status: 'incomplete', access: false, appShouldGive: 'Free' },
      }),
      old(day(0), 'invoice.created', invoice({ ...firstInvoice, status: 'draft' })),
      old(day(0), 'invoice.finalized', invoice(firstInvoice)),
      old(day(0), 'payment_intent.succeeded', paymentIntent({ invoice: 'in_1~' })),
      old(day(0), 'charge.succeeded', charge({ amount: 2000 })),
      old(day(0), 'invoice.paid', invoice({ ...firstInvoice, status: 'paid' }), {
        expect: {
          status: 'incomplete',
          access: false,
          subscriptions: { [SUBSCRIPTION]: { payment: 'ok', paymentInvoice: 'in_1~' } },
        },
      }),
      old(day(0), 'invoice.payment_succeeded', invoice({ ...firstInvoice, status: 'paid' })),
      old(day(0), 'customer.subscription.updated', pro, {
        previous: { status: 'incomplete' },
        expect: { plan: 'pro', status: 'active', access: true, nextAt: day(30), nextIs: 'renewal' },
      }),
      old(day(0), 'checkout.session.completed', session, {
        expect: {
          status: 'active',
          uncertain: false,
          appRef: 'user_42~',
          subscriptions: { [SUBSCRIPTION]: { status: 'active', payment: 'ok', periodEnd: day(30) } },
        },
      }),
    ],
  },
  {
    name: 'The first payment needs 3-D Secure, all in one second',
    follows: 'https://docs.stripe.com/billing/subscriptions/overview#requires-action',
    cascade: true,
    steps: [
      step(day(0), 'customer.created', customer()),
      step(day(0), 'customer.subscription.created', incomplete, {
        expect: { plan: 'pro', status: 'incomplete', access: false },
      }),
      step(day(0), 'invoice.finalized', invoice(firstInvoice)),
      step(
        day(0),
        'invoice.payment_action_required',
        invoice({ ...firstInvoice, attempted: true, attempt_count: 1 }),
        {
          expect: {
            status: 'incomplete',
            subscriptions: { [SUBSCRIPTION]: { payment: 'action_required', paymentInvoice: 'in_1~' } },
          },
        },
      ),
      step(day(0), 'invoice.paid', invoice({ ...firstInvoice, status: 'paid', attempt_count: 1 }), {
        expect: { status: 'incomplete', access: false, subscriptions: { [SUBSCRIPTION]: { payment: 'ok' } } },
      }),
      step(day(0), 'customer.subscription.updated', pro, {
        previous: { status: 'incomplete' },
        expect: {
          plan: 'pro',
          status: 'active',
          access: true,
          uncertain: false,
          subscriptions: { [SUBSCRIPTION]: { status: 'active', payment: 'ok', uncertain: false } },
        },
      }),
    ],
  },
  {
    name: 'The first payment never succeeds: incomplete_expired after 23 hours, for good',
    follows: 'https://docs.stripe.com/billing/subscriptions/overview#subscription-statuses',
    steps: [
      step(day(0), 'customer.created', customer()),
      step(day(0, 1), 'customer.subscription.created', incomplete, {
        expect: { status: 'incomplete', access: false },
      }),
      step(
        day(0, 1),
        'invoice.payment_failed',
        invoice({ ...firstInvoice, attempted: true, attempt_count: 1 }),
        { expect: { subscriptions: { [SUBSCRIPTION]: { payment: 'failed', nextAttemptAt: null } } } },
      ),
      step(
        day(0, 82_801),
        'customer.subscription.updated',
        subscription({ status: 'incomplete_expired', ended_at: day(0, 82_801), items: [item(PRO)] }),
        {
          previous: { status: 'incomplete', ended_at: null },
          expect: {
            status: 'incomplete_expired',
            access: false,
            appShouldGive: 'Free',
            subscriptions: { [SUBSCRIPTION]: { status: 'incomplete_expired', endedAt: day(0, 82_801) } },
          },
        },
      ),
      step(day(0, 82_802), 'invoice.voided', invoice({ ...firstInvoice, status: 'void' }), {
        expect: {
          status: 'incomplete_expired',
          subscriptions: { [SUBSCRIPTION]: { payment: { not: 'failed' }, nextAttemptAt: null } },
        },
      }),
    ],
  },
  {
    name: 'Two renewals, each with its invoice',
    follows: 'https://docs.stripe.com/billing/subscriptions/webhooks',
    steps: [
      old(day(0), 'customer.subscription.created', pro, { expect: { nextAt: day(30), nextIs: 'renewal' } }),
      old(
        day(30),
        'customer.subscription.updated',
        subscription({
          latest_invoice: 'in_2~',
          items: [item(PRO, { current_period_start: day(30), current_period_end: day(60) })],
        }),
        {
          previous: { items: list([item(PRO)]), latest_invoice: 'in_1~' },
          expect: { status: 'active', access: true, nextAt: day(60), nextIs: 'renewal' },
        },
      ),
      old(day(30, 1), 'invoice.created', invoice({ id: 'in_2~', created: day(30), status: 'draft' })),
      old(day(30, 3600), 'invoice.paid', invoice({ id: 'in_2~', created: day(30), status: 'paid' }), {
        expect: {
          nextAt: day(60),
          subscriptions: {
            [SUBSCRIPTION]: {
              periodEnd: day(60),
              payment: 'ok',
              paymentInvoice: 'in_2~',
              nextAttemptAt: null,
            },
          },
        },
      }),
      old(
        day(60),
        'customer.subscription.updated',
        subscription({
          latest_invoice: 'in_3~',
          items: [item(PRO, { current_period_start: day(60), current_period_end: day(90) })],
        }),
        {
          previous: {
            items: list([item(PRO, { current_period_start: day(30), current_period_end: day(60) })]),
            latest_invoice: 'in_2~',
          },
          expect: { nextAt: day(90), plan: 'pro', uncertain: false },
        },
      ),
      old(day(60, 3600), 'invoice.paid', invoice({ id: 'in_3~', created: day(60), status: 'paid' }), {
        expect: { subscriptions: { [SUBSCRIPTION]: { payment: 'ok', paymentInvoice: 'in_3~' } } },
      }),
    ],
  },
  {
    name: 'Upgrade, more seats, from monthly to yearly',
    follows: 'https://docs.stripe.com/billing/subscriptions/change-price',
    steps: [
      step(day(0), 'customer.subscription.created', subscription({ items: [item(BASIC)] }), {
        expect: { plan: 'basic', quantity: 1, unitAmount: 900 },
      }),
      step(
        day(5),
        'customer.subscription.updated',
        subscription({ items: [item(PRO, { id: 'si_basic~' })] }),
        {
          previous: { items: list([item(BASIC)]) },
          expect: { plan: 'pro', quantity: 1, unitAmount: 2000, nextAt: day(30) },
        },
      ),
      step(
        day(6),
        'customer.subscription.updated',
        subscription({ items: [item(PRO, { id: 'si_basic~', quantity: 5 })] }),
        {
          previous: { items: list([item(PRO, { id: 'si_basic~' })]) },
          expect: { plan: 'pro', quantity: 5, unitAmount: 2000 },
        },
      ),
      step(
        day(7),
        'customer.subscription.updated',
        subscription({
          billing_cycle_anchor: day(7),
          latest_invoice: 'in_2~',
          items: [
            item(PRO_YEARLY, {
              id: 'si_basic~',
              quantity: 5,
              current_period_start: day(7),
              current_period_end: day(372),
            }),
          ],
        }),
        {
          previous: {
            billing_cycle_anchor: day(0),
            items: list([item(PRO, { id: 'si_basic~', quantity: 5 })]),
            latest_invoice: 'in_1~',
          },
          expect: {
            plan: 'pro_yearly',
            quantity: 5,
            nextAt: day(372),
            nextIs: 'renewal',
            uncertain: false,
            subscriptions: { [SUBSCRIPTION]: { items: ['pro_yearly'], periodEnd: day(372) } },
          },
        },
      ),
    ],
  },
  {
    name: 'Canceled at once, then subscribed anew: another subscription id',
    follows: 'https://docs.stripe.com/billing/subscriptions/cancel',
    steps: [
      old(day(0), 'customer.subscription.created', pro),
      old(
        day(3),
        'customer.subscription.deleted',
        subscription({ status: 'canceled', canceled_at: day(3), ended_at: day(3), items: [item(PRO)] }),
        {
          expect: {
            plan: 'pro',
            status: 'canceled',
            access: false,
            appShouldGive: 'Free',
            subscriptions: { [SUBSCRIPTION]: { status: 'canceled', endedAt: day(3), endsAt: day(3) } },
          },
        },
      ),
      old(
        day(9),
        'customer.subscription.created',
        subscription({ id: 'sub_2~', created: day(9), status: 'incomplete', items: [item(TEAM)] }),
        { expect: { status: 'incomplete', shows: 'sub_2~', plan: 'team', access: false } },
      ),
      old(
        day(9, 2),
        'customer.subscription.updated',
        subscription({ id: 'sub_2~', created: day(9), items: [item(TEAM)] }),
        {
          previous: { status: 'incomplete' },
          expect: {
            status: 'active',
            shows: 'sub_2~',
            plan: 'team',
            access: true,
            more: 0,
            subscriptions: { [SUBSCRIPTION]: { status: 'canceled' }, 'sub_2~': { status: 'active' } },
          },
        },
      ),
    ],
  },
  {
    name: 'A test clock runs two years ahead',
    follows: 'https://docs.stripe.com/billing/testing/test-clocks',
    steps: [
      step(
        day(0),
        'customer.subscription.created',
        subscription({ test_clock: 'clock_1', items: [item(PRO_YEARLY)] }),
        { expect: { plan: 'pro_yearly', nextAt: day(365), nextIs: 'renewal' } },
      ),
      step(
        day(365),
        'customer.subscription.updated',
        subscription({
          test_clock: 'clock_1',
          items: [item(PRO_YEARLY, { current_period_start: day(365), current_period_end: day(730) })],
        }),
        { previous: { items: list([item(PRO_YEARLY)]) }, expect: { status: 'active', nextAt: day(730) } },
      ),
      step(
        day(730),
        'customer.subscription.updated',
        subscription({
          test_clock: 'clock_1',
          status: 'past_due',
          items: [item(PRO_YEARLY, { current_period_start: day(730), current_period_end: day(1095) })],
        }),
        {
          previous: {
            status: 'active',
            items: list([item(PRO_YEARLY, { current_period_start: day(365), current_period_end: day(730) })]),
          },
          expect: { plan: 'pro_yearly', status: 'past_due', access: true, uncertain: false },
        },
      ),
    ],
  },
  {
    name: 'A payload with plans only, as before prices',
    follows: 'https://docs.stripe.com/billing/migration/migrate-prices',
    steps: [
      step(day(0), 'customer.subscription.created', planOnly('trialing'), {
        version: BEFORE_PRICES,
        expect: { plan: 'plan_gold', status: 'trialing', access: true, unitAmount: 3000 },
      }),
      step(day(1), 'customer.subscription.updated', planOnly('active'), {
        version: BEFORE_PRICES,
        previous: { status: 'trialing' },
        expect: {
          plan: 'plan_gold',
          planName: 'Gold',
          status: 'active',
          nextAt: day(30),
          nextIs: 'renewal',
          subscriptions: { [SUBSCRIPTION]: { periodEnd: day(30), items: ['plan_gold'] } },
        },
      }),
    ],
  },
  {
    name: 'Two API versions side by side for one subscription',
    follows: 'https://docs.stripe.com/webhooks/versioning',
    steps: [
      old(day(0), 'customer.subscription.created', pro, {
        expect: { plan: 'pro', nextAt: day(30), nextIs: 'renewal' },
      }),
      step(day(1), 'invoice.paid', invoice({ status: 'paid' }), {
        expect: { subscriptions: { [SUBSCRIPTION]: { payment: 'ok' } } },
      }),
      step(
        day(30),
        'customer.subscription.updated',
        subscription({
          latest_invoice: 'in_2~',
          items: [item(PRO, { current_period_start: day(30), current_period_end: day(60) })],
        }),
        { previous: { items: list([item(PRO)]), latest_invoice: 'in_1~' }, expect: { nextAt: day(60) } },
      ),
      old(
        day(31),
        'invoice.payment_failed',
        invoice({
          id: 'in_2~',
          created: day(30),
          attempted: true,
          attempt_count: 1,
          next_payment_attempt: day(34),
        }),
        {
          expect: {
            nextAt: day(60),
            subscriptions: {
              [SUBSCRIPTION]: { payment: 'failed', paymentInvoice: 'in_2~', nextAttemptAt: day(34) },
            },
          },
        },
      ),
    ],
  },
  {
    name: 'Product names and moved lookup keys',
    follows: 'https://docs.stripe.com/products-prices/manage-prices#lookup-keys',
    steps: [
      step(day(0), 'customer.subscription.created', subscription({ items: [item(named)] }), {
        expect: { plan: 'pro', planName: 'Pro monthly' },
      }),
      step(day(1), 'product.created', product('prod_named~', 'Professional'), {
        expect: { plan: 'pro', planName: 'Professional' },
      }),
      step(
        day(2),
        'price.updated',
        { ...named, lookup_key: null },
        {
          previous: { lookup_key: 'pro' },
          expect: { plan: 'pro', planName: 'Professional' },
        },
      ),
      step(
        day(2),
        'price.updated',
        price('price_named2~', { amount: 2500, interval: 'month', lookupKey: 'pro', product: 'prod_named~' }),
        {
          previous: { lookup_key: null },
          expect: { plan: 'pro', unitAmount: 2000 },
        },
      ),
      step(day(3), 'product.updated', product('prod_named~', 'Professional Plus'), {
        previous: { name: 'Professional' },
        expect: { plan: 'pro', planName: 'Professional Plus', unitAmount: 2000 },
      }),
    ],
  },
  {
    name: 'The invoice and the Checkout session arrive before the subscription',
    follows: 'https://docs.stripe.com/webhooks#event-ordering',
    steps: [
      step(day(0), 'invoice.paid', invoice({ ...firstInvoice, status: 'paid' }), {
        expect: {
          status: 'unknown',
          access: false,
          appShouldGive: null,
          subscriptions: { [SUBSCRIPTION]: { status: 'unknown', payment: 'ok' } },
        },
      }),
      step(day(0, 1), 'checkout.session.completed', session, {
        expect: {
          status: 'unknown',
          access: false,
          appRef: 'user_42~',
          email: EMAIL,
          subscriptions: { [SUBSCRIPTION]: { status: 'unknown' } },
        },
      }),
      step(day(0, 2), 'customer.subscription.created', pro, {
        expect: {
          plan: 'pro',
          status: 'active',
          access: true,
          appRef: 'user_42~',
          subscriptions: { [SUBSCRIPTION]: { status: 'active', payment: 'ok' } },
        },
      }),
    ],
  },
];
