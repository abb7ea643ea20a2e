// Catching up when clocks disagree, lists fail and accounts are many: the cases as a developer meets them. The model test in
// unit/catch-up covers the combinations.
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Engine } from '#engine/engine.ts';
import { PACING } from '#engine/stripe-events/pacing.ts';
import { openStore } from '#engine/store/store.ts';
import { startTestEngine, type TestEngine, type TestEngineOptions } from '../support/engine.ts';
import { archiveEvents, type EventArchive } from '../support/stripe-stand-in/event-archive.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { apiError } from '../support/stripe-stand-in/http-routes.ts';
import { createStripeStandIn, type StripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { STORE_WORKERS } from '../support/store-workers.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const KEY = 'sk_test_hookline_0123456789';
const PACE = { ...PACING, everyMs: 0, backoffMs: 20, tries: 2 };
const HOUR = 3_600;
const DAY = 24 * HOUR;
const YEAR_MS = 365 * DAY * 1_000;

interface Rig {
  stripe: StripeStandIn;
  archive: EventArchive;
  dataDir: string;
  /** Stripe's clock, Unix seconds. */
  now: () => number;
  pass(seconds: number): void;
  start(options?: TestEngineOptions): Promise<TestEngine>;
}

/** Stripe's clock is the test's; no line unless asked for. */
async function rig(): Promise<Rig> {
  const stripe = await createStripeStandIn();
  onTestFinished(() => stripe.close());
  let now = Math.floor(Date.now() / 1_000);
  const archive = archiveEvents(stripe, { now: () => now * 1_000 });
  const dataDir = tempDir();
  process.env['XDG_CONFIG_HOME'] = dataDir;
  return {
    stripe,
    archive,
    dataDir,
    now: () => now,
    pass(seconds) {
      now += seconds;
    },
    async start(options = {}) {
      const line = await startTestEngine({
        dataDir,
        stripeLimits: { pacing: PACE },
        autoDispose: false,
        ...options,
        forwarder: { apiBase: stripe.url, apiKey: KEY, ...options.forwarder },
      });
      let isOver = false;
      const { engine } = line;
      const dispose = engine.dispose.bind(engine);
      engine.dispose = async () => {
        if (isOver) return;
        isOver = true;
        await dispose();
      };
      onTestFinished(() => engine.dispose());
      return line;
    },
  };
}

const missed = (archive: EventArchive, id: string, created: number, account?: string): void =>
  archive.keep(
    eventFixture({ type: 'invoice.paid', id, created, ...(account && { account }) }),
    account ?? null,
  );
const isHere = (engine: Engine, id: string): boolean => engine.store.reads.findEventById(id) !== null;
const uncovered = (engine: Engine) => engine.catchUp.status().uncovered;

describe.each([
  ['a year ahead of Stripe', YEAR_MS],
  ['two hours ahead', 2 * HOUR * 1_000],
  ['a year behind', -YEAR_MS],
])('with this machine’s clock %s', (_name, skewMs) => {
  test('what is missed is found and delivered, and nothing is said to be older than it is', async () => {
    const { archive, now, pass, start } = await rig();
    const clock = { now: () => Date.now() + skewMs };
    missed(archive, 'evt_before', now() - 30 * 60);
    const first = await start({ clock });
    await first.engine.catchUp.look('start');
    expect(first.engine.catchUp.status().gaps).toMatchObject([]);
    await waitUntil('the first gap', () => first.engine.catchUp.status().gaps[0]?.state === 'recorded');
    expect(isHere(first.engine, 'evt_before')).toBe(true);
    await first.engine.dispose();

    pass(3 * HOUR);
    missed(archive, 'evt_missed', now() - 60);
    const second = await start({ clock, backend: first.backend });
    await second.engine.catchUp.look('start');
    const gap = await waitUntil('the gap', () =>
      second.engine.catchUp.status().gaps.find(({ state, total }) => state === 'done' && total === 1),
    );
    expect(gap).toMatchObject({ reason: 'start', beyondRetention: false, counts: { delivered: 1 } });
    expect(first.backend.seen).toHaveLength(1);
  }, 30_000);
});

test('an event from the future, by the line and in the list, hides nothing that comes after it', async () => {
  const { archive, stripe, now, pass, start } = await rig();
  const line = await start({ forwarder: { listen: true } });
  await waitUntil('Stripe to have been asked', () => line.engine.catchUp.status().lookedAt, 20_000);
  await stripe.waitForConnection();
  const future = eventFixture({ type: 'invoice.paid', id: 'evt_future', created: now() + 365 * DAY });
  archive.keep(future);
  await stripe.sendEvent(future);
  await line.engine.catchUp.look('asked');
  await line.engine.dispose();

  pass(2 * HOUR);
  missed(archive, 'evt_missed', now() - 60);
  const again = await start({ backend: line.backend });
  await again.engine.catchUp.look('start');
  expect(isHere(again.engine, 'evt_missed')).toBe(true);
}, 40_000);

test('a mark that a version before moved a year ahead is not believed', async () => {
  const { archive, dataDir, now, start } = await rig();
  const store = openStore({ dataDir, workers: STORE_WORKERS, now: Date.now });
  await store.write.upsertMeta({
    stripe_watermarks: JSON.stringify({ '': now() * 1_000 + YEAR_MS, acct_one: now() * 1_000 }),
  });
  await store.dispose();
  missed(archive, 'evt_hidden', now() - 5 * DAY);
  const { engine } = await start();
  await engine.catchUp.look('start');
  expect(isHere(engine, 'evt_hidden')).toBe(true);
  // It may have been left out on purpose long ago: nothing of it is sent without a choice.
  await waitUntil('the gap', () => engine.catchUp.status().gaps[0]?.state === 'found');
  await engine.catchUp.look('asked');
  expect(Number(JSON.parse(engine.store.meta.findMeta('stripe_watermarks') ?? '{}')[''])).toBeLessThanOrEqual(
    now() * 1_000,
  );
}, 30_000);

test('asking from a time after what is known names the part before it, and leaves it to the next look', async () => {
  const { archive, now, pass, start } = await rig();
  const { engine } = await start();
  await engine.catchUp.look('start');
  pass(5 * HOUR);
  missed(archive, 'evt_in_the_hole', now() - 3 * HOUR);
  missed(archive, 'evt_after', now() - 600);
  const from = (now() - HOUR) * 1_000;
  await engine.catchUp.look('asked', from);
  expect([isHere(engine, 'evt_in_the_hole'), isHere(engine, 'evt_after')]).toEqual([false, true]);
  expect(uncovered(engine)).toMatchObject([{ list: 'own', accounts: [], until: from, problem: null }]);
  expect(uncovered(engine)[0]?.since).toBeLessThanOrEqual((now() - 3 * HOUR) * 1_000);
  // One that is asked for at the same time as an ordinary one takes nothing of that away.
  await Promise.all([
    engine.catchUp.look('asked', from),
    engine.catchUp.look('asked', from),
    engine.catchUp.look('reconnect'),
  ]);
  expect(isHere(engine, 'evt_in_the_hole')).toBe(true);
  await engine.catchUp.look('asked');
  expect(uncovered(engine)).toEqual([]);
}, 30_000);

test('a gap of more than 30 days in which nothing is left says that it was one', async () => {
  const { archive, now, pass, start } = await rig();
  const { engine } = await start();
  await engine.catchUp.look('start');
  missed(archive, 'evt_gone', now());
  pass(40 * DAY);
  await engine.catchUp.look('reconnect');
  await waitUntil('the gap', () => engine.catchUp.status().gaps[0]?.beyondRetention);
  expect(engine.catchUp.status().gaps).toMatchObject([{ total: 0, state: 'done' }]);
  // And once only.
  await engine.catchUp.look('asked');
  expect(engine.catchUp.status().gaps).toHaveLength(1);
}, 30_000);

test('an account that failed once is named, stays untrusted while events of it come, and is asked again alone', async () => {
  const { archive, stripe, now, start } = await rig();
  archive.accounts = ['acct_fine', 'acct_failing'];
  archive.answerAll({ status: 500, body: apiError('Try later.', { type: 'api_error' }) }, 'acct_failing');
  const line = await start({ forwarder: { listen: true } });
  const { engine } = line;
  await waitUntil('Stripe to have been asked', () => engine.catchUp.status().lookedAt, 20_000);
  await stripe.waitForConnection();
  expect(uncovered(engine)).toMatchObject([
    {
      list: 'connected',
      accounts: ['acct_failing'],
      until: null,
      problem: { code: 'other', detail: 'Try later.' },
    },
  ]);
  expect(engine.catchUp.status()).toMatchObject({ problem: null, nextLookAt: expect.any(Number) as number });
  const kept = uncovered(engine)[0]?.since;

  missed(archive, 'evt_missed', now() - 1_200, 'acct_failing');
  // An event of it that comes by the line says nothing about those before.
  await stripe.sendEvent(
    eventFixture({ type: 'invoice.paid', id: 'evt_live', created: now(), account: 'acct_failing' }),
  );
  await engine.catchUp.look('asked');
  expect(uncovered(engine)[0]?.since).toBe(kept);
  archive.answerAll(null, 'acct_failing');
  const asked = archive.requests().length;
  await engine.catchUp.look('retry');
  expect(uncovered(engine)).toEqual([]);
  expect(isHere(engine, 'evt_missed')).toBe(true);
  const accounts = archive
    .requests()
    .slice(asked)
    .map(({ headers }) => headers['stripe-account'] ?? null);
  // The first one asks what time it is at Stripe.
  expect(accounts).toEqual([null, 'acct_failing']);
}, 40_000);

test('620 connected accounts are all asked; those that fail in whatever way are named, and no other', async () => {
  const { archive, stripe, now, start } = await rig();
  const accounts = Array.from({ length: 620 }, (_, index) => `acct_${String(index).padStart(4, '0')}`);
  archive.accounts = accounts;
  for (const account of accounts) missed(archive, `evt_${account}`, now() - 60, account);
  const failing = {
    acct_0003: { status: 500, body: apiError('An unknown error occurred.') },
    acct_0250: 'destroy',
    acct_0251: { status: 200, body: '<html>Log in</html>' },
    acct_0400: { status: 403, body: apiError('No such account.', { code: 'account_invalid' }) },
    acct_0619: { status: 401, body: apiError('Invalid API Key provided.') },
  } as const;
  for (const [account, answer] of Object.entries(failing)) archive.answerAll(answer, account);
  const { engine } = await start();
  await engine.catchUp.look('start');
  const missing = accounts.filter((account) => !isHere(engine, `evt_${account}`));
  expect(missing).toEqual(Object.keys(failing));
  expect(uncovered(engine).map(({ list, accounts: named, problem }) => [list, problem?.code, named])).toEqual(
    [
      ['connected', 'other', ['acct_0003']],
      ['connected', 'offline', ['acct_0250']],
      ['connected', 'not_stripe', ['acct_0251']],
      ['connected', 'not_allowed', ['acct_0400', 'acct_0619']],
    ],
  );
  for (const account of Object.keys(failing)) archive.answerAll(null, account);
  await engine.catchUp.look('asked');
  expect(uncovered(engine)).toEqual([]);
  expect(accounts.filter((account) => !isHere(engine, `evt_${account}`))).toEqual([]);

  // A comparison covers as many.
  for (const account of accounts) missed(archive, `evt_more_${account}`, now() - 30, account);
  archive.answerAll(failing.acct_0400, 'acct_0400');
  engine.catchUp.reconcile.start({ lastMs: 300_000 });
  const compared = await waitUntil(
    'the comparison',
    () => (engine.catchUp.reconcile.last()?.state === 'done' ? engine.catchUp.reconcile.last() : null),
    60_000,
  );
  expect(compared).toMatchObject({
    stripeHas: 2 * 619,
    hooklineHas: 619,
    uncovered: [{ list: 'connected', accounts: ['acct_0400'], problem: { code: 'not_allowed' } }],
  });
  expect(stripe.requests.filter(({ path }) => path === '/v1/accounts').length).toBeGreaterThanOrEqual(21);
}, 120_000);

test('where the accounts cannot be listed, that is said, and those that are known are asked all the same', async () => {
  const { archive, now, start } = await rig();
  archive.accounts = ['acct_known'];
  const { engine } = await start();
  await engine.catchUp.look('start');
  archive.accounts = null;
  missed(archive, 'evt_known', now() - 60, 'acct_known');
  await engine.catchUp.look('asked');
  expect(isHere(engine, 'evt_known')).toBe(true);
  expect(uncovered(engine)).toMatchObject([
    { list: 'accounts', accounts: [], problem: { code: 'not_allowed' }, until: null },
  ]);
  // One that joined meanwhile is asked from where the accounts were last known.
  missed(archive, 'evt_new', now() - 30, 'acct_new');
  archive.accounts = ['acct_known', 'acct_new'];
  await engine.catchUp.look('asked');
  expect(isHere(engine, 'evt_new')).toBe(true);
  expect(uncovered(engine)).toEqual([]);
}, 30_000);

test('a network that responds in Stripe’s place is said to, and nothing counts as asked', async () => {
  const { stripe, now, start } = await rig();
  const { engine } = await start();
  let isPortal = true;
  const portal = (path: string): void => {
    stripe.route('GET', path, () =>
      isPortal ? { status: 200, body: '<html>Welcome to the hotel</html>' } : 'destroy',
    );
  };
  portal('/v1/events');
  portal('/v1/accounts');
  await engine.catchUp.look('start');
  expect(engine.catchUp.status()).toMatchObject({
    lookedAt: null,
    problem: { code: 'not_stripe', detail: expect.stringContaining('Stripe’s API') as string },
    nextLookAt: expect.any(Number) as number,
  });
  isPortal = false;
  await engine.catchUp.look('asked');
  expect(engine.catchUp.status().problem).toMatchObject({ code: 'offline' });
  const back = archiveEvents(stripe, { now: () => now() * 1_000 });
  missed(back, 'evt_back', now() - 60);
  await engine.catchUp.look('asked');
  expect(engine.catchUp.status().problem).toBeNull();
  expect(isHere(engine, 'evt_back')).toBe(true);
}, 30_000);
