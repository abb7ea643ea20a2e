// The account over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';

export function accountRouter({ account }: Pick<Engine, 'account'>) {
  const os = implement(contract.account);
  return {
    get: os.get.handler(() => account.get()),
    signIn: os.signIn.handler(async () => {
      await account.signIn();
      return account.get();
    }),
    cancelSignIn: os.cancelSignIn.handler(async () => {
      await account.cancelSignIn();
      return account.get();
    }),
    useKey: os.useKey.handler(({ input }) => account.useKey(input.key, input.allowLive)),
    forgetKey: os.forgetKey.handler(async () => {
      await account.forgetKey();
      return account.get();
    }),
  };
}
