// Customers and means of payment as Stripe renders them.
import type { Json } from '../json-read.ts';
import type { CustomerRecord, PaymentMethodRecord, Rendering } from './billing-records.ts';

export function renderCustomer(customer: CustomerRecord, { isModern }: Rendering): Json {
  return {
    id: customer.id,
    object: 'customer',
    address: null,
    balance: 0,
    created: customer.created,
    currency: customer.currency,
    ...(isModern ? { customer_account: null } : {}),
    default_source: null,
    delinquent: customer.delinquent,
    description: null,
    ...(isModern ? {} : { discount: null }),
    email: customer.email,
    invoice_prefix: customer.invoicePrefix,
    invoice_settings: {
      custom_fields: null,
      default_payment_method: customer.defaultPaymentMethod,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: { ...customer.metadata },
    name: customer.name,
    next_invoice_sequence: customer.invoiceCount + 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}

export function renderPaymentMethod(method: PaymentMethodRecord, { isModern }: Rendering): Json {
  return {
    id: method.id,
    object: 'payment_method',
    allow_redisplay: 'limited',
    billing_details: renderBillingDetails(method, isModern),
    ...(method.type === 'card'
      ? {
          card: {
            brand: 'visa',
            checks: renderChecks(),
            country: 'US',
            display_brand: 'visa',
            exp_month: 12,
            exp_year: 2034,
            fingerprint: method.fingerprint,
            funding: 'credit',
            generated_from: null,
            last4: method.last4,
            networks: { available: ['visa'], preferred: null },
            ...(isModern ? { regulated_status: 'unregulated' } : {}),
            three_d_secure_usage: { supported: true },
            wallet: null,
          },
        }
      : {}),
    created: method.created,
    customer: method.customerId,
    ...(isModern ? { customer_account: null } : {}),
    livemode: false,
    metadata: {},
    ...(method.type === 'sepa_debit'
      ? {
          sepa_debit: {
            bank_code: '37040044',
            branch_code: '',
            country: 'DE',
            fingerprint: method.fingerprint,
            generated_from: { charge: null, setup_attempt: null },
            last4: method.last4,
          },
        }
      : {}),
    type: method.type,
  };
}

export function renderBillingDetails({ email, name }: PaymentMethodRecord, isModern: boolean): Json {
  return { address: renderAddress(), email, name, phone: null, ...(isModern ? { tax_id: null } : {}) };
}

export function renderAddress(): Json {
  return { city: null, country: 'DE', line1: null, line2: null, postal_code: null, state: null };
}

export function renderChecks(): Json {
  return { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' };
}
