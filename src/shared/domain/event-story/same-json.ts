// Whether two JSON values say the same; the order of keys does not matter, a key that is null is one that is not there.
import { isObject } from '../json-read.ts';

/** What is nested deeper than any object of Stripe's counts as different: nobody needs it followed. */
const DEEPEST = 30;

export function isSameJson(one: unknown, other: unknown, depth = 0): boolean {
  if (one === other) return true;
  if (depth > DEEPEST) return false;
  if (Array.isArray(one) && Array.isArray(other)) {
    return (
      one.length === other.length && one.every((value, index) => isSameJson(value, other[index], depth + 1))
    );
  }
  if (isObject(one) && isObject(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].every((key) => isSameJson(own(one, key), own(other, key), depth + 1));
  }
  return (one ?? null) === (other ?? null);
}

const own = (object: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(object, key) ? (object[key] ?? null) : null;
