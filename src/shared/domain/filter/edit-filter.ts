// Changes to a filter as it is written: buttons and menus set conditions, without disturbing what else was typed.
import {
  PAYLOAD_MEMBERS,
  printFilter,
  printTerm,
  type Filter,
  type FilterField,
  type FilterTerm,
} from './filter.ts';
import { ownEntry } from '../own-entry.ts';
import { exactNumber, payloadValueOf } from './payload-condition.ts';
import { parseFilter } from './parse-filter.ts';

/** What can be read of it. */
function termsOf(text: string): readonly FilterTerm[] {
  const read = parseFilter(text);
  return read.ok ? read.filter.terms : read.placed.map(({ term }) => term);
}

const isAbout = (term: FilterTerm, field: FilterField): boolean =>
  term.what === 'condition' && term.field === field && !term.negated;

/** Whether the filter asks for just this value of the field. */
export function hasCondition(text: string, field: FilterField, value: string): boolean {
  return termsOf(text).some(
    (term) =>
      isAbout(term, field) && 'values' in term && term.values.length === 1 && term.values[0] === value,
  );
}

/** @param value null = the field no longer matters */
export function withCondition(text: string, field: FilterField, value: string | null): string {
  const kept = termsOf(text).filter((term) => !isAbout(term, field));
  const added: Filter['terms'] =
    value === null ? [] : [{ what: 'condition', field, values: [value], negated: false }];
  return printFilter({ terms: [...added, ...kept] });
}

export function toggleCondition(text: string, field: FilterField, value: string): string {
  return withCondition(text, field, hasCondition(text, field, value) ? null : value);
}

/** The filter with one more term, unless it has it; what is not finished yet goes. */
export function withTerm(text: string, term: FilterTerm): string {
  const terms = termsOf(text);
  const isThere = terms.some((one) => printTerm(one) === printTerm(term));
  return printFilter({ terms: isThere ? terms : [...terms, term] });
}

/** Members of the event itself that have a field of their own. */
const FIELD_OF_MEMBER: Readonly<Record<string, FilterField>> = {
  id: 'id',
  type: 'type',
  api_version: 'api',
  account: 'account',
  context: 'account',
};

/**
 * What finds the events that have the same at the same place of their payload; of a list, in any of its elements.
 * @param path names of members, and numbers of elements
 * @param written the value as JSON; null for an object or a list, which are only there or not
 * @returns null for what no filter can be about
 */
export function termAt(path: readonly (string | number)[], written: string | null): FilterTerm | null {
  const names = path.filter((step) => typeof step === 'string');
  const value = written === null ? undefined : valueOf(written);
  const [first, ...others] = names;
  if (first === undefined) return null;
  if (others.length === 0 && value !== undefined) {
    if (first === 'livemode' && typeof value === 'boolean')
      return { what: 'condition', field: 'mode', values: [value ? 'live' : 'test'], negated: false };
    const field = ownEntry<FilterField | undefined>(FIELD_OF_MEMBER, first);
    if (field === undefined || typeof value !== 'string' || value === '' || value.includes('*')) return null;
    return { what: 'condition', field, values: [value], negated: false };
  }
  if (!(PAYLOAD_MEMBERS as readonly string[]).includes(first)) return null;
  const isExact = typeof value !== 'number' || (written !== null && exactNumber(written) !== null);
  if (value === undefined || !isExact) return { what: 'has', paths: [names], negated: false };
  return { what: 'payload', path: names, operator: ':', values: [payloadValueOf(value)], negated: false };
}

function valueOf(written: string): string | number | boolean | null | undefined {
  try {
    return JSON.parse(written) as string | number | boolean | null;
  } catch {
    return undefined;
  }
}
