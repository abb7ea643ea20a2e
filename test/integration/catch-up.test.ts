// Nothing missed, with the real Stripe CLI against the stand-in: what Stripe has and the line did not bring is fetched and delivered.
import { describe, expect, onTestFinished, test } from 'vitest';
import Stripe from 'stripe';
import type { Gap } from '#shared/contract/catch-up.ts';
import { PACING } from '#engine/stripe-events/pacing.ts';
import { WATCHDOG } from '#engine/catch-up/watchdog.ts';
import type { Backend } from '../support/backend.ts';
import { startTestEngine, type TestEngine, type TestEngineOptions } from '../support/engine.ts';
import { cliLogin } from '../support/stripe-cli.ts';
import {
  archiveEvents,
  type ArchiveOptions,
  type EventArchive,
} from '../support/stripe-stand-in/event-archive.ts';
import { eventFixture, type EventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { createStripeStandIn, type StripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const KEY = 'sk_test_hookline_0123456789';
const PACE = { ...PACING, everyMs: 0, backoffMs: 30 };
const MINUTE = 60;

interface Line extends TestEngine {
  stripe: StripeStandIn;
  archive: EventArchive;
  dataDir: string;
  /** The same data again. */
  restart(options?: TestEngineOptions): Promise<TestEngine>;
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
    async restart(more) {
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
