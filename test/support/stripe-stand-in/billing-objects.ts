// Billing objects as Stripe renders them in webhook payloads since basil: ids for relations, periods on the items.

export interface BillingStory {
  /** Unix seconds at which the object is as it is. */
  created: number;
  livemode: boolean;
  customerId: string;
  customerName: string;
  email: string;
  subscriptionId: string;
  status: string;
  priceId: string;
  productId: string;
  lookupKey: string | null;
  nickname: string | null;
  /** In the currency's smallest unit. */
  unitAmount: number;
  quantity: number;
  currency: string;
  /** Goes on the subscription and on what names it. */
  metadata: Record<string, string>;
}

type StripeObject = Record<string, unknown>;

const MONTH_SECONDS = 30 * 24 * 3600;

export function customerObject(story: BillingStory): StripeObject {
  return {
    id: story.customerId,
    object: 'customer',
    address: {
      city: 'Zürich',
      country: 'CH',
      line1: 'Löwenstraße 12',
      line2: null,
      postal_code: '8001',
      state: null,
    },
    balance: 0,
    business_name: null,
    created: story.created,
    currency: story.currency,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: 'Kundin seit der Eröffnung – „Café Größe“',
    email: story.email,
    individual_name: null,
    invoice_prefix: '5B8F2A1C',
    invoice_settings: {
      custom_fields: null,
      default_payment_method: 'pm_1StandIn00000000000001',
      footer: null,
      rendering_options: null,
    },
    livemode: story.livemode,
    metadata: { app_user_id: 'user_42', ...story.metadata },
    name: story.customerName,
    next_invoice_sequence: 4,
    phone: '+41 44 555 01 23',
    preferred_locales: ['de-CH', 'fr-CH'],
    shipping: {
      address: {
        city: 'Zürich',
        country: 'CH',
        line1: 'Löwenstraße 12',
        line2: null,
        postal_code: '8001',
        state: null,
      },
      name: story.customerName,
      phone: null,
    },
    tax_exempt: 'none',
    test_clock: null,
  };
}

function planAndPrice(story: BillingStory): { plan: StripeObject; price: StripeObject } {
  const common = {
    active: true,
    billing_scheme: 'per_unit',
    created: 1_767_225_600,
    currency: story.currency,
    livemode: story.livemode,
    metadata: {},
    nickname: story.nickname,
    product: story.productId,
  };
  return {
    plan: {
      id: story.priceId,
      object: 'plan',
      ...common,
      amount: story.unitAmount,
      amount_decimal: String(story.unitAmount),
      interval: 'month',
      interval_count: 1,
      meter: null,
      tiers_mode: null,
      transform_usage: null,
      trial_period_days: null,
      usage_type: 'licensed',
    },
    price: {
      id: story.priceId,
      object: 'price',
      ...common,
      custom_unit_amount: null,
      lookup_key: story.lookupKey,
      recurring: {
        interval: 'month',
        interval_count: 1,
        meter: null,
        trial_period_days: null,
        usage_type: 'licensed',
      },
      tax_behavior: 'unspecified',
      tiers_mode: null,
      transform_quantity: null,
      type: 'recurring',
      unit_amount: story.unitAmount,
      unit_amount_decimal: String(story.unitAmount),
    },
  };
}

export function subscriptionObject(story: BillingStory): StripeObject {
  const { plan, price } = planAndPrice(story);
  const itemId = `si_${story.subscriptionId.slice(4)}`;
  return {
    id: story.subscriptionId,
    object: 'subscription',
    application: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: story.created,
    billing_mode: { type: 'flexible' },
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, reason: null },
    collection_method: 'charge_automatically',
    created: story.created,
    currency: story.currency,
    customer: story.customerId,
    customer_account: null,
    default_payment_method: 'pm_1StandIn00000000000001',
    description: null,
    discounts: [],
    ended_at: null,
    items: {
      object: 'list',
      data: [
        {
          id: itemId,
          object: 'subscription_item',
          created: story.created,
          current_period_end: story.created + MONTH_SECONDS,
          current_period_start: story.created,
          discounts: [],
          metadata: {},
          plan,
          price,
          quantity: story.quantity,
          subscription: story.subscriptionId,
          tax_rates: [],
        },
      ],
      has_more: false,
      total_count: 1,
      url: `/v1/subscription_items?subscription=${story.subscriptionId}`,
    },
    latest_invoice: invoiceId(story),
    livemode: story.livemode,
    metadata: story.metadata,
    pause_collection: null,
    pending_update: null,
    schedule: null,
    start_date: story.created,
    status: story.status,
    test_clock: null,
    trial_end: null,
    trial_start: null,
  };
}

