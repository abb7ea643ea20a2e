// The store on a real file: uniqueness, counts, filters, paging, the change log, group commit.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { SignatureCheck } from '#shared/contract/events.ts';
import { readEnvelope, type EventEnvelope } from '#shared/domain/event-envelope.ts';
import type { AttemptPlace, NewAttempt } from '#engine/store/delivery-writes.ts';
import { ENDPOINT_DEFAULTS } from '#engine/store/endpoint-rows.ts';
import type { NewReceipt } from '#engine/store/event-writes.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import { STORE_WORKERS } from '../support/store-workers.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { tempDir } from '../support/temp-dir.ts';

const VALID: SignatureCheck = {
  state: 'valid',
  problem: null,
  secretLabel: 'cli',
  timestamp: 1,
  ageSeconds: 0,
  triedSecrets: ['cli'],
};

let dataDir: string;
let store: Store;

beforeEach(async () => {
  dataDir = tempDir();
  store = openStore({ dataDir, workers: STORE_WORKERS, now: Date.now });
  onTestFinished(() => store.dispose());
  await store.write.upsertEndpoint({ ...ENDPOINT_DEFAULTS, id: 'local', url: 'http://x/', secret: null });
});

function receiptOf(body: string): NewReceipt {
  return {
    receivedAt: 1_000,
    source: 'cli',
    method: 'POST',
    path: '/',
    headers: [['Stripe-Signature', 't=1,v1=a']],
    body: Buffer.from(body),
    sizeBytes: Buffer.byteLength(body),
    signature: VALID,
  };
}

function envelopeOf(body: string): EventEnvelope {
  const envelope = readEnvelope(JSON.parse(body));
  if (envelope === null) throw new Error('The fixture is no event.');
  return envelope;
}

const record = (body: string) => store.write.recordEvent(envelopeOf(body), receiptOf(body), []);

const attemptOn = (seq: number, status: number | null): NewAttempt => ({
  seq,
  endpointId: 'local',
  endpointName: 'Local',
  editId: null,
  trigger: 'live',
  startedAt: 2_000,
  url: 'http://x/',
  requestHeaders: [],
  resigned: false,
  reusedConnection: false,
  status,
  responseHeaders: [['Content-Type', 'text/plain']],
  responseBody: Buffer.from('answer'),
  responseSizeBytes: 6,
  responseTruncated: false,
  errorClass: status === null ? 'refused' : null,
  errorMessage: status === null ? 'connect ECONNREFUSED' : null,
  timings: { dnsMs: 1, connectMs: 2, tlsMs: null, firstByteMs: 3, totalMs: 4.5 },
});

async function deliver(seq: number, status: number | null): Promise<AttemptPlace | null> {
  const generation = (await store.write.openDelivery(seq, 'local')) ?? 0;
  return await store.write.insertAttempt(attemptOn(seq, status), {
    generation,
    state: status === 204 || status === 200 ? 'delivered' : 'failed',
    retries: 0,
    nextAttemptAt: null,
    heldSince: null,
  });
}

