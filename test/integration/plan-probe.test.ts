// The developer's own app is asked for real: over HTTP, in a SQLite file, a PostgreSQL and a MariaDB; and nothing is ever written.
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import mysql from 'mysql2/promise';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createPlanProbe } from '#engine/plan-probe/plan-probe.ts';
import type { AppProbe, ProbeAnswer, ProbeSecrets } from '#shared/domain/probe/app-probe.ts';
import type { ProbeSubject } from '#shared/domain/probe/placeholders.ts';
import { checkReadOnlySql } from '#shared/domain/probe/read-only-sql.ts';
import { startBackend, type Backend } from '../support/backend.ts';
import { startMariadb } from '../support/mariadb.ts';
import { freePort, startPostgres, type FoundServer } from '../support/postgres.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const sqliteWorkerUrl = new URL('../../src/main/engine/plan-probe/sqlite-worker.ts', import.meta.url);
const probe = createPlanProbe({ sqliteWorkerUrl });
afterAll(() => probe.dispose());

const PASSWORD = "hunter2-pa/ss'w?rd";
const NASTY = `o'brien"\\'; DROP TABLE users; --@example.com`;
const subject = (email: string | null): ProbeSubject => ({
  customerId: 'cus_1',
  email,
  clientReferenceId: null,
  subscriptionId: null,
  metadata: { user_id: '1' },
});

type Outcome = [code: string] | [value: string | null, found: boolean];
/** Code of a failure, else value and whether found; what the developer sees goes to `said`. */
const outcome = (answer: ProbeAnswer): Outcome => (answer.ok ? [answer.value, answer.found] : [answer.code]);
const said: string[] = [];
async function ask(
  config: AppProbe,
  secrets: Partial<ProbeSecrets> = {},
  email: string | null = 'ada@example.com',
  signal?: AbortSignal,
): Promise<ProbeAnswer> {
  const answer = await probe.ask(
    config,
    { connectionString: null, headers: [], ...secrets },
    subject(email),
    signal,
  );
  said.push(answer.ok ? answer.shown : answer.detail);
  return answer;
}
beforeEach(() => void said.splice(0));
// In every test here, whatever it is about.
afterEach(() => {
  for (const words of said) {
    expect(words).not.toContain('hunter2');
    expect(Buffer.byteLength(words)).toBeLessThanOrEqual(2_048);
  }
});

/** Ended at the timeout: not much before, and the asker is not kept waiting. */
function expectTimeout(answer: ProbeAnswer, timeoutMs: number): void {
  expect(answer).toMatchObject({ ok: false, code: 'timeout' });
  expect(answer.durationMs).toBeGreaterThanOrEqual(timeoutMs - 50);
  expect(answer.durationMs).toBeLessThan(timeoutMs + 1_000);
}

/** What begins, ends or escapes strings, names and comments, in one database or another. */
const MARKS = [
  "'",
  '"',
  '`',
  '[',
  ']',
  '\\',
  '$$',
  '$a$',
  '--',
  '-- ',
  '#',
  '\n',
  '/*',
  '*/',
  '/*!',
  "E'",
  '',
];

/**
 * Every way to hide a second statement between two marks, sent in the way that takes several, without a transaction around
 * it: if the check took for a string or a comment what the database takes for a statement, it would be carried out.
 */
async function sendTaken(
  dialect: 'postgres' | 'mysql',
  send: (text: string) => Promise<unknown>,
): Promise<void> {
  let understood = 0;
  for (const a of MARKS) {
    for (const b of MARKS) {
      for (const head of [b, a + b, a + b + a, a + a + b, a + b + a + a]) {
        for (const tail of [b, a, b + a, `-- ${b}`, `-- ${a}`, `-- ${b}${a}`]) {
          const check = checkReadOnlySql(`SELECT ${head}; DELETE FROM users; ${tail}`, dialect);
          if (!check.ok) continue;
          await send(check.text).then(
            () => (understood += 1),
            () => {},
          );
        }
      }
    }
  }
  // Else nothing would have been shown.
  expect(understood).toBeGreaterThan(50);
}

/** What none of the databases may be sent or may do. */
const WRITING = [
  "INSERT INTO users (email, plan) VALUES ('x', 'y')",
  "UPDATE users SET plan = 'x'",
  'DELETE FROM users',
  'SELECT * INTO copied FROM users',
  'SELECT plan FROM users FOR UPDATE',
  "SELECT plan FROM users; UPDATE users SET plan = 'x'",
  'WITH gone AS (DELETE FROM users RETURNING plan) SELECT plan FROM gone',
  'DROP TABLE users',
];

