// Invoices and their payments as Stripe renders them, before and since basil. Source: facts F2; stripe-node's types.
import type { Json } from '../json-read.ts';
import { invoiceTotal, type InvoiceRecord, type Rendering } from './billing-records.ts';
import { HOUR } from './calendar.ts';
import { renderInvoiceLine } from './render-invoice-line.ts';

export function renderInvoice(invoice: InvoiceRecord, rendering: Rendering): Json {
  const { isModern, currency, accountId } = rendering;
  const { customer, payment, status } = invoice;
  const total = invoiceTotal(invoice);
  const paid = status === 'paid' ? total : 0;
  const pageOf = (suffix: string): string | null =>
    invoice.finalizedAt === null
      ? null
      : `https://invoice.stripe.com/i/${accountId}/test_${invoice.id.slice(3)}${suffix}`;
  return {
    id: invoice.id,
    object: 'invoice',
    account_country: 'DE',
    account_name: 'Hookline Demo',
    account_tax_ids: null,
    amount_due: total,
    ...(isModern ? { amount_overpaid: 0 } : {}),
    amount_paid: paid,
    amount_remaining: total - paid,
    amount_shipping: 0,
    application: null,
    ...(isModern ? {} : { application_fee_amount: null }),
    attempt_count: invoice.attemptCount,
    attempted: invoice.attemptCount > 0 || status === 'paid',
    // Stripe goes on by itself until it is paid or the last attempt has failed.
    auto_advance: status !== 'paid' && (invoice.attemptCount === 0 || invoice.nextAttemptAt !== null),
    automatic_tax: isModern
      ? { disabled_reason: null, enabled: false, liability: null, provider: null, status: null }
      : { enabled: false, liability: null, status: null },
    automatically_finalizes_at:
      status === 'draft' && invoice.billingReason === 'subscription_cycle' ? invoice.created + HOUR : null,
    billing_reason: invoice.billingReason,
    ...(isModern ? {} : { charge: payment?.intent.charge?.id ?? null }),
    collection_method: 'charge_automatically',
    created: invoice.created,
    currency,
    custom_fields: null,
    customer: customer.id,
    ...(isModern ? { customer_account: null } : {}),
    customer_address: null,
    customer_email: customer.email,
    customer_name: customer.name,
    customer_phone: null,
    customer_shipping: null,
    customer_tax_exempt: 'none',
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    ...(isModern ? {} : { discount: null }),
    discounts: [],
    due_date: null,
    effective_at: invoice.finalizedAt,
    ending_balance: invoice.finalizedAt === null ? null : 0,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: pageOf('?s=ap'),
    invoice_pdf: pageOf('/pdf?s=ap'),
    issuer: { type: 'self' },
    last_finalization_error: null,
    latest_revision: null,
    lines: {
      object: 'list',
      data: invoice.lines.map((line) => renderInvoiceLine(line, invoice, rendering)),
      has_more: false,
      total_count: invoice.lines.length,
      url: `/v1/invoices/${invoice.id}/lines`,
    },
    livemode: false,
    metadata: {},
    next_payment_attempt: invoice.nextAttemptAt,
    number: invoice.number,
    on_behalf_of: null,
    ...(isModern
      ? { parent: renderParent(invoice) }
      : { paid: status === 'paid', paid_out_of_band: false, payment_intent: payment?.intent.id ?? null }),
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    ...(isModern
      ? {
          payments: {
            object: 'list',
            data: payment === null ? [] : [renderInvoicePayment(invoice, rendering)],
            has_more: false,
            url: `/v1/invoice_payments?invoice=${invoice.id}`,
          },
        }
      : {}),
    period_end: invoice.periodEnd,
    period_start: invoice.periodStart,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    ...(isModern ? {} : { quote: null }),
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: 0,
    statement_descriptor: null,
    status,
    status_transitions: {
      finalized_at: invoice.finalizedAt,
      marked_uncollectible_at: null,
      paid_at: invoice.paidAt,
      voided_at: null,
    },
    ...(isModern ? {} : renderOldSubscription(invoice)),
    subtotal: total,
    subtotal_excluding_tax: total,
    ...(isModern ? {} : { tax: null }),
    test_clock: null,
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    ...(isModern
      ? { total_pretax_credit_amounts: [], total_taxes: [] }
      : { total_tax_amounts: [], transfer_data: null }),
    webhooks_delivered_at: invoice.finalizedAt === null ? null : invoice.created,
  };
}

/** The preview of a renewal: it does not exist yet, so there is nothing to find it by. Source: facts F3. */
export function renderUpcomingInvoice(invoice: InvoiceRecord, rendering: Rendering): Json {
  const { id: _none, payments: _noneYet, ...preview } = renderInvoice(invoice, rendering);
  const lines = invoice.lines.map((line) => ({
    ...renderInvoiceLine(line, invoice, rendering),
    invoice: null,
  }));
  return {
    ...preview,
    automatically_finalizes_at: null,
    billing_reason: 'upcoming',
    lines: {
      object: 'list',
      data: lines,
      has_more: false,
      total_count: lines.length,
      url: `/v1/invoices/upcoming/lines?subscription=${invoice.subscription.id}`,
    },
    next_payment_attempt: invoice.created + HOUR,
  };
}

/** @throws Error when nothing is to be paid */
export function renderInvoicePayment({ id, payment, status }: InvoiceRecord, { currency }: Rendering): Json {
  if (payment === null) throw new Error(`${id} has no payment.`);
  const { amount } = payment.intent;
  const paidAt = payment.intent.status === 'succeeded' ? (payment.intent.charge?.created ?? null) : null;
  const isPaid = status === 'paid';
  return {
    id: payment.id,
    object: 'invoice_payment',
    amount_paid: isPaid ? amount : null,
    amount_requested: amount,
    created: payment.created,
    currency,
    invoice: id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: payment.intent.id, type: 'payment_intent' },
    status: isPaid ? 'paid' : 'open',
    status_transitions: { canceled_at: null, paid_at: isPaid ? paidAt : null },
  };
}

function renderParent({ subscription, subscriptionMetadata, prorationDate }: InvoiceRecord): Json {
  return {
    quote_details: null,
    subscription_details: {
      metadata: { ...subscriptionMetadata },
      subscription: subscription.id,
      ...(prorationDate === null ? {} : { subscription_proration_date: prorationDate }),
    },
    type: 'subscription_details',
  };
}

function renderOldSubscription({ subscription, subscriptionMetadata, prorationDate }: InvoiceRecord): Json {
  return {
    subscription: subscription.id,
    subscription_details: { metadata: { ...subscriptionMetadata } },
    ...(prorationDate === null ? {} : { subscription_proration_date: prorationDate }),
  };
}
