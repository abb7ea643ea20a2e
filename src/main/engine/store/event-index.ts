// The index of events: which words and properties are in which event. It follows the events, a moment behind.
import { numbersIn } from '#shared/domain/filter/payload-condition.ts';
import { foldText, indexWordsIn } from '#shared/domain/filter/search-text.ts';
import { MAX_NAME_LENGTH } from '#shared/domain/json-read.ts';
import type { EventBodies } from './event-bodies.ts';
import { createMetaRows } from './meta-rows.ts';
import type { Db } from './open-database.ts';
import { readBody } from './search-functions.ts';

/** In `meta`: the newest event that is indexed. */
export const INDEX_MARK = 'events_indexed';
/** In `meta`: the key of the newest customer's name that is indexed. */
export const LABEL_MARK = 'labels_indexed';

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
  label: string | null;
}

/** A number of so many digits at a member of this name; see sizeOf(). */
export function numberTerm(name: string, size: number): string {
  return `n=${asTerm(name)}=${size}`;
}

/** Letters that would end a word of the index are all alike in it; whoever searches looks at the event itself in the end. */
export function indexTerm(field: IndexedField, value: string): string {
  return `${INDEXED_FIELDS[field]}=${asTerm(value)}`;
}

const asTerm = (text: string): string => text.replaceAll(/[^\w.-]/g, '~');

export function createEventIndex(db: Db, bodies: EventBodies) {
  const meta = createMetaRows(db);
  const columns = `seq, type, kind, customer_id AS customer, object_id AS object, request_id AS request, account,
    api_version AS api, source, livemode, signature, customer_label AS label`;
  const after = db.prepare<[number, number], Row>(
    `SELECT ${columns} FROM events WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  const insert = db.prepare<[number, string]>('INSERT INTO event_index (rowid, words) VALUES (?, ?)');
  const remove = db.prepare<[number]>('DELETE FROM event_index WHERE rowid = ?');
  const rowOf = db.prepare<[number], Row>(`SELECT ${columns} FROM events WHERE seq = ?`);
  const addValue = db.prepare<[string, string, number]>(
    'INSERT INTO event_values (field, value, n) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n',
  );

  const labelsAfter = db.prepare<[number, number], { key: number; label: string }>(
    'SELECT key, label FROM customer_labels WHERE key > ? ORDER BY key LIMIT ?',
  );
  const insertLabel = db.prepare<[number, string]>('INSERT INTO label_index (rowid, words) VALUES (?, ?)');

  // Each transaction leaves a part of the index to itself, and whoever searches looks into all of them.
  const merge = db.prepare<[number]>("INSERT INTO event_index (event_index, rank) VALUES ('merge', ?)");
  const totalChanges = db.prepare<[], number>('SELECT total_changes()').pluck();

  let isBehind = true;
  let isUnmerged = true;

  /** Whatever a payload holds, the events after it are to be indexed, too. */
  function insertRow(row: Row): void {
    // The event's own label may be of what is no text of the payload to search, as an address of a page.
    const words = indexWordsIn(foldText(row.label ?? ''));
    const body = readBody(bodies.find(row.seq));
    for (const word of indexWordsIn(body.text)) words.add(word);
    const terms = propertiesOf(row).map(([field, value]) => indexTerm(field, value));
    for (const [name, size] of numbersIn(body.payload)) {
      if (name.length <= MAX_NAME_LENGTH) terms.push(numberTerm(name, size));
    }
    insert.run(row.seq, [...terms, ...words].join(' '));
  }

  /** @returns whether there may be more */
  function indexLabels(most: number): boolean {
    const rows = labelsAfter.all(Number(meta.findMeta(LABEL_MARK) ?? 0), most);
    for (const { key, label } of rows) insertLabel.run(key, [...indexWordsIn(foldText(label))].join(' '));
    const last = rows.at(-1);
    if (last !== undefined) meta.upsertMeta(LABEL_MARK, String(last.key));
    return rows.length === most;
  }

  return {
    isBehind: () => isBehind,
    eventStored: () => void (isBehind = true),
    rolledBack(): void {
      isBehind = true;
      isUnmerged = true;
    },

    /** Indexes the next events, at most so many. @returns how many */
    indexNext(most: number): number {
      const hasMoreLabels = indexLabels(most);
      const rows = after.all(Number(meta.findMeta(INDEX_MARK) ?? 0), most);
      const values = new Map<string, [field: string, value: string, n: number]>();
      for (const row of rows) {
        insertRow(row);
        for (const [field, value] of valuesListedOf(row)) {
          const key = `${field} ${value}`;
          values.set(key, [field, value, (values.get(key)?.[2] ?? 0) + 1]);
        }
      }
      for (const value of values.values()) addValue.run(...value);
      const last = rows.at(-1);
      if (last !== undefined) meta.upsertMeta(INDEX_MARK, String(last.seq));
      isBehind = rows.length === most || hasMoreLabels;
      if (rows.length > 0) isUnmerged = true;
      return rows.length;
    },
    /** What an event is found by has changed; one that is not indexed yet will be indexed as it is by then. */
    indexAgain(seq: number): void {
      const row = rowOf.get(seq);
      if (row === undefined || seq > Number(meta.findMeta(INDEX_MARK) ?? 0)) return;
      remove.run(seq);
      insertRow(row);
      isUnmerged = true;
    },
    isUnmerged: () => isUnmerged,
    /** Merges the parts of the index a little further. @param pages of the file that are written for it, about so many */
    mergeNext(pages: number): void {
      const before = totalChanges.get() ?? 0;
      merge.run(pages);
      // Fewer than two mean that there was nothing to do. Source: https://www.sqlite.org/fts5.html#the_merge_command
      isUnmerged = (totalChanges.get() ?? 0) - before >= 2;
    },
  };
}

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
