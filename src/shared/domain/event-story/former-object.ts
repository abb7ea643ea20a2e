// The object as it was before an event, as far as `previous_attributes` tells.
import { isObject, type Json } from '../json-read.ts';

/** Nesting beyond this is no object of Stripe's. */
const DEEPEST = 20;

/** Of hashes only the keys that changed are told, and null for a key that was not there; an array is told whole. Facts E. */
export function formerObject(present: Json, previous: Json, depth = 0): Json {
  const former: Json = { ...present };
  for (const [key, before] of Object.entries(previous)) {
    if (key === '__proto__') continue;
    const after = Object.hasOwn(present, key) ? present[key] : undefined;
    former[key] =
      isObject(before) && isObject(after) && depth < DEEPEST
        ? formerObject(after, before, depth + 1)
        : before;
  }
  return former;
}
