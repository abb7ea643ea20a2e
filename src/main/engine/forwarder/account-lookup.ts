// Whose account the CLI works for, as far as it can be told. A nicety: any failure means "not known".
import { livemodeOfKey } from '#shared/domain/stripe-key.ts';
import { askQuickly } from './quick-question.ts';

export interface CliAccount {
  accountId: string | null;
  name: string | null;
  /** `listen` uses the test-mode key unless told otherwise. */
  hasTestKey: boolean;
  /** Unix milliseconds. */
  keyExpiresAt: number | null;
}

/**
 * `whoami` needs no network for logins by key. For OAuth logins it calls Stripe and prints a table for people, which is
 * not read. `config --list` would know more, but it prints the secret key with it.
 */
export async function lookUpAccount(
  path: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<CliAccount | null> {
  // The exit code is 1 without a login, and the JSON comes all the same.
  const { stdout } = await askQuickly(path, ['whoami', '--format', 'json'], env, {
    timeoutMs: 5_000,
    signal,
  });
  return parseWhoami(stdout);
}

export function parseWhoami(output: string): CliAccount | null {
  let told: Record<string, unknown>;
  try {
    const parsed: unknown = JSON.parse(output);
    if (typeof parsed !== 'object' || parsed === null) return null;
    told = parsed as Record<string, unknown>;
  } catch {
    return null;
  }
  const testKey = (told['test_mode_key'] ?? {}) as { available?: unknown; expires_at?: unknown };
  const expiresAt = typeof testKey.expires_at === 'string' ? Date.parse(testKey.expires_at) : Number.NaN;
  return {
    accountId: typeof told['account_id'] === 'string' ? told['account_id'] : null,
    name: typeof told['display_name'] === 'string' ? told['display_name'] : null,
    hasTestKey: testKey.available === true,
    keyExpiresAt: Number.isNaN(expiresAt) ? null : expiresAt,
  };
}

export interface AccountBook {
  /** Asks the CLI, once until forget(). */
  lookUp(path: string, env: NodeJS.ProcessEnv, onFound: () => void): void;
  /** Ends a question under way; the answer so far stays until the next one. */
  forget(): Promise<void>;
  /**
   * @param sessionAccount the account of the session at Stripe, where that is known
   * @param apiKey what the CLI was given; null = its own login
   */
  facts(sessionAccount: string | null, apiKey: string | null): AccountFacts;
}

export interface AccountFacts {
  accountId: string | null;
  accountName: string | null;
  livemode: boolean | null;
  keyExpiresAt: number | null;
}

export function createAccountBook(): AccountBook {
  let account: CliAccount | null = null;
  let question: { abort: AbortController; done: Promise<void> } | null = null;
  return {
    lookUp(path, env, onFound) {
      if (question !== null) return;
      const abort = new AbortController();
      const ask = async (): Promise<void> => {
        const found = await lookUpAccount(path, env, abort.signal);
        if (abort.signal.aborted) return;
        account = found;
        onFound();
      };
      question = { abort, done: ask() };
    },
    async forget() {
      question?.abort.abort();
      await question?.done;
      question = null;
    },
    facts(sessionAccount, apiKey) {
      const keyLivemode = apiKey === null ? null : livemodeOfKey(apiKey);
      // With a key `whoami` still names the login, and after another login the answer from before it stands for a moment:
      // either may be of another account than the session.
      const isSame = account?.accountId === sessionAccount;
      const mayBe = apiKey === null && (sessionAccount === null || account?.accountId === null);
      const own = isSame || mayBe ? account : null;
      return {
        accountId: sessionAccount ?? own?.accountId ?? null,
        accountName: own?.name ?? null,
        livemode: keyLivemode ?? (own?.hasTestKey === true ? false : null),
        keyExpiresAt: own?.keyExpiresAt ?? null,
      };
    },
  };
}
