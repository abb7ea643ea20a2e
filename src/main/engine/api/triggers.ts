// Triggers over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';
import { LiveModeError, TooManyTriggersError } from '../trigger/triggers.ts';

export function triggersRouter({ triggers }: Pick<Engine, 'triggers'>) {
  const os = implement(contract.triggers);
  return {
    list: os.list.handler(async () => await triggers.list()),
    runs: os.runs.handler(({ input }) => triggers.runs(input.limit)),
    run: os.run.handler(async ({ input, errors }) => {
      try {
        return await triggers.run(input);
      } catch (error) {
        if (error instanceof LiveModeError) throw errors.LIVE_MODE();
        if (error instanceof TooManyTriggersError) throw errors.TOO_MANY();
        throw error;
      }
    }),
    get: os.get.handler(({ input, errors }) => {
      const found = triggers.find(input.id);
      if (found === null) throw errors.NOT_FOUND();
      return found;
    }),
    again: os.again.handler(async ({ input, errors }) => {
      try {
        const run = await triggers.again(input.id);
        if (run === null) throw errors.NOT_FOUND();
        return run;
      } catch (error) {
        if (error instanceof LiveModeError) throw errors.LIVE_MODE();
        if (error instanceof TooManyTriggersError) throw errors.TOO_MANY();
        throw error;
      }
    }),
    cancel: os.cancel.handler(async ({ input, errors }) => {
      const run = await triggers.cancel(input.id);
      if (run === null) throw errors.NOT_FOUND();
      return run;
    }),
    ofEvent: os.ofEvent.handler(({ input }) => ({ run: triggers.ofEvent(input.id) })),
    webhookEndpoints: os.webhookEndpoints.handler(async () => await triggers.webhookEndpoints()),
    resendAtStripe: os.resendAtStripe.handler(async ({ input }) => ({
      problem: await triggers.resendAtStripe(input),
    })),
  };
}
