// Events that name no customer are the customer's all the same: in the list, in the search and in the customer's story.
import { expect, test } from 'vitest';
import { openPlanStore } from '../support/plan-store.ts';

const event = (id: string, type: string, object: Record<string, unknown>) => ({
  id: `evt_${id}`,
  object: 'event',
  type,
  created: 1_795_422_567,
  livemode: false,
  api_version: '2026-10-28.endive',
  request: { id: null, idempotency_key: null },
  data: { object },
});

const INVOICE = event('invoice', 'invoice.finalized', {
  id: 'in_1Ada0001',
  object: 'invoice',
  customer: 'cus_Ada0001',
  customer_name: 'Ada Lovelace',
  status: 'open',
  amount_due: 1500,
  currency: 'eur',
});
const PAYMENT = event('payment', 'invoice_payment.paid', {
  id: 'inpay_1Ada0001',
  object: 'invoice_payment',
  invoice: 'in_1Ada0001',
  payment: { type: 'payment_intent', payment_intent: 'pi_1Ada0001' },
  amount_paid: 1500,
  currency: 'eur',
  status: 'paid',
});
const REFUND = event('refund', 'refund.created', {
  id: 're_1Ada0001',
  object: 'refund',
  payment_intent: 'pi_1Ada0001',
  amount: 500,
  currency: 'eur',
  status: 'succeeded',
});
const DISPUTE = event('dispute', 'charge.dispute.created', {
  id: 'dp_1Ada0001',
  object: 'dispute',
  payment_intent: 'pi_1Ada0001',
  amount: 1500,
  currency: 'eur',
  status: 'needs_response',
});
const WARNING = event('warning', 'radar.early_fraud_warning.created', {
  id: 'issfr_1Ada0001',
  object: 'radar.early_fraud_warning',
  payment_intent: 'pi_1Ada0001',
  fraud_type: 'misc',
});
const THIN = {
  id: 'evt_thin',
  object: 'v2.core.event',
  type: 'v1.invoice.payment_failed',
  created: '2026-11-23T08:29:27.123Z',
  livemode: false,
  related_object: { id: 'in_1Ada0001', type: 'invoice', url: '/v1/invoices/in_1Ada0001' },
};
const OTHER = event('other', 'payout.paid', { id: 'po_1', object: 'payout', amount: 1, currency: 'eur' });

test.each<[string, 'indexed first' | 'indexed after', Record<string, unknown>[]]>([
  ['the invoice comes first', 'indexed first', [INVOICE, PAYMENT, REFUND, DISPUTE, WARNING, OTHER]],
  ['the invoice comes last', 'indexed first', [DISPUTE, WARNING, REFUND, OTHER, PAYMENT, INVOICE]],
  ['the invoice comes last', 'indexed after', [DISPUTE, WARNING, REFUND, OTHER, PAYMENT, INVOICE]],
])('%s, %s', async (_name, order, events) => {
  const opened = openPlanStore();
  const { store, take, folded } = opened;
  for (const one of events) {
    await take(one);
    if (order === 'indexed first') await store.write.indexEvents(1_000);
    await folded();
  }
  await store.write.indexEvents(1_000);
  const expectOwned = (): void => {
    const { items } = store.reads.listEvents({ filter: 'customer:cus_Ada0001' }, null, 50);
    expect(items.map(({ id }) => id).toSorted((one, other) => one.localeCompare(other))).toEqual([
      'evt_dispute',
      'evt_invoice',
      'evt_payment',
      'evt_refund',
      'evt_warning',
    ]);
    expect(new Set(items.map(({ customerLabel }) => customerLabel))).toEqual(new Set(['Ada Lovelace']));
    expect(store.reads.listEvents({ filter: 'customer:Lovelace' }, null, 50).items).toHaveLength(5);
    expect(store.reads.findEventById('evt_payment')).toMatchObject({
      customerId: 'cus_Ada0001',
      amountMinor: 1500,
      currency: 'eur',
    });
    expect(store.reads.findEventById('evt_other')?.customerId).toBeNull();
  };
  expectOwned();
  await opened.rebuild();
  expectOwned();
});

test('the payment of a guest stays without a customer, since a guest has no id', async () => {
  const { store, take, folded } = openPlanStore();
  await take(
    event('session', 'checkout.session.completed', {
      id: 'cs_test_a1Guest0001',
      object: 'checkout.session',
      mode: 'payment',
      payment_status: 'paid',
      customer: null,
      customer_details: { email: 'guest@example.com' },
      payment_intent: 'pi_1Ada0001',
      amount_total: 500,
      currency: 'eur',
    }),
  );
  await take(REFUND);
  await folded();
  expect(store.reads.findEventById('evt_refund')?.customerId).toBeNull();
});

test('a thin event about an object that is known is its customer’s', async () => {
  const { store, take, folded } = openPlanStore();
  await take(INVOICE);
  await take(THIN);
  await folded();
  expect(store.reads.findEventById('evt_thin')).toMatchObject({
    customerId: 'cus_Ada0001',
    customerLabel: 'Ada Lovelace',
  });
});
