// Invoices: what they say of the payment, and what they do not say of the plan.
import { OLD } from '../../support/billing/api-version.ts';
import { PRO } from '../../support/billing/prices.ts';
import { step, stepIn, type Sequence } from '../../support/billing/sequence.ts';
import {
  customer,
  day,
  invoice,
  item,
  list,
  SUBSCRIPTION,
  subscription,
  type StripeObject,
} from '../../support/billing/stripe-objects.ts';

const old = stepIn(OLD);
const INVOICES = 'https://docs.stripe.com/billing/subscriptions/webhooks';
const RETRIES = 'https://docs.stripe.com/billing/revenue-recovery/smart-retries';

const second = item(PRO, { current_period_start: day(30), current_period_end: day(60) });
const created = subscription({ items: [item(PRO)] });
/** The subscription in its second month, whose invoice is in_2. */
const renewed = (fields: StripeObject = {}) =>
  subscription({ latest_invoice: 'in_2~', items: [second], ...fields });
const renewedFrom = { items: list([item(PRO)]), latest_invoice: 'in_1~' };
const in2 = (fields: StripeObject) => invoice({ id: 'in_2~', created: day(30), ...fields });
const failed = (attempts: number, next: number | null) =>
  in2({ attempted: true, attempt_count: attempts, next_payment_attempt: next });

