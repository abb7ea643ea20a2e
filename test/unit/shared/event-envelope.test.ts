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
  const recurring = (unit: number, interval: string, more: object = {}) => ({
    price: { unit_amount: unit, currency: 'usd', recurring: { interval, ...more } },
    quantity: 1,
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
    [
      'partly captured charge: captured',
      { object: 'charge', amount: 5000, amount_captured: 3000, captured: true, currency: 'usd' },
      3000,
      'usd',
    ],
    [
      'partly captured payment: received',
      { object: 'payment_intent', amount: 5000, amount_received: 3000, currency: 'usd' },
      3000,
      'usd',
    ],
    [
      'invoice paid outside of Stripe: due',
      { object: 'invoice', status: 'paid', amount_paid: 0, amount_due: 900, currency: 'usd' },
      900,
      'usd',
    ],
    ['quote: total', { object: 'quote', amount_total: 900, currency: 'eur' }, 900, 'eur'],
    ['invoice payment: paid', { object: 'invoice_payment', amount_paid: 7, currency: 'eur' }, 7, 'eur'],
    [
      'open invoice payment: requested',
      { object: 'invoice_payment', amount_paid: null, amount_requested: 8, currency: 'eur' },
      8,
      'eur',
    ],
    [
      'credit grant: its monetary amount',
      { object: 'billing.credit_grant', amount: { monetary: { value: 50, currency: 'eur' } } },
      50,
      'eur',
    ],
    [
      'balance of one currency',
      {
        object: 'balance',
        available: [
          { amount: 0, currency: 'usd' },
          { amount: 5, currency: 'eur' },
        ],
      },
      5,
      'eur',
    ],
    [
      'balance of two currencies: none',
      {
        object: 'balance',
        available: [
          { amount: 4, currency: 'usd' },
          { amount: 5, currency: 'eur' },
        ],
      },
      null,
      null,
    ],
    [
      'metered and licensed: the licensed part',
      {
        object: 'subscription',
        items: { data: [item(1500, 2), recurring(3, 'month', { usage_type: 'metered' })] },
      },
      3000,
      'usd',
    ],
    [
      'metered alone: unknown',
      { object: 'subscription', items: { data: [recurring(3, 'month', { usage_type: 'metered' })] } },
      null,
      null,
    ],
    [
      'monthly and yearly: no sum',
      { object: 'subscription', items: { data: [recurring(1500, 'month'), recurring(3600, 'year')] } },
      null,
      'usd',
    ],
    [
      'every month and every three months: no sum',
      {
        object: 'subscription',
        items: { data: [recurring(15, 'month'), recurring(36, 'month', { interval_count: 3 })] },
      },
      null,
      'usd',
    ],
    [
      'sold in packages: packages begun',
      {
        object: 'subscription',
        items: {
          data: [
            {
              price: {
                unit_amount: 700,
                currency: 'usd',
                transform_quantity: { divide_by: 10, round: 'up' },
              },
              quantity: 21,
            },
          ],
        },
      },
      2100,
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

test.each<[string, string, Record<string, unknown>, Record<string, unknown>, number]>([
  ['a first part', 'charge.refunded', { amount_refunded: 500 }, { amount_refunded: 0 }, 500],
  ['a second part', 'charge.refunded', { amount_refunded: 1200 }, { amount_refunded: 500 }, 700],
  ['the rest', 'charge.refunded', { amount_refunded: 1500, refunded: true }, { amount_refunded: 500 }, 1000],
  ['all, as old versions tell it', 'charge.refunded', { amount_refunded: 1500, refunded: true }, {}, 1500],
  ['a part of a fee', 'application_fee.refunded', { amount_refunded: 40 }, { amount_refunded: 10 }, 30],
  ['a part of a transfer', 'transfer.reversed', { amount_reversed: 300 }, { amount_reversed: 100 }, 200],
])('what came back with this event alone: %s', (_name, type, sums, previous, amountMinor) => {
  const object = { object: type.split('.')[0], amount: 1500, currency: 'eur', ...sums };
  const event = { id: 'evt_1', object: 'event', type, data: { object, previous_attributes: previous } };
  expect(readEnvelope(event)).toMatchObject({ amountMinor, currency: 'eur' });
});

test.each<[string, Record<string, unknown>, string | null]>([
  [
    'by the account that is a customer',
    { object: 'subscription', customer: null, customer_account: 'acct_7' },
    'acct_7',
  ],
  ['by the customer, where there are both', { customer: 'cus_1', customer_account: 'acct_7' }, 'cus_1'],
  ['by the owner of a tax ID', { object: 'tax_id', owner: { type: 'customer', customer: 'cus_2' } }, 'cus_2'],
  ['by the holder of a bank account', { account_holder: { customer_account: 'acct_8' } }, 'acct_8'],
  [
    'by an expanded invoice',
    { object: 'invoice_payment', invoice: { id: 'in_1', customer: 'cus_3' } },
    'cus_3',
  ],
  ['of an identity check', { related_customer: 'cus_4' }, 'cus_4'],
  ['nobody', { object: 'payout' }, null],
])('whose it is: %s', (_name, object, customerId) => {
  expect(readEnvelope(snapshot('x.y', object))?.customerId).toBe(customerId);
});

test('an account of API v2 with the configuration of a customer is one', () => {
  const thin = (type: string): unknown => ({
    id: 'evt_1',
    object: 'v2.core.event',
    type,
    related_object: { id: 'acct_7', type: 'v2.core.account' },
  });
  expect(readEnvelope(thin('v2.core.account[configuration.customer].updated'))?.customerId).toBe('acct_7');
  expect(readEnvelope(thin('v2.core.account[configuration.merchant].updated'))?.customerId).toBeNull();
});
