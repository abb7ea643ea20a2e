// Tries a pasted key with Stripe before it is kept: whether it is good, what it may not do, and whose it is.
import type { KeyVerdict } from '#shared/contract/account.ts';
import { complaintAboutKey, livemodeOfKey } from '#shared/domain/stripe-key.ts';
import type { CliAnswer, CliCommands } from '../forwarder/cli-commands.ts';

export interface KeyCheckDeps {
  /** The CLI with the key in question. */
  cliWith: (key: string) => CliCommands;
  redact: (text: string, key: string) => string;
}

export type CheckKey = (key: string, allowLive: boolean) => Promise<KeyVerdict>;

const LACKS_PERMISSION = /more_permissions_required|does not have the required permissions|status=403\b/;

/** First match wins. Texts as of CLI 1.52. */
const LISTEN_PROBLEMS: readonly (readonly [RegExp, NonNullable<KeyVerdict['problem']>])[] = [
  [/api_key_expired|Expired API Key/i, 'expired'],
  [LACKS_PERMISSION, 'may_not_listen'],
  [/status=401|Invalid API Key/i, 'refused'],
  [/not supported in an organization/, 'organization'],
  [/dial tcp|no such host|connection re(?:fused|set)|timeout|proxyconnect|EOF|status=5\d\d/i, 'unreachable'],
];
/** Says nothing against the key. */
const TOO_MANY_SESSIONS = /too many `stripe listen` sessions|status=429/;
const MAX_DETAIL = 300;

export function createKeyCheck({ cliWith, redact }: KeyCheckDeps): CheckKey {
  return async (key, allowLive) => {
    const complaint = complaintAboutKey(key);
    if (complaint !== null) return verdict({ problem: complaint });
    if (livemodeOfKey(key) === true && !allowLive) return verdict({ problem: 'live_not_allowed' });

    const cli = cliWith(key);
    // Asks for a session as listening does, and opens no connection.
    const listened = await cli.run(['listen', '--print-secret', '--skip-update']);
    if (listened.problem !== null) return verdict({ problem: 'no_cli', detail: listened.problem });
    const isGood = /^whsec_/m.test(listened.stdout) || TOO_MANY_SESSIONS.test(listened.stderr);
    if (!isGood) {
      const problem = LISTEN_PROBLEMS.find(([pattern]) => pattern.test(listened.stderr))?.[1] ?? 'failed';
      const detail = redact(listened.stderr.trim(), key).slice(0, MAX_DETAIL);
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
      missing: LACKS_PERMISSION.test(`${events.stdout}${events.stderr}`) ? ['events'] : [],
      ...readAccount(account),
    });
  };
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
function readAccount({ exitCode, stdout }: CliAnswer): Pick<KeyVerdict, 'accountId' | 'accountName'> {
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
