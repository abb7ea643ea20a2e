// Which events may fit a filter, newest first and without reading all of them: the index of words, or one of what is rare.
import { DELIVERY_ERROR_CLASSES, DELIVERY_STATES } from '#shared/domain/delivery.ts';
import { matchesGlob } from '#shared/domain/endpoint-filter.ts';
import type { Filter, FilterCondition, FilterPayload, FilterTerm } from '#shared/domain/filter/filter.ts';
import { momentAt, readMoment } from '#shared/domain/filter/filter-values.ts';
import { sizesOf, textsOf } from '#shared/domain/filter/payload-condition.ts';
import {
  foldText,
  hasText,
  isSaidByIndex,
  isSearched,
  wordsToFind,
  wordsToFindAtBeginning,
  type IndexWord,
} from '#shared/domain/filter/search-text.ts';
import { anyOf, listed, queried, type CandidateSource } from './candidate-source.ts';
import { asciiLower, globOf } from './event-filter.ts';
import {
  INDEX_MARK,
  indexTerm,
  INDEXED_FIELDS,
  LABEL_MARK,
  numberTerm,
  type IndexedField,
} from './event-index.ts';
import { MAX_NAME_LENGTH } from '#shared/domain/json-read.ts';
import { createMetaRows } from './meta-rows.ts';
import { createVersionPlaces } from './version-condition.ts';
import type { Db } from './open-database.ts';

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

