// What was missed, kept: which events are a gap's, in which order they go out, and what a second way of coming does.
import { expect, onTestFinished, test } from 'vitest';
import { readEnvelope } from '#shared/domain/event-envelope.ts';
import { createGapDelivery } from '#engine/catch-up/gap-delivery.ts';
import { FIRST_ENDPOINT } from '#engine/delivery/endpoints.ts';
import type { NewReceipt } from '#engine/store/event-writes.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import { eventFixture, type EventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { STORE_WORKERS } from '../support/store-workers.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

function startStore(): Store {
  const store = openStore({ dataDir: tempDir(), workers: STORE_WORKERS, now: Date.now });
  onTestFinished(() => store.dispose());
  return store;
}

const SIGNATURE: NewReceipt['signature'] = {
  state: 'unverified',
  problem: null,
  secretLabel: null,
  timestamp: null,
  ageSeconds: null,
  triedSecrets: [],
};

function receiptOf(text: string, source: NewReceipt['source']): NewReceipt {
  const body = new Uint8Array(Buffer.from(text));
  const headers: NewReceipt['headers'] = source === 'cli' ? [['X-Came', 'by line']] : [];
  return {
    receivedAt: Date.now(),
    source,
    method: 'GET',
    path: '/v1/events',
    headers,
    body,
    sizeBytes: body.byteLength,
    signature: SIGNATURE,
  };
}

const AT = Math.floor(Date.now() / 1_000) - 900;
const MATCHES = [{ endpointId: 'local', skip: null, dedupe: false }];

function missed(place: number, fixture: Partial<EventFixture> & { id: string }) {
  const text = eventFixture({ type: 'invoice.paid', created: AT, ...fixture });
  const envelope = readEnvelope(JSON.parse(text));
  if (envelope === null) throw new Error('no event');
  return { envelope, receipt: receiptOf(text, 'backfill'), createdAt: envelope.createdAt ?? 0, place };
}

const NEW = { reason: 'start', foundAt: Date.now(), beyondRetention: false } as const;

async function endpoint(store: Store): Promise<void> {
  await store.write.upsertEndpoint({ ...FIRST_ENDPOINT, url: 'http://127.0.0.1:9' });
}

const endpointIdsOf = (opened: readonly { endpointId: string }[]): string[] =>
  opened.map(({ endpointId }) => endpointId);

test('go out in the order of creation, those of one second as Stripe lists them, and each once', async () => {
  const store = startStore();
  await endpoint(store);
  const first = await store.write.recordMissed(NEW, [
    missed(0, { id: 'evt_newest', created: AT + 5 }),
    missed(1, { id: 'evt_second' }),
    missed(2, { id: 'evt_first' }),
  ]);
  const gapId = first.gapId ?? 0;
  expect(first.added).toBe(3);
  // Another account's list, and one that was there already.
  const more = await store.write.recordMissed(gapId, [
    missed(0, { id: 'evt_connected', account: 'acct_1', created: AT - 5 }),
    missed(1, { id: 'evt_first' }),
  ]);
  expect(more).toEqual({ gapId, added: 1 });
  expect(await store.reader.findGap(gapId)).toMatchObject({
    state: 'looking',
    total: 4,
    from: (AT - 5) * 1_000,
    until: (AT + 5) * 1_000,
    counts: { waiting: 4 },
  });
  const order: string[] = [];
  for (let next = store.gaps.findNextOfGap(gapId); next !== null; next = store.gaps.findNextOfGap(gapId)) {
    order.push(store.reads.findEventBySeq(next.seq)?.id ?? '');
    expect(endpointIdsOf(await store.write.openOfGap(gapId, next.seq, MATCHES))).toEqual(['local']);
    expect(await store.write.openOfGap(gapId, next.seq, MATCHES)).toEqual([]);
  }
  expect(order).toEqual(['evt_connected', 'evt_first', 'evt_second', 'evt_newest']);
  expect((await store.reader.listGapEvents(gapId, null, 0, 10)).map(({ id }) => id)).toEqual(order);
  expect(await store.reader.findGapDetail(gapId)).toMatchObject({
    byType: [{ type: 'invoice.paid', count: 4 }],
    byAccount: [
      { account: null, count: 3 },
      { account: 'acct_1', count: 1 },
    ],
  });
});

test('after a restart the next one waits until the one that was being sent has been answered', async () => {
  const store = startStore();
  await endpoint(store);
  const { gapId } = await store.write.recordMissed(NEW, [
    missed(0, { id: 'evt_second', created: AT + 5 }),
    missed(1, { id: 'evt_first' }),
  ]);
  const id = gapId ?? 0;
  await store.write.setGapState(id, 'delivering', null);
  // The process was killed while the first one was being sent.
  await store.write.openOfGap(id, store.gaps.findNextOfGap(id)?.seq ?? 0, MATCHES);
  expect(store.gaps.stateOfLastSent(id, (AT + 5) * 1_000)).toBe('pending');
  expect(store.gaps.stateOfLastSent(id, (AT - 1) * 1_000)).toBeNull();
  const sent: string[] = [];
  const delivery = createGapDelivery({
    store,
    match: () => MATCHES,
    send({ seq }) {
      sent.push(store.reads.findEventBySeq(seq)?.id ?? '');
      return Promise.resolve();
    },
    obstacle: () => null,
    clock: { now: Date.now },
    onChange: () => {},
    onError: () => expect.unreachable(),
  });
  onTestFinished(() => delivery.dispose());
  delivery.kick();
  // A commit that has nothing to do with it lets it look again.
  await store.write.upsertMeta({ something: 'else' });
  expect(sent).toEqual([]);
  await store.write.settleOldest('local', true, 1);
  await waitUntil('the gap to be over', () => store.gaps.gapState(id) === 'done');
  expect(sent).toEqual(['evt_second']);
});

