// The scripts of the scenarios in which somebody subscribes. Source: facts F1, F3, F5.
import { addMonths, DAY, HOUR, MINUTE } from './calendar.ts';
import { activate, beginIncomplete, subscribe, type Subscribed } from './checkout-cascade.ts';
import { createFeatures, tellEntitlements } from './render-entitlements.ts';
import { awaitAuthentication, failInvoice, payInvoice } from './invoice-cascade.ts';
import { attachCard } from './payment-cascade.ts';
import { renderSchedule, type ScheduleRecord } from './render-schedule.ts';
import {
  announceRenewal,
  changePlanNow,
  changeSeats,
  collect,
  endSubscription,
  pauseSubscription,
  renew,
  renewInVain,
  resumeSubscription,
  scheduleCancellation,
  turnPeriod,
  withdrawCancellation,
} from './subscription-cascade.ts';
import type { Story } from './story.ts';

const TRIAL_DAYS = 14;

export function checkoutSubscription(story: Story): void {
  subscribe(story, { plan: story.plans.pro, isPlanInMetadata: true });
}

export function trialConverts(story: Story): void {
  const { recorder } = story;
  const trial = { days: TRIAL_DAYS, withoutPaymentMethod: 'create_invoice' } as const;
  const subscribed = subscribe(story, { plan: story.plans.pro, trial });
  remindOfTrialEnd(story, subscribed);
  const invoice = recorder.moment('trial_ends', 'stripe', () => {
    subscribed.subscription.status = 'active';
    return turnPeriod(story, subscribed.subscription);
  });
  collect(story, subscribed, invoice, 'pays');
}

export function trialEnds(story: Story): void {
  const { recorder } = story;
  const trial = { days: TRIAL_DAYS, withoutPaymentMethod: 'pause' } as const;
  const subscribed = subscribe(story, { plan: story.plans.pro, trial });
  remindOfTrialEnd(story, subscribed);
  recorder.moment('trial_ends', 'stripe', () => {
    subscribed.subscription.status = 'paused';
    subscribed.subscription.paused = { at: recorder.now(), by: 'trial_end_without_payment_method' };
    story.tellSubscription(subscribed.subscription, 'updated');
    story.tellSubscription(subscribed.subscription, 'paused');
  });
}

/** Three days before; then goes on to the end itself. */
function remindOfTrialEnd(story: Story, { subscription }: Subscribed): void {
  const end = subscription.trial?.end ?? subscription.periodEnd;
  story.recorder.waitUntil(end - 3 * DAY);
  story.recorder.moment('trial_will_end', 'stripe', () =>
    story.tellSubscription(subscription, 'trial_will_end'),
  );
  story.recorder.waitUntil(end);
}

export function upgrade(story: Story): void {
  const subscribed = subscribe(story, { plan: story.plans.starter, isPlanInMetadata: true });
  somethingLater(story, 10);
  story.recorder.moment('upgrades', 'request', () => changePlanNow(story, subscribed, story.plans.pro));
}

export function downgradeAtPeriodEnd(story: Story): void {
  const { recorder, rendering } = story;
  const subscribed = subscribe(story, { plan: story.plans.pro });
  const { subscription } = subscribed;
  const tell = (schedule: ScheduleRecord, what: 'created' | 'updated' | 'released'): void =>
    recorder.record(`subscription_schedule.${what}`, renderSchedule(schedule, rendering));

  somethingLater(story, 12);
  const schedule = recorder.moment('schedules_downgrade', 'request', (): ScheduleRecord => {
    // As the Customer Portal does: first a schedule of what is, then the phase that is to come.
    const made: ScheduleRecord = {
      id: recorder.id('schedule'),
      created: recorder.now(),
      subscription,
      phases: [{ plan: subscription.plan, start: subscription.periodStart, end: subscription.periodEnd }],
      current: 0,
      releasedAt: null,
    };
    tell(made, 'created');
    subscription.scheduleId = made.id;
    story.tellSubscription(subscription, 'updated');
    recorder.linger();
    made.phases.push({
      plan: story.plans.starter,
      start: subscription.periodEnd,
      end: addMonths(subscription.anchor, subscription.monthsToPeriodEnd + 1),
    });
    tell(made, 'updated');
    return made;
  });

  recorder.waitUntil(subscription.periodEnd);
  const invoice = recorder.moment('downgrades', 'stripe', () => {
    subscription.plan = story.plans.starter;
    const draft = turnPeriod(story, subscription);
    schedule.current = 1;
    tell(schedule, 'updated');
    recorder.linger();
    schedule.current = null;
    schedule.releasedAt = recorder.now();
    tell(schedule, 'released');
    subscription.scheduleId = null;
    story.tellSubscription(subscription, 'updated');
    return draft;
  });
  collect(story, subscribed, invoice, 'renewal_paid');
}

