// Jobs over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';

export function jobsRouter({ jobs }: Pick<Engine, 'jobs'>) {
  const os = implement(contract.jobs);
  return {
    get: os.get.handler(({ input, errors }) => {
      const job = jobs.find(input.id);
      if (job === null) throw errors.NOT_FOUND();
      return job;
    }),
    cancel: os.cancel.handler(({ input, errors }) => {
      const job = jobs.cancel(input.id);
      if (job === null) throw errors.NOT_FOUND();
      return job;
    }),
  };
}