export const PAYMENTS: readonly Sequence[] = [
  {
    name: 'A renewal fails and recovers with the next attempt',
    follows: RETRIES,
    steps: [
      old(day(0), 'customer.subscription.created', created),
      old(day(30), 'customer.subscription.updated', renewed(), { previous: renewedFrom }),
      old(day(30, 3600), 'invoice.payment_failed', failed(1, day(33)), {
        expect: {
          plan: 'pro',
          access: true,
          subscriptions: {
            [SUBSCRIPTION]: {
              payment: 'failed',
              paymentInvoice: 'in_2~',
              paymentAmount: 2000,
              nextAttemptAt: day(33),
            },
          },
        },
      }),
      old(day(30, 3600), 'customer.subscription.updated', renewed({ status: 'past_due' }), {
        previous: { status: 'active' },
        expect: { plan: 'pro', status: 'past_due', access: true, appShouldGive: 'Pro monthly' },
      }),
      old(day(33), 'invoice.payment_failed', failed(2, day(38)), {
        expect: { subscriptions: { [SUBSCRIPTION]: { payment: 'failed', nextAttemptAt: day(38) } } },
      }),
      old(day(38), 'invoice.paid', in2({ status: 'paid', attempted: true, attempt_count: 3 }), {
        expect: {
          status: 'past_due',
          subscriptions: { [SUBSCRIPTION]: { payment: 'ok', nextAttemptAt: null } },
        },
      }),
      old(day(38), 'invoice.payment_succeeded', in2({ status: 'paid', attempted: true, attempt_count: 3 })),
      old(day(38), 'customer.subscription.updated', renewed(), {
        previous: { status: 'past_due' },
        expect: {
          plan: 'pro',
          status: 'active',
          access: true,
          nextAt: day(60),
          nextIs: 'renewal',
          subscriptions: { [SUBSCRIPTION]: { payment: 'ok', paymentInvoice: 'in_2~' } },
        },
      }),
    ],
  },
  {
    name: 'A renewal needs the customer’s action, then is paid',
    follows: 'https://docs.stripe.com/billing/subscriptions/overview#requires-action',
    steps: [
      step(day(0), 'customer.subscription.created', created),
      step(day(30), 'customer.subscription.updated', renewed(), { previous: renewedFrom }),
      step(day(30, 3600), 'invoice.payment_failed', failed(1, null)),
      step(day(30, 3600), 'invoice.payment_action_required', failed(1, null), {
        expect: {
          plan: 'pro',
          subscriptions: {
            [SUBSCRIPTION]: { payment: 'action_required', paymentInvoice: 'in_2~', nextAttemptAt: null },
          },
        },
      }),
      step(day(30, 3600), 'customer.subscription.updated', renewed({ status: 'past_due' }), {
        previous: { status: 'active' },
        expect: { status: 'past_due', access: true },
      }),
      step(day(31), 'invoice.paid', in2({ status: 'paid', attempted: true, attempt_count: 1 }), {
        expect: { subscriptions: { [SUBSCRIPTION]: { payment: 'ok' } } },
      }),
      step(day(31), 'customer.subscription.updated', renewed(), {
        previous: { status: 'past_due' },
        expect: { status: 'active', subscriptions: { [SUBSCRIPTION]: { payment: 'ok' } } },
      }),
    ],
  },
  {
    name: 'The failing invoice is voided: nothing is owed any more',
    follows: 'https://docs.stripe.com/invoicing/overview#void',
    steps: [
      step(day(0), 'customer.subscription.created', created),
      step(day(30), 'customer.subscription.updated', renewed({ status: 'past_due' }), {
        previous: { ...renewedFrom, status: 'active' },
      }),
      step(day(30, 3600), 'invoice.payment_failed', failed(1, day(33)), {
        expect: { subscriptions: { [SUBSCRIPTION]: { payment: 'failed', nextAttemptAt: day(33) } } },
      }),
      step(day(31), 'invoice.voided', in2({ status: 'void', attempted: true, attempt_count: 1 }), {
        expect: {
          status: 'past_due',
          subscriptions: { [SUBSCRIPTION]: { payment: { not: 'failed' }, nextAttemptAt: null } },
        },
      }),
      step(day(31), 'customer.subscription.updated', renewed(), {
        previous: { status: 'past_due' },
        expect: {
          status: 'active',
          access: true,
          subscriptions: { [SUBSCRIPTION]: { payment: { not: 'failed' }, nextAttemptAt: null } },
        },
      }),
    ],
  },
  {
    name: 'The failing invoice is marked uncollectible, and later paid out of band',
    follows: 'https://docs.stripe.com/invoicing/overview#uncollectible',
    steps: [
      old(day(0), 'customer.subscription.created', created),
      old(day(30), 'customer.subscription.updated', renewed({ status: 'past_due' }), {
        previous: { ...renewedFrom, status: 'active' },
      }),
      old(day(30, 3600), 'invoice.payment_failed', failed(1, day(33))),
      old(
        day(35),
        'invoice.marked_uncollectible',
        in2({ status: 'uncollectible', attempted: true, attempt_count: 1 }),
        {
          expect: {
            status: 'past_due',
            subscriptions: { [SUBSCRIPTION]: { payment: { not: 'failed' }, nextAttemptAt: null } },
          },
        },
      ),
      old(day(40), 'invoice.paid', in2({ status: 'paid', paid_out_of_band: true, attempt_count: 1 }), {
        expect: { subscriptions: { [SUBSCRIPTION]: { payment: 'ok', paymentInvoice: 'in_2~' } } },
      }),
    ],
  },
  {
    name: 'An invoice to be sent is overdue, then paid out of band',
    follows: 'https://docs.stripe.com/billing/collection-method',
    steps: [
      step(
        day(0),
        'customer.subscription.created',
        subscription({ collection_method: 'send_invoice', days_until_due: 14, items: [item(PRO)] }),
        { expect: { status: 'active', access: true } },
      ),
      step(
        day(0, 3600),
        'invoice.finalized',
        invoice({
          collection_method: 'send_invoice',
          due_date: day(14),
          billing_reason: 'subscription_create',
        }),
        {
          expect: {
            status: 'active',
            access: true,
            subscriptions: { [SUBSCRIPTION]: { payment: { not: 'failed' } } },
          },
        },
      ),
      step(
        day(14),
        'invoice.overdue',
        invoice({
          collection_method: 'send_invoice',
          due_date: day(14),
          billing_reason: 'subscription_create',
        }),
      ),
      step(
        day(14, 1),
        'customer.subscription.updated',
        subscription({
          collection_method: 'send_invoice',
          days_until_due: 14,
          status: 'past_due',
          items: [item(PRO)],
        }),
        { previous: { status: 'active' }, expect: { status: 'past_due', access: true } },
      ),
      step(
        day(16),
        'invoice.paid',
        invoice({
          collection_method: 'send_invoice',
          due_date: day(14),
          billing_reason: 'subscription_create',
          status: 'paid',
          amount_paid_off_stripe: 2000,
        }),
        { expect: { subscriptions: { [SUBSCRIPTION]: { payment: 'ok' } } } },
      ),
      step(
        day(16),
        'customer.subscription.updated',
        subscription({ collection_method: 'send_invoice', days_until_due: 14, items: [item(PRO)] }),
        { previous: { status: 'past_due' }, expect: { status: 'active', access: true } },
      ),
    ],
  },
  {
    name: 'Retries run out: unpaid, then paid after all',
    follows: RETRIES,
    steps: [
      step(day(0), 'customer.subscription.created', created),
      step(day(30), 'customer.subscription.updated', renewed({ status: 'past_due' }), {
        previous: { ...renewedFrom, status: 'active' },
      }),
      step(day(30), 'invoice.payment_failed', failed(1, day(37))),
      step(day(37), 'invoice.payment_failed', failed(2, null), {
        expect: { subscriptions: { [SUBSCRIPTION]: { payment: 'failed', nextAttemptAt: null } } },
      }),
      step(day(37), 'customer.subscription.updated', renewed({ status: 'unpaid' }), {
        previous: { status: 'past_due' },
        expect: { plan: 'pro', status: 'unpaid', access: false, appShouldGive: 'Free' },
      }),
      step(day(45), 'invoice.paid', in2({ status: 'paid', attempt_count: 3 }), {
        expect: { status: 'unpaid', access: false, subscriptions: { [SUBSCRIPTION]: { payment: 'ok' } } },
      }),
      step(day(45), 'customer.subscription.updated', renewed(), {
        previous: { status: 'unpaid' },
        expect: { status: 'active', access: true, appShouldGive: 'Pro monthly' },
      }),
    ],
  },
  {
    name: 'Retries run out: canceled',
    follows: RETRIES,
    steps: [
      old(day(0), 'customer.subscription.created', created),
      old(day(30), 'customer.subscription.updated', renewed({ status: 'past_due' }), {
        previous: { ...renewedFrom, status: 'active' },
      }),
      old(day(30), 'invoice.payment_failed', failed(1, day(37))),
      old(day(30), 'customer.updated', customer({ delinquent: true }), { previous: { delinquent: false } }),
      old(day(37), 'invoice.payment_failed', failed(2, null)),
      old(
        day(37),
        'customer.subscription.deleted',
        renewed({
          status: 'canceled',
          canceled_at: day(37),
          ended_at: day(37),
          cancellation_details: { comment: null, feedback: null, reason: 'payment_failed' },
        }),
        {
          expect: {
            plan: 'pro',
            status: 'canceled',
            access: false,
            appShouldGive: 'Free',
            subscriptions: { [SUBSCRIPTION]: { status: 'canceled', endedAt: day(37), nextAttemptAt: null } },
          },
        },
      ),
    ],
  },
  {
    name: 'A one-off invoice and the preview of the next one say nothing of the subscription',
    follows: 'https://docs.stripe.com/api/events/types#event_types-invoice.upcoming',
    steps: [
      step(day(0), 'customer.subscription.created', created),
      step(day(0), 'invoice.paid', invoice({ status: 'paid' })),
      step(
        day(3),
        'invoice.payment_failed',
        invoice({ id: 'in_9~', subscription: null, amount: 99_000, attempted: true, attempt_count: 1 }),
        {
          expect: {
            plan: 'pro',
            status: 'active',
            access: true,
            subscriptions: { [SUBSCRIPTION]: { payment: 'ok', paymentInvoice: 'in_1~' } },
          },
        },
      ),
      step(
        day(23),
        'invoice.upcoming',
        withoutId(
          invoice({ status: 'draft', billing_reason: 'upcoming', next_payment_attempt: day(30, 3600) }),
        ),
        {
          expect: {
            status: 'active',
            nextAt: day(30),
            subscriptions: {
              [SUBSCRIPTION]: { payment: 'ok', paymentInvoice: 'in_1~', nextAttemptAt: null },
            },
          },
        },
      ),
      step(
        day(24),
        'invoice.paid',
        invoice({ id: 'in_9~', subscription: null, amount: 99_000, status: 'paid' }),
        {
          expect: { plan: 'pro', subscriptions: { [SUBSCRIPTION]: { paymentInvoice: 'in_1~' } } },
        },
      ),
    ],
  },
  {
    name: 'Failed, authenticated and paid within one second at a renewal',
    follows: INVOICES,
    cascade: true,
    steps: [
      step(day(29), 'customer.subscription.created', created),
      step(day(30), 'customer.subscription.updated', renewed(), { previous: renewedFrom }),
      step(day(30), 'invoice.payment_failed', failed(1, day(33))),
      step(day(30), 'invoice.payment_action_required', failed(1, day(33))),
      step(day(30), 'invoice.paid', in2({ status: 'paid', attempted: true, attempt_count: 2 }), {
        expect: {
          plan: 'pro',
          status: 'active',
          access: true,
          uncertain: false,
          nextAt: day(60),
          subscriptions: {
            [SUBSCRIPTION]: { payment: 'ok', paymentInvoice: 'in_2~', nextAttemptAt: null, uncertain: false },
          },
        },
      }),
    ],
  },
  {
    name: 'An old invoice fails late: the newer one stays the one that counts',
    follows: 'https://docs.stripe.com/webhooks#event-ordering',
    steps: [
      old(day(0), 'customer.subscription.created', created),
      old(
        day(0),
        'invoice.payment_failed',
        invoice({ attempted: true, attempt_count: 1, next_payment_attempt: day(3) }),
      ),
      old(day(3), 'invoice.paid', invoice({ status: 'paid', attempt_count: 2 })),
      old(day(30), 'customer.subscription.updated', renewed(), { previous: renewedFrom }),
      old(day(30, 3600), 'invoice.paid', in2({ status: 'paid', attempt_count: 1 }), {
        expect: {
          subscriptions: { [SUBSCRIPTION]: { payment: 'ok', paymentInvoice: 'in_2~', nextAttemptAt: null } },
        },
      }),
    ],
  },
];

function withoutId({ id: _id, ...rest }: StripeObject): StripeObject {
  return rest;
}
