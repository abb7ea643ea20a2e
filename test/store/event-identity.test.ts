// What makes two receipts one event: account, id, type and object; the id alone does not.
import fc from 'fast-check';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { readEnvelope, type EventEnvelope } from '#shared/domain/event-envelope.ts';
import { stripeIdOf } from '#shared/domain/event-id.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import { STORE_WORKERS } from '../support/store-workers.ts';
import { receiptOf } from '../support/stored-receipt.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Facts {
  id: string;
  type: string;
  object: string;
  account?: string | undefined;
}

let store: Store;
beforeEach(() => {
  store = openStore({ dataDir: tempDir(), workers: STORE_WORKERS, now: Date.now });
  onTestFinished(() => store.dispose());
});

function eventOf({ id, type, object, account }: Facts): { body: Buffer; envelope: EventEnvelope } {
  const json = {
    id,
    object: 'event',
    type,
    account,
    created: 1,
    data: { object: { id: object, object: 'x' } },
  };
  const body = Buffer.from(JSON.stringify(json));
  const envelope = readEnvelope(JSON.parse(body.toString()));
  if (envelope === null) throw new Error('The fixture is no event.');
  return { body, envelope };
}

function record(facts: Facts): Promise<{ seq: number; isNew: boolean }> {
  const { body, envelope } = eventOf(facts);
  return store.write.recordEvent(envelope, receiptOf(body), []);
}

const TEST_ID = 'evt_00000000000000';

test('the dashboard’s test webhooks share an id and are events of their own', async () => {
  const first = { id: TEST_ID, type: 'customer.created', object: 'cus_00000000000000' };
  const second = { id: TEST_ID, type: 'invoice.payment_failed', object: 'in_00000000000000' };
  expect(await record(first)).toMatchObject({ isNew: true });
  expect(await record(second)).toMatchObject({ isNew: true });
  expect(await record(second)).toMatchObject({ isNew: false });
  expect(await record(first)).toMatchObject({ isNew: false });
  const { items } = store.reads.listEvents({ filter: `id:${TEST_ID}` }, null, 10);
  expect(items.map(({ type }) => type)).toEqual(['invoice.payment_failed', 'customer.created']);
  expect(items.map(({ id }) => stripeIdOf(id))).toEqual([TEST_ID, TEST_ID]);
  expect(new Set(items.map(({ id }) => id)).size).toBe(2);
  expect(store.reads.listEvents({ filter: TEST_ID }, null, 10).items).toHaveLength(2);
});

test('an event of a second account is found by Stripe’s id', async () => {
  await record({ id: 'evt_1', type: 'invoice.paid', object: 'in_1', account: 'acct_1' });
  await record({ id: 'evt_1', type: 'invoice.paid', object: 'in_1', account: 'acct_2' });
  await record({ id: 'evt_1', type: 'invoice.paid', object: 'in_1' });
  await record({ id: 'evt_10', type: 'invoice.paid', object: 'in_1' });
  const found = (filter: string): string[] =>
    store.reads.listEvents({ filter }, null, 10).items.map(({ id }) => id);
  expect(found('id:evt_1')).toEqual(['evt_1@own', 'evt_1@acct_2', 'evt_1']);
  expect(found('id:evt_1@acct_2')).toEqual(['evt_1@acct_2']);
  expect(found('-id:evt_1')).toEqual(['evt_10']);
});

test('a rejected request that claims an id is not found by it', async () => {
  const { body, envelope } = eventOf({ id: 'evt_1', type: 'invoice.paid', object: 'in_1' });
  await store.write.recordRejected('signature_invalid', envelope, receiptOf(body));
  expect(store.reads.listEvents({ filter: 'id:evt_1' }, null, 10).items).toEqual([]);
  expect(store.reads.listEvents({ filter: '-id:evt_1' }, null, 10).items).toHaveLength(1);
});

test('whatever comes in whatever order, also when the oldest have gone: one event for each account, id, type and object', async () => {
  const facts = fc.record({
    id: fc.constantFrom(TEST_ID, 'evt_1'),
    type: fc.constantFrom('invoice.paid', 'customer.created'),
    object: fc.constantFrom('a_1', 'b_1'),
    account: fc.constantFrom(undefined, 'acct_1', 'acct_2'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(facts, { maxLength: 40 }), fc.nat(10), async (events, kept) => {
      const retention = { receivedBefore: null, maxBytes: null, keepCustomers: [] };
      while ((await store.write.removeOldest({ ...retention, maxEvents: 0 }, 100)) > 0);
      const seen = new Map<string, number>();
      for (const [place, one] of events.entries()) {
        if (place === 20) {
          while ((await store.write.removeOldest({ ...retention, maxEvents: kept }, 100)) > 0);
          const left = new Set(store.reads.listEvents({}, null, 100).items.map(({ seq }) => seq));
          for (const [key, seq] of seen) if (!left.has(seq)) seen.delete(key);
        }
        const key = JSON.stringify(one);
        expect(store.reads.isStored(eventOf(one).envelope)).toBe(seen.has(key));
        const { seq, isNew } = await record(one);
        expect(isNew).toBe(!seen.has(key));
        if (!isNew) expect(seq).toBe(seen.get(key));
        seen.set(key, seq);
      }
      expect(store.reads.countEvents().all).toBe(seen.size);
    }),
    { numRuns: 30 },
  );
}, 60_000);
