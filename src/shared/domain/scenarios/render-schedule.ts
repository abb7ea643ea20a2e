// A subscription schedule as Stripe renders it. Source: facts F3; stripe-node's types.
import type { Json } from '../json-read.ts';
import type { Rendering, SubscriptionRecord } from './billing-records.ts';
import type { Plan } from './catalogue.ts';

export interface SchedulePhase {
  plan: Plan;
  start: number;
  end: number;
}

export interface ScheduleRecord {
  id: string;
  created: number;
  subscription: SubscriptionRecord;
  phases: SchedulePhase[];
  /** Index of the phase that is on; null once released. */
  current: number | null;
  releasedAt: number | null;
}

export function renderSchedule(schedule: ScheduleRecord, { isModern, currency }: Rendering): Json {
  const { subscription, releasedAt } = schedule;
  const phase = schedule.current === null ? undefined : schedule.phases[schedule.current];
  const mode = { flexible: { proration_discounts: 'included' }, type: 'flexible' };
  return {
    id: schedule.id,
    object: 'subscription_schedule',
    application: null,
    ...(isModern ? { billing_mode: mode } : {}),
    canceled_at: null,
    completed_at: null,
    created: schedule.created,
    current_phase: phase === undefined ? null : { end_date: phase.end, start_date: phase.start },
    customer: subscription.customerId,
    ...(isModern ? { customer_account: null } : {}),
    default_settings: {
      application_fee_percent: null,
      automatic_tax: {
        ...(isModern ? { disabled_reason: null } : {}),
        enabled: false,
        liability: null,
      },
      billing_cycle_anchor: 'automatic',
      billing_thresholds: null,
      collection_method: 'charge_automatically',
      default_payment_method: subscription.paymentMethodId,
      description: null,
      invoice_settings: {
        account_tax_ids: null,
        ...(isModern ? { custom_fields: null } : {}),
        days_until_due: null,
        ...(isModern ? { description: null, footer: null } : {}),
        issuer: { type: 'self' },
      },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: 'release',
    livemode: false,
    metadata: {},
    ...(isModern ? { pause_schedules: [] } : {}),
    phases: schedule.phases.map((one) => renderPhase(one, isModern, currency)),
    released_at: releasedAt,
    released_subscription: releasedAt === null ? null : subscription.id,
    status: releasedAt === null ? 'active' : 'released',
    subscription: releasedAt === null ? subscription.id : null,
    test_clock: null,
  };
}

function renderPhase({ plan, start, end }: SchedulePhase, isModern: boolean, currency: string): Json {
  return {
    add_invoice_items: [],
    application_fee_percent: null,
    billing_cycle_anchor: null,
    billing_thresholds: null,
    collection_method: null,
    ...(isModern ? {} : { coupon: null }),
    currency,
    default_payment_method: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    end_date: end,
    invoice_settings: null,
    items: [
      {
        billing_thresholds: null,
        discounts: [],
        metadata: {},
        plan: plan.priceId,
        price: plan.priceId,
        quantity: 1,
        tax_rates: [],
      },
    ],
    metadata: {},
    on_behalf_of: null,
    proration_behavior: 'none',
    start_date: start,
    transfer_data: null,
    trial_end: null,
  };
}
