// Which events may fit a filter, newest first and without reading all of them: the index of words, or one of what is rare.
import { DELIVERY_ERROR_CLASSES, DELIVERY_STATES } from '#shared/domain/delivery.ts';
import { matchesGlob } from '#shared/domain/endpoint-filter.ts';
import type { Filter, FilterCondition, FilterTerm } from '#shared/domain/filter/filter.ts';
import { momentAt, readMoment } from '#shared/domain/filter/filter-values.ts';
import { foldText } from '#shared/domain/filter/search-text.ts';
import { globOf, indexWordsOf } from './event-filter.ts';
import { INDEX_MARK, indexTerm, INDEXED_FIELDS, isIndexedWord, type IndexedField } from './event-index.ts';
import { createMetaRows } from './meta-rows.ts';
import { createVersionPlaces } from './version-condition.ts';
import type { Db } from './open-database.ts';

/** Candidates below a sequence number, newest first, at most so many; fewer = there are no more. */
export type CandidateSource = (below: number, most: number) => number[];

export interface Candidates {
  source: CandidateSource;
  /** Up to this event the index alone says whether these terms hold; beyond it, and of all others, the event has to be looked at. */
  provedUpTo: number;
  proved: ReadonlySet<FilterTerm>;
  /** So many words may begin like this that gathering their events takes longer than glancing at the newest of all. */
  isBroad: boolean;
}

export interface EventCandidates {
  /** @returns null when nothing narrows it down: every event is a candidate */
  of(filter: Filter, now: number): Candidates | null;
}

const NOTHING_PROVED = { provedUpTo: 0, proved: new Set<FilterTerm>(), isBroad: false };

/** The beginning of a word, or of a property after its letter, of four letters at most: `sub`, `cus_`. */
const BROAD = /"(?:[a-z]=)?[^"=]{1,4}"\*/;

/** Customers whose name fits; beyond that a name says too little to be looked up. */
const MOST_CUSTOMERS = 200;
/** Events of a time are gathered and sorted; beyond that, going through the newest finds them soon enough. */
const MOST_OF_A_TIME = 20_000;

