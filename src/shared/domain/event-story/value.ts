// One thing an event tells, in a form that can be put into words in any language.
import type { PlanRef } from '../plans/headline.ts';

/** Sets of Stripe's enum values that there are words for; a value nobody knew is shown as Stripe writes it. */
export const ENUM_SETS = [
  'status',
  'billingReason',
  'cancellationReason',
  'feedback',
  'collectionMethod',
  'pauseBehavior',
  'refundReason',
  'disputeReason',
  'decline',
  'refundFailure',
  'payoutFailure',
  'paymentCancellation',
  'taxExempt',
  'duration',
  'interval',
] as const;
export type EnumSet = (typeof ENUM_SETS)[number];

export type Value =
  | { kind: 'none' }
  /** In the currency's smallest unit. */
  | { kind: 'money'; amountMinor: number; currency: string }
  /** Unix seconds. */
  | { kind: 'date'; at: number }
  | { kind: 'number'; value: number }
  | { kind: 'percent'; value: number }
  | { kind: 'duration'; unit: 'day' | 'month'; count: number }
  | { kind: 'flag'; value: boolean }
  /** `otherwise`: what to show where there are no words for the value, such as Stripe's own message. */
  | { kind: 'enum'; set: EnumSet; value: string; otherwise?: string }
  | { kind: 'id'; id: string }
  | { kind: 'text'; text: string }
  /** What is sold: by name, by what it costs, or both. */
  | { kind: 'plan'; plan: PlanRef; show: 'name' | 'price' | 'both' }
  | { kind: 'method'; type: string; brand: string | null; last4: string | null }
  /** What an event is about: its type without the last part, `customer.subscription`. */
  | { kind: 'thing'; name: string }
  /** What happened to it: the last part of the type, `trial_will_end`. */
  | { kind: 'happening'; name: string }
  | { kind: 'list'; values: Value[] }
  | { kind: 'json'; text: string };

export const NONE: Value = { kind: 'none' };

export const numberValue = (value: number): Value => ({ kind: 'number', value });
export const textValue = (text: string | null): Value | null =>
  text === null ? null : { kind: 'text', text };
export const idValue = (id: string | null): Value | null => (id === null ? null : { kind: 'id', id });
export const dateValue = (at: number | null): Value | null => (at === null ? null : { kind: 'date', at });
export const enumValue = (
  set: EnumSet,
  value: string | null,
  otherwise: string | null = null,
): Value | null =>
  value === null ? null : { kind: 'enum', set, value, ...(otherwise === null ? {} : { otherwise }) };
export const moneyValue = (amountMinor: number | null, currency: string | null): Value | null =>
  amountMinor === null || currency === null ? null : { kind: 'money', amountMinor, currency };
export const listValue = (values: Value[]): Value | null =>
  values.length === 0 ? null : { kind: 'list', values };
