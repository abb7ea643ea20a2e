// Signing in and the key in use: what is asked of the engine. How the sign-in stands comes with the status.
import { create } from 'zustand';
import type { KeyVerdict } from '#shared/contract/account.ts';
import { engine } from './engine.ts';
import { errorCode } from '../api/errors.ts';

interface AccountState {
  busy: 'signIn' | 'key' | 'forget' | null;
  /** Code of what kept the engine from answering. */
  error: string | null;
  /** Of the key tried last. */
  verdict: KeyVerdict | null;
}

const NOTHING: AccountState = { busy: null, error: null, verdict: null };

export const useAccount = create<AccountState>(() => NOTHING);

async function during(busy: NonNullable<AccountState['busy']>, work: () => Promise<unknown>): Promise<void> {
  if (useAccount.getState().busy !== null) return;
  useAccount.setState({ busy, error: null });
  try {
    await work();
  } catch (error) {
    useAccount.setState({ error: errorCode(error) });
  }
  useAccount.setState({ busy: null });
}

export const beginSignIn = (): Promise<void> =>
  during('signIn', () => engine.call((api) => api.account.signIn()));

export const cancelSignIn = (): Promise<void> =>
  during('signIn', () => engine.call((api) => api.account.cancelSignIn()));

export const giveKey = (key: string, allowLive: boolean): Promise<void> =>
  during('key', async () => {
    useAccount.setState({ verdict: null });
    useAccount.setState({ verdict: await engine.call((api) => api.account.useKey({ key, allowLive })) });
  });

export const forgetKey = (): Promise<void> =>
  during('forget', async () => {
    await engine.call((api) => api.account.forgetKey());
    useAccount.setState({ verdict: null });
  });

/** A dialog opened anew shows nothing of the last time. */
export function clearVerdict(): void {
  useAccount.setState({ verdict: null, error: null });
}
