// Old events take little room, and give back exactly what came.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { HeaderList, SignatureCheck } from '#shared/contract/events.ts';
import { openDatabase } from '#engine/store/open-database.ts';
import { openStore } from '#engine/store/store.ts';
import { createTemplateReads, createTemplates } from '#engine/store/templates.ts';
import { eventJson, sub } from '../support/plan-events.ts';
import { openPlanStore } from '../support/plan-store.ts';
import { STORE_WORKERS } from '../support/store-workers.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const headerName = fc.oneof(
  fc.constantFrom('Stripe-Signature', 'content-length', 'Date', 'X-Thing', 'Set-Cookie'),
  fc.stringMatching(/^[\w-]{1,12}$/),
);
const headerValue = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.stringMatching(/^t=\d{10},v1=[0-9a-f]{64}(,v0=[0-9a-f]{64})?$/),
  fc.stringMatching(/^[0-9a-f]{31,35}$/),
  fc.constantFrom(
    '\x7fd0',
    '\x7fr1',
    'Thu, 26 Nov 2026 03:30:00 GMT',
    'Thu, 26 Nov 2026',
    '',
    '#1',
    '#1["x"]',
    '0',
    'ABCDEF0123456789ABCDEF0123456789',
  ),
);

test('headers, checks and addresses are read back as they were written', () => {
  const { db } = openDatabase(join(tempDir(), 'x.db'), 0);
  onTestFinished(() => void db.close());
  const templates = createTemplates(db);
  const reads = createTemplateReads(db);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(headerName, headerValue), { maxLength: 6 }),
      fc.string(),
      (headers, text) => {
        expect(reads.readHeaders(templates.writeHeaders(headers))).toEqual(headers);
        expect(reads.readText(templates.writeText(text))).toBe(text);
      },
    ),
    { numRuns: 3_000 },
  );
  const check: SignatureCheck = {
    state: 'invalid',
    problem: 'stale',
    secretLabel: null,
    timestamp: 1_790_000_000,
    ageSeconds: 12.5,
    triedSecrets: ['cli', 'endpoint:Local'],
  };
  expect(reads.readCheck(templates.writeCheck(check))).toEqual(check);
});

test('what is alike in headers is stored once', () => {
  const { db } = openDatabase(join(tempDir(), 'x.db'), 0);
  onTestFinished(() => void db.close());
  const templates = createTemplates(db);
  const of = (n: number): HeaderList => [
    ['User-Agent', 'Stripe/1.0 (+https://stripe.com/docs/webhooks)'],
    ['Stripe-Signature', `t=${1_790_000_000 + n},v1=${String(n).padStart(64, 'a')}`],
    ['Accept-Encoding', 'gzip'],
  ];
  const written = Array.from({ length: 50 }, (_, n) => templates.writeHeaders(of(n)));
  expect(db.prepare('SELECT count(*) FROM templates').pluck().get()).toBe(1);
  expect(Math.max(...written.map(({ length }) => length))).toBeLessThan(90);
});

test('bodies are packed once they are no longer new, come back byte by byte, and are found by their text', async () => {
  const dataDir = tempDir();
  const opened = openPlanStore(dataDir);
  const bodies = new Map<string, string>();
  const events = Array.from({ length: 700 }, (_, n) =>
    eventJson(
      sub('updated', 1_000 + n, {
        plan: n === 7 ? 'gold-needle' : 'pro',
        more: { note: `number ${n} 王小明` },
      }),
    ),
  );
  for (const event of events) bodies.set(String(event['id']), JSON.stringify(event));
  await Promise.all(events.map((event) => opened.take(event)));
  const db = new Database(join(dataDir, 'hookline.db'), { readonly: true });
  onTestFinished(() => void db.close());
  const packed = db.prepare('SELECT count(*) FROM packed_bodies').pluck();
  await waitUntil('all but the newest 500 to be packed', () => packed.get() === 200);
  expect(db.prepare('SELECT count(*) FROM event_bodies').pluck().get()).toBe(500);
  const { store } = opened;
  // On each connection before it has read a body: dictionaries are not asked for in the middle of a query.
  expect(store.reads.listEvents({ filter: 'gold-needle' }, null, 9).items).toHaveLength(1);
  expect((await store.reader.listEvents({ filter: 'gold-needle' }, null, 9)).items).toHaveLength(1);
  for (const [id, body] of bodies) {
    const event = store.reads.findEventById(id);
    expect(event && store.reads.findBody(event.seq)?.toString('utf8'), id).toBe(body);
  }
  // A redelivery is compared with the body, packed or not.
  await opened.take(events[3] ?? {});
  const known = store.reads.findEventDetail(String(events[3]?.['id']));
  expect(known?.receipts.map(({ sameBytes }) => sameBytes)).toEqual([true, true]);
  // And folded from it.
  await opened.folded();
  const before = opened.dump();
  await opened.rebuild();
  expect(opened.dump()).toBe(before);
  await store.dispose();
  const again = openStore({ dataDir, workers: STORE_WORKERS, now: Date.now });
  onTestFinished(() => again.dispose());
  const [id, body] = [...bodies][5] ?? ['', ''];
  expect(again.reads.findBody(again.reads.findEventById(id)?.seq ?? 0)?.toString('utf8')).toBe(body);
});