export function createEventCandidates(db: Db): EventCandidates {
  const meta = createMetaRows(db);
  const indexed = db
    .prepare<[string, number, number], number>(
      'SELECT rowid FROM event_index WHERE event_index MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
    )
    .pluck();
  const within = db
    .prepare<[string, number, number, number], number>(
      'SELECT rowid FROM event_index WHERE event_index MATCH ? AND rowid >= ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
    )
    .pluck();
  const versionPlaces = createVersionPlaces(db);
  const notIndexed = db
    .prepare<[number, number, number], number>(
      'SELECT seq FROM events WHERE seq > ? AND seq < ? ORDER BY seq DESC LIMIT ?',
    )
    .pluck();
  const valuesOf = db
    .prepare<[string], string>('SELECT value FROM event_values WHERE field = ? ORDER BY value')
    .pluck();
  const customersByEmail = db
    .prepare<[string, string, string, number], string>(
      `SELECT key FROM plan_customers INDEXED BY plan_customers_by_email
       WHERE email IS NOT NULL AND lower(email) >= ? AND lower(email) <= ? AND lower(email) GLOB ? LIMIT ?`,
    )
    .pluck();
  const statusCodes = db
    .prepare<[], number>(
      `WITH RECURSIVE codes (code) AS (
         SELECT min(last_status) FROM events INDEXED BY events_by_bad_status WHERE last_status >= 300
         UNION ALL
         SELECT (SELECT min(last_status) FROM events INDEXED BY events_by_bad_status
                 WHERE last_status >= 300 AND last_status > code) FROM codes WHERE code IS NOT NULL)
       SELECT code FROM codes WHERE code IS NOT NULL`,
    )
    .pluck();
  const endpointsNamed = db.prepare<[], { id: string; name: string }>('SELECT id, name FROM endpoints');

  const ofColumn = (sql: string) =>
    db
      .prepare<[string | number, number, number], number>(`${sql} AND seq < ? ORDER BY seq DESC LIMIT ?`)
      .pluck();
  const byState = ofColumn('SELECT seq FROM events INDEXED BY events_by_state WHERE delivery_state = ?');
  const byStatus = ofColumn(
    'SELECT seq FROM events INDEXED BY events_by_bad_status WHERE last_status >= 300 AND last_status = ?',
  );
  const byError = ofColumn(
    'SELECT seq FROM events INDEXED BY events_by_error WHERE last_error_class IS NOT NULL AND last_error_class = ?',
  );
  const byEndpoint = db
    .prepare<[string, number, number], number>(
      `SELECT event_seq FROM deliveries INDEXED BY deliveries_by_endpoint WHERE skip_reason IS NULL AND endpoint_id = ?
       AND event_seq < ? ORDER BY event_seq DESC LIMIT ?`,
    )
    .pluck();
  const pinned = db
    .prepare<[number, number], number>(
      'SELECT seq FROM events INDEXED BY events_pinned WHERE pinned = 1 AND seq < ? ORDER BY seq DESC LIMIT ?',
    )
    .pluck();
  const byCheckout = ofColumn(
    `SELECT seq FROM events INDEXED BY events_by_checkout
     WHERE checkout IS NOT NULL AND checkout = (SELECT key FROM checkouts WHERE id = ?)`,
  );
  const byTrigger = db
    .prepare<[string, number, number], number>(
      'SELECT event_seq FROM trigger_events WHERE run_id = ? AND event_seq < ? ORDER BY event_seq DESC LIMIT ?',
    )
    .pluck();
  const byId = db
    .prepare<[string, string, number], number>('SELECT seq FROM events WHERE id >= ? AND id < ? LIMIT ?')
    .pluck();
  const sinceTime = db
    .prepare<[number, number, number], number>(
      'SELECT seq FROM events INDEXED BY events_by_time WHERE received_at >= ? AND received_at < ? LIMIT ?',
    )
    .pluck();

  /** An expression of the index for one term; null = the index cannot say; '' = nothing can fit. */
  function expressionOf(term: FilterTerm): string | null {
    if (term.negated) return null;
    if (term.what === 'text') return wordExpression(foldText(term.text));
    const alternatives = term.values.map((value) => ofValue(term.field, value));
    return alternatives.includes(null) ? null : either(alternatives as string[]);
  }

  function ofValue(field: FilterCondition['field'], value: string): string | null {
    if (field === 'email') {
      const pattern = value.toLowerCase();
      const [beginning = ''] = pattern.split('*');
      if (beginning === '') return null;
      const end = `${beginning}\u{10ffff}`;
      const customers = customersByEmail.all(beginning, end, globOf(pattern), MOST_CUSTOMERS + 1);
      if (customers.length > MOST_CUSTOMERS) return null;
      const words = pattern.includes('*') ? null : wordExpression(foldText(value));
      return words === null ? null : either([words, ...customers.map((id) => exactly('customer', id))]);
    }
    if (field === 'customer' && !value.startsWith('cus_')) {
      const words = value.includes('*') ? null : wordExpression(foldText(value));
      return words === null ? null : either([words, exactly('customer', value)]);
    }
    if (!(field in INDEXED_FIELDS)) return null;
    const indexedField = field as IndexedField;
    if (!value.includes('*')) return exactly(indexedField, value);
    if (field === 'type' || field === 'account' || field === 'api') {
      const values = valuesOf.all(field).filter((known) => matchesGlob(value, known));
      return either(values.map((known) => exactly(indexedField, known)));
    }
    const [beginning = ''] = value.split('*');
    return beginning === '' ? null : `"${indexTerm(indexedField, beginning)}"*`;
  }

  /** Sources in which each list is short or sorted; null = they do not say it, or of too many. */
  function rareOf(term: FilterTerm, now: number): CandidateSource | null {
    if (term.what === 'text') return term.text.startsWith('evt_') && !term.negated ? ids(term.text) : null;
    if (term.negated) return null;
    const { field, values } = term;
    const lists = values.map((value): CandidateSource[] | null => {
      if (field === 'status') return ofStatus(value);
      if (field === 'is' && value === 'pinned') return [(below, most) => pinned.all(below, most)];
      if (field === 'is' && value === 'version-differs') return ofOtherVersions();
      if (field === 'id') return value.startsWith('*') ? null : [ids(value.split('*')[0] ?? '')];
      if (field === 'endpoint') return ofEndpoint(value);
      if (field === 'trigger' && !value.includes('*')) {
        return [(below, most) => byTrigger.all(value, below, most)];
      }
      if (field === 'checkout' && !value.includes('*')) {
        return [(below, most) => byCheckout.all(value, below, most)];
      }
      return null;
    });
    if (!lists.includes(null)) return merged((lists as CandidateSource[][]).flat());
    if (field !== 'after' && field !== 'before') return null;
    const moment = readMoment(values[0] ?? '');
    if (moment === null) return null;
    const at = momentAt(moment, now);
    const [from, to] = field === 'after' ? [at, Number.MAX_SAFE_INTEGER] : [0, at];
    const found = sinceTime.all(from, to, MOST_OF_A_TIME + 1);
    return found.length > MOST_OF_A_TIME ? null : fixed(found);
  }

  function ofStatus(value: string): CandidateSource[] | null {
    if ((DELIVERY_STATES as readonly string[]).includes(value)) {
      return [(below, most) => byState.all(value, below, most)];
    }
    if ((DELIVERY_ERROR_CLASSES as readonly string[]).includes(value)) {
      return [(below, most) => byError.all(value, below, most)];
    }
    if (value < '3') return null;
    const wanted = value.endsWith('xx')
      ? statusCodes.all().filter((code) => String(code)[0] === value[0])
      : [Number(value)];
    return wanted.map((code) => (below, most) => byStatus.all(code, below, most));
  }

  function ofEndpoint(value: string): CandidateSource[] {
    const wanted = endpointsNamed
      .all()
      .filter(
        ({ id, name }) => matchesGlob(value, id) || matchesGlob(value.toLowerCase(), name.toLowerCase()),
      );
    return wanted.map(
      ({ id }) =>
        (below, most) =>
          byEndpoint.all(id, below, most),
    );
  }

  /** What came in this very moment is not indexed yet. */
  function ofOtherVersions(): CandidateSource[] {
    const mark = Number(meta.findMeta(INDEX_MARK) ?? 0);
    const { windows, endpointIds } = versionPlaces();
    return [
      (below, most) => (below > mark + 1 ? notIndexed.all(mark, below, most) : []),
      ...endpointIds.map(
        (id): CandidateSource =>
          (below, most) =>
            byEndpoint.all(id, below, most),
      ),
      ...windows.map(({ version, from, to }): CandidateSource => {
        const match = exactly('api', version);
        return (below, most) => within.all(match, from, Math.min(below, to + 1), most);
      }),
    ];
  }

  function ids(beginning: string): CandidateSource {
    const found = byId.all(beginning, `${beginning}\u{10ffff}`, MOST_OF_A_TIME);
    return fixed(found);
  }

  return {
    of(filter, now) {
      const expressions = filter.terms.map(expressionOf).filter((one) => one !== null);
      // No indexed event can fit; what came in this very moment may be of a type never seen before.
      if (expressions.includes('')) {
        const mark = Number(meta.findMeta(INDEX_MARK) ?? 0);
        return { source: (below, most) => notIndexed.all(mark, below, most), ...NOTHING_PROVED };
      }
      // One purchase is less than any word.
      const purchase = filter.terms.find((term) => term.what === 'condition' && term.field === 'checkout');
      const ofPurchase = purchase === undefined ? null : rareOf(purchase, now);
      if (ofPurchase !== null) return { source: ofPurchase, ...NOTHING_PROVED };
      if (expressions.length > 0) {
        const match = expressions.map((one) => `(${one})`).join(' AND ');
        const mark = Number(meta.findMeta(INDEX_MARK) ?? 0);
        const source: CandidateSource = (below, most) => {
          // What came in this very moment is not indexed yet.
          const newest = below > mark + 1 ? notIndexed.all(mark, below, most) : [];
          if (newest.length === most) return newest;
          return [...newest, ...indexed.all(match, Math.min(below, mark + 1), most - newest.length)];
        };
        const proved = new Set(filter.terms.filter(isProvedByWords));
        return { source, provedUpTo: mark, proved, isBroad: BROAD.test(match) };
      }
      for (const term of filter.terms) {
        const source = rareOf(term, now);
        if (source !== null) return { source, ...NOTHING_PROVED };
      }
      return null;
    },
  };
}

