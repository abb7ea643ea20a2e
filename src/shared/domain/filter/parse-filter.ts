// Reads the filter language.
//   filter    = { term }                       terms are separated by blanks; all must hold
//   term      = [ "-" ] ( condition | payload | has | text )   "-" turns it round
//   condition = field ":" value { "|" value }  one of the values fits
//   payload   = path ":" value { "|" value } | path ( ">=" | "<=" | ">" | "<" ) number
//   has       = "has:" path { "|" path }       something other than null is there
//   path      = member { "." step }            step: a name without " . : < > |, or quoted; a number in a list
//   value     = plain | quoted                 plain: no blank, quote or bar
//   text      = plain | quoted
//   quoted    = '"' { char | '\"' | '\\' } '"'   in a value of a payload `\*` is a star, and `*` any run of characters
import {
  FIELD_START,
  FILTER_FIELDS,
  isField,
  type Filter,
  type FilterField,
  type FilterTerm,
} from './filter.ts';
import { nearestAttribute, readPayloadTerm } from './parse-payload.ts';
import { checkValue } from './filter-values.ts';
import { nearestOf } from '../nearest.ts';

export const FILTER_PROBLEMS = [
  /** A word with a colon whose name is no field. */
  'unknown_field',
  /** Nothing after the colon or the bar. */
  'missing_value',
  'bad_value',
  'unclosed_quote',
  /** Something is glued to a closing quote. */
  'after_quote',
  /** A path that begins with no member of an event. */
  'unknown_member',
  /** A path that cannot be read. */
  'bad_path',
  /** A comparison of what is no path, such as `amount>=5000`. */
  'no_path',
  /** A comparison of a field that has none. */
  'not_comparable',
  /** A comparison with what is no number. */
  'not_a_number',
  /** More digits than a number in JSON is read with. */
  'inexact_number',
  /** A comparison takes one value. */
  'one_number',
  /** In an endpoint's condition: what an event does not have when it arrives, or what changes. */
  'not_on_arrival',
  'name_on_arrival',
  'text_on_arrival',
  'too_long',
] as const;

export interface FilterProblem {
  code: (typeof FILTER_PROBLEMS)[number];
  /** Where in the text, in UTF-16 units. */
  at: number;
  length: number;
  /** What stands there. */
  text: string;
  field: FilterField | null;
  /** What may have been meant. */
  nearest: string | null;
}

/** A term and where it stands in the text. */
export interface PlacedTerm {
  term: FilterTerm;
  at: number;
  end: number;
}

export type FilterRead =
  | { ok: true; filter: Filter; placed: readonly PlacedTerm[] }
  /** `placed`: what stands before the mistake. */
  | { ok: false; problem: FilterProblem; placed: readonly PlacedTerm[] };

export const MAX_FILTER_LENGTH = 2_000;

export class BadFilterError extends Error {
  readonly code = 'BAD_FILTER';
  readonly problem: FilterProblem;
  constructor(problem: FilterProblem) {
    super(`The filter cannot be read at character ${problem.at + 1}: ${problem.code}.`);
    this.problem = problem;
  }
}

/** @throws BadFilterError */
export function filterFrom(text: string): Filter {
  const read = parseFilter(text);
  if (!read.ok) throw new BadFilterError(read.problem);
  return read.filter;
}

export function parseFilter(text: string): FilterRead {
  const placed: PlacedTerm[] = [];
  if (text.length > MAX_FILTER_LENGTH) return bad('too_long', MAX_FILTER_LENGTH, text.length);
  let at = 0;
  for (;;) {
    at = skipBlanks(text, at);
    if (at === text.length) return { ok: true, filter: { terms: placed.map(({ term }) => term) }, placed };
    const read = readTerm(text, at);
    if ('code' in read) return { ok: false, problem: read, placed };
    placed.push({ ...read, at });
    at = read.end;
  }

  function bad(code: FilterProblem['code'], from: number, to: number): FilterRead {
    return { ok: false, problem: problemAt(code, text, from, to), placed };
  }
}

function readTerm(text: string, start: number): { term: FilterTerm; end: number } | FilterProblem {
  const negated = text[start] === '-' && start + 1 < text.length && !/\s/.test(text[start + 1] ?? ' ');
  const at = negated ? start + 1 : start;
  const payload = readPayloadTerm(text, at, negated);
  if (payload !== null) return payload;
  const [whole = '', name] = FIELD_START.exec(text.slice(at)) ?? [];
  if (name === undefined || whole.startsWith('-')) {
    const word = readValue(text, at, /[\s"]/);
    if ('code' in word) return word;
    return { term: { what: 'text', text: word.value, negated }, end: word.end };
  }
  const field = name.toLowerCase();
  if (!isField(field)) {
    return {
      ...problemAt('unknown_field', text, at, at + name.length),
      nearest: nearestField(field),
    };
  }
  const values: string[] = [];
  let end = at + whole.length;
  for (;;) {
    const value = readValue(text, end, /[\s"|]/);
    if ('code' in value) return { ...value, field };
    if (value.value === '')
      return { ...problemAt('missing_value', text, at, Math.max(value.end, end)), field };
    const { ok, nearest } = checkValue(field, value.value);
    if (!ok) return { ...problemAt('bad_value', text, end, value.end), field, nearest };
    values.push(value.value);
    end = value.end;
    if (text[end] !== '|') break;
    end += 1;
  }
  return { term: { what: 'condition', field, values, negated }, end };
}

/** @param stop ends a plain value */
function readValue(text: string, at: number, stop: RegExp): { value: string; end: number } | FilterProblem {
  if (text[at] !== '"') {
    let end = at;
    while (end < text.length && !stop.test(text[end] ?? '')) end += 1;
    if (text[end] === '"') return problemAt('after_quote', text, at, end + 1);
    return { value: text.slice(at, end), end };
  }
  let value = '';
  for (let index = at + 1; index < text.length; index++) {
    const char = text[index] ?? '';
    if (char === '\\' && /["\\]/.test(text[index + 1] ?? '')) {
      value += text[index + 1];
      index += 1;
    } else if (char === '"') {
      const next = text[index + 1] ?? ' ';
      if (!/[\s|]/.test(next)) return problemAt('after_quote', text, index, index + 2);
      return { value, end: index + 1 };
    } else value += char;
  }
  return problemAt('unclosed_quote', text, at, text.length);
}

/** `amount:` is nearer to the object's amount than to any field. */
function nearestField(name: string): string | null {
  return nearestAttribute(name) ?? nearestOf(name, [...FILTER_FIELDS, 'has']);
}

function problemAt(code: FilterProblem['code'], text: string, at: number, end: number): FilterProblem {
  return { code, at, length: end - at, text: text.slice(at, end), field: null, nearest: null };
}

function skipBlanks(text: string, at: number): number {
  let next = at;
  while (next < text.length && /\s/.test(text[next] ?? '')) next += 1;
  return next;
}
