// Insight over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';

export function insightRouter({ insight }: Pick<Engine, 'insight'>) {
  const os = implement(contract.insight);
  return {
    get: os.get.handler(async ({ input, errors }) => {
      const found = await insight.get(input);
      if (found === null) throw errors.NOT_FOUND();
      return found;
    }),
    goLive: os.goLive.handler(async ({ input, errors }) => {
      const found = await insight.goLive(input);
      if (found === null) throw errors.NOT_FOUND();
      return found;
    }),
  };
}
