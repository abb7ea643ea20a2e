// The scenarios in the groups they are shown in. One that is not known here yet is among the others, by its id.
import type { playEn } from '../../i18n/en-play.ts';

export type KnownScenario = keyof typeof playEn.scenario;
export type ScenarioGroup = keyof typeof playEn.play.group;

const GROUPS: readonly (readonly [ScenarioGroup, readonly KnownScenario[]])[] = [
  [
    'subscribing',
    ['checkout_subscription', 'three_d_secure', 'trial_converts', 'trial_ends', 'two_subscriptions'],
  ],
  [
    'changing',
    [
      'upgrade',
      'downgrade_at_period_end',
      'seats',
      'tiered_price',
      'mixed_intervals',
      'pause_resume',
      'pause_endpoint',
      'entitlements',
    ],
  ],
  ['paying', ['renewal', 'payment_fails_recovers', 'payment_fails_canceled']],
  ['ending', ['cancel_and_resume', 'cancel_at_period_end', 'customer_deleted']],
  [
    'oneTime',
    [
      'one_time_customer',
      'one_time_guest',
      'lifetime_and_credits',
      'async_payment',
      'refund',
      'refund_fails',
      'dispute',
      'dispute_appeal',
    ],
  ],
];

const KNOWN = GROUPS.flatMap(([, ids]) => ids);

/** @returns null for one that has no words */
export function knownScenario(id: string): KnownScenario | null {
  return KNOWN.find((known) => known === id) ?? null;
}

/** Only what the engine offers, without empty groups. */
export function groupScenarios(
  offered: readonly string[],
): { group: ScenarioGroup; ids: readonly string[] }[] {
  const groups = GROUPS.map(([group, ids]) => ({
    group,
    ids: ids.filter((id): boolean => offered.includes(id)) as readonly string[],
  }));
  const others = offered.filter((id) => knownScenario(id) === null);
  return [...groups, { group: 'other' as const, ids: others }].filter(({ ids }) => ids.length > 0);
}
