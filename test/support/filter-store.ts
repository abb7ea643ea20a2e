// A generated store for tests of filters: very many small events in one transaction, with every oddity a filter can meet.
import { join } from 'node:path';
import { readEnvelope } from '#shared/domain/event-envelope.ts';
import { ENDPOINT_DEFAULTS } from '#engine/store/endpoint-rows.ts';
import { openDatabase, openForWriting, type Db } from '#engine/store/open-database.ts';
import { DATABASE_FILE } from '#engine/store/store.ts';
import { createWrites, type Writes } from '#engine/store/writes.ts';
import { receiptOf } from './stored-receipt.ts';

const HOUR = 3_600_000;
const ENDPOINTS = [
  ['local', 'Local'],
  ['ep_bill', 'Billing service'],
  ['ep_odd', 'Ärger [*] "x"'],
  ['ep_gone', 'Old one'],
] as const;
const LONG = 'cs_test_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5Z6';
export const TYPES = [
  'invoice.paid',
  'invoice.created',
  'invoice.payment_failed',
  'charge.succeeded',
  'charge.refunded',
  'customer.created',
  'customer.subscription.updated',
  'checkout.session.completed',
  'v1.billing.meter.error',
  'odd.[a-z]?*',
  'Ünïcode.type',
] as const;
export const NOTES = [
  'golden',
  'gold-needle',
  '100% Wool',
  '王小明 先生',
  'カー ゴ',
  `${LONG}Qq`,
  'x'.repeat(70),
  `see evt_0000042 and evt_Zz9`,
  'O’Brien "q" a|b \\ c',
  'Zoë Größmann',
  'https://pay.example.com/invoice/acct_1/test_YWNjdF8xMDMyRDgyZVp2',
  'ada@example.com',
  '',
] as const;
const NAMES = [
  'Ada Lovelace',
  'Ada Byron',
  'Zoë Größmann',
  '王小明',
  'golden Joe',
  'ÄRGER@Example.com',
  'x'.repeat(60),
];
const STATUSES = [200, 204, 301, 400, 404, 500, 503] as const;
const ERRORS = ['timeout', 'refused', 'dns', 'interrupted'] as const;

/** A small generator of numbers, the same in every run. Source: mulberry32 */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface FilterStore {
  db: Db;
  writes: Writes;
}