export function seats(story: Story): void {
  const { recorder } = story;
  const subscribed = subscribe(story, { plan: story.plans.team, quantity: 3 });
  somethingLater(story, 6);
  const added = recorder.moment('adds_seats', 'request', () =>
    changeSeats(story, subscribed.subscription, 5),
  );
  somethingLater(story, 8);
  const removed = recorder.moment('removes_seats', 'request', () =>
    changeSeats(story, subscribed.subscription, 2),
  );
  renew(story, subscribed, [...added, ...removed]);
}

export function renewal(story: Story): void {
  const subscribed = subscribe(story, { plan: story.plans.pro });
  announceRenewal(story, subscribed);
  renew(story, subscribed);
}

export function paymentFailsRecovers(story: Story): void {
  const { recorder, customer } = story;
  const subscribed = subscribe(story, { plan: story.plans.pro, isPlanInMetadata: true });
  const { subscription } = subscribed;
  const invoice = renewInVain(story, subscribed, 3);
  somethingLater(story, 1);
  const card = recorder.moment('updates_card', 'request', () => {
    const attached = attachCard(story, '1111');
    customer.defaultPaymentMethod = attached.id;
    story.tellCustomer('updated');
    subscription.paymentMethodId = attached.id;
    story.tellSubscription(subscription, 'updated');
    return attached;
  });
  recorder.wait(recorder.chance(20, MINUTE));
  recorder.moment('recovers', 'request', () => {
    payInvoice(story, invoice, card);
    subscription.status = 'active';
    story.tellSubscription(subscription, 'updated');
    customer.delinquent = false;
    story.tellCustomer('updated');
  });
}

export function paymentFailsCanceled(story: Story): void {
  const { recorder } = story;
  const subscribed = subscribe(story, { plan: story.plans.pro });
  const invoice = renewInVain(story, subscribed, 3);
  // After each retry, the days to the next; null = Stripe gives up.
  for (const days of [2, 2, null]) {
    recorder.waitUntil(invoice.nextAttemptAt ?? 0);
    recorder.moment('retry_fails', 'stripe', () =>
      failInvoice(story, invoice, days === null ? null : recorder.now() + days * DAY),
    );
  }
  recorder.wait(recorder.chance(1, 5));
  recorder.moment('ends', 'stripe', () => endSubscription(story, subscribed.subscription, 'payment_failed'));
}

export function cancelAndResume(story: Story): void {
  const { subscription } = subscribe(story, { plan: story.plans.pro, isPlanInMetadata: true });
  somethingLater(story, 9);
  story.recorder.moment('schedules_cancellation', 'request', () => scheduleCancellation(story, subscription));
  somethingLater(story, 2);
  story.recorder.moment('withdraws_cancellation', 'request', () => withdrawCancellation(story, subscription));
}

export function cancelAtPeriodEnd(story: Story): void {
  const { subscription } = subscribe(story, { plan: story.plans.pro });
  somethingLater(story, 9);
  story.recorder.moment('schedules_cancellation', 'request', () => scheduleCancellation(story, subscription));
  story.recorder.waitUntil(subscription.periodEnd);
  story.recorder.moment('ends', 'stripe', () =>
    endSubscription(story, subscription, 'cancellation_requested'),
  );
}

