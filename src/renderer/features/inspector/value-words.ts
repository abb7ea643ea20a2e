// What an event tells, in words: money, moments, enums, plans and payment methods in the chosen language.
import type { TFunction } from 'i18next';
import type { NamedPlanRef } from '#shared/contract/plans.ts';
import type { EnumSet, Value } from '#shared/domain/event-story/value.ts';
import type { PlanRef } from '#shared/domain/plans/headline.ts';
import { eventTypesEn } from '../../i18n/en-event-types.ts';
import { eventWordsEn } from '../../i18n/en-event-words.ts';
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
      return enumWords(t, value.set, value.value, value.otherwise);
    case 'thing':
      return thingWords(t, value.name);
    case 'happening':
      return happeningWords(t, value.name);
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

/** `core.account[identity]` → `core_account_identity`: catalogue keys have no dots in them. */
const catalogueKey = (name: string): string => name.replaceAll(/[^a-z0-9]+/g, '_').replace(/_$/, '');

/** @param name an event type without its last part and without the version in front of a thin event's */
export function thingWords(t: TFunction, name: string): string {
  const key = catalogueKey(name);
  if (Object.hasOwn(eventTypesEn.eventThing, key)) return t(`eventThing.${key}` as 'eventThing.account');
  return capitalized(plainWords(name) || '?');
}

/** @param name the last part of an event type */
export function happeningWords(t: TFunction, name: string): string {
  return name !== 'unknown' && Object.hasOwn(eventTypesEn.eventHappened, name)
    ? t(`eventHappened.${name}` as 'eventHappened.created')
    : t('eventHappened.unknown', { what: plainWords(name) });
}

function enumWords(t: TFunction, set: EnumSet, value: string, otherwise?: string): string {
  // Stripe's sets are open ones: a value without words is shown as Stripe writes it.
  if (!Object.hasOwn(eventWordsEn.eventWord[set], value)) return otherwise ?? plainWords(value);
  return t(`eventWord.${set}.${value}` as 'eventWord.status.active');
}

/** `brand_new_code` → `brand new code`; `account[requirements]` → `account requirements`. */
const plainWords = (value: string): string => value.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

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
  twint: 'TWINT',
  unionpay: 'UnionPay',
  wechat: 'WeChat Pay',
  wechat_pay: 'WeChat Pay',
  blik: 'BLIK',
  eftpos_au: 'eftpos',
  fpx: 'FPX',
  grabpay: 'GrabPay',
  interac_present: 'Interac',
  kakao_pay: 'Kakao Pay',
  mb_way: 'MB WAY',
  naver_pay: 'Naver Pay',
  oxxo: 'OXXO',
  payco: 'PAYCO',
  paynow: 'PayNow',
  payto: 'PayTo',
  promptpay: 'PromptPay',
  revolut_pay: 'Revolut Pay',
  samsung_pay: 'Samsung Pay',
  sequra: 'seQura',
  upi: 'UPI',
};

function properName(name: string): string {
  const key = name.toLowerCase().replaceAll(' ', '_');
  if (Object.hasOwn(PROPER_NAMES, key)) return PROPER_NAMES[key] ?? name;
  return capitalized(plainWords(name));
}

/** `Visa •••• 4242`, `SEPA Direct Debit •••• 3000`, `iDEAL`. */
function methodWords(t: TFunction, { type, brand, last4 }: Value & { kind: 'method' }): string {
  const unknown = brand === null || brand === 'unknown';
  const name = !unknown
    ? properName(brand)
    : Object.hasOwn(eventWordsEn.eventMethod, type)
      ? t(`eventMethod.${type}` as 'eventMethod.card')
      : properName(type);
  return last4 === null ? name : `${name} •••• ${last4}`;
}
