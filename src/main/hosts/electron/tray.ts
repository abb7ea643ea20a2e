// Puts the tray's view on the screen: only what changed, and not more often than anybody could read.
import type { Menu, MenuItemConstructorOptions, Tray } from 'electron';
import type { TrayState } from '../../app/tray-icon.ts';
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
  let shown: TrayView | null = null;
  let wanted = first;
  let timer: NodeJS.Timeout | null = null;

  function apply(): void {
    const before = shown;
    shown = wanted;
    if (before !== null && before.state !== wanted.state) tray.setImage(iconPath(wanted.state));
    if (before?.tooltip !== wanted.tooltip) tray.setToolTip(wanted.tooltip);
    // A new menu closes the one that is open on some panels.
    if (JSON.stringify(before?.menu) !== JSON.stringify(wanted.menu)) {
      tray.setContextMenu(menus.buildFromTemplate(menuTemplate(wanted.menu, act)));
    }
  }

  function paced(): void {
    timer = null;
    if (shown === wanted) return;
    apply();
    timer = setTimeout(paced, PACE_MS);
  }

  // On a Mac a click opens the menu, and does nothing besides.
  if (platform !== 'darwin') tray.on('click', () => act({ act: 'open' }));
  apply();
  timer = setTimeout(paced, PACE_MS);

  return {
    show(view) {
      wanted = view;
      if (timer === null) paced();
    },
    dispose() {
      if (timer !== null) clearTimeout(timer);
      // Held back by a timer that is no more.
      timer = null;
      wanted = shown ?? wanted;
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