/** @param count events, about; the last 300 are not indexed. The connection writes; whoever calls closes it. */
export function fillFilterStore(dataDir: string, count: number, now: number): FilterStore {
  const random = numbers(count);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const chance = (share: number): boolean => random() < share;
  const path = join(dataDir, DATABASE_FILE);
  openDatabase(path, now).db.close();
  const db = openForWriting(path);
  const created = createWrites(db);
  const writes = created.operations;

  function body(index: number): { text: string; at: number } {
    const customer = chance(0.1) ? 'cus_big' : `cus_${Math.floor(random() * 60)}`;
    const type = pick(TYPES);
    const isCustomer = type === 'customer.created';
    const thin = type.startsWith('v1.');
    const id = chance(0.002)
      ? `odd_[*]?é_${index}`
      : chance(0.01) && index > 100
        ? `evt_${String(index - 50).padStart(7, '0')}`
        : `evt_${String(index).padStart(7, '0')}`;
    const account = chance(0.15) ? pick(['acct_one', 'acct_Two']) : undefined;
    // Never near a full hour before now, where a filter's moment may be.
    const at = now - Math.floor(random() * 240) * HOUR - HOUR / 2 + Math.floor(((random() - 0.5) * HOUR) / 2);
    const object = {
      object: isCustomer ? 'customer' : (type.split('.')[0] ?? ''),
      id: isCustomer ? customer : `ob_${index % 900}`,
      ...(isCustomer ? {} : chance(0.9) ? { customer } : {}),
      ...(isCustomer && chance(0.7) ? { name: pick(NAMES) } : {}),
      ...(!isCustomer && chance(0.05) ? { customer_email: pick(NAMES) } : {}),
      amount: Math.floor(random() * 10_000),
      ...(chance(0.1) ? { cancel_at: chance(0.5) ? null : 1_790_000_000 } : {}),
      lines: [{ price: `price_${index % 7}`, quantity: index % 5 }],
      metadata: {
        env: pick(['staging', 'production', 'Mine']),
        'my.key': pick(['x', 'y z']),
        note: pick(NOTES),
      },
    };
    const event = {
      id,
      object: thin ? 'v2.core.event' : 'event',
      type,
      ...(thin ? { context: account ?? null } : { account }),
      api_version: pick(['2026-10-28.endive', '2024-06-20', '2025-01-01.acacia']),
      created: thin ? new Date(at).toISOString() : Math.floor(at / 1000),
      livemode: chance(0.2),
      request: chance(0.5) ? { id: `req_${index % 500}` } : null,
      ...(thin ? { related_object: { id: object.id, type: 'billing.meter' } } : { data: { object } }),
    };
    return { text: JSON.stringify(event), at };
  }

  const run = db.transaction(() => {
    for (const [id, name] of ENDPOINTS)
      writes.upsertEndpoint({ ...ENDPOINT_DEFAULTS, id, name, url: 'http://x/', secret: null });
    writes.noteAccountVersion('2026-10-28.endive');
    writes.setVersionPins([{ endpointId: 'ep_bill', version: '2024-06-20' }]);
    const trigger = db.prepare('INSERT OR IGNORE INTO trigger_events (event_seq, run_id) VALUES (?, ?)');
    for (let index = 0; index < count; index++) {
      if (index === count - 300) {
        while (writes.indexEvents(1_000) > 0);
        // What becomes known of a customer later holds for the events before, too.
        rename(writes, 'cus_big', 'Bertha Big');
        rename(writes, 'cus_7', 'Late Name');
      }
      const { text, at } = body(index);
      const source = pick(['cli', 'cli', 'direct', 'synthetic', 'import', 'backfill'] as const);
      const receipt = receiptOf(Buffer.from(text), { receivedAt: at, source });
      if (chance(0.01)) {
        writes.recordRejected('not_json', null, {
          ...receipt,
          signature: { ...receipt.signature, state: 'invalid', problem: 'no_header' },
        });
        continue;
      }
      const envelope = readEnvelope(JSON.parse(text));
      if (envelope === null) throw new Error('The generated event is none.');
      const matches = ENDPOINTS.map(([endpointId]) => ({
        endpointId,
        skip: chance(0.6) ? ('type' as const) : null,
        dedupe: true,
      }));
      const { seq, opened } = writes.recordEvent(envelope, receipt, matches);
      if (chance(0.05)) writes.recordEvent(envelope, receipt, matches);
      if (chance(0.01)) writes.setPinned(seq, true);
      if (chance(0.02)) trigger.run(seq, `tr_${index % 9}`);
      const [first] = opened;
      if (first === undefined || chance(0.7)) continue;
      const status = chance(0.8) ? pick(STATUSES) : null;
      const isDelivered = status !== null && status < 300;
      writes.insertAttempt(
        {
          seq,
          endpointId: first.endpointId,
          endpointName: '',
          editId: null,
          trigger: 'live',
          startedAt: at,
          url: 'http://x/',
          requestHeaders: [],
          resigned: false,
          reusedConnection: false,
          status,
          responseHeaders: [],
          responseBody: Buffer.alloc(0),
          responseSizeBytes: 0,
          responseTruncated: false,
          errorClass: status === null ? pick(ERRORS) : null,
          errorMessage: null,
          timings: { dnsMs: 1, connectMs: 2, tlsMs: null, firstByteMs: 3, totalMs: 4 },
        },
        {
          generation: first.generation,
          state: isDelivered ? 'delivered' : 'failed',
          retries: 0,
          nextAttemptAt: null,
          heldSince: null,
        },
      );
    }
    while (writes.countVersions(5_000) > 0);
    writes.removeEndpoint('ep_gone');
    const customer = db.prepare(
      'INSERT INTO plan_customers (account, livemode, key, email, name, event_count) VALUES (?, ?, ?, ?, ?, 1)',
    );
    for (let index = 0; index < 60; index++)
      customer.run(
        '',
        0,
        `cus_${index}`,
        pick([`c${index}@Example.com`, 'ada@example.com', 'ÄDA@x.de']),
        null,
      );
    const checkout = db.prepare('INSERT INTO checkouts (key, id) VALUES (?, ?)');
    for (let key = 1; key <= 5; key++) checkout.run(key, `cs_test_${key}`);
    db.prepare("UPDATE events SET checkout = 1 + seq % 5, checkout_link = 'object' WHERE seq % 97 = 0").run();
    // Some of the newest are removed again, as retention does.
    writes.removeOldest(
      { maxEvents: count - 500, receivedBefore: null, maxBytes: null, keepCustomers: [] },
      200,
    );
    created.beforeCommit(1);
  });
  run();
  return { db, writes };
}

function rename(writes: Writes, customerId: string, name: string): void {
  const text = JSON.stringify({
    id: `evt_named_${customerId}`,
    object: 'event',
    type: 'customer.updated',
    created: 1,
    data: { object: { object: 'customer', id: customerId, name } },
  });
  const envelope = readEnvelope(JSON.parse(text));
  if (envelope === null) throw new Error('The generated event is none.');
  writes.recordEvent(envelope, receiptOf(Buffer.from(text)), []);
}
