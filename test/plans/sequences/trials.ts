// Trials: with a card and without, ended early, extended, and of a single item.
import { OLD } from '../../support/billing/api-version.ts';
import { PRO, PRO_YEARLY, SUPPORT } from '../../support/billing/prices.ts';
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
const TRIALS = 'https://docs.stripe.com/billing/subscriptions/trials';
const NO_CARD =
  'https://docs.stripe.com/billing/subscriptions/trials/free-trials#create-free-trials-without-payment';

const during = item(PRO, { current_period_end: day(14) });
const after = item(PRO, { current_period_start: day(14), current_period_end: day(44) });
const trialing = (fields: StripeObject = {}) =>
  subscription({ status: 'trialing', trial_start: day(0), trial_end: day(14), items: [during], ...fields });
const trialOver = (fields: StripeObject = {}) =>
  subscription({
    trial_start: day(0),
    trial_end: day(14),
    latest_invoice: 'in_2~',
    items: [after],
    ...fields,
  });
const behavior = (missing_payment_method: string) => ({
  trial_settings: { end_behavior: { missing_payment_method } },
});

export const TRIAL_SEQUENCES: readonly Sequence[] = [
  {
    name: 'A trial with a card becomes a paid subscription',
    follows: TRIALS,
    steps: [
      old(day(0), 'customer.subscription.created', trialing(), {
        expect: {
          plan: 'pro',
          status: 'trialing',
          access: true,
          nextAt: day(14),
          nextIs: 'trial_end',
          subscriptions: { [SUBSCRIPTION]: { trialEnd: day(14), cancelScheduled: false } },
        },
      }),
      old(
        day(0),
        'invoice.paid',
        invoice({ amount: 0, status: 'paid', billing_reason: 'subscription_create' }),
      ),
      old(day(11), 'customer.subscription.trial_will_end', trialing(), {
        expect: { status: 'trialing', nextAt: day(14), nextIs: 'trial_end' },
      }),
      old(day(14), 'customer.subscription.updated', trialOver(), {
        previous: { status: 'trialing', items: list([during]), latest_invoice: 'in_1~' },
        expect: { plan: 'pro', status: 'active', access: true, nextAt: day(44), nextIs: 'renewal' },
      }),
      old(day(14, 3600), 'invoice.paid', invoice({ id: 'in_2~', created: day(14), status: 'paid' }), {
        expect: { subscriptions: { [SUBSCRIPTION]: { payment: 'ok', paymentInvoice: 'in_2~' } } },
      }),
    ],
  },
  {
    name: 'A trial without a card pauses the subscription, which is resumed later',
    follows: NO_CARD,
    steps: [
      step(day(0), 'customer.subscription.created', trialing(behavior('pause')), {
        expect: { status: 'trialing', access: true },
      }),
      step(day(11), 'customer.subscription.trial_will_end', trialing(behavior('pause'))),
      step(day(14), 'customer.subscription.updated', paused(), {
        previous: { status: 'trialing' },
        expect: { status: 'paused', access: false, plan: 'pro', appShouldGive: 'Free' },
      }),
      step(day(14), 'customer.subscription.paused', paused(), {
        expect: {
          plan: 'pro',
          status: 'paused',
          access: false,
          uncertain: false,
          subscriptions: { [SUBSCRIPTION]: { status: 'paused', pauseCollection: null } },
        },
      }),
      step(
        day(20),
        'customer.subscription.updated',
        trialOver({
          ...behavior('pause'),
          items: [item(PRO, { current_period_start: day(20), current_period_end: day(50) })],
        }),
        {
          previous: { status: 'paused', items: list([during]), latest_invoice: 'in_1~' },
          expect: { status: 'active', access: true },
        },
      ),
      step(
        day(20),
        'customer.subscription.resumed',
        trialOver({
          ...behavior('pause'),
          items: [item(PRO, { current_period_start: day(20), current_period_end: day(50) })],
        }),
        {
          expect: { status: 'active', access: true, uncertain: false, nextAt: day(50), nextIs: 'renewal' },
        },
      ),
    ],
  },
  {
    name: 'A trial without a card is canceled at its end',
    follows: NO_CARD,
    steps: [
      old(day(0), 'customer.subscription.created', trialing(behavior('cancel'))),
      old(day(11), 'customer.subscription.trial_will_end', trialing(behavior('cancel')), {
        expect: { status: 'trialing', access: true, nextAt: day(14), nextIs: 'trial_end' },
      }),
      old(
        day(14),
        'customer.subscription.deleted',
        trialing({ ...behavior('cancel'), status: 'canceled', canceled_at: day(14), ended_at: day(14) }),
        {
          expect: {
            status: 'canceled',
            access: false,
            appShouldGive: 'Free',
            subscriptions: { [SUBSCRIPTION]: { endedAt: day(14) } },
          },
        },
      ),
    ],
  },
  {
    name: 'A trial is ended early: everything in one second',
    follows: 'https://docs.stripe.com/billing/subscriptions/trials/free-trials#end-trial-early',
    cascade: true,
    undecided: true,
    steps: [
      step(day(0), 'customer.subscription.created', trialing(), { expect: { status: 'trialing' } }),
      step(day(4), 'customer.subscription.trial_will_end', trialing({ trial_end: day(4) })),
      step(
        day(4),
        'customer.subscription.updated',
        trialOver({
          trial_end: day(4),
          items: [item(PRO, { current_period_start: day(4), current_period_end: day(34) })],
        }),
        {
          previous: {
            status: 'trialing',
            trial_end: day(14),
            items: list([during]),
            latest_invoice: 'in_1~',
          },
          expect: { plan: 'pro', status: 'active', access: true, nextAt: day(34), nextIs: 'renewal' },
        },
      ),
      step(
        day(4),
        'invoice.paid',
        invoice({ id: 'in_2~', created: day(4), status: 'paid', billing_reason: 'subscription_update' }),
        {
          expect: { status: 'active', subscriptions: { [SUBSCRIPTION]: { payment: 'ok' } } },
        },
      ),
    ],
  },
  {
    name: 'A trial is extended, and canceled at its new end',
    follows: 'https://docs.stripe.com/billing/subscriptions/trials/free-trials#extend-trial',
    steps: [
      step(day(0), 'customer.created', customer()),
      step(day(0), 'customer.subscription.created', trialing()),
      step(
        day(10),
        'customer.subscription.updated',
        trialing({ trial_end: day(28), items: [item(PRO, { current_period_end: day(28) })] }),
        {
          previous: { trial_end: day(14), items: list([during]) },
          expect: {
            status: 'trialing',
            nextAt: day(28),
            nextIs: 'trial_end',
            subscriptions: { [SUBSCRIPTION]: { trialEnd: day(28) } },
          },
        },
      ),
      step(
        day(12),
        'customer.subscription.updated',
        trialing({
          trial_end: day(28),
          cancel_at: day(28),
          canceled_at: day(12),
          items: [item(PRO, { current_period_end: day(28) })],
        }),
        {
          previous: { cancel_at: null, canceled_at: null },
          expect: {
            status: 'trialing',
            access: true,
            nextAt: day(28),
            nextIs: 'end',
            subscriptions: { [SUBSCRIPTION]: { cancelScheduled: true, endsAt: day(28), trialEnd: day(28) } },
          },
        },
      ),
      step(
        day(28),
        'customer.subscription.deleted',
        trialing({
          status: 'canceled',
          trial_end: day(28),
          cancel_at: day(28),
          canceled_at: day(12),
          ended_at: day(28),
          items: [item(PRO, { current_period_end: day(28) })],
        }),
        { expect: { status: 'canceled', access: false } },
      ),
    ],
  },
  {
    name: 'A trial offer on one item: the subscription is active',
    follows: 'https://docs.stripe.com/payments/checkout/trial-offers',
    steps: [
      step(
        day(0),
        'customer.subscription.created',
        subscription({
          items: [
            item(PRO, {
              current_period_end: day(30),
              current_trial: { start_date: day(0), end_date: day(30), trial_offer: 'to_1' },
            }),
          ],
        }),
        {
          expect: {
            plan: 'pro',
            status: 'active',
            access: true,
            nextAt: day(30),
            nextIs: { oneOf: ['renewal', 'trial_end'] },
          },
        },
      ),
      step(
        day(30),
        'customer.subscription.updated',
        subscription({
          items: [
            item(PRO_YEARLY, { id: 'si_pro~', current_period_start: day(30), current_period_end: day(395) }),
          ],
        }),
        {
          previous: {
            items: list([
              item(PRO, {
                current_period_end: day(30),
                current_trial: { start_date: day(0), end_date: day(30), trial_offer: 'to_1' },
              }),
            ]),
          },
          expect: { plan: 'pro_yearly', status: 'active', nextAt: day(395), nextIs: 'renewal' },
        },
      ),
    ],
  },
  {
    name: 'A trial that only the item speaks of ends when the item’s does',
    follows: 'https://docs.stripe.com/changelog/dahlia/2026-03-25/trial-offers-on-subscription-items',
    steps: [
      step(
        day(0),
        'customer.subscription.created',
        subscription({
          status: 'trialing',
          items: [
            item(SUPPORT),
            item(PRO, {
              current_period_end: day(30),
              current_trial: { start_date: day(0), end_date: day(10), trial_offer: 'to_1' },
            }),
          ],
        }),
        {
          expect: {
            plan: 'pro',
            status: 'trialing',
            access: true,
            nextAt: day(10),
            nextIs: 'trial_end',
            subscriptions: { [SUBSCRIPTION]: { trialEnd: day(10) } },
          },
        },
      ),
      step(day(10), 'customer.subscription.updated', subscription({ items: [item(SUPPORT), item(PRO)] }), {
        previous: { status: 'trialing' },
        expect: { plan: 'pro', addOns: ['support'], status: 'active', nextAt: day(30), nextIs: 'renewal' },
      }),
    ],
  },
];

function paused(): StripeObject {
  return trialing({
    ...behavior('pause'),
    status: 'paused',
    status_details: {
      paused: {
        subscription: { type: 'trial_end_without_payment_method' },
        transitioned_at: day(14),
        type: 'subscription',
      },
    },
  });
}
