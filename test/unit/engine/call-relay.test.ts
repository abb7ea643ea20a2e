// The relay between the CLI and Stripe: passes everything on as it is, notes it, and stands aside where it would be in the way.
import { expect, onTestFinished, test } from 'vitest';
import { startCallRelay, type RelayedCall } from '#engine/trigger/call-relay.ts';
import { createMadeObjects } from '#engine/trigger/made-objects.ts';
import { createStripeStandIn } from '../../support/stripe-stand-in/stripe-stand-in.ts';

test('a call goes on as it came, and its answer comes back as it was', async () => {
  const stripe = await createStripeStandIn();
  onTestFinished(() => stripe.close());
  stripe.route('POST', '/v1/customers', () => ({
    status: 402,
    headers: { 'request-id': 'req_1', 'stripe-version': '2026-10-28.endive' },
    body: '{"id": "cus_1"}',
  }));
  const calls: RelayedCall[] = [];
  const relay = await startCallRelay({ upstream: stripe.url, env: {}, onCall: (call) => calls.push(call) });
  expect(relay).not.toBeNull();
  const answer = await fetch(`${relay!.url}/v1/customers?expand[]=x`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_test_relay', 'stripe-account': 'acct_1' },
    body: new URLSearchParams({ 'metadata[plan]': 'pro & more' }),
  });
  expect(answer.status).toBe(402);
  expect(answer.headers.get('stripe-version')).toBe('2026-10-28.endive');
  expect(await answer.text()).toBe('{"id": "cus_1"}');
  const sent = stripe.requests.at(-1);
  expect(sent).toMatchObject({ key: 'sk_test_relay', path: '/v1/customers' });
  expect(sent?.headers['stripe-account']).toBe('acct_1');
  expect(sent?.form.get('metadata[plan]')).toBe('pro & more');
  expect(calls).toMatchObject([{ method: 'POST', status: 402, requestId: 'req_1', body: '{"id": "cus_1"}' }]);
  // A key is nothing that is noted.
  expect(JSON.stringify(calls)).not.toContain('sk_test_relay');
  await relay!.close();
  await expect(fetch(`${relay!.url}/v1/customers`)).rejects.toThrow();
});

test('what Stripe does not answer breaks off, and is told', async () => {
  const stripe = await createStripeStandIn();
  await stripe.close();
  const relay = await startCallRelay({ upstream: stripe.url, env: {}, onCall: () => {} });
  onTestFinished(() => relay!.close());
  await expect(fetch(`${relay!.url}/v1/customers`)).rejects.toThrow();
  expect(relay!.unreachable()).toMatch(/ECONNREFUSED/);
});

test('by a proxy or own certificates, and where Stripe cannot be reached, the CLI goes its own way', async () => {
  const start = (env: NodeJS.ProcessEnv, upstream: string) =>
    startCallRelay({ upstream, env, onCall: () => {} });
  expect(await start({ HTTPS_PROXY: 'http://proxy.example:3128' }, 'https://127.0.0.1:1')).toBeNull();
  expect(await start({ SSL_CERT_FILE: '/etc/own.pem' }, 'https://127.0.0.1:1')).toBeNull();
  expect(await start({}, 'https://127.0.0.1:1')).toBeNull();
});

test('objects that a call named were there before; those it made are the trigger’s', () => {
  const made = createMadeObjects();
  const call = (path: string, sent: string, body: object, status = 200) =>
    made.note({ method: 'POST', path, sent, status, requestId: null, body: JSON.stringify(body) });
  expect(
    call('/v1/subscriptions', 'customer=cus_old', {
      id: 'sub_1',
      customer: 'cus_old',
      latest_invoice: 'in_1',
    }),
  ).toBe('sub_1');
  call('/v1/customers/cus_other', 'name=x', { id: 'cus_other' });
  call('/v1/payment_intents', '', { id: 'pi_1', customer: null, latest_charge: { id: 'ch_1' } });
  expect(call('/v1/customers', '', { error: {} }, 400)).toBeNull();
  expect(made.ids()).toEqual(['sub_1', 'in_1', 'pi_1']);
});
