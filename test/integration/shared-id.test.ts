// Test webhooks of Stripe's dashboard are all called evt_00000000000000: each is shown, delivered and sent again as itself.
import { expect, test } from 'vitest';
import { stripeIdOf } from '#shared/domain/event-id.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { startTestEngine } from '../support/engine.ts';

const testWebhook = (type: string, objectId: string, object: string): string =>
  JSON.stringify({
    id: 'evt_00000000000000',
    object: 'event',
    api_version: '2026-10-28.endive',
    created: 1_326_853_478,
    type,
    livemode: false,
    pending_webhooks: 1,
    request: { id: 'req_1', idempotency_key: null },
    data: { object: { id: objectId, object } },
  });

test('the same id in a second account is found by the id that Stripe gave it, in both', async () => {
  const { engine, post } = await startTestEngine();
  const event = (account?: string): string =>
    eventFixture({ type: 'invoice.paid', id: 'evt_shared', ...(account !== undefined && { account }) });
  await post(event());
  await post(event('acct_two'));
  await post(event('acct_three'));
  const found = (filter: string) => engine.store.reads.listEvents({ filter }, null, 10).items;
  expect(found('id:evt_shared').map(({ account }) => account)).toEqual(['acct_three', 'acct_two', null]);
  expect(found('id:evt_sha*')).toHaveLength(3);
  expect(found('evt_shared')).toHaveLength(3);
  expect(found('id:evt_shared account:acct_two')).toHaveLength(1);
  expect(found('-id:evt_shared')).toHaveLength(0);
  // What is shown is Stripe's own id.
  expect(new Set(found('').map(({ id }) => stripeIdOf(id)))).toEqual(new Set(['evt_shared']));
});

test('both are shown, delivered, and can be sent again', async () => {
  const { engine, backend, post } = await startTestEngine();
  expect((await post(testWebhook('customer.created', 'cus_00000000000000', 'customer'))).status).toBe(200);
  expect((await post(testWebhook('invoice.payment_failed', 'in_00000000000000', 'invoice'))).status).toBe(
    200,
  );
  const { items } = engine.store.reads.listEvents({}, null, 10);
  expect(items.map(({ type, deliveryState, receiptCount }) => [type, deliveryState, receiptCount])).toEqual([
    ['invoice.payment_failed', 'delivered', 1],
    ['customer.created', 'delivered', 1],
  ]);
  const typesSeen = (): string[] =>
    backend.seen.map(({ body }) => (JSON.parse(body.toString()) as { type: string }).type);
  expect(typesSeen()).toEqual(['customer.created', 'invoice.payment_failed']);
  for (const { id } of items) {
    expect(await engine.replay.resend({ id })).toMatchObject([{ status: 200 }]);
  }
  expect(typesSeen().slice(2)).toEqual(['invoice.payment_failed', 'customer.created']);
});
