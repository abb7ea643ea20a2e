// Lines of invoices, and the invoice items that adjustments become first. Source: facts F2; stripe-node's types.
import type { Json } from '../json-read.ts';
import type { InvoiceItemRecord, InvoiceLineRecord, InvoiceRecord, Rendering } from './billing-records.ts';
import { renderPlan, renderPrice } from './catalogue.ts';

export function renderInvoiceLine(
  line: InvoiceLineRecord,
  invoice: InvoiceRecord,
  { isModern, currency }: Rendering,
): Json {
  const common = {
    id: line.id,
    object: 'line_item',
    amount: line.amount,
    currency,
    description: line.description,
    discount_amounts: [],
    discountable: line.proration === null,
    discounts: [],
    invoice: invoice.id,
    livemode: false,
    metadata: { ...invoice.subscriptionMetadata },
    period: { end: line.end, start: line.start },
    pretax_credit_amounts: [],
    quantity: line.quantity,
    subscription: invoice.subscription.id,
  };
  if (isModern)
    return {
      ...common,
      parent: renderLineParent(line, invoice),
      pricing: renderPricing(line),
      quantity_decimal: String(line.quantity),
      subtotal: line.amount,
      taxes: [],
    };
  const { pretax_credit_amounts: _later, ...old } = common;
  return {
    ...old,
    amount_excluding_tax: line.amount,
    ...(line.proration === null ? {} : { invoice_item: line.proration.invoiceItemId }),
    plan: renderPlan(line.plan, isModern),
    price: renderPrice(line.plan, isModern),
    proration: line.proration !== null,
    proration_details: renderProrationDetails(line),
    subscription_item: line.itemId,
    tax_amounts: [],
    tax_rates: [],
    type: line.proration === null ? 'subscription' : 'invoiceitem',
    unit_amount_excluding_tax: unitText(line),
  };
}

function renderLineParent(line: InvoiceLineRecord, { subscription }: InvoiceRecord): Json {
  if (line.proration === null)
    return {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: line.itemId,
      },
      type: 'subscription_item_details',
    };
  return {
    invoice_item_details: {
      invoice_item: line.proration.invoiceItemId,
      proration: true,
      proration_details: renderProrationDetails(line),
      subscription: subscription.id,
    },
    subscription_item_details: null,
    type: 'invoice_item_details',
  };
}

function renderPricing({ plan, unitAmount }: InvoiceLineRecord): Json {
  return {
    price_details: { price: plan.priceId, product: plan.productId },
    type: 'price_details',
    unit_amount_decimal: String(unitAmount),
  };
}

/** Of a line, which can only name other lines. */
function renderProrationDetails({ proration }: InvoiceLineRecord): Json {
  const credited = proration?.credited ?? null;
  return {
    credited_items: credited !== null && 'invoiceId' in credited ? creditedLines(credited) : null,
  };
}

/** Of an invoice item, which can name others that wait with it. */
function renderItemProrationDetails({ proration }: InvoiceLineRecord): Json {
  const credited = proration?.credited ?? null;
  if (credited === null) return { credited_items: null, discount_amounts: [] };
  return {
    credited_items:
      'invoiceId' in credited
        ? { invoice_line_item_details: creditedLines(credited), type: 'invoice_line_items' }
        : { invoice_item: credited.invoiceItemId, type: 'invoice_item' },
    discount_amounts: [],
  };
}

const creditedLines = ({ invoiceId, lineId }: { invoiceId: string; lineId: string }): Json => ({
  invoice: invoiceId,
  invoice_line_items: [lineId],
});

export function renderInvoiceItem(
  { line, subscription, created, invoiceId }: InvoiceItemRecord,
  { isModern, currency }: Rendering,
): Json {
  const { plan } = line;
  return {
    id: line.proration?.invoiceItemId ?? line.id,
    object: 'invoiceitem',
    amount: line.amount,
    currency,
    customer: subscription.customerId,
    ...(isModern ? { customer_account: null } : {}),
    date: created,
    description: line.description,
    discountable: false,
    discounts: [],
    invoice: invoiceId,
    livemode: false,
    metadata: {},
    ...(isModern
      ? {
          net_amount: line.amount,
          parent: {
            subscription_details: { subscription: subscription.id, subscription_item: line.itemId },
            type: 'subscription_details',
          },
        }
      : {}),
    period: { end: line.end, start: line.start },
    ...(isModern
      ? { pricing: renderPricing(line) }
      : { plan: renderPlan(plan, isModern), price: renderPrice(plan, isModern) }),
    proration: true,
    ...(isModern ? { proration_details: renderItemProrationDetails(line) } : {}),
    quantity: line.quantity,
    ...(isModern
      ? { quantity_decimal: String(line.quantity) }
      : { subscription: subscription.id, subscription_item: line.itemId }),
    tax_rates: [],
    test_clock: null,
    ...(isModern
      ? {}
      : { unit_amount: Math.round(line.amount / line.quantity), unit_amount_decimal: unitText(line) }),
  };
}

/** Stripe's decimals have at most 12 places. */
const unitText = ({ amount, quantity }: InvoiceLineRecord): string =>
  String(Number((amount / quantity).toFixed(12)));
