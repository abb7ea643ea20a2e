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

/** `data.object.amount>=5000`: what stands at a path of the payload. See payload-condition.ts. */
export interface FilterPayload {
  what: 'payload';
  path: PayloadPath;
  operator: PayloadOperator;
  /** At least one; just one with an operator that compares. */
  values: readonly PayloadValue[];
  negated: boolean;
}

/** `has:data.object.cancel_at`: something other than null stands at one of the paths. */
export interface FilterHas {
  what: 'has';
  paths: readonly PayloadPath[];
  negated: boolean;
}

export type FilterTerm = FilterCondition | FilterText | FilterPayload | FilterHas;

/** Names of members from the event inwards; a number names an element where there is a list. */
export type PayloadPath = readonly string[];

export const PAYLOAD_OPERATORS = [':', '>=', '<=', '>', '<'] as const;
export type PayloadOperator = (typeof PAYLOAD_OPERATORS)[number];

export interface PayloadValue {
  /** The text between the stars; one part = no pattern. */
  parts: readonly string[];
  /** In quotes it is a text; otherwise `null`, `true`, `false` and numbers also stand for themselves. */
  quoted: boolean;
}

/** Where a path can begin: members of snapshot events and of thin ones that hold others. Source: https://docs.stripe.com/api/events/object, https://docs.stripe.com/api/v2/core/events/object */
export const PAYLOAD_MEMBERS = ['data', 'request', 'related_object', 'changes', 'reason'] as const;

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
  switch (term.what) {
    case 'text':
      return `${sign}${isPlainWord(term.text) ? term.text : quote(term.text)}`;
    case 'condition':
      return `${sign}${term.field}:${term.values.map((value) => (isPlainValue(value) ? value : quote(value))).join('|')}`;
    case 'payload':
      return `${sign}${printPath(term.path)}${term.operator}${term.values.map(printValue).join('|')}`;
    case 'has':
      return `${sign}has:${term.paths.map(printPath).join('|')}`;
  }
}

/** `data.object.metadata."my.key"` */
export function printPath(path: PayloadPath): string {
  return path.map((step) => (PLAIN_STEP.test(step) ? step : quote(step))).join('.');
}

function printValue({ parts, quoted }: PayloadValue): string {
  const isPlain = !quoted && parts.some((part) => part !== '') && parts.every((part) => !/[\s"|]/.test(part));
  if (isPlain || (parts.length > 1 && !quoted && parts.every((part) => part === ''))) return parts.join('*');
  return `"${parts.map((part) => part.replaceAll(/["\\*]/g, (special) => `\\${special}`)).join('*')}"`;
}

export function isField(name: string): name is FilterField {
  return (FILTER_FIELDS as readonly string[]).includes(name);
}

/** A word that begins like this is a condition, or was meant to be one. */
export const FIELD_START = /^-?([a-z]+):/i;
/** A step of a path that needs no quotes; brackets number an element, as in `items[0]`. */
const PLAIN_STEP = /^[^\s".:<>|\\[\]]+$/;
/** Every word that is read as a condition, or as one with a mistake, begins like this, and some others. */
const CONDITION_LIKE = /^-?[a-z_]\w*(?:[:<>]|\..*[:<>])/is;

function isPlainWord(text: string): boolean {
  return text !== '' && !/[\s"]/.test(text) && !text.startsWith('-') && !CONDITION_LIKE.test(text);
}

function isPlainValue(value: string): boolean {
  return value !== '' && !/[\s"|]/.test(value);
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, (special) => `\\${special}`)}"`;
}
