// Another account of Stripe's means another history: Hookline as a process, the real CLI, two accounts.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startBackend } from '../support/backend.ts';
import { runHookline } from '../support/hookline-process.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { serveSignIn, ADA, GRACE } from '../support/stripe-stand-in/sign-in.ts';
import { createStripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

test(
  'each account has its own history, on the same ports, with the same endpoints',
  { timeout: 90_000 },
  async () => {
    const stripe = await createStripeStandIn();
    const backend = await startBackend();
    const desk = serveSignIn(stripe);
    const dataDir = tempDir();
    const start = () => runHookline(dataDir, { args: ['--stripe-api-base', stripe.url] });
    const hookline = start();
    onTestFinished(async () => {
      await hookline.kill('SIGTERM');
      await Promise.all([stripe.close(), backend.close()]);
    });
    const client = await hookline.client();
    const ready = await hookline.ready();
    await client.endpoints.update({ id: 'local', url: backend.url, name: 'Mine' });

    const signInAs = async (account: typeof ADA) => {
      await client.account.signIn();
      desk.confirm(account);
      await waitUntil(
        `the line of ${account.name}`,
        async () => {
          // Between two engines nobody answers.
          const status = await client.status.get().catch(() => null);
          return status?.forwarder.accountId === account.accountId &&
            status.forwarder.state === 'ready' &&
            status.account.histories.some((one) => one.open && one.accountId === account.accountId)
            ? status
            : null;
        },
        30_000,
      );
      await stripe.waitForConnection();
      return client.status.get();
    };
    const deliver = async (id: string) => {
      await stripe.sendEvent(eventFixture({ id, type: 'invoice.paid' }));
      await waitUntil(id, async () => (await eventIds()).includes(id), 10_000);
    };
    const eventIds = async () => (await client.events.list({})).items.map((event) => event.id);

    const first = await signInAs(ADA);
    await deliver('evt_ada_1');

    const second = await signInAs(GRACE);
    expect(second.storeId).not.toBe(first.storeId);
    expect(second.receiverUrl).toBe(ready.receiverUrl);
    expect(second.account.signIn).toMatchObject({ phase: 'done', accountName: GRACE.name });
    expect(second.endpoints).toMatchObject([{ id: 'local', url: backend.url, name: 'Mine' }]);
    expect(await eventIds()).toEqual([]);
    await deliver('evt_grace_1');
    expect(await eventIds()).toEqual(['evt_grace_1']);
    expect(second.account.histories).toEqual([
      { accountId: ADA.accountId, livemode: false, accountName: ADA.name, open: false },
      { accountId: GRACE.accountId, livemode: false, accountName: GRACE.name, open: true },
    ]);

    // The same account in another mode is another history, too.
    await client.account.useKey({ key: 'sk_live_51Grace0123456789abcdef', allowLive: true });
    const live = await waitUntil(
      'the live history',
      async () => {
        const status = await client.status.get().catch(() => null);
        const open = status?.account.histories.find((one) => one.open);
        return open?.livemode === true && status?.forwarder.state === 'ready' ? status : null;
      },
      30_000,
    );
    expect(live.counts.all).toBe(0);
    expect([first.storeId, second.storeId]).not.toContain(live.storeId);

    const third = await signInAs(ADA);
    expect(third.storeId).toBe(first.storeId);
    expect(await eventIds()).toEqual(['evt_ada_1']);
    expect(
      readdirSync(dataDir)
        .filter((name) => name.endsWith('.db'))
        .toSorted(),
    ).toEqual([`hookline-${GRACE.accountId}-live.db`, `hookline-${GRACE.accountId}.db`, 'hookline.db']);
    const accounts = join(dataDir, 'accounts.json');
    expect(statSync(accounts).mode & 0o077).toBe(0);
    expect(JSON.parse(readFileSync(accounts, 'utf8'))).toMatchObject({ open: 'hookline.db' });
    expect(backend.seen.length).toBe(2);
  },
);
