// BrowserWindow: a page of a real Chromium, with the state a window has beside it.
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { knowWindows, whenWindowsChange } from './app.ts';
import { chromium } from './chromium.ts';
import { WebContents } from './web-contents.ts';

const all = new Set<BrowserWindow>();
knowWindows(() => [...all]);

type Face = Pick<
  Electron.BrowserWindow,
  | 'id'
  | 'loadURL'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'focus'
  | 'close'
  | 'destroy'
  | 'isDestroyed'
  | 'isVisible'
  | 'isFocused'
  | 'isMinimized'
  | 'minimize'
  | 'restore'
  | 'maximize'
  | 'unmaximize'
  | 'isMaximized'
  | 'isFullScreen'
  | 'setFullScreen'
  | 'getBounds'
  | 'getNormalBounds'
  | 'setBounds'
  | 'setOverlayIcon'
  | 'flashFrame'
  | 'setMenuBarVisibility'
>;

/** `ready-to-show` comes with the first load. */
export class BrowserWindow extends EventEmitter implements Face {
  static getAllWindows(): BrowserWindow[] {
    return [...all];
  }
  static getFocusedWindow(): BrowserWindow | null {
    return [...all].find((window) => window.isFocused()) ?? null;
  }
  static fromWebContents(contents: unknown): BrowserWindow | null {
    return [...all].find(({ webContents }) => webContents === contents) ?? null;
  }

  static #next = 1;
  readonly id = BrowserWindow.#next++;
  readonly webContents: WebContents;
  /** As given, for the test. */
  readonly options: Electron.BrowserWindowConstructorOptions;
  overlay: { icon: unknown; description: string } | null = null;
  #visible: boolean;
  #minimized = false;
  #maximized = false;
  #fullScreen = false;
  #bounds: Electron.Rectangle;
  #destroyed = false;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    this.options = options;
    const { width = 800, height = 600, x = 0, y = 0, webPreferences } = options;
    this.#bounds = { x, y, width, height };
    this.#visible = options.show !== false;
    this.webContents = new WebContents(webPreferences?.preload);
    all.add(this);
    whenWindowsChange.contentsCreated(this.webContents);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
    this.webContents.on('destroyed', () => this.#gone());
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }
  show(): void {
    this.showInactive();
    this.focus();
  }
  showInactive(): void {
    if (this.#visible) return;
    this.#visible = true;
    this.emit('show');
  }
  hide(): void {
    if (!this.#visible) return;
    this.blur();
    this.#visible = false;
    this.emit('hide');
  }
  focus(): void {
    for (const other of all) if (other !== this) other.blur();
    if (this.webContents.focused) return;
    this.webContents.focused = true;
    this.emit('focus');
    whenWindowsChange.focusChanged('browser-window-focus', this);
  }
  blur(): void {
    if (!this.webContents.focused) return;
    this.webContents.focused = false;
    this.emit('blur');
    whenWindowsChange.focusChanged('browser-window-blur', this);
  }
  close(): void {
    if (this.#destroyed) return;
    let prevented = false;
    this.emit('close', { preventDefault: () => void (prevented = true) });
    if (prevented) this.emit('double:kept-open');
    else this.destroy();
  }
  destroy(): void {
    if (this.#destroyed) return;
    void this.webContents.closePage();
  }
  #gone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.webContents.focused = false;
    all.delete(this);
    this.emit('closed');
    whenWindowsChange.closed(all.size);
  }
  minimize(): void {
    this.#minimized = true;
    this.blur();
    this.emit('minimize');
  }
  restore(): void {
    this.#minimized = false;
    this.emit('restore');
  }
  maximize(): void {
    this.#maximized = true;
    this.emit('maximize');
  }
  unmaximize(): void {
    this.#maximized = false;
    this.emit('unmaximize');
  }
  setFullScreen(flag: boolean): void {
    this.#fullScreen = flag;
    this.emit(flag ? 'enter-full-screen' : 'leave-full-screen');
  }
  setBounds(bounds: Partial<Electron.Rectangle>): void {
    const before = this.#bounds;
    this.#bounds = { ...before, ...bounds };
    if (before.x !== this.#bounds.x || before.y !== this.#bounds.y) this.emit('move');
    if (before.width !== this.#bounds.width || before.height !== this.#bounds.height) this.emit('resize');
    const { width, height } = this.#bounds;
    Promise.all([chromium(), this.webContents.ready])
      .then(([, page]) =>
        page.send('Emulation.setDeviceMetricsOverride', {
          width,
          height,
          deviceScaleFactor: 1,
          mobile: false,
        }),
      )
      .catch(() => undefined);
  }
  setOverlayIcon(icon: Electron.NativeImage | null, description: string): void {
    this.overlay = icon === null ? null : { icon, description };
  }
  flashFrame(): void {
    // There is no frame to flash.
  }
  setMenuBarVisibility(): void {
    // There is no menu bar.
  }
  isDestroyed = (): boolean => this.#destroyed;
  isVisible = (): boolean => this.#visible && !this.#destroyed;
  isFocused = (): boolean => this.webContents.focused;
  isMinimized = (): boolean => this.#minimized;
  isMaximized = (): boolean => this.#maximized;
  isFullScreen = (): boolean => this.#fullScreen;
  getBounds = (): Electron.Rectangle => ({ ...this.#bounds });
  getNormalBounds = (): Electron.Rectangle => ({ ...this.#bounds });
}
