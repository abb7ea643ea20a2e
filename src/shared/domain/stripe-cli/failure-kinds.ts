// Why a run of the Stripe CLI failed: one closed vocabulary for listening, triggers, signing in, key checks and lists of events.

export const CLI_FAILURE_KINDS = [
  // The program.
  'cli_missing',
  'cli_not_executable',
  'wrong_architecture',
  'unsupported_options', // a flag or address that this version of the CLI does not take
  'crashed',
  'killed',
  // Login and key.
  'not_logged_in',
  'key_invalid',
  'key_expired',
  'key_forbidden',
  'mode_mismatch', // a live key where test mode is meant, or the other way round
  'organization_key',
  'login_expired', // nobody confirmed the code in time
  'login_declined',
  // The way to Stripe.
  'offline',
  'dns',
  'tls', // the certificate is not Stripe's, or no TLS is spoken at all
  'proxy',
  'timeout',
  'not_stripe', // something else than Stripe's API responded
  // Stripe.
  'rate_limited',
  'too_many_sessions',
  'stripe_down',
  'unknown_event', // `stripe trigger` has no recipe for it
  'not_found',
  'bad_request',
  'other',
] as const;
export type CliFailureKind = (typeof CLI_FAILURE_KINDS)[number];
