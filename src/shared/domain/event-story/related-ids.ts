// The other objects an event's object names, so that one can go and look at them. Source: facts F2.
import { asArray, asObject, isObject, text, type Json } from '../json-read.ts';
import { isStripeId } from './stripe-page.ts';

export interface RelatedId {
  /** The key that names it: `subscription`, `latest_invoice` … */
  key: string;
  id: string;
}

/** More would be a table. */
const MOST = 8;

/** The customer and the object itself are shown by themselves. */
const LEFT_OUT: ReadonlySet<string> = new Set(['id', 'customer', 'customer_account']);

export function relatedIds(json: unknown): RelatedId[] {
  const object = asObject(asObject(asObject(json)['data'])['object']);
  const found = new Map<string, string>();
  const note = (key: string, value: unknown): void => {
    const id = text(value);
    if (id !== null && isStripeId(id) && !LEFT_OUT.has(key) && !found.has(id)) found.set(id, key);
  };
  for (const [key, value] of Object.entries(object)) note(key, value);
  // Since basil under `parent`, and the payment of an invoice under `payments`.
  for (const value of Object.values(asObject(object['parent']))) {
    if (isObject(value)) for (const [key, id] of Object.entries(value)) note(key, id);
  }
  for (const payment of [
    object['payment'],
    ...asArray(asObject(object['payments'])['data']).map(paymentOf),
  ]) {
    if (isObject(payment)) for (const [key, id] of Object.entries(payment)) note(key, id);
  }
  return [...found].map(([id, key]) => ({ key, id })).slice(0, MOST);
}

const paymentOf = (record: unknown): Json => asObject(asObject(record)['payment']);
