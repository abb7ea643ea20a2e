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

/** Beyond so many the oldest are found by id alone when a customer gets another name. */
const MOST_OF_A_CUSTOMER = 2_000;

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
  const columns = `seq, type, kind, customer_id AS customer, object_id AS object, request_id AS request, account,
    api_version AS api, source, livemode, signature`;
  const after = db.prepare<[number, number], Row>(
    `SELECT ${columns} FROM events WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  const insert = db.prepare<[number, string]>('INSERT INTO event_index (rowid, words) VALUES (?, ?)');
  const addValue = db.prepare<[string, string, number]>(
    'INSERT INTO event_values (field, value, n) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n',
  );

  const remove = db.prepare<[number]>('DELETE FROM event_index WHERE rowid = ?');
  const labelOf = db.prepare<[string, string], { label: string; indexed_label: string | null }>(
    'SELECT label, indexed_label FROM customer_labels WHERE account = ? AND customer_id = ?',
  );
  const labelIndexed = db.prepare<[string, string, string]>(
    'UPDATE customer_labels SET indexed_label = ? WHERE account = ? AND customer_id = ?',
  );
  const indexedOf = db
    .prepare<[string, number], number>('SELECT rowid FROM event_index WHERE event_index MATCH ? LIMIT ?')
    .pluck();
  const rowOf = db.prepare<[number], Row>(`SELECT ${columns} FROM events WHERE seq = ?`);

  // Each transaction leaves a part of the index to itself, and whoever searches looks into all of them.
  const merge = db.prepare<[number]>("INSERT INTO event_index (event_index, rank) VALUES ('merge', ?)");
  const totalChanges = db.prepare<[], number>('SELECT total_changes()').pluck();

  let isBehind = true;
  let isUnmerged = true;

  /** Most events name a customer by id alone; they are found by the name all the same. */
  function labelWords({ account, customer }: Row): string[] {
    if (customer === null) return [];
    const known = labelOf.get(account, customer);
    if (known === undefined) return [];
    if (known.label !== known.indexed_label) {
      labelIndexed.run(known.label, account, customer);
      // Those that came before the name was known, or under another one.
      for (const seq of indexedOf.all(`"${indexTerm('customer', customer)}"`, MOST_OF_A_CUSTOMER)) {
        const row = rowOf.get(seq);
        if (row === undefined || row.account !== account) continue;
        remove.run(seq);
        insertRow(row);
      }
    }
    return wordsIn(foldText(known.label));
  }

  /** Whatever a payload holds, the events after it are to be indexed, too. */
  function textWords(seq: number): string[] {
    try {
      return wordsIn(searchTextOfBody(bodies.find(seq)));
    } catch (error) {
      process.emitWarning(`The text of event ${seq} could not be indexed: ${String(error)}`);
      return [];
    }
  }

  function insertRow(row: Row): void {
    const words = new Set(labelWords(row).filter(isIndexedWord));
    for (const word of textWords(row.seq)) if (isIndexedWord(word)) words.add(word);
    const terms = propertiesOf(row).map(([field, value]) => indexTerm(field, value));
    insert.run(row.seq, [...terms, ...words].join(' '));
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
      isBehind = rows.length === most;
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
