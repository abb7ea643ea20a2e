// The whole line with the real Stripe CLI: Stripe's stand-in → stripe listen → Hookline → a real backend, and back.
import { describe, expect, onTestFinished, test } from 'vitest';
import Stripe from 'stripe';
import { startBackend, type Backend } from '../support/backend.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';
import { runHookline } from '../support/hookline-process.ts';
import { fetchOldCli, OLD_CLI_VERSION } from '../support/stripe-cli.ts';
import { eventFixture, FIXTURE_TYPES } from '../support/stripe-stand-in/event-fixture.ts';
import { createStripeStandIn, type StripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const KEY = 'sk_test_hookline_0123456789';

interface Line extends TestEngine {
  stripe: StripeStandIn;
}

async function startStripe(options: Parameters<typeof createStripeStandIn>[0] = {}): Promise<StripeStandIn> {
  const stripe = await createStripeStandIn(options);
  onTestFinished(() => stripe.close());
  return stripe;
}

async function startLine(binPath: string | null = null): Promise<Line> {
  // The user's own configuration of the CLI is neither read nor written.
  process.env['XDG_CONFIG_HOME'] = tempDir();
  const stripe = await startStripe();
  const line = await startTestEngine({
    forwarder: { listen: true, apiBase: stripe.url, apiKey: KEY, binPath },
  });
  await waitUntil(
    'the forwarder to be ready',
    () => line.engine.forwarder.status().state === 'ready',
    15_000,
  );
  await stripe.waitForConnection();
  return { ...line, stripe };
}

const idsOf = (backend: Backend): string[] =>
  backend.seen.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id).toSorted();

async function burstArrivesWhole({ stripe, engine, backend }: Line, types: readonly string[]): Promise<void> {
  const bodies = Array.from({ length: 30 }, (_, index) =>
    eventFixture({
      type: types[index % types.length] ?? 'invoice.paid',
      id: `evt_burst_${index}`,
      customerName: `Zoë ${index} 測試`,
    }),
  );
  const sent = await Promise.all(bodies.map((body) => stripe.sendEvent(body)));
  const ids = bodies.map((_, index) => `evt_burst_${index}`).toSorted();
  expect(idsOf(backend)).toEqual(ids);
  // The CLI is answered before the attempt is in the database.
  await waitUntil('all to be recorded', () => engine.store.reads.countEvents().delivered === ids.length);
  expect(engine.store.reads.countEvents()).toMatchObject({ all: 30, delivered: 30 });
  for (const { payload, response } of sent) {
    const { id } = JSON.parse(payload) as { id: string };
    const event = engine.store.reads.findEventDetail(id);
    expect(event).toMatchObject({
      signature: 'valid',
      source: 'cli',
      receipts: [{ signature: { secretLabel: 'cli' } }],
    });
    expect(engine.store.reads.findBody(event?.seq ?? 0)?.toString()).toBe(payload);
    const received = backend.seen.find(({ body }) => body.toString() === payload);
    // Identical bytes and Stripe's own signature: what the developer's verification sees is what Stripe signed.
    const verified = Stripe.webhooks.constructEvent(
      received?.body ?? '',
      received?.header('stripe-signature') ?? '',
      stripe.settings.secret,
    );
    expect(verified.id).toBe(id);
    expect(response?.status).toBe(200);
  }
}

