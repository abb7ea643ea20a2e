// The states of the line to Stripe as the forwarder sees it. Stable words; the dashboard puts sentences and next steps to them.

export const FORWARDER_STATES = [
  'disabled', // started with --no-listen
  'not_found', // no Stripe CLI to run
  'not_logged_in', // the CLI has no key
  'starting',
  'ready',
  'reconnecting', // the socket dropped, the CLI is dialling again
  'renewing', // session expired, the CLI asks for a new one
  'key_refused', // key expired, revoked or without the permission
  'too_many_sessions',
  'organization_key',
  'offline', // Stripe cannot be reached at all
  'crashed',
  'stopped',
] as const;
export type ForwarderState = (typeof FORWARDER_STATES)[number];

/** Is the heartbeat between the CLI and Stripe heard? `unknown` = this CLI does not tell. */
export const LINE_HEALTH = ['unknown', 'alive', 'silent'] as const;
export type LineHealth = (typeof LINE_HEALTH)[number];
