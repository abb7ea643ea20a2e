// Menu, MenuItem and Tray.
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type * as Electron from 'electron';

type Template = Electron.MenuItemConstructorOptions;

/** One accelerator twice in the menu of an application is a fault that Electron passes over. */
export class MenuItem {
  readonly label: string;
  readonly type: string;
  readonly role: string | undefined;
  readonly accelerator: string | undefined;
  readonly registerAccelerator: boolean;
  readonly id: string | undefined;
  readonly submenu: Menu | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  readonly #click: Template['click'];

  constructor(options: Template) {
    const { label, type, role, accelerator, submenu, click } = options;
    this.label = label ?? role ?? '';
    this.type = type ?? (submenu === undefined ? 'normal' : 'submenu');
    this.role = role?.toLowerCase();
    this.accelerator = accelerator;
    this.registerAccelerator = options.registerAccelerator ?? true;
    this.id = options.id;
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : (submenu as Menu | undefined);
    this.#click = click;
  }

  click(): void {
    if (this.enabled) this.#click?.(this as unknown as Electron.MenuItem, undefined, {});
  }
}

export class Menu extends EventEmitter {
  static #application: Menu | null = null;
  readonly items: MenuItem[] = [];

  static buildFromTemplate(template: readonly (Template | MenuItem)[]): Menu {
    const menu = new Menu();
    for (const one of template) menu.append(one instanceof MenuItem ? one : new MenuItem(one));
    return menu;
  }
  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu;
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application;
  }

  append(item: MenuItem): void {
    this.items.push(item);
  }
  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null);
      if (found !== null) return found;
    }
    return null;
  }
  popup(): void {
    this.emit('menu-will-show');
  }
}

type TrayFace = Pick<Electron.Tray, 'setImage' | 'setToolTip' | 'setContextMenu' | 'destroy' | 'isDestroyed'>;

export class Tray extends EventEmitter implements Record<keyof TrayFace, unknown> {
  image: unknown;
  tooltip = '';
  menu: Menu | null = null;
  #destroyed = false;

  constructor(image: unknown) {
    super();
    this.setImage(image);
  }
  setImage(image: unknown): void {
    const isThere =
      typeof image === 'string' ? existsSync(image) : !(image as { isEmpty(): boolean }).isEmpty();
    if (!isThere) throw new Error(`The tray icon is not there: ${String(image)}`);
    this.image = image;
  }
  setToolTip(text: string): void {
    this.tooltip = text;
  }
  setContextMenu(menu: Menu | null): void {
    this.menu = menu;
  }
  setIgnoreDoubleClickEvents(): void {
    // On macOS only.
  }
  popUpContextMenu(): void {
    this.menu?.popup();
  }
  destroy(): void {
    this.#destroyed = true;
  }
  isDestroyed = (): boolean => this.#destroyed;
}
