// What may follow in the filter: the fields, then the values of one, as far as the last word goes.
import { termAt } from '#shared/domain/filter/edit-filter.ts';
import {
  FILTER_FIELDS,
  isField,
  PAYLOAD_MEMBERS,
  printPath,
  printTerm,
  type FilterField,
} from '#shared/domain/filter/filter.ts';
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
  const at = beginOfLastWord(text);
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

/** Blanks within quotes are part of the word. */
function beginOfLastWord(text: string): number {
  let begin = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (quoted && letter === '\\') at += 1;
    else if (letter === '"') quoted = !quoted;
    else if (!quoted && /\s/.test(letter)) begin = at + 1;
  }
  return begin;
}

/** Fields that begin so, and after them the types that do: what people look for most. */
export function fieldsLike({ value }: OpenWord, words: (field: FilterField | 'has') => string): Suggestion[] {
  const wanted = value.toLowerCase();
  return [...FILTER_FIELDS, 'has' as const]
    .filter((field) => field.startsWith(wanted))
    .map((field) => ({
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

/** A value of the payload on screen, as a condition. */
export interface PayloadPlace {
  /** As it is typed, without what follows. */
  path: string;
  /** The whole condition. */
  term: string;
}

const MOST_PLACES = 2_000;

/** Every value of an event's payload that a filter can be about; of a list's elements those that differ. */
export function placesIn(payload: unknown): PayloadPlace[] {
  const places = new Map<string, PayloadPlace>();
  const rest: { value: unknown; path: string[] }[] = [];
  const members = typeof payload === 'object' && payload !== null ? Object.entries(payload) : [];
  for (const [member, value] of members.toReversed()) {
    if ((PAYLOAD_MEMBERS as readonly string[]).includes(member)) rest.push({ value, path: [member] });
  }
  // Not by calls: a payload may be nested deeper than they can be.
  for (let next = rest.pop(); next !== undefined && places.size < MOST_PLACES; next = rest.pop()) {
    const { value, path } = next;
    if (Array.isArray(value)) {
      for (const element of value.slice(0, MOST_PLACES).toReversed()) rest.push({ value: element, path });
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value).slice(0, MOST_PLACES).toReversed())
        rest.push({ value: member, path: [...path, name] });
    } else {
      const term = termAt(path, JSON.stringify(value));
      if (term === null || term.what !== 'payload') continue;
      const printed = printTerm(term);
      places.set(printed, { path: printPath(path), term: printed });
    }
  }
  return [...places.values()];
}

/** Paths that have what is typed in them; once a path is there, its conditions. */
export function placesLike({ field, value }: OpenWord, places: readonly PayloadPlace[]): Suggestion[] {
  if (field !== null || value.length < 2) return [];
  const typed = value.toLowerCase();
  const suggestion = (text: string, label: string | null): Suggestion => ({ text, label, count: null });
  const has = typed.startsWith('has:') ? typed.slice('has:'.length) : null;
  if (has !== null) {
    const paths = new Set(places.map(({ path }) => path));
    return [...paths]
      .filter((path) => path.toLowerCase().includes(has))
      .map((path) => suggestion(`has:${path}`, null));
  }
  const conditions = places.filter(
    ({ path, term }) => typed.startsWith(`${path.toLowerCase()}:`) && term.toLowerCase().startsWith(typed),
  );
  if (conditions.length > 0) return conditions.map(({ term }) => suggestion(term, null));
  const paths = new Map<string, string>();
  for (const { path, term } of places) {
    if (path.toLowerCase().includes(typed) && !paths.has(path)) paths.set(path, term.slice(path.length + 1));
  }
  return [...paths].map(([path, shown]) => suggestion(`${path}:`, shown));
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
