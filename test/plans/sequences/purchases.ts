// One-time purchases: which one counts, refunds, disputes, guests, and payment methods that take days.
import { OLD } from '../../support/billing/api-version.ts';
import { BASIC } from '../../support/billing/prices.ts';
import { step, stepIn, type Sequence } from '../../support/billing/sequence.ts';
import {
  charge,
  checkout,
  customer,
  day,
  dispute,
  EMAIL,
  invoice,
  invoicePayment,
  item,
  refund,
  SUBSCRIPTION,
  subscription,
} from '../../support/billing/stripe-objects.ts';

const old = stepIn(OLD);
const CS = 'cs_test_1~';
const REFUNDS = 'https://docs.stripe.com/refunds';
const DISPUTES = 'https://docs.stripe.com/disputes/how-disputes-work';
const DELAYED = 'https://docs.stripe.com/payments/checkout/fulfill-orders#delayed-notification';

const lifetime = checkout({ metadata: { plan: 'lifetime' } });
const bought = { kind: 'purchase', plan: 'lifetime', status: 'granted', access: true, shows: CS } as const;
/** What the customer has once the purchase is taken back. */
const taken = { access: false, appShouldGive: 'Free' } as const;

const sepa = (payment_status: string) =>
  checkout({ metadata: { plan: 'lifetime' }, payment_method_types: ['sepa_debit'], payment_status });

