// Scheduled cancellations, schedules, pauses, pending updates, and changes that cannot be put in order.
import { OLD } from '../../support/billing/api-version.ts';
import { BASIC, PRO, SCALE, TEAM } from '../../support/billing/prices.ts';
import { step, stepIn, type Sequence, type Step } from '../../support/billing/sequence.ts';
import {
  day,
  invoice,
  item,
  list,
  schedule,
  schedulePhase,
  SUBSCRIPTION,
  subscription,
  type StripeObject,
} from '../../support/billing/stripe-objects.ts';

const old = stepIn(OLD);
const CANCEL = 'https://docs.stripe.com/billing/subscriptions/cancel';
const SCHEDULES = 'https://docs.stripe.com/billing/subscriptions/subscription-schedules';
const PENDING = 'https://docs.stripe.com/billing/subscriptions/pending-updates';
const ORDER = 'https://docs.stripe.com/webhooks#event-ordering';

const classic = { billing_mode: { flexible: null, type: 'classic' } };
const requested = { comment: null, feedback: 'too_expensive', reason: 'cancellation_requested' };
const pro = (fields: StripeObject = {}) => subscription({ items: [item(PRO)], ...fields });
const scheduled = { cancel_at: day(30), canceled_at: day(7), cancellation_details: requested };

const month = (start: number, price: typeof PRO) => ({ start: day(start), end: day(start + 30), price });
const TWO = [month(0, PRO), month(30, SCALE)];
const THREE = [...TWO, month(60, TEAM)];
const SCHEDULE = 'sub_sched_~';

const onTeam = item(TEAM, { id: 'si_pro~' });
const pendingTeam = {
  billing_cycle_anchor: null,
  cancel_at_period_end: null,
  expires_at: day(10, 82_800),
  metadata: null,
  subscription_items: [onTeam],
  trial_end: null,
  trial_from_plan: null,
};

const pausedBy = (at: number): StripeObject => ({
  status: 'paused',
  status_details: {
    paused: { subscription: { type: 'pause_requested' }, transitioned_at: at, type: 'subscription' },
  },
});

/** Canceled at the period end and taken back, both in one second. */
const takenBack: Step[] = [
  step(day(0), 'customer.subscription.created', pro()),
  step(day(7), 'customer.subscription.updated', pro(scheduled), {
    previous: {
      cancel_at: null,
      canceled_at: null,
      cancellation_details: { feedback: null, reason: null },
    },
    expect: { nextIs: 'end', subscriptions: { [SUBSCRIPTION]: { cancelScheduled: true } } },
  }),
  step(day(7), 'customer.subscription.updated', pro(), {
    previous: {
      cancel_at: day(30),
      canceled_at: day(7),
      cancellation_details: { feedback: 'too_expensive', reason: 'cancellation_requested' },
    },
    expect: {
      plan: 'pro',
      status: 'active',
      access: true,
      nextIs: 'renewal',
      subscriptions: { [SUBSCRIPTION]: { cancelScheduled: false, endsAt: null } },
    },
  }),
];

/** Collection is paused and taken up again, in each of the three behaviours. */
const collectionPauses: Sequence[] = (['void', 'keep_as_draft', 'mark_uncollectible'] as const).map(
  (behavior, index): Sequence => {
    const make = index === 1 ? old : step;
    const resumesAt = index === 2 ? day(20) : null;
    return {
      name: `Collection is paused with ${behavior}, and resumed`,
      follows: 'https://docs.stripe.com/billing/subscriptions/pause-payment',
      steps: [
        make(day(0), 'customer.subscription.created', pro()),
        make(
          day(5),
          'customer.subscription.updated',
          pro({ pause_collection: { behavior, resumes_at: resumesAt } }),
          {
            previous: { pause_collection: null },
            expect: {
              plan: 'pro',
              status: 'active',
              access: true,
              nextAt: day(30),
              nextIs: 'renewal',
              subscriptions: {
                [SUBSCRIPTION]: { pauseCollection: { behavior, resumesAt }, status: 'active' },
              },
            },
          },
        ),
        make(day(20), 'customer.subscription.updated', pro(), {
          previous: { pause_collection: { behavior, resumes_at: resumesAt } },
          expect: {
            status: 'active',
            access: true,
            uncertain: false,
            subscriptions: { [SUBSCRIPTION]: { pauseCollection: null } },
          },
        }),
      ],
    };
  },
);

