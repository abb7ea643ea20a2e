// Opening the file: migrations, damage, databases from the future.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { createEventReads } from '#engine/store/event-reads.ts';
import { MIGRATIONS } from '#engine/store/migrations/index.ts';
import { DatabaseTooNewError, openDatabase } from '#engine/store/open-database.ts';
import { createWrites } from '#engine/store/writes.ts';
import { tempDir } from '../support/temp-dir.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0, 0);
const fileIn = (dir: string): string => join(dir, 'hookline.db');

describe('migrations', () => {
  test('each is named after its place and leads to a sound database', () => {
    MIGRATIONS.forEach((migration, index) => {
      expect(migration.name).toMatch(new RegExp(`^${String(index + 1).padStart(4, '0')}-[a-z0-9-]+$`));
      const path = fileIn(tempDir());
      const { db } = openDatabase(path, NOW, MIGRATIONS.slice(0, index + 1));
      expect(db.pragma('user_version', { simple: true })).toBe(index + 1);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(db.pragma('foreign_key_check')).toEqual([]);
      db.close();
    });
  });

  test('a database of any earlier schema is brought up to the newest, its rows kept', () => {
    for (let from = 1; from <= MIGRATIONS.length; from++) {
      const path = fileIn(tempDir());
      const old = openDatabase(path, NOW, MIGRATIONS.slice(0, from)).db;
      old.prepare("INSERT INTO meta (key, value) VALUES ('marker', 'kept')").run();
      old.close();
      const { db } = openDatabase(path, NOW);
      expect(db.pragma('user_version', { simple: true })).toBe(MIGRATIONS.length);
      expect(db.prepare("SELECT value FROM meta WHERE key = 'marker'").get()).toEqual({ value: 'kept' });
      db.close();
    }
  });

  test('0017 keeps the names of customers, and events and names are indexed anew', () => {
    const path = fileIn(tempDir());
    const old = openDatabase(path, NOW, MIGRATIONS.slice(0, 16)).db;
    old.exec(`
      INSERT INTO events (seq, change_seq, id, account, kind, type, source, received_at, customer_id, signature, delivery_state, size_bytes)
        VALUES (1, 1, 'evt_1', '', 'snapshot', 'invoice.paid', 'cli', 1, 'cus_1', 'valid', 'none', 2);
      INSERT INTO event_bodies (event_seq, bytes) VALUES (1, CAST('{"data":{"object":{"amount":5000}}}' AS BLOB));
      INSERT INTO customer_labels (account, customer_id, label, indexed_label) VALUES ('', 'cus_1', 'Ada Lovelace', 'Ada');
      INSERT INTO event_index (rowid, words) VALUES (1, 't=invoice.paid ada');
      INSERT INTO event_values (field, value, n) VALUES ('type', 'invoice.paid', 1);
      INSERT INTO meta (key, value) VALUES ('events_indexed', '1');`);
    old.close();
    const { db } = openDatabase(path, NOW);
    const { operations } = createWrites(db);
    const reads = createEventReads(db);
    const ids = (filter: string) => reads.listEvents({ filter }, null, 10).items.map(({ id }) => id);
    for (const round of ['before', 'after']) {
      for (const filter of ['lovelace', 'customer:ada', 'type:invoice.*', 'data.object.amount>=5000'])
        expect(ids(filter), `${filter} ${round}`).toEqual(['evt_1']);
      expect(ids('data.object.amount>5000'), round).toEqual([]);
      while (operations.indexEvents(100) > 0);
    }
    expect(db.prepare("SELECT n FROM event_values WHERE value = 'invoice.paid'").pluck().get()).toBe(1);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  });

  test('0015 keeps which events, objects and times belong to which Checkout session', () => {
    const path = fileIn(tempDir());
    const old = openDatabase(path, NOW, MIGRATIONS.slice(0, 14)).db;
    const event = (number: number, checkout: string | null): void =>
      void old
        .prepare(
          `INSERT INTO events (change_seq, id, stripe_id, kind, type, source, received_at, signature, delivery_state, size_bytes,
             checkout_id, checkout_link)
           VALUES (?, ?, ?, 'snapshot', 'invoice.paid', 'cli', 1, 'valid', 'none', 2, ?, 'object')`,
        )
        .run(number, `evt_${number}`, `evt_${number}`, checkout);
    event(1, 'cs_a');
    event(2, null);
    event(3, 'cs_b');
    event(4, 'cs_a');
    old.exec(`
      INSERT INTO checkout_objects VALUES ('pi_a', '', 0, 'cs_a'), ('pi_b', 'acct_1', 1, 'cs_b');
      INSERT INTO checkout_times VALUES ('cus_a', '', 0, 5, 9, 'cs_a'), ('cus_b', '', 0, 6, 8, 'cs_b');
    `);
    old.close();
    const { db } = openDatabase(path, NOW);
    const all = (sql: string): unknown[] => db.prepare(sql).raw().all();
    const named = 'LEFT JOIN checkouts c ON c.key = checkout';
    expect(all(`SELECT e.id, c.id, checkout_link FROM events e ${named} ORDER BY seq`)).toEqual([
      ['evt_1', 'cs_a', 'object'],
      ['evt_2', null, 'object'],
      ['evt_3', 'cs_b', 'object'],
      ['evt_4', 'cs_a', 'object'],
    ]);
    const objects = `SELECT object_id, account, livemode, c.id FROM checkout_objects ${named} ORDER BY 1`;
    expect(all(objects)).toEqual([
      ['pi_a', '', 0, 'cs_a'],
      ['pi_b', 'acct_1', 1, 'cs_b'],
    ]);
    const times = `SELECT object_id, from_s, until_s, c.id FROM checkout_times ${named} ORDER BY 1`;
    expect(all(times)).toEqual([
      ['cus_a', 5, 9, 'cs_a'],
      ['cus_b', 6, 8, 'cs_b'],
    ]);
    // With the last event of a session goes what is known of it.
    db.exec("DELETE FROM events WHERE id IN ('evt_1', 'evt_3')");
    expect(all(objects)).toEqual([['pi_a', '', 0, 'cs_a']]);
    expect(all(times)).toEqual([['cus_a', 5, 9, 'cs_a']]);
    expect(all('SELECT id FROM checkouts')).toEqual([['cs_a']]);
    db.close();
  });

  test('0003 keeps deliveries with their stand, attempts with their bytes, and counts', () => {
    const path = fileIn(tempDir());
    const old = openDatabase(path, NOW, MIGRATIONS.slice(0, 2)).db;
    old.exec(`
      INSERT INTO endpoints (id, name, url, enabled, position) VALUES ('local', 'Local', 'http://x/', 1, 1);
      INSERT INTO events (change_seq, id, stripe_id, kind, type, source, received_at, signature, delivery_state, size_bytes)
        VALUES (7, 'evt_1', 'evt_1', 'snapshot', 'invoice.paid', 'cli', 1, 'valid', 'retrying', 2);
      INSERT INTO deliveries (event_seq, endpoint_id, state, retries, next_attempt_at, attempts)
        VALUES (1, 'local', 'retrying', 2, 99, 3);
      INSERT INTO attempts (delivery_id, event_seq, endpoint_id, number, trigger, started_at, url, request_headers, resigned,
        reused_connection, response_headers, response_body, response_size_bytes, response_truncated, total_ms)
        VALUES (1, 1, 'local', 3, 'retry', 5, 'http://x/', '[]', 1, 0, '[]', x'00ff', 2, 0, 1.5);
    `);
    old.close();
    const { db } = openDatabase(path, NOW);
    expect(db.prepare('SELECT state, retries, next_attempt_at, attempts FROM deliveries').all()).toEqual([
      { state: 'retrying', retries: 2, next_attempt_at: 99, attempts: 3 },
    ]);
    expect(
      db.prepare('SELECT number, trigger, hex(response_body) AS body, total_ms FROM attempts').all(),
    ).toEqual([{ number: 3, trigger: 'retry', body: '00FF', total_ms: 1.5 }]);
    expect(db.prepare("SELECT n FROM event_counts WHERE state = 'retrying'").get()).toEqual({ n: 1 });
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
  });

  test('one that fails leaves the database as it was', () => {
    const path = fileIn(tempDir());
    openDatabase(path, NOW).db.close();
    const broken = {
      name: '9999-break-things',
      sql: 'CREATE TABLE half_done (x); SELECT nonsense FROM nowhere;',
    };
    expect(() => openDatabase(path, NOW, [...MIGRATIONS, broken])).toThrow(/nowhere/);
    const { db, movedAsideTo } = openDatabase(path, NOW);
    expect(movedAsideTo).toBeNull();
    expect(db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'half_done'").get()).toEqual({
      n: 0,
    });
    db.close();
  });
});

