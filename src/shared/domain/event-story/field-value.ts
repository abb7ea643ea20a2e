// The value of one key of a Stripe object, as what it is: money, a moment, an enum, an id.
import { integer, isObject } from '../json-read.ts';
import { durationUnit, enumSetOf, isMoment, isMoneyKey, isPercentKey, isYear } from './fields.ts';
import { isStripeId } from './stripe-page.ts';
import { NONE, type Value } from './value.ts';

export interface FieldPlace {
  key: string;
  parent: string | null;
  /** Of the event's object: the same key has other values in other objects. */
  objectType: string | null;
  /** Of the nearest object around that names one. */
  currency: string | null;
}

export function readValue(raw: unknown, place: FieldPlace): Value {
  if (raw === null || raw === undefined || raw === '') return NONE;
  if (typeof raw === 'boolean') return { kind: 'flag', value: raw };
  if (typeof raw === 'number') return readNumber(raw, place);
  if (typeof raw === 'string') return readText(raw, place);
  if (Array.isArray(raw) && raw.length === 0) return NONE;
  if (/(^|_)payment_method_types$/.test(place.key) && isTexts(raw)) {
    return {
      kind: 'list',
      values: raw.map((type) => ({ kind: 'method', type, brand: null, last4: null })),
    };
  }
  if (Array.isArray(raw) && raw.every((one) => one !== null && typeof one !== 'object')) {
    return { kind: 'list', values: raw.map((one) => readValue(one, place)) };
  }
  return { kind: 'json', text: shortJson(raw, 0) };
}

const isTexts = (raw: unknown): raw is string[] =>
  Array.isArray(raw) && raw.every((one) => typeof one === 'string');

function readNumber(raw: number, { key, parent, currency }: FieldPlace): Value {
  const unit = durationUnit(key);
  if (parent === 'metadata') return { kind: 'number', value: raw };
  if (unit !== null) return { kind: 'duration', unit, count: raw };
  if (isYear(key)) return { kind: 'text', text: String(raw) };
  if (isPercentKey(key)) return { kind: 'percent', value: raw };
  if (isMoment(key, raw)) return { kind: 'date', at: raw };
  if (isMoneyKey(key) && currency !== null && integer(raw) !== null) {
    return { kind: 'money', amountMinor: raw, currency };
  }
  return { kind: 'number', value: raw };
}

function readText(raw: string, { key, parent, objectType }: FieldPlace): Value {
  const set = enumSetOf(key, parent, objectType);
  if (set !== null) return { kind: 'enum', set, value: raw };
  return isStripeId(raw) ? { kind: 'id', id: raw } : { kind: 'text', text: raw };
}

const DEEPEST = 4;
const LONGEST = 400;

/** JSON to be glanced at: deep parts are left out, and so is the end of what is long. */
function shortJson(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (depth >= DEEPEST) return Array.isArray(value) ? '[…]' : '{…}';
  const parts: string[] = [];
  let length = 0;
  for (const [key, inner] of Object.entries(value)) {
    const part = shortJson(inner, depth + 1);
    parts.push(isObject(value) ? `${JSON.stringify(key)}: ${part}` : part);
    length += part.length;
    if (length > LONGEST) {
      parts.push('…');
      break;
    }
  }
  return Array.isArray(value) ? `[${parts.join(', ')}]` : `{${parts.join(', ')}}`;
}
