// Failures of the dashboard over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';

export function faultsRouter({ faults }: Pick<Engine, 'faults'>) {
  const os = implement(contract.faults);
  return { report: os.report.handler(({ input }) => ({ logged: faults.report(input) })) };
}