describe('events and receipts', () => {
  test('the same id again adds a receipt, not an event; other bytes are kept with their receipt', async () => {
    const body = eventFixture({ type: 'invoice.paid', id: 'evt_1' });
    const other = body.replace('"pending_webhooks": 2', '"pending_webhooks": 1');
    expect(await record(body)).toMatchObject({ isNew: true });
    expect(await record(body)).toMatchObject({ isNew: false });
    const { seq } = await record(other);
    const detail = store.reads.findEventDetail('evt_1');
    expect(detail).toMatchObject({ receiptCount: 3, type: 'invoice.paid' });
    expect(detail?.receipts.map(({ sameBytes }) => sameBytes)).toEqual([true, true, false]);
    expect(store.reads.findBody(seq)?.toString()).toBe(body);
    expect(store.reads.findReceiptBody(seq, detail?.receipts[2]?.id ?? 0)?.toString()).toBe(other);
    expect(store.reads.countEvents().all).toBe(1);
  });

  test('one id under two accounts is two events', async () => {
    await record(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    await record(eventFixture({ type: 'invoice.paid', id: 'evt_1', account: 'acct_2' }));
    expect(store.reads.findEventById('evt_1')?.account).toBeNull();
    expect(store.reads.findEventById('evt_1@acct_2')?.account).toBe('acct_2');
  });

  test('a rejected request never stands in for the real event', async () => {
    const forged = eventFixture({ type: 'invoice.paid', id: 'evt_1', customerName: 'Mallory' });
    await store.write.recordRejected('signature_invalid', envelopeOf(forged), receiptOf(forged));
    const real = eventFixture({ type: 'invoice.paid', id: 'evt_1', customerName: 'Ada' });
    expect(await record(real)).toMatchObject({ isNew: true });
    expect(store.reads.findEventById('evt_1')).toMatchObject({
      kind: 'snapshot',
      customerLabel: 'Ada',
      receiptCount: 1,
    });
    expect(store.reads.countEvents()).toMatchObject({ all: 2, rejected: 1 });
  });

  test('a customer’s name learnt from one event is shown with the others', async () => {
    await record(eventFixture({ type: 'customer.subscription.updated', id: 'evt_sub', customerId: 'cus_9' }));
    expect(store.reads.findEventById('evt_sub')?.customerLabel).toBeNull();
    await record(
      eventFixture({ type: 'customer.created', customerId: 'cus_9', customerName: 'Grace Hopper' }),
    );
    expect(store.reads.findEventById('evt_sub')?.customerLabel).toBe('Grace Hopper');
  });
});

describe('deliveries', () => {
  test('attempts are numbered, kept side by side, and decide the state of the event', async () => {
    const { seq } = await record(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    expect(await deliver(seq, null)).toMatchObject({ number: 1 });
    expect(store.reads.findEventById('evt_1')).toMatchObject({
      deliveryState: 'failed',
      lastErrorClass: 'refused',
    });
    expect(store.deliveries.listFailedDeliveries()).toEqual([{ seq, endpointId: 'local' }]);
    expect(await deliver(seq, 204)).toMatchObject({ number: 2 });
    expect(store.reads.findEventById('evt_1')).toMatchObject({
      deliveryState: 'delivered',
      attemptCount: 2,
      lastStatus: 204,
      lastDurationMs: 4.5,
    });
    expect(store.deliveries.listAttempts(seq).map(({ number, status }) => [number, status])).toEqual([
      [1, null],
      [2, 204],
    ]);
    expect(store.deliveries.listFailedDeliveries()).toEqual([]);
  });

  test('what was opened and never ended is found again, in the order Stripe created it', async () => {
    const late = await record(eventFixture({ type: 'invoice.paid', created: 2_000 }));
    const early = await record(eventFixture({ type: 'invoice.paid', created: 1_000 }));
    await store.write.openDelivery(late.seq, 'local');
    await store.write.openDelivery(early.seq, 'local');
    expect(store.deliveries.listWaiting().map(({ seq }) => seq)).toEqual([early.seq, late.seq]);
    expect(store.reads.countEvents()).toMatchObject({ all: 2, pending: 2, none: 0 });
  });
});

describe('lists', () => {
  test('pages are complete and without repeats, whatever the page size', async () => {
    for (let index = 0; index < 25; index++)
      await record(eventFixture({ type: 'invoice.paid', id: `evt_${index}` }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), (limit) => {
        const ids: string[] = [];
        let cursor: number | null = null;
        do {
          const page: ReturnType<Store['reads']['listEvents']> = store.reads.listEvents({}, cursor, limit);
          ids.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(ids).toEqual(Array.from({ length: 25 }, (_, index) => `evt_${24 - index}`));
      }),
    );
  });
});

describe('the change log', () => {
  test('every change of an event moves it to the end; counts agree with the rows', async () => {
    const one = await record(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    await record(eventFixture({ type: 'invoice.paid', id: 'evt_2' }));
    const mark = store.reads.newestChangeSeq();
    await deliver(one.seq, 200);
    expect(store.reads.listChanges(mark, {}, 10).map(({ event }) => event.id)).toEqual(['evt_1']);
    expect(store.reads.countChanges(mark)).toBe(1);
    const rows = new Database(join(dataDir, 'hookline.db'), { readonly: true });
    onTestFinished(() => void rows.close());
    const counted = rows.prepare('SELECT delivery_state, count(*) AS n FROM events GROUP BY 1').all();
    expect(counted).toEqual([
      { delivery_state: 'delivered', n: 1 },
      { delivery_state: 'none', n: 1 },
    ]);
    expect(store.reads.countEvents()).toMatchObject({ all: 2, delivered: 1, none: 1 });
  });

  test('never counts backwards, not even when the newest rows are gone after a restart', async () => {
    await record(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
    const before = store.reads.newestChangeSeq();
    await store.dispose();
    const db = new Database(join(dataDir, 'hookline.db'));
    db.exec('DELETE FROM events');
    db.close();
    store = openStore({ dataDir, workers: STORE_WORKERS, now: Date.now });
    await record(eventFixture({ type: 'invoice.paid', id: 'evt_2' }));
    expect(store.reads.newestChangeSeq()).toBeGreaterThan(before);
    await store.dispose();
  });
});

describe('group commit', () => {
  test('writes of one turn share a commit; a failing one takes none of its neighbours with it', async () => {
    let commits = 0;
    store.onCommit(() => (commits += 1));
    const writes = Array.from({ length: 50 }, (_, index) =>
      record(eventFixture({ type: 'invoice.paid', id: `evt_${index}` })),
    );
    await Promise.all(writes);
    expect(commits).toBe(1);

    const half = eventFixture({ type: 'invoice.paid', id: 'evt_half' });
    const outcomes = await Promise.allSettled([
      record(eventFixture({ type: 'invoice.paid', id: 'evt_before' })),
      // The event is stored, then the schema refuses its receipt.
      store.write.recordEvent(
        envelopeOf(half),
        { ...receiptOf(half), method: null as unknown as string },
        [],
      ),
      record(eventFixture({ type: 'invoice.paid', id: 'evt_after' })),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(store.reads.countEvents()).toMatchObject({ all: 52, none: 52, pending: 0 });
    expect(store.reads.findEventById('evt_half')).toBeNull();
  });
});
