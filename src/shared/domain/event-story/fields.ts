// What the keys of Stripe's objects are called and what their values are, so that a change can be read. Source: stripe-node's types.
import { unixSeconds } from '../json-read.ts';
import type { EnumSet } from './value.ts';

/** Keys there are words for; those that matter most to people come first, and so do their changes. */
export const FIELD_CODES = [
  'status',
  'payment_status',
  'price',
  'plan',
  'item',
  'quantity',
  'cancel_at_period_end',
  'cancel_at',
  'canceled_at',
  'ended_at',
  'cancellation_reason',
  'cancellation_feedback',
  'cancellation_comment',
  'pause_behavior',
  'pause_resumes_at',
  'pending_item',
  'pending_expires_at',
  'pending_trial_end',
  'pending_billing_cycle_anchor',
  'pending_discounts',
  'entitlement',
  'trial_start',
  'trial_end',
  'delinquent',
  'paid',
  'captured',
  'disputed',
  'refunded',
  'amount',
  'unit_amount',
  'total',
  'subtotal',
  'amount_due',
  'amount_paid',
  'amount_remaining',
  'amount_received',
  'amount_capturable',
  'amount_captured',
  'amount_refunded',
  'amount_reversed',
  'balance',
  'currency',
  'attempted',
  'attempt_count',
  'next_payment_attempt',
  'auto_advance',
  'collection_method',
  'due_date',
  'days_until_due',
  'current_period_start',
  'current_period_end',
  'period_start',
  'period_end',
  'start_date',
  'end_date',
  'expires_at',
  'available_on',
  'arrival_date',
  'frozen_time',
  'paid_at',
  'finalized_at',
  'voided_at',
  'marked_uncollectible_at',
  'active',
  'name',
  'email',
  'phone',
  'description',
  'nickname',
  'lookup_key',
  'metadata',
  'percent_off',
  'amount_off',
  'tax_exempt',
  'discount',
  'discounts',
  'coupon',
  'customer',
  'subscription',
  'invoice',
  'product',
  'default_price',
  'default_payment_method',
  'payment_method',
  'default_source',
  'charge',
  'latest_charge',
  'payment_intent',
  'latest_invoice',
  'schedule',
  'number',
  'next_invoice_sequence',
  'billing_reason',
  'failure_code',
  'failure_message',
  'exp_month',
  'exp_year',
  'last4',
  'brand',
  'line1',
  'line2',
  'city',
  'postal_code',
  'state',
  'country',
  'preferred_locales',
  'charges_enabled',
  'payouts_enabled',
  'details_submitted',
  'billing_cycle_anchor',
  'hosted_invoice_url',
  'invoice_pdf',
  'receipt_url',
  'customer_account',
  'application',
  'application_fee',
  'on_behalf_of',
  'test_clock',
  'transaction',
  'balance_transaction',
  'failure_balance_transaction',
  'financial_account',
  'destination',
  'review',
  'account',
  'source',
  'pending_setup_intent',
  'setup_intent',
  'source_transfer',
  'transfer',
  'released_subscription',
  'original_payout',
  'latest_attempt',
  'mandate',
  'single_use_mandate',
  'source_transfer_reversal',
  'transfer_reversal',
  'subscription_schedule',
  'checkout_session',
  'promotion_code',
  'dispute',
  'source_charge',
  'year',
  'month',
  'day',
] as const;
export type FieldCode = (typeof FIELD_CODES)[number];

/** Keys that mean something else in their parent than by themselves. */
const WITHIN: Readonly<Record<string, FieldCode>> = {
  'cancellation_details.reason': 'cancellation_reason',
  'cancellation_details.feedback': 'cancellation_feedback',
  'cancellation_details.comment': 'cancellation_comment',
  'pause_collection.behavior': 'pause_behavior',
  'pause_collection.resumes_at': 'pause_resumes_at',
  'pending_update.expires_at': 'pending_expires_at',
  'pending_update.trial_end': 'pending_trial_end',
  'pending_update.billing_cycle_anchor': 'pending_billing_cycle_anchor',
  'pending_update.discounts': 'pending_discounts',
};

export function fieldOf(key: string, parent: string | null): FieldCode | null {
  if (parent === 'metadata') return 'metadata';
  const within = `${parent ?? ''}.${key}`;
  if (Object.hasOwn(WITHIN, within)) return WITHIN[within] ?? null;
  return FIELD_CODES.find((code) => code === key) ?? null;
}

const MONEY = /(^|_)(amount|balance|fee|net|tax|total|subtotal)(_|$)/;
const NO_MONEY = /(^|_)(percent|percentage|decimal|count|precision|type|usage|quantity|days|months)(_|$)/;
const DATES =
  /(^|_)(at|end|start|date|until|by|before|after|anchor|attempt|time|timestamp|on|of|created|updated|deadline)$/;
/** Counts that may be as large as a moment. */
const COUNTS =
  /(^|_)(size|count|quantity|usage|value|units|up_to|limit|points|score|number|sequence|gte|lte)(_|$)/;
/** From 2001 to 2100: larger numbers than most counts, and moments whatever their key is called. */
const [FIRST_LIKELY, LAST_LIKELY] = [1_000_000_000, 4_102_444_800];
const YEAR = /(^|_)year$/;
/** Before 1973 nobody was billed by Stripe; smaller numbers count something. */
const FIRST_SECOND = 100_000_000;
const PERCENT = /(^|_)percent(age|_off)?$/;
const ENUMS: Readonly<Record<string, EnumSet>> = {
  status: 'status',
  payment_status: 'status',
  billing_reason: 'billingReason',
  collection_method: 'collectionMethod',
  tax_exempt: 'taxExempt',
  decline_code: 'decline',
  failure_code: 'decline',
  feedback: 'feedback',
  cancellation_reason: 'paymentCancellation',
  duration: 'duration',
  fraud_type: 'disputeReason',
  interval: 'interval',
};

export const isMoneyKey = (key: string): boolean => MONEY.test(key) && !NO_MONEY.test(key);
export const isPercentKey = (key: string): boolean => PERCENT.test(key);
export const isMoment = (key: string, value: number): boolean =>
  unixSeconds(value) !== null &&
  (DATES.test(key)
    ? value >= FIRST_SECOND
    : value >= FIRST_LIKELY && value < LAST_LIKELY && !isMoneyKey(key) && !COUNTS.test(key));
/** A year is a name, not a quantity: its thousands are never separated. */
export const isYear = (key: string): boolean => YEAR.test(key);

export function durationUnit(key: string): 'day' | 'month' | null {
  if (key === 'trial_period_days' || key === 'days_until_due') return 'day';
  return key === 'duration_in_months' ? 'month' : null;
}

export function enumSetOf(key: string, parent: string | null, objectType: string | null): EnumSet | null {
  if (parent === 'metadata') return null;
  if (parent === 'cancellation_details' && key === 'reason') return 'cancellationReason';
  if (parent === 'pause_collection' && key === 'behavior') return 'pauseBehavior';
  if (key === 'reason' && parent === null) {
    if (objectType === 'dispute') return 'disputeReason';
    return objectType === 'refund' || objectType === 'credit_note' ? 'refundReason' : null;
  }
  if (key === 'failure_reason' && objectType === 'refund') return 'refundFailure';
  if (key === 'failure_code' && objectType === 'payout') return 'payoutFailure';
  return Object.hasOwn(ENUMS, key) ? (ENUMS[key] ?? null) : null;
}
