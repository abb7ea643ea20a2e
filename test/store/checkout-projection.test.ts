// Which events belong to which Checkout session: whatever the order in which they came, and nothing that only stands near.
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { readEnvelope } from '#shared/domain/event-envelope.ts';
import {
  generateScenario,
  SCENARIO_API_VERSIONS,
  type ScenarioApiVersion,
  type ScenarioId,
} from '#shared/domain/scenarios/scenarios.ts';
import { openStore, type Store } from '#engine/store/store.ts';
import { STORE_WORKERS } from '../support/store-workers.ts';
import { tempDir } from '../support/temp-dir.ts';
import { receiptOf } from '../support/stored-receipt.ts';

type Json = Record<string, unknown>;

function open(): Store {
  const store = openStore({ dataDir: tempDir(), workers: STORE_WORKERS, now: Date.now });
  onTestFinished(() => store.dispose());
  return store;
}

async function keep(store: Store, event: Json): Promise<void> {
  const body = new Uint8Array(Buffer.from(JSON.stringify(event)));
  const envelope = readEnvelope(event);
  if (envelope === null) throw new Error('The fixture is no event.');
  await store.write.recordEvent(envelope, receiptOf(body, { receivedAt: Date.now() }), []);
}

async function followed(store: Store): Promise<void> {
  while ((await store.write.linkCheckouts(1_000)) > 0);
}

function eventsOf(
  scenario: ScenarioId,
  apiVersion: ScenarioApiVersion = '2026-10-28.endive',
  seed = 1,
): Json[] {
  return generateScenario(scenario, { apiVersion, seed, startAt: 1_790_000_000 }).map(({ event }) => event);
}

/** `type link`, oldest first; without a session only the type. */
function told(store: Store): string[] {
  const { items } = store.reads.listEvents({}, null, 500);
  return items
    .toReversed()
    .map(({ type, checkout }) => (checkout === null ? type : `${type} ${checkout.link}`));
}

/** Which events are in which session, whatever the order. */
function sessionsIn(store: Store): Record<string, string | null> {
  const { items } = store.reads.listEvents({}, null, 500);
  return Object.fromEntries(
    items
      .map(({ id, checkout }) => [id, checkout?.id ?? null] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

test('a purchase is told from what was there before, and from the renewal a month later', async () => {
  const store = open();
  for (const event of eventsOf('renewal')) await keep(store, event);
  await followed(store);
  const types = told(store);
  const end = types.indexOf('checkout.session.completed session');
  expect(types.slice(0, 2)).toEqual(['product.created', 'price.created']);
  expect(types.slice(2, end).every((type) => / (object|request)$/.test(type))).toBe(true);
  expect(end).toBeGreaterThan(10);
  // The charge's balance transaction comes a moment after the session is complete.
  expect(types[end + 1]).toBe('charge.updated object');
  expect(types.slice(end + 2).length).toBeGreaterThan(5);
  expect(types.slice(end + 2).every((type) => !type.includes(' '))).toBe(true);
});

test('a refund and the end of a bank transfer belong to the payment, however late', async () => {
  for (const scenario of ['refund', 'async_payment'] as const) {
    const store = open();
    const events = eventsOf(scenario);
    for (const event of events) await keep(store, event);
    await followed(store);
    const belonging = Object.values(sessionsIn(store)).filter((id) => id !== null);
    expect(new Set(belonging).size).toBe(1);
    // All but the product and its price.
    expect(belonging).toHaveLength(events.length - 2);
  }
});

test('what a customer does at the same time is said to be only that, and a minute later it is nothing', async () => {
  const store = open();
  const events = eventsOf('checkout_subscription');
  const end = events.at(-1);
  const customer = events.find(({ type }) => type === 'customer.created');
  const later = (seconds: number, id: string): Json => ({
    ...customer,
    id,
    type: 'customer.updated',
    created: Number(end?.['created']) + seconds,
    request: { id: `req_${id}`, idempotency_key: null },
  });
  const accepted = [...events, later(5, 'evt_then'), later(90, 'evt_later')];
  for (const event of accepted) await keep(store, event);
  // Of another account's customer of the same id nothing is known.
  await keep(store, { ...later(5, 'evt_elsewhere'), account: 'acct_other' });
  await followed(store);
  expect(store.reads.findEventById('evt_then')?.checkout?.link).toBe('time');
  expect(store.reads.findEventById('evt_later')?.checkout).toBeNull();
  expect(store.reads.findEventById('evt_elsewhere')?.checkout).toBeNull();
});

test('a found session is a change of the event, and the filter finds all that belongs to it', async () => {
  const store = open();
  const events = eventsOf('checkout_subscription');
  for (const event of events) await keep(store, event);
  const before = store.reads.newestChangeSeq();
  await followed(store);
  const session = store.reads.findEventById(String(events.at(-1)?.['id']))?.checkout?.id ?? '';
  const found = store.reads.listEvents({ filter: `checkout:${session}` }, null, 100).items;
  expect(found).toHaveLength(events.length - 2);
  expect(
    store.reads.listEvents({ filter: `checkout:${session} type:invoice.*` }, null, 100).items,
  ).toHaveLength(found.filter(({ type }) => type.startsWith('invoice.')).length);
  // Unless the follower had come by itself before.
  const changed = store.reads.listChanges(before, {}, 100);
  if (changed.length > 0) expect(changed).toHaveLength(found.length);
  expect(found.every(({ changeSeq }) => changeSeq > events.length)).toBe(true);
});

test('any order of arrival and any duplicate gives the same sessions, in both versions', async () => {
  const asked = fc.record({
    scenario: fc.constantFrom<ScenarioId[]>(
      'two_subscriptions',
      'async_payment',
      'refund',
      'one_time_guest',
      'upgrade',
    ),
    version: fc.constantFrom(...SCENARIO_API_VERSIONS),
    order: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 60, maxLength: 60 }),
    pause: fc.nat({ max: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ scenario, version, order, pause }) => {
      const events = eventsOf(scenario, version);
      const clean = open();
      for (const event of events) await keep(clean, event);
      await followed(clean);
      const store = open();
      const shuffled = events
        .map((event, index) => ({ event, at: order[index] ?? 0 }))
        .toSorted((a, b) => a.at - b.at);
      for (const [index, { event }] of shuffled.entries()) {
        await keep(store, event);
        if (index === pause) await followed(store);
      }
      await keep(store, shuffled[0]?.event ?? {});
      await followed(store);
      expect(sessionsIn(store)).toEqual(sessionsIn(clean));
      await Promise.all([clean.dispose(), store.dispose()]);
    }),
    { numRuns: 8 },
  );
}, 90_000);
