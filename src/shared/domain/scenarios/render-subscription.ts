// A subscription as Stripe renders it, before and since basil. Source: facts F1, F2; stripe-node's types.
import type { Json } from '../json-read.ts';
import type { AddOnRecord, Rendering, SubscriptionRecord } from './billing-records.ts';
import { renderPlan, renderPrice } from './catalogue.ts';

export function renderSubscription(subscription: SubscriptionRecord, { isModern }: Rendering): Json {
  const { plan, quantity, trial, addOns } = subscription;
  // Only flexible billing mode plans an end by its time alone; the classic mode of the older version sets the flag too.
  const isCancelFlagged = !isModern && subscription.cancelAt !== null;
  return {
    id: subscription.id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: isModern
      ? { disabled_reason: null, enabled: false, liability: null }
      : { enabled: false, liability: null },
    billing_cycle_anchor: subscription.anchor,
    billing_cycle_anchor_config: null,
    ...(isModern
      ? {
          billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
          billing_schedules: [],
        }
      : {}),
    billing_thresholds: null,
    cancel_at: subscription.cancelAt,
    cancel_at_period_end: isCancelFlagged,
    canceled_at: subscription.canceledAt,
    cancellation_details: {
      comment: null,
      feedback: subscription.cancellation?.feedback ?? null,
      ...(isModern ? { feedback_option: null } : {}),
      reason: subscription.cancellation?.reason ?? null,
    },
    collection_method: 'charge_automatically',
    created: subscription.created,
    currency: plan.currency,
    ...(isModern
      ? {}
      : { current_period_end: subscription.periodEnd, current_period_start: subscription.periodStart }),
    customer: subscription.customerId,
    ...(isModern ? { customer_account: null } : {}),
    days_until_due: null,
    default_payment_method: subscription.paymentMethodId,
    default_source: null,
    default_tax_rates: [],
    description: null,
    ...(isModern ? {} : { discount: null }),
    discounts: [],
    ended_at: subscription.endedAt,
    invoice_settings: {
      account_tax_ids: null,
      ...(isModern ? { custom_fields: null, description: null, footer: null } : {}),
      issuer: { type: 'self' },
    },
    items: {
      object: 'list',
      data: [subscription, ...addOns].map((item) => renderItem(item, subscription, isModern)),
      has_more: false,
      total_count: 1 + addOns.length,
      url: `/v1/subscription_items?subscription=${subscription.id}`,
    },
    latest_invoice: subscription.latestInvoiceId,
    livemode: false,
    ...(isModern ? { managed_payments: { enabled: false } } : {}),
    metadata: { ...subscription.metadata },
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection:
      subscription.pauseCollection === null
        ? null
        : {
            behavior: subscription.pauseCollection.behavior,
            resumes_at: subscription.pauseCollection.resumesAt,
          },
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    // Not documented, and in every payload of a subscription with one item.
    ...(addOns.length === 0 ? { plan: renderPlan(plan, isModern), quantity } : {}),
    schedule: subscription.scheduleId,
    start_date: subscription.created,
    status: subscription.status,
    ...(isModern && subscription.paused !== null
      ? { status_details: renderPaused(subscription.paused) }
      : {}),
    test_clock: null,
    transfer_data: null,
    trial_end: trial?.end ?? null,
    trial_settings: {
      end_behavior: {
        ...(isModern ? { billing_cycle_anchor: null } : {}),
        missing_payment_method: trial?.withoutPaymentMethod ?? 'create_invoice',
      },
    },
    trial_start: trial?.start ?? null,
  };
}

function renderItem(item: AddOnRecord, subscription: SubscriptionRecord, isModern: boolean): Json {
  const { plan } = item;
  return {
    id: item.itemId,
    object: 'subscription_item',
    billing_thresholds: null,
    created: subscription.created,
    ...(isModern
      ? {
          current_period_end: item.periodEnd,
          current_period_start: item.periodStart,
          current_trial: null,
        }
      : {}),
    discounts: [],
    metadata: {},
    plan: renderPlan(plan, isModern),
    price: renderPrice(plan, isModern),
    quantity: item.quantity,
    subscription: subscription.id,
    tax_rates: [],
  };
}

function renderPaused({ at, by }: NonNullable<SubscriptionRecord['paused']>): Json {
  return {
    paused: {
      subscription: { type: by },
      transitioned_at: at,
      type: 'subscription',
    },
  };
}
