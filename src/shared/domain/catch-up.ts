// The words of catching up. Stable: they are stored, sent over the API and translated by the dashboard.

/** Stripe keeps events for 30 days. Source: https://docs.stripe.com/api/events */
export const RETENTION_MS = 30 * 24 * 60 * 60 * 1_000;

/**
 * `looking`: Stripe is still being asked · `found`: waits for a choice · `delivering` · `paused`: by hand ·
 * `done`: all that was chosen was sent · `recorded`: kept without being sent · `cancelled`: the rest is recorded only
 */
export const GAP_STATES = [
  'looking',
  'found',
  'delivering',
  'paused',
  'done',
  'recorded',
  'cancelled',
] as const;
export type GapState = (typeof GAP_STATES)[number];

/** States a gap stays in until somebody chooses otherwise. */
export const ENDED_GAPS: ReadonlySet<GapState> = new Set<GapState>(['done', 'recorded', 'cancelled']);

/** Why Stripe was asked for events. */
export const GAP_REASONS = [
  'first', // the first time ever: the last hour, recorded and not delivered
  'start',
  'reconnect',
  'renewal', // the session of the CLI expired and was made anew
  'awake', // the machine slept
  'watchdog', // the line was dead and did not say so
  'retry', // a look before could not be brought to its end
  'asked',
  'reconcile', // chosen from a comparison
] as const;
export type GapReason = (typeof GAP_REASONS)[number];

/**
 * One event of a gap. `waiting`: recorded, to be sent or chosen · `left`: recorded, and that is all that was wanted ·
 * the others as the event's own delivery stands (`none` = no endpoint takes it).
 */
export const GAP_EVENT_STATES = [
  'waiting',
  'left',
  'none',
  'pending',
  'held',
  'delivered',
  'failed',
] as const;
export type GapEventState = (typeof GAP_EVENT_STATES)[number];

/** Why Stripe could not be asked. */
export const STRIPE_PROBLEMS = [
  'rate_limited',
  'not_allowed', // the key lacks the permission, was refused, or has expired
  'offline',
  'not_stripe', // something else responded: the login page of a network, a proxy, half a response
  'no_credentials',
  'other',
] as const;
export type StripeProblemCode = (typeof STRIPE_PROBLEMS)[number];

/** What Stripe keeps lists of: the own account's events, a connected account's, thin events, and the connected accounts themselves. */
export const STRIPE_LISTS = ['own', 'connected', 'thin', 'accounts'] as const;
export type StripeList = (typeof STRIPE_LISTS)[number];

/** How Stripe and Hookline differ over an event. */
export const RECONCILE_KINDS = [
  'missing', // Stripe has it, Hookline does not
  'undelivered', // here, but not answered with 2xx
  'version', // here, in another API version than Stripe has it
] as const;
export type ReconcileKind = (typeof RECONCILE_KINDS)[number];
