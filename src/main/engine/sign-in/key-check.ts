// Tries a pasted key with Stripe before it is kept: whether it is good, what it may not do, and whose it is.
import type { KeyVerdict } from '#shared/contract/account.ts';
import { complaintAboutKey, livemodeOfKey } from '#shared/domain/stripe-key.ts';
import { readApiError } from '#shared/domain/stripe-cli/api-error.ts';
import { classifyCliFailure } from '#shared/domain/stripe-cli/classify-failure.ts';
import type { CliFailureKind } from '#shared/domain/stripe-cli/failure-kinds.ts';
import type { CliCommands, CliResult } from '../forwarder/cli-commands.ts';

export interface KeyCheckDeps {
  /** The CLI with the key in question. */
  cliWith: (key: string) => CliCommands;
  redact: (text: string, key: string) => string;
}

export type CheckKey = (key: string, allowLive: boolean) => Promise<KeyVerdict>;

type KeyProblem = NonNullable<KeyVerdict['problem']>;

/** `null`: says nothing against the key. */
const MEANING: Record<CliFailureKind, KeyProblem | null> = {
  cli_missing: 'no_cli',
  cli_not_executable: 'no_cli',
  wrong_architecture: 'no_cli',
  unsupported_options: 'failed',
  crashed: 'failed',
  killed: 'failed',
  not_logged_in: 'failed',
  key_invalid: 'refused',
  key_expired: 'expired',
  key_forbidden: 'may_not_listen',
  mode_mismatch: 'refused',
  organization_key: 'organization',
  login_expired: 'failed',
  login_declined: 'failed',
  offline: 'unreachable',
  dns: 'unreachable',
  tls: 'unreachable',
  proxy: 'unreachable',
  timeout: 'unreachable',
  not_stripe: 'unreachable',
  // Of a session that is asked for, 429 means that there are too many.
  rate_limited: null,
  too_many_sessions: null,
  stripe_down: 'unreachable',
  unknown_event: 'failed',
  not_found: 'failed',
  bad_request: 'failed',
  other: 'failed',
};
const MAX_DETAIL = 300;

export function createKeyCheck({ cliWith, redact }: KeyCheckDeps): CheckKey {
  return async (key, allowLive) => {
    const complaint = complaintAboutKey(key);
    if (complaint !== null) return verdict({ problem: complaint });
    if (livemodeOfKey(key) === true && !allowLive) return verdict({ problem: 'live_not_allowed' });

    const cli = cliWith(key);
    // Asks for a session as listening does, and opens no connection.
    const listened = await cli.run(['listen', '--print-secret', '--skip-update']);
    const isGood = /^whsec_/m.test(listened.stdout);
    const problem = isGood ? null : MEANING[classifyCliFailure(listened).kind];
    if (problem !== null) {
      const output = listened.notStarted?.problem ?? listened.stderr;
      const detail = redact(output.trim(), key).slice(0, MAX_DETAIL);
      return verdict({
        problem,
        missing: problem === 'may_not_listen' ? ['listen'] : [],
        detail: detail === '' ? null : detail,
      });
    }
    const [events, account] = await Promise.all([
      cli.run(['get', '/v1/events', '-d', 'limit=1']),
      cli.run(['get', '/v1/account']),
    ]);
    return verdict({
      accepted: true,
      missing: lacksPermission(events) ? ['events'] : [],
      ...readAccount(account),
    });
  };
}

/** An error of the API may come with exit code 0. */
function lacksPermission(result: CliResult): boolean {
  const failed = result.exitCode !== 0 || readApiError(result.stdout) !== null;
  return failed && classifyCliFailure(result).kind === 'key_forbidden';
}

function verdict(known: Partial<KeyVerdict>): KeyVerdict {
  return {
    accepted: false,
    problem: null,
    missing: [],
    accountId: null,
    accountName: null,
    detail: null,
    ...known,
  };
}

/** A restricted key mostly may not ask for its account; then the session tells the id, and nothing the name. */
function readAccount({ exitCode, stdout }: CliResult): Pick<KeyVerdict, 'accountId' | 'accountName'> {
  try {
    const account = JSON.parse(stdout) as {
      id?: unknown;
      settings?: { dashboard?: { display_name?: unknown } };
      business_profile?: { name?: unknown };
    };
    const id = account.id;
    if (exitCode !== 0 || typeof id !== 'string' || !id.startsWith('acct_')) throw new Error('no account');
    const names = [account.settings?.dashboard?.display_name, account.business_profile?.name];
    const name = names.find((one): one is string => typeof one === 'string' && one !== '');
    return { accountId: id, accountName: name ?? null };
  } catch {
    return { accountId: null, accountName: null };
  }
}
