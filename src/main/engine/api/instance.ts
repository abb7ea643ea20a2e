// What a second start hands over, over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';
import type { Desktop } from './host.ts';

export function instanceRouter({ endpoints }: Pick<Engine, 'endpoints'>, desktop: Desktop | null) {
  const os = implement(contract.instance);
  return {
    handOver: os.handOver.handler(async ({ input }) => {
      const [first] = endpoints.list();
      let forwardTo: string | null = null;
      if (input.forwardTo !== null && first !== undefined && first.url !== input.forwardTo) {
        forwardTo = (await endpoints.update({ id: first.id, url: input.forwardTo })).url;
      }
      if (input.show) desktop?.show();
      return { shown: input.show && desktop !== null, forwardTo };
    }),
  };
}
