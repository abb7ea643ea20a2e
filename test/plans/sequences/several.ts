// Several items of one subscription, and several subscriptions of one customer: which one is the plan.
import { OLD } from '../../support/billing/api-version.ts';
import {
  API_CALLS,
  BACKUP_YEARLY,
  BASIC,
  PRO,
  PRO_YEARLY,
  SCALE,
  STARTER,
  SUPPORT,
  TEAM,
  TIERED,
  WEEKLY,
} from '../../support/billing/prices.ts';
import { step, stepIn, type Sequence } from '../../support/billing/sequence.ts';
import { day, item, list, price, SUBSCRIPTION, subscription } from '../../support/billing/stripe-objects.ts';

const old = stepIn(OLD);
const MIXED = 'https://docs.stripe.com/billing/subscriptions/mixed-interval';
const MULTIPLE = 'https://docs.stripe.com/billing/subscriptions/multiple';

export const SEVERAL: readonly Sequence[] = [
  {
    name: 'A monthly plan with a yearly add-on renews in a month',
    follows: MIXED,
    steps: [
      step(
        day(0),
        'customer.subscription.created',
        subscription({ items: [item(BACKUP_YEARLY), item(PRO)] }),
        {
          expect: {
            plan: 'pro',
            addOns: ['backup'],
            nextAt: day(30),
            nextIs: 'renewal',
            more: 0,
            subscriptions: { [SUBSCRIPTION]: { periodEnd: day(30), items: ['pro', 'backup'] } },
          },
        },
      ),
      step(
        day(30),
        'customer.subscription.updated',
        subscription({
          items: [
            item(BACKUP_YEARLY),
            item(PRO, { current_period_start: day(30), current_period_end: day(60) }),
          ],
        }),
        {
          previous: { items: list([item(BACKUP_YEARLY), item(PRO)]) },
          expect: { plan: 'pro', nextAt: day(60), addOns: ['backup'] },
        },
      ),
      step(
        day(31),
        'customer.subscription.updated',
        subscription({
          items: [item(PRO, { current_period_start: day(30), current_period_end: day(60) })],
        }),
        {
          previous: {
            items: list([
              item(BACKUP_YEARLY),
              item(PRO, { current_period_start: day(30), current_period_end: day(60) }),
            ]),
          },
          expect: { plan: 'pro', addOns: [], nextAt: day(60) },
        },
      ),
    ],
  },
  {
    name: 'A yearly plan with a monthly add-on renews in a year, and cancels at the earliest period end',
    follows: 'https://docs.stripe.com/changelog/basil/2025-07-30/cancel-at-enums',
    steps: [
      step(
        day(0),
        'customer.subscription.created',
        subscription({ items: [item(SUPPORT), item(PRO_YEARLY)] }),
        {
          expect: {
            plan: 'pro_yearly',
            addOns: ['support'],
            nextAt: day(365),
            nextIs: 'renewal',
            subscriptions: { [SUBSCRIPTION]: { periodEnd: day(365) } },
          },
        },
      ),
      step(
        day(30),
        'customer.subscription.updated',
        subscription({
          items: [
            item(SUPPORT, { current_period_start: day(30), current_period_end: day(60) }),
            item(PRO_YEARLY),
          ],
        }),
        {
          previous: { items: list([item(SUPPORT), item(PRO_YEARLY)]) },
          expect: { plan: 'pro_yearly', nextAt: day(365) },
        },
      ),
      step(
        day(40),
        'customer.subscription.updated',
        subscription({
          cancel_at_period_end: true,
          canceled_at: day(40),
          items: [
            item(SUPPORT, { current_period_start: day(30), current_period_end: day(60) }),
            item(PRO_YEARLY),
          ],
        }),
        {
          previous: { cancel_at_period_end: false, canceled_at: null },
          expect: {
            plan: 'pro_yearly',
            access: true,
            nextIs: 'end',
            nextAt: day(60),
            subscriptions: { [SUBSCRIPTION]: { cancelScheduled: true, endsAt: day(60) } },
          },
        },
      ),
    ],
  },
  {
    name: 'The API version of before mixed intervals shows the smallest period of the items',
    follows: 'https://docs.stripe.com/changelog/basil/2025-07-30/support-mixed-intervals',
    steps: [
      old(
        day(0),
        'customer.subscription.created',
        subscription({ items: [item(PRO), item(BACKUP_YEARLY)] }),
        {
          expect: { plan: 'pro', addOns: ['backup'], nextAt: day(30), nextIs: 'renewal' },
        },
      ),
      old(
        day(2),
        'customer.subscription.updated',
        subscription({ items: [item(PRO, { quantity: 3 }), item(BACKUP_YEARLY)] }),
        {
          previous: { items: list([item(PRO), item(BACKUP_YEARLY)]) },
          expect: { plan: 'pro', quantity: 3, nextAt: day(30), addOns: ['backup'] },
        },
      ),
    ],
  },
  {
    name: 'A tiered plan is worth something unknown, not nothing',
    follows: 'https://docs.stripe.com/products-prices/pricing-models#tiered-pricing',
    steps: [
      step(
        day(0),
        'customer.subscription.created',
        subscription({ items: [item(SUPPORT), item(TIERED, { quantity: 12 })] }),
        {
          expect: {
            plan: 'business',
            quantity: 12,
            unitAmount: null,
            addOns: ['support'],
            access: true,
            nextAt: day(30),
          },
        },
      ),
      step(
        day(1),
        'customer.subscription.created',
        subscription({ id: 'sub_2~', created: day(1), items: [item(STARTER)] }),
        { expect: { plan: 'business', shows: SUBSCRIPTION, more: 1 } },
      ),
    ],
  },
  {
    name: 'A metered item is an add-on beside a licensed one, and the plan when it stands alone',
    follows: 'https://docs.stripe.com/billing/subscriptions/usage-based',
    steps: [
      old(day(0), 'customer.subscription.created', subscription({ items: [item(API_CALLS)] }), {
        expect: { plan: 'api_calls', quantity: null, status: 'active', access: true, nextAt: day(30) },
      }),
      old(day(1), 'customer.subscription.updated', subscription({ items: [item(API_CALLS), item(BASIC)] }), {
        previous: { items: list([item(API_CALLS)]) },
        expect: { plan: 'basic', addOns: ['api_calls'], quantity: 1, nextAt: day(30) },
      }),
      old(
        day(2),
        'customer.subscription.updated',
        subscription({
          items: [item(price('price_gb', { amount: 90_000, interval: 'month', metered: true })), item(BASIC)],
        }),
        {
          previous: { items: list([item(API_CALLS), item(BASIC)]) },
          expect: { plan: 'basic', addOns: ['price_gb'] },
        },
      ),
    ],
  },
  {
    name: 'Which name the plan goes by: subscription metadata, price metadata, lookup key, price id',
    follows: 'https://docs.stripe.com/metadata/use-cases',
    steps: [
      step(day(0), 'customer.subscription.created', subscription({ items: [item(SCALE)] }), {
        expect: { plan: 'price_scale' },
      }),
      step(
        day(1),
        'customer.subscription.updated',
        subscription({ items: [item(TEAM, { id: 'si_scale~' })] }),
        {
          previous: { items: list([item(SCALE)]) },
          expect: { plan: 'team' },
        },
      ),
      step(
        day(2),
        'customer.subscription.updated',
        subscription({
          items: [
            item(
              price('price_club', {
                amount: 5000,
                interval: 'month',
                lookupKey: 'club_2026',
                metadata: { plan: 'club' },
              }),
              { id: 'si_scale~' },
            ),
            item(SUPPORT),
          ],
        }),
        {
          previous: { items: list([item(TEAM, { id: 'si_scale~' })]) },
          expect: { plan: 'club', addOns: ['support'] },
        },
      ),
      step(
        day(3),
        'customer.subscription.updated',
        subscription({
          metadata: { plan: 'founder' },
          items: [
            item(
              price('price_club', {
                amount: 5000,
                interval: 'month',
                lookupKey: 'club_2026',
                metadata: { plan: 'club' },
              }),
              { id: 'si_scale~' },
            ),
            item(SUPPORT),
          ],
        }),
        {
          previous: { metadata: { plan: null } },
          expect: {
            plan: 'founder',
            addOns: ['support'],
            subscriptions: { [SUBSCRIPTION]: { metadata: { plan: 'founder' } } },
          },
        },
      ),
    ],
  },
  {
    name: 'An active subscription at 0 beside a trialing Pro',
    follows: MULTIPLE,
    steps: [
      step(
        day(0),
        'customer.subscription.created',
        subscription({ id: 'sub_zero~', items: [item(STARTER)] }),
        {
          expect: { plan: 'starter', status: 'active', access: true, more: 0 },
        },
      ),
      step(
        day(1),
        'customer.subscription.created',
        subscription({
          id: 'sub_pro~',
          created: day(1),
          status: 'trialing',
          trial_start: day(1),
          trial_end: day(15),
          items: [item(PRO, { current_period_start: day(1), current_period_end: day(15) })],
        }),
        {
          expect: {
            plan: 'pro',
            status: 'trialing',
            shows: 'sub_pro~',
            access: true,
            more: 1,
            nextAt: day(15),
            nextIs: 'trial_end',
          },
        },
      ),
      step(
        day(15),
        'customer.subscription.deleted',
        subscription({
          id: 'sub_pro~',
          created: day(1),
          status: 'canceled',
          trial_start: day(1),
          trial_end: day(15),
          canceled_at: day(15),
          ended_at: day(15),
          items: [item(PRO, { current_period_start: day(1), current_period_end: day(15) })],
        }),
        {
          expect: {
            plan: 'starter',
            status: 'active',
            shows: 'sub_zero~',
            access: true,
            more: 0,
            appShouldGive: 'starter',
          },
        },
      ),
    ],
  },
  {
    name: 'A subscription past due beside an active one: the one worth more',
    follows: MULTIPLE,
    steps: [
      old(day(0), 'customer.subscription.created', subscription({ id: 'sub_team~', items: [item(TEAM)] })),
      old(
        day(1),
        'customer.subscription.created',
        subscription({ id: 'sub_basic~', created: day(1), items: [item(BASIC)] }),
        { expect: { plan: 'team', more: 1 } },
      ),
      old(
        day(30),
        'customer.subscription.updated',
        subscription({
          id: 'sub_team~',
          status: 'past_due',
          latest_invoice: 'in_2~',
          items: [item(TEAM, { current_period_start: day(30), current_period_end: day(60) })],
        }),
        {
          previous: { status: 'active', latest_invoice: 'in_1~', items: list([item(TEAM)]) },
          expect: { plan: 'team', status: 'past_due', shows: 'sub_team~', access: true, more: 1 },
        },
      ),
      old(
        day(40),
        'customer.subscription.updated',
        subscription({
          id: 'sub_team~',
          status: 'unpaid',
          latest_invoice: 'in_2~',
          items: [item(TEAM, { current_period_start: day(30), current_period_end: day(60) })],
        }),
        {
          previous: { status: 'past_due' },
          expect: { plan: 'basic', status: 'active', shows: 'sub_basic~', access: true, more: 0 },
        },
      ),
    ],
  },
  {
    name: 'Canceled beside active: only the active one counts',
    follows: 'https://docs.stripe.com/billing/subscriptions/cancel',
    steps: [
      step(day(0), 'customer.subscription.created', subscription({ id: 'sub_team~', items: [item(TEAM)] })),
      step(
        day(1),
        'customer.subscription.created',
        subscription({ id: 'sub_basic~', created: day(1), items: [item(BASIC)] }),
      ),
      step(
        day(2),
        'customer.subscription.deleted',
        subscription({
          id: 'sub_team~',
          status: 'canceled',
          canceled_at: day(2),
          ended_at: day(2),
          items: [item(TEAM)],
        }),
        {
          expect: {
            plan: 'basic',
            status: 'active',
            access: true,
            more: 0,
            subscriptions: { 'sub_team~': { status: 'canceled', endedAt: day(2) } },
          },
        },
      ),
    ],
  },
  {
    name: 'The same worth twice: active before trialing before past due, then the newer one',
    follows: MULTIPLE,
    steps: [
      step(
        day(0),
        'customer.subscription.created',
        subscription({
          id: 'sub_a~',
          status: 'trialing',
          trial_start: day(0),
          trial_end: day(30),
          items: [item(PRO)],
        }),
        { expect: { shows: 'sub_a~', status: 'trialing' } },
      ),
      step(
        day(1),
        'customer.subscription.created',
        subscription({ id: 'sub_b~', created: day(1), items: [item(PRO_YEARLY)] }),
        { expect: { shows: 'sub_b~', status: 'active', plan: 'pro_yearly', more: 1 } },
      ),
      step(
        day(2),
        'customer.subscription.updated',
        subscription({ id: 'sub_b~', created: day(1), status: 'past_due', items: [item(PRO_YEARLY)] }),
        { previous: { status: 'active' }, expect: { shows: 'sub_a~', status: 'trialing', more: 1 } },
      ),
      step(
        day(30),
        'customer.subscription.updated',
        subscription({
          id: 'sub_a~',
          trial_start: day(0),
          trial_end: day(30),
          items: [item(PRO, { current_period_start: day(30), current_period_end: day(60) })],
        }),
        {
          previous: { status: 'trialing', items: list([item(PRO)]) },
          expect: { shows: 'sub_a~', status: 'active' },
        },
      ),
      step(
        day(31),
        'customer.subscription.created',
        subscription({ id: 'sub_c~', created: day(31), items: [item(PRO)] }),
        { expect: { shows: 'sub_c~', status: 'active', more: 2 } },
      ),
    ],
  },
  {
    name: 'Worth is what is paid in a month: weeks, years and seats are converted',
    follows: 'https://docs.stripe.com/api/prices/object#price_object-recurring',
    steps: [
      // 900 × 3 = 2700 a month.
      old(
        day(0),
        'customer.subscription.created',
        subscription({ id: 'sub_basic~', items: [item(BASIC, { quantity: 3 })] }),
        { expect: { shows: 'sub_basic~', quantity: 3 } },
      ),
      // 24,000 a year = 2000 a month.
      old(
        day(1),
        'customer.subscription.created',
        subscription({ id: 'sub_year~', created: day(1), items: [item(PRO_YEARLY)] }),
        { expect: { shows: 'sub_basic~', more: 1 } },
      ),
      // 700 a week = 3033 a month.
      old(
        day(2),
        'customer.subscription.created',
        subscription({ id: 'sub_week~', created: day(2), items: [item(WEEKLY)] }),
        { expect: { shows: 'sub_week~', plan: 'weekly', more: 2 } },
      ),
      // Every three months 9000 = 3000 a month.
      old(
        day(3),
        'customer.subscription.created',
        subscription({
          id: 'sub_quarter~',
          created: day(3),
          items: [item(price('price_quarter', { amount: 9000, interval: 'month', intervalCount: 3 }))],
        }),
        { expect: { shows: 'sub_week~', more: 3 } },
      ),
    ],
  },
];
