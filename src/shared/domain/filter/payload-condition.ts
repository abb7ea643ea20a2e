// Whether a condition on the payload holds: the one evaluator for lists of events, bulk operations and endpoints.
import { isObject } from '../json-read.ts';
import type { FilterHas, FilterPayload, PayloadPath, PayloadValue } from './filter.ts';

/** A number as JSON writes it. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** So many digits of any decimal number survive being read as a double. */
const EXACT_DIGITS = 15;

/**
 * @returns null for what is no number, and for one with more digits than JSON numbers are read with: integers beyond 2^53 - 1, others
 * beyond 15 digits. With these left out a comparison with any integer of a payload is exact, since rounding keeps the order.
 */
export function exactNumber(text: string): number | null {
  if (!NUMBER.test(text)) return null;
  const value = Number(text);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return null;
  if (/^-?\d+$/.test(text)) return value + 0;
  const digits = text
    .replace(/[eE].*$/, '')
    .replaceAll(/[-.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '');
  return digits.length <= EXACT_DIGITS ? value + 0 : null;
}

/**
 * Whether the payload fits. A list fits when one of its elements does, on the way as well as at the end of a path.
 * @param payload parsed JSON of any shape; undefined when the body is no JSON, which nothing but a negated condition fits
 */
export function fitsPayload(payload: unknown, term: FilterPayload | FilterHas): boolean {
  const fits =
    term.what === 'has'
      ? term.paths.some((path) => hasValue(payload, path))
      : elementsOf(valuesAt(payload, term.path)).some(testOf(term));
  return fits !== term.negated;
}

function hasValue(payload: unknown, path: PayloadPath): boolean {
  return valuesAt(payload, path).some((value) => value !== null && value !== undefined);
}

/** What stands at the end of the path; several where there are lists on the way. */
export function valuesAt(payload: unknown, path: PayloadPath): unknown[] {
  let values: unknown[] = [payload];
  for (const step of path) {
    const next: unknown[] = [];
    const isNumber = /^\d+$/.test(step);
    const take = (value: unknown): void => {
      if (isObject(value) && Object.hasOwn(value, step)) next.push(value[step]);
    };
    for (const value of values) {
      if (isNumber && Array.isArray(value)) {
        if (Number(step) < value.length) next.push(value[Number(step)]);
      } else for (const element of elementsOf([value])) take(element);
    }
    values = next;
  }
  return values;
}

/** Lists replaced by their elements, however deep: not by calls, which a hostile payload could nest too deep. */
function elementsOf(values: readonly unknown[]): unknown[] {
  if (!values.some((value) => Array.isArray(value))) return [...values];
  const elements: unknown[] = [];
  const rest: unknown[] = values.toReversed();
  while (rest.length > 0) {
    const value = rest.pop();
    if (!Array.isArray(value)) elements.push(value);
    else for (let index = value.length - 1; index >= 0; index--) rest.push(value[index]);
  }
  return elements;
}

function testOf({ operator, values }: FilterPayload): (value: unknown) => boolean {
  if (operator === ':') {
    const tests = values.map(equals);
    return (value) => tests.some((test) => test(value));
  }
  const limit = exactNumber(values[0]?.parts.join('*') ?? '');
  return (value) => {
    // Metadata holds texts alone.
    const number = typeof value === 'string' ? exactNumber(value) : value;
    if (limit === null || typeof number !== 'number') return false;
    switch (operator) {
      case '>':
        return number > limit;
      case '>=':
        return number >= limit;
      case '<':
        return number < limit;
      case '<=':
        return number <= limit;
    }
  };
}

function equals({ parts, quoted }: PayloadValue): (value: unknown) => boolean {
  const [text = '', ...others] = parts;
  if (others.length > 0) return (value) => typeof value === 'string' && matchesParts(parts, value);
  if (quoted) return (value) => value === text;
  const literal = LITERALS.get(text);
  const number = exactNumber(text);
  return (value) => {
    if (value === text) return true;
    if (typeof value === 'number') return number !== null && value === number;
    return literal !== undefined && value === literal.value;
  };
}

const LITERALS: ReadonlyMap<string, { value: boolean | null }> = new Map([
  ['null', { value: null }],
  ['true', { value: true }],
  ['false', { value: false }],
]);

/** Whether a text is the parts with anything in between. Linear: no pattern can make it slow. */
function matchesParts(parts: readonly string[], text: string): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

/** A value that nothing else than this text, number, true, false or null fits; in quotes only where it has to be. */
export function payloadValueOf(value: string | number | boolean | null): PayloadValue {
  const text = String(value);
  const isOther = LITERALS.has(text) || exactNumber(text) !== null;
  return { parts: [text], quoted: typeof value === 'string' && (isOther || !/^[^\s"|*]+$/.test(text)) };
}

/** The values of a condition as texts that have to stand in the payload; null = it may fit a payload without. */
export function textsOf({
  operator,
  values,
  negated,
}: FilterPayload): { text: string; isWhole: boolean }[] | null {
  if (negated || operator !== ':') return null;
  const texts = values.map(({ parts, quoted }) => {
    const [text = '', ...others] = parts;
    const isWhole = others.length === 0;
    const isOther = isWhole && !quoted && (LITERALS.has(text) || exactNumber(text) !== null);
    return isOther ? null : { text, isWhole };
  });
  return texts.includes(null) ? null : texts.filter((text) => text !== null);
}

/** So many digits before the point; larger numbers count as that large. */
const MOST_DIGITS = 22;

/** By its digits before the point, with its sign; 0 = smaller than one. Of two numbers the larger is in the same size or a larger one. */
export function sizeOf(number: number): number {
  const size = Math.abs(number);
  if (size < 1) return 0;
  const digits = size >= 1e21 ? MOST_DIGITS : String(Math.trunc(size)).length;
  return number < 0 ? -digits : digits;
}

/** One of these numbers has to stand at a member of this name, as a number or a text; null = it may fit a payload without. */
export function sizesOf({
  path,
  operator,
  values,
  negated,
}: FilterPayload): { name: string; sizes: number[] } | null {
  const name = path.at(-1) ?? '';
  // It may be the number of an element.
  if (negated || /^\d+$/.test(name)) return null;
  const numbers = values.map(({ parts, quoted }) =>
    quoted || parts.length > 1 ? null : exactNumber(parts[0] ?? ''),
  );
  const known = numbers.filter((number) => number !== null).map(sizeOf);
  if (known.length < numbers.length) return null;
  const [limit = 0] = known;
  const all = Array.from({ length: 2 * MOST_DIGITS + 1 }, (_, index) => index - MOST_DIGITS);
  if (operator === ':') return { name, sizes: known };
  return { name, sizes: all.filter((size) => (operator.startsWith('>') ? size >= limit : size <= limit)) };
}

/** The numbers of a payload, and the texts that are some, by the names of their members; `[name, size]`, each once. */
export function numbersIn(payload: unknown): [name: string, size: number][] {
  const found = new Map<string, [string, number]>();
  // Not by calls: a payload may be nested deeper than they can be.
  const rest: [string, unknown][] = [['', payload]];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const [name, value] = next;
    if (Array.isArray(value)) for (const element of value) rest.push([name, element]);
    else if (isObject(value)) for (const member of Object.entries(value)) rest.push(member);
    else {
      const number = typeof value === 'string' ? exactNumber(value) : value;
      if (typeof number === 'number') {
        const size = sizeOf(number);
        found.set(`${size} ${name}`, [name, size]);
      }
    }
  }
  return [...found.values()];
}
