// Payments as Stripe renders them: intents, charges, refunds, disputes. Source: facts F2; stripe-node's types.
import type { Json } from '../json-read.ts';
import type { ChargeRecord, PaymentIntentRecord, Rendering, SetupIntentRecord } from './billing-records.ts';
import { renderBillingDetails, renderChecks, renderPaymentMethod } from './render-customer.ts';

const DECLINE = {
  code: 'card_declined',
  declineCode: 'insufficient_funds',
  message: 'Your card has insufficient funds.',
} as const;

export function renderPaymentIntent(intent: PaymentIntentRecord, rendering: Rendering): Json {
  const { isModern, currency } = rendering;
  const { charge, method, status } = intent;
  const isFailed = charge?.status === 'failed';
  return {
    id: intent.id,
    object: 'payment_intent',
    ...(isModern ? { allowed_payment_method_types: null } : {}),
    amount: intent.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: status === 'succeeded' ? intent.amount : 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${intent.id}_secret_${intent.clientSecret}`,
    confirmation_method: 'automatic',
    created: intent.created,
    currency,
    customer: intent.customerId,
    ...(isModern ? { customer_account: null } : {}),
    description: intent.description,
    ...(isModern ? { excluded_payment_method_types: null } : { invoice: intent.invoiceId }),
    last_payment_error: isFailed ? renderLastError(charge, rendering) : null,
    latest_charge: charge?.id ?? null,
    livemode: false,
    ...(isModern ? { managed_payments: { enabled: false } } : {}),
    metadata: { ...intent.metadata },
    next_action: status === 'requires_action' ? NEXT_ACTION : null,
    on_behalf_of: null,
    payment_method: (charge === null && status !== 'requires_action') || isFailed ? null : method.id,
    payment_method_configuration_details: null,
    payment_method_options:
      method.type === 'card'
        ? {
            card: {
              installments: null,
              mandate_options: null,
              network: null,
              request_three_d_secure: 'automatic',
            },
          }
        : { sepa_debit: {} },
    payment_method_types: [method.type],
    ...(isModern ? { payment_record: null } : {}),
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: intent.isForLater ? 'off_session' : null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status,
    transfer_data: null,
    transfer_group: null,
  };
}

const NEXT_ACTION = {
  type: 'use_stripe_sdk',
  use_stripe_sdk: {
    type: 'three_d_secure_redirect',
    stripe_js: 'https://hooks.stripe.com/redirect/authenticate/src_test',
    source: 'src_test',
  },
} as const;

function renderAuthentication(): Json {
  return {
    authentication_flow: 'challenge',
    electronic_commerce_indicator: '05',
    exemption_indicator: null,
    result: 'authenticated',
    result_reason: null,
    transaction_id: '6e6a4d2f-5c0b-4d0c-9d5c-0f2f1a1c7b11',
    version: '2.2.0',
  };
}

/** Source: facts F3; stripe-node's types. */
export function renderSetupIntent(setup: SetupIntentRecord, { isModern }: Rendering): Json {
  const isDone = setup.status === 'succeeded';
  return {
    id: setup.id,
    object: 'setup_intent',
    ...(isModern ? { allowed_payment_method_types: null } : {}),
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: `${setup.id}_secret_${setup.clientSecret}`,
    created: setup.created,
    customer: setup.customerId,
    ...(isModern ? { customer_account: null } : {}),
    description: null,
    ...(isModern ? { excluded_payment_method_types: null } : {}),
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: isDone ? `setatt_1${setup.id.slice(6)}` : null,
    livemode: false,
    ...(isModern ? { managed_payments: { enabled: false } } : {}),
    mandate: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: isDone ? setup.method.id : null,
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: setup.status,
    usage: 'off_session',
  };
}

function renderLastError(charge: ChargeRecord, rendering: Rendering): Json {
  return {
    charge: charge.id,
    code: DECLINE.code,
    decline_code: DECLINE.declineCode,
    doc_url: 'https://stripe.com/docs/error-codes/card-declined',
    message: DECLINE.message,
    payment_method: renderPaymentMethod(charge.method, rendering),
    type: 'card_error',
  };
}

export function renderCharge(charge: ChargeRecord, { isModern, currency, accountId }: Rendering): Json {
  const isFailed = charge.status === 'failed';
  const isPaid = charge.status === 'succeeded';
  return {
    id: charge.id,
    object: 'charge',
    amount: charge.amount,
    amount_captured: isPaid ? charge.amount : 0,
    amount_refunded: charge.amountRefunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: charge.balanceTransactionId,
    billing_details: renderBillingDetails(charge.method, isModern),
    calculated_statement_descriptor: 'HOOKLINE DEMO',
    captured: !isFailed,
    created: charge.created,
    currency,
    customer: charge.customerId,
    description: charge.description,
    disputed: charge.isDisputed,
    failure_balance_transaction: null,
    failure_code: isFailed ? DECLINE.code : null,
    failure_message: isFailed ? DECLINE.message : null,
    fraud_details: {},
    ...(isModern ? {} : { invoice: charge.invoiceId }),
    livemode: false,
    metadata: { ...charge.metadata },
    on_behalf_of: null,
    outcome: renderOutcome(isFailed, isModern),
    paid: isPaid,
    payment_intent: charge.intentId,
    payment_method: charge.method.id,
    payment_method_details: renderMethodDetails(charge, isModern),
    receipt_email: null,
    receipt_number: null,
    receipt_url: isPaid ? `https://pay.stripe.com/receipts/payment/${accountId}/${charge.id}` : null,
    refunded: charge.amountRefunded === charge.amount,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: charge.status,
    transfer_data: null,
    transfer_group: null,
  };
}

