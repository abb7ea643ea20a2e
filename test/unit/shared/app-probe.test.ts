// What a probe may ask: placeholders, addresses, paths into JSON, and above all queries that only read.
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AppProbeSchema, missingPlaceholders } from '#shared/domain/probe/app-probe.ts';
import { parseJsonPath, readJsonPath } from '#shared/domain/probe/json-path.ts';
import { PlaceholderSchema, type ProbeSubject } from '#shared/domain/probe/placeholders.ts';
import { checkProbeUrl, fillProbeUrl } from '#shared/domain/probe/probe-url.ts';
import { checkReadOnlySql, type SqlDialect } from '#shared/domain/probe/read-only-sql.ts';

const DIALECTS: readonly SqlDialect[] = ['sqlite', 'postgres', 'mysql'];
const subject: ProbeSubject = {
  customerId: 'cus_1',
  email: null,
  clientReferenceId: '',
  subscriptionId: 'sub_1',
  metadata: { user_id: '7', empty: '' },
};

describe('placeholders', () => {
  test.each(['email', 'customer_id', 'metadata.user_id', 'metadata.a key: with anything'])(
    '%s is one',
    (name) => {
      expect(PlaceholderSchema.safeParse(name).success).toBe(true);
    },
  );
  test.each([
    '',
    'Email',
    'name',
    'metadata',
    'metadata.',
    'metadata.{',
    `metadata.${'k'.repeat(41)}`,
    'x.metadata.a',
  ])('“%s” is none', (name) => {
    expect(PlaceholderSchema.safeParse(name).success).toBe(false);
  });

  test('what the subject lacks is named once, and an empty value is none', () => {
    const query =
      'SELECT plan FROM u WHERE e = {email} OR f = {email} OR c = {client_reference_id} OR i = {customer_id} OR m = {metadata.user_id} OR n = {metadata.empty} OR p = {metadata.toString}';
    expect(missingPlaceholders({ kind: 'sqlite', file: '/x', query, timeoutMs: 500 }, subject)).toEqual([
      'email',
      'client_reference_id',
      'metadata.empty',
      'metadata.toString',
    ]);
  });

  test('settings: nothing secret has a place in them', () => {
    const config = {
      kind: 'postgres',
      query: 'SELECT 1',
      timeoutMs: 500,
      connectionString: 'postgres://a:b@c/d',
    };
    expect(AppProbeSchema.parse(config)).not.toHaveProperty('connectionString');
    expect(AppProbeSchema.safeParse({ ...config, timeoutMs: 50 }).success).toBe(false);
    const http = { kind: 'http', url: 'http://localhost', path: '$', timeoutMs: 500 };
    expect(AppProbeSchema.safeParse({ ...http, headerNames: ['X-Api-Key'] }).success).toBe(true);
    expect(AppProbeSchema.safeParse({ ...http, headerNames: ['X: y\r\nZ'] }).success).toBe(false);
  });
});

describe('addresses', () => {
  test.each<[string, object]>([
    ['http://localhost:8000/users?email={email}', { ok: true, parameters: ['email'] }],
    [
      'https://[::1]:1/{customer_id}/{metadata.user_id}',
      { ok: true, parameters: ['customer_id', 'metadata.user_id'] },
    ],
    ['http://localhost/@someone', { ok: true, parameters: [] }],
    ['localhost:8000', { ok: false, reason: 'unreadable' }],
    ['http://', { ok: false, reason: 'unreadable' }],
    ['http://localhost:99999/', { ok: false, reason: 'unreadable' }],
    ['file:///etc/passwd', { ok: false, reason: 'scheme' }],
    ['http://{email}/x', { ok: false, reason: 'placeholder_in_host', at: 7 }],
    ['http://user:hunter2@localhost/', { ok: false, reason: 'credentials' }],
    ['http://localhost/{name}', { ok: false, reason: 'unknown_placeholder', at: 17 }],
  ])('%s → %j', (url, expected) => {
    expect(checkProbeUrl(url)).toMatchObject(expected);
  });

  test('a value stays within its place, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
        const url = new URL(fillProbeUrl('http://localhost:8000/users?a=1&email={email}&b=2', () => value));
        expect(url.host).toBe('localhost:8000');
        expect([...url.searchParams.keys()]).toEqual(['a', 'email', 'b']);
        expect(url.searchParams.get('email')).toBe(value.toWellFormed());
      }),
    );
  });
});

