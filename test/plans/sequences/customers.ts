// Whose plan it is: profiles, deletion, entitlements, connected accounts, test and live mode, and events that come twice.
import { OLD } from '../../support/billing/api-version.ts';
import { PRO, SUPPORT, TEAM } from '../../support/billing/prices.ts';
import { step, stepIn, type Sequence } from '../../support/billing/sequence.ts';
import {
  checkout,
  CUSTOMER,
  customer,
  day,
  EMAIL,
  entitlementList,
  entitlements,
  invoice,
  item,
  list,
  SUBSCRIPTION,
  subscription,
} from '../../support/billing/stripe-objects.ts';

const old = stepIn(OLD);
const pro = subscription({ items: [item(PRO)] });
const canceled = (at: number) =>
  subscription({ status: 'canceled', canceled_at: at, ended_at: at, items: [item(PRO)] });
const DELETE = 'https://docs.stripe.com/api/customers/delete';
const ENTITLEMENTS = 'https://docs.stripe.com/billing/entitlements';

const other = { account: 'acct_2~' };
const live = { livemode: true };

export const CUSTOMERS: readonly Sequence[] = [
  {
    name: 'A customer with a subscription is deleted',
    follows: DELETE,
    steps: [
      old(day(0), 'customer.created', customer()),
      old(day(0), 'customer.subscription.created', pro, { expect: { access: true, deletedAt: null } }),
      old(day(5), 'customer.deleted', customer(), {
        expect: {
          deletedAt: day(5),
          access: false,
          appShouldGive: 'Free',
          subscriptions: { [SUBSCRIPTION]: { status: 'canceled', endedAt: day(5) } },
        },
      }),
      old(day(5, 1), 'customer.subscription.deleted', canceled(day(5)), {
        expect: {
          deletedAt: day(5),
          access: false,
          subscriptions: { [SUBSCRIPTION]: { status: 'canceled', endedAt: day(5) } },
        },
      }),
    ],
  },
  {
    name: 'A customer is changed and deleted in one second',
    follows: DELETE,
    cascade: true,
    steps: [
      step(day(0), 'customer.created', customer()),
      step(day(0), 'customer.subscription.created', pro),
      step(day(5), 'customer.updated', customer({ name: 'Ada King' }), {
        previous: { name: 'Ada Lovelace' },
        expect: { name: 'Ada King', access: true },
      }),
      step(day(5), 'customer.deleted', customer({ name: 'Ada King' }), {
        expect: { deletedAt: day(5), access: false },
      }),
      step(day(5), 'customer.subscription.deleted', canceled(day(5)), {
        expect: {
          deletedAt: day(5),
          access: false,
          name: 'Ada King',
          appShouldGive: 'Free',
          subscriptions: { [SUBSCRIPTION]: { status: 'canceled', endedAt: day(5) } },
        },
      }),
    ],
  },
  {
    name: 'A customer with a purchase is deleted: what was bought was bought',
    follows: DELETE,
    steps: [
      step(day(0), 'customer.created', customer()),
      step(day(0), 'checkout.session.completed', checkout({ metadata: { plan: 'lifetime' } })),
      step(day(5), 'customer.deleted', customer(), {
        expect: { deletedAt: day(5), plan: 'lifetime', purchases: { 'cs_test_1~': { state: 'granted' } } },
      }),
    ],
  },
  {
    name: 'Email, name and a metadata key are taken out at Stripe',
    follows: 'https://docs.stripe.com/api/customers/update',
    steps: [
      step(day(0), 'customer.created', customer({ metadata: { plan: 'pro', city: 'Taipei' } }), {
        expect: { email: EMAIL, name: 'Ada Lovelace', metadata: { plan: 'pro', city: 'Taipei' } },
      }),
      step(day(1), 'customer.updated', customer({ metadata: { city: 'Taipei' } }), {
        previous: { metadata: { plan: 'pro' } },
        expect: { email: EMAIL, metadata: { city: 'Taipei' } },
      }),
      step(day(2), 'customer.updated', customer({ email: null, name: null, metadata: {} }), {
        previous: { email: EMAIL, name: 'Ada Lovelace', metadata: { city: 'Taipei' } },
        expect: { email: null, name: null, metadata: {} },
      }),
      step(
        day(3),
        'customer.updated',
        customer({ email: 'new.~@example.com', name: undefined, metadata: {} }),
        {
          previous: { email: null },
          expect: { email: 'new.~@example.com', name: null },
        },
      ),
    ],
  },
  {
    name: 'The email of Checkout stands in until the customer’s own is known',
    follows: 'https://docs.stripe.com/api/checkout/sessions/object#checkout_session_object-customer_details',
    steps: [
      old(
        day(0),
        'checkout.session.completed',
        checkout({
          mode: 'subscription',
          client_reference_id: 'user_1~',
          customer_details: null,
          customer_email: 'typed.~@example.com',
        }),
        { expect: { email: 'typed.~@example.com', appRef: 'user_1~' } },
      ),
      old(day(0), 'customer.subscription.created', pro, {
        expect: { plan: 'pro', email: 'typed.~@example.com' },
      }),
      old(day(2), 'customer.updated', customer(), {
        previous: { name: null },
        expect: { email: EMAIL, name: 'Ada Lovelace', appRef: 'user_1~', plan: 'pro' },
      }),
    ],
  },
  {
    name: 'Entitlements come and go, the plan stays',
    follows: ENTITLEMENTS,
    steps: [
      step(day(0), 'customer.subscription.created', pro),
      step(day(0), 'entitlements.active_entitlement_summary.updated', entitlements(['sso', 'export']), {
        previous: { entitlements: entitlementList([]) },
        expect: [
          { features: { contains: 'sso' }, plan: 'pro', access: true },
          { features: { contains: 'export' } },
        ],
      }),
      step(day(4), 'entitlements.active_entitlement_summary.updated', entitlements(['export', 'audit']), {
        previous: { entitlements: entitlementList(['sso', 'export']) },
        expect: { features: { contains: 'audit' }, plan: 'pro' },
      }),
      step(
        day(6),
        'entitlements.active_entitlement_summary.updated',
        entitlements(['export', 'audit', 'api'], true),
        {
          previous: { entitlements: entitlementList(['export', 'audit']) },
          expect: { features: { contains: 'api' }, plan: 'pro' },
        },
      ),
    ],
  },
  {
    name: 'Two summaries of entitlements in one second',
    follows: ENTITLEMENTS,
    cascade: true,
    steps: [
      step(day(0), 'customer.subscription.created', pro),
      step(day(1), 'entitlements.active_entitlement_summary.updated', entitlements(['sso']), {
        previous: { entitlements: entitlementList([]) },
        expect: { features: { contains: 'sso' } },
      }),
      step(day(1), 'entitlements.active_entitlement_summary.updated', entitlements(['audit']), {
        previous: { entitlements: entitlementList(['sso']) },
        expect: { features: { contains: 'audit' }, plan: 'pro' },
      }),
    ],
  },
  {
    name: 'The same ids in the own account and in a connected one are two customers',
    follows: 'https://docs.stripe.com/connect/webhooks',
    steps: [
      old(day(0), 'customer.created', customer({ name: 'Own' })),
      old(day(0), 'customer.created', customer({ name: 'Connected' }), other),
      old(day(1), 'customer.subscription.created', pro, {
        expect: [
          { plan: 'pro', name: 'Own' },
          { who: { ...other }, kind: 'none', name: 'Connected' },
        ],
      }),
      old(day(2), 'customer.subscription.created', subscription({ items: [item(TEAM)] }), {
        ...other,
        expect: [
          { plan: 'pro', more: 0 },
          { who: { ...other }, plan: 'team', more: 0, status: 'active' },
        ],
      }),
      old(day(3), 'customer.subscription.deleted', canceled(day(3)), {
        expect: [
          { status: 'canceled', access: false },
          { who: { ...other }, plan: 'team', status: 'active', access: true },
        ],
      }),
    ],
  },
  {
    name: 'Test and live mode never mix',
    follows: 'https://docs.stripe.com/keys#test-live-modes',
    steps: [
      step(day(0), 'customer.subscription.created', pro),
      step(day(0), 'customer.subscription.created', subscription({ items: [item(TEAM)] }), {
        ...live,
        expect: [
          { plan: 'pro', more: 0 },
          { who: { ...live }, plan: 'team', more: 0 },
        ],
      }),
      step(day(1), 'invoice.payment_failed', invoice({ attempted: true, attempt_count: 1 }), {
        ...live,
        expect: [
          { subscriptions: { [SUBSCRIPTION]: { payment: { not: 'failed' } } } },
          { who: { ...live }, subscriptions: { [SUBSCRIPTION]: { payment: 'failed' } } },
        ],
      }),
      step(day(2), 'customer.subscription.deleted', canceled(day(2)), {
        expect: [
          { status: 'canceled', access: false },
          { who: { ...live }, plan: 'team', status: 'active', access: true },
        ],
      }),
    ],
  },
  {
    name: 'A customer that is an account: customer_account instead of customer',
    follows: 'https://docs.stripe.com/connect/accounts-v2',
    steps: [
      step(
        day(0),
        'customer.subscription.created',
        subscription({ customer: null, customer_account: 'acct_buyer~', items: [item(PRO)] }),
        { expect: { who: { customer: 'acct_buyer~' }, plan: 'pro', status: 'active', access: true } },
      ),
      step(
        day(0),
        'invoice.paid',
        { ...invoice({ status: 'paid' }), customer: null, customer_account: 'acct_buyer~' },
        {
          expect: { who: { customer: 'acct_buyer~' }, subscriptions: { [SUBSCRIPTION]: { payment: 'ok' } } },
        },
      ),
      step(
        day(3),
        'customer.subscription.updated',
        subscription({ customer: null, customer_account: 'acct_buyer~', items: [item(PRO), item(SUPPORT)] }),
        {
          previous: { items: list([item(PRO)]) },
          expect: { who: { customer: 'acct_buyer~' }, plan: 'pro', addOns: ['support'] },
        },
      ),
    ],
  },
  {
    name: 'Stripe makes two events of one change',
    follows: 'https://docs.stripe.com/webhooks#handle-duplicate-events',
    cascade: true,
    steps: [
      old(day(0), 'customer.subscription.created', pro),
      old(day(2), 'customer.subscription.updated', subscription({ items: [item(PRO, { quantity: 4 })] }), {
        previous: { items: list([item(PRO)]) },
        expect: { plan: 'pro', quantity: 4, more: 0 },
      }),
      old(day(2), 'customer.subscription.updated', subscription({ items: [item(PRO, { quantity: 4 })] }), {
        previous: { items: list([item(PRO)]) },
        expect: {
          who: { customer: CUSTOMER },
          plan: 'pro',
          quantity: 4,
          more: 0,
          uncertain: false,
          subscriptions: { [SUBSCRIPTION]: { uncertain: false } },
        },
      }),
    ],
  },
];
