// Test webhooks of Stripe's dashboard are all called evt_00000000000000: each is shown, delivered and sent again as itself.
import { expect, test } from 'vitest';
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
