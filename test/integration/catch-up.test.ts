// Nothing missed, with the real Stripe CLI against the stand-in: what Stripe has and the line did not bring is fetched and delivered.
import { describe, expect, onTestFinished, test } from 'vitest';
import Stripe from 'stripe';
import type { Gap } from '#shared/contract/catch-up.ts';
import { PACING } from '#engine/stripe-events/pacing.ts';
import { openStore } from '#engine/store/store.ts';
import { WATCHDOG } from '#engine/catch-up/watchdog.ts';
import { startBackend, type Backend } from '../support/backend.ts';
import { startTestEngine, type TestEngine, type TestEngineOptions } from '../support/engine.ts';
import {
  archiveEvents,
  type ArchiveOptions,
  type EventArchive,
} from '../support/stripe-stand-in/event-archive.ts';
import { eventFixture, type EventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { createStripeStandIn, type StripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { STORE_WORKERS } from '../support/store-workers.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const KEY = 'sk_test_hookline_0123456789';
const PACE = { ...PACING, everyMs: 0, backoffMs: 30 };
const MINUTE = 60;

interface Line extends TestEngine {
  stripe: StripeStandIn;
  archive: EventArchive;
  dataDir: string;
  /** The same data again. @param rewind what was seen last lies there, Unix seconds */
  restart(options?: TestEngineOptions & { rewind?: number }): Promise<TestEngine>;
}

/** Unix seconds. */
const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

async function startLine(options: TestEngineOptions = {}, archived: ArchiveOptions = {}): Promise<Line> {
  const stripe = await createStripeStandIn();
  onTestFinished(() => stripe.close());
  const archive = archiveEvents(stripe, archived);
  const dataDir = tempDir();
  const start = (more: TestEngineOptions = {}) =>
    startTestEngine({
      dataDir,
      stripeLimits: { pacing: PACE },
      autoDispose: false,
      ...options,
      ...more,
      forwarder: { listen: true, apiBase: stripe.url, apiKey: KEY, ...options.forwarder, ...more.forwarder },
    });
  process.env['XDG_CONFIG_HOME'] = dataDir;
  const line = await start();
  let { engine } = line;
  onTestFinished(() => engine.dispose());
  await looked(line);
  await stripe.waitForConnection();
  return {
    ...line,
    stripe,
    archive,
    dataDir,
    async restart({ rewind, ...more } = {}) {
      if (rewind !== undefined) {
        const store = openStore({ dataDir, workers: STORE_WORKERS, now: Date.now });
        await store.write.upsertMeta({ stripe_watermarks: JSON.stringify({ '': rewind * 1_000 }) });
        await store.dispose();
      }
      const again = await start({ backend: line.backend, ...more });
      engine = again.engine;
      return again;
    },
  };
}

/** The first look after the start is over. */
async function looked({ engine }: TestEngine): Promise<void> {
  await waitUntil('Stripe to have been asked', () => engine.catchUp.status().lookedAt, 20_000);
}

async function gapIn(
  { engine }: Pick<TestEngine, 'engine'>,
  state: Gap['state'],
  withinMs = 20_000,
): Promise<Gap> {
  return await waitUntil(
    `a gap that is ${state}`,
    () => engine.catchUp.status().gaps.find((gap) => gap.state === state),
    withinMs,
  );
}

function missed(
  archive: EventArchive,
  fixture: Partial<EventFixture> & { id: string; created: number },
): string {
  const text = eventFixture({ type: 'invoice.paid', ...fixture });
  archive.keep(text, fixture.account ?? null);
  return text;
}

const idsAt = (backend: Backend): string[] =>
  backend.seen.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id);

test('what was missed while Hookline was off is delivered at the next start, in order, signed anew, with its own bytes', async () => {
  const line = await startLine();
  const { archive, stripe, backend } = line;
  await stripe.sendEvent(
    eventFixture({ type: 'invoice.paid', id: 'evt_live', created: nowSeconds() - 30 * MINUTE }),
  );
  await line.engine.dispose();
  const at = nowSeconds() - 20 * MINUTE;
  const texts = [
    missed(archive, { id: 'evt_3', created: at + 60, type: 'customer.created' }),
    missed(archive, { id: 'evt_1', created: at }),
    missed(archive, { id: 'evt_2', created: at + 30, account: 'acct_connected' }),
  ];
  archive.accounts = ['acct_connected'];
  const again = await line.restart();
  const gap = await gapIn(again, 'done');
  expect(gap).toMatchObject({
    reason: 'start',
    total: 3,
    from: at * 1_000,
    until: (at + 60) * 1_000,
    counts: { delivered: 3, waiting: 0, failed: 0 },
    beyondRetention: false,
  });
  expect(idsAt(backend)).toEqual(['evt_live', 'evt_1', 'evt_2', 'evt_3']);
  for (const { body, header } of backend.seen.slice(1)) {
    const text = body.toString();
    const { id, account } = JSON.parse(text) as { id: string; account?: string };
    if (account === undefined) expect(texts).toContain(text);
    else expect(JSON.parse(text)).toEqual(JSON.parse(texts[2] ?? ''));
    expect(header('content-type')).toContain('application/json');
    const verified = Stripe.webhooks.constructEvent(
      body,
      header('stripe-signature') ?? '',
      stripe.settings.secret,
    );
    expect(verified.id).toBe(id);
  }
  expect(again.engine.store.reads.findEventDetail('evt_1')).toMatchObject({
    source: 'backfill',
    deliveryState: 'delivered',
    receipts: [{ source: 'backfill', sameBytes: true }],
  });
  const attempts = again.engine.store.deliveries.listAttempts(
    again.engine.store.reads.findEventById('evt_1')?.seq ?? 0,
  );
  expect(attempts.map(({ trigger, resigned }) => [trigger, resigned])).toEqual([['catch_up', true]]);
  expect(await again.engine.catchUp.gap(gap.id)).toMatchObject({
    byType: [
      { type: 'invoice.paid', count: 2 },
      { type: 'customer.created', count: 1 },
    ],
    byAccount: [
      { account: null, count: 2 },
      { account: 'acct_connected', count: 1 },
    ],
  });
}, 40_000);

test('the first time ever, the last hour is recorded and nothing of it delivered, unless asked for', async () => {
  const stripe = await createStripeStandIn();
  onTestFinished(() => stripe.close());
  const archive = archiveEvents(stripe);
  missed(archive, { id: 'evt_recent', created: nowSeconds() - 30 * MINUTE });
  missed(archive, { id: 'evt_long_ago', created: nowSeconds() - 90 * MINUTE });
  process.env['XDG_CONFIG_HOME'] = tempDir();
  const line = await startTestEngine({
    stripeLimits: { pacing: PACE },
    forwarder: { listen: true, apiBase: stripe.url, apiKey: KEY },
  });
  await looked(line);
  const gap = await gapIn(line, 'recorded');
  expect(gap).toMatchObject({ reason: 'first', total: 1, counts: { skipped: 1 } });
  expect(line.engine.store.reads.findEventById('evt_recent')).toMatchObject({ deliveryState: 'none' });
  expect(line.backend.seen).toEqual([]);
  await line.engine.catchUp.choose(gap.id, 'all');
  await gapIn(line, 'done');
  expect(idsAt(line.backend)).toEqual(['evt_recent']);
}, 40_000);

describe('a gap of more than an hour waits for a choice', () => {
  async function waiting(): Promise<{ line: Line; again: TestEngine; gap: Gap }> {
    const line = await startLine();
    await line.stripe.sendEvent(
      eventFixture({ type: 'invoice.paid', id: 'evt_live', created: nowSeconds() - 180 * MINUTE }),
    );
    await line.engine.dispose();
    for (const index of [1, 2, 3])
      missed(line.archive, { id: `evt_${index}`, created: nowSeconds() - 100 * MINUTE + index * MINUTE });
    // The stand-in's line brought it, so it is in Stripe's list, too.
    missed(line.archive, { id: 'evt_live', created: nowSeconds() - 180 * MINUTE });
    // What was seen last lies a while back, as it would have after a night.
    const again = await line.restart({ rewind: nowSeconds() - 180 * MINUTE });
    return { line, again, gap: await gapIn(again, 'found') };
  }

  test('some are delivered, the rest stays recorded and can be delivered later', async () => {
    const { line, again, gap } = await waiting();
    expect(gap).toMatchObject({ total: 3, counts: { waiting: 3 } });
    expect(idsAt(line.backend)).toEqual(['evt_live']);
    await again.engine.catchUp.choose(gap.id, 'some', ['evt_2']);
    expect(await gapIn(again, 'done')).toMatchObject({ counts: { delivered: 1, skipped: 2 } });
    await again.engine.catchUp.choose(gap.id, 'all');
    await waitUntil('the rest', () => line.backend.seen.length === 4);
    expect(idsAt(line.backend)).toEqual(['evt_live', 'evt_2', 'evt_1', 'evt_3']);
  }, 40_000);

  test('or it is left at that, and one that comes by the line after all is delivered once', async () => {
    const { line, again, gap } = await waiting();
    expect(await again.engine.catchUp.choose(gap.id, 'record')).toMatchObject({ state: 'recorded' });
    const { response } = await line.stripe.sendEvent(
      eventFixture({ type: 'invoice.paid', id: 'evt_2', created: nowSeconds() - 98 * MINUTE }),
    );
    expect(response?.status).toBe(200);
    expect(again.engine.store.reads.findEventDetail('evt_2')).toMatchObject({
      receiptCount: 2,
      receipts: [{ source: 'backfill' }, { source: 'cli' }],
    });
    await again.engine.catchUp.choose(gap.id, 'all');
    await gapIn(again, 'done');
    expect(idsAt(line.backend)).toEqual(['evt_live', 'evt_2', 'evt_1', 'evt_3']);
  }, 40_000);
});

test('both ways at once: one event, two receipts, delivered once', async () => {
  const line = await startLine();
  const created = nowSeconds() - 5;
  const text = missed(line.archive, { id: 'evt_both', created });
  await line.engine.catchUp.look('asked');
  await gapIn(line, 'done');
  await line.stripe.sendEvent(text);
  expect(line.engine.store.reads.findEventDetail('evt_both')).toMatchObject({
    receiptCount: 2,
    receipts: [
      { source: 'backfill', sameBytes: true },
      { source: 'cli', sameBytes: true },
    ],
  });
  // And the other way round: what the line brought is not fetched again.
  const other = missed(line.archive, { id: 'evt_other', created });
  await line.stripe.sendEvent(other);
  await line.engine.catchUp.look('asked');
  expect(line.engine.store.reads.findEventDetail('evt_other')?.receipts).toHaveLength(1);
  expect(idsAt(line.backend)).toEqual(['evt_both', 'evt_other']);
}, 40_000);

test('the same event in another API version is kept as it came first, and the other noted once', async () => {
  const line = await startLine();
  const created = nowSeconds() - 60;
  await line.stripe.sendEvent(
    eventFixture({ type: 'invoice.paid', id: 'evt_v', created, apiVersion: '2026-10-28.endive' }),
  );
  missed(line.archive, { id: 'evt_v', created, apiVersion: '2025-03-31.basil' });
  await line.engine.catchUp.look('asked');
  await line.engine.catchUp.look('asked');
  expect(line.engine.store.reads.findEventDetail('evt_v')).toMatchObject({
    apiVersion: '2026-10-28.endive',
    receipts: [{ source: 'cli' }, { source: 'backfill', sameBytes: false }],
  });
  expect(line.engine.catchUp.status().gaps).toEqual([]);
  expect(idsAt(line.backend)).toEqual(['evt_v']);
}, 40_000);

test('after a break of the line, the gap is closed without anyone asking', async () => {
  const line = await startLine();
  missed(line.archive, { id: 'evt_in_the_break', created: nowSeconds() });
  const reconnected = line.stripe.waitForNewConnection(20_000);
  line.stripe.dropSockets();
  await reconnected;
  expect(await gapIn(line, 'done')).toMatchObject({ reason: 'reconnect', total: 1 });
  expect(idsAt(line.backend)).toEqual(['evt_in_the_break']);
}, 40_000);

test('a renewed session brings what was missed before it', async () => {
  const line = await startLine();
  missed(line.archive, { id: 'evt_before_the_renewal', created: nowSeconds() });
  line.stripe.expireNextUpgrades(1);
  line.stripe.dropSockets();
  expect(await gapIn(line, 'done', 40_000)).toMatchObject({ reason: 'renewal', total: 1 });
  expect(line.engine.forwarder.status().renewals).toBe(1);
  expect(idsAt(line.backend)).toEqual(['evt_before_the_renewal']);
}, 60_000);

test('a gap longer than Stripe keeps events says so, and brings what there is', async () => {
  const line = await startLine();
  await line.engine.dispose();
  missed(line.archive, { id: 'evt_gone', created: nowSeconds() - 31 * 86_400 });
  missed(line.archive, { id: 'evt_kept', created: nowSeconds() - 29 * 86_400 });
  const again = await line.restart({ rewind: nowSeconds() - 40 * 86_400 });
  expect(await gapIn(again, 'found')).toMatchObject({ beyondRetention: true, total: 1 });
  expect(again.engine.store.reads.findEventById('evt_gone')).toBeNull();
  expect(again.engine.store.reads.findEventById('evt_kept')).not.toBeNull();
}, 40_000);

test('too many requests are waited out, a refused account is said, and an outage is tried again', async () => {
  const line = await startLine();
  const { archive, engine } = line;
  archive.accounts = ['acct_gone'];
  archive.answerAll(
    { status: 403, body: { error: { message: 'No such account.', code: 'account_invalid' } } },
    'acct_gone',
  );
  missed(archive, { id: 'evt_1', created: nowSeconds() - 10 });
  archive.limitNext(3);
  await engine.catchUp.look('asked');
  await gapIn(line, 'done');
  expect(engine.catchUp.status()).toMatchObject({
    problem: null,
    uncovered: [
      {
        list: 'connected',
        accounts: ['acct_gone'],
        until: null,
        problem: { code: 'not_allowed', detail: 'No such account.' },
      },
    ],
    nextLookAt: null,
  });

  archive.answerAll({
    status: 500,
    body: { error: { message: 'An unknown error occurred', type: 'api_error' } },
  });
  await engine.catchUp.look('asked');
  const { problem, nextLookAt } = engine.catchUp.status();
  expect(problem).toMatchObject({ code: 'other', detail: 'An unknown error occurred' });
  expect(nextLookAt).toBeGreaterThan(Date.now());
  archive.answerAll({ status: 401, body: { error: { message: 'Invalid API Key provided: sk_test_***' } } });
  await engine.catchUp.look('asked');
  expect(engine.catchUp.status()).toMatchObject({ problem: { code: 'not_allowed' }, nextLookAt: null });
  archive.answerAll(null);
  await engine.catchUp.look('asked');
  expect(engine.catchUp.status().problem).toBeNull();
}, 40_000);

test('endpoints take what their filters let through, and what they cannot take now is held', async () => {
  const line = await startLine();
  const { engine, archive, backend } = line;
  await engine.endpoints.update({
    id: 'local',
    filter: { types: ['invoice.*'], kinds: 'all', accounts: 'all' },
  });
  await backend.close();
  missed(archive, { id: 'evt_1', created: nowSeconds() - 30 });
  missed(archive, { id: 'evt_other', created: nowSeconds() - 20, type: 'customer.created' });
  missed(archive, { id: 'evt_2', created: nowSeconds() - 10 });
  await engine.catchUp.look('asked');
  const gap = await gapIn(line, 'done');
  await waitUntil('both to be held', async () => (await engine.catchUp.gap(gap.id))?.counts.held === 2);
  expect(await engine.catchUp.gap(gap.id)).toMatchObject({ counts: { held: 2, skipped: 1 } });
  const back = await startBackend(backend.port);
  onTestFinished(() => back.close());
  await waitUntil('both to arrive', () => back.seen.length === 2, 20_000);
  expect(idsAt(back)).toEqual(['evt_1', 'evt_2']);
}, 40_000);

test('a line that brings nothing is not believed: it is said, restarted, and caught up', async () => {
  const line = await startLine({
    stripeLimits: {
      pacing: PACE,
      watchdog: { ...WATCHDOG, everyMs: 300, overdueMs: 1_000, confirmMs: 50 },
    },
  });
  const { engine, archive, stripe } = line;
  const { pid } = engine.forwarder.status();
  // Ready, and nothing comes of what Stripe has.
  missed(archive, { id: 'evt_silent', created: nowSeconds() });
  await waitUntil('the silence to be noticed', () => engine.catchUp.status().silentLine, 20_000);
  expect(engine.catchUp.status().silentLine).toMatchObject({ eventId: 'evt_silent', type: 'invoice.paid' });
  expect(await gapIn(line, 'done')).toMatchObject({ reason: 'watchdog', total: 1 });
  expect(idsAt(line.backend)).toEqual(['evt_silent']);
  await waitUntil(
    'another process',
    () => engine.forwarder.status().state === 'ready' && engine.forwarder.status().pid !== pid,
    20_000,
  );
  await stripe.waitForConnection();
  await stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_after' }));
  expect(engine.catchUp.status().silentLine).toBeNull();
}, 60_000);

test('a line that is only quiet, or slow, is left alone', async () => {
  const line = await startLine({
    stripeLimits: {
      pacing: PACE,
      watchdog: { ...WATCHDOG, everyMs: 100, overdueMs: 60_000, confirmMs: 50 },
    },
  });
  const { engine, archive } = line;
  missed(archive, { id: 'evt_on_its_way', created: nowSeconds() + 1 });
  const before = archive.requests().length;
  await waitUntil('some rounds', () => archive.requests().length >= before + 5);
  expect(engine.catchUp.status().silentLine).toBeNull();
  await engine.settings.update({ catchUp: { ...engine.settings.get().catchUp, watch: false } });
  expect(engine.forwarder.status().restarts).toBe(0);
}, 40_000);

test('any period can be compared, and the differences acted on', async () => {
  const line = await startLine();
  const { engine, archive, stripe, backend } = line;
  const at = nowSeconds() - 5 * 86_400;
  // Here and delivered; here and failed; and two that Stripe alone has.
  for (const id of ['evt_fine', 'evt_failed']) {
    backend.answer(id === 'evt_fine' ? 200 : 500);
    const text = missed(archive, { id, created: at + 10, envelope: { pending_webhooks: 0 } });
    await stripe.sendEvent(text);
  }
  missed(archive, { id: 'evt_missing', created: at + 5, account: 'acct_connected' });
  missed(archive, { id: 'evt_missing_too', created: at + 20, envelope: { pending_webhooks: 3 } });
  missed(archive, { id: 'evt_outside', created: at - 3_600 });
  archive.accounts = ['acct_connected'];
  await waitUntil('both attempts', () => engine.store.reads.countEvents().failed === 1);
  engine.catchUp.reconcile.start({ from: (at - 60) * 1_000, until: (at + 60) * 1_000 });
  const compared = await waitUntil('the comparison', () => {
    const last = engine.catchUp.reconcile.last();
    return last?.state === 'done' ? last : null;
  });
  expect(compared).toMatchObject({
    stripeHas: 4,
    hooklineHas: 2,
    delivered: 1,
    counts: { missing: 2, undelivered: 1, version: 0 },
    beyondRetention: false,
  });
  const { items, more } = engine.catchUp.reconcile.differences(null, 0, 2);
  expect(items.map(({ id, kind }) => [id, kind])).toEqual([
    ['evt_missing', 'missing'],
    ['evt_failed', 'undelivered'],
  ]);
  expect(more).toBe(true);
  expect(engine.catchUp.reconcile.differences('missing', 1, 10).items).toMatchObject([
    { id: 'evt_missing_too', pendingWebhooks: 3, storedApiVersion: null },
  ]);

  backend.answer(200);
  backend.seen.length = 0;
  expect(await engine.catchUp.settle('record', ['evt_missing_too'])).toMatchObject({
    reason: 'reconcile',
    state: 'recorded',
  });
  expect(engine.store.reads.findEventById('evt_missing_too')).toMatchObject({ deliveryState: 'none' });
  await engine.catchUp.settle('deliver', ['evt_missing', 'evt_failed']);
  await waitUntil('both to be delivered', () => backend.seen.length === 2);
  await gapIn(line, 'done');
  expect(idsAt(backend)).toEqual(['evt_missing', 'evt_failed']);
  expect(engine.store.reads.findEventById('evt_failed')).toMatchObject({ deliveryState: 'delivered' });
  expect(engine.store.reads.findEventById('evt_missing')).toMatchObject({ account: 'acct_connected' });
}, 40_000);

test('only what the line was asked for is missed', async () => {
  const line = await startLine({ forwarder: { events: ['invoice.paid'] } });
  missed(line.archive, { id: 'evt_wanted', created: nowSeconds() - 20 });
  missed(line.archive, { id: 'evt_unwanted', created: nowSeconds() - 20, type: 'customer.created' });
  line.archive.keepThin(eventFixture({ type: 'v1.invoice.paid', id: 'evt_thin' }));
  await line.engine.catchUp.look('asked');
  await gapIn(line, 'done');
  expect(idsAt(line.backend)).toEqual(['evt_wanted']);
  expect(line.archive.requests().some(({ path }) => path.startsWith('/v2/'))).toBe(false);
}, 40_000);

test('thin events have a list of their own; where it may not be read, that is said and no failure', async () => {
  const type = 'v1.customer.subscription.updated';
  const line = await startLine({ forwarder: { events: [type] } });
  const { archive, engine } = line;
  archive.keepThin(eventFixture({ type: 'v1.invoice.paid', id: 'evt_unwanted', created: nowSeconds() - 20 }));
  for (let index = 0; index < 120; index += 1)
    archive.keepThin(eventFixture({ type, id: `evt_${index}`, created: nowSeconds() - 300 + index }));
  await engine.catchUp.look('asked');
  await gapIn(line, 'done');
  expect(idsAt(line.backend)).toEqual(Array.from({ length: 120 }, (_, index) => `evt_${index}`));
  archive.thin = false;
  await engine.catchUp.look('asked');
  expect(engine.catchUp.status()).toMatchObject({
    problem: null,
    uncovered: [
      {
        list: 'thin',
        accounts: [],
        problem: { code: 'not_allowed', detail: expect.stringContaining('thin events') as string },
      },
    ],
  });
}, 40_000);

test('delivering can be paused, gone on with and cancelled; what is left can be chosen later', async () => {
  const line = await startLine();
  const { engine, archive, backend } = line;
  const open: (() => void)[] = [];
  backend.behave((_request, response) => open.push(() => response.end('ok')));
  for (let index = 0; index < 5; index += 1)
    missed(archive, { id: `evt_${index}`, created: nowSeconds() - 60 + index });
  await engine.catchUp.look('asked');
  const { id } = await gapIn(line, 'delivering');
  await waitUntil('the first to be under way', () => open.length === 1);
  expect(await engine.catchUp.pause(id)).toMatchObject({ state: 'paused' });
  open[0]?.();
  await waitUntil('the first to be over', async () => (await engine.catchUp.gap(id))?.counts.delivered === 1);
  expect(backend.seen).toHaveLength(1);
  await engine.catchUp.resume(id);
  await waitUntil('the second to be under way', () => open.length === 2);
  await engine.catchUp.cancel(id);
  open[1]?.();
  await waitUntil(
    'the second to be over',
    async () => (await engine.catchUp.gap(id))?.counts.delivered === 2,
  );
  expect(await engine.catchUp.gap(id)).toMatchObject({ state: 'cancelled', counts: { skipped: 3 } });
  expect((await engine.catchUp.events(id, 'left', 0, 10)).map((event) => event.id)).toEqual([
    'evt_2',
    'evt_3',
    'evt_4',
  ]);
  backend.answer(200);
  await engine.catchUp.choose(id, 'some', ['evt_4']);
  await gapIn(line, 'done');
  expect(idsAt(backend)).toEqual(['evt_0', 'evt_1', 'evt_4']);
}, 40_000);
