// What the limit of size leaves: the newest events, never none, and no event makes room for a rejected request.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { readEnvelope } from '#shared/domain/event-envelope.ts';
import type { Retention } from '#engine/store/event-removal.ts';
import { ENDPOINT_DEFAULTS } from '#engine/store/endpoint-rows.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import { STORE_WORKERS } from '../support/store-workers.ts';
import { receiptOf } from '../support/stored-receipt.ts';
import { tempDir } from '../support/temp-dir.ts';

const MB = 1024 * 1024;
const ALL: Retention = { maxEvents: null, receivedBefore: null, maxBytes: null, keepCustomers: [] };

interface Opened {
  store: Store;
  usedBytes: () => number;
}

async function open(): Promise<Opened> {
  const dataDir = tempDir();
  const store = openStore({ dataDir, workers: STORE_WORKERS, now: Date.now });
  onTestFinished(() => store.dispose());
  await store.write.upsertEndpoint({ ...ENDPOINT_DEFAULTS, id: 'local', url: 'http://x/', secret: null });
  return {
    store,
    usedBytes() {
      const db = new Database(join(dataDir, 'hookline.db'), { readonly: true });
      const pragma = (name: string): number => Number(db.pragma(name, { simple: true }));
      const used = (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
      db.close();
      return used;
    },
  };
}

function bodyOf(id: string, sizeBytes: number): Buffer {
  const event = { id, object: 'event', type: 'invoice.paid', created: 1, data: { object: {} }, filling: '' };
  return Buffer.from(JSON.stringify({ ...event, filling: 'x'.repeat(sizeBytes) }));
}

function record({ store }: Opened, id: string, sizeBytes: number, isWaiting = false) {
  const body = bodyOf(id, sizeBytes);
  const envelope = readEnvelope(JSON.parse(body.toString()));
  if (envelope === null) throw new Error('The fixture is no event.');
  const matches = isWaiting ? [{ endpointId: 'local', skip: null, dedupe: false }] : [];
  return store.write.recordEvent(envelope, receiptOf(body), matches);
}

async function removeAll({ store }: Opened, retention: Partial<Retention>): Promise<void> {
  while ((await store.write.removeOldest({ ...ALL, ...retention }, 100)) > 0);
}

const idsOf = ({ store }: Opened): string[] =>
  store.reads
    .listEvents({}, null, 2_000)
    .items.map(({ id }) => id)
    .toReversed();

test('80 events of 250 KB and a limit of 16 MB: about 16 MB of the newest are left', async () => {
  const opened = await open();
  const ids = Array.from({ length: 80 }, (_, n) => `evt_${n}`);
  for (const id of ids) await record(opened, id, 250_000);
  await removeAll(opened, { maxBytes: 16 * MB });
  const left = idsOf(opened);
  expect(left).toEqual(ids.slice(-left.length));
  expect(opened.usedBytes()).toBeLessThanOrEqual(16 * MB);
  expect(opened.usedBytes()).toBeGreaterThan(15 * MB);
});

test('where everything else takes more than the limit, the newest stay all the same', async () => {
  const opened = await open();
  for (let n = 0; n < 20; n++) await record(opened, `evt_${n}`, 1_000);
  await removeAll(opened, { maxBytes: 1 });
  expect(idsOf(opened)).toEqual(['evt_19']);
  await removeAll(opened, { maxBytes: 0 });
  expect(idsOf(opened)).toEqual(['evt_19']);
});

test('whatever sizes, limits, pins and waiting deliveries: the newest within the limit are left, and no more go than must', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          sizeBytes: fc.oneof(fc.nat(4_000), fc.integer({ min: 20_000, max: 400_000 })),
          stays: fc.constantFrom('no', 'no', 'no', 'no', 'pinned', 'waiting'),
        }),
        { minLength: 1, maxLength: 60 },
      ),
      fc.integer({ min: 300_000, max: 8_000_000 }),
      async (events, maxBytes) => {
        const opened = await open();
        const recorded = await Promise.all(
          events.map(({ sizeBytes, stays }, n) => record(opened, `evt_${n}`, sizeBytes, stays === 'waiting')),
        );
        for (const [n, { stays }] of events.entries())
          if (stays === 'pinned') await opened.store.write.setPinned(recorded[n]?.seq ?? 0, true);
        await removeAll(opened, { maxBytes });
        const left = new Set(idsOf(opened));
        const free = events.flatMap(({ sizeBytes, stays }, n) =>
          stays === 'no' ? [{ id: `evt_${n}`, sizeBytes }] : [],
        );
        for (const [n, { stays }] of events.entries()) if (stays !== 'no') expect(left).toContain(`evt_${n}`);
        // The newest of all stays, and of those that may go a newest part.
        expect(left).toContain(`evt_${events.length - 1}`);
        const firstLeft = free.findIndex(({ id }) => left.has(id));
        const gone = firstLeft === -1 ? free : free.slice(0, firstLeft);
        for (const { id } of firstLeft === -1 ? [] : free.slice(firstLeft)) expect(left).toContain(id);
        const used = opened.usedBytes();
        const slack = 60_000;
        // Over the limit only by what may not go: those that stay, and newest ones that take no more than half of it.
        if (used > maxBytes && firstLeft !== -1) {
          const from = Number(free[firstLeft]?.id.slice(4));
          const newest = events.slice(from).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
          expect(from === events.length - 1 || newest <= maxBytes / 2).toBe(true);
        }
        const youngest = gone.at(-1);
        if (youngest !== undefined) expect(used + youngest.sizeBytes + slack).toBeGreaterThan(maxBytes);
        await opened.store.dispose();
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

test('rejected requests have a budget of their own: the newest of them are kept, and no event goes for them', async () => {
  const opened = await open();
  const { store } = opened;
  await record(opened, 'evt_1', 1_000);
  const noise = receiptOf(Buffer.alloc(MB, 0x61));
  await Promise.all(Array.from({ length: 300 }, () => store.write.recordRejected('not_json', null, noise)));
  const { all, rejected } = store.reads.countEvents();
  expect(all).toBe(rejected + 1);
  expect(rejected).toBeGreaterThan(100);
  // 32 MB, in whole pages.
  expect(opened.usedBytes()).toBeLessThan(34 * MB);
  const [newest] = store.reads.listEvents({}, null, 1).items;
  expect(store.reads.findEventDetail(newest?.id ?? '')).toMatchObject({
    kind: 'rejected',
    receipts: [{ sizeBytes: MB }],
  });
  expect(store.reads.findBody(newest?.seq ?? 0)?.byteLength).toBe(256 * 1024);
  await removeAll(opened, { maxEvents: 1, maxBytes: 16 * MB });
  expect(opened.usedBytes()).toBeLessThan(2 * MB);
  expect(idsOf(opened)[0]).toBe('evt_1');
  expect(store.reads.countEvents().rejected).toBeGreaterThan(0);
  const small = receiptOf(Buffer.from('no'));
  await Promise.all(Array.from({ length: 1_500 }, () => store.write.recordRejected('not_json', null, small)));
  expect(store.reads.countEvents().rejected).toBeLessThanOrEqual(1_000);
  expect(store.reads.countEvents().rejected).toBeGreaterThan(800);
  expect(idsOf(opened)[0]).toBe('evt_1');
});

test('an event removed before it was indexed takes nothing from what was counted of others', async () => {
  const opened = await open();
  const { store } = opened;
  await record(opened, 'evt_1', 10);
  await record(opened, 'evt_2', 10);
  await store.write.indexEvents(10);
  const count = async () =>
    (await store.reader.listFilterValues('type', '')).find(({ value }) => value === 'invoice.paid')?.count;
  expect(await count()).toBe(2);
  await removeAll(opened, { maxEvents: 1 });
  expect(await count()).toBe(1);
});
