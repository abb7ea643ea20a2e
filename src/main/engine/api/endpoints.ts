// Endpoints over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import { EndpointError } from '../delivery/endpoints.ts';
import type { Engine } from '../engine.ts';

export function endpointsRouter({ endpoints }: Pick<Engine, 'endpoints'>) {
  const os = implement(contract.endpoints);
  return {
    list: os.list.handler(() => endpoints.list()),
    update: os.update.handler(async ({ input, errors }) => {
      try {
        return await endpoints.update(input);
      } catch (error) {
        if (error instanceof EndpointError) throw errors[error.code]({ message: error.message });
        throw error;
      }
    }),
  };
}