function wordExpression(folded: string): string | null {
  const words = indexWordsOf(folded).filter(({ word }) => isIndexedWord(word));
  if (words.length === 0) return null;
  const all = words.map(({ word, isPrefix }) => `"${word}"${isPrefix ? '*' : ''}`);
  return `(${all.join(' AND ')})`;
}

function exactly(field: IndexedField, value: string): string {
  return `"${indexTerm(field, value)}"`;
}

function either(alternatives: readonly string[]): string {
  return alternatives.filter((one) => one !== '').join(' OR ');
}

function fixed(seqs: readonly number[]): CandidateSource {
  const sorted = seqs.toSorted((a, b) => b - a);
  return (below, most) => {
    const from = sorted.findIndex((seq) => seq < below);
    return from === -1 ? [] : sorted.slice(from, from + most);
  };
}

/** Each list gives its newest; what is older than the oldest of a list that has more is left for the next time. */
function merged(sources: readonly CandidateSource[]): CandidateSource {
  const [only] = sources;
  if (only !== undefined && sources.length === 1) return only;
  return (below, most) =>
    [...new Set(sources.flatMap((source) => source(below, most)))].toSorted((a, b) => b - a).slice(0, most);
}

/** One word is in the index or it is not; whether several stand side by side is for the text to say. */
function isProvedByWords(term: FilterTerm): boolean {
  if (term.what !== 'text' || term.negated) return false;
  const folded = foldText(term.text);
  const [only, ...others] = indexWordsOf(folded);
  return others.length === 0 && only?.word === folded && isIndexedWord(folded);
}