/** Customers and values in one expression of the index; with more, the newest events are looked at instead. */
const MOST_ALTERNATIVES = 1_000;
/** Events that are gathered and sorted; with more, going through the newest finds them soon enough. */
const MOST_GATHERED = 20_000;

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
    .prepare<[string, Buffer, string, number], string>(
      `SELECT key FROM plan_customers INDEXED BY plan_customers_by_email
       WHERE email IS NOT NULL AND lower(email) >= ? AND lower(email) < CAST(? AS TEXT) AND lower(email) GLOB ? LIMIT ?`,
    )
    .pluck();
  const namedInIndex = db.prepare<[string, number], { id: string; label: string }>(
    `SELECT customer_id AS id, label FROM customer_labels WHERE key IN
       (SELECT rowid FROM label_index WHERE label_index MATCH ? LIMIT ?)`,
  );
  const namedSince = db.prepare<[number, number], { id: string; label: string }>(
    'SELECT customer_id AS id, label FROM customer_labels WHERE key > ? LIMIT ?',
  );
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
    .prepare<[string, Buffer, number], number>(
      'SELECT seq FROM events WHERE id >= ? AND id < CAST(? AS TEXT) LIMIT ?',
    )
    .pluck();
  const sinceTime = db
    .prepare<[number, number, number], number>(
      'SELECT seq FROM events INDEXED BY events_by_time WHERE received_at >= ? AND received_at < ? LIMIT ?',
    )
    .pluck();

  /** @returns null when an index cannot say it, or of too many customers */
  function customersNamed(folded: string): string[] | null {
    const match = wordExpression(folded);
    if (match === null) return null;
    const indexedUpTo = Number(meta.findMeta(LABEL_MARK) ?? 0);
    const found = namedInIndex.all(match, MOST_ALTERNATIVES + 1);
    const fresh = namedSince.all(indexedUpTo, MOST_ALTERNATIVES + 1);
    if (found.length > MOST_ALTERNATIVES || fresh.length > MOST_ALTERNATIVES) return null;
    return [...found, ...fresh].filter(({ label }) => hasText(foldText(label), folded)).map(({ id }) => id);
  }

  /** What has the words of a text itself, and what is of a customer whose name has them. */
  function textExpression(folded: string): string | null {
    const words = wordExpression(folded);
    const customers = customersNamed(folded);
    if (words === null || customers === null) return null;
    return either([words, ...customers.map((id) => exactly('customer', id))]);
  }

  /** An expression of the index for one term; null = the index cannot say; '' = nothing can fit. */
  function expressionOf(term: FilterTerm): string | null {
    if (term.negated) return null;
    if (term.what === 'text') return textExpression(foldText(term.text));
    if (term.what === 'has') return null;
    if (term.what === 'payload') return payloadExpression(term);
    const alternatives = term.values.map((value) => ofValue(term.field, value));
    return alternatives.includes(null) ? null : either(alternatives as string[]);
  }

  function ofValue(field: FilterCondition['field'], value: string): string | null {
    if (field === 'email') {
      const pattern = asciiLower(value);
      const [beginning = ''] = pattern.split('*');
      // The index of words knows no patterns, and a customer's label may be the address.
      if (pattern.includes('*')) return null;
      const end = endOf(beginning);
      const customers = customersByEmail.all(beginning, end, globOf(pattern), MOST_ALTERNATIVES + 1);
      if (customers.length > MOST_ALTERNATIVES) return null;
      const labelled = textExpression(foldText(value));
      return labelled === null ? null : either([labelled, ...customers.map((id) => exactly('customer', id))]);
    }
    if (field === 'customer' && !value.startsWith('cus_')) {
      const labelled = value.includes('*') ? null : textExpression(foldText(value));
      return labelled === null ? null : either([labelled, exactly('customer', value)]);
    }
    if (!(field in INDEXED_FIELDS)) return null;
    const indexedField = field as IndexedField;
    if (!value.includes('*')) return exactly(indexedField, value);
    if (field === 'type' || field === 'account' || field === 'api') {
      // What an event does not have is in no index: a rejected request may have no type.
      if (matchesGlob(value, '')) return null;
      const values = valuesOf.all(field).filter((known) => matchesGlob(value, known));
      if (values.length > MOST_ALTERNATIVES) return null;
      return either(values.map((known) => exactly(indexedField, known)));
    }
    const [beginning = ''] = value.split('*');
    return beginning === '' ? null : `"${indexTerm(indexedField, beginning)}"*`;
  }

  /** A source from the small indices; null = they do not say it, or of too many. */
  function rareOf(term: FilterTerm, now: number): CandidateSource | null {
    if (term.what !== 'condition' || term.negated) return null;
    const { field, values } = term;
    if (field === 'after' || field === 'before') return ofTime(field, values, now);
    return anyOf(values.map((value) => ofRareValue(field, value)));
  }

  function ofRareValue(field: FilterCondition['field'], value: string): CandidateSource | null {
    if (field === 'status') return ofStatus(value);
    if (field === 'is' && value === 'pinned') return queried((below, most) => pinned.all(below, most));
    if (field === 'is' && value === 'version-differs') return ofOtherVersions();
    if (field === 'id') return value.startsWith('*') ? null : ids(value.split('*')[0] ?? '');
    if (field === 'endpoint') return ofEndpoint(value);
    if (value.includes('*')) return null;
    if (field === 'trigger') return queried((below, most) => byTrigger.all(value, below, most));
    if (field === 'checkout') return queried((below, most) => byCheckout.all(value, below, most));
    return null;
  }

  /** One of the moments suffices: of several `after` the earliest, of several `before` the latest. */
  function ofTime(field: 'after' | 'before', values: readonly string[], now: number): CandidateSource | null {
    const moments = values.map((value) => {
      const moment = readMoment(value);
      return moment === null ? null : momentAt(moment, now);
    });
    const known = moments.filter((at) => at !== null);
    if (known.length === 0) return null;
    const [from, to] =
      field === 'after' ? [Math.min(...known), Number.MAX_SAFE_INTEGER] : [0, Math.max(...known)];
    return listed((limit) => sinceTime.all(from, to, limit), MOST_GATHERED);
  }

  function ofStatus(value: string): CandidateSource | null {
    if ((DELIVERY_STATES as readonly string[]).includes(value)) {
      return queried((below, most) => byState.all(value, below, most));
    }
    if ((DELIVERY_ERROR_CLASSES as readonly string[]).includes(value)) {
      return queried((below, most) => byError.all(value, below, most));
    }
    if (value < '3') return null;
    const wanted = value.endsWith('xx')
      ? statusCodes.all().filter((code) => String(code)[0] === value[0])
      : [Number(value)];
    return anyOf(wanted.map((code) => queried((below, most) => byStatus.all(code, below, most))));
  }

  const ofEndpointId = (id: string): CandidateSource =>
    queried((below, most) => byEndpoint.all(id, below, most));

  function ofEndpoint(value: string): CandidateSource | null {
    const wanted = endpointsNamed
      .all()
      .filter(
        ({ id, name }) => matchesGlob(value, id) || matchesGlob(value.toLowerCase(), name.toLowerCase()),
      );
    return anyOf(wanted.map(({ id }) => ofEndpointId(id)));
  }

  /** What came in this very moment is not indexed yet. */
  function ofFresh(mark: number): CandidateSource {
    return queried((below, most) => (below > mark + 1 ? notIndexed.all(mark, below, most) : []));
  }

  function ofOtherVersions(): CandidateSource | null {
    const { windows, endpointIds } = versionPlaces();
    return anyOf([
      ofFresh(Number(meta.findMeta(INDEX_MARK) ?? 0)),
      ...endpointIds.map(ofEndpointId),
      ...windows.map(({ version, from, to }) => {
        const match = exactly('api', version);
        return queried((below, most) => within.all(match, from, Math.min(below, to + 1), most));
      }),
    ]);
  }

  function ids(beginning: string): CandidateSource | null {
    return listed((limit) => byId.all(beginning, endOf(beginning), limit), MOST_GATHERED);
  }

  return {
    of(filter, now) {
      const mark = Number(meta.findMeta(INDEX_MARK) ?? 0);
      const expressions = filter.terms.map(expressionOf).filter((one) => one !== null);
      // No indexed event can fit; what came in this very moment may be of a type never seen before.
      if (expressions.includes('')) return { source: ofFresh(mark), ...NOTHING_PROVED };
      // One purchase is less than any word.
      const purchase = filter.terms.find((term) => term.what === 'condition' && term.field === 'checkout');
      const ofPurchase = purchase === undefined ? null : rareOf(purchase, now);
      if (ofPurchase !== null) return { source: ofPurchase, ...NOTHING_PROVED };
      if (expressions.length > 0) {
        const match = expressions.map((one) => `(${one})`).join(' AND ');
        const fresh = ofFresh(mark);
        const source: CandidateSource = (below, most) => {
          const newest = fresh(below, most);
          if (newest.length === most) return newest;
          return [...newest, ...indexed.all(match, Math.min(below, mark + 1), most - newest.length)];
        };
        return { source, provedUpTo: mark, proved: provedBy(filter), isBroad: BROAD.test(match) };
      }
      for (const term of filter.terms) {
        const source = rareOf(term, now);
        if (source !== null) return { source, ...NOTHING_PROVED };
      }
      return null;
    },
  };

  /** A word of an event is in the index or it is not; of a customer by that name, the event may have another. */
  function provedBy({ terms }: Filter): Set<FilterTerm> {
    return new Set(
      terms.filter((term) => {
        if (term.what !== 'text' || term.negated) return false;
        const folded = foldText(term.text);
        return isSaidByIndex(folded) && customersNamed(folded)?.length === 0;
      }),
    );
  }
}

