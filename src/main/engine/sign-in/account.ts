// The account as the API has it: signing in, the key in use, and the histories, and what follows from a change of any of them.
import type { Account, KeyVerdict } from '#shared/contract/account.ts';
import type { Forwarder } from '../forwarder/forwarder-service.ts';
import type { Credentials } from './credentials.ts';
import type { CheckKey } from './key-check.ts';
import type { Histories } from './ownership.ts';
import type { SignInService } from './sign-in.ts';

export interface AccountService {
  get(): Account;
  signIn(): Promise<void>;
  cancelSignIn(): Promise<void>;
  /** Keeps it only if Stripe takes it. */
  useKey(key: string, allowLive: boolean): Promise<KeyVerdict>;
  forgetKey(): Promise<void>;
}

export interface AccountDeps {
  signIn: SignInService;
  credentials: Credentials;
  checkKey: CheckKey;
  forwarder: Pick<Forwarder, 'restart'>;
  histories: Histories | null;
  onChange: () => void;
}

export function createAccount(deps: AccountDeps): AccountService {
  const { signIn, credentials, checkKey, forwarder, histories, onChange } = deps;
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
      const { accountId, accountName } = verdict;
      if (accountId !== null && accountName !== null) histories?.hearName(accountId, accountName);
      await signIn.cancel();
      credentials.keep(key);
      onChange();
      await forwarder.restart();
      return verdict;
    },
    async forgetKey() {
      if (!credentials.forget()) return;
      onChange();
      await forwarder.restart();
    },
  };
}
