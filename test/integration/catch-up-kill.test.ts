// The hardest catch-up: thousands of events over several accounts, fetched through the real CLI's own login, the engine killed twice.
import { expect, onTestFinished, test } from 'vitest';
import type { ApiClient } from '#shared/contract/index.ts';
import { startBackend } from '../support/backend.ts';
import { runHookline, type HooklineProcess } from '../support/hookline-process.ts';
import { cliLogin } from '../support/stripe-cli.ts';
import { archiveEvents } from '../support/stripe-stand-in/event-archive.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { createStripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const MISSED = 2_500;
const ACCOUNTS = ['acct_first', 'acct_second', 'acct_third'];

test(`${MISSED} missed events over three connected accounts: in order, none lost, none doubled, killed while asking and while delivering`, async () => {
  const stripe = await createStripeStandIn();
  onTestFinished(() => stripe.close());
  const archive = archiveEvents(stripe);
  archive.accounts = ACCOUNTS.slice(0, 2);
  const backend = await startBackend();
  onTestFinished(() => backend.close());
  const answered: { id: string; created: number }[] = [];
  const cutOff: string[] = [];
  let holdAfter = Number.POSITIVE_INFINITY;
  backend.behave(({ body }, response) => {
    const { id, created } = JSON.parse(body.toString()) as { id: string; created: number };
    if (answered.length >= holdAfter) {
      cutOff.push(id);
      return;
    }
    answered.push({ id, created });
    response.end('ok');
  });

  const dataDir = tempDir();
  await cliLogin(dataDir, 'rk_test_51HooklineTests0000', stripe.settings.accountId);
  const start = (): HooklineProcess => {
    const started = runHookline(dataDir, {
      args: ['--forward-to', backend.url, '--stripe-api-base', stripe.url],
    });
    onTestFinished(() => started.kill('SIGKILL').then(() => undefined));
    return started;
  };

  // Knows from now on up to where it has seen everything, and one account by an event of its own.
  const first = start();
  const client = await first.client();
  await untilLooked(client);
  await stripe.waitForConnection();
  const from = Math.floor(Date.now() / 1_000) - 50 * 60;
  await stripe.sendEvent(
    eventFixture({ type: 'invoice.paid', id: 'evt_known', created: from, account: 'acct_third' }),
  );
  await waitUntil('the known event', async () => (await client.status.get()).counts.delivered === 1);
  // The account is learnt from the index, a moment after the event.
  await waitUntil('the account to be known', async () =>
    (await client.events.values({ field: 'account' })).some(({ value }) => value === 'acct_third'),
  );
  expect(await first.kill('SIGTERM')).toBe(0);
  answered.length = 0;

  // Several of each second, and each account's newest before the next one's oldest.
  const span = 40 * 60;
  for (let index = 0; index < MISSED; index += 1) {
    const account = index % 10 === 0 ? undefined : ACCOUNTS[index % 3];
    archive.keep(
      eventFixture({
        type: index % 2 === 0 ? 'invoice.paid' : 'customer.subscription.updated',
        id: `evt_missed_${index}`,
        created: from + 60 + Math.floor((index * span) / MISSED),
        ...(account && { account }),
      }),
      account ?? null,
    );
  }

  const asked = archive.requests().length;
  const second = start();
  await second.ready();
  await waitUntil('half to be listed', () => archive.requests().length >= asked + 14, 60_000);
  await second.kill('SIGKILL');
  expect(answered).toEqual([]);

  holdAfter = 700;
  const third = start();
  const resumed = await third.client();
  await waitUntil('a delivery to be under way', () => cutOff.length > 0, 90_000);
  const [gap] = (await resumed.catchUp.get()).gaps.filter(({ state }) => state === 'delivering');
  expect(gap).toMatchObject({ reason: 'start', total: MISSED });
  await third.kill('SIGKILL');

  holdAfter = Number.POSITIVE_INFINITY;
  const fourth = start();
  const last = await fourth.client();
  const done = await waitUntil(
    'the gap to be over',
    async () => {
      const { gaps } = await last.catchUp.get();
      return gaps.find(({ id, state, counts }) => {
        return id === gap?.id && state === 'done' && counts.delivered === MISSED;
      });
    },
    120_000,
  );
  expect(done).toMatchObject({ total: MISSED, counts: { waiting: 0, held: 0, failed: 0, skipped: 0 } });
  // Answered once each, whatever was killed; what was cut off was never answered.
  expect(answered).toHaveLength(MISSED);
  expect(new Set(answered.map(({ id }) => id)).size).toBe(MISSED);
  expect(cutOff).toHaveLength(1);
  const times = answered.map(({ created }) => created);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect((await last.status.get()).counts).toMatchObject({ all: MISSED + 1, delivered: MISSED + 1 });
  const { byAccount } = await last.catchUp.gap({ id: done.id });
  expect(new Set(byAccount.map(({ account }) => account))).toEqual(new Set([...ACCOUNTS, null]));
  // All of it through the CLI and its own login.
  const askers = archive.requests().map(({ headers }) => String(headers['user-agent']));
  expect(askers.every((agent) => agent.includes('stripe-cli'))).toBe(true);
  // A look that finds nothing new makes no gap of it.
  await last.catchUp.look({});
  expect((await last.catchUp.get()).gaps.filter(({ state }) => state !== 'done')).toEqual([]);
  expect(answered).toHaveLength(MISSED);
}, 300_000);

async function untilLooked(client: ApiClient): Promise<void> {
  await waitUntil('Stripe to have been asked', async () => (await client.catchUp.get()).lookedAt, 30_000);
}