/** A text at some path is among the texts of the payload, and a number among its numbers. */
function payloadExpression(term: FilterPayload): string | null {
  const numbers = sizesOf(term);
  if (numbers !== null && numbers.name.length <= MAX_NAME_LENGTH)
    return either(numbers.sizes.map((size) => `"${numberTerm(numbers.name, size)}"`));
  const texts = textsOf(term);
  if (texts === null) return null;
  const alternatives = texts.map(({ text, isWhole }) =>
    isSearched(text, isWhole) ? allOf(wordsToFindAtBeginning(foldText(text), isWhole)) : null,
  );
  return alternatives.includes(null) ? null : either(alternatives as string[]);
}

function wordExpression(folded: string): string | null {
  return allOf(wordsToFind(folded));
}

/** All of these words are there. */
function allOf(words: readonly IndexWord[]): string | null {
  if (words.length === 0) return null;
  const all = words.map(({ word, isPrefix, beginning }) => {
    const itself = `"${word}"${isPrefix ? '*' : ''}`;
    return beginning === null ? itself : `(${itself} OR "${beginning}")`;
  });
  return `(${all.join(' AND ')})`;
}

/** After every text that begins like this: no text has the byte 0xFF. */
function endOf(beginning: string): Buffer {
  return Buffer.concat([Buffer.from(beginning), Buffer.of(0xff)]);
}

function exactly(field: IndexedField, value: string): string {
  return `"${indexTerm(field, value)}"`;
}

function either(alternatives: readonly string[]): string {
  return alternatives.filter((one) => one !== '').join(' OR ');
}
