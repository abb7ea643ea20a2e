// Why Stripe gave no answer, told apart by what can be done about it.
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

/** What Stripe said in an error body; null = the text is something else. */
export function readApiError(
  text: string,
): { message: string; code: string | null; type: string | null } | null {
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    if (typeof error !== 'object' || error === null) return null;
    const { message, code, type } = error as Record<string, unknown>;
    return {
      message: typeof message === 'string' ? message : 'Stripe answered with an error.',
      code: typeof code === 'string' ? code : null,
      type: typeof type === 'string' ? type : null,
    };
  } catch {
    return null;
  }
}

/** Codes that Stripe uses for a key or an account that may not do what was asked. */
const REFUSALS = new Set([
  'more_permissions_required',
  'api_key_expired',
  'account_invalid',
  'platform_api_key_expired',
  'secret_key_required',
  'livemode_mismatch',
]);

/**
 * @param status HTTP status; null = not known, as the CLI does not tell it
 * @param body the error body as Stripe wrote it
 */
export function failureOf(
  status: number | null,
  body: string,
  retryAfterMs: number | null = null,
): StripeFailure {
  const said = readApiError(body);
  const detail =
    said?.message ?? (status === null ? body.trim().slice(0, 300) : `Stripe answered ${status}.`);
  const code = said?.code ?? null;
  if (status === 429 || code === 'rate_limit' || said?.type === 'rate_limit_error')
    return new StripeFailure({ code: 'rate_limited', detail }, code, retryAfterMs);
  const refused =
    status === 401 ||
    status === 403 ||
    (code !== null && REFUSALS.has(code)) ||
    said?.type === 'authentication_error' ||
    said?.type === 'permission_error';
  if (refused) return new StripeFailure({ code: 'not_allowed', detail }, code);
  return new StripeFailure({ code: 'other', detail }, code);
}
