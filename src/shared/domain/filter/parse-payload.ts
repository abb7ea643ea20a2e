// Reads conditions on the payload: a path into the event, an operator, and values; or has: with paths.
import {
  isField,
  PAYLOAD_MEMBERS,
  PAYLOAD_OPERATORS,
  type FilterTerm,
  type PayloadOperator,
  type PayloadPath,
  type PayloadValue,
} from './filter.ts';
import type { FilterProblem } from './parse-filter.ts';
import { exactNumber } from './payload-condition.ts';
import { nearestOf } from '../nearest.ts';

type Read = { term: FilterTerm; end: number } | FilterProblem;
type ReadPath = { path: PayloadPath; end: number } | FilterProblem;

/** Attributes of Stripe's objects that filters are mostly about: whoever writes one alone means the object's. */
const ATTRIBUTES: ReadonlySet<string> = new Set(
  `amount amount_due amount_paid amount_total amount_refunded billing_reason cancel_at cancel_at_period_end canceled_at
  collection_method currency description metadata payment_status quantity subscription total`.split(/\s+/),
);

/** @returns the path that is meant by the name of an attribute */
export function nearestAttribute(name: string): string | null {
  return ATTRIBUTES.has(name) ? `data.object.${name}` : null;
}

const HAS = /^has:/i;
/** A name and what compares, without a path: `amount>=5000`. */
const COMPARISON = /^([a-z_]\w*)(>=|<=|[<>])/i;
/** `cancel_at:`; names of fields have no underscore. */
const ATTRIBUTE = /^([a-z_]+):/i;
/** As far as a word goes that has a path at its beginning. */
const DOTTED = /^([a-z_]\w*)\.(?:[^\s"]|"(?:[^"\\]|\\.)*"?)*/i;
const IN_QUOTES = /"(?:[^"\\]|\\.)*"?/g;

/** @returns null when what stands there is no condition on the payload */
export function readPayloadTerm(text: string, at: number, negated: boolean): Read | null {
  const rest = text.slice(at);
  if (HAS.test(rest)) return readHas(text, at, negated);
  const [whole = '', name = '', operator = ''] = COMPARISON.exec(rest) ?? [];
  if (whole !== '') {
    const field = name.toLowerCase();
    if (isField(field)) {
      return { ...problemAt('not_comparable', text, at + name.length, at + whole.length), field };
    }
    return {
      ...problemAt('no_path', text, at, at + name.length),
      nearest: `data.object.${name}${operator}`,
    };
  }
  const [, attribute = ''] = ATTRIBUTE.exec(rest) ?? [];
  if (attribute.includes('_') && nearestAttribute(attribute) !== null) {
    return {
      ...problemAt('unknown_field', text, at, at + attribute.length),
      nearest: nearestAttribute(attribute),
    };
  }
  const [word = '', member = ''] = DOTTED.exec(rest) ?? [];
  // Without an operator it is a text, such as charge.succeeded.
  const isText = !/[:<>]/.test(word.replaceAll(IN_QUOTES, '')) && !(isMember(member) && word.includes('"'));
  if (word === '' || isText) return null;
  if (!isMember(member)) return unknownMember(text, at, member);
  const read = readPath(text, at);
  if ('code' in read) return read;
  const found = PAYLOAD_OPERATORS.find((one) => text.startsWith(one, read.end));
  if (found === undefined) return problemAt('bad_path', text, at, at + word.length);
  return readValues(text, at, read, found, negated);
}

function readValues(
  text: string,
  at: number,
  { path, end: pathEnd }: { path: PayloadPath; end: number },
  operator: PayloadOperator,
  negated: boolean,
): Read {
  const values: PayloadValue[] = [];
  let end = pathEnd + operator.length;
  for (;;) {
    const value = readValue(text, end);
    if ('code' in value) return value;
    if (value.end === end) return problemAt('missing_value', text, at, end);
    const isNumber = operator === ':' ? null : numberProblem(text, end, value);
    if (isNumber !== null) return isNumber;
    values.push(value.value);
    end = value.end;
    if (text[end] !== '|') break;
    if (operator !== ':') return problemAt('one_number', text, end, end + 1);
    end += 1;
  }
  return { term: { what: 'payload', path, operator, values, negated }, end };
}

function numberProblem(
  text: string,
  at: number,
  { value: { parts, quoted }, end }: { value: PayloadValue; end: number },
): FilterProblem | null {
  const written = parts.join('*');
  if (!quoted && exactNumber(written) !== null) return null;
  const isWritten = !quoted && written !== '' && Number.isFinite(Number(written));
  return problemAt(isWritten ? 'inexact_number' : 'not_a_number', text, at, end);
}

function readHas(text: string, at: number, negated: boolean): Read {
  const paths: PayloadPath[] = [];
  let end = at + 'has:'.length;
  for (;;) {
    if (end === text.length || /[\s|]/.test(text[end] ?? ' '))
      return problemAt('missing_value', text, at, end);
    const [member = ''] = /^\w+/.exec(text.slice(end)) ?? [];
    if (!isMember(member)) return unknownMember(text, end, member === '' ? (text[end] ?? '') : member);
    const read = readPath(text, end);
    if ('code' in read) return read;
    paths.push(read.path);
    end = read.end;
    if (text[end] !== '|') break;
    end += 1;
  }
  if (end < text.length && !/\s/.test(text[end] ?? ' ')) return problemAt('bad_path', text, at, end + 1);
  return { term: { what: 'has', paths, negated }, end };
}

/** Ends before what belongs to no step. */
function readPath(text: string, at: number): ReadPath {
  const path: string[] = [];
  let end = at;
  for (;;) {
    if (text[end] === '"') {
      const step = readQuotedStep(text, end);
      if ('code' in step) return step;
      path.push(step.value);
      end = step.end;
    } else {
      const [plain = ''] = /^[^\s".:<>|\\]*/.exec(text.slice(end)) ?? [];
      const [, name = '', numbers = ''] = /^([^[\]]+)((?:\[\d+\])*)$/.exec(plain) ?? [];
      if (name === '') return problemAt('bad_path', text, at, Math.max(end + plain.length, end + 1));
      path.push(name, ...(numbers.match(/\d+/g) ?? []));
      end += plain.length;
    }
    if (text[end] !== '.') return { path, end };
    end += 1;
  }
}

function readQuotedStep(text: string, at: number): { value: string; end: number } | FilterProblem {
  const [whole] = /^"(?:[^"\\]|\\.)*"/s.exec(text.slice(at)) ?? [];
  if (whole === undefined) return problemAt('unclosed_quote', text, at, text.length);
  const value = whole.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
  return { value, end: at + whole.length };
}

