// Stripe's billing objects as they stand in an event's `data.object`, in the shapes of stripe-node 23 (API 2026-10-28).
// Every builder fills in what Stripe always sends; the argument is laid over it in Stripe's own field names.
// A `~` in an id or email stands for the run, so that one sequence can be played many times into one store.

export type StripeObject = Record<string, unknown>;

/** Midnight UTC on 1 September 2026, Unix seconds. */
const FIRST_DAY = Date.UTC(2026, 8, 1) / 1000;

/** Unix seconds: days after the first day, and seconds after that. */
export const day = (days: number, seconds = 0): number => FIRST_DAY + days * 86_400 + seconds;

export const CUSTOMER = 'cus_~';
export const SUBSCRIPTION = 'sub_~';
export const EMAIL = 'ada.~@example.com';

export interface PriceFields {
  product?: string;
  /** Minor units of USD; null for a tiered price. */
  amount: number | null;
  interval?: 'day' | 'week' | 'month' | 'year';
  intervalCount?: number;
  lookupKey?: string | null;
  nickname?: string | null;
  metadata?: Record<string, string>;
  metered?: boolean;
}

export interface Price extends StripeObject {
  id: string;
  product: string;
  unit_amount: number | null;
  recurring: { interval: string; interval_count: number; usage_type: string } | null;
}

/** A recurring price; without an interval, a one-time one. */
export function price(id: string, fields: PriceFields): Price {
  const { amount, interval, intervalCount = 1, lookupKey = null, nickname = null, metadata = {} } = fields;
  const tiered = amount === null;
  return {
    id,
    object: 'price',
    active: true,
    billing_scheme: tiered ? 'tiered' : 'per_unit',
    created: day(-90),
    currency: 'usd',
    custom_unit_amount: null,
    livemode: false,
    lookup_key: lookupKey,
    metadata,
    nickname,
    product: fields.product ?? id.replace('price_', 'prod_'),
    recurring:
      interval === undefined
        ? null
        : {
            interval,
            interval_count: intervalCount,
            meter: fields.metered === true ? 'mtr_test_calls' : null,
            trial_period_days: null,
            usage_type: fields.metered === true ? 'metered' : 'licensed',
          },
    tax_behavior: 'unspecified',
    tiers_mode: tiered ? 'graduated' : null,
    transform_quantity: null,
    type: interval === undefined ? 'one_time' : 'recurring',
    unit_amount: amount,
    unit_amount_decimal: amount === null ? null : String(amount),
  } as Price;
}

/** The `plan` that still stands beside each `price`. */
export function planOf(of: Price): StripeObject {
  return {
    id: of.id,
    object: 'plan',
    active: true,
    amount: of.unit_amount,
    amount_decimal: of['unit_amount_decimal'],
    billing_scheme: of['billing_scheme'],
    created: of['created'],
    currency: 'usd',
    interval: of.recurring?.interval,
    interval_count: of.recurring?.interval_count,
    livemode: false,
    metadata: of['metadata'],
    meter: null,
    nickname: of['nickname'],
    product: of.product,
    tiers_mode: of['tiers_mode'],
    transform_usage: null,
    trial_period_days: null,
    usage_type: of.recurring?.usage_type,
  };
}

export interface Item extends StripeObject {
  id: string;
  price: Price;
  current_period_start: number;
  current_period_end: number;
}

const PERIOD_DAYS: Record<string, number> = { day: 1, week: 7, month: 30, year: 365 };

/** A subscription item. Months have 30 days here and years 365, counted from the first day. */
export function item(of: Price, fields: StripeObject = {}): Item {
  const days = (PERIOD_DAYS[of.recurring?.interval ?? 'month'] ?? 30) * (of.recurring?.interval_count ?? 1);
  return {
    id: of.id.replace('price_', 'si_') + '~',
    object: 'subscription_item',
    billing_thresholds: null,
    created: day(0),
    current_period_start: day(0),
    current_period_end: day(days),
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: planOf(of),
    price: of,
    ...(of.recurring?.usage_type === 'metered' ? {} : { quantity: 1 }),
    subscription: SUBSCRIPTION,
    tax_rates: [],
    ...fields,
  };
}

export const list = (data: readonly StripeObject[], hasMore = false): StripeObject => ({
  object: 'list',
  data: [...data],
  has_more: hasMore,
  total_count: data.length,
  url: '/v1/subscription_items',
});

export interface SubscriptionFields extends StripeObject {
  items: readonly Item[];
}

