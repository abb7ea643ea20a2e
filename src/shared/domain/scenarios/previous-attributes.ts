// What an update says was there before: `data.previous_attributes`.
import { isObject, type Json } from '../json-read.ts';

/**
 * The old values of what differs, as Stripe tells them: of a hash only the keys that changed, an array whole with its old
 * contents, and null for a key that was not there. Source: facts E.
 */
export function previousAttributes(former: Json, present: Json): Json {
  const previous: Json = {};
  for (const key of new Set([...Object.keys(present), ...Object.keys(former)])) {
    const [before, after] = [former[key] ?? null, present[key] ?? null];
    if (isSame(before, after)) continue;
    previous[key] = isObject(before) && isObject(after) ? previousAttributes(before, after) : before;
  }
  return previous;
}

/** Both come from the same renderer, so that equal objects have their keys in the same order. */
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
