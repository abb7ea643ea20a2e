// What is to be known of the customer once all events of a scenario have arrived, in whatever order.
import type { PlanKey, ScenarioId } from './scenario-options.ts';

export interface ScenarioOutcome {
  /** What an app is to grant: `free` without access by a subscription or a purchase. */
  planKey: 'free' | PlanKey;
  /** Of the subscription that counts (facts F5, 10); null = there never was one. */
  status: 'trialing' | 'active' | 'paused' | 'canceled' | null;
  /** Seats of that subscription. */
  quantity: number | null;
  /** How many subscriptions there have been. */
  subscriptionCount: number;
  purchase: 'granted' | 'revoked' | null;
  isCustomerDeleted: boolean;
}

const NOTHING = { subscriptionCount: 0, purchase: null, isCustomerDeleted: false, quantity: null } as const;
const PRO: ScenarioOutcome = {
  ...NOTHING,
  planKey: 'pro',
  status: 'active',
  quantity: 1,
  subscriptionCount: 1,
};
const ENDED: ScenarioOutcome = { ...PRO, planKey: 'free', status: 'canceled' };
const BOUGHT: ScenarioOutcome = { ...NOTHING, planKey: 'lifetime', status: null, purchase: 'granted' };
const REVOKED: ScenarioOutcome = { ...BOUGHT, planKey: 'free', purchase: 'revoked' };

export const SCENARIO_OUTCOMES: Record<ScenarioId, ScenarioOutcome> = {
  checkout_subscription: PRO,
  trial_converts: PRO,
  trial_ends: { ...PRO, planKey: 'free', status: 'paused' },
  upgrade: PRO,
  downgrade_at_period_end: { ...PRO, planKey: 'starter' },
  seats: { ...PRO, planKey: 'team', quantity: 2 },
  renewal: PRO,
  payment_fails_recovers: PRO,
  payment_fails_canceled: ENDED,
  cancel_and_resume: PRO,
  cancel_at_period_end: ENDED,
  pause_resume: PRO,
  one_time_customer: BOUGHT,
  one_time_guest: BOUGHT,
  async_payment: BOUGHT,
  refund: REVOKED,
  dispute: REVOKED,
  two_subscriptions: { ...PRO, planKey: 'team', quantity: 3, subscriptionCount: 2 },
  customer_deleted: { ...ENDED, isCustomerDeleted: true },
  three_d_secure: PRO,
  mixed_intervals: PRO,
  tiered_price: { ...PRO, planKey: 'team', quantity: 12 },
  pause_endpoint: PRO,
  entitlements: ENDED,
  lifetime_and_credits: BOUGHT,
  refund_fails: BOUGHT,
  dispute_appeal: BOUGHT,
};
