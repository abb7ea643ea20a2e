// Status over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';

export function statusRouter(engine: Pick<Engine, 'status'>) {
  const os = implement(contract.status);
  return { get: os.get.handler(() => engine.status()) };
}