function readValue(text: string, at: number): { value: PayloadValue; end: number } | FilterProblem {
  if (text[at] !== '"') {
    const [plain = ''] = /^[^\s"|]*/.exec(text.slice(at)) ?? [];
    const end = at + plain.length;
    if (text[end] === '"') return problemAt('after_quote', text, at, end + 1);
    return { value: { parts: plain.split('*'), quoted: false }, end };
  }
  const parts = [''];
  const add = (char: string): void => void parts.push(`${parts.pop() ?? ''}${char}`);
  for (let index = at + 1; index < text.length; index++) {
    const char = text[index] ?? '';
    if (char === '\\' && /["\\*]/.test(text[index + 1] ?? '')) {
      add(text[index + 1] ?? '');
      index += 1;
    } else if (char === '*') parts.push('');
    else if (char === '"') {
      if (!/[\s|]/.test(text[index + 1] ?? ' ')) return problemAt('after_quote', text, index, index + 2);
      return { value: { parts, quoted: true }, end: index + 1 };
    } else add(char);
  }
  return problemAt('unclosed_quote', text, at, text.length);
}

const isMember = (name: string): boolean => (PAYLOAD_MEMBERS as readonly string[]).includes(name);

function unknownMember(text: string, at: number, member: string): FilterProblem {
  const attribute = member === 'object' || ATTRIBUTES.has(member);
  const nearest = attribute
    ? member === 'object'
      ? 'data.object'
      : `data.object.${member}`
    : nearestOf(member, PAYLOAD_MEMBERS);
  return { ...problemAt('unknown_member', text, at, at + member.length), nearest };
}

function problemAt(code: FilterProblem['code'], text: string, at: number, end: number): FilterProblem {
  return { code, at, length: end - at, text: text.slice(at, end), field: null, nearest: null };
}
