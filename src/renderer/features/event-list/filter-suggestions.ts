// What may follow in the filter: the fields, then the values of one, as far as the last word goes.
import { FILTER_FIELDS, isField, printTerm, type FilterField } from '#shared/domain/filter/filter.ts';
import { KNOWN_VALUES } from '#shared/domain/filter/filter-values.ts';

export interface Suggestion {
  /** As it would be typed; a field ends with its colon. */
  text: string;
  /** What it means: words for a field, a name for a customer. */
  label: string | null;
  /** How many events have it, where that is known. */
  count: number | null;
}

/** The word that is being typed, at the end of the field. */
export interface OpenWord {
  at: number;
  negated: boolean;
  /** null = it names no field yet. */
  field: FilterField | null;
  /** Values before the last bar. */
  before: string;
  /** What of the last value is there. */
  value: string;
}

export function openWordOf(text: string): OpenWord {
  // Blanks within quotes are part of the word.
  const at = text.length - (/(?:[^\s"]|"(?:[^"\\]|\\.)*"?)*$/.exec(text)?.[0].length ?? 0);
  const word = text.slice(at);
  const negated = word.startsWith('-');
  const [, name = '', values] = /^-?([a-z]+):(.*)$/is.exec(word) ?? [];
  const field = name.toLowerCase();
  if (values === undefined || !isField(field)) {
    return { at, negated, field: null, before: '', value: word.replace(/^-/, '') };
  }
  const bar = values.lastIndexOf('|') + 1;
  return { at, negated, field, before: values.slice(0, bar), value: values.slice(bar).replaceAll('"', '') };
}

/** Fields that begin so, and after them the types that do: what people look for most. */
export function fieldsLike({ value }: OpenWord, words: (field: FilterField) => string): Suggestion[] {
  const wanted = value.toLowerCase();
  return FILTER_FIELDS.filter((field) => field.startsWith(wanted)).map((field) => ({
    text: `${field}:`,
    label: words(field),
    count: null,
  }));
}

export function knownValuesLike({ field, value }: OpenWord): Suggestion[] {
  const known = field === null ? [] : (KNOWN_VALUES[field] ?? MOMENTS[field] ?? []);
  return known
    .filter((one) => one.startsWith(value.toLowerCase()))
    .map((one) => ({ text: one, label: null, count: null }));
}

const MOMENTS: Partial<Record<FilterField, readonly string[]>> = {
  after: ['10m', '1h', '24h', '7d'],
  before: ['10m', '1h', '24h', '7d'],
};

/** The text of the field once a suggestion is taken. */
export function taken(text: string, word: OpenWord, { text: chosen }: Suggestion): string {
  const sign = word.negated ? '-' : '';
  const head = text.slice(0, word.at);
  if (word.field === null)
    return chosen.endsWith(':') ? `${head}${sign}${chosen}` : `${head}${sign}${chosen} `;
  const value = printTerm({ what: 'condition', field: word.field, values: [chosen], negated: false });
  return `${head}${sign}${word.field}:${word.before}${value.slice(word.field.length + 1)} `;
}