export const CHANGES: readonly Sequence[] = [
  {
    name: 'Classic mode: canceled at the period end, taken back, canceled again, ended',
    follows: CANCEL,
    steps: [
      old(day(0), 'customer.subscription.created', pro(classic)),
      old(
        day(7),
        'customer.subscription.updated',
        pro({ ...classic, cancel_at_period_end: true, ...scheduled }),
        {
          previous: {
            cancel_at: null,
            cancel_at_period_end: false,
            canceled_at: null,
            cancellation_details: { feedback: null, reason: null },
          },
          expect: {
            plan: 'pro',
            status: 'active',
            access: true,
            nextAt: day(30),
            nextIs: 'end',
            subscriptions: { [SUBSCRIPTION]: { cancelScheduled: true, endsAt: day(30), endedAt: null } },
          },
        },
      ),
      old(day(8), 'customer.subscription.updated', pro(classic), {
        previous: {
          cancel_at: day(30),
          cancel_at_period_end: true,
          canceled_at: day(7),
          cancellation_details: { feedback: 'too_expensive', reason: 'cancellation_requested' },
        },
        expect: {
          nextAt: day(30),
          nextIs: 'renewal',
          subscriptions: { [SUBSCRIPTION]: { cancelScheduled: false, endsAt: null } },
        },
      }),
      // The Dashboard and the API can set the boolean alone.
      old(
        day(9),
        'customer.subscription.updated',
        pro({ ...classic, cancel_at_period_end: true, canceled_at: day(9) }),
        {
          previous: { cancel_at_period_end: false, canceled_at: null },
          expect: {
            nextAt: day(30),
            nextIs: 'end',
            subscriptions: { [SUBSCRIPTION]: { cancelScheduled: true, endsAt: day(30) } },
          },
        },
      ),
      old(
        day(30),
        'customer.subscription.deleted',
        pro({
          ...classic,
          status: 'canceled',
          cancel_at_period_end: true,
          canceled_at: day(9),
          ended_at: day(30),
        }),
        {
          expect: {
            status: 'canceled',
            access: false,
            appShouldGive: 'Free',
            subscriptions: { [SUBSCRIPTION]: { endedAt: day(30), endsAt: day(30) } },
          },
        },
      ),
    ],
  },
  {
    name: 'Flexible mode: the portal sets cancel_at only',
    follows: 'https://docs.stripe.com/billing/subscriptions/billing-mode/compare',
    steps: [
      step(day(0), 'customer.subscription.created', pro()),
      step(day(7), 'customer.subscription.updated', pro(scheduled), {
        previous: {
          cancel_at: null,
          canceled_at: null,
          cancellation_details: { feedback: null, reason: null },
        },
        expect: {
          plan: 'pro',
          status: 'active',
          access: true,
          nextAt: day(30),
          nextIs: 'end',
          subscriptions: { [SUBSCRIPTION]: { cancelScheduled: true, endsAt: day(30) } },
        },
      }),
      step(day(8), 'customer.subscription.updated', pro({ ...scheduled, cancel_at: day(20) }), {
        previous: { cancel_at: day(30) },
        expect: {
          nextAt: day(20),
          nextIs: 'end',
          access: true,
          subscriptions: { [SUBSCRIPTION]: { endsAt: day(20), periodEnd: day(30) } },
        },
      }),
      step(
        day(20),
        'customer.subscription.deleted',
        pro({ ...scheduled, status: 'canceled', cancel_at: day(20), ended_at: day(20) }),
        {
          expect: {
            status: 'canceled',
            access: false,
            subscriptions: { [SUBSCRIPTION]: { endedAt: day(20), endsAt: day(20) } },
          },
        },
      ),
    ],
  },
  {
    name: 'Canceled and taken back in the same second',
    follows: ORDER,
    cascade: true,
    undecided: true,
    steps: takenBack,
  },
  {
    name: 'Canceled and taken back in the same second, and changed in the next',
    follows: ORDER,
    cascade: true,
    steps: [
      ...takenBack,
      step(day(8), 'customer.subscription.updated', pro({ items: [item(PRO, { quantity: 2 })] }), {
        previous: { items: list([item(PRO)]) },
        expect: {
          quantity: 2,
          nextIs: 'renewal',
          uncertain: false,
          subscriptions: { [SUBSCRIPTION]: { uncertain: false, cancelScheduled: false } },
        },
      }),
    ],
  },
  {
    name: 'A schedule of two phases takes over and is released at its end',
    follows: SCHEDULES,
    steps: [
      step(day(0), 'customer.subscription.created', pro()),
      step(day(1), 'subscription_schedule.created', schedule({ phases: TWO.slice(0, 1), current: 0 }), {
        expect: { subscriptions: { [SUBSCRIPTION]: { nextChangeAt: null } } },
      }),
      step(day(1), 'customer.subscription.updated', pro({ schedule: SCHEDULE }), {
        previous: { schedule: null },
      }),
      step(day(1, 1), 'subscription_schedule.updated', schedule({ phases: TWO, current: 0 }), {
        previous: { phases: TWO.slice(0, 1).map(schedulePhase) },
        expect: {
          plan: 'pro',
          subscriptions: {
            [SUBSCRIPTION]: {
              nextChangeAt: day(30),
              nextChangePlans: ['price_scale'],
              cancelScheduled: false,
            },
          },
        },
      }),
      step(day(30), 'subscription_schedule.updated', schedule({ phases: TWO, current: 1 }), {
        previous: { current_phase: { start_date: day(0), end_date: day(30) } },
        expect: { subscriptions: { [SUBSCRIPTION]: { nextChangeAt: null } } },
      }),
      step(
        day(30),
        'customer.subscription.updated',
        pro({
          schedule: SCHEDULE,
          items: [item(SCALE, { id: 'si_pro~', current_period_start: day(30), current_period_end: day(60) })],
        }),
        {
          previous: { items: list([item(PRO)]) },
          expect: { plan: 'price_scale', status: 'active', nextAt: day(60), nextIs: 'renewal' },
        },
      ),
      step(
        day(60),
        'subscription_schedule.released',
        schedule({
          phases: TWO,
          current: null,
          status: 'released',
          released_at: day(60),
          released_subscription: SUBSCRIPTION,
          subscription: null,
        }),
        { expect: { plan: 'price_scale', subscriptions: { [SUBSCRIPTION]: { nextChangeAt: null } } } },
      ),
    ],
  },
  {
    name: 'A schedule of three phases, released in the middle of it',
    follows: SCHEDULES,
    steps: [
      old(day(0), 'customer.subscription.created', pro({ schedule: SCHEDULE })),
      old(day(0), 'subscription_schedule.created', schedule({ phases: THREE, current: 0 }), {
        expect: {
          subscriptions: { [SUBSCRIPTION]: { nextChangeAt: day(30), nextChangePlans: ['price_scale'] } },
        },
      }),
      old(day(30), 'subscription_schedule.updated', schedule({ phases: THREE, current: 1 }), {
        previous: { current_phase: { start_date: day(0), end_date: day(30) } },
        expect: { subscriptions: { [SUBSCRIPTION]: { nextChangeAt: day(60) } } },
      }),
      old(
        day(30),
        'customer.subscription.updated',
        pro({
          schedule: SCHEDULE,
          items: [item(SCALE, { id: 'si_pro~', current_period_start: day(30), current_period_end: day(60) })],
        }),
        {
          previous: { items: list([item(PRO)]) },
          expect: { plan: 'price_scale', nextAt: { oneOf: [day(60)] } },
        },
      ),
      old(
        day(40),
        'subscription_schedule.released',
        schedule({
          phases: THREE,
          current: null,
          status: 'released',
          released_at: day(40),
          released_subscription: SUBSCRIPTION,
          subscription: null,
        }),
        {
          expect: {
            plan: 'price_scale',
            nextAt: day(60),
            nextIs: 'renewal',
            subscriptions: { [SUBSCRIPTION]: { nextChangeAt: null } },
          },
        },
      ),
      old(
        day(40),
        'customer.subscription.updated',
        pro({
          schedule: null,
          items: [item(SCALE, { id: 'si_pro~', current_period_start: day(30), current_period_end: day(60) })],
        }),
        {
          previous: { schedule: SCHEDULE },
          expect: { subscriptions: { [SUBSCRIPTION]: { nextChangeAt: null } } },
        },
      ),
    ],
  },
  {
    name: 'A schedule is created, changed and released in one second',
    follows: SCHEDULES,
    cascade: true,
    undecided: true,
    steps: [
      step(day(0), 'customer.subscription.created', pro()),
      step(day(1), 'subscription_schedule.created', schedule({ phases: TWO.slice(0, 1), current: 0 })),
      step(day(1), 'customer.subscription.updated', pro({ schedule: SCHEDULE }), {
        previous: { schedule: null },
      }),
      step(day(1), 'subscription_schedule.updated', schedule({ phases: TWO, current: 0 }), {
        previous: { phases: TWO.slice(0, 1).map(schedulePhase) },
        expect: { subscriptions: { [SUBSCRIPTION]: { nextChangeAt: day(30) } } },
      }),
      step(
        day(1),
        'subscription_schedule.released',
        schedule({
          phases: TWO,
          current: null,
          status: 'released',
          released_at: day(1),
          released_subscription: SUBSCRIPTION,
          subscription: null,
        }),
        { expect: { subscriptions: { [SUBSCRIPTION]: { nextChangeAt: null } } } },
      ),
      step(day(1), 'customer.subscription.updated', pro(), {
        previous: { schedule: SCHEDULE },
        expect: { plan: 'pro', subscriptions: { [SUBSCRIPTION]: { nextChangeAt: null } } },
      }),
    ],
  },
  {
    name: 'A schedule begins with two phases in the second of the subscription',
    follows: SCHEDULES,
    cascade: true,
    steps: [
      step(
        day(0),
        'subscription_schedule.created',
        schedule({ phases: TWO, current: null, status: 'not_started', subscription: null }),
      ),
      step(day(0), 'customer.subscription.created', pro({ schedule: SCHEDULE })),
      step(day(0), 'subscription_schedule.updated', schedule({ phases: TWO, current: 0 }), {
        previous: { current_phase: null, status: 'not_started', subscription: null },
        expect: {
          plan: 'pro',
          uncertain: false,
          subscriptions: { [SUBSCRIPTION]: { nextChangeAt: day(30), nextChangePlans: ['price_scale'] } },
        },
      }),
      step(day(0), 'invoice.paid', invoice({ status: 'paid', billing_reason: 'subscription_create' })),
    ],
  },
  {
    name: 'The last phase ends the subscription: completed and deleted in one second',
    follows: SCHEDULES,
    cascade: true,
    steps: [
      step(day(0), 'customer.subscription.created', pro({ schedule: SCHEDULE })),
      step(
        day(0),
        'subscription_schedule.created',
        schedule({ phases: TWO, current: 0, end_behavior: 'cancel' }),
        {
          expect: { subscriptions: { [SUBSCRIPTION]: { nextChangeAt: day(30) } } },
        },
      ),
      step(
        day(60),
        'subscription_schedule.completed',
        schedule({
          phases: TWO,
          current: null,
          end_behavior: 'cancel',
          status: 'completed',
          completed_at: day(60),
        }),
        { expect: { subscriptions: { [SUBSCRIPTION]: { nextChangeAt: null } } } },
      ),
      step(
        day(60),
        'customer.subscription.deleted',
        subscription({
          status: 'canceled',
          schedule: SCHEDULE,
          canceled_at: day(60),
          ended_at: day(60),
          items: [item(SCALE, { id: 'si_pro~', current_period_start: day(30), current_period_end: day(60) })],
        }),
        {
          expect: {
            plan: 'price_scale',
            status: 'canceled',
            access: false,
            appShouldGive: 'Free',
            subscriptions: { [SUBSCRIPTION]: { endedAt: day(60), nextChangeAt: null, uncertain: false } },
          },
        },
      ),
    ],
  },
  {
    name: 'A schedule is canceled, and with it the subscription',
    follows: SCHEDULES,
    steps: [
      old(day(0), 'subscription_schedule.created', schedule({ phases: TWO, current: 0 })),
      old(day(0), 'customer.subscription.created', pro({ schedule: SCHEDULE }), {
        expect: {
          plan: 'pro',
          subscriptions: { [SUBSCRIPTION]: { status: 'active', nextChangeAt: day(30) } },
        },
      }),
      old(
        day(10),
        'subscription_schedule.canceled',
        schedule({ phases: TWO, current: null, status: 'canceled', canceled_at: day(10) }),
        { expect: { subscriptions: { [SUBSCRIPTION]: { nextChangeAt: null } } } },
      ),
      old(
        day(10),
        'customer.subscription.deleted',
        pro({ schedule: SCHEDULE, status: 'canceled', canceled_at: day(10), ended_at: day(10) }),
        {
          expect: {
            status: 'canceled',
            access: false,
            subscriptions: { [SUBSCRIPTION]: { nextChangeAt: null } },
          },
        },
      ),
    ],
  },
  ...collectionPauses,
  {
    name: 'The pause endpoint pauses the subscription itself, until it is resumed',
    follows: 'https://docs.stripe.com/changelog/endive/2026-09-30/pause-subscription',
    cascade: true,
    steps: [
      step(day(0), 'customer.subscription.created', pro()),
      step(day(5), 'customer.subscription.updated', pro(pausedBy(day(5))), {
        previous: { status: 'active', status_details: null },
        expect: { plan: 'pro', status: 'paused', access: false, appShouldGive: 'Free' },
      }),
      step(day(5), 'customer.subscription.paused', pro(pausedBy(day(5))), {
        expect: {
          status: 'paused',
          access: false,
          uncertain: false,
          subscriptions: { [SUBSCRIPTION]: { status: 'paused', pauseCollection: null, uncertain: false } },
        },
      }),
      step(day(9), 'customer.subscription.updated', pro(), {
        previous: {
          status: 'paused',
          status_details: pausedBy(day(5))['status_details'],
        },
        expect: { status: 'active', access: true },
      }),
      step(day(9), 'customer.subscription.resumed', pro(), {
        expect: {
          plan: 'pro',
          status: 'active',
          access: true,
          uncertain: false,
          appShouldGive: 'Pro monthly',
        },
      }),
    ],
  },
  {
    name: 'Paused and resumed in the same second',
    follows: ORDER,
    cascade: true,
    undecided: true,
    steps: [
      step(day(0), 'customer.subscription.created', pro()),
      step(day(5), 'customer.subscription.paused', pro(pausedBy(day(5)))),
      step(day(5), 'customer.subscription.updated', pro(pausedBy(day(5))), {
        previous: { status: 'active', status_details: null },
      }),
      step(day(5), 'customer.subscription.updated', pro(), {
        previous: { status: 'paused', status_details: pausedBy(day(5))['status_details'] },
        expect: { status: 'active', access: true },
      }),
      step(day(5), 'customer.subscription.resumed', pro(), {
        expect: { plan: 'pro', status: 'active', access: true },
      }),
    ],
  },
  {
    name: 'A pause schedule pauses and resumes',
    follows: 'https://docs.stripe.com/billing/subscriptions/pause/schedules',
    steps: [
      step(day(0), 'customer.subscription.created', pro({ schedule: SCHEDULE })),
      step(
        day(0),
        'subscription_schedule.created',
        schedule({
          phases: [{ start: day(0), end: day(90), price: PRO }],
          current: 0,
          pause_schedules: [vacation('scheduled')],
        }),
        {
          expect: {
            status: 'active',
            access: true,
            subscriptions: { [SUBSCRIPTION]: { nextChangeAt: null } },
          },
        },
      ),
      step(day(10), 'customer.subscription.paused', pro({ schedule: SCHEDULE, ...pausedBy(day(10)) }), {
        expect: {
          plan: 'pro',
          status: 'paused',
          access: false,
          subscriptions: { [SUBSCRIPTION]: { status: 'paused' } },
        },
      }),
      step(
        day(10),
        'subscription_schedule.updated',
        schedule({
          phases: [{ start: day(0), end: day(90), price: PRO }],
          current: 0,
          pause_schedules: [vacation('completed')],
        }),
        {
          previous: { pause_schedules: [vacation('scheduled')] },
          expect: { status: 'paused', access: false },
        },
      ),
      step(
        day(20),
        'customer.subscription.resumed',
        pro({
          schedule: SCHEDULE,
          items: [item(PRO, { current_period_start: day(20), current_period_end: day(50) })],
        }),
        { expect: { plan: 'pro', status: 'active', access: true, nextAt: day(50), nextIs: 'renewal' } },
      ),
    ],
  },
  {
    name: 'An upgrade waits for its payment, and is applied',
    follows: PENDING,
    steps: [
      step(day(0), 'customer.subscription.created', pro()),
      step(
        day(10),
        'customer.subscription.updated',
        pro({ latest_invoice: 'in_2~', pending_update: pendingTeam }),
        {
          previous: { pending_update: null, latest_invoice: 'in_1~' },
          expect: {
            plan: 'pro',
            status: 'active',
            access: true,
            subscriptions: { [SUBSCRIPTION]: { pendingUpdate: true, items: ['pro'] } },
          },
        },
      ),
      step(
        day(10),
        'invoice.payment_action_required',
        invoice({
          id: 'in_2~',
          created: day(10),
          amount: 7900,
          billing_reason: 'subscription_update',
          attempted: true,
          attempt_count: 1,
        }),
        { expect: { plan: 'pro', subscriptions: { [SUBSCRIPTION]: { payment: 'action_required' } } } },
      ),
      step(
        day(10, 3600),
        'invoice.paid',
        invoice({
          id: 'in_2~',
          created: day(10),
          amount: 7900,
          billing_reason: 'subscription_update',
          status: 'paid',
        }),
      ),
      step(
        day(10, 3600),
        'customer.subscription.updated',
        pro({ latest_invoice: 'in_2~', items: [onTeam] }),
        { previous: { pending_update: pendingTeam, items: list([item(PRO)]) } },
      ),
      step(
        day(10, 3600),
        'customer.subscription.pending_update_applied',
        pro({ latest_invoice: 'in_2~', items: [onTeam] }),
        {
          expect: {
            plan: 'team',
            status: 'active',
            uncertain: false,
            subscriptions: { [SUBSCRIPTION]: { pendingUpdate: false, items: ['team'], payment: 'ok' } },
          },
        },
      ),
    ],
  },
  {
    name: 'An upgrade waits for its payment, and expires',
    follows: PENDING,
    steps: [
      old(day(0), 'customer.subscription.created', pro()),
      old(
        day(10),
        'customer.subscription.updated',
        pro({ latest_invoice: 'in_2~', pending_update: pendingTeam }),
        {
          previous: { pending_update: null, latest_invoice: 'in_1~' },
          expect: { plan: 'pro', subscriptions: { [SUBSCRIPTION]: { pendingUpdate: true } } },
        },
      ),
      old(
        day(10),
        'invoice.payment_failed',
        invoice({
          id: 'in_2~',
          created: day(10),
          amount: 7900,
          billing_reason: 'subscription_update',
          attempted: true,
          attempt_count: 1,
        }),
        { expect: { plan: 'pro', access: true, subscriptions: { [SUBSCRIPTION]: { payment: 'failed' } } } },
      ),
      old(
        day(10, 82_800),
        'invoice.voided',
        invoice({
          id: 'in_2~',
          created: day(10),
          amount: 7900,
          billing_reason: 'subscription_update',
          status: 'void',
        }),
      ),
      old(day(10, 82_800), 'customer.subscription.pending_update_expired', pro({ latest_invoice: 'in_2~' }), {
        expect: {
          plan: 'pro',
          status: 'active',
          access: true,
          subscriptions: {
            [SUBSCRIPTION]: {
              pendingUpdate: false,
              items: ['pro'],
              payment: { not: 'failed' },
              nextAttemptAt: null,
            },
          },
        },
      }),
    ],
  },
  {
    name: 'Seats, then a metadata key that was not there before, in one second',
    follows: 'https://docs.stripe.com/api/events/object#event_object-data-previous_attributes',
    cascade: true,
    steps: [
      step(day(0), 'customer.subscription.created', pro()),
      step(day(3), 'customer.subscription.updated', pro({ items: [item(PRO, { quantity: 2 })] }), {
        previous: { items: list([item(PRO)]) },
        expect: { plan: 'pro', quantity: 2 },
      }),
      step(
        day(3),
        'customer.subscription.updated',
        pro({ items: [item(PRO, { quantity: 2 })], metadata: { plan: 'gold' } }),
        {
          previous: { metadata: { plan: null } },
          expect: {
            plan: 'gold',
            quantity: 2,
            uncertain: false,
            subscriptions: { [SUBSCRIPTION]: { uncertain: false, metadata: { plan: 'gold' } } },
          },
        },
      ),
    ],
  },
  {
    name: 'A metadata key is removed, then a seat added, in one second',
    follows: 'https://docs.stripe.com/metadata#delete-metadata',
    cascade: true,
    steps: [
      old(day(0), 'customer.subscription.created', pro({ metadata: { plan: 'gold', team: 'a' } }), {
        expect: { plan: 'gold' },
      }),
      old(day(3), 'customer.subscription.updated', pro({ metadata: { team: 'a' } }), {
        previous: { metadata: { plan: 'gold' } },
        expect: { plan: 'pro', subscriptions: { [SUBSCRIPTION]: { metadata: { team: 'a' } } } },
      }),
      old(
        day(3),
        'customer.subscription.updated',
        pro({ metadata: { team: 'a' }, items: [item(PRO, { quantity: 3 })] }),
        {
          previous: { items: list([item(PRO)]), quantity: 1 },
          expect: {
            plan: 'pro',
            quantity: 3,
            uncertain: false,
            subscriptions: { [SUBSCRIPTION]: { metadata: { team: 'a' }, uncertain: false } },
          },
        },
      ),
    ],
  },
  {
    name: 'Two changes of one second that undo each other, and nothing before them',
    follows: ORDER,
    cascade: true,
    undecided: true,
    steps: [
      step(day(3), 'customer.subscription.updated', pro({ items: [item(PRO, { quantity: 2 })] }), {
        previous: { items: list([item(PRO)]) },
        expect: { quantity: 2, uncertain: false },
      }),
      step(day(3), 'customer.subscription.updated', pro(), {
        previous: { items: list([item(PRO, { quantity: 2 })]) },
        expect: {
          plan: 'pro',
          access: true,
          uncertain: true,
          subscriptions: { [SUBSCRIPTION]: { uncertain: true } },
        },
      }),
    ],
  },
  {
    name: 'What could not be put in order is settled by the next event',
    follows: ORDER,
    steps: [
      step(day(3), 'customer.subscription.updated', pro({ items: [item(PRO, { quantity: 2 })] }), {
        previous: { items: list([item(PRO)]) },
      }),
      step(day(3), 'customer.subscription.updated', pro(), {
        previous: { items: list([item(PRO, { quantity: 2 })]) },
        expect: { uncertain: true },
      }),
      step(day(4), 'customer.subscription.updated', pro({ items: [item(PRO, { quantity: 2 })] }), {
        previous: { items: list([item(PRO)]) },
        expect: { quantity: 2, uncertain: false, subscriptions: { [SUBSCRIPTION]: { uncertain: false } } },
      }),
    ],
  },
  {
    name: 'A renewal and its plan change in one second',
    follows: ORDER,
    cascade: true,
    steps: [
      old(day(0), 'customer.subscription.created', subscription({ items: [item(BASIC)] })),
      old(
        day(30),
        'customer.subscription.updated',
        subscription({
          latest_invoice: 'in_2~',
          items: [item(BASIC, { current_period_start: day(30), current_period_end: day(60) })],
        }),
        { previous: { items: list([item(BASIC)]), latest_invoice: 'in_1~' } },
      ),
      old(
        day(30),
        'customer.subscription.updated',
        subscription({
          latest_invoice: 'in_2~',
          items: [item(PRO, { id: 'si_basic~', current_period_start: day(30), current_period_end: day(60) })],
        }),
        {
          previous: {
            items: list([item(BASIC, { current_period_start: day(30), current_period_end: day(60) })]),
          },
          expect: { plan: 'pro', nextAt: day(60), uncertain: false },
        },
      ),
      old(day(30), 'invoice.created', invoice({ id: 'in_2~', created: day(30), status: 'draft' })),
    ],
  },
];

function vacation(state: string): StripeObject {
  return {
    key: 'vacation',
    pause: {
      pause_at: day(10),
      settings: {
        bill_for: { outstanding_usage_through: { type: 'none' }, unused_time_from: { type: 'none' } },
        invoicing_behavior: 'pending_invoice_item',
        type: 'subscription',
      },
      status: { type: state },
    },
    resume: { resume_at: day(20), settings: { billing_cycle_anchor: 'now' }, status: { type: 'scheduled' } },
  };
}
