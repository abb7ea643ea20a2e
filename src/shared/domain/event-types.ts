// What the dotted name of a Stripe event says: which family it belongs to, and its last word.

export const EVENT_FAMILIES = [
  'checkout',
  'subscription',
  'invoice',
  'payment',
  'customer',
  'other',
] as const;
export type EventFamily = (typeof EVENT_FAMILIES)[number];

/** The family of an event type decides its colour and icon; the order matters, the first match wins. */
const FAMILY_PREFIXES: readonly (readonly [prefix: string, family: EventFamily])[] = [
  ['checkout.', 'checkout'],
  ['customer.subscription', 'subscription'],
  ['subscription_schedule', 'subscription'],
  ['invoice', 'invoice'],
  ['credit_note', 'invoice'],
  ['payment_intent', 'payment'],
  ['payment_method', 'payment'],
  ['setup_intent', 'payment'],
  ['charge', 'payment'],
  ['refund', 'payment'],
  ['payout', 'payment'],
  ['customer', 'customer'],
];

/** Thin events carry a version in front (`v1.`, `v2.`); the family is that of the name behind it. */
export function familyOf(type: string): EventFamily {
  const name = type.replace(/^v\d+\./, '');
  return FAMILY_PREFIXES.find(([prefix]) => name.startsWith(prefix))?.[1] ?? 'other';
}

/** `customer.subscription.updated` → `['customer.subscription.', 'updated']`. */
export function splitType(type: string): [head: string, tail: string] {
  const dot = type.lastIndexOf('.');
  return [type.slice(0, dot + 1), type.slice(dot + 1)];
}
