// Reads what `stripe login --non-interactive` answers. Strictly: what it names is opened and run, so only what is known goes through.
import { classifyCliFailure, type CliOutcome } from '#shared/domain/stripe-cli/classify-failure.ts';
import type { CliFailureKind } from '#shared/domain/stripe-cli/failure-kinds.ts';

export interface LoginAnswer {
  way: 'pairing' | 'device';
  /** Where somebody confirms. */
  browserUrl: string;
  code: string | null;
  /** What waits for it; the printed word `stripe` is left out, as it may not be on the PATH, or be another. */
  args: readonly string[];
}

/** Hidden flags of the CLI that take nothing: the OAuth login, and the same for somebody who is logged in. */
const DEVICE_FLAGS = new Set(['--complete-device', '--complete-reauth']);

/** @param standIn origin of a loopback stand-in for Stripe; null = Stripe alone is trusted */
export function readLoginAnswer(stdout: string, standIn: string | null): LoginAnswer | null {
  const told = parse(stdout);
  const { browser_url: browserUrl, verification_code: code, next_step: nextStep } = told;
  if (typeof browserUrl !== 'string' || typeof nextStep !== 'string') return null;
  if (!isStripes(browserUrl, standIn)) return null;
  const common = { browserUrl, code: typeof code === 'string' && code !== '' ? code : null };
  const step = /^stripe login (--[a-z-]+)(?: '([^'\s]+)')?$/.exec(nextStep.trim());
  const [, flag = '', pollUrl] = step ?? [];
  if (DEVICE_FLAGS.has(flag) && pollUrl === undefined)
    return { way: 'device', ...common, args: ['login', flag] };
  if (flag !== '--complete' || pollUrl === undefined || !isStripes(pollUrl, standIn)) return null;
  return { way: 'pairing', ...common, args: ['login', flag, pollUrl] };
}

function parse(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Over TLS at a host of Stripe's own, or at the stand-in. */
function isStripes(text: string, standIn: string | null): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (standIn !== null && url.origin === standIn) return true;
  const isAtStripe = url.hostname === 'stripe.com' || url.hostname.endsWith('.stripe.com');
  return url.protocol === 'https:' && url.port === '' && isAtStripe;
}

export interface LoggedIn {
  accountId: string | null;
  accountName: string | null;
  /** Where the login lies in clear text, if it does. */
  unencryptedAt: string | null;
}

/** The last words of a login that went well. The OAuth one may say less. */
export function readLoggedIn(output: string): LoggedIn {
  const done = /configured for (.+) with account id (acct_\w+)/.exec(output);
  return {
    accountId: done?.[2] ?? /\bacct_\w+/.exec(output)?.[0] ?? null,
    accountName: done?.[1] ?? null,
    unencryptedAt: /stored unencrypted in (.+?)\.?\s*$/m.exec(output)?.[1] ?? null,
  };
}

export type LoginProblem = 'expired' | 'refused' | 'unreachable' | 'failed';

const MEANING: Record<CliFailureKind, LoginProblem> = {
  cli_missing: 'failed',
  cli_not_executable: 'failed',
  wrong_architecture: 'failed',
  unsupported_options: 'failed',
  crashed: 'failed',
  killed: 'failed',
  not_logged_in: 'failed',
  key_invalid: 'refused',
  key_expired: 'refused',
  key_forbidden: 'refused',
  mode_mismatch: 'refused',
  organization_key: 'refused',
  login_expired: 'expired',
  login_declined: 'refused',
  offline: 'unreachable',
  dns: 'unreachable',
  tls: 'unreachable',
  proxy: 'unreachable',
  timeout: 'unreachable',
  not_stripe: 'unreachable',
  rate_limited: 'refused',
  too_many_sessions: 'failed',
  stripe_down: 'failed',
  unknown_event: 'failed',
  // Of a login that somebody should confirm: the code is gone.
  not_found: 'expired',
  bad_request: 'refused',
  other: 'failed',
};

export function loginProblem(outcome: CliOutcome): LoginProblem {
  return MEANING[classifyCliFailure(outcome).kind];
}
