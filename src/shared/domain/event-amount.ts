// The one amount of an event that its row shows: what was paid, refunded or billed by it, in the currency's smallest unit.
import { ownEntry } from './own-entry.ts';
import { asArray, asObject, integer, isObject, name, type Json } from './json-read.ts';

export interface EventAmount {
  amountMinor: number | null;
  /** As Stripe writes it: `eur`. */
  currency: string | null;
}

/** What a running sum such as `amount_refunded` grew by: all of it where the event does not say what it was before. */
export function growth(object: Json, previous: Json, key: string): number | null {
  const sum = integer(object[key]);
  const more = sum === null ? null : sum - (integer(previous[key]) ?? 0);
  return more === 0 ? sum : more;
}

/** The events that add to a running sum of their object. */
const RUNNING_SUMS: Readonly<Record<string, string>> = {
  'charge.refunded': 'amount_refunded',
  'application_fee.refunded': 'amount_refunded',
  'transfer.reversed': 'amount_reversed',
};

export function amountOf(type: string, object: Json, previous: Json): EventAmount {
  const currency = name(object['currency']);
  const found = (amount: unknown): EventAmount => ({ amountMinor: integer(amount), currency });
  const sum = ownEntry(RUNNING_SUMS, type);
  if (sum !== undefined) return found(growth(object, previous, sum));
  switch (object['object']) {
    case 'invoice':
      // What was paid outside of Stripe was due, and none of it was paid to Stripe.
      return found((object['status'] === 'paid' && object['amount_paid']) || object['amount_due']);
    case 'checkout.session':
    case 'quote':
    case 'climate.order':
      return found(object['amount_total']);
    case 'charge':
      return found(
        object['refunded'] === true ? object['amount_refunded'] : captured(object, 'amount_captured'),
      );
    case 'payment_intent':
      return found(captured(object, 'amount_received'));
    case 'subscription':
      return subscriptionAmount(object);
    case 'price':
      return found(object['unit_amount']);
    case 'coupon':
      return found(object['amount_off']);
    case 'credit_note':
      return found(object['total']);
    case 'invoice_payment':
      return found(object['amount_paid'] ?? object['amount_requested']);
    case 'customer_cash_balance_transaction':
      return found(object['net_amount']);
    case 'billing.credit_grant':
      return monetary(object['amount']);
    case 'billing.credit_balance_transaction':
      return monetary(asObject(object['credit'] ?? object['debit'])['amount']);
    case 'balance':
      return onlyOne(asArray(object['available']).map(asObject));
    case 'cash_balance':
      return onlyOne(
        Object.entries(asObject(object['available'])).map(([code, amount]) => ({ amount, currency: code })),
      );
    default:
      return found(object['amount']);
  }
}

/** Of what was authorized, a part may be captured; before that, all of it is what the payment is about. */
function captured(object: Json, key: string): unknown {
  const taken = integer(object[key]);
  return taken !== null && taken > 0 ? taken : object['amount'];
}

function monetary(amount: unknown): EventAmount {
  const { value, currency } = asObject(asObject(amount)['monetary']);
  return { amountMinor: integer(value), currency: name(currency) };
}

/** Amounts of several currencies cannot be one; those of zero say nothing beside another. */
function onlyOne(amounts: readonly Json[]): EventAmount {
  const held = amounts.filter(({ amount }) => amount !== 0);
  const [only] = held.length > 0 ? held : amounts;
  if (only === undefined || held.length > 1) return { amountMinor: null, currency: null };
  return { amountMinor: integer(only['amount']), currency: name(only['currency']) };
}

/**
 * What is billed each period: unit amount × quantity of the licensed items. None where an item has no fixed amount, and none where
 * items are billed at different intervals, since their sum is paid at no time. What is metered depends on the usage and is left out.
 */
function subscriptionAmount(object: Json): EventAmount {
  let currency = name(object['currency']);
  const none = (): EventAmount => ({ amountMinor: null, currency });
  const licensed = asArray(asObject(object['items'])['data'])
    .map(asObject)
    .map((item) => ({ item, price: isObject(item['price']) ? item['price'] : asObject(item['plan']) }))
    .filter(({ price }) => (asObject(price['recurring'])['usage_type'] ?? price['usage_type']) !== 'metered');
  if (licensed.length === 0) return none();
  const intervals = new Set<string>();
  let total = 0;
  for (const { item, price } of licensed) {
    const unit = integer(price['unit_amount'] ?? price['amount']);
    if (unit === null) return none();
    currency ??= name(price['currency']);
    const recurring = isObject(price['recurring']) ? price['recurring'] : price;
    intervals.add(JSON.stringify([recurring['interval'], recurring['interval_count'] ?? 1]));
    total += unit * unitsOf(price, integer(item['quantity']) ?? 1);
  }
  // A total beyond 2^53 is not the right one any more.
  return intervals.size > 1 ? none() : { amountMinor: integer(total), currency };
}

/** Packages are billed by the package: `transform_quantity`. */
function unitsOf(price: Json, quantity: number): number {
  const { divide_by: divideBy, round } = asObject(price['transform_quantity']);
  const size = integer(divideBy);
  if (size === null || size <= 0) return quantity;
  return round === 'down' ? Math.floor(quantity / size) : Math.ceil(quantity / size);
}