describe('the bundled CLI', () => {
  test('30 events in a burst: all stored, all delivered, identical bytes end to end', async () => {
    const line = await startLine();
    await burstArrivesWhole(
      line,
      FIXTURE_TYPES.filter((type) => !type.startsWith('v1.')),
    );
  });

  test('Stripe is told the backend’s status, and Hookline’s body instead of the backend’s', async () => {
    const { stripe, backend } = await startLine();
    backend.answer(500, 'Traceback: database password is hunter2');
    const { response } = await stripe.sendEvent(eventFixture({ type: 'invoice.paid' }));
    expect(response?.status).toBe(500);
    expect(response?.body).not.toContain('hunter2');
    expect(response?.body).toContain('"status":500');
  });

  test('connected accounts and redeliveries', async () => {
    const { stripe, engine, backend } = await startLine();
    const body = eventFixture({ type: 'invoice.paid', id: 'evt_1', account: 'acct_connected' });
    await stripe.sendEvent(body);
    await stripe.sendEvent(body);
    // The CLI is answered before the attempt is in the database.
    await waitUntil(
      'both attempts to be recorded',
      () => engine.store.reads.findEventById('evt_1')?.attemptCount === 2,
    );
    expect(engine.store.reads.findEventById('evt_1')).toMatchObject({
      account: 'acct_connected',
      receiptCount: 2,
    });
    expect(backend.seen).toHaveLength(2);
  });

  test('an event that comes before the CLI has told its secret is not taken for a forgery', async () => {
    process.env['XDG_CONFIG_HOME'] = tempDir();
    const stripe = await startStripe({ secret: 'whsec_never_seen_before_0123456789abcdef' });
    const early = eventFixture({ type: 'invoice.paid', id: 'evt_early' });
    stripe.onConnection(() => {
      stripe.sendEvent(early, { waitFor: 'nothing' }).catch(() => {});
    });
    const { engine } = await startTestEngine({
      forwarder: { listen: true, apiBase: stripe.url, apiKey: KEY },
    });
    await waitUntil(
      'the early event',
      () => engine.store.reads.findEventById('evt_early')?.deliveryState === 'delivered',
    );
    expect(engine.store.reads.countEvents()).toMatchObject({ all: 1, rejected: 0 });
  });

  test('a renewed session’s new secret is taken over at once, the old one still counts', async () => {
    const { stripe, engine, backend } = await startLine();
    const oldSecret = stripe.settings.secret;
    stripe.settings.secret = 'whsec_renewed_0123456789abcdef0123456789abcdef';
    stripe.expireNextUpgrades(1);
    const renewed = stripe.waitForNewConnection(30_000);
    stripe.dropSockets();
    await renewed;
    await waitUntil('the renewal to be noticed', () => engine.forwarder.status().renewals === 1, 15_000);
    await stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_new' }));
    await stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_old' }), { secret: oldSecret });
    expect(engine.store.reads.findEventDetail('evt_new')?.receipts[0]?.signature).toMatchObject({
      state: 'valid',
      secretLabel: 'cli',
    });
    expect(engine.store.reads.findEventDetail('evt_old')?.receipts[0]?.signature).toMatchObject({
      state: 'valid',
      secretLabel: 'cli-previous',
    });
    await engine.replay.resend({ id: 'evt_old' });
    const resent = backend.seen.at(-1);
    expect(
      Stripe.webhooks.constructEvent(
        resent?.body ?? '',
        resent?.header('stripe-signature') ?? '',
        stripe.settings.secret,
      ).id,
    ).toBe('evt_old');
  }, 45_000);
});

test(`CLI ${OLD_CLI_VERSION}, from before the event flags: the same burst arrives whole`, async (context) => {
  const old = await fetchOldCli();
  if (old.path === null) return context.skip(old.reason);
  const line = await startLine(old.path);
  expect(line.engine.forwarder.status().cliVersion).toBe(OLD_CLI_VERSION);
  await burstArrivesWhole(
    line,
    FIXTURE_TYPES.filter((type) => !type.startsWith('v1.')),
  );
}, 60_000);

test('killed mid-burst and restarted: nothing acknowledged is lost, and no stripe process is left', async () => {
  const dataDir = tempDir();
  const stripe = await startStripe();
  const backend = await startBackend();
  onTestFinished(() => backend.close());
  const held: (() => void)[] = [];
  let answered = 0;
  // The first ten are answered, the others hang, so that the kill finds finished, waiting and unsent deliveries.
  backend.behave((_request, response) => {
    if (answered < 10) {
      answered += 1;
      response.end('ok');
    } else held.push(() => response.end('ok'));
  });
  const args = ['--forward-to', backend.url, '--stripe-api-base', stripe.url];
  const env = { STRIPE_API_KEY: KEY };
  const first = runHookline(dataDir, { args, env });
  onTestFinished(() => first.kill('SIGKILL').then(() => undefined));
  const client = await first.client();
  await waitUntil(
    'the forwarder to be ready',
    async () => (await client.forwarder.get()).state === 'ready',
    15_000,
  );
  await stripe.waitForConnection();
  const cliPid = (await client.forwarder.get()).pid;

  const bodies = Array.from({ length: 30 }, (_, index) =>
    eventFixture({ type: 'invoice.paid', id: `evt_kill_${index}` }),
  );
  for (const body of bodies) void stripe.sendEvent(body, { waitFor: 'nothing' });
  await waitUntil('all thirty to be with the backend', () => answered + held.length === 30);
  const acknowledged = stripe.responses.map(({ notification_id }) => notification_id);
  await first.kill('SIGKILL');
  expect(isAlive(cliPid), 'the CLI outlives a killed Hookline').toBe(true);

  backend.answer(200);
  const second = runHookline(dataDir, { args, env });
  onTestFinished(() => second.kill('SIGKILL').then(() => undefined));
  const again = await second.client();
  await waitUntil(
    'all thirty to be delivered',
    async () => (await again.status.get()).counts.delivered === 30,
    15_000,
  );
  await waitUntil('the orphan to be gone', () => !isAlive(cliPid));
  const { items } = await again.events.list({ limit: 100 });
  expect(items).toHaveLength(30);
  for (const id of acknowledged)
    expect(items.some((item) => item.id === id && item.deliveryState === 'delivered')).toBe(true);

  await waitUntil('the new forwarder', async () => (await again.forwarder.get()).state === 'ready', 15_000);
  const newPid = (await again.forwarder.get()).pid;
  expect(isAlive(newPid)).toBe(true);
  expect(await second.kill('SIGTERM')).toBe(0);
  expect(isAlive(newPid), 'a quit leaves no stripe process').toBe(false);
}, 60_000);

function isAlive(pid: number | null): boolean {
  try {
    process.kill(pid ?? -1, 0);
    return true;
  } catch {
    return false;
  }
}
