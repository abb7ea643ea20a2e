// Puts the tray's view on the screen: only what changed, and not more often than anybody could read.
import { isDeepStrictEqual } from 'node:util';
import type { Menu, MenuItemConstructorOptions, Tray } from 'electron';
import type { TrayState } from '../../app/tray-icon.ts';
import { createPaced } from './paced.ts';
import type { TrayAction, TrayItem, TrayView } from './tray-model.ts';

const PACE_MS = 250;

export interface HooklineTray {
  show(view: TrayView): void;
  dispose(): void;
}

export interface TrayDeps {
  Tray: new (image: string) => Pick<Tray, 'setImage' | 'setToolTip' | 'setContextMenu' | 'on' | 'destroy'>;
  Menu: { buildFromTemplate(template: MenuItemConstructorOptions[]): Menu };
  iconPath: (state: TrayState) => string;
  platform: NodeJS.Platform;
  act: (action: TrayAction) => void;
}

/** Throws where the system has no tray; the app does without then. */
export function createTray(deps: TrayDeps, first: TrayView): HooklineTray {
  const { Menu: menus, iconPath, platform, act } = deps;
  const tray = new deps.Tray(iconPath(first.state));
  const paced = createPaced<TrayView>(PACE_MS, isDeepStrictEqual, (view, before) => {
    if (before !== null && before.state !== view.state) tray.setImage(iconPath(view.state));
    if (before?.tooltip !== view.tooltip) tray.setToolTip(view.tooltip);
    // A new menu closes the one that is open on some panels.
    if (!isDeepStrictEqual(before?.menu, view.menu)) {
      tray.setContextMenu(menus.buildFromTemplate(menuTemplate(view.menu, act)));
    }
  });
  // On a Mac a click opens the menu, and does nothing besides.
  if (platform !== 'darwin') tray.on('click', () => act({ act: 'open' }));
  paced.set(first);

  return {
    show: (view) => paced.set(view),
    dispose() {
      paced.dispose();
      tray.destroy();
    },
  };
}

function menuTemplate(
  items: readonly TrayItem[],
  act: (action: TrayAction) => void,
): MenuItemConstructorOptions[] {
  return items.map((item) => {
    if (item === 'separator') return { type: 'separator' };
    const { label, action, enabled } = item;
    return {
      label: literally(label),
      enabled,
      ...(action === null ? {} : { click: () => act(action) }),
    };
  });
}

/** In menus a single & names the key that chooses the item. */
export function literally(label: string): string {
  return label.replaceAll('&', '&&');
}
