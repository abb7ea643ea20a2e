// Paid but still Free: the example backend with a bug, found by asking it, and healed by resending.
import { describe, expect, onTestFinished, test } from 'vitest';
import { startExampleBackend } from '../../examples/backend/start-example-backend.ts';
import { startTestEngine, TEST_SECRET, type TestEngine } from '../support/engine.ts';
import { eventJson, sub, type SmallEvent } from '../support/plan-events.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';
import { join } from 'node:path';

interface Shop extends TestEngine {
  backendUrl: string;
  setBugs(bugs: string[]): Promise<void>;
  take(event: SmallEvent): Promise<number>;
  customer(): ReturnType<TestEngine['engine']['plans']['list']>['items'][number] | undefined;
}

const CUSTOMER_CREATED: SmallEvent = {
  type: 'customer.created',
  created: 1_000,
  object: { id: 'cus_1', object: 'customer', email: 'ada@example.com', name: 'Ada', metadata: {} },
};

async function openShop(): Promise<Shop> {
  const dir = tempDir();
  const app = await startExampleBackend({ database: join(dir, 'app.sqlite'), secret: TEST_SECRET });
  onTestFinished(() => app.close());
  const line = await startTestEngine({ forwardTo: app.webhookUrl });
  await line.engine.drift.set({
    probe: {
      kind: 'http',
      url: `${app.usersUrl}?email={email}`,
      headerNames: [],
      path: 'users[0].plan',
      timeoutMs: 2_000,
    },
    settleMs: 150,
  });
  return {
    ...line,
    backendUrl: app.url,
    async setBugs(bugs) {
      const response = await fetch(`${app.url}/api/bugs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ bugs }),
      });
      expect(response.status).toBeLessThan(300);
    },
    take: async (event) => (await line.post(JSON.stringify(eventJson(event), null, 2))).status,
    customer: () => line.engine.plans.list({}, 0, 10).items[0],
  };
}

const pays = async (shop: Shop): Promise<void> => {
  await shop.take(CUSTOMER_CREATED);
  await shop.take(sub('created', 1_001, { status: 'incomplete', plan: 'pro' }));
  await shop.take(sub('updated', 1_002, { plan: 'pro' }, { status: 'incomplete' }));
};

const driftIs = (shop: Shop, state: string): Promise<unknown> =>
  waitUntil(`the app to be found to be “${state}”`, () => shop.customer()?.drift?.state === state);

describe('what the app believes', () => {
  test('agrees, when it did its work; and the plan of an event is told before and after', async () => {
    const shop = await openShop();
    await pays(shop);
    await waitUntil('the plan to be there on both sides', () => shop.customer()?.drift?.believed === 'pro');
    expect(shop.customer()).toMatchObject({
      email: 'ada@example.com',
      headline: { plan: { key: 'pro' }, status: 'active', access: true },
      drift: { believed: 'pro', found: true },
    });
    const paid = shop.engine.store.reads.listEvents({}, null, 1).items[0];
    expect(shop.engine.plans.ofEvent(paid?.id ?? '')).toMatchObject({
      before: { access: false },
      after: { access: true },
      changes: [{ code: 'subscribed' }],
    });
    await waitUntil('nobody to be counted', () => shop.engine.status().plans.drifting === 0);
    expect(shop.engine.status().plans).toMatchObject({ customers: 1, drifting: 0, probed: true });
  });

  test('paid but still free: found although everything was answered 200, and healed by resending', async () => {
    const shop = await openShop();
    await shop.setBugs(['forgets_invoice_paid']);
    await pays(shop);
    await driftIs(shop, 'drift');
    expect(shop.customer()?.drift).toMatchObject({ believed: 'free', undelivered: [] });
    await waitUntil('one to be counted', () => shop.engine.status().plans.drifting === 1);
    await shop.setBugs([]);
    const id = shop.customer()?.id ?? 0;
    const events = shop.engine.drift.eventsBehind(id);
    expect(events.length).toBeGreaterThan(0);
    await shop.engine.replay.resendMany({ ids: events, dryRun: false });
    await driftIs(shop, 'agrees');
    await waitUntil('none to be counted', () => shop.engine.status().plans.drifting === 0);
  });

  test('behind, while an event that matters was refused: it says which', async () => {
    const shop = await openShop();
    await shop.take(CUSTOMER_CREATED);
    await shop.setBugs(['parses_before_verifying']);
    expect(await shop.take(sub('created', 1_001, { plan: 'pro' }))).toBe(400);
    await driftIs(shop, 'behind');
    const failed = shop.engine.store.reads.listEvents({ filter: 'status:failed' }, null, 1).items[0];
    expect(shop.customer()?.drift?.undelivered).toEqual([failed?.id]);
  });

  test('ahead, when the app gives what nobody paid for', async () => {
    const shop = await openShop();
    await pays(shop);
    await driftIs(shop, 'agrees');
    await shop.setBugs(['trusts_arrival_order']);
    await shop.take(sub('deleted', 1_009, { status: 'canceled', plan: 'pro', more: { ended_at: 1_009 } }));
    await driftIs(shop, 'agrees');
    // A word about the time before comes late, and this backend believes it.
    await shop.take(sub('updated', 1_005, { plan: 'pro', quantity: 2 }));
    await driftIs(shop, 'ahead');
  });

  test('unknown, when it cannot be asked: why', async () => {
    const shop = await openShop();
    const { settings } = shop.engine.drift;
    const { probe } = settings();
    if (probe?.kind !== 'http') throw new Error('The probe is not set.');
    await shop.engine.drift.set({ probe: { ...probe, url: 'http://127.0.0.1:9/?email={email}' } });
    await pays(shop);
    await driftIs(shop, 'unknown');
    expect(shop.customer()?.drift).toMatchObject({ failure: 'unreachable' });
  });
});

test('a probe that cannot work is refused with its reason, and secrets are kept where they are not shown', async () => {
  const shop = await openShop();
  await expect(
    shop.engine.drift.set({
      probe: { kind: 'sqlite', file: '/x.db', query: 'DELETE FROM users', timeoutMs: 500 },
    }),
  ).rejects.toThrow(/query/);
  await shop.engine.drift.set({
    probe: { kind: 'postgres', query: 'SELECT plan FROM users WHERE email = {email}', timeoutMs: 500 },
    connectionString: 'postgres://app:hunter2@127.0.0.1:9/app',
  });
  expect(JSON.stringify(shop.engine.drift.settings())).not.toContain('hunter2');
  expect(shop.engine.drift.settings()).toMatchObject({ hasConnectionString: true });
});
