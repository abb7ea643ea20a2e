// Short names for JSON values, to tell whether two are equal without keeping them. FNV-1a over canonical text, 53 bits.
import { isObject } from '../json-read.ts';

/** Path of a value, one level into objects (`status`, `metadata.plan`, `items.data`), to its digest. */
export type FlatDigest = Record<string, string>;

/** Equal for equal JSON values, whatever the order of their keys. */
export function digest(value: unknown): string {
  const text = canonical(value);
  let low = 0x811c9dc5;
  let high = 0x1000193;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + index), 0x85ebca6b);
  }
  return ((high >>> 11) * 2 ** 32 + (low >>> 0)).toString(36);
}

/** Of an object, or of the part of it that `previous_attributes` shows: hashes with their changed keys only, arrays whole. */
export function flatDigest(object: Record<string, unknown>): FlatDigest {
  const flat: FlatDigest = {};
  for (const [key, value] of Object.entries(object)) {
    if (!isObject(value)) flat[key] = digest(value);
    else
      for (const [inner, innerValue] of Object.entries(value)) flat[`${key}.${inner}`] = digest(innerValue);
  }
  return flat;
}

/** What is nested deeper than any object of Stripe's counts as equal: calls can go only so deep. */
const DEEPEST = 100;

function canonical(value: unknown, depth = 0): string {
  if (depth > DEEPEST) return '…';
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key], depth + 1)}`).join(',')}}`;
}