describe('paths', () => {
  const answer = {
    plan: 'pro',
    users: [{ plan: 'basic', 'a.b': { "it's": 1 } }],
    none: null,
    'my-plan': true,
  };
  test.each<[string, unknown]>([
    ['plan', 'pro'],
    ['$.plan', 'pro'],
    ['.plan', 'pro'],
    ["$['plan']", 'pro'],
    ['["plan"]', 'pro'],
    ['$.users[0].plan', 'basic'],
    ['users[00].plan', 'basic'],
    [String.raw`users[0]['a.b']['it\'s']`, 1],
    [`users[0]["a.b"]["it's"]`, 1],
    ['none', null],
    ['my-plan', true],
    ['$', answer],
    ['', answer],
  ])('%s', (path, value) => {
    expect(readJsonPath(answer, path)).toEqual({ ok: true, value });
  });

  test.each<[string, string, number]>([
    ['$.users[1].plan', 'no_such_item', 7],
    ['users.plan', 'no_such_path', 5],
    ['users.length', 'no_such_path', 5],
    ['plan.length', 'no_such_path', 4],
    ['plan[0]', 'no_such_path', 4],
    ['none.plan', 'no_such_path', 4],
    ['constructor', 'no_such_path', 0],
    ['__proto__', 'no_such_path', 0],
    ['$plan', 'syntax', 1],
    ['$..plan', 'syntax', 1],
    ['users[*].plan', 'syntax', 5],
    ['users[-1]', 'syntax', 5],
    ['users[0:2]', 'syntax', 5],
    ['users[?(@.plan)]', 'syntax', 5],
    ["users['a]", 'syntax', 5],
    ['users.', 'syntax', 5],
    ['plan ', 'syntax', 4],
  ])('%s → %s at %d', (path, reason, at) => {
    expect(readJsonPath(answer, path)).toMatchObject({ ok: false, reason, at });
  });

  test('every path into any JSON finds what is there, and no text makes the parser throw', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.jsonValue(), (key, other, value) => {
        const quoted = key.replaceAll(/[\\']/g, String.raw`\$&`);
        const path = `$['${quoted}'][1]`;
        expect(readJsonPath(Object.fromEntries([[key, [0, value]]]), path)).toEqual({ ok: true, value });
        expect(typeof parseJsonPath(other).ok).toBe('boolean');
      }),
    );
  });
});

