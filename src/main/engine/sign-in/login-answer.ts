// Reads what `stripe login --non-interactive` answers. Strictly: what it names is opened and run, so only what is known goes through.

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

/** Texts as of CLI 1.52; of the OAuth ones the codes of RFC 8628. */
const PROBLEMS: readonly (readonly [RegExp, LoginProblem])[] = [
  [
    /exceeded max attempts|expired_token|code (?:has )?expired|no pending login|http status code: (?:404|410)/i,
    'expired',
  ],
  [/access_denied|denied|http status code: 4\d\d|unauthorized/i, 'refused'],
  [/dial tcp|no such host|connection re(?:fused|set)|timeout|proxyconnect|i\/o|EOF/i, 'unreachable'],
];

export function loginProblem(output: string): LoginProblem {
  return PROBLEMS.find(([pattern]) => pattern.test(output))?.[1] ?? 'failed';
}
