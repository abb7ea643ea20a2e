// The entries that depend on what is typed: event types and customers the store has seen, and the search itself.
import type { TFunction } from 'i18next';
import { printFilter, printTerm } from '#shared/domain/filter/filter.ts';
import { parseFilter } from '#shared/domain/filter/parse-filter.ts';
import { openCustomerOrEvents } from '../../commands/open-customer.ts';
import type { FilterValue } from '../../stores/filter-values-store.ts';
import { showFiltered } from './command-entries.ts';
import type { PaletteEntry } from './palette-entry.ts';

export function typeEntries(values: readonly FilterValue[], number: (n: number) => string): PaletteEntry[] {
  return values.map(({ value, count }) => ({
    id: `type ${value}`,
    group: 'types',
    text: value,
    also: '',
    ...(count !== null && { detail: number(count) }),
    run: () => showFiltered(printTerm({ what: 'condition', field: 'type', values: [value], negated: false })),
  }));
}

export function customerEntries(values: readonly FilterValue[]): PaletteEntry[] {
  return values.map(({ value, label }) => ({
    id: `customer ${value}`,
    group: 'customers',
    text: label ?? value,
    also: value,
    ...(label !== null && { detail: value }),
    run: () => void openCustomerOrEvents(value),
  }));
}

/** Last of all, whatever was typed is searched for: as the filter it is, or as the text it is. */
export function searchEntries(t: TFunction, typed: string): PaletteEntry[] {
  const text = typed.trim();
  if (text === '') return [];
  const read = parseFilter(text);
  const isFilter = read.ok && read.filter.terms.some(({ what }) => what !== 'text');
  const filter = read.ok ? printFilter(read.filter) : printTerm({ what: 'text', text, negated: false });
  return [
    {
      id: 'search',
      group: 'search',
      text: isFilter ? t('palette.filterBy') : t('palette.filterFor', { text }),
      also: '',
      ...(isFilter && { detail: filter }),
      run: () => showFiltered(filter),
    },
  ];
}