describe('HTTP', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await startBackend();
  });
  afterAll(() => backend.close());
  const http = (changes: Partial<Extract<AppProbe, { kind: 'http' }>> = {}): AppProbe => ({
    kind: 'http',
    url: `http://127.0.0.1:${backend.port}/users?email={email}`,
    headerNames: [],
    path: 'user.plan',
    timeoutMs: 2_000,
    ...changes,
  });
  const json = (body: unknown): void =>
    backend.answer(200, JSON.stringify(body), { 'content-type': 'application/json' });

  test('the plan at the path; the value asked by is one value, whatever it holds', async () => {
    json({ user: { plan: 'pro' } });
    const answer = await ask(http(), {}, `${NASTY}&admin=1#x`);
    expect(answer).toMatchObject({
      ok: true,
      value: 'pro',
      found: true,
      shown: '200 OK\n{"user":{"plan":"pro"}}',
    });
    const { method, path, body } = backend.seen.at(-1) ?? { method: '', path: '', body: Buffer.of(1) };
    expect([method, body.byteLength]).toEqual(['GET', 0]);
    expect([...new URL(path, 'http://x').searchParams]).toEqual([['email', `${NASTY}&admin=1#x`]]);
  });

  test.each<[unknown, Outcome]>([
    [{ user: { plan: null } }, [null, true]],
    [{ user: { plan: 3 } }, ['3', true]],
    [{ user: { plan: false } }, ['false', true]],
    [{ user: { plan: '' } }, ['', true]],
    [{ user: { plan: { name: 'pro' } } }, ['not_a_value']],
    [{ user: { plan: ['pro'] } }, ['not_a_value']],
    [{ user: {} }, ['no_such_path']],
    [{ user: null }, ['no_such_path']],
    [[], ['no_such_path']],
  ])('%j → %j', async (body, expected) => {
    json(body);
    expect(outcome(await ask(http()))).toEqual(expected);
  });

  test('a list that ends before: the app does not know the customer', async () => {
    json({ users: [] });
    expect(outcome(await ask(http({ path: 'users[0].plan' })))).toEqual([null, false]);
  });

  test('what was answered is shown when the path leads nowhere, or to no value', async () => {
    json({ user: { plan: { name: 'pro' } } });
    for (const path of ['user.plan', 'account.plan'])
      expect(await ask(http({ path }))).toMatchObject({
        ok: false,
        shown: '200 OK\n{"user":{"plan":{"name":"pro"}}}',
      });
  });

  test.each<[number, Outcome]>([
    [404, [null, false]],
    [500, ['status']],
    [302, ['status']],
    [401, ['auth']],
    [403, ['auth']],
  ])('%d → %j, once and without following it', async (status, expected) => {
    const before = backend.seen.length;
    backend.answer(status, '{"user":{"plan":"pro"}}', {
      location: `http://127.0.0.1:${backend.port}/elsewhere`,
    });
    const answer = await ask(http());
    expect(outcome(answer)).toEqual(expected);
    if (!answer.ok) expect(answer.detail).toContain(String(status));
    expect(backend.seen.length).toBe(before + 1);
  });

  test('HTML, nothing and more than a megabyte are not JSON', async () => {
    backend.answer(200, '<!doctype html><p>Sign in', { 'content-type': 'text/html' });
    const answer = await ask(http());
    expect(answer).toMatchObject({
      code: 'not_json',
      detail: expect.stringContaining('text/html') as string,
    });
    backend.answer(200);
    expect(outcome(await ask(http()))).toEqual(['not_json']);
    json({ user: { plan: 'x'.repeat(1024 * 1024) } });
    expect(outcome(await ask(http()))).toEqual(['not_json']);
  });

  test('what is shown is cut to 2 KB, in whole characters', async () => {
    json({ user: { plan: 'pro' }, rest: '多'.repeat(3_000) });
    const answer = await ask(http());
    expect(answer).toMatchObject({ value: 'pro', shown: expect.stringMatching(/多…$/) as string });
  });

  test('hanging before or amid the answer ends at the timeout; so does the connection', async () => {
    let open = 0;
    backend.behave((request, response, raw) => {
      open += 1;
      raw.socket.once('close', () => (open -= 1));
      if (request.path.includes('amid')) response.write('{"user":');
    });
    for (const email of ['before', 'amid'])
      expectTimeout(await ask(http({ timeoutMs: 300 }), {}, email), 300);
    await waitUntil('the connections to be closed', () => open === 0);
  });

  test('header values are sent, and never shown in any form', async () => {
    const headers: [string, string][] = [
      ['authorization', 'Bearer hunter2-tok/en"1'],
      ['X-Key', 'hunter2 key'],
      ['X-Unasked', 'hunter2-3'],
    ];
    backend.behave((request, response) => {
      const seen = [request.header('authorization') ?? '', request.header('x-key') ?? ''];
      response.end(JSON.stringify({ user: { plan: 'pro' }, seen, encoded: seen.map(encodeURIComponent) }));
    });
    const config = http({ headerNames: ['Authorization', 'x-key'] });
    const answer = await ask(config, { headers });
    const { header } = backend.seen.at(-1) ?? { header: () => '' };
    expect([header('authorization'), header('x-key'), header('x-unasked')]).toEqual([
      'Bearer hunter2-tok/en"1',
      'hunter2 key',
      undefined,
    ]);
    expect(answer).toMatchObject({
      value: 'pro',
      shown: expect.stringContaining('"seen":["…","…"]') as string,
    });
    // Also where the app answers with an error or with half a page.
    backend.behave((request, response) => {
      response.writeHead(500, request.header('x-key') ?? '').end();
    });
    expect(outcome(await ask(config, { headers }))).toEqual(['status']);
    expect(outcome(await ask(config, { headers: [['authorization', 'hunter2\r\nX: y']] }))).toEqual([
      'bad_config',
    ]);
    expect(outcome(await ask(config))).toEqual(['bad_config']);
  });

  test('nobody there, on both addresses of localhost; one of the two is enough', async () => {
    const port = await freePort();
    const config = http({ url: `http://localhost:${port}/{email}` });
    const answer = await ask(config);
    expect(answer).toMatchObject({
      code: 'unreachable',
      detail: expect.stringContaining('ECONNREFUSED') as string,
    });
    for (const host of ['127.0.0.1', '::1']) {
      const one = await startBackend(port, host);
      one.answer(200, '{"user":{"plan":"pro"}}');
      expect(outcome(await ask(config)), host).toEqual(['pro', true]);
      await one.close();
    }
  });

  test('a question that cannot be asked is not asked', async () => {
    const before = backend.seen.length;
    const cases: [AppProbe, string | null, string][] = [
      [http(), null, 'missing_value'],
      [http(), '', 'missing_value'],
      [http({ url: `http://127.0.0.1:${backend.port}/users/{email}/plan` }), '..', 'missing_value'],
      [http({ url: `http://u:p@127.0.0.1:${backend.port}/` }), 'x', 'bad_config'],
      [http({ url: 'http://{email}/' }), 'x', 'bad_config'],
      [http({ url: 'ftp://x/' }), 'x', 'bad_config'],
    ];
    for (const [config, email, code] of cases) expect(outcome(await ask(config, {}, email))).toEqual([code]);
    expect(backend.seen.length).toBe(before);
    json({});
    expect(outcome(await ask(http({ path: 'a..b' })))).toEqual(['bad_config']);
  });

  test('who loses interest, and the end of Hookline, end it at once', async () => {
    backend.behave(() => {});
    const interest = new AbortController();
    const asked = ask(http(), {}, 'x', interest.signal);
    setTimeout(() => interest.abort(new Error('lost interest')), 50);
    await expect(asked).rejects.toThrow('lost interest');
    await expect(ask(http(), {}, 'x', AbortSignal.abort(new Error('never had any')))).rejects.toThrow(
      'never had any',
    );
    const other = createPlanProbe({ sqliteWorkerUrl });
    const dropped = other.ask(http(), { connectionString: null, headers: [] }, subject('x'));
    setTimeout(() => other.dispose(), 50);
    await expect(dropped).rejects.toThrow(/abort/i);
    await expect(other.ask(http(), { connectionString: null, headers: [] }, subject('x'))).rejects.toThrow(
      /abort/i,
    );
  });
});

