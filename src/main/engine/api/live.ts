// The live feed over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import { checkFilter } from './checked-filter.ts';
import type { Engine } from '../engine.ts';

export function liveRouter({ feed }: Pick<Engine, 'feed'>) {
  const os = implement(contract.live);
  return {
    subscribe: os.subscribe.handler(({ input, signal, errors }) => {
      checkFilter(input, errors);
      return feed.subscribe(input, signal);
    }),
  };
}
