// Coherent synthetic events: whole stories of a customer, told in the events Stripe would send. Pure and repeatable.
import type { ArticleKey } from './catalogue.ts';
import * as purchase from './purchase-scenarios.ts';
import { versionsOf, type ScenarioId, type ScenarioOptions, type ScenarioStep } from './scenario-options.ts';
import { createStory, type Story } from './story.ts';
import * as subscription from './subscription-scenarios.ts';

export {
  PLAN_KEYS,
  SCENARIO_API_VERSIONS,
  SCENARIO_IDS,
  versionsOf,
  type PlanKey,
  type PlanWish,
  type ScenarioApiVersion,
  type ScenarioId,
  type ScenarioOptions,
  type ScenarioStep,
} from './scenario-options.ts';
export { SCENARIO_OUTCOMES, type ScenarioOutcome } from './scenario-outcomes.ts';
export { inStripesManner, type Manner } from './stripes-manner.ts';

const SCRIPTS: Record<ScenarioId, { sells: ArticleKey[]; tell: (story: Story) => void }> = {
  checkout_subscription: { sells: ['pro'], tell: subscription.checkoutSubscription },
  trial_converts: { sells: ['pro'], tell: subscription.trialConverts },
  trial_ends: { sells: ['pro'], tell: subscription.trialEnds },
  upgrade: { sells: ['starter', 'pro'], tell: subscription.upgrade },
  downgrade_at_period_end: { sells: ['starter', 'pro'], tell: subscription.downgradeAtPeriodEnd },
  seats: { sells: ['team'], tell: subscription.seats },
  renewal: { sells: ['pro'], tell: subscription.renewal },
  payment_fails_recovers: { sells: ['pro'], tell: subscription.paymentFailsRecovers },
  payment_fails_canceled: { sells: ['pro'], tell: subscription.paymentFailsCanceled },
  cancel_and_resume: { sells: ['pro'], tell: subscription.cancelAndResume },
  cancel_at_period_end: { sells: ['pro'], tell: subscription.cancelAtPeriodEnd },
  pause_resume: { sells: ['pro'], tell: subscription.pauseResume },
  one_time_customer: { sells: ['lifetime'], tell: purchase.oneTimeCustomer },
  one_time_guest: { sells: ['lifetime'], tell: purchase.oneTimeGuest },
  async_payment: { sells: ['lifetime'], tell: purchase.asyncPayment },
  refund: { sells: ['lifetime'], tell: purchase.refund },
  dispute: { sells: ['lifetime'], tell: purchase.dispute },
  two_subscriptions: { sells: ['starter', 'team'], tell: subscription.twoSubscriptions },
  customer_deleted: { sells: ['pro'], tell: subscription.customerDeleted },
  three_d_secure: { sells: ['pro'], tell: subscription.threeDSecure },
  mixed_intervals: { sells: ['pro', 'support'], tell: subscription.mixedIntervals },
  tiered_price: { sells: ['team_tiered'], tell: subscription.tieredPrice },
  pause_endpoint: { sells: ['pro'], tell: subscription.pauseEndpoint },
  entitlements: { sells: ['starter', 'pro'], tell: subscription.entitlements },
  lifetime_and_credits: { sells: ['lifetime', 'credits'], tell: purchase.lifetimeAndCredits },
  refund_fails: { sells: ['lifetime'], tell: purchase.refundFails },
  dispute_appeal: { sells: ['lifetime'], tell: purchase.disputeAppeal },
};

/**
 * @returns in the order Stripe created them, which is seldom the order of delivery: see `inStripesManner`
 * @throws RangeError for times, amounts or a currency no story could be told with, and for a version the scenario is not in
 */
export function generateScenario(id: ScenarioId, options: ScenarioOptions): ScenarioStep[] {
  if (!Number.isSafeInteger(options.startAt)) throw new RangeError('startAt must be whole Unix seconds.');
  if (options.currency !== undefined && !/^[a-z]{3}$/i.test(options.currency))
    throw new RangeError('currency must be an ISO 4217 code such as eur.');
  if (!versionsOf(id).includes(options.apiVersion))
    throw new RangeError(`${id} needs API version ${versionsOf(id).join(' or ')}.`);
  const { sells, tell } = SCRIPTS[id];
  const story = createStory(id, options, sells);
  tell(story);
  return story.recorder.steps();
}
