// What there is to generate, what a generator is told, and what it gives back.

export const SCENARIO_IDS = [
  'checkout_subscription',
  'trial_converts',
  'trial_ends',
  'upgrade',
  'downgrade_at_period_end',
  'seats',
  'renewal',
  'payment_fails_recovers',
  'payment_fails_canceled',
  'cancel_and_resume',
  'cancel_at_period_end',
  'pause_resume',
  'one_time_customer',
  'one_time_guest',
  'async_payment',
  'refund',
  'dispute',
  'two_subscriptions',
  'customer_deleted',
  'three_d_secure',
  'mixed_intervals',
  'tiered_price',
  'pause_endpoint',
  'entitlements',
  'lifetime_and_credits',
  'refund_fails',
  'dispute_appeal',
] as const;
export type ScenarioId = (typeof SCENARIO_IDS)[number];

/** One before basil (2025-03-31), with the shapes that went then, and one current. Source: facts F2. */
export const SCENARIO_API_VERSIONS = ['2024-06-20', '2026-10-28.endive'] as const;
export type ScenarioApiVersion = (typeof SCENARIO_API_VERSIONS)[number];

/** Those that are about something which older API versions do not have. Source: facts F1, F3. */
const NEEDS_CURRENT: readonly ScenarioId[] = ['mixed_intervals', 'pause_endpoint', 'dispute_appeal'];

export const versionsOf = (id: ScenarioId): readonly ScenarioApiVersion[] =>
  NEEDS_CURRENT.includes(id) ? ['2026-10-28.endive'] : SCENARIO_API_VERSIONS;

export const PLAN_KEYS = ['starter', 'pro', 'team', 'lifetime'] as const;
/** What an app switches on (facts F6). */
export type PlanKey = (typeof PLAN_KEYS)[number];

export interface PlanWish {
  /** Of the product. */
  name?: string;
  /** Per month and seat, or once for `lifetime`; in the currency's smallest unit. */
  amount?: number;
}

export interface ScenarioOptions {
  apiVersion: ScenarioApiVersion;
  /**
   * Every id follows from it and the scenario: who plays a scenario twice in one store wants another seed, lest the second
   * time count as redelivery. The same seed in the other version gives another rendering of the same events.
   */
  seed: number;
  /** Unix seconds of the first event. */
  startAt: number;
  /** ISO 4217 in any case; default `eur`. */
  currency?: string;
  /** Default: one of a few made-up people. With an `id`, the scenario begins with that customer's creation all the same. */
  customer?: { name: string; email: string; id?: string };
  /** Connected account; default none. */
  account?: string | null;
  /** The app's own name for the customer: `client_reference_id` of the session and `metadata.user_id`. */
  appRef?: string;
  plans?: Partial<Record<PlanKey, PlanWish>>;
}

export interface ScenarioStep {
  /** Whole seconds after `startAt` at which Stripe creates the event. */
  at: number;
  /** The complete event object. */
  event: Record<string, unknown>;
  /** What a person would say happens here (`pays`, `trial_starts` …); null for all but the first event of a cascade. */
  beat: string | null;
}
