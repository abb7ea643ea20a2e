// API versions over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';
import { FolderError } from '../versions/lock-folder.ts';

export function versionsRouter({ versions }: Pick<Engine, 'versions'>) {
  const os = implement(contract.versions);
  return {
    get: os.get.handler(() => versions.get()),

    ofEvent: os.ofEvent.handler(({ input, errors }) => {
      const found = versions.ofEvent(input.id);
      if (found === null) throw errors.NOT_FOUND();
      return found;
    }),

    readLocks: os.readLocks.handler(async ({ input, errors }) => {
      try {
        return await versions.readLocks(input.folder);
      } catch (error) {
        if (error instanceof FolderError) throw errors.FOLDER({ message: error.message });
        throw error;
      }
    }),

    pinOf: os.pinOf.handler(({ input }) => versions.pinOf(input)),

    refresh: os.refresh.handler(async () => {
      await versions.settle();
      return versions.get();
    }),
  };
}
