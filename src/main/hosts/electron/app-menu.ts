// The application menu: the page's commands in the page's language, and around them what every platform expects.
import type { Menu, MenuItemConstructorOptions, Shell } from 'electron';
import type { DesktopMenu, DesktopRequest } from '#shared/contract/desktop.ts';
import { literally } from './tray.ts';
import { wordsIn, type Words } from './words.ts';

/** What the roles below take by themselves; an item of the page's with one of these goes without. */
const KEYS_OF_ROLES: ReadonlySet<string> = new Set(
  ['Z', 'Y', 'X', 'C', 'V', 'A', 'R', 'Q', 'W', 'M', 'H', '0', '-', '='].map(
    (key) => `CommandOrControl+${key}`,
  ),
);

const LINKS = {
  webhookDocs: 'https://docs.stripe.com/webhooks',
  cliDocs: 'https://docs.stripe.com/stripe-cli',
  dashboard: 'https://dashboard.stripe.com/',
} as const;

export interface MenuFacts {
  menu: DesktopMenu;
  platform: NodeJS.Platform;
  isPackaged: boolean;
}

export interface MenuActions {
  ask: (request: DesktopRequest) => void;
  lookForUpdates: () => void;
  openOutside: (url: string) => void;
}

export function menuTemplate(
  { menu, platform, isPackaged }: MenuFacts,
  { ask, lookForUpdates, openOutside }: MenuActions,
): MenuItemConstructorOptions[] {
  const { menu: words, update } = wordsIn(menu.language);
  const isMac = platform === 'darwin';
  const taken = new Set(KEYS_OF_ROLES);
  const commands = menu.groups
    .filter(({ items }) => items.length > 0)
    .map(({ label, items }): MenuItemConstructorOptions => {
      return { label: literally(label), submenu: items.map((item) => commandItem(item, taken, ask)) };
    });
  const link = (key: keyof typeof LINKS): MenuItemConstructorOptions => ({
    label: words[key],
    click: () => openOutside(LINKS[key]),
  });
  return [
    isMac ? macAppMenu(words) : fileMenu(words),
    editMenu(words),
    ...commands,
    viewMenu(words, isPackaged),
    {
      label: words.window,
      role: 'window',
      submenu: [{ role: 'minimize', label: words.minimize }, ...(isMac ? macWindowItems(words) : [])],
    },
    {
      label: words.help,
      role: 'help',
      submenu: [
        link('webhookDocs'),
        link('cliDocs'),
        link('dashboard'),
        { type: 'separator' },
        { label: update.look, click: () => lookForUpdates() },
      ],
    },
  ];
}

function commandItem(
  { command, label, keys, enabled }: DesktopMenu['groups'][number]['items'][number],
  taken: Set<string>,
  ask: MenuActions['ask'],
): MenuItemConstructorOptions {
  const accelerator = acceleratorOf(keys);
  const isFree = accelerator !== null && !taken.has(accelerator);
  if (accelerator !== null) taken.add(accelerator);
  return {
    label: literally(label),
    enabled,
    // The page hears its keys itself; here they are shown.
    ...(isFree ? { accelerator, registerAccelerator: false } : {}),
    // A Mac's menu takes its keys all the same, after the page did not want them.
    click: (_item, _window, { triggeredByAccelerator }) => {
      if (triggeredByAccelerator !== true) ask({ what: 'run_command', command });
    },
  };
}

/** Only keys with Ctrl or ⌘: a letter alone would be missing in every field. @returns null for all others */
export function acceleratorOf(keys: string | null): string | null {
  const key = /^Mod\+([a-z0-9,./-])$/.exec(keys ?? '')?.[1];
  return key === undefined ? null : `CommandOrControl+${key.toUpperCase()}`;
}

function macAppMenu(words: Words['menu']): MenuItemConstructorOptions {
  return {
    label: 'Hookline',
    submenu: [
      { role: 'about', label: words.about },
      { type: 'separator' },
      { role: 'services', label: words.services },
      { type: 'separator' },
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.unhide },
      { type: 'separator' },
      { role: 'quit', label: words.quit },
    ],
  };
}

function macWindowItems(words: Words['menu']): MenuItemConstructorOptions[] {
  return [
    { role: 'zoom', label: words.zoom },
    { role: 'close', label: words.close },
    { type: 'separator' },
    { role: 'front', label: words.front },
  ];
}

function fileMenu(words: Words['menu']): MenuItemConstructorOptions {
  return {
    label: words.file,
    submenu: [
      { role: 'close', label: words.close },
      { role: 'quit', label: words.quit },
    ],
  };
}

function editMenu(words: Words['menu']): MenuItemConstructorOptions {
  return {
    label: words.edit,
    submenu: [
      { role: 'undo', label: words.undo },
      { role: 'redo', label: words.redo },
      { type: 'separator' },
      { role: 'cut', label: words.cut },
      { role: 'copy', label: words.copy },
      { role: 'paste', label: words.paste },
      { role: 'selectAll', label: words.selectAll },
    ],
  };
}

function viewMenu(words: Words['menu'], isPackaged: boolean): MenuItemConstructorOptions {
  return {
    label: words.view,
    submenu: [
      { role: 'reload', label: words.reload },
      ...(isPackaged ? [] : [{ role: 'toggleDevTools' as const, label: words.devTools }]),
      { type: 'separator' },
      { role: 'resetZoom', label: words.resetZoom },
      { role: 'zoomIn', label: words.zoomIn },
      { role: 'zoomOut', label: words.zoomOut },
      { type: 'separator' },
      { role: 'togglefullscreen', label: words.fullScreen },
    ],
  };
}

export interface AppMenu {
  /** With no groups before the page has told its commands. */
  set(menu: DesktopMenu): void;
}

export interface AppMenuDeps {
  Menu: {
    buildFromTemplate(template: MenuItemConstructorOptions[]): Menu;
    setApplicationMenu(menu: Menu): void;
  };
  shell: Pick<Shell, 'openExternal'>;
  platform: NodeJS.Platform;
  isPackaged: boolean;
  ask: (request: DesktopRequest) => void;
  onLookForUpdates: () => void;
  onError: (error: unknown) => void;
}

export function createAppMenu(deps: AppMenuDeps): AppMenu {
  const { Menu: menus, shell, platform, isPackaged, ask, onLookForUpdates, onError } = deps;
  let applied = '';
  return {
    set(menu) {
      // A new menu closes the one that is open.
      const wanted = JSON.stringify(menu);
      if (wanted === applied) return;
      applied = wanted;
      const openOutside = (url: string): void => void shell.openExternal(url).catch(onError);
      const template = menuTemplate(
        { menu, platform, isPackaged },
        { ask, openOutside, lookForUpdates: onLookForUpdates },
      );
      menus.setApplicationMenu(menus.buildFromTemplate(template));
    },
  };
}
