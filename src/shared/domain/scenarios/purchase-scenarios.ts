// The scripts of the scenarios in which somebody buys once. Source: facts F3, F5.
import { DAY, HOUR } from './calendar.ts';
import { buyOnce, tellSession, type Purchase } from './checkout-cascade.ts';
import type { ChargeRecord } from './billing-records.ts';
import { settleIntent, tellCharge } from './payment-cascade.ts';
import { renderDispute, type DisputeRecord } from './render-dispute.ts';
import { renderRefund } from './render-payment.ts';
import type { Story } from './story.ts';

export function oneTimeCustomer(story: Story): void {
  buyOnce(story, { plan: story.plans.lifetime });
}

export function oneTimeGuest(story: Story): void {
  buyOnce(story, { plan: story.plans.lifetime, isGuest: true });
}

export function asyncPayment(story: Story): void {
  const { recorder } = story;
  const { session, intent } = buyOnce(story, { plan: story.plans.lifetime, by: 'sepa_debit' });
  recorder.wait(3 * DAY + recorder.chance(0, 8 * HOUR));
  recorder.moment('payment_arrives', 'stripe', () => {
    settleIntent(story, intent);
    recorder.linger();
    tellSession(story, { ...session, paymentStatus: 'paid' }, 'async_payment_succeeded');
  });
}

export function refund(story: Story): void {
  const { recorder, rendering } = story;
  const charge = chargeOf(buyOnce(story, { plan: story.plans.lifetime }));
  recorder.wait(2 * DAY + recorder.chance(0, 8 * HOUR));
  recorder.moment('is_refunded', 'request', () => {
    charge.amountRefunded = charge.amount;
    tellCharge(story, charge, 'refunded');
    const record = {
      id: recorder.id('refund'),
      charge,
      created: recorder.now(),
      balanceTransactionId: recorder.id('balanceTransaction'),
    };
    recorder.record('refund.created', renderRefund(record, rendering));
  });
}

export function dispute(story: Story): void {
  const { recorder, rendering, customer } = story;
  const charge = chargeOf(buyOnce(story, { plan: story.plans.lifetime }));
  recorder.wait(9 * DAY + recorder.chance(0, 8 * HOUR));
  const record: DisputeRecord = {
    id: recorder.id('dispute'),
    charge,
    customerName: customer.name,
    customerEmail: customer.email,
    created: recorder.now(),
    status: 'needs_response',
    withdrawal: null,
  };
  const tell = (what: 'created' | 'funds_withdrawn' | 'closed'): void =>
    recorder.record(`charge.dispute.${what}`, renderDispute(record, rendering));
  recorder.moment('is_disputed', 'stripe', () => {
    charge.isDisputed = true;
    tell('created');
    recorder.linger();
    record.withdrawal = { id: recorder.id('balanceTransaction'), created: recorder.now() };
    tell('funds_withdrawn');
  });
  // Nobody answers in time.
  recorder.wait(8 * DAY + recorder.chance(0, 8 * HOUR));
  recorder.moment('dispute_lost', 'stripe', () => {
    record.status = 'lost';
    tell('closed');
  });
}

function chargeOf({ intent }: Purchase): ChargeRecord {
  if (intent.charge === null) throw new Error(`${intent.id} has not been charged.`);
  return intent.charge;
}
