// Customers, plans and what the app believes, over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import { BadProbeError } from '../drift/drift-watch.ts';
import type { Engine } from '../engine.ts';
import { ReplayError } from '../replay/replay.ts';

export function plansRouter({ plans, drift, replay }: Pick<Engine, 'plans' | 'drift' | 'replay'>) {
  const os = implement(contract.plans);
  return {
    customers: os.customers.handler(({ input: { offset, limit, ...filter } }) =>
      plans.list(filter, offset, limit),
    ),
    customer: os.customer.handler(({ input, errors }) => {
      const found = plans.find(input.id);
      if (found === null) throw errors.NOT_FOUND();
      return found;
    }),
    ofEvent: os.ofEvent.handler(({ input, errors }) => {
      const found = plans.ofEvent(input.id);
      if (found === null) throw errors.NOT_FOUND();
      return found === 'nothing' ? null : found;
    }),
    known: os.known.handler(() => plans.known()),
    mapping: os.mapping.handler(() => plans.mapping()),
    setMapping: os.setMapping.handler(({ input }) => plans.setMapping(input)),
    rebuild: os.rebuild.handler(() => plans.rebuild()),
    probe: os.probe.handler(() => drift.settings()),
    setProbe: os.setProbe.handler(async ({ input, errors }) => {
      try {
        return await drift.set(input);
      } catch (error) {
        if (error instanceof BadProbeError) throw errors.BAD_PROBE({ data: { reason: error.message } });
        throw error;
      }
    }),
    tryProbe: os.tryProbe.handler(async ({ input: { customer, ...change }, errors }) => {
      try {
        const answer = await drift.try(change, customer);
        if (answer === null) throw errors.NOT_FOUND();
        return answer;
      } catch (error) {
        if (!(error instanceof BadProbeError)) throw error;
        const nothing = { ok: false, found: false, value: null, shown: null, durationMs: 0 };
        return { ...nothing, failure: 'bad_config' as const, detail: error.message };
      }
    }),
    check: os.check.handler(async ({ input, errors }) => {
      if (drift.settings().probe === null) throw errors.NO_PROBE();
      const answer = await drift.check(input.id);
      if (answer === null) throw errors.NOT_FOUND();
      return answer;
    }),
    heal: os.heal.handler(async ({ input, errors }) => {
      if (plans.find(input.id) === null) throw errors.NOT_FOUND();
      const events = drift.eventsBehind(input.id);
      if (events.length === 0) return { job: null, events };
      try {
        const { job } = await replay.resendMany({ ids: events, dryRun: false });
        return { job, events };
      } catch (error) {
        if (error instanceof ReplayError && error.code === 'JOB_RUNNING') throw errors.JOB_RUNNING();
        if (error instanceof ReplayError && error.code === 'NO_ENDPOINT') throw errors.NO_ENDPOINT();
        throw error;
      }
    }),
  };
}
