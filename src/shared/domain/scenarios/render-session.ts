// A Checkout Session as Stripe renders it when it has been completed. Source: facts F5; stripe-node's types.
import type { Json } from '../json-read.ts';
import type { Rendering } from './billing-records.ts';
import { DAY } from './calendar.ts';
import { renderAddress } from './render-customer.ts';

export interface SessionRecord {
  id: string;
  mode: 'payment' | 'subscription';
  created: number;
  amount: number;
  paymentStatus: 'paid' | 'unpaid' | 'no_payment_required';
  appRef: string | null;
  name: string;
  email: string;
  /** null for a guest, of whom Stripe makes no customer. */
  customerId: string | null;
  customerCreation: 'always' | 'if_required' | null;
  invoiceId: string | null;
  subscriptionId: string | null;
  paymentIntentId: string | null;
  methodTypes: string[];
  isMethodOptional: boolean;
  metadata: Record<string, string>;
}

export function renderSession(session: SessionRecord, { isModern, currency }: Rendering): Json {
  const isPayment = session.mode === 'payment';
  return {
    id: session.id,
    object: 'checkout.session',
    ...(isModern ? { adaptive_pricing: { enabled: false } } : {}),
    after_expiration: null,
    allow_promotion_codes: null,
    ...(isModern ? { allowed_payment_method_types: null } : {}),
    amount_subtotal: session.amount,
    amount_total: session.amount,
    automatic_tax: {
      enabled: false,
      liability: null,
      ...(isModern ? { provider: null } : {}),
      status: null,
    },
    billing_address_collection: null,
    cancel_url: 'http://localhost:3000/pricing',
    client_reference_id: session.appRef,
    client_secret: null,
    ...(isModern
      ? { collected_information: { business_name: null, individual_name: null, shipping_details: null } }
      : {}),
    consent: null,
    consent_collection: null,
    created: session.created,
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: session.customerId,
    ...(isModern ? { customer_account: null } : {}),
    customer_creation: session.customerCreation,
    customer_details: {
      address: renderAddress(),
      ...(isModern ? { business_name: null } : {}),
      email: session.email,
      ...(isModern ? { individual_name: null } : {}),
      name: session.name,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
    customer_email: null,
    ...(isModern ? { discounts: [] } : {}),
    expires_at: session.created + DAY,
    ...(isModern ? { integration_identifier: null } : {}),
    invoice: session.invoiceId,
    invoice_creation: isPayment
      ? {
          enabled: false,
          invoice_data: {
            account_tax_ids: null,
            custom_fields: null,
            description: null,
            footer: null,
            issuer: null,
            metadata: {},
            rendering_options: null,
          },
        }
      : null,
    livemode: false,
    locale: null,
    ...(isModern ? { managed_payments: { enabled: false } } : {}),
    metadata: { ...session.metadata },
    mode: session.mode,
    ...(isModern ? { origin_context: null } : {}),
    payment_intent: session.paymentIntentId,
    payment_link: null,
    payment_method_collection: session.isMethodOptional || isPayment ? 'if_required' : 'always',
    payment_method_configuration_details: null,
    payment_method_options: { card: { request_three_d_secure: 'automatic' } },
    payment_method_types: [...session.methodTypes],
    payment_status: session.paymentStatus,
    ...(isModern ? { permissions: null } : {}),
    phone_number_collection: { enabled: false },
    recovered_from: null,
    saved_payment_method_options: isPayment
      ? null
      : {
          allow_redisplay_filters: ['always'],
          payment_method_remove: 'disabled',
          payment_method_save: null,
        },
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    ...(isModern ? {} : { shipping_details: null }),
    shipping_options: [],
    status: 'complete',
    submit_type: null,
    subscription: session.subscriptionId,
    success_url: 'http://localhost:3000/welcome?session_id={CHECKOUT_SESSION_ID}',
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: isModern ? 'hosted_page' : 'hosted',
    url: null,
    ...(isModern ? { wallet_options: null } : {}),
  };
}