export function subscription({ items, ...fields }: SubscriptionFields): StripeObject {
  const id = fields['id'] ?? SUBSCRIPTION;
  return {
    id,
    object: 'subscription',
    application: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: day(0),
    billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible', updated_at: day(0) },
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, reason: null },
    collection_method: 'charge_automatically',
    created: day(0),
    currency: 'usd',
    customer: CUSTOMER,
    customer_account: null,
    days_until_due: null,
    default_payment_method: null,
    description: null,
    discounts: [],
    ended_at: null,
    invoice_settings: { account_tax_ids: null, issuer: { type: 'self' } },
    items: { ...list(items.map((one) => ({ ...one, subscription: id }))), url: `/v1/subscription_items` },
    latest_invoice: 'in_1~',
    livemode: false,
    metadata: {},
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: { payment_method_types: null, save_default_payment_method: 'off' },
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: day(0),
    status: 'active',
    test_clock: null,
    transfer_data: null,
    trial_end: null,
    trial_settings: { end_behavior: { missing_payment_method: 'create_invoice' } },
    trial_start: null,
    ...fields,
  };
}

/** Of a subscription unless `subscription` is null. */
export function invoice(fields: StripeObject & { amount?: number; subscription?: string | null } = {}) {
  const { amount = 2000, subscription: of = SUBSCRIPTION, ...rest } = fields;
  const status = rest['status'] ?? 'open';
  return {
    id: 'in_1~',
    object: 'invoice',
    amount_due: amount,
    amount_paid: status === 'paid' ? amount : 0,
    amount_remaining: status === 'paid' ? 0 : amount,
    attempt_count: 0,
    attempted: false,
    auto_advance: status === 'open',
    billing_reason: of === null ? 'manual' : 'subscription_cycle',
    collection_method: 'charge_automatically',
    created: day(0),
    currency: 'usd',
    customer: CUSTOMER,
    customer_email: EMAIL,
    customer_name: 'Ada Lovelace',
    due_date: null,
    hosted_invoice_url: 'https://invoice.stripe.com/i/acct_1/test_1',
    lines: {
      ...list([
        {
          id: 'il_1~',
          object: 'line_item',
          amount,
          currency: 'usd',
          description: '1 × Pro (at $20.00 / month)',
          livemode: false,
          metadata: {},
          parent: {
            invoice_item_details: null,
            subscription_item_details:
              of === null
                ? null
                : { invoice_item: null, proration: false, subscription: of, subscription_item: 'si_pro~' },
            type: of === null ? 'invoice_item_details' : 'subscription_item_details',
          },
          period: { start: day(0), end: day(30) },
          pricing: {
            price_details: { price: 'price_pro', product: 'prod_pro' },
            type: 'price_details',
            unit_amount_decimal: String(amount),
          },
          quantity: 1,
          subtotal: amount,
        },
      ]),
      url: '/v1/invoices/in_1/lines',
    },
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    number: 'A1B2C3-0001',
    parent:
      of === null
        ? null
        : {
            quote_details: null,
            subscription_details: { metadata: {}, subscription: of },
            type: 'subscription_details',
          },
    period_end: day(30),
    period_start: day(0),
    status,
    status_transitions: {
      finalized_at: day(0),
      marked_uncollectible_at: null,
      paid_at: status === 'paid' ? day(0) : null,
      voided_at: null,
    },
    subtotal: amount,
    total: amount,
    ...rest,
  } satisfies StripeObject;
}

export function invoicePayment(fields: StripeObject = {}): StripeObject {
  return {
    id: 'inpay_1~',
    object: 'invoice_payment',
    amount_paid: 2000,
    amount_requested: 2000,
    created: day(0),
    currency: 'usd',
    invoice: 'in_1~',
    is_default: true,
    livemode: false,
    payment: { payment_intent: 'pi_1~', type: 'payment_intent' },
    status: 'paid',
    status_transitions: { canceled_at: null, paid_at: day(0) },
    ...fields,
  };
}

export function customer(fields: StripeObject = {}): StripeObject {
  return {
    id: CUSTOMER,
    object: 'customer',
    address: null,
    balance: 0,
    created: day(0),
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    email: EMAIL,
    invoice_prefix: 'A1B2C3',
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null },
    livemode: false,
    metadata: {},
    name: 'Ada Lovelace',
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: ['en'],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
    ...fields,
  };
}

export function product(id: string, name: string): StripeObject {
  return {
    id,
    object: 'product',
    active: true,
    created: day(-90),
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    name,
    tax_code: null,
    type: 'service',
    updated: day(-90),
    url: null,
  };
}

/** A Checkout session that is complete: a payment of 29,900 by a known customer unless fields say otherwise. */
export function checkout(fields: StripeObject = {}): StripeObject {
  const mode = fields['mode'] ?? 'payment';
  const amount = fields['amount_total'] ?? 29_900;
  return {
    id: 'cs_test_1~',
    object: 'checkout.session',
    allow_promotion_codes: null,
    amount_subtotal: amount,
    amount_total: amount,
    automatic_tax: { enabled: false, liability: null, status: null },
    cancel_url: 'https://example.com/cancel',
    client_reference_id: null,
    created: day(0),
    currency: 'usd',
    customer: CUSTOMER,
    customer_account: null,
    customer_creation: null,
    customer_details: { address: null, email: EMAIL, name: 'Ada Lovelace', phone: null, tax_exempt: 'none' },
    customer_email: null,
    discounts: [],
    expires_at: day(1),
    invoice: null,
    livemode: false,
    locale: null,
    metadata: {},
    mode,
    payment_intent: mode === 'payment' && amount !== 0 ? 'pi_1~' : null,
    payment_method_types: ['card'],
    payment_status: 'paid',
    setup_intent: null,
    status: 'complete',
    subscription: mode === 'subscription' ? SUBSCRIPTION : null,
    success_url: 'https://example.com/thanks',
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted',
    url: null,
    ...fields,
  };
}

