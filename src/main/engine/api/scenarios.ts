// Scenarios over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';
import { ScenarioVersionError, UnknownScenarioError } from '../scenarios/scenarios.ts';

export function scenariosRouter({ scenarios }: Pick<Engine, 'scenarios'>) {
  const os = implement(contract.scenarios);
  return {
    list: os.list.handler(() => scenarios.list()),
    runs: os.runs.handler(() => scenarios.runs()),
    run: os.run.handler(({ input, errors }) => {
      try {
        return scenarios.run(input);
      } catch (error) {
        if (error instanceof UnknownScenarioError) throw errors.UNKNOWN_SCENARIO();
        if (error instanceof ScenarioVersionError) throw errors.NOT_IN_VERSION();
        throw error;
      }
    }),
    step: os.step.handler(async ({ input, errors }) => {
      const run = await scenarios.step(input.id);
      if (run === null) throw errors.NOT_FOUND();
      return run;
    }),
    stop: os.stop.handler(({ input, errors }) => {
      const run = scenarios.stop(input.id);
      if (run === null) throw errors.NOT_FOUND();
      return run;
    }),
  };
}
