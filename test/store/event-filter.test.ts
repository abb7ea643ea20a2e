// Filters over the store: each field means what it says, and the indices find exactly what the condition alone would.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { readEnvelope } from '#shared/domain/event-envelope.ts';
import { printFilter, type FilterTerm } from '#shared/domain/filter/filter.ts';
import { BadFilterError } from '#shared/domain/filter/parse-filter.ts';
import type { AttemptTrigger } from '#shared/domain/delivery.ts';
import type { EventSummary } from '#shared/contract/events.ts';
import { ENDPOINT_DEFAULTS } from '#engine/store/endpoint-rows.ts';
import { createEventReads } from '#engine/store/event-reads.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import { STORE_WORKERS } from '../support/store-workers.ts';
import { eventFixture, type EventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { receiptOf } from '../support/stored-receipt.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const NOW = Date.now();
const DAY = 86_400_000;

let store: Store;
let dataDir: string;

interface Kept extends EventFixture {
  id: string;
  source?: EventSummary['source'];
  receivedAt?: number;
  answer?: number | 'timeout' | 'refused';
  endpoint?: 'local' | 'billing';
  /** What becomes of its text. */
  change?: (text: string) => string;
}

async function keep({
  source = 'cli',
  receivedAt = NOW,
  answer,
  endpoint = 'local',
  change = (text) => text,
  ...fixture
}: Kept): Promise<number> {
  const text = change(eventFixture({ createdAt: 1, ...fixture } as EventFixture));
  const body = new Uint8Array(Buffer.from(text));
  const envelope = readEnvelope(JSON.parse(text));
  if (envelope === null) throw new Error('The fixture is no event.');
  const { seq } = await store.write.recordEvent(
    envelope,
    receiptOf(body, { receivedAt, source }),
    ['local', 'billing'].map((endpointId) => ({
      endpointId,
      skip: endpointId === endpoint ? null : ('type' as const),
      dedupe: true,
    })),
  );
  if (answer !== undefined) await attempt(seq, endpoint, answer, { startedAt: receivedAt });
  return seq;
}

async function attempt(
  seq: number,
  endpoint: 'local' | 'billing',
  answer: number | 'timeout' | 'refused',
  { trigger = 'live', startedAt = NOW }: { trigger?: AttemptTrigger; startedAt?: number } = {},
): Promise<void> {
  const status = typeof answer === 'number' ? answer : null;
  await store.write.insertAttempt(
    {
      seq,
      endpointId: endpoint,
      endpointName: endpoint,
      editId: null,
      trigger,
      startedAt,
      url: 'http://x/',
      requestHeaders: [],
      resigned: false,
      reusedConnection: false,
      status,
      responseHeaders: [],
      responseBody: Buffer.alloc(0),
      responseSizeBytes: 0,
      responseTruncated: false,
      errorClass: typeof answer === 'string' ? answer : null,
      errorMessage: null,
      timings: { dnsMs: 1, connectMs: 2, tlsMs: null, firstByteMs: 3, totalMs: 4.5 },
    },
    {
      generation: 1,
      state: status === 200 ? 'delivered' : 'failed',
      retries: 0,
      nextAttemptAt: null,
      heldSince: null,
    },
  );
}

const ADA = { customerId: 'cus_ada', customerName: 'Ada Lovelace', email: 'ada@example.com' };
const MING = { customerId: 'cus_ming', customerName: '王小明', email: 'ming@example.tw' };

beforeEach(async () => {
  dataDir = tempDir();
  store = openStore({ dataDir, workers: STORE_WORKERS, now: Date.now });
  onTestFinished(() => store.dispose());
  for (const [id, name] of [
    ['local', 'Local'],
    ['billing', 'Billing service'],
  ] as const)
    await store.write.upsertEndpoint({ ...ENDPOINT_DEFAULTS, id, name, url: 'http://x/', secret: null });
  await keep({ id: 'evt_1', type: 'customer.created', ...ADA, receivedAt: NOW - 3 * DAY, answer: 200 });
  await keep({
    id: 'evt_2',
    type: 'customer.created',
    ...MING,
    receivedAt: NOW - 2 * DAY,
    source: 'synthetic',
    answer: 500,
  });
  await keep({
    id: 'evt_3',
    type: 'invoice.paid',
    ...ADA,
    answer: 'timeout',
    requestId: 'req_one',
    object: { id: 'in_1' },
  });
  const pinned = await keep({
    id: 'evt_4',
    type: 'customer.subscription.updated',
    ...MING,
    endpoint: 'billing',
    answer: 404,
    metadata: { plan: 'gold-needle', note: '100% Wool' },
    subscriptionId: 'sub_gold',
  });
  await keep({ id: 'evt_5', type: 'v1.customer.subscription.updated', account: 'acct_two' });
  await keep({
    id: 'evt_6',
    type: 'charge.refunded',
    account: 'acct_two',
    apiVersion: '2024-06-20',
    livemode: true,
    answer: 200,
  });
  await keep({
    id: 'evt_6',
    type: 'charge.refunded',
    account: 'acct_two',
    apiVersion: '2024-06-20',
    livemode: true,
  });
  await store.write.setPinned(pinned, true);
  expect(store.reads.countEvents().pinned).toBe(1);
  await store.write.setVersionPins([{ endpointId: 'billing', version: '2024-06-20' }]);
  while ((await store.write.countVersions(1_000)) > 0);
  await store.write.recordRejected('not_json', null, {
    receivedAt: NOW,
    source: 'direct',
    method: 'POST',
    path: '/',
    headers: [],
    body: Buffer.from('Hello from a curl'),
    sizeBytes: 17,
    signature: {
      state: 'invalid',
      problem: 'no_header',
      secretLabel: null,
      timestamp: null,
      ageSeconds: null,
      triedSecrets: [],
    },
  });
});

const indexed = async (): Promise<void> => {
  while ((await store.write.indexEvents(1_000)) > 0);
  while ((await store.write.projectPlans(1_000)).events > 0);
};

/** Rejected requests have ids of their own; here there is one. */
const plain = (id: string): string => (id.startsWith('req_') ? 'rejected' : (id.split('@')[0] ?? id));

const listed = (filter: string): string[] =>
  store.reads
    .listEvents({ filter }, null, 100)
    .items.map(({ id }) => plain(id))
    .toSorted();
/** By the condition alone. */
const matching = (filter: string): string[] =>
  store.reads
    .listChanges(0, { filter }, 100)
    .flatMap(({ event, matches }) => (matches ? [plain(event.id)] : []))
    .toSorted();

const CASES: [string, string[]][] = [
  ['', ['evt_1', 'evt_2', 'evt_3', 'evt_4', 'evt_5', 'evt_6', 'rejected']],
  ['type:customer.created', ['evt_1', 'evt_2']],
  ['type:customer.*', ['evt_1', 'evt_2', 'evt_4']],
  ['type:invoice.[a-z]*', []],
  ['type:*.updated|charge.refunded', ['evt_4', 'evt_5', 'evt_6']],
  ['type:no.such', []],
  ['-type:*created -type:*updated', ['evt_3', 'evt_6', 'rejected']],
  ['status:delivered', ['evt_1', 'evt_6']],
  ['status:failed', ['evt_2', 'evt_3', 'evt_4']],
  ['status:5xx|timeout', ['evt_2', 'evt_3']],
  ['status:4xx', ['evt_4']],
  ['status:404', ['evt_4']],
  ['status:2xx', ['evt_1', 'evt_6']],
  ['status:refused', []],
  ['status:rejected', ['rejected']],
  ['customer:cus_ada', ['evt_1', 'evt_3']],
  ['customer:lovelace', ['evt_1', 'evt_3']],
  ['customer:小明', ['evt_2', 'evt_4']],
  ['customer:cus_*', ['evt_1', 'evt_2', 'evt_3', 'evt_4', 'evt_6']],
  ['email:ada@example.com', ['evt_1', 'evt_3']],
  ['email:*@example.tw', ['evt_2', 'evt_4']],
  ['object:in_1', ['evt_3']],
  ['object:sub_go*', ['evt_4']],
  ['request:req_one', ['evt_3']],
  ['endpoint:local', ['evt_1', 'evt_2', 'evt_3', 'evt_5', 'evt_6']],
  ['endpoint:"billing service"', ['evt_4']],
  ['endpoint:bill*', ['evt_4']],
  ['account:acct_two', ['evt_5', 'evt_6']],
  ['account:own type:*updated', ['evt_4']],
  ['api:2024-*', ['evt_6']],
  ['source:synthetic', ['evt_2']],
  ['kind:thin', ['evt_5']],
  ['kind:rejected', ['rejected']],
  ['mode:live', ['evt_6']],
  ['signature:invalid', ['rejected']],
  ['is:pinned', ['evt_4']],
  ['is:redelivered', ['evt_6']],
  ['is:version-differs', ['evt_4', 'evt_6']],
  ['is:version-differs|redelivered api:2024-*', ['evt_6']],
  ['-is:version-differs type:customer.*', ['evt_1', 'evt_2']],
  ['-is:pinned type:customer.*', ['evt_1', 'evt_2']],
  ['id:evt_3', ['evt_3']],
  ['id:evt_*', ['evt_1', 'evt_2', 'evt_3', 'evt_4', 'evt_5', 'evt_6']],
  ['after:1d', ['evt_3', 'evt_4', 'evt_5', 'evt_6', 'rejected']],
  ['before:1d', ['evt_1', 'evt_2']],
  ['after:60h before:1d', ['evt_2']],
  ['ada', ['evt_1', 'evt_3']],
  ['"ada love"', ['evt_1', 'evt_3']],
  ['gold-needle', ['evt_4']],
  ['100%', ['evt_4']],
  ['hello from', ['rejected']],
  ['evt_4', ['evt_4']],
  ['sub_gold', ['evt_4']],
  ['"\'; DROP TABLE events; --"', []],
  ['-ada type:customer.*', ['evt_2', 'evt_4']],
  ['type:customer.* status:failed 王', ['evt_2', 'evt_4']],
];

describe('a filter means what it says', () => {
  test('in the list, in the live feed and on the thread that searches, before and after events are indexed', async () => {
    for (const round of ['at once', 'indexed']) {
      if (round === 'indexed') await indexed();
      for (const [filter, ids] of CASES) {
        // Emails are known once plans are.
        if (round === 'at once' && filter.startsWith('email')) continue;
        expect(matching(filter), `${filter} ${round}`).toEqual(ids);
        expect(listed(filter), `${filter} ${round}`).toEqual(ids);
        const threaded = await store.reader.listEvents({ filter }, null, 100);
        expect(threaded.items.map(({ id }) => plain(id)).toSorted(), filter).toEqual(ids);
      }
    }
  });

  test('whatever is asked, the indices find what the condition alone does, page by page', async () => {
    await indexed();
    const terms = CASES.flatMap(([filter]) => (filter === '' || filter.startsWith('after') ? [] : [filter]));
    fc.assert(
      fc.property(fc.subarray(terms, { maxLength: 3 }), fc.integer({ min: 1, max: 4 }), (chosen, limit) => {
        const filter = chosen.join(' ');
        const ids: string[] = [];
        for (let cursor: number | null = null, more = true; more;) {
          const page = store.reads.listEvents({ filter }, cursor, limit);
          ids.push(...page.items.map(({ id }) => plain(id)));
          cursor = page.nextCursor;
          more = cursor !== null;
        }
        expect(ids.toSorted(), filter).toEqual(matching(filter));
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 300 },
    );
  });

  test('what cannot be read is refused, not taken for something else', () => {
    expect(() => listed('typ:x')).toThrow(BadFilterError);
    const term: FilterTerm = { what: 'condition', field: 'status', values: ['odd'], negated: false };
    expect(() => listed(printFilter({ terms: [term] }))).toThrow(BadFilterError);
  });
});

test('an event of a type never seen before is found before it is indexed', async () => {
  await indexed();
  // It is indexed a moment later.
  await keep({ id: 'evt_new', type: 'payout.paid' });
  expect(listed('type:payout.*')).toEqual(['evt_new']);
  expect(listed('payout')).toEqual(['evt_new']);
});

test('the beginning of very many words is found in whatever part of the list they stand', async () => {
  const isGold = (number: number): boolean => number < 20 || number >= 200 || number % 40 === 0;
  for (let number = 0; number < 420; number++) {
    await keep({
      id: `evt_many_${number}`,
      type: 'charge.succeeded',
      metadata: { note: isGold(number) ? 'golden' : 'x' },
    });
  }
  await indexed();
  const expected = Array.from({ length: 420 }, (_, index) => 419 - index).filter(isGold);
  const found: string[] = [];
  for (let cursor: number | null = null; ;) {
    const page = store.reads.listEvents({ filter: 'gold type:charge.*' }, cursor, 33);
    found.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  expect(found).toEqual(expected.map((number) => `evt_many_${number}`));
});

test('whatever an event holds, those after it are found, and so is what else it says', async () => {
  const longWord = 'x'.repeat(5 * 1024 * 1024);
  await keep({ id: 'evt_word', type: 'payout.paid', metadata: { note: `${longWord} huge`, last: 'word' } });
  const deep = `${'['.repeat(20_000)}"bottom"${']'.repeat(20_000)}`;
  await keep({
    id: 'evt_deep',
    type: 'payout.paid',
    metadata: { note: 'DEEP' },
    change: (text) => text.replace('"DEEP"', deep),
  });
  const wide = Array.from({ length: 300_000 }, (_, index) => (index === 150_000 ? 'middle' : 'w'));
  await keep({ id: 'evt_wide', type: 'payout.paid', object: { wide } });
  await keep({ id: 'evt_after', type: 'payout.paid', metadata: { note: 'ordinary' } });
  await indexed();
  for (const [text, id] of [
    ['huge', 'evt_word'],
    ['bottom', 'evt_deep'],
    ['middle', 'evt_wide'],
    ['ordinary', 'evt_after'],
  ] as const) {
    expect(listed(text)).toEqual([id]);
    expect(matching(text)).toEqual([id]);
  }
});

test('the parts of the index are merged in spare time, not while events are stored', async () => {
  const db = new Database(join(dataDir, 'hookline.db'), { readonly: true });
  onTestFinished(() => void db.close());
  // The upper bits of a row's number are the part's. Source: fts5_index.c, FTS5_SEGMENT_ROWID
  const parts = db
    .prepare<[], number>('SELECT count(DISTINCT id >> 37) FROM event_index_data WHERE id >> 37 > 0')
    .pluck();
  expect(db.prepare("SELECT v FROM event_index_config WHERE k = 'automerge'").pluck().get()).toBe(0);
  const lone = Array.from({ length: 40 }, (_, index) => `evt_lone_${index}`);
  for (const id of lone) {
    await keep({ id, type: 'payout.paid' });
    // Each transaction makes a part.
    await store.write.indexEvents(1);
  }
  // Fewer than four of a size are left to themselves.
  await waitUntil('merged parts', () => (parts.get() ?? 0) < 8);
  expect(listed('type:payout.paid').toSorted()).toEqual(lone.toSorted());
});

test('no filter reads the whole table of events, of bodies or of deliveries', async () => {
  await indexed();
  const db = new Database(join(dataDir, 'hookline.db'), { readonly: true });
  onTestFinished(() => void db.close());
  const asked: string[] = [];
  const prepare = db.prepare.bind(db);
  // What is asked of the database, as it is asked.
  db.prepare = (sql: string) => {
    asked.push(sql);
    return prepare(sql);
  };
  const reads = createEventReads(db);
  for (const [filter] of CASES) reads.listEvents({ filter }, null, 100);
  for (const sql of new Set(asked.filter((one) => /^\s*(SELECT|WITH)/.test(one)))) {
    const parameters = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, 1]));
    const statement = prepare(`EXPLAIN QUERY PLAN ${sql}`);
    const named = Object.keys(parameters).length > 0;
    const count = sql.split('?').length - 1;
    const rows = (named ? statement.all(parameters) : statement.all(...Array<number>(count).fill(1))) as {
      detail: string;
    }[];
    const steps = rows.map(({ detail }) => detail);
    expect(
      steps.filter((step) =>
        /^SCAN (e|b|d|events|event_bodies|deliveries|attempts|receipts|c|customer_labels)\b/.test(step),
      ),
      sql,
    ).toEqual([]);
  }
});

test('is:resent is what was resent on purpose or retried at one endpoint, not what went to two', async () => {
  const both = await keep({ id: 'evt_both', type: 'price.created', answer: 200 });
  await attempt(both, 'billing', 200);
  const retried = await keep({ id: 'evt_retried', type: 'price.created', answer: 500 });
  await attempt(retried, 'local', 200, { trigger: 'retry' });
  const elsewhere = await keep({ id: 'evt_elsewhere', type: 'price.created', answer: 200 });
  await attempt(elsewhere, 'billing', 200, { trigger: 'resend' });
  const later = await keep({ id: 'evt_later', type: 'price.created' });
  await attempt(later, 'local', 200, { trigger: 'resend_many' });
  const found = store.reads.listEvents({ filter: 'is:resent type:price.*' }, null, 10).items;
  expect(found.map(({ id }) => id).toSorted()).toEqual(['evt_elsewhere', 'evt_later', 'evt_retried']);
  const others = store.reads.listEvents({ filter: '-is:resent type:price.*' }, null, 10).items;
  expect(others.map(({ id }) => id)).toEqual(['evt_both']);
});
