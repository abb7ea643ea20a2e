// The last events at the app's icon: the jump list on Windows, the dock's menu on macOS. Linux has neither.
import { isDeepStrictEqual } from 'node:util';
import type { App, Dock, JumpListItem, Menu, MenuItemConstructorOptions } from 'electron';
import type { DesktopRequest } from '#shared/contract/desktop.ts';
import type { EventSummary } from '#shared/contract/events.ts';
import { linkToEvent, parseDeepLink } from './deep-link.ts';
import { createPaced } from './paced.ts';
import { eventLabel, shortened } from './tray-model.ts';
import { literally } from './tray.ts';
import { wordsIn, type Language } from './words.ts';

/** Windows writes a file each time. */
const PACE_MS = 2_000;
const MOST_TITLE = 255;

export interface JumpList {
  set(recent: readonly EventSummary[], language: Language): void;
  dispose(): void;
}

export interface JumpListDeps {
  app: Pick<App, 'setJumpList' | 'getJumpListSettings' | 'isPackaged' | 'getAppPath'> & {
    dock?: Pick<Dock, 'setMenu'> | undefined;
  };
  Menu: { buildFromTemplate(template: MenuItemConstructorOptions[]): Menu };
  platform: NodeJS.Platform;
  execPath: string;
  open: (request: DesktopRequest) => void;
}

interface Shown {
  title: string;
  entries: { id: string; label: string }[];
}

export function createJumpList({ app, Menu: menus, platform, execPath, open }: JumpListDeps): JumpList {
  // Run from the source, the program is Electron, and has to be told which app.
  const appArgument = app.isPackaged ? '' : `"${app.getAppPath()}" `;

  function applyWindows({ title, entries }: Shown): void {
    // A category with something that the user took out of it is not shown at all.
    const removed = new Set(app.getJumpListSettings().removedItems.map(({ args }) => args));
    const items = entries
      .map(({ id, label }): JumpListItem => {
        return {
          type: 'task',
          title: shortened(label, MOST_TITLE),
          description: id,
          program: execPath,
          args: appArgument + linkToEvent(id),
          iconPath: execPath,
          iconIndex: 0,
        };
      })
      .filter(({ args }) => !removed.has(args));
    app.setJumpList(items.length === 0 ? [] : [{ type: 'custom', name: title, items }]);
  }

  function applyMac({ entries }: Shown): void {
    const template = entries.map(({ id, label }) => {
      return { label: literally(label), click: () => open({ what: 'open_event', id }) };
    });
    app.dock?.setMenu(menus.buildFromTemplate(template));
  }

  const paced = createPaced<Shown>(PACE_MS, isDeepStrictEqual, (shown) => {
    if (platform === 'win32') applyWindows(shown);
    else applyMac(shown);
  });

  return {
    set(recent, language) {
      if (platform !== 'win32' && platform !== 'darwin') return;
      const words = wordsIn(language);
      const entries = recent
        // Made up ids may be no link's.
        .filter(({ id }) => parseDeepLink(linkToEvent(id)) !== null)
        .map((event) => ({ id: event.id, label: eventLabel(event, words) }));
      paced.set({ title: words.recent.title, entries });
    },
    dispose: () => paced.dispose(),
  };
}