export function paymentIntent(fields: StripeObject = {}): StripeObject {
  return {
    id: 'pi_1~',
    object: 'payment_intent',
    amount: 29_900,
    amount_received: 29_900,
    created: day(0),
    currency: 'usd',
    customer: CUSTOMER,
    latest_charge: 'ch_1~',
    livemode: false,
    metadata: {},
    status: 'succeeded',
    ...fields,
  };
}

export function charge(fields: StripeObject = {}): StripeObject {
  return {
    id: 'ch_1~',
    object: 'charge',
    amount: 29_900,
    amount_captured: 29_900,
    amount_refunded: 0,
    billing_details: { address: null, email: EMAIL, name: 'Ada Lovelace', phone: null },
    captured: true,
    created: day(0),
    currency: 'usd',
    customer: CUSTOMER,
    disputed: false,
    failure_code: null,
    livemode: false,
    metadata: {},
    paid: true,
    payment_intent: 'pi_1~',
    refunded: false,
    status: 'succeeded',
    ...fields,
  };
}

export function refund(fields: StripeObject = {}): StripeObject {
  return {
    id: 're_1~',
    object: 'refund',
    amount: 29_900,
    balance_transaction: 'txn_1~',
    charge: 'ch_1~',
    created: day(0),
    currency: 'usd',
    metadata: {},
    payment_intent: 'pi_1~',
    reason: 'requested_by_customer',
    receipt_number: null,
    status: 'succeeded',
    ...fields,
  };
}

export function dispute(status: string, fields: StripeObject = {}): StripeObject {
  return {
    id: 'du_1~',
    object: 'dispute',
    amount: 29_900,
    balance_transactions: [],
    charge: 'ch_1~',
    created: day(0),
    currency: 'usd',
    enhanced_eligibility_types: [],
    evidence_details: { due_by: day(40), has_evidence: false, past_due: false, submission_count: 0 },
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: 'pi_1~',
    reason: 'fraudulent',
    status,
    ...fields,
  };
}

export interface Phase {
  start: number;
  end: number;
  price: Price;
}

export interface ScheduleFields extends StripeObject {
  phases: readonly Phase[];
  /** Index into phases; null = not started or over. */
  current: number | null;
}

export function schedule({ phases, current, ...fields }: ScheduleFields): StripeObject {
  const now = current === null ? undefined : phases[current];
  return {
    id: 'sub_sched_~',
    object: 'subscription_schedule',
    application: null,
    billing_mode: { flexible: null, type: 'flexible' },
    canceled_at: null,
    completed_at: null,
    created: day(0),
    current_phase: now === undefined ? null : { start_date: now.start, end_date: now.end },
    customer: CUSTOMER,
    customer_account: null,
    default_settings: { billing_cycle_anchor: 'automatic', collection_method: 'charge_automatically' },
    end_behavior: 'release',
    livemode: false,
    metadata: {},
    pause_schedules: [],
    phases: phases.map(schedulePhase),
    released_at: null,
    released_subscription: null,
    renewal_interval: null,
    status: 'active',
    subscription: SUBSCRIPTION,
    test_clock: null,
    ...fields,
  };
}

export function schedulePhase({ start, end, price: of }: Phase): StripeObject {
  return {
    add_invoice_items: [],
    billing_cycle_anchor: null,
    currency: 'usd',
    discounts: [],
    end_date: end,
    items: [
      { billing_thresholds: null, discounts: [], metadata: {}, plan: of.id, price: of.id, quantity: 1 },
    ],
    metadata: {},
    proration_behavior: 'create_prorations',
    start_date: start,
    trial_end: null,
  };
}

export function entitlements(lookupKeys: readonly string[], hasMore = false): StripeObject {
  return {
    object: 'entitlements.active_entitlement_summary',
    customer: CUSTOMER,
    entitlements: entitlementList(lookupKeys, hasMore),
    livemode: false,
  };
}

export const entitlementList = (lookupKeys: readonly string[], hasMore = false): StripeObject => ({
  object: 'list',
  data: lookupKeys.map((key) => ({
    id: `ent_${key}~`,
    object: 'entitlements.active_entitlement',
    feature: `feat_${key}`,
    livemode: false,
    lookup_key: key,
  })),
  has_more: hasMore,
  url: `/v1/customer/${CUSTOMER}/entitlements`,
});
