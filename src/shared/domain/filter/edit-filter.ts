// Changes to a filter as it is written: buttons and menus set conditions, without disturbing what else was typed.
import { printFilter, type Filter, type FilterField, type FilterTerm } from './filter.ts';
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
