// Triggers with the real Stripe CLI against the stand-in: what fails, what is cancelled, and what Stripe sends again.
import { expect, test } from 'vitest';
import { TEST_KEY } from '../support/stripe-cli.ts';
import { apiError } from '../support/stripe-stand-in/http-routes.ts';
import { order, play, setting } from '../support/trigger-setting.ts';

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

test('one that was running when Hookline was killed is told as interrupted, with what it had printed', async () => {
  const { engine, begin } = await setting({ listen: false });
  await engine.store.write.upsertTriggerRun(
    {
      id: 'tr_killed',
      order: order('coupon.created'),
      state: 'running',
      startedAt: Date.now(),
      endedAt: null,
      problem: null,
      calls: [],
      matched: 'calls',
      lines: 1,
    },
    [{ number: 1, stream: 'stdout', text: 'Running fixture for: coupon' }],
  );
  await engine.dispose();
  const later = await begin();
  await expect
    .poll(() => later.triggers.find('tr_killed')?.run)
    .toMatchObject({ state: 'failed', problem: { code: 'interrupted' } });
  expect(later.triggers.find('tr_killed')?.output).toHaveLength(1);
  expect(later.triggers.status().running).toEqual([]);
});

test('a live key triggers nothing', async () => {
  const { engine, stripe } = await setting({ apiKey: 'sk_live_hooklineTests00001' });
  await expect(engine.triggers.run(order('customer.created'))).rejects.toMatchObject({ code: 'LIVE_MODE' });
  expect(stripe.requests.some(({ path }) => path === '/v1/customers')).toBe(false);
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
