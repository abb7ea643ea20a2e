// Triggers with the real Stripe CLI against the stand-in: what is listed, what runs, what fails, and which events came of it.
import { execFileSync } from 'node:child_process';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { TriggerOrder, TriggerRun } from '#shared/contract/triggers.ts';
import type { Engine } from '#engine/engine.ts';
import { startTestEngine } from '../support/engine.ts';
import { bundledCliPath, TEST_KEY } from '../support/stripe-cli.ts';
import { apiError } from '../support/stripe-stand-in/http-routes.ts';
import { serveObjects, type ObjectDesk } from '../support/stripe-stand-in/objects.ts';
import { createStripeStandIn, type StripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { tempDir } from '../support/temp-dir.ts';

interface Setting {
  stripe: StripeStandIn;
  desk: ObjectDesk;
  engine: Engine;
  dataDir: string;
  begin(): Promise<Engine>;
}

async function setting({
  listen = true,
  apiKey = TEST_KEY,
}: { listen?: boolean; apiKey?: string | null } = {}): Promise<Setting> {
  // Whoever runs the tests may be logged in.
  vi.stubEnv('XDG_CONFIG_HOME', tempDir());
  onTestFinished(() => void vi.unstubAllEnvs());
  const stripe = await createStripeStandIn();
  onTestFinished(() => stripe.close());
  const desk = serveObjects(stripe);
  const dataDir = tempDir();
  const begin = async () => {
    const { engine } = await startTestEngine({
      dataDir,
      autoDispose: false,
      forwarder: { listen, apiBase: stripe.url, apiKey },
    });
    onTestFinished(() => engine.dispose());
    if (listen) await stripe.waitForNewConnection();
    return engine;
  };
  return { stripe, desk, engine: await begin(), dataDir, begin };
}

const order = (event: string, more: Partial<TriggerOrder> = {}): TriggerOrder => ({
  event,
  edits: [],
  ...more,
});

async function ended(engine: Engine, { id }: Pick<TriggerRun, 'id'>): Promise<TriggerRun> {
  await expect.poll(() => engine.triggers.find(id)?.run.state, { timeout: 20_000 }).not.toBe('running');
  return engine.triggers.find(id)!.run;
}

async function play(engine: Engine, asked: TriggerOrder): Promise<TriggerRun> {
  return await ended(engine, await engine.triggers.run(asked));
}

const typesOf = (engine: Engine, id: string) =>
  engine.triggers
    .find(id)
    ?.events.map(({ type }) => type)
    .toSorted();

test('every name that the CLI lists is listed, asked of it once', async () => {
  const { engine } = await setting({ listen: false });
  const help = execFileSync(bundledCliPath(), ['trigger', '--help'], { encoding: 'utf8' });
  const listed = [...help.matchAll(/^ {2}([a-z][a-z_0-9.]+)$/gm)].map(([, name]) => name);
  const offer = await engine.triggers.list();
  expect(offer.problem).toBeNull();
  expect(offer.events).toEqual(listed);
  expect(offer.events.length).toBeGreaterThan(100);
  expect(offer.cliVersion).toMatch(/^\d+\.\d+\.\d+$/);
  expect(await engine.triggers.list()).toEqual(offer);
});

test('a good one: its output, its calls, and its events alone are grouped under it', async () => {
  const { engine, desk } = await setting();
  const [first, second] = await Promise.all([
    play(engine, order('customer.subscription.created')),
    play(engine, order('checkout.session.completed')),
  ]);
  expect([first.state, second.state]).toEqual(['done', 'done']);
  expect(first.problem).toBeNull();
  expect(first.matched).toBe('calls');
  expect(first.calls.map(({ path }) => path)).toEqual([
    '/v1/customers',
    '/v1/products',
    '/v1/prices',
    '/v1/subscriptions',
  ]);
  const output = engine.triggers.find(first.id)?.output.map(({ text }) => text) ?? [];
  expect(output).toContain('Running fixture for: subscription');
  expect(output.at(-1)).toBe('Trigger succeeded! Check dashboard for event details.');

  await expect
    .poll(() => typesOf(engine, first.id))
    .toEqual([
      'customer.created',
      'customer.subscription.created',
      'invoice.created',
      'invoice.finalized',
      'invoice.paid',
      'invoice.payment_succeeded',
      'price.created',
      'product.created',
    ]);
  await expect
    .poll(() => typesOf(engine, second.id))
    .toEqual([
      'charge.succeeded',
      'checkout.session.completed',
      'payment_intent.succeeded',
      'price.created',
      'product.created',
    ]);
  // Neither took what is the other's, and the filter shows them.
  expect(desk.events).toHaveLength(13);
  expect(engine.store.reads.listEvents({ filter: `trigger:${first.id}` }, null, 100).items).toHaveLength(8);
  const paid = engine.triggers
    .find(first.id)
    ?.events.find(({ type }) => type === 'invoice.payment_succeeded');
  expect(paid?.requestId).toBeNull();
  expect(engine.triggers.ofEvent(paid?.id ?? '')?.id).toBe(first.id);
});

test('what else happens meanwhile is not taken for the trigger’s', async () => {
  const { engine, stripe } = await setting();
  const run = await engine.triggers.run(order('customer.created'));
  await stripe.sendEvent({
    id: 'evt_other',
    object: 'event',
    type: 'customer.created',
    created: Math.floor(Date.now() / 1000),
    data: { object: { id: 'cus_other', object: 'customer' } },
    livemode: false,
    request: { id: 'req_other', idempotency_key: null },
  });
  await ended(engine, run);
  await expect.poll(() => typesOf(engine, run.id)).toEqual(['customer.created']);
  expect(engine.triggers.ofEvent('evt_other')).toBeNull();
});

test('edits go to the CLI: an existing customer, and plan metadata', async () => {
  const { engine, stripe } = await setting();
  const run = await play(
    engine,
    order('customer.subscription.created', {
      edits: [
        { kind: 'skip', step: 'customer', path: '', value: '' },
        { kind: 'override', step: 'subscription', path: 'customer', value: 'cus_known1' },
        { kind: 'add', step: 'subscription', path: 'metadata.plan', value: "it's pro & more" },
      ],
    }),
  );
  expect(run.state).toBe('done');
  const sent = stripe.requests.findLast(({ path }) => path === '/v1/subscriptions');
  expect(sent?.form.get('customer')).toBe('cus_known1');
  expect(sent?.form.get('metadata[plan]')).toBe("it's pro & more");
  expect(stripe.requests.some(({ path }) => path === '/v1/customers')).toBe(false);
  await expect.poll(() => typesOf(engine, run.id)).toHaveLength(7);
});

test('version and connected account become headers', async () => {
  const { engine, stripe } = await setting({ listen: false });
  await play(engine, order('product.created', { apiVersion: '2025-09-30.clover', account: 'acct_1Other' }));
  const sent = stripe.requests.findLast(({ path }) => path === '/v1/products');
  expect(sent?.headers['stripe-version']).toBe('2025-09-30.clover');
  expect(sent?.headers['stripe-account']).toBe('acct_1Other');
});

test.for([
  [400, apiError('Invalid currency: xyz', { param: 'currency' }), 'bad_request', 'Invalid currency: xyz'],
  [401, apiError('Invalid API Key provided: sk_test_****'), 'key_refused', 'Invalid API Key provided'],
  [401, apiError('Expired API Key provided', { code: 'api_key_expired' }), 'key_expired', 'Expired'],
  [
    403,
    apiError('The key has no permission', { code: 'more_permissions_required' }),
    'permission',
    'The key has no permission',
  ],
  [429, apiError('Too many requests', { code: 'rate_limit' }), 'rate_limited', 'Too many requests'],
  [500, apiError('Something broke', { type: 'api_error' }), 'stripe_failed', 'Something broke'],
] as const)(
  'refused with %i: shown failed, with the reason and the request',
  async ([status, body, code, words]) => {
    const { engine, desk } = await setting({ listen: false });
    desk.refuseNext(/^\/v1\/products$/, { status, body });
    const run = await play(engine, order('price.created'));
    expect(run.state).toBe('failed');
    expect(run.problem?.code).toBe(code);
    expect(run.problem?.detail).toContain(words);
    expect(run.problem?.requestId).toMatch(/^req_/);
    // No key of ours is in anything that is kept.
    expect(JSON.stringify(engine.triggers.find(run.id))).not.toContain(TEST_KEY);
  },
);

test('unknown, without a key, without Stripe, with a step that is skipped and needed: each has its own reason', async () => {
  const { engine, stripe } = await setting({ listen: false });
  expect((await play(engine, order('no.such_event'))).problem?.code).toBe('unknown_event');
  const skipped = order('customer.subscription.created', {
    edits: [{ kind: 'skip', step: 'customer', path: '', value: '' }],
  });
  expect((await play(engine, skipped)).problem).toMatchObject({
    code: 'bad_request',
    detail: expect.stringContaining('undeclared fixture') as string,
  });
  stripe.route('POST', '/v1/customers', () => 'destroy');
  expect((await play(engine, order('customer.created'))).problem?.code).toBe('network');
  const without = await setting({ listen: false, apiKey: null });
  expect((await play(without.engine, order('customer.created'))).problem?.code).toBe('not_logged_in');
});

test('a call that the recipe means to be refused is no failure', async () => {
  const { engine } = await setting({ listen: false });
  const run = await play(engine, order('charge.failed'));
  expect(run).toMatchObject({ state: 'done', problem: null });
  expect(run.calls.some(({ status }) => status === 402)).toBe(true);
});

test('cancelled: the CLI ends, and what was made so far is told', async () => {
  const { engine, stripe } = await setting({ listen: false });
  stripe.route('POST', '/v1/products', () => 'hang');
  const run = await engine.triggers.run(order('customer.subscription.created'));
  await expect.poll(() => engine.triggers.find(run.id)?.run.calls.length).toBe(1);
  const after = await engine.triggers.cancel(run.id);
  expect(after).toMatchObject({ state: 'cancelled', problem: null });
  expect(engine.triggers.status().running).toEqual([]);
});

test('a live key triggers nothing', async () => {
  const { engine, stripe } = await setting({ apiKey: 'sk_live_hooklineTests00001' });
  await expect(engine.triggers.run(order('customer.created'))).rejects.toMatchObject({ code: 'LIVE_MODE' });
  expect(stripe.requests.some(({ path }) => path === '/v1/customers')).toBe(false);
});

test('after a restart: it is still there with its events, and the same runs again; one cut short is failed', async () => {
  const { engine, begin, stripe } = await setting();
  const edits = [{ kind: 'override', step: 'product', path: 'name', value: 'Pro' }] as const;
  const first = await play(engine, order('price.created', { edits: [...edits] }));
  await expect.poll(() => typesOf(engine, first.id)).toEqual(['price.created', 'product.created']);
  stripe.route('POST', '/v1/coupons', () => 'hang');
  const cut = await engine.triggers.run(order('coupon.created'));
  await expect.poll(() => stripe.requests.some(({ path }) => path === '/v1/coupons')).toBe(true);
  await engine.dispose();

  const later = await begin();
  expect(typesOf(later, first.id)).toEqual(['price.created', 'product.created']);
  expect(later.triggers.find(first.id)?.output.length).toBeGreaterThan(3);
  expect(later.triggers.find(cut.id)?.run.state).not.toBe('running');
  const again = await later.triggers.again(first.id);
  expect(again).not.toBeNull();
  await ended(later, again!);
  await expect.poll(() => typesOf(later, again!.id)).toEqual(['price.created', 'product.created']);
  expect(later.triggers.runs(10).map(({ order: { event } }) => event)).toEqual([
    'price.created',
    'coupon.created',
    'price.created',
  ]);
  const names = stripe.requests
    .filter(({ path }) => path === '/v1/products')
    .map(({ form }) => form.get('name'));
  expect(names).toEqual(['Pro', 'Pro']);
});

test('sent again by Stripe: to the CLI, to an endpoint there, and refused with exit code 0', async () => {
  const { engine, stripe } = await setting({ listen: false });
  stripe.route('POST', '/v1/events/evt_1/retry', () => ({
    status: 200,
    body: { id: 'evt_1', object: 'event' },
  }));
  stripe.route('POST', '/v1/events/evt_2/retry', () => ({
    status: 404,
    body: apiError('No such event: evt_2', { code: 'resource_missing', param: 'id' }),
  }));
  stripe.route('GET', '/v1/webhook_endpoints', () => ({
    status: 200,
    body: {
      object: 'list',
      data: [
        {
          id: 'we_1',
          object: 'webhook_endpoint',
          url: 'https://shop.example/hook',
          status: 'enabled',
          description: null,
        },
      ],
      has_more: false,
    },
  }));
  expect(await engine.triggers.webhookEndpoints()).toEqual({
    endpoints: [{ id: 'we_1', url: 'https://shop.example/hook', enabled: true, description: null }],
    problem: null,
  });
  expect(await engine.triggers.resendAtStripe({ id: 'evt_1' })).toBeNull();
  expect(stripe.requests.at(-1)?.form.get('for_stripecli')).toBe('true');
  expect(
    await engine.triggers.resendAtStripe({ id: 'evt_1', webhookEndpoint: 'we_1', account: 'acct_9' }),
  ).toBeNull();
  expect(stripe.requests.at(-1)?.form.get('webhook_endpoint')).toBe('we_1');
  expect(stripe.requests.at(-1)?.form.get('account')).toBe('acct_9');
  expect(await engine.triggers.resendAtStripe({ id: 'evt_2' })).toMatchObject({
    code: 'not_found',
    detail: 'No such event: evt_2',
  });
  stripe.route('GET', '/v1/webhook_endpoints', () => ({
    status: 403,
    body: apiError('Not allowed', { code: 'more_permissions_required' }),
  }));
  expect((await engine.triggers.webhookEndpoints()).problem?.code).toBe('permission');
});
