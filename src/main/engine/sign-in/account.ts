// The account as the API has it: signing in, the key in use, and the histories, and what follows from a change of any of them.
import type { Account, KeyVerdict, SignIn } from '#shared/contract/account.ts';
import type { CliCommands } from '../forwarder/cli-commands.ts';
import type { Forwarder } from '../forwarder/forwarder-service.ts';
import type { Clock } from '../ports.ts';
import type { Credentials } from './credentials.ts';
import { createKeyCheck } from './key-check.ts';
import type { Histories } from './ownership.ts';
import { createSignIn } from './sign-in.ts';

export interface AccountService {
  get(): Account;
  signIn(): Promise<void>;
  cancelSignIn(): Promise<void>;
  /** Keeps it only if Stripe takes it. */
  useKey(key: string, allowLive: boolean): Promise<KeyVerdict>;
  forgetKey(): Promise<void>;
  dispose(): Promise<void>;
}

export interface AccountDeps {
  /** The CLI with that key; null = with its own login. */
  cliWith: (key: string | null) => CliCommands;
  /** Loopback stand-in for Stripe; null = Stripe. */
  apiBase: string | null;
  /** The sign-in as an engine before this one left it. */
  before: SignIn | undefined;
  credentials: Credentials;
  forwarder: Pick<Forwarder, 'restart'>;
  histories: Histories | null;
  clock: Clock;
  redact: (text: string, secrets?: readonly string[]) => string;
  onChange: () => void;
  /** Another login or key is in use now. */
  onOther: () => void;
  onError: (error: unknown) => void;
}

export function createAccount(deps: AccountDeps): AccountService {
  const {
    cliWith,
    apiBase,
    before,
    credentials,
    forwarder,
    histories,
    clock,
    redact,
    onChange,
    onOther,
    onError,
  } = deps;
  const checkKey = createKeyCheck({ cliWith, redact: (text, key) => redact(text, [key]) });
  const hearName = (accountId: string | null, accountName: string | null): void => {
    if (accountId !== null && accountName !== null) histories?.hearName(accountId, accountName);
  };
  const signIn = createSignIn({
    cli: cliWith(null),
    apiBase,
    before,
    clock,
    redact,
    onChange,
    onSignedIn({ accountId, accountName }) {
      hearName(accountId, accountName);
      // A key that is kept would be taken instead of the login just made.
      credentials.forget();
      onOther();
      forwarder.restart().catch(onError);
    },
  });

  return {
    get: () => ({
      signIn: signIn.state(),
      key: credentials.inUse(),
      histories: histories?.list() ?? [],
    }),
    signIn: () => signIn.begin(),
    cancelSignIn: () => signIn.cancel(),
    async useKey(pasted, allowLive) {
      const key = pasted.trim();
      const verdict = await checkKey(key, allowLive);
      if (!verdict.accepted) return verdict;
      hearName(verdict.accountId, verdict.accountName);
      await signIn.cancel();
      credentials.keep(key);
      onOther();
      onChange();
      await forwarder.restart();
      return verdict;
    },
    async forgetKey() {
      if (!credentials.forget()) return;
      onOther();
      onChange();
      await forwarder.restart();
    },
    dispose: () => signIn.dispose(),
  };
}