function renderOutcome(isFailed: boolean, isModern: boolean): Json {
  return {
    ...(isModern
      ? { advice_code: null, network_advice_code: null, network_decline_code: isFailed ? '51' : null }
      : {}),
    network_status: isFailed ? 'declined_by_network' : 'approved_by_network',
    reason: isFailed ? DECLINE.declineCode : null,
    risk_level: 'normal',
    risk_score: 27,
    seller_message: isFailed
      ? 'The bank returned the decline code `insufficient_funds`.'
      : 'Payment complete.',
    type: isFailed ? 'issuer_declined' : 'authorized',
  };
}

function renderMethodDetails({ method, amount, status }: ChargeRecord, isModern: boolean): Json {
  if (method.type === 'sepa_debit')
    return {
      sepa_debit: {
        bank_code: '37040044',
        branch_code: '',
        country: 'DE',
        fingerprint: method.fingerprint,
        last4: method.last4,
        mandate: null,
      },
      type: 'sepa_debit',
    };
  return {
    card: {
      amount_authorized: status === 'failed' ? null : amount,
      authorization_code: null,
      brand: 'visa',
      checks: renderChecks(),
      country: 'US',
      ...(isModern ? { electronic_commerce_indicator: null } : {}),
      exp_month: 12,
      exp_year: 2034,
      fingerprint: method.fingerprint,
      funding: 'credit',
      installments: null,
      last4: method.last4,
      mandate: null,
      network: 'visa',
      ...(isModern
        ? { network_transaction_id: null, regulated_status: 'unregulated', transaction_link_id: null }
        : {}),
      three_d_secure: method.asksForAuthentication ? renderAuthentication() : null,
      wallet: null,
    },
    type: 'card',
  };
}

export interface RefundRecord {
  id: string;
  charge: ChargeRecord;
  created: number;
  balanceTransactionId: string;
  status: 'pending' | 'succeeded' | 'failed';
  /** What gives the money of a failed refund back to the balance. */
  failureBalanceTransactionId: string | null;
}

export function renderRefund(
  { id, charge, created, balanceTransactionId, status, failureBalanceTransactionId }: RefundRecord,
  { isModern, currency }: Rendering,
): Json {
  return {
    id,
    object: 'refund',
    amount: charge.amount,
    balance_transaction: balanceTransactionId,
    charge: charge.id,
    created,
    currency,
    ...(isModern ? { customer: charge.customerId, customer_account: null } : {}),
    destination_details: { card: { reference_status: 'pending', type: 'refund' }, type: 'card' },
    ...(failureBalanceTransactionId === null
      ? {}
      : {
          failure_balance_transaction: failureBalanceTransactionId,
          failure_reason: 'expired_or_canceled_card',
        }),
    metadata: {},
    payment_intent: charge.intentId,
    ...(isModern ? { payment_method: charge.method.id } : {}),
    reason: 'requested_by_customer',
    receipt_number: null,
    source_transfer_reversal: null,
    status,
    transfer_reversal: null,
  };
}
