// The same event as API version 2024-06-20 rendered it: periods on the subscription, `invoice.subscription`, `line.price`.
import { planOf, type Item, type Price, type StripeObject } from './stripe-objects.ts';

export const CURRENT = '2026-10-28.endive';
export const OLD = '2024-06-20';
/** Before prices. Its events are written down as they are, not rendered from the current shape. */
export const BEFORE_PRICES = '2019-12-03';
export type ApiVersion = typeof CURRENT | typeof OLD | typeof BEFORE_PRICES;

/** For `data.object` and for `previous_attributes` alike: what is not there stays away. */
export function renderAs(version: ApiVersion, type: string, object: StripeObject): StripeObject {
  if (version !== OLD) return object;
  if (type.startsWith('customer.subscription.')) return oldSubscription(object);
  if (type.startsWith('invoice.')) return oldInvoice(object);
  if (type.startsWith('charge.') && object['object'] === 'charge') return { ...object, invoice: null };
  return object;
}

function oldSubscription({ customer_account: _account, status_details: _details, ...rest }: StripeObject) {
  const items = (rest['items'] as { data: Item[] } | undefined)?.data;
  if (items === undefined) return rest;
  const only = items.length === 1 ? items[0] : undefined;
  return {
    ...rest,
    current_period_start: Math.min(...items.map((one) => one.current_period_start)),
    current_period_end: Math.min(...items.map((one) => one.current_period_end)),
    discount: null,
    items: {
      ...(rest['items'] as StripeObject),
      data: items.map(
        ({ current_period_start: _start, current_period_end: _end, current_trial: _trial, ...kept }) => kept,
      ),
    },
    ...(only === undefined ? {} : { plan: planOf(only.price), quantity: only['quantity'] ?? null }),
  };
}

interface Line extends StripeObject {
  parent: { subscription_item_details: { subscription: string; subscription_item: string } | null };
  pricing: { price_details: { price: string; product: string } };
}

function oldInvoice({ parent, ...rest }: StripeObject): StripeObject {
  const details = (parent as { subscription_details: StripeObject } | null | undefined)?.subscription_details;
  const lines = rest['lines'] as { data: Line[] } | undefined;
  if (lines === undefined) return rest;
  return {
    ...rest,
    charge: rest['status'] === 'paid' ? 'ch_1~' : null,
    paid: rest['status'] === 'paid',
    payment_intent: 'pi_1~',
    subscription: details?.['subscription'] ?? null,
    subscription_details: { metadata: details === undefined ? null : {} },
    lines: {
      ...lines,
      data: lines.data.map(({ parent: of, pricing, ...kept }) => ({
        ...kept,
        price: {
          id: pricing.price_details.price,
          object: 'price',
          product: pricing.price_details.product,
          currency: 'usd',
          lookup_key: null,
          metadata: {},
          nickname: null,
          recurring: { interval: 'month', interval_count: 1, usage_type: 'licensed' },
          type: 'recurring',
          unit_amount: kept['amount'],
        } satisfies Partial<Record<keyof Price, unknown>>,
        proration: false,
        subscription: of.subscription_item_details?.subscription ?? null,
        subscription_item: of.subscription_item_details?.subscription_item ?? null,
        type: of.subscription_item_details === null ? 'invoiceitem' : 'subscription',
      })),
    },
  };
}