const invoiceId = (story: BillingStory): string => `in_${story.subscriptionId.slice(4)}`;

export function invoiceObject(story: BillingStory): StripeObject {
  const total = story.unitAmount * story.quantity;
  const period = { end: story.created + MONTH_SECONDS, start: story.created };
  return {
    id: invoiceId(story),
    object: 'invoice',
    account_country: 'CH',
    account_name: 'Hookline Sandbox',
    amount_due: total,
    amount_paid: total,
    amount_remaining: 0,
    attempt_count: 1,
    attempted: true,
    auto_advance: false,
    billing_reason: 'subscription_cycle',
    collection_method: 'charge_automatically',
    created: story.created,
    currency: story.currency,
    customer: story.customerId,
    customer_email: story.email,
    customer_name: story.customerName,
    default_payment_method: null,
    due_date: null,
    ending_balance: 0,
    hosted_invoice_url: 'https://invoice.stripe.com/i/acct_1StandIn0000001/test_YWNjdF8xU3RhbmRJbg',
    lines: {
      object: 'list',
      data: [
        {
          id: `il_${story.subscriptionId.slice(4)}`,
          object: 'line_item',
          amount: total,
          currency: story.currency,
          description: `${story.quantity} × Pro (at CHF ${(story.unitAmount / 100).toFixed(2)} / month)`,
          discountable: true,
          livemode: story.livemode,
          metadata: story.metadata,
          parent: {
            invoice_item_details: null,
            subscription_item_details: {
              invoice_item: null,
              proration: false,
              subscription: story.subscriptionId,
              subscription_item: `si_${story.subscriptionId.slice(4)}`,
            },
            type: 'subscription_item_details',
          },
          period,
          pricing: {
            price_details: { price: story.priceId, product: story.productId },
            type: 'price_details',
            unit_amount_decimal: String(story.unitAmount),
          },
          quantity: story.quantity,
        },
      ],
      has_more: false,
      total_count: 1,
      url: `/v1/invoices/${invoiceId(story)}/lines`,
    },
    livemode: story.livemode,
    metadata: {},
    next_payment_attempt: null,
    number: '5B8F2A1C-0004',
    parent: {
      quote_details: null,
      subscription_details: { metadata: story.metadata, subscription: story.subscriptionId },
      type: 'subscription_details',
    },
    period_end: story.created,
    period_start: story.created - MONTH_SECONDS,
    status: 'paid',
    status_transitions: {
      finalized_at: story.created,
      marked_uncollectible_at: null,
      paid_at: story.created,
      voided_at: null,
    },
    subtotal: total,
    total,
  };
}

export function checkoutSessionObject(story: BillingStory): StripeObject {
  const total = story.unitAmount * story.quantity;
  return {
    id: `cs_test_a1${story.subscriptionId.slice(4)}`,
    object: 'checkout.session',
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: true,
    amount_subtotal: total,
    amount_total: total,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: 'auto',
    cancel_url: 'http://localhost:3000/pricing?abgebrochen=1',
    client_reference_id: 'user_42',
    consent: null,
    created: story.created,
    currency: story.currency,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: story.customerId,
    customer_creation: 'always',
    customer_details: {
      address: {
        city: 'Zürich',
        country: 'CH',
        line1: 'Löwenstraße 12',
        line2: null,
        postal_code: '8001',
        state: null,
      },
      email: story.email,
      name: story.customerName,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
    customer_email: null,
    expires_at: story.created + 24 * 3600,
    invoice: invoiceId(story),
    invoice_creation: null,
    livemode: story.livemode,
    locale: 'de',
    metadata: story.metadata,
    mode: 'subscription',
    payment_intent: null,
    payment_link: null,
    payment_method_collection: 'always',
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: ['card', 'twint'],
    payment_status: 'paid',
    phone_number_collection: { enabled: false },
    setup_intent: null,
    status: 'complete',
    subscription: story.subscriptionId,
    success_url: 'http://localhost:3000/willkommen?session_id={CHECKOUT_SESSION_ID}',
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: 'hosted',
    url: null,
  };
}
