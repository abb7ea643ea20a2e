// What is read from an event, across kinds and API versions; and that nothing a sender can write makes it throw.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEnvelope } from '#shared/domain/event-envelope.ts';

const snapshot = (type: string, object: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  id: 'evt_1',
  object: 'event',
  type,
  created: 1_795_422_567,
  livemode: false,
  api_version: '2026-10-28.endive',
  request: { id: 'req_1', idempotency_key: null },
  data: { object },
  ...more,
});

test('a snapshot event', () => {
  const invoice = {
    id: 'in_1',
    object: 'invoice',
    customer: 'cus_1',
    customer_name: 'Ada',
    status: 'paid',
    amount_paid: 1500,
    amount_due: 1600,
    currency: 'eur',
  };
  expect(readEnvelope(snapshot('invoice.paid', invoice, { account: 'acct_2' }))).toEqual({
    kind: 'snapshot',
    stripeId: 'evt_1',
    type: 'invoice.paid',
    account: 'acct_2',
    createdAt: 1_795_422_567_000,
    livemode: false,
    apiVersion: '2026-10-28.endive',
    requestId: 'req_1',
    objectType: 'invoice',
    objectId: 'in_1',
    customerId: 'cus_1',
    customerLabel: 'Ada',
    amountMinor: 1500,
    currency: 'eur',
  });
});

test('a thin event', () => {
  const thin = {
    id: 'evt_test_1',
    object: 'v2.core.event',
    type: 'v1.billing.meter.error_report_triggered',
    created: '2026-11-23T08:29:27.123Z',
    livemode: true,
    context: 'acct_9',
    related_object: { id: 'mtr_1', type: 'billing.meter', url: '/v1/billing/meters/mtr_1' },
  };
  expect(readEnvelope(thin)).toMatchObject({
    kind: 'thin',
    account: 'acct_9',
    createdAt: Date.parse('2026-11-23T08:29:27.123Z'),
    objectType: 'billing.meter',
    objectId: 'mtr_1',
    livemode: true,
    apiVersion: null,
  });
});

describe('the amount a person would ask for', () => {
  const item = (unit: number | null, quantity?: number) => ({
    price: { unit_amount: unit, currency: 'usd' },
    quantity,
  });
  test.each<[string, Record<string, unknown>, number | null, string | null]>([
    [
      'open invoice: due',
      { object: 'invoice', status: 'open', amount_paid: 0, amount_due: 900, currency: 'usd' },
      900,
      'usd',
    ],
    ['checkout session: total', { object: 'checkout.session', amount_total: 1, currency: 'jpy' }, 1, 'jpy'],
    [
      'refunded charge: refunded',
      { object: 'charge', amount: 10, amount_refunded: 4, refunded: true, currency: 'usd' },
      4,
      'usd',
    ],
    [
      'subscription: items × quantity',
      { object: 'subscription', items: { data: [item(100, 3), item(50)] } },
      350,
      'usd',
    ],
    ['tiered price: unknown', { object: 'subscription', items: { data: [item(null, 3)] } }, null, null],
    [
      'before 2020: plan',
      { object: 'subscription', items: { data: [{ plan: { amount: 7, currency: 'usd' }, quantity: 2 }] } },
      14,
      'usd',
    ],
    ['customer: none', { object: 'customer', email: 'a@b.co' }, null, null],
  ])('%s', (_name, object, amountMinor, currency) => {
    expect(readEnvelope(snapshot('x.y', object))).toMatchObject({ amountMinor, currency });
  });
});

test.each([
  null,
  1,
  'x',
  [],
  {},
  { object: 'event' },
  { object: 'event', id: 'evt_1' },
  { object: 'event', id: 1, type: 'x' },
  { object: 'list', id: 'a', type: 'b' },
])('no event: %j', (json) => expect(readEnvelope(json)).toBeNull());

test('request as a plain string, as before 2017', () => {
  expect(readEnvelope(snapshot('x.y', {}, { request: 'req_old' }))?.requestId).toBe('req_old');
});

test('never throws on any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (value, object) => {
      readEnvelope(value);
      const envelope = readEnvelope({
        object: 'event',
        id: 'evt_1',
        type: 'x.y',
        data: value,
        request: object,
      });
      expect(envelope?.stripeId).toBe('evt_1');
      readEnvelope({ context: object, object: 'v2.core.event', id: 'e', type: 't', related_object: value });
    }),
  );
});

test.each([
  [1_796_000_000, 1_796_000_000_000],
  [0, 0],
  [8_640_000_000_000, 8_640_000_000_000_000],
  [8_640_000_000_001, null],
  [1_796_000_000_000_000, null],
  [-1, null],
  [1.5, null],
  ['1796000000', null],
  [null, null],
])('created %s is %s ms', (created, createdAt) => {
  expect(readEnvelope({ id: 'evt_1', object: 'event', type: 'x', created })?.createdAt).toBe(createdAt);
});

test('a total beyond 2^53 is not known, rather than wrong', () => {
  const item = { price: { unit_amount: 99_999_999, currency: 'usd' }, quantity: 1_000_000_000 };
  const event = (items: object[]): unknown => ({
    id: 'evt_1',
    object: 'event',
    type: 'customer.subscription.updated',
    data: { object: { object: 'subscription', items: { data: items } } },
  });
  expect(readEnvelope(event([item]))).toMatchObject({ amountMinor: null, currency: 'usd' });
  expect(readEnvelope(event([{ ...item, quantity: 2 }]))).toMatchObject({ amountMinor: 199_999_998 });
});

test('names that could not be stored or asked for again are none, or are made so that they can be', () => {
  const read = (change: object): ReturnType<typeof readEnvelope> =>
    readEnvelope({ id: 'evt_1', object: 'event', type: 'x', ...change });
  for (const id of ['', '.', '..', 'values', 'x'.repeat(256), 7, null]) expect(read({ id })).toBeNull();
  expect(read({ id: 'a/b%2F?c#d' })?.stripeId).toBe('a/b%2F?c#d');
  expect(read({ id: 'evt_\ud800' })?.stripeId).toBe('evt_\ufffd');
  expect(read({ account: 'a'.repeat(256) })?.account).toBeNull();
  const label = read({ data: { object: { object: 'customer', name: '漢'.repeat(2_000) } } })?.customerLabel;
  expect(label).toBe('漢'.repeat(500));
});
