// Conditions that an endpoint can have: those on what is known when an event arrives and never changes. They mean what they mean in a list.
import { matchesGlob } from '../endpoint-filter.ts';
import type { EventEnvelope } from '../event-envelope.ts';
import { printPath, printTerm, type Filter, type FilterField, type FilterTerm } from './filter.ts';
import { parseFilter, type FilterProblem } from './parse-filter.ts';
import { fitsPayload, valuesAt } from './payload-condition.ts';

export const ARRIVAL_FIELDS = [
  'type',
  'customer',
  'object',
  'request',
  'account',
  'api',
  'source',
  'kind',
  'mode',
] as const satisfies readonly FilterField[];
type ArrivalField = (typeof ARRIVAL_FIELDS)[number];

export interface Arrival {
  envelope: Pick<
    EventEnvelope,
    'type' | 'kind' | 'account' | 'apiVersion' | 'livemode' | 'requestId' | 'objectId' | 'customerId'
  >;
  /** How it came; see RECEIPT_SOURCES. */
  source: string;
  /** Its JSON. */
  payload: unknown;
}

/** Why an event does not fit a condition. */
export interface Misfit {
  /** The first term that does not hold, as it would be typed. */
  term: string;
  /** The field or path it is about. */
  subject: string;
  /** What the event has there, as JSON writes it, shortened; null = nothing. */
  found: string | null;
}

export type ArrivalRead = { ok: true; filter: Filter } | { ok: false; problem: FilterProblem };

/** Reads an endpoint's condition; what is not known on arrival, or may change later, is refused. */
export function readArrivalCondition(text: string): ArrivalRead {
  const read = parseFilter(text);
  if (!read.ok) return { ok: false, problem: read.problem };
  for (const { term, at, end } of read.placed) {
    const code = refusalOf(term);
    if (code === null) continue;
    const field = term.what === 'condition' ? term.field : null;
    const problem = { code, at, length: end - at, text: text.slice(at, end), field, nearest: null };
    return { ok: false, problem };
  }
  return { ok: true, filter: read.filter };
}

function refusalOf(term: FilterTerm): FilterProblem['code'] | null {
  if (term.what === 'text') return 'text_on_arrival';
  if (term.what !== 'condition') return null;
  if (!isArrivalField(term.field)) return 'not_on_arrival';
  const isName = (value: string): boolean => !/^(cus_|acct_)/.test(value) && !value.includes('*');
  return term.field === 'customer' && term.values.some(isName) ? 'name_on_arrival' : null;
}

const isArrivalField = (field: FilterField): field is ArrivalField =>
  (ARRIVAL_FIELDS as readonly string[]).includes(field);

/** @param text a condition that readArrivalCondition() accepts; one that a later version wrote fits nothing @returns null when the event fits */
export function misfitOf(text: string, arrival: Arrival): Misfit | null {
  const read = readArrivalCondition(text);
  if (!read.ok) return { term: text, subject: text, found: null };
  const term = read.filter.terms.find((one) => !fits(one, arrival));
  return term === undefined ? null : { term: printTerm(term), ...foundBy(term, arrival) };
}

function fits(term: FilterTerm, { envelope, source, payload }: Arrival): boolean {
  if (term.what === 'text') return false;
  if (term.what !== 'condition') return fitsPayload(payload, term);
  const { field, values, negated } = term;
  const found = isArrivalField(field) ? valueOf(field, envelope, source) : null;
  return values.some((value) => found !== null && fitsValue(field, value, found)) !== negated;
}

function fitsValue(field: FilterField, value: string, found: string): boolean {
  if (field === 'account' && value === 'own') return found === '';
  return matchesGlob(value, found);
}

/** null = the event has none; the own account is ''. */
function valueOf(field: ArrivalField, envelope: Arrival['envelope'], source: string): string | null {
  switch (field) {
    case 'type':
      return envelope.type;
    case 'customer':
      return envelope.customerId;
    case 'object':
      return envelope.objectId;
    case 'request':
      return envelope.requestId;
    case 'account':
      return envelope.account ?? '';
    case 'api':
      return envelope.apiVersion;
    case 'source':
      return source;
    case 'kind':
      return envelope.kind;
    case 'mode':
      return envelope.livemode === null ? null : envelope.livemode ? 'live' : 'test';
  }
}

const MOST_SHOWN = 80;

function foundBy(term: FilterTerm, { envelope, source, payload }: Arrival): Omit<Misfit, 'term'> {
  if (term.what === 'condition' && isArrivalField(term.field)) {
    const found = valueOf(term.field, envelope, source);
    return { subject: term.field, found: term.field === 'account' && found === '' ? 'own' : found };
  }
  const path = term.what === 'payload' ? term.path : term.what === 'has' ? (term.paths[0] ?? []) : [];
  const values = valuesAt(payload, path).slice(0, 3);
  const shown = values.map((value) => shorten(typeof value === 'string' ? value : textOf(value))).join(', ');
  return { subject: printPath(path), found: values.length === 0 ? null : shorten(shown) };
}

/** Of a list or an object nothing but what it is: it may be nested too deep to be written. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return '[…]';
  return typeof value === 'object' && value !== null ? '{…}' : String(value);
}

const shorten = (text: string): string =>
  text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN).toWellFormed()}…` : text.toWellFormed();
