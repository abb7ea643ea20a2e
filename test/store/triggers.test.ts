// Which stored events came of a trigger: by request, by object for a while, by the time where nothing else is known.
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { readEnvelope } from '#shared/domain/event-envelope.ts';
import type { EventSummary } from '#shared/contract/events.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import type { StoredTriggerRun } from '#engine/store/trigger-rows.ts';
import { STORE_WORKERS } from '../support/store-workers.ts';
import { eventFixture, type EventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { tempDir } from '../support/temp-dir.ts';
import { receiptOf } from '../support/stored-receipt.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const SECOND = Math.floor(NOW / 1000);

let store: Store;

beforeEach(() => {
  store = openStore({ dataDir: tempDir(), workers: STORE_WORKERS, now: () => NOW });
  onTestFinished(() => store.dispose());
});

async function keep(
  fixture: EventFixture & { source?: EventSummary['source']; receivedAt?: number },
): Promise<void> {
  const { source = 'cli', receivedAt = NOW, ...rest } = fixture;
  const text = eventFixture({ created: SECOND, ...rest });
  const body = new Uint8Array(Buffer.from(text));
  await store.write.recordEvent(readEnvelope(JSON.parse(text))!, receiptOf(body, { receivedAt, source }), []);
}

async function begin(id: string, startedAt = NOW): Promise<void> {
  const run: StoredTriggerRun = {
    id,
    order: { event: 'customer.created', edits: [] },
    state: 'done',
    startedAt,
    endedAt: startedAt + 1_000,
    problem: null,
    calls: [],
    matched: 'calls',
    lines: 0,
  };
  await store.write.upsertTriggerRun(run, [{ number: 1, stream: 'stdout', text: 'a line' }]);
}

const marks = { requests: [], objects: [], until: NOW + 60_000, time: null };
const idsOf = (run: string) =>
  store.reads
    .listEvents({ filter: `trigger:${run}` }, null, 100)
    .items.map(({ id }) => id)
    .toSorted();

test('an event of one of its requests is of the trigger, whenever it came', async () => {
  await keep({ type: 'customer.created', id: 'evt_before', requestId: 'req_1' });
  await begin('tr_1');
  await store.write.setTriggerMarks('tr_1', { ...marks, requests: ['req_1'] });
  expect(await store.write.matchTriggers(0)).toBe(1);
  // As a catch-up would bring it a day later.
  await keep({
    type: 'customer.updated',
    id: 'evt_late',
    requestId: 'req_1',
    created: SECOND + 86_400,
    source: 'backfill',
  });
  await keep({ type: 'customer.updated', id: 'evt_other', requestId: 'req_2' });
  await keep({ type: 'customer.updated', id: 'evt_file', requestId: 'req_1', source: 'import' });
  expect(await store.write.matchTriggers(0)).toBe(1);
  expect(await store.write.matchTriggers(0)).toBe(0);
  expect(idsOf('tr_1')).toEqual(['evt_before', 'evt_late']);
  expect(store.triggers.findTriggerRun('tr_1')?.eventCount).toBe(2);
  expect(store.triggers.findTriggerOfEvent('evt_late')).toBe('tr_1');
  expect(store.triggers.findTriggerOfEvent('evt_other')).toBeNull();
});

test('what Stripe does by itself with an object of the trigger is of it for a while; what others ask for is not', async () => {
  await begin('tr_1');
  await store.write.setTriggerMarks('tr_1', { ...marks, objects: ['cus_mine', 'sub_mine'] });
  const mine = { customerId: 'cus_mine', subscriptionId: 'sub_mine' };
  await keep({ ...mine, type: 'invoice.paid', id: 'evt_self', requestId: null });
  await keep({ ...mine, type: 'customer.subscription.updated', id: 'evt_asked', requestId: 'req_dashboard' });
  await keep({ ...mine, type: 'invoice.paid', id: 'evt_renewal', requestId: null, created: SECOND + 3_600 });
  await keep({ type: 'invoice.paid', id: 'evt_stranger', requestId: null });
  await store.write.matchTriggers(0);
  expect(idsOf('tr_1')).toEqual(['evt_self']);
});

test('where only the time is known, it decides, within its bounds', async () => {
  await begin('tr_1');
  await store.write.setTriggerMarks('tr_1', { ...marks, time: { from: NOW, until: NOW + 5_000 } });
  await keep({ type: 'customer.created', id: 'evt_early', receivedAt: NOW - 1 });
  await keep({ type: 'customer.created', id: 'evt_in', receivedAt: NOW + 5_000 });
  await keep({ type: 'customer.created', id: 'evt_made_up', receivedAt: NOW + 1, source: 'synthetic' });
  await keep({ type: 'customer.created', id: 'evt_after', receivedAt: NOW + 5_001 });
  await store.write.matchTriggers(0);
  expect(idsOf('tr_1')).toEqual(['evt_in']);
});

test('an event that is found to be of a trigger is told as changed', async () => {
  await keep({ type: 'customer.created', id: 'evt_1', requestId: 'req_1' });
  const before = store.reads.newestChangeSeq();
  await begin('tr_1');
  await store.write.setTriggerMarks('tr_1', { ...marks, requests: ['req_1'] });
  await store.write.matchTriggers(0);
  const changes = store.reads.listChanges(before, { filter: 'trigger:tr_1' }, 10);
  expect(changes.map(({ event, matches }) => [event.id, matches])).toEqual([['evt_1', true]]);
});

test('the newest are kept; with a run goes what is known of it, and with an event its place', async () => {
  await keep({ type: 'customer.created', id: 'evt_1', requestId: 'req_1' });
  await begin('tr_1', NOW);
  await begin('tr_2', NOW + 1);
  await begin('tr_3', NOW + 2);
  await store.write.setTriggerMarks('tr_1', { ...marks, requests: ['req_1'] });
  await store.write.setTriggerMarks('tr_3', { ...marks, requests: ['req_3'] });
  await keep({ type: 'customer.created', id: 'evt_3', requestId: 'req_3' });
  await store.write.matchTriggers(0);
  await store.write.trimTriggerRuns(2);
  expect(store.triggers.listTriggerRuns(10).map(({ id }) => id)).toEqual(['tr_3', 'tr_2']);
  expect(store.triggers.findTriggerOfEvent('evt_1')).toBeNull();
  expect(store.triggers.listTriggerOutput('tr_3')).toEqual([{ number: 1, stream: 'stdout', text: 'a line' }]);
  await store.write.removeOldest(
    { maxEvents: 0, receivedBefore: null, maxBytes: null, keepCustomers: [] },
    10,
  );
  expect(store.triggers.findTriggerRun('tr_3')?.eventCount).toBe(0);
});
