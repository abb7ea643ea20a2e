// Paid but still Free: the example backend with a bug, found by asking it, and healed by resending.
import { describe, expect, onTestFinished, test } from 'vitest';
import { startExampleBackend } from '../../examples/backend/start-example-backend.ts';
import type { DriftState } from '#shared/domain/plans/drift.ts';
import { startBackend } from '../support/backend.ts';
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

/** The developer's app: it does what a test says, when a test says so. */
async function openApp(options: { dataDir?: string; autoDispose?: boolean } = {}) {
  const app = await startBackend();
  onTestFinished(() => app.close());
  const plans = new Map<string, string>();
  app.behave((request, response) => {
    const email = new URL(request.path, 'http://x').searchParams.get('email') ?? '';
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ plan: plans.get(email) ?? 'free' }));
  });
  const line = await startTestEngine(options);
  await line.engine.drift.set({
    probe: { kind: 'http', url: `${app.url}?email={email}`, headerNames: [], path: 'plan', timeoutMs: 2_000 },
    settleMs: 150,
  });
  const take = async (event: SmallEvent): Promise<void> => {
    await line.post(JSON.stringify(eventJson(event), null, 2));
  };
  const drift = () => line.engine.plans.list({}, 0, 10).items[0]?.drift ?? null;
  return { ...line, app, plans, take, drift };
}

type App = Awaited<ReturnType<typeof openApp>>;

/** @returns every state that was to be seen until this one was */
async function statesUntil({ drift }: App, state: DriftState): Promise<Set<DriftState | undefined>> {
  const seen = new Set<DriftState | undefined>();
  await waitUntil(`the app to be found to be “${state}”`, () => {
    seen.add(drift()?.state);
    return drift()?.state === state;
  });
  return seen;
}

const EMAIL = 'ada@example.com';

describe('a verdict is of the newest event and delivery', () => {
  test('an app that follows at once is never shown in drift, whatever the plan changes to', async () => {
    const shop = await openApp();
    shop.plans.set(EMAIL, 'pro');
    await shop.take(CUSTOMER_CREATED);
    await shop.take(sub('created', 1_001, { plan: 'pro' }));
    await statesUntil(shop, 'agrees');
    const seen = new Set<DriftState | undefined>();
    for (const [place, plan] of ['team', 'pro', 'team'].entries()) {
      shop.plans.set(EMAIL, plan);
      // One change after the other.
      // oxlint-disable-next-line no-await-in-loop
      await shop.take(sub('updated', 1_002 + place, { plan }, { status: 'active' }));
      // oxlint-disable-next-line no-await-in-loop
      await waitUntil('the app to be asked after it', () => {
        seen.add(shop.drift()?.state);
        return shop.drift()?.believed === plan && shop.drift()?.state === 'agrees';
      });
    }
    expect([...seen].toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual(['agrees', 'asking']);
  });

  test('an app that grants the plan seconds after its response is asked again until it agrees', async () => {
    const shop = await openApp();
    await shop.take(CUSTOMER_CREATED);
    await shop.take(sub('created', 1_001, { plan: 'pro' }));
    await statesUntil(shop, 'drift');
    const { askedAt, nextAskAt, since } = shop.drift() ?? {};
    expect((nextAskAt ?? 0) - (askedAt ?? 0)).toBeGreaterThan(1_000);
    expect(since).toBe(askedAt);
    shop.plans.set(EMAIL, 'pro');
    await statesUntil(shop, 'agrees');
    expect(shop.drift()).toMatchObject({ believed: 'pro', nextAskAt: null, since: null });
  });

  test('a failed delivery that did not change the plan hides nothing', async () => {
    const shop = await openApp();
    await shop.take(CUSTOMER_CREATED);
    await shop.take(sub('created', 1_001, { plan: 'pro' }));
    shop.backend.answer(500, 'no');
    await shop.take({ ...CUSTOMER_CREATED, type: 'customer.updated', created: 1_500 });
    await waitUntil('it to fail', () => shop.engine.store.reads.countEvents().failed === 1);
    await statesUntil(shop, 'drift');
    // One that did change it is what the app waits for.
    await shop.take(sub('updated', 2_000, { plan: 'team' }, { status: 'active' }));
    await statesUntil(shop, 'behind');
    expect(shop.drift()?.undelivered).toHaveLength(1);
  });

  test('of a customer whose subscription was never seen, nothing is known', async () => {
    const shop = await openApp();
    shop.plans.set(EMAIL, 'pro');
    await shop.take(CUSTOMER_CREATED);
    await statesUntil(shop, 'unknown');
    expect(shop.drift()).toMatchObject({ believed: 'pro', expected: null, failure: null, nextAskAt: null });
    expect(shop.engine.plans.list({}, 0, 1).items[0]?.headline).toMatchObject({ known: false });
  });

  test('whatever the app reports can be read', async () => {
    const shop = await openApp();
    await shop.take(CUSTOMER_CREATED);
    await shop.take(sub('created', 1_001, { plan: 'pro' }));
    await statesUntil(shop, 'drift');
    for (const word of ['constructor', '__proto__', 'toString']) {
      shop.plans.set(EMAIL, word);
      const { id = 0 } = shop.engine.plans.list({}, 0, 1).items[0] ?? {};
      // oxlint-disable-next-line no-await-in-loop
      expect(await shop.engine.drift.check(id)).toMatchObject({ state: 'drift', believed: word });
    }
    expect(shop.engine.status().plans.drifted).toMatchObject([{ believed: 'toString', expected: 'pro' }]);
  });

  test('after a restart a bad verdict is checked again', async () => {
    const dataDir = tempDir();
    const before = await openApp({ dataDir, autoDispose: false });
    await before.take(CUSTOMER_CREATED);
    await before.take(sub('created', 1_001, { plan: 'pro' }));
    await statesUntil(before, 'drift');
    const { since } = before.drift() ?? {};
    await before.engine.dispose();
    before.plans.set(EMAIL, 'pro');
    const after = await startTestEngine({ dataDir });
    const shop = {
      ...before,
      ...after,
      drift: () => after.engine.plans.list({}, 0, 1).items[0]?.drift ?? null,
    };
    expect(shop.drift()).toMatchObject({ state: 'drift', since });
    await statesUntil(shop, 'agrees');
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
