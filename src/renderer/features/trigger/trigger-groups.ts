// The triggers by what they are about, and which of them have a trap.
import type { triggerEn } from '../../i18n/en-trigger.ts';

export type TriggerGroup = keyof typeof triggerEn.trigger.group;
export type Trap = keyof typeof triggerEn.trigger.trap;

/** The longest beginning that fits decides. */
const GROUPS: readonly (readonly [beginning: string, TriggerGroup])[] = [
  ['checkout.', 'checkout'],
  ['payment_link.', 'checkout'],
  ['customer.subscription.', 'subscriptions'],
  ['subscription.', 'subscriptions'],
  ['subscription_schedule.', 'subscriptions'],
  ['invoice.', 'invoices'],
  ['invoiceitem.', 'invoices'],
  ['credit_note.', 'invoices'],
  ['quote.', 'invoices'],
  ['customer.', 'customers'],
  ['customer_cash_balance_transaction.', 'customers'],
  ['cash_balance.', 'customers'],
  ['billing_portal.', 'customers'],
  ['payment_intent.', 'payments'],
  ['setup_intent.', 'payments'],
  ['payment_method.', 'payments'],
  ['charge.', 'payments'],
  ['product.', 'catalogue'],
  ['price.', 'catalogue'],
  ['plan.', 'catalogue'],
  ['coupon.', 'catalogue'],
  ['promotion_code.', 'catalogue'],
  ['tax_rate.', 'catalogue'],
  ['test_helpers.', 'clocks'],
  ['account.', 'account'],
  ['balance.', 'account'],
  ['payout.', 'account'],
  ['topup.', 'account'],
  ['transfer.', 'account'],
];

/** In the order they are shown: what a subscription business needs comes first. */
const ORDER: readonly TriggerGroup[] = [
  'checkout',
  'subscriptions',
  'invoices',
  'customers',
  'payments',
  'catalogue',
  'clocks',
  'account',
  'other',
];

export function groupOf(name: string): TriggerGroup {
  return GROUPS.find(([beginning]) => name.startsWith(beginning))?.[1] ?? 'other';
}

export interface ShownTriggers {
  group: TriggerGroup | 'first';
  names: readonly string[];
}

/** Favourites and what was used last come first, and nothing stands twice. */
export function groupTriggers(
  names: readonly string[],
  { query, favourites, used }: { query: string; favourites: readonly string[]; used: readonly string[] },
): ShownTriggers[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = names.filter((name) => words.every((word) => name.includes(word)));
  const first = [...new Set([...favourites, ...used])].filter((name) => fitting.includes(name));
  const rest = fitting.filter((name) => !first.includes(name));
  const groups = ORDER.map((group) => ({ group, names: rest.filter((name) => groupOf(name) === group) }));
  return [{ group: 'first' as const, names: first }, ...groups].filter((one) => one.names.length > 0);
}

const TRAPS: readonly (readonly [RegExp, Trap])[] = [
  [/^checkout\.session\.completed$/, 'guestCheckout'],
  [/^checkout\.session\.async_payment_(?:succeeded|failed)$/, 'lateCheckout'],
  [/^customer\.subscription\.created$/, 'newCustomer'],
  [/^customer\.subscription\.updated$/, 'metadataOnly'],
  [/^customer\.subscription\.paused$/, 'pausedTrial'],
  [/^customer\.subscription\.trial_will_end$/, 'trialAtOnce'],
  [/^invoice\.(?:paid|payment_succeeded|payment_failed|payment_action_required)$/, 'noSubscription'],
  [/^subscription\.payment_failed$/, 'failingSubscription'],
  [/^subscription\.payment_succeeded$/, 'recipeName'],
  [/^charge\.dispute\.created$/, 'inquiry'],
  [/^customer\.deleted$/, 'ownCustomer'],
  [/^v1\.billing\.meter\./, 'otherHost'],
];

export function trapOf(name: string): Trap | null {
  return TRAPS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
