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

/** Text that stands between values. */
interface Between {
  text: string;
}

/** Not by calls: a payload may be nested deeper than they can be. */
function canonical(root: unknown): string {
  const parts: string[] = [];
  const rest: ({ value: unknown } | Between)[] = [{ value: root }];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if ('text' in next) parts.push(next.text);
    else if (Array.isArray(next.value)) {
      const items = next.value.flatMap((value: unknown, place) => [
        { text: place === 0 ? '' : ',' },
        { value },
      ]);
      pushInOrder(rest, [{ text: '[' }, ...items, { text: ']' }]);
    } else if (isObject(next.value)) {
      const object = next.value;
      const keys = Object.keys(object).toSorted();
      const items = keys.flatMap((key, place) => [
        { text: `${place === 0 ? '' : ','}${JSON.stringify(key)}:` },
        { value: object[key] },
      ]);
      pushInOrder(rest, [{ text: '{' }, ...items, { text: '}' }]);
    } else parts.push(JSON.stringify(next.value) ?? 'null');
  }
  return parts.join('');
}

/** So that the first of them is popped first. */
function pushInOrder<T>(stack: T[], items: readonly T[]): void {
  for (const item of items.toReversed()) stack.push(item);
}
