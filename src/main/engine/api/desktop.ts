// The desktop app over the API.
import { implement } from '@orpc/server';
import { contract } from '#shared/contract/index.ts';
import type { Engine } from '../engine.ts';
import type { Desktop } from './host.ts';

/** @param desktop null = the page is in a browser */
export function desktopRouter({ store }: Pick<Engine, 'store'>, desktop: Desktop | null) {
  const os = implement(contract.desktop);
  return {
    get: os.get.handler(() => desktop?.state() ?? null),
    update: os.update.handler(({ input, errors }) => {
      if (desktop === null) throw errors.NO_DESKTOP();
      return desktop.update(input);
    }),
    requests: os.requests.handler(({ signal, errors }) => {
      if (desktop === null) throw errors.NO_DESKTOP();
      return desktop.requests(signal);
    }),
    setMenu: os.setMenu.handler(({ input, errors }) => {
      if (desktop === null) throw errors.NO_DESKTOP();
      desktop.setMenu(input);
      return {};
    }),
    dragEvent: os.dragEvent.handler(async ({ input, errors }) => {
      if (desktop === null) throw errors.NO_DESKTOP();
      const event = store.reads.findEventById(input.id);
      const body = event === null ? null : store.reads.findBody(event.seq);
      if (body === null) throw errors.NOT_FOUND();
      await desktop.dragFile(`${input.id}.json`, body);
      return {};
    }),
  };
}
