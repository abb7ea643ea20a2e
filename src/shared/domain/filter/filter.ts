// The filter language: what a filter says, and how it is written. One language for the dashboard, REST and the command line.

/** What a condition can be about. */
export const FILTER_FIELDS = [
  'type',
  'status',
  'customer',
  'email',
  'object',
  'request',
  'checkout',
  'trigger',
  'endpoint',
  'account',
  'api',
  'source',
  'kind',
  'mode',
  'signature',
  'is',
  'id',
  'after',
  'before',
] as const;
export type FilterField = (typeof FILTER_FIELDS)[number];

/** `type:invoice.*|charge.*`: one of the values fits. */
export interface FilterCondition {
  what: 'condition';
  field: FilterField;
  /** At least one; none is empty. `*` stands for any run of characters where the field is matched by pattern. */
  values: readonly string[];
  negated: boolean;
}

/** A word, or several in quotes: it is found in the event where a word begins. */
export interface FilterText {
  what: 'text';
  text: string;
  negated: boolean;
}

export type FilterTerm = FilterCondition | FilterText;

/** All terms must hold; without any, everything does. */
export interface Filter {
  terms: readonly FilterTerm[];
}

export const NO_FILTER: Filter = { terms: [] };

/** As it would be typed; `parseFilter` reads the same filter from it. */
export function printFilter({ terms }: Filter): string {
  return terms.map(printTerm).join(' ');
}

export function printTerm(term: FilterTerm): string {
  const sign = term.negated ? '-' : '';
  if (term.what === 'text') return `${sign}${isPlainWord(term.text) ? term.text : quote(term.text)}`;
  return `${sign}${term.field}:${term.values.map((value) => (isPlainValue(value) ? value : quote(value))).join('|')}`;
}

export function isField(name: string): name is FilterField {
  return (FILTER_FIELDS as readonly string[]).includes(name);
}

/** A word that begins like this is a condition, or was meant to be one. */
export const FIELD_START = /^-?([a-z]+):/i;

function isPlainWord(text: string): boolean {
  return text !== '' && !/[\s"]/.test(text) && !text.startsWith('-') && !FIELD_START.test(text);
}

function isPlainValue(value: string): boolean {
  return value !== '' && !/[\s"|]/.test(value);
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, (special) => `\\${special}`)}"`;
}