test('a database from a newer version is refused and not touched', () => {
  const path = fileIn(tempDir());
  const newer = new Database(path);
  newer.exec("CREATE TABLE future (x); INSERT INTO future VALUES ('precious'); PRAGMA user_version = 99;");
  newer.close();
  const before = readFileSync(path);
  const { mtimeMs } = statSync(path);
  expect(() => openDatabase(path, NOW)).toThrow(DatabaseTooNewError);
  expect(() => openDatabase(path, NOW)).toThrow(/written by a newer Hookline \(schema 99/);
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(statSync(path).mtimeMs).toBe(mtimeMs);
});

describe('a damaged database is moved aside, byte for byte, and a new one started', () => {
  test.each<[string, (path: string) => void]>([
    [
      'no database at all',
      (path) => writeFileSync(path, 'this is not a database, but it may be somebody’s notes\n'.repeat(50)),
    ],
    [
      'pages overwritten',
      (path) => {
        const { db } = openDatabase(path, NOW);
        const insert = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
        db.transaction(() => {
          for (let index = 0; index < 2_000; index++) insert.run(`key-${index}`, 'x'.repeat(200));
        })();
        db.close();
        const bytes = readFileSync(path);
        bytes.fill(0xa5, 8_192, bytes.byteLength - 8_192);
        writeFileSync(path, bytes);
      },
    ],
  ])('%s', (_name, damage) => {
    const dir = tempDir();
    const path = fileIn(dir);
    damage(path);
    const damaged = readFileSync(path);
    const { db, movedAsideTo } = openDatabase(path, NOW);
    expect(movedAsideTo).toBe(join(dir, 'hookline.damaged-2026-11-23T09-00-00-000Z.db'));
    expect(readFileSync(movedAsideTo ?? '').equals(damaged)).toBe(true);
    expect(db.prepare('SELECT count(*) AS n FROM events').get()).toEqual({ n: 0 });
    db.close();
    expect(readdirSync(dir).filter((name) => name.startsWith('hookline.db'))).toContain('hookline.db');
  });
});
