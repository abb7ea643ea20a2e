// Reading what stories tell from Stripe's objects, whatever API version rendered them. Source: facts F2.
import { asArray, asObject, idOf, integer, isObject, text, unixSeconds, type Json } from '../json-read.ts';
import { planRefOf, type PlanRef } from '../plans/headline.ts';
import { readSubscription, type SubSnapshot } from '../plans/read-subscription.ts';
import { note, type Note, type Occasion } from './story.ts';
import { dateValue, enumValue, listValue, moneyValue, numberValue, textValue, type Value } from './value.ts';

export const money = (object: Json, key: string): Value | null =>
  moneyValue(integer(object[key]), text(object['currency']));
export const date = (object: Json, key: string): Value | null => dateValue(unixSeconds(object[key]));
export const isZero = (value: Value | null): boolean => value?.kind === 'money' && value.amountMinor === 0;

export function listData(value: unknown): Json[] {
  return asArray(isObject(value) ? value['data'] : value).map(asObject);
}

export const planValue = (plan: PlanRef | null, show: 'name' | 'price' | 'both' = 'name'): Value | null =>
  plan === null ? null : { kind: 'plan', plan, show };

/** `planRefOf` looks at items and metadata alone. */
export function plansOf(sub: SubSnapshot): PlanRef[] {
  const one = (of: SubSnapshot['items'], metadata: Record<string, string>): PlanRef | null =>
    planRefOf({ items: of, metadata });
  // The amount of a metered price is for a unit of usage, and not for a period.
  const items = sub.items.map((item) => (item.metered ? { ...item, unitAmount: null } : item));
  const main = one(items, sub.metadata);
  if (main === null) return [];
  const rest = items.toSpliced(
    items.findIndex(({ priceId }) => priceId === main.priceId),
    1,
  );
  return [main, ...rest.flatMap((item) => one([item], {}) ?? [])];
}

/** A price, or its older twin the plan. */
export function priceOf(price: Json): PlanRef | null {
  const sub = readSubscription({ id: 'sub_none', items: { data: [{ price }] } });
  return sub === null || text(price['id']) === null ? null : (plansOf(sub)[0] ?? null);
}

/** What somebody pays with: of a payment method, or of the details on a charge. */
export function methodOf(value: unknown): Value | null {
  const method = asObject(value);
  const type = text(method['type']);
  if (type === null) return null;
  const details = asObject(method[type]);
  const brand = text(details['display_brand']) ?? text(details['brand']) ?? text(details['bank_name']);
  return { kind: 'method', type, brand, last4: text(details['last4']) };
}

export const methodNote = (value: unknown): Note | null => note('method', { method: methodOf(value) });

/** Before 2022-11-15 the charges stood in the payment intent itself. */
export function intentMethod(intent: Json): Note | null {
  const charges = listData(intent['charges']);
  const failed = asObject(asObject(intent['last_payment_error'])['payment_method']);
  return methodNote(charges.at(-1)?.['payment_method_details'] ?? intent['payment_method_details'] ?? failed);
}

/** Why a payment failed: the bank's own code says most, then Stripe's, then the sentence. */
export function declineNote(error: unknown): Note | null {
  const { decline_code: decline, code, message } = asObject(error);
  return (
    note('declined', { reason: enumValue('decline', text(decline) ?? text(code), text(message)) }) ??
    note('message', { message: textValue(text(message)) })
  );
}

/** What became of a payment method that is used by default. */
export function methodChange(
  { object, former, previous }: Pick<Occasion, 'object' | 'former' | 'previous'>,
  keys: readonly string[],
): 'changed' | 'set' | 'removed' {
  const key = keys.find((one) => one in previous) ?? '';
  if (idOf(object[key]) === null) return 'removed';
  return idOf(former[key]) === null ? 'set' : 'changed';
}

/** What an invoice is for, in the words that stand on it. */
export function lineNotes(invoice: Json): (Note | null)[] {
  const lines = listData(invoice['lines']);
  const first = lines.find((line) => (integer(line['amount']) ?? 0) >= 0) ?? lines[0];
  const total = integer(asObject(invoice['lines'])['total_count']) ?? lines.length;
  return [
    note('line', { line: textValue(text(first?.['description'])) }),
    total > 1 ? note('moreLines', { n: numberValue(total - 1) }) : null,
  ];
}

export const numberNote = (invoice: Json): Note | null =>
  note('invoiceNumber', { number: textValue(text(invoice['number'])) });
/** That an invoice is upcoming, its sentence says. */
export const billingReasonNote = (invoice: Json): Note | null =>
  invoice['billing_reason'] === 'upcoming'
    ? null
    : note('reason', { reason: enumValue('billingReason', text(invoice['billing_reason'])) });
export const descriptionNote = (object: Json): Note | null =>
  note('description', { text: textValue(text(object['description'])) });
export const statusNote = (object: Json): Note | null =>
  note('status', { status: enumValue('status', text(object['status'])) });
/** What the developer's app switches on (facts F6). */
export const appPlanNote = (object: Json): Note | null =>
  note('appPlan', { plan: textValue(text(asObject(object['metadata'])['plan'])) });
export const addOnsNote = (plans: readonly PlanRef[]): Note | null =>
  note('addOns', { plans: listValue(plans.flatMap((plan) => planValue(plan) ?? [])) });

/** Credit for what somebody does not use comes as a negative amount. */
export function absolute(value: Value | null): Value | null {
  return value?.kind === 'money' ? { ...value, amountMinor: Math.abs(value.amountMinor) } : value;
}

/** What a coupon takes off. */
export function worthOf(coupon: Json): Value | null {
  const percent = coupon['percent_off'];
  if (typeof percent === 'number' && Number.isFinite(percent)) return { kind: 'percent', value: percent };
  return money(coupon, 'amount_off');
}

/** Since clover a discount names its coupon as `source.coupon`, before it held the coupon itself. */
export function couponOf(discount: Json): Json {
  const source = asObject(discount['source'])['coupon'];
  const coupon = discount['coupon'] ?? source;
  return isObject(coupon) ? coupon : { id: idOf(coupon) };
}
