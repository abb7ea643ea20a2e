// Why Stripe gave no answer, told apart by what can be done about it.
import { errorIn } from '#shared/domain/stripe-cli/api-error.ts';
import { kindOfApiError } from '#shared/domain/stripe-cli/classify-failure.ts';
import type { CliFailureKind } from '#shared/domain/stripe-cli/failure-kinds.ts';
import { StripeTime } from '#shared/domain/stripe-time.ts';
import type { StripeProblem } from '#shared/contract/catch-up.ts';

export interface FailureDetails {
  /** Stripe's error code, such as `resource_missing`. */
  stripeCode?: string | null;
  /** What Stripe asked to wait before the next try. */
  retryAfterMs?: number | null;
  /** When Stripe responded, by its own clock; none when nothing that Stripe wrote arrived. */
  at?: StripeTime | null;
}

export class StripeFailure extends Error {
  readonly problem: StripeProblem;
  readonly stripeCode: string | null;
  readonly retryAfterMs: number | null;
  readonly at: StripeTime | null;
  constructor(problem: StripeProblem, { stripeCode, retryAfterMs, at }: FailureDetails = {}) {
    super(problem.detail ?? problem.code);
    this.problem = problem;
    this.stripeCode = stripeCode ?? null;
    this.retryAfterMs = retryAfterMs ?? null;
    this.at = at ?? null;
  }
}

/** A response that Stripe cannot have written: a captive portal, a proxy's page, or one that was cut short. */
export function notStripe(detail: string): StripeFailure {
  return new StripeFailure({ code: 'not_stripe', detail });
}

export const STRIPE_PROBLEM_OF: Record<CliFailureKind, StripeProblem['code']> = {
  cli_missing: 'other',
  cli_not_executable: 'other',
  wrong_architecture: 'other',
  unsupported_options: 'other',
  crashed: 'other',
  killed: 'other',
  not_logged_in: 'no_credentials',
  key_invalid: 'not_allowed',
  key_expired: 'not_allowed',
  key_forbidden: 'not_allowed',
  mode_mismatch: 'not_allowed',
  organization_key: 'not_allowed',
  login_expired: 'no_credentials',
  login_declined: 'no_credentials',
  offline: 'offline',
  dns: 'offline',
  tls: 'offline',
  proxy: 'offline',
  timeout: 'offline',
  not_stripe: 'not_stripe',
  rate_limited: 'rate_limited',
  too_many_sessions: 'rate_limited',
  stripe_down: 'other',
  unknown_event: 'other',
  not_found: 'other',
  bad_request: 'other',
  other: 'other',
};

/**
 * @param status HTTP status; null = not known, as the CLI prints it only on some of its ways
 * @param body the error body as it came
 */
export function failureOf(
  status: number | null,
  body: string,
  { retryAfterMs = null, date = null }: { retryAfterMs?: number | null; date?: string | null } = {},
): StripeFailure {
  const error = errorIn(body);
  const detail =
    error === null
      ? status === null
        ? body.trim().slice(0, 300)
        : `Stripe returned ${status}.`
      : (error.message ?? 'Stripe returned an error.');
  const code = STRIPE_PROBLEM_OF[kindOfApiError(status, error)];
  // Stripe refuses with an error in JSON. Where a page refuses, it is another one's, and says nothing about the key.
  if (error === null && code === 'not_allowed' && body.trim() !== '')
    return notStripe(`The response with status ${status} is not an error of Stripe’s API.`);
  return new StripeFailure(
    { code, detail },
    {
      stripeCode: error?.code,
      retryAfterMs: code === 'rate_limited' ? retryAfterMs : null,
      at: error === null ? null : StripeTime.ofDateHeader(date),
    },
  );
}