describe('SQLite', () => {
  let file = '';
  beforeAll(() => {
    file = join(mkdtempSync(join(tmpdir(), 'hookline-test-')), 'app.sqlite');
    const db = new Database(file);
    db.exec(
      'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, plan TEXT, seats INTEGER, secret TEXT, data BLOB)',
    );
    const add = db.prepare("INSERT INTO users VALUES (NULL, ?, ?, 9007199254740993, 'pw-hash', x'00')");
    for (const [email, plan] of [
      ['ada@example.com', 'pro'],
      [NASTY, 'basic'],
      ['none@example.com', null],
    ])
      add.run(email, plan);
    db.close();
  });
  afterAll(() => rmSync(dirname(file), { recursive: true, force: true }));
  const sqlite = (query: string, changes: Partial<Extract<AppProbe, { kind: 'sqlite' }>> = {}): AppProbe => ({
    kind: 'sqlite',
    file,
    query,
    timeoutMs: 5_000,
    ...changes,
  });
  const digest = (): string => createHash('sha256').update(readFileSync(file)).digest('hex');

  test.each<[string, string, Outcome]>([
    ['SELECT plan FROM users WHERE email = {email}', 'ada@example.com', ['pro', true]],
    ['SELECT plan FROM users WHERE email = {email}', NASTY, ['basic', true]],
    ['SELECT plan FROM users WHERE email = {email}', 'none@example.com', [null, true]],
    ['SELECT plan FROM users WHERE email = {email}', 'nobody@example.com', [null, false]],
    [
      'SELECT seats FROM users WHERE email={email} AND id={metadata.user_id} -- it',
      'ada@example.com',
      ['9007199254740993', true],
    ],
    ['SELECT data FROM users', 'x', ['not_a_value']],
    ['SELECT nothing FROM users', 'x', ['bad_query']],
    ['SELECT plan FROM', 'x', ['bad_query']],
    ["SELECT plan FROM users WHERE email = '{email}'", 'x', ['bad_query']],
    ['PRAGMA user_version = 3', 'x', ['not_read_only']],
    ["ATTACH '/tmp/other' AS other", 'x', ['not_read_only']],
  ])('%s with %s → %j', async (query, email, expected) => {
    expect(outcome(await ask(sqlite(query), {}, email))).toEqual(expected);
  });

  test('of columns that were not asked for only the names are shown', async () => {
    const answer = await ask(sqlite('SELECT plan, secret FROM users'));
    expect(answer).toMatchObject({ ok: true, shown: 'plan: pro\nsecret: …' });
  });

  test('nothing is written, not even past the check', async () => {
    const before = digest();
    for (const query of WRITING) expect(outcome(await ask(sqlite(query))), query).toEqual(['not_read_only']);
    // The process itself, sent what the check would have stopped.
    for (const text of [WRITING[0] ?? '', 'PRAGMA user_version = 3', 'CREATE TEMP TABLE a (b)', 'VACUUM']) {
      const answer = await askDirectly({ file, text, values: [], timeoutMs: 1_000 });
      expect(answer, text).toHaveProperty('code');
    }
    expect(digest()).toBe(before);
  });

  test('the file of an app that is running, in WAL mode, with a write underway', async () => {
    const busy = join(tempDir(), 'busy.sqlite');
    const db = new Database(busy);
    onTestFinished(() => void db.close());
    db.pragma('journal_mode = WAL');
    db.exec(
      "CREATE TABLE users (plan); INSERT INTO users VALUES ('pro'); BEGIN IMMEDIATE; UPDATE users SET plan = 'new'",
    );
    expect(outcome(await ask(sqlite('SELECT plan FROM users', { file: busy })))).toEqual(['pro', true]);
    db.exec('COMMIT');
    expect(outcome(await ask(sqlite('SELECT plan FROM users', { file: busy })))).toEqual(['new', true]);
  });

  test('the file of an app in WAL mode that is not running', async () => {
    const idle = join(tempDir(), 'idle.sqlite');
    const db = new Database(idle);
    db.pragma('journal_mode = WAL');
    db.exec("CREATE TABLE users (plan); INSERT INTO users VALUES ('pro')");
    db.close();
    const before = readFileSync(idle);
    expect(outcome(await ask(sqlite('SELECT plan FROM users', { file: idle })))).toEqual(['pro', true]);
    expect(readFileSync(idle).equals(before)).toBe(true);
    // SQLite's own, without which no one can read in this mode; the app clears them away when it next ends.
    expect(readFileSync(`${idle}-wal`)).toHaveLength(0);
    const app = new Database(idle);
    app.exec("UPDATE users SET plan = 'new'");
    app.close();
    expect([existsSync(`${idle}-wal`), existsSync(`${idle}-shm`)]).toEqual([false, false]);
  });

  test('locked all the time, and a query that never ends: over at the timeout, and the engine goes on meanwhile', async () => {
    const locked = join(tempDir(), 'locked.sqlite');
    const db = new Database(locked);
    onTestFinished(() => void db.close());
    db.exec('CREATE TABLE users (plan); BEGIN EXCLUSIVE');
    expectTimeout(await ask(sqlite('SELECT plan FROM users', { file: locked, timeoutMs: 600 })), 600);
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 10);
    onTestFinished(() => clearInterval(ticking));
    const endless = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n';
    expectTimeout(await ask(sqlite(endless, { timeoutMs: 600 })), 600);
    expect(turns).toBeGreaterThan(20);
  });

  test('without Hookline, too, a query that never ends does end', async () => {
    const text = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n';
    expect(await askDirectly({ file, text, values: [], timeoutMs: 100 })).toBe('SIGKILL');
  });

  test('files that are none', async () => {
    const dir = tempDir();
    writeFileSync(
      join(dir, 'text.sqlite'),
      'This is some text, long enough to be taken for a database.'.repeat(50),
    );
    const cases: [string, string][] = [
      [join(dir, 'missing.sqlite'), 'no_such_file'],
      [dir, 'no_such_file'],
      ['app.sqlite', 'bad_config'],
      [join(dir, 'text.sqlite'), 'bad_config'],
    ];
    for (const [path, code] of cases) {
      expect(outcome(await ask(sqlite('SELECT 1 FROM users', { file: path }))), path).toEqual([code]);
    }
    expect(existsSync(join(dir, 'missing.sqlite'))).toBe(false);
  });
});

