// An event of every type that has a sentence of its own: the scenarios' where they tell it, made by hand elsewhere, and in the
// shapes of both sides of basil where these differ. Source: facts F2; stripe-node's types.
import type { Json } from '#shared/domain/json-read.ts';
import {
  generateScenario,
  SCENARIO_API_VERSIONS,
  SCENARIO_IDS,
  versionsOf,
  type ScenarioApiVersion,
} from '#shared/domain/scenarios/scenarios.ts';

export interface ToldEvent {
  /** For the name of a test. */
  what: string;
  type: string;
  event: Json;
  /** What its sentence is; null for those of scenarios, which depend on the story. */
  code: string | null;
}

/** 14 March 2027, noon in Greenwich. */
export const AT = 1_805_025_600;
const [OLD, NEW] = SCENARIO_API_VERSIONS;

export function eventOf(type: string, object: Json, previous?: Json, apiVersion: string = NEW): Json {
  return {
    id: 'evt_1TellMeMoreAboutIt0001',
    object: 'event',
    api_version: apiVersion,
    created: AT,
    data: { object, ...(previous === undefined ? {} : { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: 1,
    request: { id: 'req_tellmemore01', idempotency_key: null },
    type,
  };
}

const CUSTOMER = 'cus_AdaLovelace0001';
const whose = { customer: CUSTOMER };
const eur = { currency: 'eur' };

export const PRICE = {
  id: 'price_1ProMonthly00001',
  object: 'price',
  ...eur,
  lookup_key: 'pro_monthly',
  nickname: 'Pro',
  product: 'prod_Pro00001',
  recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
  unit_amount: 1500,
};
export const OTHER_PRICE = { ...PRICE, id: 'price_1Starter0000001', nickname: 'Starter', unit_amount: 500 };

export function subscription(version: ScenarioApiVersion, change: Json = {}, item: Json = {}): Json {
  const period = { current_period_start: AT - 2_592_000, current_period_end: AT };
  return {
    id: 'sub_1Ada000000000001',
    object: 'subscription',
    ...eur,
    ...whose,
    ...(version === OLD ? period : {}),
    cancel_at: null,
    cancel_at_period_end: false,
    ended_at: null,
    items: {
      object: 'list',
      data: [
        {
          id: 'si_Ada00000001',
          object: 'subscription_item',
          price: PRICE,
          quantity: 5,
          ...(version === NEW ? period : {}),
          ...item,
        },
      ],
    },
    metadata: {},
    status: 'active',
    trial_end: null,
    ...change,
  };
}

function invoice(version: ScenarioApiVersion, change: Json = {}): Json {
  const link = { subscription: 'sub_1Ada000000000001' };
  return {
    id: 'in_1Ada000000000001',
    object: 'invoice',
    ...eur,
    ...whose,
    ...(version === OLD
      ? { ...link, paid: false, paid_out_of_band: false }
      : { parent: { type: 'subscription_details', subscription_details: link } }),
    amount_due: 1500,
    amount_paid: 0,
    attempt_count: 2,
    billing_reason: 'subscription_cycle',
    customer_name: 'Ada Lovelace',
    due_date: AT,
    lines: { object: 'list', data: [{ amount: 1500, description: '1 × Pro (at €15.00 / month)' }] },
    next_payment_attempt: AT,
    number: 'ADA-0001',
    status: 'open',
    total: 1500,
    ...change,
  };
}

const session = (change: Json): Json => ({
  id: 'cs_test_a1Ada00000001',
  object: 'checkout.session',
  ...eur,
  ...whose,
  amount_total: 1500,
  customer_details: { name: 'Ada Lovelace', email: 'ada@example.com' },
  metadata: { plan: 'pro' },
  mode: 'payment',
  payment_status: 'paid',
  ...change,
});

const card = { type: 'card', card: { brand: 'visa', last4: '4242' } };
const charge = (change: Json = {}): Json => ({
  id: 'ch_3Ada000000000001',
  object: 'charge',
  ...eur,
  ...whose,
  amount: 1500,
  amount_refunded: 0,
  billing_details: { name: 'Ada Lovelace' },
  captured: true,
  payment_method_details: card,
  refunded: false,
  status: 'succeeded',
  ...change,
});
const intent = (change: Json = {}): Json => ({
  id: 'pi_3Ada000000000001',
  object: 'payment_intent',
  ...eur,
  ...whose,
  amount: 1500,
  last_payment_error: null,
  status: 'succeeded',
  ...change,
});
const dispute = (change: Json = {}): Json => ({
  id: 'dp_1Ada000000000001',
  object: 'dispute',
  ...eur,
  amount: 1500,
  charge: 'ch_3Ada000000000001',
  evidence: { customer_name: 'Ada Lovelace' },
  evidence_details: { due_by: AT },
  reason: 'product_not_received',
  status: 'needs_response',
  ...change,
});
const refund = (change: Json = {}): Json => ({
  id: 're_3Ada000000000001',
  object: 'refund',
  ...eur,
  amount: 500,
  reason: 'requested_by_customer',
  status: 'succeeded',
  ...change,
});
const setupIntent = { id: 'seti_1Ada00000000001', object: 'setup_intent', ...whose, last_setup_error: null };
const method = { id: 'pm_1Ada000000000001', object: 'payment_method', ...whose, ...card };
const source = { id: 'card_1Ada00000000001', object: 'card', ...whose, brand: 'Visa', last4: '4242' };
const payout = { id: 'po_1Ada000000000001', object: 'payout', ...eur, amount: 9900, arrival_date: AT };
const transfer = {
  id: 'tr_1Ada000000000001',
  object: 'transfer',
  ...eur,
  amount: 900,
  amount_reversed: 300,
  destination: 'acct_1Connected0001',
};
const item = { id: 'ii_1Ada000000000001', object: 'invoiceitem', ...eur, ...whose, amount: 700 };
const creditNote = {
  id: 'cn_1Ada000000000001',
  object: 'credit_note',
  ...eur,
  ...whose,
  total: 300,
  reason: 'duplicate',
};
const quote = { id: 'qt_1Ada000000000001', object: 'quote', ...eur, ...whose, amount_total: 12_000 };
const schedule = {
  id: 'sub_sched_1Ada00000000001',
  object: 'subscription_schedule',
  ...whose,
  current_phase: { start_date: AT - 100, end_date: AT },
  phases: [
    { start_date: AT - 100, end_date: AT, items: [{ price: PRICE.id, quantity: 1 }] },
    { start_date: AT, end_date: AT + 100, items: [{ price: OTHER_PRICE.id, quantity: 1 }] },
  ],
};
const coupon = { id: 'WELCOME20', object: 'coupon', name: 'Welcome', percent_off: 20, duration: 'once' };
const customer = (change: Json = {}): Json => ({
  id: CUSTOMER,
  object: 'customer',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  delinquent: false,
  invoice_settings: { default_payment_method: 'pm_1Ada000000000002' },
  metadata: { plan: 'pro' },
  ...change,
});
const taxId = {
  id: 'txi_1Ada0000000001',
  object: 'tax_id',
  ...whose,
  value: 'DE123456789',
  verification: { status: 'verified' },
};
const account = (change: Json): Json => ({
  id: 'acct_1Connected0001',
  object: 'account',
  business_profile: { name: 'Ada’s Engines' },
  ...change,
});
const clock = {
  id: 'clock_1Ada0000000001',
  object: 'test_helpers.test_clock',
  name: 'Renewals',
  frozen_time: AT,
};
const bank = {
  id: 'ba_1Ada00000000001',
  object: 'bank_account',
  bank_name: 'STRIPE TEST BANK',
  last4: '6789',
};

const features = (...keys: string[]): Json => ({
  object: 'entitlements.active_entitlement_summary',
  ...whose,
  entitlements: { data: keys.map((key) => ({ lookup_key: key })), has_more: false },
});
const before = (change: Json): Json => ({ ...change });
/** A list as Stripe tells its old contents. */
const oldItem = (change: Json): Json => ({
  items: {
    data: [{ id: 'si_Ada00000001', object: 'subscription_item', price: PRICE, quantity: 5, ...change }],
  },
});

type Row = readonly [type: string, code: string, object: Json, previous?: Json];

/** Of objects that are rendered otherwise since basil. */
function versioned(version: ScenarioApiVersion): Row[] {
  const sub = (change: Json = {}, one: Json = {}): Json => subscription(version, change, one);
  const bill = (change: Json = {}): Json => invoice(version, change);
  const updated = 'customer.subscription.updated';
  const second = { id: 'si_Ada00000002', object: 'subscription_item', price: OTHER_PRICE, quantity: 1 };
  const items = asItems(sub());
  const both = { items: { object: 'list', data: [...items, second] } };
  const earlier = { current_period_start: AT - 5_184_000, current_period_end: AT - 2_592_000 };
  const discount: Json = version === OLD ? { coupon } : { source: { type: 'coupon', coupon } };
  return [
    ['customer.subscription.created', 'sub_created', sub()],
    ['customer.subscription.created', 'sub_created_incomplete', sub({ status: 'incomplete' })],
    ['customer.subscription.created', 'sub_created_trialing', sub({ status: 'trialing', trial_end: AT })],
    [updated, 'sub_updated', sub(), before({ description: null })],
    [updated, 'sub_updated', sub()],
    [updated, 'sub_activated', sub(), before({ status: 'incomplete' })],
    [updated, 'sub_trial_converted', sub(), before({ status: 'trialing' })],
    [updated, 'sub_recovered', sub(), before({ status: 'past_due' })],
    [updated, 'sub_resumed', sub(), before({ status: 'paused' })],
    [updated, 'sub_past_due', sub({ status: 'past_due' }), before({ status: 'active' })],
    [updated, 'sub_unpaid', sub({ status: 'unpaid' }), before({ status: 'past_due' })],
    [updated, 'sub_paused', sub({ status: 'paused' }), before({ status: 'trialing' })],
    [
      updated,
      'sub_incomplete_expired',
      sub({ status: 'incomplete_expired' }),
      before({ status: 'incomplete' }),
    ],
    [updated, 'sub_status', sub({ status: 'canceled' }), before({ status: 'active' })],
    [updated, 'sub_cancel_scheduled', sub({ cancel_at: AT }), before({ cancel_at: null })],
    [
      updated,
      'sub_cancel_scheduled',
      sub({ cancel_at_period_end: true, cancellation_details: { feedback: 'too_expensive' } }),
      before({ cancel_at_period_end: false }),
    ],
    [updated, 'sub_cancel_withdrawn', sub(), before({ cancel_at: AT })],
    [updated, 'sub_plan_changed', sub(), oldItem({ price: OTHER_PRICE })],
    [updated, 'sub_item_added', sub(both), { items: { data: items } }],
    [updated, 'sub_item_removed', sub(), { items: { data: [...items, second] } }],
    [updated, 'sub_quantity_changed', sub(), oldItem({ quantity: 2 })],
    [
      updated,
      'sub_collection_paused',
      sub({ pause_collection: { behavior: 'void', resumes_at: AT } }),
      before({ pause_collection: null }),
    ],
    [updated, 'sub_collection_resumed', sub(), before({ pause_collection: { behavior: 'void' } })],
    [updated, 'sub_renewed', sub(), version === OLD ? earlier : oldItem(earlier)],
    [updated, 'sub_trial_moved', sub({ status: 'trialing', trial_end: AT }), before({ trial_end: AT - 9 })],
    [updated, 'sub_pending', sub({ pending_update: { expires_at: AT } }), before({ pending_update: null })],
    [updated, 'sub_scheduled', sub({ schedule: schedule.id }), before({ schedule: null })],
    [updated, 'sub_unscheduled', sub(), before({ schedule: schedule.id })],
    [
      updated,
      'sub_payment_method',
      sub({ default_payment_method: 'pm_1Ada000000000002' }),
      before({ default_payment_method: 'pm_1Ada000000000001' }),
    ],
    [
      updated,
      'sub_payment_method_set',
      sub({ status: 'trialing', trial_end: AT, default_payment_method: 'pm_1Ada000000000002' }),
      before({ default_payment_method: null }),
    ],
    [updated, 'sub_payment_method_removed', sub(), before({ default_payment_method: 'pm_1Ada000000000001' })],
    [
      updated,
      'sub_past_due_sent',
      sub({ status: 'past_due', collection_method: 'send_invoice' }),
      before({ status: 'active' }),
    ],
    [updated, 'sub_cancel_moved', sub({ cancel_at: AT }), before({ cancel_at: AT - 86_400 })],
    [updated, 'sub_discount', sub(), before({ [version === OLD ? 'discount' : 'discounts']: null })],
    [updated, 'sub_metadata', sub({ metadata: { a: '1' } }), before({ metadata: { a: null } })],
    ['customer.subscription.deleted', 'sub_deleted', sub({ status: 'canceled', ended_at: AT })],
    [
      'customer.subscription.deleted',
      'sub_deleted_unpaid',
      sub({ status: 'canceled', ended_at: AT, cancellation_details: { reason: 'payment_failed' } }),
    ],
    ['customer.subscription.paused', 'sub_paused', sub({ status: 'paused' })],
    ['customer.subscription.resumed', 'sub_resumed', sub()],
    [
      'customer.subscription.trial_will_end',
      'sub_trial_will_end',
      sub({ status: 'trialing', trial_end: AT }),
    ],
    ['customer.subscription.pending_update_applied', 'sub_pending_applied', sub()],
    ['customer.subscription.pending_update_expired', 'sub_pending_expired', sub()],
    ['invoice.created', 'invoice_created', bill({ status: 'draft' })],
    ['invoice.created', 'invoice_created_open', bill()],
    ['invoice.updated', 'invoice_updated', bill(), before({ description: null })],
    ['invoice.updated', 'invoice_status', bill({ status: 'paid' }), before({ status: 'open' })],
    ['invoice.finalized', 'invoice_finalized', bill()],
    ['invoice.finalized', 'invoice_finalized_zero', bill({ amount_due: 0 })],
    [
      'invoice.finalization_failed',
      'invoice_finalization_failed',
      bill({ last_finalization_error: { message: 'The tax ID is missing.' } }),
    ],
    ['invoice.sent', 'invoice_sent', bill()],
    ['invoice.paid', 'invoice_paid', bill({ status: 'paid', amount_paid: 1500 })],
    ['invoice.paid', 'invoice_settled', bill({ status: 'paid', amount_due: 0, total: 0 })],
    ['invoice.paid', 'invoice_paid', bill({ status: 'paid', paid_out_of_band: true })],
    [
      'invoice.paid',
      'invoice_settled_by_balance',
      bill({ status: 'paid', amount_due: 0, starting_balance: -2000, ending_balance: -500 }),
    ],
    ['invoice.paid', 'invoice_credited', bill({ status: 'paid', amount_due: 0, total: -700 })],
    ['invoice.payment_succeeded', 'invoice_payment_succeeded', bill({ amount_paid: 1500 })],
    ['invoice.payment_failed', 'invoice_payment_failed', bill()],
    ['invoice.payment_failed', 'invoice_payment_failed', bill({ next_payment_attempt: null })],
    ['invoice.payment_action_required', 'payment_action_required', bill()],
    ['invoice.payment_attempt_required', 'invoice_attempt_required', bill()],
    ['invoice.upcoming', 'invoice_upcoming', bill({ id: undefined })],
    ['invoice.upcoming', 'invoice_upcoming_undated', bill({ id: undefined, next_payment_attempt: null })],
    ['invoice.voided', 'invoice_voided', bill({ status: 'void' })],
    ['invoice.marked_uncollectible', 'invoice_uncollectible', bill({ status: 'uncollectible' })],
    ['invoice.overdue', 'invoice_overdue', bill()],
    ['invoice.will_be_due', 'invoice_will_be_due', bill()],
    ['invoice.overpaid', 'invoice_overpaid', bill()],
    ['invoice.deleted', 'invoice_deleted', bill({ status: 'draft' })],
    ['customer.discount.created', 'discount_created', { id: 'di_1', ...whose, ...discount }],
    ['customer.discount.updated', 'discount_updated', { id: 'di_1', ...whose, ...discount }],
    ['customer.discount.deleted', 'discount_deleted', { id: 'di_1', ...whose, ...discount }],
    [
      'promotion_code.created',
      'thing_happened',
      {
        id: 'promo_1Ada0001',
        code: 'HELLO',
        ...(version === OLD ? { coupon } : { promotion: { coupon: coupon.id } }),
      },
    ],
  ];
}

const asItems = (sub: Json): Json[] => (sub['items'] as { data: Json[] }).data;

const SAME_IN_BOTH: readonly Row[] = [
  ['checkout.session.completed', 'checkout_paid', session({})],
  [
    'checkout.session.completed',
    'checkout_paid',
    session({ customer: null, client_reference_id: 'user_42' }),
  ],
  ['checkout.session.completed', 'checkout_free', session({ payment_status: 'no_payment_required' })],
  ['checkout.session.completed', 'checkout_unpaid', session({ payment_status: 'unpaid' })],
  ['checkout.session.completed', 'checkout_subscribed', session({ mode: 'subscription' })],
  [
    'checkout.session.completed',
    'checkout_subscribed_free',
    session({ mode: 'subscription', payment_status: 'no_payment_required' }),
  ],
  [
    'checkout.session.completed',
    'checkout_subscribed_unpaid',
    session({ mode: 'subscription', payment_status: 'unpaid' }),
  ],
  ['checkout.session.completed', 'checkout_setup', session({ mode: 'setup', amount_total: null })],
  ['checkout.session.async_payment_succeeded', 'checkout_async_paid', session({})],
  ['checkout.session.async_payment_failed', 'checkout_async_failed', session({ payment_status: 'unpaid' })],
  ['checkout.session.expired', 'checkout_expired', session({ customer: null, customer_details: null })],
  ['subscription_schedule.created', 'schedule_created', schedule],
  ['subscription_schedule.updated', 'schedule_updated', schedule],
  ['subscription_schedule.released', 'schedule_released', schedule],
  ['subscription_schedule.canceled', 'schedule_canceled', schedule],
  ['subscription_schedule.completed', 'schedule_completed', schedule],
  ['subscription_schedule.aborted', 'schedule_aborted', schedule],
  ['subscription_schedule.expiring', 'schedule_expiring', schedule],
  [
    'invoice_payment.paid',
    'invoice_payment_paid',
    {
      id: 'inpay_1Ada0001',
      object: 'invoice_payment',
      ...eur,
      amount_paid: 1500,
      invoice: 'in_1Ada000000000001',
    },
  ],
  ['invoiceitem.created', 'invoiceitem_created', { ...item, proration: true }],
  ['invoiceitem.created', 'invoiceitem_credited', { ...item, amount: -700 }],
  ['invoiceitem.updated', 'invoiceitem_updated', item],
  ['invoiceitem.deleted', 'invoiceitem_deleted', item],
  ['credit_note.created', 'credit_note_created', creditNote],
  ['credit_note.updated', 'credit_note_updated', creditNote],
  ['credit_note.voided', 'credit_note_voided', creditNote],
  ['quote.created', 'quote_created', quote],
  ['quote.finalized', 'quote_finalized', { ...quote, number: 'QT-1', expires_at: AT }],
  ['quote.accepted', 'quote_accepted', quote],
  ['quote.canceled', 'quote_canceled', quote],
  ['payment_intent.created', 'payment_created', intent()],
  ['payment_intent.processing', 'payment_processing', intent({ charges: { data: [charge()] } })],
  ['payment_intent.succeeded', 'payment_succeeded', intent()],
  ['payment_intent.succeeded', 'payment_succeeded', intent({ amount_received: 900 })],
  [
    'payment_intent.payment_failed',
    'payment_failed',
    intent({
      last_payment_error: { code: 'card_declined', decline_code: 'expired_card', payment_method: method },
    }),
  ],
  ['payment_intent.requires_action', 'payment_action_required', intent()],
  ['payment_intent.canceled', 'payment_canceled', intent({ cancellation_reason: 'abandoned' })],
  ['payment_intent.amount_capturable_updated', 'payment_capturable', intent()],
  ['payment_intent.partially_funded', 'payment_partly_funded', intent()],
  ['charge.succeeded', 'charge_succeeded', charge()],
  ['charge.succeeded', 'payment_capturable', charge({ captured: false })],
  ['charge.pending', 'charge_pending', charge({ status: 'pending' })],
  [
    'charge.failed',
    'charge_failed',
    charge({ status: 'failed', failure_code: 'card_declined', outcome: { reason: 'insufficient_funds' } }),
  ],
  ['charge.captured', 'charge_captured', charge()],
  ['charge.expired', 'charge_expired', charge()],
  ['charge.updated', 'charge_updated', charge()],
  ['charge.refunded', 'charge_refunded', charge({ refunded: true, amount_refunded: 1500 })],
  [
    'charge.refunded',
    'charge_refunded',
    charge({ refunded: true, amount_refunded: 1500 }),
    before({ refunded: false, amount_refunded: 0 }),
  ],
  [
    'charge.refunded',
    'charge_partly_refunded',
    charge({ amount_refunded: 500 }),
    before({ amount_refunded: 0 }),
  ],
  [
    'charge.refunded',
    'charge_partly_refunded',
    charge({ refunded: true, amount_refunded: 1500 }),
    before({ refunded: false, amount_refunded: 500 }),
  ],
  ['charge.refund.updated', 'refund_updated', refund()],
  ['charge.dispute.created', 'dispute_created', dispute()],
  ['charge.dispute.created', 'dispute_inquiry', dispute({ status: 'warning_needs_response' })],
  ['charge.dispute.updated', 'dispute_updated', dispute({ status: 'under_review' })],
  ['charge.dispute.closed', 'dispute_won', dispute({ status: 'won' })],
  ['charge.dispute.closed', 'dispute_lost', dispute({ status: 'lost' })],
  ['charge.dispute.created', 'dispute_prevented', dispute({ status: 'prevented' })],
  ['charge.dispute.closed', 'dispute_prevented', dispute({ status: 'prevented' })],
  ['charge.dispute.closed', 'dispute_closed', dispute({ status: 'warning_closed' })],
  [
    'charge.dispute.funds_withdrawn',
    'dispute_withdrawn',
    dispute({ balance_transactions: [{ ...eur, fee: 1500 }] }),
  ],
  ['charge.dispute.funds_reinstated', 'dispute_reinstated', dispute({ status: 'won' })],
  ['refund.created', 'refund_created', refund()],
  ['refund.created', 'refund_pending', refund({ status: 'pending' })],
  ['refund.updated', 'refund_updated', refund()],
  [
    'refund.failed',
    'refund_failed',
    refund({ status: 'failed', failure_reason: 'expired_or_canceled_card' }),
  ],
  ['payment_method.attached', 'method_attached', method],
  [
    'payment_method.detached',
    'method_detached',
    { ...method, customer: null },
    before({ customer: CUSTOMER }),
  ],
  ['payment_method.updated', 'method_updated', method],
  ['payment_method.automatically_updated', 'method_renewed', method],
  ['setup_intent.created', 'setup_created', setupIntent],
  ['setup_intent.succeeded', 'setup_succeeded', setupIntent],
  [
    'setup_intent.setup_failed',
    'setup_failed',
    { ...setupIntent, last_setup_error: { code: 'incorrect_cvc', payment_method: method } },
  ],
  ['setup_intent.requires_action', 'setup_action_required', setupIntent],
  ['setup_intent.canceled', 'setup_canceled', setupIntent],
  ['customer.source.created', 'method_attached', source],
  ['customer.source.updated', 'method_updated', source],
  ['customer.source.deleted', 'method_detached', source],
  ['customer.source.expiring', 'method_expiring', source],
  ['payout.created', 'payout_created', payout],
  ['payout.updated', 'payout_updated', payout],
  ['payout.paid', 'payout_paid', payout],
  ['payout.failed', 'payout_failed', { ...payout, failure_message: 'The bank account has been closed.' }],
  ['payout.canceled', 'payout_canceled', payout],
  ['payout.reconciliation_completed', 'payout_reconciled', payout],
  ...(['created', 'updated', 'paid', 'failed', 'canceled'] as const).map((step): Row => [
    `payout.${step}`,
    `withdrawal_${step}`,
    { ...payout, amount: -4200 },
  ]),
  ['payout.reconciliation_completed', 'withdrawal_reconciled', { ...payout, amount: -4200 }],
  ['balance_settings.updated', 'balance_settings_updated', { object: 'balance_settings' }],
  ['tax.settings.updated', 'tax_settings_updated', { object: 'tax.settings' }],
  ['transfer.created', 'transfer_created', transfer],
  ['transfer.updated', 'transfer_updated', transfer],
  ['transfer.reversed', 'transfer_reversed', transfer],
  ['application_fee.created', 'fee_created', { id: 'fee_1Ada0001', ...eur, amount: 90 }],
  [
    'application_fee.refunded',
    'fee_refunded',
    { id: 'fee_1Ada0001', ...eur, amount: 90, amount_refunded: 90 },
  ],
  [
    'radar.early_fraud_warning.created',
    'fraud_warning',
    { charge: 'ch_3Ada000000000001', fraud_type: 'misc' },
  ],
  [
    'review.opened',
    'review_opened',
    { id: 'prv_1Ada0001', charge: null, payment_intent: 'pi_3Ada000000000001' },
  ],
  ['review.closed', 'review_closed', { id: 'prv_1Ada0001', charge: 'ch_3Ada000000000001' }],
  [
    'balance.available',
    'balance_available',
    {
      object: 'balance',
      available: [
        { amount: 0, currency: 'usd' },
        { amount: 9900, ...eur },
        { amount: 1200, currency: 'jpy' },
      ],
    },
  ],
  ['customer.created', 'customer_created', customer()],
  ['customer.updated', 'customer_updated', customer(), before({ name: 'Ada Byron' })],
  ['customer.updated', 'customer_delinquent', customer({ delinquent: true }), before({ delinquent: false })],
  ['customer.updated', 'customer_settled', customer(), before({ delinquent: true })],
  ['customer.updated', 'customer_metadata', customer(), before({ metadata: { plan: 'free' } })],
  ['customer.updated', 'customer_invoiced', customer(), before({ next_invoice_sequence: 2 })],
  [
    'customer.updated',
    'customer_default_method',
    customer(),
    before({ invoice_settings: { default_payment_method: 'pm_1Ada000000000001' } }),
  ],
  [
    'customer.updated',
    'customer_default_method_set',
    customer(),
    before({ invoice_settings: { default_payment_method: null } }),
  ],
  [
    'customer.updated',
    'customer_default_method_removed',
    customer({ invoice_settings: { default_payment_method: null } }),
    before({ invoice_settings: { default_payment_method: 'pm_1Ada000000000001' } }),
  ],
  ['customer.deleted', 'customer_deleted', customer()],
  ['customer.tax_id.created', 'tax_id_created', taxId],
  ['customer.tax_id.updated', 'tax_id_updated', taxId],
  ['customer.tax_id.deleted', 'tax_id_deleted', taxId],
  ['entitlements.active_entitlement_summary.updated', 'entitlements_changed', features('seo', 'export')],
  ['entitlements.active_entitlement_summary.updated', 'entitlements_none', features()],
  ['billing_portal.session.created', 'portal_opened', { id: 'bps_1Ada0001', ...whose }],
  ...(['created', 'updated', 'deleted'] as const).flatMap((verb): Row[] => [
    [`product.${verb}`, 'thing_happened', { id: 'prod_Pro00001', object: 'product', name: 'Pro' }],
    [`price.${verb}`, 'thing_happened', PRICE],
    [
      `plan.${verb}`,
      'thing_happened',
      { id: 'price_1Pro00001', object: 'plan', ...eur, amount: 1500, interval: 'year' },
    ],
    [`coupon.${verb}`, 'thing_happened', coupon],
    [
      `promotion_code.${verb}`,
      'thing_happened',
      { id: 'promo_1Ada0001', code: 'HELLO', coupon, expires_at: AT },
    ],
    [`tax_rate.${verb}`, 'thing_happened', { id: 'txr_1Ada0001', display_name: 'VAT', percentage: 8.1 }],
    [`payment_link.${verb}`, 'thing_happened', { id: 'plink_1Ada0001', object: 'payment_link' }],
  ]),
  ['account.updated', 'account_ready', account({ charges_enabled: true, payouts_enabled: true })],
  ['account.updated', 'account_restricted', account({ charges_enabled: true, payouts_enabled: false })],
  ['account.updated', 'account_updated', account({})],
  [
    'account.application.authorized',
    'app_authorized',
    { id: 'ca_Ada0001', object: 'application', name: 'Engine' },
  ],
  [
    'account.application.deauthorized',
    'app_deauthorized',
    { id: 'ca_Ada0001', object: 'application', name: null },
  ],
  ['account.external_account.created', 'external_account_created', bank],
  ['account.external_account.updated', 'external_account_updated', bank],
  ['account.external_account.deleted', 'external_account_deleted', bank],
  [
    'capability.updated',
    'capability_updated',
    { id: 'card_payments', object: 'capability', status: 'active' },
  ],
  ['test_helpers.test_clock.created', 'clock_created', clock],
  ['test_helpers.test_clock.advancing', 'clock_advancing', clock],
  ['test_helpers.test_clock.ready', 'clock_ready', clock],
  ['test_helpers.test_clock.deleted', 'clock_deleted', clock],
  ['test_helpers.test_clock.internal_failure', 'clock_failed', clock],
];

/** One of each type and sentence, made by hand. */
export const TOLD_BY_HAND: readonly ToldEvent[] = [
  ...[OLD, NEW].flatMap((version) => versioned(version).map((row) => ofRow(row, version))),
  ...SAME_IN_BOTH.map((row) => ofRow(row, NEW)),
];

function ofRow([type, code, object, previous]: Row, version: string): ToldEvent {
  return {
    what: `${type} → ${code} (${version})`,
    type,
    code,
    event: eventOf(type, object, previous, version),
  };
}

/** Everything the scenarios tell, in both versions. */
export const TOLD_BY_SCENARIOS: readonly ToldEvent[] = SCENARIO_IDS.flatMap((scenario) =>
  versionsOf(scenario).flatMap((apiVersion) =>
    generateScenario(scenario, { apiVersion, seed: 7, startAt: AT }).map(({ event }, index): ToldEvent => {
      const type = String(event['type']);
      return { what: `${scenario} ${apiVersion}, ${index}: ${type}`, type, event, code: null };
    }),
  ),
);