test('one that comes by the line after all is one event with two receipts, and goes out once', async () => {
  const store = startStore();
  await endpoint(store);
  const late = missed(0, { id: 'evt_late' });
  const { gapId } = await store.write.recordMissed(NEW, [late]);
  const seq = store.reads.findEventById('evt_late')?.seq ?? 0;
  expect(store.reads.newestReceiptHeaders(seq)).toContainEqual([
    'Content-Type',
    'application/json; charset=utf-8',
  ]);
  expect(endpointIdsOf(await store.write.openOfGap(gapId ?? 0, seq, MATCHES))).toEqual(['local']);
  const byLine = receiptOf(Buffer.from(late.receipt.body).toString(), 'cli');
  const came = await store.write.recordEvent(late.envelope, byLine, MATCHES);
  expect(came).toEqual({ seq, isNew: false, opened: [] });
  const event = store.reads.findEventDetail('evt_late');
  expect(event?.receipts.map(({ source, sameBytes }) => [source, sameBytes])).toEqual([
    ['backfill', true],
    ['cli', true],
  ]);
  expect(store.reads.newestReceiptHeaders(seq)).toEqual([['X-Came', 'by line']]);
  // A real redelivery afterwards is one.
  expect(endpointIdsOf((await store.write.recordEvent(late.envelope, byLine, MATCHES)).opened)).toEqual([
    'local',
  ]);
});

test('one that waits for a choice goes out when it comes by the line, and not again with the gap', async () => {
  const store = startStore();
  await endpoint(store);
  const late = missed(0, { id: 'evt_late' });
  const { gapId } = await store.write.recordMissed(NEW, [late]);
  const byLine = receiptOf(Buffer.from(late.receipt.body).toString(), 'cli');
  const { seq, opened } = await store.write.recordEvent(late.envelope, byLine, MATCHES);
  expect(endpointIdsOf(opened)).toEqual(['local']);
  expect(await store.reader.listGapEvents(gapId ?? 0, 'pending', 0, 10)).toHaveLength(1);
  expect(await store.write.openOfGap(gapId ?? 0, seq, MATCHES)).toEqual([]);
});

test('another version of the same event is noted beside the first, which stays', async () => {
  const store = startStore();
  const came = missed(0, { id: 'evt_v', apiVersion: '2026-10-28.endive' });
  const text = Buffer.from(came.receipt.body).toString();
  await store.write.recordEvent(came.envelope, receiptOf(text, 'cli'), []);
  const other = missed(0, { id: 'evt_v', apiVersion: '2025-03-31.basil' });
  expect(await store.write.recordMissed(NEW, [other])).toEqual({ gapId: null, added: 0 });
  const detail = store.reads.findEventDetail('evt_v');
  expect(detail).toMatchObject({ apiVersion: '2026-10-28.endive', source: 'cli' });
  expect(store.reads.findBody(detail?.seq ?? 0)?.toString()).toBe(text);
  expect(detail?.receipts[1]).toMatchObject({ source: 'backfill', sameBytes: false });
  const noted = store.reads.findReceiptBody(detail?.seq ?? 0, detail?.receipts[1]?.id ?? 0);
  expect(JSON.parse(noted?.toString() ?? '{}')).toMatchObject({ api_version: '2025-03-31.basil' });
  const known = store.gaps.findKnown([{ id: 'evt_v', account: null }]).get('evt_v@');
  expect(known).toMatchObject({ apiVersion: '2026-10-28.endive', fetched: true });
});

test('some can be chosen, and others later', async () => {
  const store = startStore();
  await endpoint(store);
  const ids = ['evt_a', 'evt_b', 'evt_c'];
  const { gapId } = await store.write.recordMissed(
    NEW,
    ids.map((id, place) => missed(place, { id })),
  );
  const gap = gapId ?? 0;
  const waiting = async () =>
    (await store.reader.listGapEvents(gap, 'waiting', 0, 10)).map(({ id }) => id).toSorted();
  await store.write.chooseOfGap(gap, ['evt_b']);
  expect(await waiting()).toEqual(['evt_b']);
  await store.write.chooseOfGap(gap, ['evt_a', 'evt_c']);
  expect(await waiting()).toEqual(['evt_a', 'evt_c']);
  await store.write.chooseOfGap(gap, []);
  expect(await waiting()).toEqual([]);
  await store.write.chooseOfGap(gap, null);
  expect(await waiting()).toEqual(ids);
});