describe('PostgreSQL', () => {
  let found: FoundServer = { server: null, reason: 'it was not started' };
  let admin: Client;
  beforeAll(async () => {
    found = await startPostgres();
    if (found.server === null) return;
    const { port, password } = found.server;
    admin = new Client({ host: '127.0.0.1', port, user: 'postgres', password, database: 'postgres' });
    await admin.connect();
    await admin.query(`
      CREATE TYPE plan AS ENUM ('pro', 'basic');
      CREATE TABLE users (id int, email text, plan plan, active bool, data jsonb, secret text);
      CREATE TABLE log (line text);
      CREATE SEQUENCE counter;
      CREATE FUNCTION writes() RETURNS text VOLATILE LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO log VALUES ('written'); RETURN 'pro'; END $$;
      CREATE FUNCTION frees() RETURNS text VOLATILE LANGUAGE plpgsql AS
        $$ BEGIN PERFORM set_config('transaction_read_only', 'off', true); INSERT INTO log VALUES ('x'); RETURN 'pro'; END $$;
      CREATE FUNCTION repeats() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE 'is it hunter2-pa/ss''w?rd?'; END $$;
      CREATE ROLE app LOGIN PASSWORD '${PASSWORD.replaceAll("'", "''")}';
      GRANT ALL ON users, log, counter TO app;
      CREATE TABLE hidden (plan text)`);
    const add = 'INSERT INTO users VALUES ($1, $2, $3, true, \'{"plan": "pro", "a": [1]}\', \'pw-hash\')';
    for (const row of [
      [1, 'ada@example.com', 'pro'],
      [2, NASTY, 'basic'],
      [3, 'none@example.com', null],
    ])
      await admin.query(add, row);
  }, 60_000);
  afterAll(async () => {
    await admin?.end().catch(() => {});
    await found.server?.stop();
  });
  beforeEach((context) => context.skip(found.server === null, found.reason ?? ''));

  const postgres = (query: string, timeoutMs = 5_000): AppProbe => ({ kind: 'postgres', query, timeoutMs });
  const url = (password: string = PASSWORD, user = 'app', rest = 'postgres'): string =>
    `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${found.server?.port}/${rest}`;
  const askThere = (query: string, email?: string | null, timeoutMs?: number): Promise<ProbeAnswer> =>
    ask(postgres(query, timeoutMs), { connectionString: url() }, email);
  const written = async (): Promise<unknown> => {
    const { rows } = await admin.query<{ written: string }>(
      "SELECT concat((SELECT count(*) FROM log), (SELECT is_called FROM counter), (SELECT string_agg(users::text, '' ORDER BY id) FROM users), (SELECT count(*) FROM pg_class)) AS written",
    );
    return rows[0]?.written;
  };
  const busy = async (): Promise<number> => {
    // Within a transaction the server shows what it showed first.
    await admin.query('SELECT pg_stat_clear_snapshot()');
    const { rows } = await admin.query(
      "SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'Hookline%'",
    );
    return rows.length;
  };

  test.each<[string, string, Outcome]>([
    ['SELECT plan FROM users WHERE email = {email}', 'ada@example.com', ['pro', true]],
    ['SELECT plan FROM users WHERE email = {email};', NASTY, ['basic', true]],
    ['SELECT plan FROM users WHERE email = {email}', 'none@example.com', [null, true]],
    ['SELECT plan FROM users WHERE email = {email}', 'nobody@example.com', [null, false]],
    [
      'WITH u AS (SELECT * FROM users WHERE id={metadata.user_id} OR email={email}) SELECT active FROM u ORDER BY id',
      NASTY,
      ['true', true],
    ],
    ["SELECT data -> 'plan' FROM users", 'x', ['pro', true]],
    ["SELECT data #>> '{plan}' FROM users WHERE data ? 'plan'", 'x', ['pro', true]],
    ["SELECT '9007199254740993'::bigint", 'x', ['9007199254740993', true]],
    ["SELECT data -> 'a' FROM users", 'x', ['not_a_value']],
    ["SELECT '\\x00'::bytea", 'x', ['not_a_value']],
    ['SELECT nothing FROM users', 'x', ['bad_query']],
    ['SELECT plan FROM users WHERE id = {email}', 'x', ['bad_query']],
    ['SELECT plan FROM hidden', 'x', ['auth']],
  ])('%s with %s → %j', async (query, email, expected) => {
    expect(outcome(await askThere(query, email))).toEqual(expected);
  });

  test('one row is fetched of a million', async () => {
    const answer = await askThere("SELECT i::text, repeat('x', 1000) FROM generate_series(1, 1000000) AS i");
    expect(answer).toMatchObject({ value: '1', shown: 'i: 1\nrepeat: …' });
  });

  test('nothing is written: neither by the query nor by a function it calls', async () => {
    const before = await written();
    for (const query of WRITING) expect(outcome(await askThere(query)), query).toEqual(['not_read_only']);
    for (const query of [
      'SELECT writes()',
      "SELECT nextval('counter')",
      "SELECT 'x' WHERE writes() = {email}",
    ])
      expect(outcome(await askThere(query)), query).toEqual(['not_read_only']);
    expect((await askThere('SELECT frees()')).ok).toBe(false);
    expect(await written()).toBe(before);
  });

  test('the check reads a query as PostgreSQL does, whatever its settings', async () => {
    const before = await written();
    for (const strings of ['on', 'off']) {
      await admin.query(`SET standard_conforming_strings = ${strings}`);
      await sendTaken('postgres', (text) => admin.query(text));
    }
    await admin.query('RESET standard_conforming_strings');
    expect(await written()).toBe(before);
  });

  test('slow, or waiting for a lock: over at the timeout, on the server, too', async () => {
    expectTimeout(await askThere('SELECT pg_sleep(30)', 'x', 500), 500);
    await waitUntil('the server to end it', async () => (await busy()) === 0, 3_000);
    onTestFinished(async () => {
      await admin.query('ROLLBACK');
    });
    await admin.query('BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE');
    expectTimeout(await askThere('SELECT plan FROM users', 'x', 500), 500);
    await waitUntil('the server to end it', async () => (await busy()) === 0, 3_000);
    await admin.query('ROLLBACK');
    // A limit of the server's own.
    const limited = { connectionString: url(PASSWORD, 'app', 'postgres?options=-c%20statement_timeout%3D1') };
    expect((await ask(postgres('SELECT 1'), limited)).ok).toBe(true);
  });

  test('no password in any answer', async () => {
    const { port } = found.server ?? { port: 0 };
    const cases: [string | null, string][] = [
      [url('wrong-hunter2'), 'auth'],
      [url('wrong-hunter2', 'nobody'), 'auth'],
      [url('hunter2', 'app', 'hunter2'), 'auth'],
      [url(PASSWORD, 'app', "postgres-hunter2-pa%2Fss'w%3Frd"), 'bad_config'],
      [`postgres://app@127.0.0.1:${port}/postgres`, 'auth'],
      [`postgres://app:hun/hunter2@127.0.0.1:${port}/postgres`, 'bad_config'],
      [`postgres://app:12/hunter2@127.0.0.1:${port}/postgres`, 'bad_config'],
      [`postgres://app:12?hunter2@127.0.0.1:${port}/postgres`, 'bad_config'],
      [`postgres://app:12#hunter2@127.0.0.1:${port}/postgres`, 'bad_config'],
      [`postgres://app:hunter2%@127.0.0.1:${port}/postgres`, 'bad_config'],
      [`postgres://app:p@ss-hunter2@127.0.0.1:${port}/postgres`, 'auth'],
      ['hunter2', 'bad_config'],
      ['mysql://app:hunter2@127.0.0.1/x', 'bad_config'],
      ['', 'bad_config'],
      [null, 'bad_config'],
      [`${url()}?sslmode=require`, 'bad_config'],
      [`postgres://app:hunter2@127.0.0.1:${await freePort()}/postgres`, 'unreachable'],
      ['postgres://app:hunter2@hunter2.invalid/postgres', 'unreachable'],
    ];
    for (const [connectionString, code] of cases)
      expect(
        outcome(await ask(postgres('SELECT 1'), { connectionString })),
        String(connectionString),
      ).toEqual([code]);
    expect(await askThere('SELECT repeats()')).toMatchObject({ code: 'bad_query', detail: 'is it …?.' });
  });

  test('a server that takes connections and says nothing', async () => {
    const silent = createServer();
    let open = 0;
    silent.on('connection', (socket) => {
      open += 1;
      socket
        .on('error', () => {})
        .on('close', () => (open -= 1))
        .resume();
    });
    const port = await freePort();
    silent.listen(port, '127.0.0.1');
    onTestFinished(() => void silent.close());
    for (const kind of ['postgres', 'mysql'] as const) {
      const connectionString = `${kind}://app:hunter2@127.0.0.1:${port}/x`;
      expectTimeout(await ask({ kind, query: 'SELECT 1', timeoutMs: 400 }, { connectionString }), 400);
    }
    await waitUntil('the connections to be closed', () => open === 0);
  });

  test('through a socket file, and with nothing left open afterwards', async () => {
    const { rows } = await admin.query<{ dir: string }>(
      "SELECT current_setting('unix_socket_directories') AS dir",
    );
    const host = encodeURIComponent(rows[0]?.dir ?? '');
    const connectionString = `postgres://app:${encodeURIComponent(PASSWORD)}@/postgres?host=${host}&port=${found.server?.port}`;
    expect(outcome(await ask(postgres('SELECT 1'), { connectionString }))).toEqual(['1', true]);
    await waitUntil('the connection to be closed', async () => (await busy()) === 0);
  });
});

