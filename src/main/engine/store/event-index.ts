// The index of events: which words and properties are in which event. It follows the events, a moment behind.
import { foldText, MAX_WORD_LENGTH, wordsIn } from '#shared/domain/filter/search-text.ts';
import type { EventBodies } from './event-bodies.ts';
import { createMetaRows } from './meta-rows.ts';
import type { Db } from './open-database.ts';
import { searchTextOfBody } from './search-functions.ts';

/** In `meta`: the newest event that is indexed. */
export const INDEX_MARK = 'events_indexed';

/** Properties that never change once an event is stored, by the letter they have in the index. */
export const INDEXED_FIELDS = {
  type: 't',
  customer: 'c',
  object: 'o',
  request: 'q',
  account: 'a',
  api: 'v',
  source: 's',
  kind: 'k',
  mode: 'm',
  signature: 'g',
} as const;
export type IndexedField = keyof typeof INDEXED_FIELDS;

/** Of the event's own account. */
export const OWN_ACCOUNT = 'own';

interface Row {
  seq: number;
  type: string;
  kind: string;
  customer: string | null;
  object: string | null;
  request: string | null;
  account: string;
  api: string | null;
  source: string;
  livemode: number | null;
  signature: string;
}

/** Letters that would end a word of the index are all alike in it; whoever searches looks at the event itself in the end. */
export function indexTerm(field: IndexedField, value: string): string {
  return `${INDEXED_FIELDS[field]}=${value.replaceAll(/[^\w.-]/g, '~')}`;
}

export function createEventIndex(db: Db, bodies: EventBodies) {
  const meta = createMetaRows(db);
  const after = db.prepare<[number, number], Row>(
    `SELECT seq, type, kind, customer_id AS customer, object_id AS object, request_id AS request, account, api_version AS api,
       source, livemode, signature FROM events WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  const insert = db.prepare<[number, string]>('INSERT INTO event_index (rowid, words) VALUES (?, ?)');
  const addValue = db.prepare<[string, string, number]>(
    'INSERT INTO event_values (field, value, n) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n',
  );

  const newLabel = db
    .prepare<[string, string], string>(
      'SELECT label FROM customer_labels WHERE account = ? AND customer_id = ? AND label IS NOT indexed_label',
    )
    .pluck();
  const insertLabel = db.prepare<[string, string]>(
    'INSERT INTO label_index (words, customer_id) VALUES (?, ?)',
  );
  const labelIndexed = db.prepare<[string, string, string]>(
    'UPDATE customer_labels SET indexed_label = ? WHERE account = ? AND customer_id = ?',
  );

  let isBehind = true;

  /** A customer who was renamed is found by either name; whether it fits is for the filter to say. */
  function indexLabel({ account, customer }: Row): void {
    const label = customer === null ? undefined : newLabel.get(account, customer);
    if (customer === null || label === undefined) return;
    insertLabel.run(wordsIn(foldText(label)).join(' '), customer);
    labelIndexed.run(label, account, customer);
  }

  return {
    isBehind: () => isBehind,
    eventStored: () => void (isBehind = true),
    rolledBack: () => void (isBehind = true),

    /** Indexes the next events, at most so many. @returns how many */
    indexNext(most: number): number {
      const rows = after.all(Number(meta.findMeta(INDEX_MARK) ?? 0), most);
      const values = new Map<string, [field: string, value: string, n: number]>();
      for (const row of rows) {
        indexLabel(row);
        const properties = propertiesOf(row);
        const words = new Set(wordsIn(searchTextOfBody(bodies.find(row.seq))).filter(isIndexedWord));
        insert.run(
          row.seq,
          [...properties.map(([field, value]) => indexTerm(field, value)), ...words].join(' '),
        );
        for (const [field, value] of valuesListedOf(row)) {
          const key = `${field} ${value}`;
          values.set(key, [field, value, (values.get(key)?.[2] ?? 0) + 1]);
        }
      }
      for (const value of values.values()) addValue.run(...value);
      const last = rows.at(-1);
      if (last !== undefined) meta.upsertMeta(INDEX_MARK, String(last.seq));
      isBehind = rows.length === most;
      return rows.length;
    },
  };
}

/** An event's own id is found by the index of ids. */
export const isIndexedWord = (word: string): boolean =>
  word.length <= MAX_WORD_LENGTH && !word.startsWith('evt_');

/** What of an event is counted to choose from. */
export function valuesListedOf({
  type,
  account,
  api,
  source,
}: Pick<Row, 'type' | 'account' | 'api' | 'source'>): [string, string][] {
  const all: [string, string | null][] = [
    ['type', type],
    ['account', account === '' ? OWN_ACCOUNT : account],
    ['api', api],
    ['source', source],
  ];
  return all.filter((one): one is [string, string] => one[1] !== null && one[1] !== '');
}

function propertiesOf(row: Row): [IndexedField, string][] {
  const { type, kind, customer, object, request, account, api, source, livemode, signature } = row;
  const all: [IndexedField, string | null][] = [
    ['type', type],
    ['kind', kind],
    ['customer', customer],
    ['object', object],
    ['request', request],
    ['account', account === '' ? OWN_ACCOUNT : account],
    ['api', api],
    ['source', source],
    ['mode', livemode === null ? null : livemode === 1 ? 'live' : 'test'],
    ['signature', signature],
  ];
  return all.filter((one): one is [IndexedField, string] => one[1] !== null && one[1] !== '');
}
