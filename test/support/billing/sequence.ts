// What a billing sequence is: Stripe's events in the order in which Stripe created them, and what the customers API must
// say after some of them. Sequences are data: no code runs in them.
import { CURRENT, renderAs, type ApiVersion } from './api-version.ts';
import type { StripeObject } from './stripe-objects.ts';

/** An exact value, or a condition where Stripe's documentation leaves the exact value open. */
export type Want<T> = T | { oneOf: readonly T[] } | { not: T } | { contains: string };

/** Whom an expectation is about; left out = `cus_~` of the own account in test mode. */
export interface Who {
  customer?: string;
  account?: string;
  livemode?: boolean;
  /** A buyer without a customer, by email or client_reference_id. */
  guest?: string;
}

export interface SubscriptionWant {
  status?: Want<string>;
  items?: Want<string[]>;
  metadata?: Want<Record<string, string>>;
  periodEnd?: Want<number | null>;
  trialEnd?: Want<number | null>;
  cancelScheduled?: Want<boolean>;
  endsAt?: Want<number | null>;
  endedAt?: Want<number | null>;
  pauseCollection?: Want<{ behavior: string; resumesAt: number | null } | null>;
  pendingUpdate?: Want<boolean>;
  /** Unix seconds; null = no scheduled change. */
  nextChangeAt?: Want<number | null>;
  nextChangePlans?: Want<string[]>;
  payment?: Want<'ok' | 'failed' | 'action_required' | 'voided' | 'uncollectible' | 'unknown' | null>;
  paymentInvoice?: Want<string | null>;
  paymentAmount?: Want<number | null>;
  nextAttemptAt?: Want<number | null>;
  uncertain?: Want<boolean>;
}

export interface PurchaseWant {
  state?: Want<'pending' | 'granted' | 'failed' | 'expired' | 'revoked'>;
  planKey?: Want<string | null>;
  amountMinor?: Want<number | null>;
  refundedMinor?: Want<number>;
  dispute?: Want<'open' | 'won' | 'lost' | null>;
}

export interface Expected {
  who?: Who;
  // The headline.
  kind?: Want<'subscription' | 'purchase' | 'none'>;
  plan?: Want<string | null>;
  planName?: Want<string | null>;
  quantity?: Want<number | null>;
  unitAmount?: Want<number | null>;
  status?: Want<string | null>;
  access?: Want<boolean>;
  /** The subscription or purchase that the headline shows. */
  shows?: Want<string | null>;
  addOns?: Want<string[]>;
  more?: Want<number>;
  nextAt?: Want<number | null>;
  nextIs?: Want<'trial_end' | 'renewal' | 'end' | null>;
  uncertain?: Want<boolean>;
  /** The plan the app should give, by the name that people call it: here the price’s nickname, else the plan key. */
  appShouldGive?: Want<string | null>;
  // The customer.
  email?: Want<string | null>;
  name?: Want<string | null>;
  metadata?: Want<Record<string, string>>;
  appRef?: Want<string | null>;
  deletedAt?: Want<number | null>;
  /** After the last change of entitlements. */
  features?: Want<string | null>;
  subscriptions?: Record<string, SubscriptionWant>;
  purchases?: Record<string, PurchaseWant>;
}

export interface Step {
  event: StripeObject;
  expect: readonly Expected[];
}

export interface Sequence {
  name: string;
  /** The page of Stripe's documentation that says so. */
  follows: string;
  /**
   * All of it happens within one second or two, so every order of arrival is tried (200 random ones beyond six events);
   * for the others a few.
   */
  cascade?: boolean;
  /**
   * Stripe's fields do not tell which event is the last of its second, so that an order may end in another state as long
   * as the subscription is marked `uncertain`. Left out = every order must end in the same state, and be certain.
   */
  undecided?: boolean;
  steps: readonly Step[];
}

export interface StepOptions {
  previous?: StripeObject;
  expect?: Expected | readonly Expected[];
  version?: ApiVersion;
  account?: string;
  livemode?: boolean;
}

/** One event, created at `at` (Unix seconds). */
export function step(at: number, type: string, object: StripeObject, options: StepOptions = {}): Step {
  const { previous, expect = [], version = CURRENT, account, livemode = false } = options;
  return {
    event: {
      object: 'event',
      ...(account === undefined ? {} : { account }),
      api_version: version,
      created: at,
      data: {
        object: { ...renderAs(version, type, object), ...(livemode ? { livemode } : {}) },
        ...(previous === undefined ? {} : { previous_attributes: renderAs(version, type, previous) }),
      },
      livemode,
      pending_webhooks: 1,
      request: { id: null, idempotency_key: null },
      type,
    },
    expect: Array.isArray(expect) ? (expect as Expected[]) : [expect as Expected],
  };
}

/** `step` for a sequence whose events all have the rendering of an older API version. */
export const stepIn =
  (version: ApiVersion): typeof step =>
  (at, type, object, options) =>
    step(at, type, object, { version, ...options });
