// Settings over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';

export function settingsRouter({ settings }: Pick<Engine, 'settings'>) {
  const os = implement(contract.settings);
  return {
    get: os.get.handler(() => settings.get()),
    update: os.update.handler(({ input }) => settings.update(input)),
  };
}
