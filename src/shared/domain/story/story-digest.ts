// A group of events in short: what happened, who, how much, how long it took, and how the delivery stands.
import type { DeliveryState } from '../delivery.ts';

export const STORY_TOPICS = [
  'checkout',
  'dispute',
  'refund',
  'payment_failed',
  'subscription_ended',
  'subscription_started',
  'renewal',
  'payment',
  'subscription_changed',
  'invoice',
  'setup',
  'customer',
  'catalogue',
] as const;
export type StoryTopic = (typeof STORY_TOPICS)[number];

/** What of an event its group's line is made of. */
export interface DigestedEvent {
  kind: 'snapshot' | 'thin' | 'rejected';
  type: string;
  receivedAt: number;
  objectId: string | null;
  customerId: string | null;
  customerLabel: string | null;
  amountMinor: number | null;
  currency: string | null;
  source: string;
  deliveryState: DeliveryState;
}

export interface StoryDigest {
  topic: StoryTopic | null;
  /** Name, email or id. */
  who: string | null;
  amount: { amountMinor: number; currency: string } | null;
  count: number;
  /** Between the first arrival and the last. */
  spanMs: number;
  lastReceivedAt: number;
  worst: DeliveryState;
  /** How many stand like that. */
  worstCount: number;
  allSynthetic: boolean;
}

/** The first that fits is what the story is about: what says most, then what was there before it. */
const TOPICS: readonly (readonly [topic: StoryTopic, pattern: RegExp])[] = [
  ['dispute', /^charge\.dispute\./],
  ['refund', /^(charge\.refund|refund\.|credit_note\.)/],
  ['checkout', /^checkout\.session\./],
  ['subscription_ended', /^customer\.subscription\.(deleted|paused)$/],
  ['subscription_started', /^customer\.subscription\.(created|resumed)$/],
  ['payment_failed', /^(invoice\.payment_failed|payment_intent\.payment_failed|charge\.failed)$/],
  ['renewal', /^invoice\.(paid|payment_succeeded)$/],
  ['payment', /^(payment_intent|charge|invoice_payment)\./],
  ['subscription_changed', /^(customer\.subscription|subscription_schedule)\./],
  ['invoice', /^(invoice|invoiceitem)\./],
  ['setup', /^(setup_intent|payment_method)\./],
  ['customer', /^(customer|entitlements)\./],
  ['catalogue', /^(product|price|plan|coupon|promotion_code)\./],
];

const WORST_FIRST: readonly DeliveryState[] = [
  'failed',
  'held',
  'retrying',
  'pending',
  'rejected',
  'delivered',
  'none',
];

/** @param events at least one */
export function digestStory(events: readonly DigestedEvent[]): StoryDigest {
  const times = events.map(({ receivedAt }) => receivedAt);
  const last = maxOf(times);
  const worst = WORST_FIRST.find((state) => events.some((event) => event.deliveryState === state)) ?? 'none';
  return {
    topic: topicOf(events.map(({ type }) => type)),
    who: whoOf(events),
    amount: moneyOf(events),
    count: events.length,
    spanMs: last - minOf(times),
    lastReceivedAt: last,
    worst,
    worstCount: events.filter(({ deliveryState }) => deliveryState === worst).length,
    allSynthetic: events.length > 0 && events.every(({ source }) => source === 'synthetic'),
  };
}

export function topicOf(types: readonly string[]): StoryTopic | null {
  const names = types.map((type) => type.replace(/^v\d+\./, ''));
  return TOPICS.find(([, pattern]) => names.some((name) => pattern.test(name)))?.[0] ?? null;
}

function whoOf(events: readonly DigestedEvent[]): string | null {
  return (
    events.find(({ customerLabel }) => customerLabel !== null)?.customerLabel ??
    events.find(({ customerId }) => customerId !== null)?.customerId ??
    null
  );
}

/** Who is paid tells of the same money several times; the first kind of event that is there counts, each object once. */
const MONEY: readonly RegExp[] = [
  /^charge\.(succeeded|captured)$/,
  /^payment_intent\.succeeded$/,
  /^invoice\.(paid|payment_succeeded)$/,
  /^checkout\.session\./,
  /^charge\.dispute\./,
  /^refund\.created$/,
  // Each tells what it gave back, so that all of one charge add up.
  /^charge\.refunded$/,
  /^invoice\.(payment_failed|finalized|created)$/,
  /^(payment_intent|charge)\./,
];

/** What was paid in all; failing that, what it is about. @returns null for several currencies at once */
export function moneyOf(events: readonly DigestedEvent[]): StoryDigest['amount'] {
  for (const pattern of MONEY) {
    // Newest first: the latest word about an object.
    const byObject = new Map<string, DigestedEvent>();
    events.forEach((event, index) => {
      if (!pattern.test(event.type) || event.amountMinor === null || event.currency === null) return;
      const object = event.type === 'charge.refunded' ? String(index) : (event.objectId ?? String(index));
      if (!byObject.has(object)) byObject.set(object, event);
    });
    const found = [...byObject.values()];
    const currency = found[0]?.currency ?? null;
    if (currency === null) continue;
    if (found.some((event) => event.currency !== currency)) return null;
    return { currency, amountMinor: found.reduce((sum, event) => sum + (event.amountMinor ?? 0), 0) };
  }
  return null;
}

const maxOf = (numbers: readonly number[]): number =>
  numbers.reduce((most, one) => Math.max(most, one), -Infinity);
const minOf = (numbers: readonly number[]): number =>
  numbers.reduce((least, one) => Math.min(least, one), Infinity);
