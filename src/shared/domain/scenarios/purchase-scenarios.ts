// The scripts of the scenarios in which somebody buys once. Source: facts F3, F5.
import { DAY, HOUR, MINUTE } from './calendar.ts';
import { buyOnce, tellSession, type Purchase } from './checkout-cascade.ts';
import type { ChargeRecord } from './billing-records.ts';
import { settleIntent, tellCharge } from './payment-cascade.ts';
import { renderDispute, type DisputeRecord } from './render-dispute.ts';
import { renderRefund, type RefundRecord } from './render-payment.ts';
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

/** Credits are no plan, and hide none. */
export function lifetimeAndCredits(story: Story): void {
  const { recorder, plans } = story;
  buyOnce(story, { plan: plans.lifetime });
  recorder.wait(20 * DAY + recorder.chance(0, 8 * HOUR));
  buyOnce(story, { plan: plans.credits, metadata: { credits: '100' } });
}

export function refund(story: Story): void {
  giveBack(story, 'succeeded');
}

/** The card has expired meanwhile: the money comes back, and the customer keeps what was bought. */
export function refundFails(story: Story): void {
  const { recorder, rendering } = story;
  const { record, charge } = giveBack(story, 'pending');
  recorder.wait(5 * DAY + recorder.chance(0, 8 * HOUR));
  recorder.moment('refund_fails', 'stripe', () => {
    charge.amountRefunded = 0;
    record.status = 'failed';
    record.failureBalanceTransactionId = recorder.id('balanceTransaction');
    recorder.record('refund.updated', renderRefund(record, rendering));
    // Acacia (2024-10-28) brought it.
    if (rendering.isModern) recorder.record('refund.failed', renderRefund(record, rendering));
  });
}

function giveBack(
  story: Story,
  status: 'succeeded' | 'pending',
): { record: RefundRecord; charge: ChargeRecord } {
  const { recorder, rendering } = story;
  const charge = chargeOf(buyOnce(story, { plan: story.plans.lifetime }));
  recorder.wait(2 * DAY + recorder.chance(0, 8 * HOUR));
  return recorder.moment('is_refunded', 'request', () => {
    charge.amountRefunded = charge.amount;
    tellCharge(story, charge, 'refunded');
    const record: RefundRecord = {
      id: recorder.id('refund'),
      charge,
      created: recorder.now(),
      balanceTransactionId: recorder.id('balanceTransaction'),
      status,
      failureBalanceTransactionId: null,
    };
    recorder.record('refund.created', renderRefund(record, rendering));
    return { record, charge };
  });
}

export function dispute(story: Story): void {
  loseDispute(story);
}

/** Lost, then won on appeal: the money comes back. */
export function disputeAppeal(story: Story): void {
  const { recorder } = story;
  const { record, tell } = loseDispute(story);
  recorder.wait(recorder.chance(20, MINUTE));
  recorder.moment('appeal_opens', 'stripe', () => {
    record.status = 'appeal_needs_response';
    tell('updated');
  });
  recorder.wait(2 * DAY + recorder.chance(0, 8 * HOUR));
  recorder.moment('appeals', 'request', () => {
    record.status = 'appeal_under_review';
    record.submissionCount = 1;
    tell('updated');
  });
  recorder.wait(20 * DAY + recorder.chance(0, 8 * HOUR));
  recorder.moment('appeal_won', 'stripe', () => {
    record.status = 'won';
    record.reinstatement = { id: recorder.id('balanceTransaction'), created: recorder.now() };
    tell('funds_reinstated');
    tell('closed');
  });
}

type DisputeNews = 'created' | 'updated' | 'funds_withdrawn' | 'funds_reinstated' | 'closed';

function loseDispute(story: Story): { record: DisputeRecord; tell: (what: DisputeNews) => void } {
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
    submissionCount: 0,
    withdrawal: null,
    reinstatement: null,
  };
  const tell = (what: DisputeNews): void =>
    recorder.record(`charge.dispute.${what}`, renderDispute(record, rendering));
  recorder.moment('is_disputed', 'stripe', () => {
    charge.isDisputed = true;
    tell('created');
    recorder.linger();
    record.withdrawal = { id: recorder.id('balanceTransaction'), created: recorder.now() };
    tell('funds_withdrawn');
  });
  // Nobody responds in time.
  recorder.wait(8 * DAY + recorder.chance(0, 8 * HOUR));
  recorder.moment('dispute_lost', 'stripe', () => {
    record.status = 'lost';
    tell('closed');
  });
  return { record, tell };
}

function chargeOf({ intent }: Purchase): ChargeRecord {
  if (intent.charge === null) throw new Error(`${intent.id} has not been charged.`);
  return intent.charge;
}