export const PURCHASES: readonly Sequence[] = [
  {
    name: 'A lifetime plan, then credit packs',
    follows: 'https://docs.stripe.com/payments/checkout/fulfill-orders',
    steps: [
      old(day(0), 'checkout.session.completed', lifetime, {
        expect: {
          ...bought,
          appShouldGive: 'lifetime',
          purchases: {
            [CS]: {
              state: 'granted',
              planKey: 'lifetime',
              amountMinor: 29_900,
              refundedMinor: 0,
              dispute: null,
            },
          },
        },
      }),
      old(
        day(3),
        'checkout.session.completed',
        checkout({
          id: 'cs_test_2~',
          payment_intent: 'pi_2~',
          amount_total: 900,
          metadata: { plan: 'credits_100' },
        }),
        {
          expect: { ...bought, purchases: { 'cs_test_2~': { state: 'granted', planKey: 'credits_100' } } },
        },
      ),
      old(
        day(6),
        'checkout.session.completed',
        checkout({ id: 'cs_test_3~', payment_intent: 'pi_3~', amount_total: 1900, metadata: {} }),
        { expect: { ...bought, appShouldGive: 'lifetime' } },
      ),
    ],
  },
  {
    name: 'A lifetime plan with a coupon of 100 %',
    follows: 'https://docs.stripe.com/payments/checkout/no-cost-orders',
    steps: [
      step(
        day(0),
        'checkout.session.completed',
        checkout({
          amount_subtotal: 29_900,
          amount_total: 0,
          payment_status: 'no_payment_required',
          metadata: { plan: 'lifetime' },
          total_details: { amount_discount: 29_900, amount_shipping: 0, amount_tax: 0 },
        }),
        {
          expect: {
            ...bought,
            purchases: { [CS]: { state: 'granted', amountMinor: 0, planKey: 'lifetime' } },
          },
        },
      ),
      step(
        day(2),
        'checkout.session.completed',
        checkout({ id: 'cs_test_2~', payment_intent: 'pi_2~', amount_total: 4900 }),
        { expect: { ...bought, purchases: { 'cs_test_2~': { state: 'granted', planKey: null } } } },
      ),
    ],
  },
  {
    name: 'A purchase that says nothing of a plan is still a purchase',
    follows: 'https://docs.stripe.com/api/checkout/sessions/object',
    steps: [
      step(day(0), 'checkout.session.completed', checkout({ amount_total: 4900 }), {
        expect: {
          kind: 'purchase',
          status: 'granted',
          access: true,
          shows: CS,
          purchases: { [CS]: { state: 'granted', planKey: null, amountMinor: 4900 } },
        },
      }),
      step(
        day(1),
        'checkout.session.completed',
        checkout({
          id: 'cs_test_2~',
          payment_intent: 'pi_2~',
          amount_total: 900,
          metadata: { plan: 'credits_100' },
        }),
        { expect: { kind: 'purchase', plan: 'credits_100', shows: 'cs_test_2~' } },
      ),
    ],
  },
  {
    name: 'A purchase stays when the subscription ends',
    follows: 'https://docs.stripe.com/billing/subscriptions/cancel',
    steps: [
      step(day(0), 'checkout.session.completed', lifetime),
      step(
        day(1),
        'customer.subscription.created',
        subscription({ status: 'incomplete', items: [item(BASIC)] }),
        { expect: { ...bought } },
      ),
      step(
        day(1, 82_800),
        'customer.subscription.updated',
        subscription({ status: 'incomplete_expired', ended_at: day(1, 82_800), items: [item(BASIC)] }),
        {
          previous: { status: 'incomplete', ended_at: null },
          expect: { ...bought, appShouldGive: 'lifetime' },
        },
      ),
    ],
  },
  {
    name: 'Refunded in part, then in full',
    follows: REFUNDS,
    steps: [
      old(day(0), 'checkout.session.completed', lifetime),
      old(day(1), 'refund.created', refund({ amount: 5000 })),
      old(day(1), 'charge.refunded', charge({ amount_refunded: 5000 }), {
        previous: { amount_refunded: 0 },
        expect: { ...bought, purchases: { [CS]: { state: 'granted', refundedMinor: 5000 } } },
      }),
      old(day(2), 'refund.created', refund({ id: 're_2~', amount: 24_900 })),
      old(day(2), 'charge.refunded', charge({ amount_refunded: 29_900, refunded: true }), {
        previous: { amount_refunded: 5000, refunded: false },
        expect: { ...taken, purchases: { [CS]: { state: 'revoked', refundedMinor: 29_900 } } },
      }),
    ],
  },
  {
    name: 'A full refund fails: the purchase is back',
    follows: 'https://docs.stripe.com/refunds#failed-refunds',
    steps: [
      step(day(0), 'checkout.session.completed', lifetime),
      step(day(1), 'refund.created', refund({ created: day(1) })),
      step(day(1), 'charge.refunded', charge({ amount_refunded: 29_900, refunded: true }), {
        previous: { amount_refunded: 0, refunded: false },
        expect: { ...taken, purchases: { [CS]: { state: 'revoked', refundedMinor: 29_900 } } },
      }),
      step(
        day(8),
        'refund.failed',
        refund({
          created: day(1),
          status: 'failed',
          failure_reason: 'lost_or_stolen_card',
          failure_balance_transaction: 'txn_2~',
        }),
        { expect: { ...bought, purchases: { [CS]: { state: 'granted', refundedMinor: 0 } } } },
      ),
      step(
        day(8),
        'refund.updated',
        refund({
          created: day(1),
          status: 'failed',
          failure_reason: 'lost_or_stolen_card',
          failure_balance_transaction: 'txn_2~',
        }),
        {
          previous: { status: 'succeeded', failure_reason: null },
          expect: { ...bought, purchases: { [CS]: { state: 'granted', refundedMinor: 0 } } },
        },
      ),
    ],
  },
  {
    name: 'A full refund fails, as charge.refund.updated says',
    follows: 'https://docs.stripe.com/api/events/types#event_types-charge.refund.updated',
    steps: [
      old(day(0), 'checkout.session.completed', lifetime),
      old(day(1), 'charge.refunded', charge({ amount_refunded: 29_900, refunded: true }), {
        previous: { amount_refunded: 0, refunded: false },
        expect: { ...taken, purchases: { [CS]: { state: 'revoked', refundedMinor: 29_900 } } },
      }),
      old(day(8), 'charge.refund.updated', refund({ created: day(1), status: 'failed' }), {
        previous: { status: 'succeeded' },
        expect: { ...bought, purchases: { [CS]: { state: 'granted', refundedMinor: 0 } } },
      }),
    ],
  },
  {
    name: 'A refund is pending, then canceled',
    follows: 'https://docs.stripe.com/refunds#cancel-refund',
    steps: [
      step(day(0), 'checkout.session.completed', lifetime),
      step(
        day(1),
        'refund.created',
        refund({ created: day(1), status: 'pending', pending_reason: 'insufficient_funds' }),
      ),
      step(day(1), 'charge.refunded', charge({ amount_refunded: 29_900, refunded: true }), {
        previous: { amount_refunded: 0, refunded: false },
        expect: { ...taken, purchases: { [CS]: { state: 'revoked' } } },
      }),
      step(day(2), 'refund.updated', refund({ created: day(1), status: 'canceled' }), {
        previous: { status: 'pending' },
        expect: { ...bought, purchases: { [CS]: { state: 'granted', refundedMinor: 0 } } },
      }),
    ],
  },
  {
    name: 'Two refunds make it whole, and one of them fails',
    follows: 'https://docs.stripe.com/refunds#failed-refunds',
    steps: [
      step(day(0), 'checkout.session.completed', lifetime),
      step(day(1), 'refund.created', refund({ created: day(1), amount: 10_000 })),
      step(day(1), 'charge.refunded', charge({ amount_refunded: 10_000 }), {
        previous: { amount_refunded: 0 },
        expect: { ...bought, purchases: { [CS]: { state: 'granted', refundedMinor: 10_000 } } },
      }),
      step(day(2), 'refund.created', refund({ id: 're_2~', created: day(2), amount: 19_900 })),
      step(day(2), 'charge.refunded', charge({ amount_refunded: 29_900, refunded: true }), {
        previous: { amount_refunded: 10_000, refunded: false },
        expect: { ...taken, purchases: { [CS]: { state: 'revoked', refundedMinor: 29_900 } } },
      }),
      step(
        day(9),
        'refund.failed',
        refund({ id: 're_2~', created: day(2), amount: 19_900, status: 'failed' }),
        {
          expect: { ...bought, purchases: { [CS]: { state: 'granted', refundedMinor: 10_000 } } },
        },
      ),
    ],
  },
  {
    name: 'A dispute is won',
    follows: DISPUTES,
    steps: [
      old(day(0), 'checkout.session.completed', lifetime),
      old(day(5), 'charge.dispute.created', dispute('needs_response'), {
        expect: { ...bought, purchases: { [CS]: { state: 'granted', dispute: 'open' } } },
      }),
      old(day(5), 'charge.dispute.funds_withdrawn', dispute('needs_response'), {
        expect: { purchases: { [CS]: { state: 'granted', dispute: 'open' } } },
      }),
      old(day(7), 'charge.dispute.updated', dispute('under_review'), {
        previous: { status: 'needs_response' },
        expect: { ...bought, purchases: { [CS]: { dispute: 'open' } } },
      }),
      old(day(50), 'charge.dispute.funds_reinstated', dispute('won')),
      old(day(50), 'charge.dispute.closed', dispute('won'), {
        expect: { ...bought, purchases: { [CS]: { state: 'granted', dispute: { oneOf: ['won', null] } } } },
      }),
    ],
  },
  {
    name: 'A dispute is lost, then won on appeal',
    follows: 'https://docs.stripe.com/api/disputes/object#dispute_object-status',
    steps: [
      step(day(0), 'checkout.session.completed', lifetime),
      step(day(5), 'charge.dispute.created', dispute('needs_response')),
      step(day(40), 'charge.dispute.closed', dispute('lost'), {
        expect: { ...taken, purchases: { [CS]: { state: 'revoked', dispute: 'lost' } } },
      }),
      step(day(45), 'charge.dispute.updated', dispute('appeal_under_review'), {
        previous: { status: 'lost' },
      }),
      step(day(70), 'charge.dispute.updated', dispute('won'), {
        previous: { status: 'appeal_under_review' },
      }),
      step(day(70), 'charge.dispute.closed', dispute('won'), {
        expect: { ...bought, purchases: { [CS]: { state: 'granted', dispute: { oneOf: ['won', null] } } } },
      }),
    ],
  },
  {
    name: 'A dispute is prevented, and an inquiry is closed',
    follows: DISPUTES,
    steps: [
      step(day(0), 'checkout.session.completed', lifetime),
      step(day(5), 'charge.dispute.created', dispute('warning_needs_response'), {
        expect: { ...bought, purchases: { [CS]: { state: 'granted', dispute: 'open' } } },
      }),
      step(day(20), 'charge.dispute.closed', dispute('warning_closed'), {
        expect: { ...bought, purchases: { [CS]: { state: 'granted', dispute: { oneOf: ['won', null] } } } },
      }),
      step(day(30), 'charge.dispute.created', dispute('needs_response', { id: 'du_2~', created: day(30) }), {
        expect: { purchases: { [CS]: { dispute: 'open' } } },
      }),
      step(day(31), 'charge.dispute.closed', dispute('prevented', { id: 'du_2~', created: day(30) }), {
        expect: { ...bought, purchases: { [CS]: { state: 'granted', dispute: { oneOf: ['won', null] } } } },
      }),
    ],
  },
  {
    name: 'A refund and a lost dispute of a subscription’s payment leave the subscription alone',
    follows: 'https://docs.stripe.com/billing/subscriptions/cancel#refunds',
    steps: [
      step(day(0), 'customer.subscription.created', subscription({ items: [item(BASIC)] })),
      step(day(0), 'invoice.paid', invoice({ amount: 900, status: 'paid' })),
      step(day(0), 'invoice_payment.paid', invoicePayment({ amount_paid: 900, amount_requested: 900 })),
      step(day(2), 'charge.refunded', charge({ amount: 900, amount_refunded: 900, refunded: true }), {
        previous: { amount_refunded: 0, refunded: false },
        expect: { kind: 'subscription', plan: 'basic', status: 'active', access: true },
      }),
      step(day(9), 'charge.dispute.created', dispute('needs_response', { amount: 900 })),
      step(day(40), 'charge.dispute.closed', dispute('lost', { amount: 900 }), {
        expect: {
          plan: 'basic',
          status: 'active',
          access: true,
          subscriptions: { [SUBSCRIPTION]: { status: 'active', payment: 'ok' } },
        },
      }),
    ],
  },
  {
    name: 'A guest buys, and later becomes a customer',
    follows: 'https://docs.stripe.com/payments/checkout/guest-customers',
    steps: [
      old(
        day(0),
        'checkout.session.completed',
        checkout({ customer: null, customer_creation: 'if_required', metadata: { plan: 'lifetime' } }),
        {
          expect: {
            who: { guest: EMAIL },
            ...bought,
            email: EMAIL,
            purchases: { [CS]: { state: 'granted', planKey: 'lifetime' } },
          },
        },
      ),
      old(day(9), 'customer.created', customer({ created: day(9) })),
      old(
        day(9, 1),
        'checkout.session.completed',
        checkout({
          id: 'cs_test_2~',
          payment_intent: 'pi_2~',
          customer_creation: 'always',
          amount_total: 900,
          metadata: { plan: 'credits_100' },
        }),
        {
          expect: [
            { plan: 'credits_100', shows: 'cs_test_2~', email: EMAIL },
            { who: { guest: EMAIL }, ...bought },
          ],
        },
      ),
    ],
  },
  {
    name: 'A guest known by client_reference_id only',
    follows:
      'https://docs.stripe.com/api/checkout/sessions/object#checkout_session_object-client_reference_id',
    steps: [
      step(
        day(0),
        'checkout.session.completed',
        checkout({
          customer: null,
          customer_creation: 'if_required',
          customer_details: null,
          client_reference_id: 'user_7~',
          metadata: { plan: 'lifetime' },
        }),
        { expect: { who: { guest: 'user_7~' }, ...bought, appRef: 'user_7~', email: null } },
      ),
      step(day(1), 'charge.refunded', charge({ customer: null, amount_refunded: 29_900, refunded: true }), {
        previous: { amount_refunded: 0, refunded: false },
        expect: { who: { guest: 'user_7~' }, ...taken, purchases: { [CS]: { state: 'revoked' } } },
      }),
    ],
  },
  {
    name: 'SEPA debit: pending, then paid',
    follows: DELAYED,
    steps: [
      old(day(0), 'checkout.session.completed', sepa('unpaid'), {
        expect: { access: false, appShouldGive: 'Free', purchases: { [CS]: { state: 'pending' } } },
      }),
      old(day(6), 'checkout.session.async_payment_succeeded', sepa('paid'), {
        expect: { ...bought, purchases: { [CS]: { state: 'granted' } } },
      }),
    ],
  },
  {
    name: 'SEPA debit: pending, then failed',
    follows: DELAYED,
    steps: [
      step(day(0), 'checkout.session.completed', sepa('unpaid'), {
        expect: { access: false, purchases: { [CS]: { state: 'pending' } } },
      }),
      step(day(6), 'checkout.session.async_payment_failed', sepa('unpaid'), {
        expect: { kind: 'none', ...taken, purchases: { [CS]: { state: 'failed' } } },
      }),
    ],
  },
  {
    name: 'An abandoned session expires, and the next one is paid',
    follows: 'https://docs.stripe.com/payments/checkout/abandoned-carts',
    steps: [
      step(day(0), 'customer.created', customer()),
      step(
        day(1),
        'checkout.session.expired',
        checkout({
          status: 'expired',
          payment_status: 'unpaid',
          payment_intent: null,
          metadata: { plan: 'lifetime' },
        }),
        { expect: { kind: 'none', access: false, appShouldGive: null } },
      ),
      step(
        day(2),
        'checkout.session.completed',
        checkout({ id: 'cs_test_2~', payment_intent: 'pi_2~', metadata: { plan: 'lifetime' } }),
        {
          expect: {
            plan: 'lifetime',
            access: true,
            shows: 'cs_test_2~',
            purchases: { 'cs_test_2~': { state: 'granted' } },
          },
        },
      ),
    ],
  },
  {
    name: 'Completed, paid, refunded and disputed within one second',
    follows: DELAYED,
    cascade: true,
    steps: [
      step(day(0), 'customer.created', customer()),
      step(day(0), 'checkout.session.completed', sepa('unpaid')),
      step(day(0), 'checkout.session.async_payment_succeeded', sepa('paid'), { expect: bought }),
      step(day(0), 'charge.refunded', charge({ amount_refunded: 29_900, refunded: true }), {
        previous: { amount_refunded: 0, refunded: false },
        expect: { ...taken, purchases: { [CS]: { state: 'revoked' } } },
      }),
      step(day(0), 'refund.created', refund()),
      step(day(0), 'charge.dispute.created', dispute('needs_response'), {
        expect: {
          ...taken,
          purchases: { [CS]: { state: 'revoked', refundedMinor: 29_900, dispute: 'open' } },
        },
      }),
    ],
  },
];
