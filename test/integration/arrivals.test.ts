// Arrivals of one event with different bytes: what is edited, explained and copied are the bytes of the arrival it is about.
import { createRouterClient } from '@orpc/server';
import { expect, test } from 'vitest';
import { createRouter } from '#engine/api/router.ts';
import { parseSignatureHeader } from '#shared/domain/signature.ts';
import Stripe from 'stripe';
import { startTestEngine, TEST_SECRET } from '../support/engine.ts';
import { signBody } from '#engine/signature/signature-check.ts';

const FIRST =
  '{\n  "id": "evt_1",\n  "object": "event",\n  "type": "invoice.paid",\n  "pending_webhooks": 2\n}';
const SECOND = FIRST.replace('"pending_webhooks": 2', '"pending_webhooks": 1');

const signed = (text: string, more: Record<string, string> = {}): Record<string, string> => ({
  'stripe-signature': signBody(Buffer.from(text), TEST_SECRET, Date.now()),
  ...more,
});

test('an edit of an arrival sends its bytes and headers, and one of another event is not there', async () => {
  const { engine, backend, post } = await startTestEngine();
  await post(FIRST, signed(FIRST, { 'x-arrival': 'first' }));
  await post(SECOND, signed(SECOND, { 'x-arrival': 'second' }));
  const other = FIRST.replace('evt_1', 'evt_2');
  await post(other, signed(other));
  const api = createRouterClient(createRouter(engine), { context: {} });
  const [first, second] = (await api.events.get({ id: 'evt_1' })).receipts;
  const [foreign] = (await api.events.get({ id: 'evt_2' })).receipts;
  for (const [receipt, text, name] of [
    [first, FIRST, 'first'],
    [second, SECOND, 'second'],
  ] as const) {
    await api.events.resend({ id: 'evt_1', edit: { receiptId: receipt?.id } });
    const sent = backend.seen.at(-1);
    expect(sent?.body.toString()).toBe(text);
    expect(sent?.header('x-arrival')).toBe(name);
    await api.events.resend({ id: 'evt_1', edit: { receiptId: receipt?.id, eventId: 'new' } });
    const renamed = backend.seen.at(-1)?.body.toString() ?? '';
    expect(renamed.replace(/evt_[0-9a-f]{24}/, 'evt_1')).toBe(text);
    expect(renamed).not.toBe(text);
  }
  await expect(api.events.resend({ id: 'evt_1', edit: { receiptId: foreign?.id } })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  });
});

test('a redelivery with other bytes that was refused is explained by what was sent', async () => {
  const { engine, backend, post } = await startTestEngine();
  await post(FIRST, signed(FIRST));
  backend.behave(({ body, header }, response) => {
    try {
      Stripe.webhooks.constructEvent(body, header('stripe-signature') ?? '', 'whsec_other');
      response.end();
    } catch (error) {
      response.writeHead(400).end(String(error));
    }
  });
  await post(SECOND, signed(SECOND));
  const api = createRouterClient(createRouter(engine), { context: {} });
  const [, redelivery] = await api.events.attempts({ id: 'evt_1' });
  expect(redelivery).toMatchObject({ trigger: 'redelivery', status: 400 });
  expect(
    parseSignatureHeader(redelivery?.requestHeaders.find(([name]) => /stripe-sig/i.test(name))?.[1] ?? ''),
  ).not.toBeNull();
  expect(redelivery?.reason).toMatchObject({
    code: 'signature_other_secret',
    facts: { signedWith: 'cli', sentValid: 'true' },
  });
});

test.each<[name: string, other: string]>([
  ['another type', FIRST.replace('invoice.paid', 'invoice.voided')],
  [
    'another object',
    FIRST.replace('"pending_webhooks": 2', '"data": { "object": { "id": "in_2", "object": "invoice" } }'),
  ],
  [
    'the same id of a thin event',
    FIRST.replace('"object": "event"', '"object": "v2.core.event"').replace(
      '"pending_webhooks": 2',
      '"related_object": { "id": "in_9", "type": "invoice" }',
    ),
  ],
])('the same id with %s is another event', async (_name, other) => {
  const { engine, post } = await startTestEngine();
  const withObject = FIRST.replace(
    '"pending_webhooks": 2',
    '"data": { "object": { "id": "in_1", "object": "invoice" } }',
  );
  const first = other.includes('in_2') ? withObject : FIRST;
  expect((await post(first, signed(first))).status).toBe(200);
  expect((await post(other, signed(other))).status).toBe(200);
  expect(engine.store.reads.listEvents({}, null, 10).items).toHaveLength(2);
});
