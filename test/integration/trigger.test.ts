// Triggers with the real Stripe CLI against the stand-in: what is listed, what runs, changed and again, and which events came of it.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { editsOf, presetsFor } from '#shared/domain/triggers/trigger-presets.ts';
import { bundledCliPath } from '../support/stripe-cli.ts';
import { ended, order, play, setting, typesOf } from '../support/trigger-setting.ts';

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

test.for(
  [
    'customer.subscription.created',
    'customer.subscription.paused',
    'invoice.created',
    'checkout.session.completed',
  ].flatMap((event) => presetsFor(event).map((preset) => [event, preset] as const)),
)('%s runs with the preset “%s”', async ([event, preset]) => {
  const { engine, stripe } = await setting({ listen: false });
  const run = await play(engine, order(event, { edits: editsOf(preset, event, 'cus_known1') }));
  expect(run).toMatchObject({ state: 'done', problem: null });
  const sent = (path: string) => stripe.requests.findLast((request) => request.path === path)?.form;
  if (preset === 'customer') {
    expect(sent(event === 'invoice.created' ? '/v1/invoices' : '/v1/subscriptions')?.get('customer')).toBe(
      'cus_known1',
    );
    expect(sent('/v1/customers')).toBeUndefined();
  } else if (preset === 'plan') {
    expect(sent('/v1/products')?.get('name')).toBe('Pro');
    expect(sent('/v1/prices')?.get('lookup_key')).toBe('pro_monthly');
    expect(sent('/v1/subscriptions')?.get('metadata[plan]')).toBe('pro');
  } else {
    expect(sent('/v1/checkout/sessions')?.get('mode')).toBe('subscription');
    expect(sent('/v1/prices')?.get('recurring[interval]')).toBe('month');
  }
});

test('version and connected account become headers', async () => {
  const { engine, stripe } = await setting({ listen: false });
  await play(engine, order('product.created', { apiVersion: '2025-09-30.clover', account: 'acct_1Other' }));
  const sent = stripe.requests.findLast(({ path }) => path === '/v1/products');
  expect(sent?.headers['stripe-version']).toBe('2025-09-30.clover');
  expect(sent?.headers['stripe-account']).toBe('acct_1Other');
});

test('after a restart: it is still there with its events, and the same runs again; one cut short is over', async () => {
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