export function pauseResume(story: Story): void {
  const { recorder } = story;
  const { subscription } = subscribe(story, { plan: story.plans.pro });
  somethingLater(story, 6);
  recorder.moment('pauses_collection', 'request', () => {
    subscription.pauseCollection = { behavior: 'void', resumesAt: null };
    story.tellSubscription(subscription, 'updated');
  });
  somethingLater(story, 14);
  recorder.moment('resumes_collection', 'request', () => {
    subscription.pauseCollection = null;
    story.tellSubscription(subscription, 'updated');
  });
}

export function twoSubscriptions(story: Story): void {
  const { subscription } = subscribe(story, { plan: story.plans.starter });
  somethingLater(story, 1);
  subscribe(story, { plan: story.plans.team, quantity: 3 });
  somethingLater(story, 10);
  story.recorder.moment('ends_one', 'request', () =>
    endSubscription(story, subscription, 'cancellation_requested'),
  );
}

export function customerDeleted(story: Story): void {
  const { subscription } = subscribe(story, { plan: story.plans.pro, isPlanInMetadata: true });
  somethingLater(story, 4);
  story.recorder.moment('is_deleted', 'request', () => {
    endSubscription(story, subscription, 'cancellation_requested');
    story.tellCustomer('deleted');
  });
}

/** The app's server makes the subscription, and the bank wants the card's owner to authenticate. */
export function threeDSecure(story: Story): void {
  const { recorder, customer, rendering } = story;
  const order = { plan: story.plans.pro, isPlanInMetadata: true };
  const { subscription, invoice, card } = recorder.moment('subscribes', 'request', () => {
    story.ensureCustomer();
    const attached = attachCard(story, '3220');
    const begun = beginIncomplete(story, order, attached);
    recorder.linger();
    awaitAuthentication(story, begun.invoice);
    return { ...begun, card: attached };
  });
  recorder.wait(recorder.chance(20, 2 * MINUTE));
  recorder.moment('authenticates', 'request', () => {
    activate(story, subscription, invoice, card);
    customer.currency = rendering.currency;
    story.tellCustomer('updated');
  });
}

/** In flexible billing each item has its own interval: a plan by the month, and support by the year. */
export function mixedIntervals(story: Story): void {
  const { plans } = story;
  const subscribed = subscribe(story, { plan: plans.pro, addOns: [plans.support] });
  renew(story, subscribed);
}

export function tieredPrice(story: Story): void {
  const subscribed = subscribe(story, { plan: story.plans.team_tiered, quantity: 8 });
  somethingLater(story, 9);
  const added = story.recorder.moment('adds_seats', 'request', () =>
    changeSeats(story, subscribed.subscription, 12),
  );
  renew(story, subscribed, added);
}

/** `POST /v1/subscriptions/{id}/pause`: the real status, with the unused time credited. */
export function pauseEndpoint(story: Story): void {
  const { recorder } = story;
  const subscribed = subscribe(story, { plan: story.plans.pro, isPlanInMetadata: true });
  somethingLater(story, 10);
  const credit = recorder.moment('pauses', 'request', () =>
    pauseSubscription(story, subscribed.subscription),
  );
  somethingLater(story, 20);
  recorder.moment('resumes', 'request', () => resumeSubscription(story, subscribed, credit));
}

export function entitlements(story: Story): void {
  const { recorder } = story;
  const features = createFeatures(story, ['api_access', 'priority_support']);
  const [basic] = features;
  const subscribed = subscribe(story, { plan: story.plans.starter, isPlanInMetadata: true });
  const { subscription } = subscribed;
  recorder.moment('gets_features', 'stripe', () =>
    tellEntitlements(story, basic === undefined ? [] : [basic]),
  );
  somethingLater(story, 9);
  recorder.moment('upgrades', 'request', () => {
    changePlanNow(story, subscribed, story.plans.pro);
    recorder.byStripe(() => tellEntitlements(story, features));
  });
  somethingLater(story, 3);
  recorder.moment('ends_now', 'request', () => {
    endSubscription(story, subscription, 'cancellation_requested');
    recorder.byStripe(() => tellEntitlements(story, []));
  });
}

/** People do not come back to the second. */
function somethingLater({ recorder }: Story, days: number): void {
  recorder.wait(days * DAY + recorder.chance(-4 * HOUR, 4 * HOUR));
}