describe('MariaDB', () => {
  let found: FoundServer = { server: null, reason: 'it was not started' };
  let admin: mysql.Connection;
  beforeAll(async () => {
    found = await startMariadb();
    if (found.server === null) return;
    const { port } = found.server;
    admin = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root', multipleStatements: true });
    await admin.query(
      `
      CREATE DATABASE app; USE app;
      CREATE TABLE users (id int, email varchar(200), plan enum('pro', 'basic'), data json, secret text, bytes blob);
      CREATE TABLE log (line text) ENGINE = MyISAM;
      CREATE SEQUENCE counter;
      CREATE FUNCTION writes() RETURNS text BEGIN INSERT INTO log VALUES ('written'); RETURN 'pro'; END;
      CREATE USER app IDENTIFIED BY ?;
      GRANT ALL ON app.* TO app; GRANT FILE ON *.* TO app`,
      [PASSWORD],
    );
    for (const row of [
      [1, 'ada@example.com', 'pro'],
      [2, NASTY, 'basic'],
      [3, 'none@example.com', null],
    ])
      await admin.query("INSERT INTO users VALUES (?, ?, ?, '{\"plan\": \"pro\"}', 'pw-hash', x'00')", row);
  }, 120_000);
  afterAll(async () => {
    await admin?.end().catch(() => {});
    await found.server?.stop();
  });
  beforeEach((context) => context.skip(found.server === null, found.reason ?? ''));

  const mariadb = (query: string, timeoutMs = 5_000): AppProbe => ({ kind: 'mysql', query, timeoutMs });
  const url = (password: string = PASSWORD, user = 'app', rest = 'app'): string =>
    `mysql://${user}:${encodeURIComponent(password)}@127.0.0.1:${found.server?.port}/${rest}`;
  const askThere = (query: string, email?: string | null, timeoutMs?: number): Promise<ProbeAnswer> =>
    ask(mariadb(query, timeoutMs), { connectionString: url() }, email);
  const only = async (sql: string): Promise<unknown> => {
    const [rows] = await admin.query<mysql.RowDataPacket[][]>({ sql, rowsAsArray: true });
    return rows[0]?.[0];
  };
  const written = async (): Promise<string> =>
    JSON.stringify([
      await only('SELECT count(*) FROM log'),
      await only("SELECT group_concat(concat_ws(',', id, email, plan) ORDER BY id) FROM users"),
      await only('SELECT next_not_cached_value FROM counter'),
      await only("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'app'"),
    ]);
  const busy = async (): Promise<boolean> =>
    Number(await only("SELECT count(*) FROM information_schema.processlist WHERE user = 'app'")) > 0;

  test.each<[string, string, Outcome]>([
    ['SELECT plan FROM users WHERE email = {email}', 'ada@example.com', ['pro', true]],
    ['SELECT plan FROM users WHERE email = {email};', NASTY, ['basic', true]],
    ['SELECT plan FROM users WHERE email = {email}', 'none@example.com', [null, true]],
    ['SELECT plan FROM users WHERE email = {email}', 'nobody@example.com', [null, false]],
    [
      'WITH u AS (SELECT * FROM users WHERE id={metadata.user_id} AND email={email}) SELECT id FROM u # it',
      'ada@example.com',
      ['1', true],
    ],
    ["SELECT JSON_UNQUOTE(JSON_EXTRACT(data, '$.plan')) FROM users", 'x', ['pro', true]],
    ['SELECT CAST(9007199254740993 AS SIGNED)', 'x', ['9007199254740993', true]],
    ["SELECT REPLACE(plan, 'p', 'P') FROM users ORDER BY id", 'x', ['Pro', true]],
    ["SELECT CAST('2026-01-02 03:04:05' AS DATETIME)", 'x', ['2026-01-02 03:04:05', true]],
    ['SELECT bytes FROM users', 'x', ['not_a_value']],
    ['SELECT data FROM users', 'x', ['not_a_value']],
    ['SELECT nothing FROM users', 'x', ['bad_query']],
    ['SELECT plan FROM mysql.user', 'x', ['auth']],
  ])('%s with %s → %j', async (query, email, expected) => {
    expect(outcome(await askThere(query, email))).toEqual(expected);
  });

  test('one row is fetched of many', async () => {
    const answer = await askThere("SELECT seq, repeat('x', 1000) AS much FROM seq_1_to_1000000");
    expect(answer).toMatchObject({ value: '1', shown: 'seq: 1\nmuch: …' });
  });

  test('nothing is written: neither by the query nor by a function it calls, nor into a file', async () => {
    const before = await written();
    const file = join(String(await only('SELECT @@secure_file_priv')), 'out');
    const intoFile = [
      `SELECT plan FROM users INTO OUTFILE '${file}'`,
      `SELECT plan FROM users /*! INTO OUTFILE '${file}' */`,
      `SELECT plan FROM users /*M!100000 INTO OUTFILE '${file}' */`,
      `SELECT 1 # ' \n INTO OUTFILE '${file}' -- '`,
    ];
    for (const query of [...WRITING, ...intoFile])
      expect(outcome(await askThere(query)), query).toEqual(['not_read_only']);
    for (const query of ['SELECT writes()', 'SELECT NEXTVAL(counter)', 'SELECT NEXT VALUE FOR counter'])
      expect(outcome(await askThere(query)), query).toEqual(['not_read_only']);
    // What the URL asks of the driver does not count.
    const connectionString = `${url()}?multipleStatements=true&flags=MULTI_STATEMENTS&rowsAsArray=false`;
    expect(outcome(await ask(mariadb('SELECT plan FROM users ORDER BY id'), { connectionString }))).toEqual([
      'pro',
      true,
    ]);
    expect(existsSync(file)).toBe(false);
    expect(await written()).toBe(before);
  });

  test('the check reads a query as MariaDB does, whatever its settings', async () => {
    const before = await written();
    for (const mode of ['', 'NO_BACKSLASH_ESCAPES', 'ANSI_QUOTES']) {
      await admin.query(`SET sql_mode = '${mode}'`);
      await sendTaken('mysql', (text) => admin.query(text));
    }
    await admin.query('SET sql_mode = DEFAULT');
    expect(await written()).toBe(before);
  });

  test('slow, or waiting for a lock: over at the timeout, on the server, too', async () => {
    expectTimeout(await askThere('SELECT SLEEP(30)', 'x', 500), 500);
    await waitUntil('the server to end it', async () => !(await busy()), 3_000);
    await admin.query('LOCK TABLES users WRITE');
    const waiting = await askThere('SELECT plan FROM users', 'x', 500);
    await admin.query('UNLOCK TABLES');
    expectTimeout(waiting, 500);
    await waitUntil('the server to end it', async () => !(await busy()), 3_000);
  });

  test('no password in any answer', async () => {
    const { port } = found.server ?? { port: 0 };
    const cases: [string | null, string][] = [
      [url('wrong-hunter2'), 'auth'],
      [url(PASSWORD, 'nobody'), 'auth'],
      [url(PASSWORD, 'app', encodeURIComponent(PASSWORD)), 'auth'],
      [`mysql://root@127.0.0.1:${port}/hunter?password=hunter2`, 'bad_config'],
      [`mysql://app:hun/hunter2@127.0.0.1:${port}/app`, 'bad_config'],
      [`mysql://app:12/hunter2@127.0.0.1:${port}/app`, 'bad_config'],
      [`mysql://app:hunter2%@127.0.0.1:${port}/app`, 'bad_config'],
      [`mysql://app:p@ss-hunter2@127.0.0.1:${port}/app`, 'auth'],
      ['postgres://app:hunter2@127.0.0.1/x', 'bad_config'],
      [null, 'bad_config'],
      [`${url()}?ssl-mode=REQUIRED`, 'bad_config'],
      [`mysql://app:hunter2@127.0.0.1:${await freePort()}/app`, 'unreachable'],
      ['mysql://app:hunter2@hunter2.invalid/app', 'unreachable'],
    ];
    for (const [connectionString, code] of cases)
      expect(outcome(await ask(mariadb('SELECT 1'), { connectionString })), String(connectionString)).toEqual(
        [code],
      );
  });

  test('through a socket file, and with nothing left open afterwards', async () => {
    const path = encodeURIComponent(String(await only('SELECT @@socket')));
    const connectionString = `mysql://app:${encodeURIComponent(PASSWORD)}@/app?socket=${path}`;
    const answer = await ask(mariadb('SELECT CURRENT_USER()'), { connectionString });
    expect(outcome(answer)).toEqual(['app@%', true]);
    await waitUntil('the connection to be closed', async () => !(await busy()));
  });
});

/** @returns the answer of the process, or the signal that ended it without one */
function askDirectly(question: object): Promise<unknown> {
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(sqliteWorkerUrl), [], {
      execArgv: [],
      serialization: 'advanced',
      stdio: 'ignore' as never,
    });
    child.once('message', resolve);
    child.once('exit', (code, signal) => resolve(signal ?? code));
    child.send(question);
  });
}
