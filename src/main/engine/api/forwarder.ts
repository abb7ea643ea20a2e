// The forwarder over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';

export function forwarderRouter({ forwarder }: Pick<Engine, 'forwarder'>) {
  const os = implement(contract.forwarder);
  return {
    get: os.get.handler(() => forwarder.status()),
    start: os.start.handler(async () => {
      await forwarder.start();
      return forwarder.status();
    }),
    stop: os.stop.handler(async () => {
      await forwarder.stop();
      return forwarder.status();
    }),
    restart: os.restart.handler(async () => {
      await forwarder.restart();
      return forwarder.status();
    }),
    log: os.log.handler(({ input }) => forwarder.log(input.after)),
    secret: os.secret.handler(() => ({ secret: forwarder.secret() })),
  };
}
