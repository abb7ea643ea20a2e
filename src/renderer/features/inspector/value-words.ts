// What an event tells, in words: money, moments, enums, plans and payment methods in the chosen language.
import type { TFunction } from 'i18next';
import type { NamedPlanRef } from '#shared/contract/plans.ts';
import type { EnumSet, Value } from '#shared/domain/event-story/value.ts';
import type { PlanRef } from '#shared/domain/plans/headline.ts';
import { eventsEn } from '../../i18n/en-events.ts';
import type { Format } from '../../i18n/create-format.ts';
import { priceWords } from '../../i18n/plan-words.ts';

export interface Wording {
  t: TFunction;
  format: Format;
  /** What people call a plan, as far as the engine knows products by name; null = by what the event says. */
  planName(plan: PlanRef): string | null;
}

export function valueWords(wording: Wording, value: Value): string {
  const { t, format } = wording;
  switch (value.kind) {
    case 'none':
      return t('eventValue.none');
    case 'money':
      return format.money(value.amountMinor, value.currency);
    case 'date':
      return format.date(value.at * 1000);
    case 'number':
      return format.number(value.value);
    case 'percent':
      return `${format.number(value.value)}%`;
    case 'duration':
      return t(value.unit === 'day' ? 'eventValue.days' : 'eventValue.months', {
        count: value.count,
        n: format.number(value.count),
      });
    case 'flag':
      return t(value.value ? 'eventValue.yes' : 'eventValue.no');
    case 'enum':
      return enumWords(t, value.set, value.value);
    case 'thing':
      return t(`eventThing.${thingKey(value.name)}`);
    case 'id':
      return value.id;
    case 'text':
    case 'json':
      return value.text;
    case 'plan':
      return planWords(wording, value.plan, value.show);
    case 'method':
      return methodWords(t, value);
    case 'list':
      return value.values.map((one) => valueWords(wording, one)).join(', ');
  }
}

/** Catalogue keys have no dots in them. */
const thingKey = (name: (Value & { kind: 'thing' })['name']): keyof typeof eventsEn.eventThing =>
  name === 'checkout.session' ? 'checkout_session' : name;

function enumWords(t: TFunction, set: EnumSet, value: string): string {
  // Stripe's sets are open ones: what nobody knew is shown as Stripe writes it.
  if (!Object.hasOwn(eventsEn.eventWord[set], value)) return plainWords(value);
  return t(`eventWord.${set}.${value}` as 'eventWord.status.active');
}

const plainWords = (value: string): string => value.replaceAll('_', ' ');

function planWords(wording: Wording, plan: PlanRef, show: (Value & { kind: 'plan' })['show']): string {
  const { t, format } = wording;
  const name = nameOfPlan(wording, plan);
  if (show === 'name') return name;
  const price = priceWords(t, format, named(plan, name));
  if (price === null) return name;
  return show === 'price' ? price : t('customers.planPriced', { name, price });
}

const named = (plan: PlanRef, name: string): NamedPlanRef => ({ ...plan, name });

export function nameOfPlan({ planName }: Wording, plan: PlanRef): string {
  return planName(plan) ?? plan.nickname ?? (plan.key || plan.priceId || plan.productId || '?');
}

/** Names of their own; what is not here is shown as Stripe writes it. */
const PROPER_NAMES: Readonly<Record<string, string>> = {
  afterpay_clearpay: 'Afterpay',
  amazon_pay: 'Amazon Pay',
  amex: 'American Express',
  american_express: 'American Express',
  bacs_debit: 'Bacs Direct Debit',
  cartes_bancaires: 'Cartes Bancaires',
  cashapp: 'Cash App Pay',
  diners: 'Diners Club',
  eps: 'EPS',
  ideal: 'iDEAL',
  jcb: 'JCB',
  mastercard: 'Mastercard',
  mobilepay: 'MobilePay',
  p24: 'Przelewy24',
  paypal: 'PayPal',
  sepa_debit: 'SEPA Direct Debit',
  twint: 'TWINT',
  unionpay: 'UnionPay',
  us_bank_account: 'US bank account',
  wechat_pay: 'WeChat Pay',
};

function properName(name: string): string {
  const key = name.toLowerCase().replaceAll(' ', '_');
  if (Object.hasOwn(PROPER_NAMES, key)) return PROPER_NAMES[key] ?? name;
  const words = plainWords(name);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `Visa •••• 4242`, `SEPA Direct Debit •••• 3000`, `iDEAL`. */
function methodWords(t: TFunction, { type, brand, last4 }: Value & { kind: 'method' }): string {
  const unknown = brand === null || brand === 'unknown';
  const name = !unknown
    ? properName(brand)
    : type === 'card' || type === 'bank_account'
      ? t(`eventValue.${type}`)
      : properName(type);
  return last4 === null ? name : `${name} •••• ${last4}`;
}