describe('queries', () => {
  test.each<[SqlDialect, string, string, string[]]>([
    [
      'sqlite',
      'SELECT plan FROM users WHERE email = {email};',
      'SELECT plan FROM users WHERE email =  ?',
      ['email'],
    ],
    [
      'postgres',
      'select a.x from a where e={email} and f in ({email},{metadata.k})',
      'select a.x from a where e= $1  and f in ( $2 , $3 )',
      ['email', 'email', 'metadata.k'],
    ],
    ['postgres', 'WITH a AS (SELECT 1) SELECT * FROM a', 'WITH a AS (SELECT 1) SELECT * FROM a', []],
    [
      'postgres',
      "SELECT data #>> '{plan}', data ? 'x', x::text, $q$ DELETE; {email $q$",
      "SELECT data #>> '{plan}', data ? 'x', x::text, $q$ DELETE; {email $q$",
      [],
    ],
    [
      'postgres',
      'SELECT "update", substring(x for 3) /* a /* b */ ; */ FROM t -- ; DROP',
      'SELECT "update", substring(x for 3)   FROM t',
      [],
    ],
    [
      'mysql',
      "SELECT `delete`, REPLACE(a, \"b\", 'it''s;'), 1--1 # ; DROP",
      "SELECT `delete`, REPLACE(a, \"b\", 'it''s;'), 1--1",
      [],
    ],
    ['mysql', "SELECT '\\\\', 'a\\nb' -- ' ; DROP", "SELECT '\\\\', 'a\\nb'", []],
    ['sqlite', "SELECT [delete], '\\' ; -- nothing more", "SELECT [delete], '\\'", []],
    // Two minus signs and a string, as MySQL's comments need a blank after them.
    ['mysql', "SELECT 1 --' INTO @a -- '", "SELECT 1 --' INTO @a -- '", []],
    ['sqlite', '((SELECT 1))', '((SELECT 1))', []],
  ])('%s takes %s', (dialect, query, text, parameters) => {
    expect(checkReadOnlySql(query, dialect)).toEqual({ ok: true, text, parameters });
  });

  const everywhere: [string, string][] = [
    ['', 'empty'],
    ['-- nothing', 'empty'],
    ['INSERT INTO t VALUES (1)', 'not_select'],
    ['PRAGMA writable_schema = 1', 'not_select'],
    ["ATTACH 'x' AS y", 'not_select'],
    ['CALL p()', 'not_select'],
    ['EXPLAIN ANALYZE DELETE FROM t', 'not_select'],
    ['/* SELECT */ DELETE FROM t', 'not_select'],
    ['WITH a AS (SELECT 1) VALUES (1)', 'not_select'],
    ['SELECT 1; DROP TABLE t', 'several_statements'],
    ['SELECT 1;;', 'several_statements'],
    ["SELECT ';'; /* ; */ SELECT 2", 'several_statements'],
    ['WITH a AS (DELETE FROM t RETURNING *) SELECT * FROM a', 'writes'],
    ['WITH a AS (SELECT 1) UPDATE t SET x = 1', 'writes'],
    ['WITH a AS (SELECT 1) REPLACE INTO t SELECT 1', 'writes'],
    ['WITH a AS (MERGE INTO t USING s ON true) SELECT 1', 'writes'],
    ['SELECT * INTO copy FROM t', 'writes'],
    ["SELECT 1.5INTO OUTFILE '/tmp/x'", 'writes'],
    ["SELECT 'x'INTO/**/DUMPFILE '/tmp/x'", 'writes'],
    ['SELECT * FROM t FOR UPDATE', 'locks'],
    ['SELECT * FROM t for/**/share', 'locks'],
    ['SELECT * FROM t FOR NO KEY UPDATE', 'locks'],
    ['SELECT * FROM t LOCK IN SHARE MODE', 'locks'],
    ["SELECT 'a", 'unterminated'],
    ['SELECT 1 /* a', 'unterminated'],
    ['SELECT 1\0; DROP TABLE t', 'bad_character'],
    ['SELECT {name}', 'unknown_placeholder'],
    ["SELECT '{email}'", 'quoted_placeholder'],
    ["SELECT 'x' || '%{metadata.a}%'", 'quoted_placeholder'],
  ];
  test.each(
    DIALECTS.flatMap((dialect) => everywhere.map(([query, reason]) => [dialect, query, reason] as const)),
  )('%s refuses %s: %s', (dialect, query, reason) => {
    expect(checkReadOnlySql(query, dialect)).toMatchObject({ ok: false, reason });
  });

  test.each<[SqlDialect, string, string, number]>([
    ['mysql', "SELECT '\\' INTO OUTFILE \"/tmp/x\" -- '", 'ambiguous_escape', 7],
    ['postgres', "SELECT E'\\'; DROP TABLE t; --'", 'ambiguous_escape', 8],
    ['mysql', "SELECT 1 /*! INTO OUTFILE '/tmp/x' */", 'executable_comment', 9],
    ['mysql', "SELECT 1 /*M!100100 INTO OUTFILE '/tmp/x' */", 'executable_comment', 9],
    ['mysql', "SELECT 1 # ' \n INTO @a -- '", 'writes', 15],
    ['mysql', 'SELECT $$ INTO @a $$', 'writes', 10],
    ['sqlite', 'SELECT /* /* */ 1; DROP TABLE t; */', 'several_statements', 19],
    ['postgres', 'SELECT ` INTO t `', 'writes', 9],
    ['postgres', 'SELECT [ INTO t ]', 'writes', 9],
    ['postgres', 'SELECT a$x$; DROP TABLE t; $x$', 'several_statements', 13],
    ['postgres', 'SELECT $1', 'own_parameter', 7],
    ['sqlite', 'SELECT :a', 'own_parameter', 7],
    ['mysql', 'SELECT ?', 'own_parameter', 7],
  ])('%s refuses %s: %s at %d', (dialect, query, reason, at) => {
    expect(checkReadOnlySql(query, dialect)).toEqual({ ok: false, reason, at });
  });

  const pieces = fc.array(
    fc.constantFrom(
      'SELECT ',
      'select 1 ',
      'WITH a AS (',
      ') ',
      '(',
      '1',
      '1.',
      ',',
      ' x ',
      '{email}',
      ' FROM t ',
      ' UNION ',
      ' AS ',
      "'",
      '"',
      '`',
      '[',
      ']',
      '\\',
      '$$',
      '$a$',
      '--',
      '#',
      '\n',
      '/*',
      '*/',
      '/',
      ';',
      "''",
      "E'",
      '{',
      '}',
      '@',
      '?',
      'DELETE FROM t',
      'INSERT INTO t VALUES (2)',
      'INSERT INTO t SELECT ',
      'UPDATE t SET x = 3',
      'DROP TABLE t',
      'REPLACE INTO t ',
      'CREATE TABLE y (z)',
      ' RETURNING x ',
      'PRAGMA user_version = 9',
    ),
    { maxLength: 14 },
  );

  test('whatever is taken leaves a real SQLite as it is, even when sent in the way that takes several statements', () => {
    const db = new Database(':memory:');
    onTestFinished(() => void db.close());
    db.exec('CREATE TABLE t (x); INSERT INTO t VALUES (1)');
    let [taken, understood] = [0, 0];
    fc.assert(
      fc.property(fc.constantFrom('SELECT ', 'WITH a AS (', ''), pieces, (begin, rest) => {
        const check = checkReadOnlySql(begin + rest.join(''), 'sqlite');
        if (!check.ok) return;
        taken += 1;
        try {
          db.exec(check.text);
          understood += 1;
        } catch {
          // What SQLite cannot read does nothing.
        }
        expect(
          db.prepare('SELECT total_changes(), (SELECT count(*) FROM sqlite_schema)').raw().get(),
        ).toEqual([1, 1]);
        expect(db.pragma('user_version', { simple: true })).toBe(0);
      }),
      { numRuns: 20_000 },
    );
    // Else the property would hold of nothing.
    expect(taken).toBeGreaterThan(500);
    expect(understood).toBeGreaterThan(50);
  });

  test('nothing is taken that writes, however it is dressed; and what was taken is taken again', () => {
    const gap = fc.constantFrom(' ', '\n', '\t', '/**/', "/*'*/", '-- "\n', '/*;*/');
    const writing = fc.constantFrom('INSERT', 'update', 'Delete', 'MERGE', 'into', 'DROP');
    fc.assert(
      fc.property(fc.constantFrom(...DIALECTS), gap, writing, pieces, (dialect, blank, word, rest) => {
        const bare = `SELECT${blank}1${blank}${word}${blank}t`;
        expect(checkReadOnlySql(bare, dialect).ok).toBe(false);
        expect(checkReadOnlySql(`WITH a AS (${word}${blank}t) SELECT 1`, dialect).ok).toBe(false);
        const check = checkReadOnlySql(`SELECT ${rest.join('')}`, dialect);
        if (!check.ok) return;
        // Parameters become placeholders again, so that the check can be made of what it gave.
        const again = check.text.replaceAll(
          dialect === 'postgres' ? / \$\d+ ?/g : / \?(?= |$) ?/g,
          '{email}',
        );
        if (!/'|"|`|\[|\$/.test(check.text)) expect(checkReadOnlySql(again, dialect).ok).toBe(true);
      }),
    );
  });

  test('time grows with the length, not faster', () => {
    for (const dialect of DIALECTS) {
      for (const piece of ['/*', "''", '$a$', '(', '--\n', '{', 'a.', '$', '[', '1e', '\\']) {
        const startedAt = performance.now();
        checkReadOnlySql(`SELECT ${piece.repeat(10_000 / piece.length)}`, dialect);
        expect(performance.now() - startedAt, `${dialect} ${piece}`).toBeLessThan(500);
      }
    }
  });
});
