// Why Stripe gave no answer, told apart by what can be done about it.
import { errorIn } from '#shared/domain/stripe-cli/api-error.ts';
import { kindOfApiError } from '#shared/domain/stripe-cli/classify-failure.ts';
import type { CliFailureKind } from '#shared/domain/stripe-cli/failure-kinds.ts';
import type { StripeProblem } from '#shared/contract/catch-up.ts';

export class StripeFailure extends Error {
  readonly problem: StripeProblem;
  /** Stripe's error code, such as `resource_missing`; null = none was told. */
  readonly stripeCode: string | null;
  /** What Stripe asked to wait before the next try; null = it did not say. */
  readonly retryAfterMs: number | null;
  constructor(problem: StripeProblem, stripeCode: string | null = null, retryAfterMs: number | null = null) {
    super(problem.detail ?? problem.code);
    this.problem = problem;
    this.stripeCode = stripeCode;
    this.retryAfterMs = retryAfterMs;
  }
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
  not_stripe: 'offline',
  rate_limited: 'rate_limited',
  too_many_sessions: 'rate_limited',
  stripe_down: 'other',
  unknown_event: 'other',
  not_found: 'other',
  bad_request: 'other',
  other: 'other',
};

/**
 * @param status HTTP status; null = not known, as the CLI does not tell it
 * @param body the error body as Stripe wrote it
 */
export function failureOf(
  status: number | null,
  body: string,
  retryAfterMs: number | null = null,
): StripeFailure {
  const error = errorIn(body);
  const detail =
    error === null
      ? status === null
        ? body.trim().slice(0, 300)
        : `Stripe returned ${status}.`
      : (error.message ?? 'Stripe returned an error.');
  const code = STRIPE_PROBLEM_OF[kindOfApiError(status, error)];
  return new StripeFailure(
    { code, detail },
    error?.code ?? null,
    code === 'rate_limited' ? retryAfterMs : null,
  );
}
