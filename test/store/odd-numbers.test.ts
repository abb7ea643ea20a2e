// Numbers that an earlier version stored and no schema of the API takes: read as not known.
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { EventDetailSchema, EventPageSchema } from '#shared/contract/events.ts';
import { readEnvelope } from '#shared/domain/event-envelope.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import { receiptOf } from '../support/stored-receipt.ts';
import { STORE_WORKERS } from '../support/store-workers.ts';
import { tempDir } from '../support/temp-dir.ts';

function open(dataDir: string): Store {
  const store = openStore({ dataDir, workers: STORE_WORKERS, now: Date.now });
  onTestFinished(() => store.dispose());
  return store;
}

const event = (id: string): string =>
  JSON.stringify({
    id,
    object: 'event',
    type: 'price.created',
    created: 1_796_000_000,
    data: { object: { object: 'price', unit_amount: 5, currency: 'eur' } },
  });

async function record(store: Store, id: string): Promise<void> {
  const envelope = readEnvelope(JSON.parse(event(id)));
  if (envelope === null) throw new Error('This is an event.');
  await store.write.recordEvent(envelope, receiptOf(Buffer.from(event(id))), []);
}

test('times, amounts and sizes beyond all measure', async () => {
  const dataDir = tempDir();
  const store = open(dataDir);
  await record(store, 'evt_1');
  const db = new Database(join(dataDir, 'hookline.db'));
  db.exec(`UPDATE events SET created_at = 1796000000000000000, amount_minor = 99999999000000000, size_bytes = 1e19;
    UPDATE receipts SET size_bytes = 1e19, signature = '{"state":"invalid","problem":"wrong_secret","secretLabel":null,"timestamp":1e20,"ageSeconds":-1e20,"triedSecrets":[]}'`);
  db.close();
  const detail = EventDetailSchema.parse(store.reads.findEventDetail('evt_1'));
  expect(detail).toMatchObject({ createdAt: null, amountMinor: null, currency: 'eur' });
  expect(detail.receipts[0]?.signature).toMatchObject({ timestamp: null, ageSeconds: null });
  expect(EventPageSchema.parse(store.reads.listEvents({}, null, 10)).items).toHaveLength(1);
});

test('a page holds everything up to the place where its live feed begins, also while another thread writes', async () => {
  const store = open(tempDir());
  let writing = true;
  const writes = (async () => {
    for (let round = 0; round < 60; round++) {
      await Promise.all(Array.from({ length: 5 }, (_, index) => record(store, `evt_${round}_${index}`)));
    }
  })().finally(() => (writing = false));
  const before = store.reads.newestChangeSeq();
  let pages = 0;
  while (writing) {
    const { items, changeSeq } = store.reads.listEvents({}, null, 1_000);
    // Each event that is recorded raises it by one.
    expect(items.length).toBeGreaterThanOrEqual(changeSeq - before);
    pages += 1;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  await writes;
  expect(pages).toBeGreaterThan(10);
});
