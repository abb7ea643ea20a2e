// `app`: its life from ready to quit, the lock between two starts, and what it tells the system.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Electron from 'electron';
import { appReady } from './protocol.ts';
import type { BrowserWindow } from './browser-window.ts';
import type { WebContents } from './web-contents.ts';

type Face = Pick<
  Electron.App,
  | 'quit'
  | 'exit'
  | 'relaunch'
  | 'focus'
  | 'whenReady'
  | 'isReady'
  | 'getPath'
  | 'setPath'
  | 'getAppPath'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setAsDefaultProtocolClient'
  | 'setLoginItemSettings'
  | 'getLoginItemSettings'
  | 'setBadgeCount'
  | 'getBadgeCount'
  | 'setJumpList'
  | 'setAboutPanelOptions'
  | 'isPackaged'
  | 'getLocale'
>;

/** What windows tell the app; the double's own. */
export const whenWindowsChange = {
  contentsCreated: (contents: WebContents): void => void app.emit('web-contents-created', {}, contents),
  focusChanged: (name: string, window: BrowserWindow): void => void app.emit(name, {}, window),
  closed(left: number): void {
    if (left > 0) return;
    if (app.isQuitting()) app.finishQuitting();
    else if (!app.emit('window-all-closed')) app.quit();
  },
};

class App extends EventEmitter implements Face {
  readonly isPackaged = process.env['HOOKLINE_ELECTRON_DOUBLE_PACKAGED'] === '1';
  readonly dock = undefined;
  /** What the system was told, for the test. */
  readonly told: { loginItem: unknown; protocolClients: string[]; jumpList: unknown } = {
    loginItem: null,
    protocolClients: [],
    jumpList: null,
  };
  #paths = new Map<string, string>();
  #ready = false;
  #quitting = false;
  #badge = 0;
  #lock: { server: Server; file: string } | null = null;
  readonly #whenReady: Promise<void>;

  constructor() {
    super();
    this.#whenReady = new Promise((resolve) => {
      setImmediate(() => {
        this.#ready = true;
        appReady();
        this.emit('ready', {}, {});
        resolve();
      });
    });
  }

  whenReady(): Promise<void> {
    return this.#whenReady;
  }
  isReady = (): boolean => this.#ready;
  isQuitting = (): boolean => this.#quitting;

  /** before-quit, the windows, will-quit, quit: each of the first three may say no. */
  quit(): void {
    if (this.#refused('before-quit')) return;
    this.#quitting = true;
    const windows = this.#windows();
    let keptOpen = false;
    for (const window of windows) {
      window.once('double:kept-open', () => (keptOpen = true));
      window.close();
    }
    // One whose close was prevented keeps the app.
    if (keptOpen) this.#quitting = false;
    else if (windows.length === 0) this.finishQuitting();
  }

  /** For the double: the last window is gone. */
  finishQuitting(): void {
    if (this.#refused('will-quit')) return;
    this.exit(0);
  }

  #windows(): BrowserWindow[] {
    return listWindows();
  }

  #refused(name: string): boolean {
    let prevented = false;
    this.emit(name, { preventDefault: () => void (prevented = true) });
    return prevented;
  }

  exit(code = 0): void {
    this.emit('quit', {}, code);
    if (this.#lock !== null) rmSync(this.#lock.file, { force: true });
    const pages = this.#windows().map((window) => window.webContents.closePage());
    void Promise.allSettled(pages).finally(() => process.exit(code));
    setTimeout(() => process.exit(code), 1_000).unref();
  }
  relaunch(): void {
    throw new Error('The double cannot start itself again.');
  }
  focus(): void {
    listWindows()[0]?.focus();
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    const known = this.#paths.get(name);
    if (known !== undefined) return known;
    if (name === 'temp') return tmpdir();
    if (name === 'home') return homedir();
    if (name === 'exe') return process.execPath;
    return join(this.#paths.get('userData') ?? join(tmpdir(), 'electron-double'), name);
  }
  setPath(name: string, path: string): void {
    mkdirSync(path, { recursive: true });
    this.#paths.set(name, path);
  }
  getAppPath = (): string => process.cwd();
  getName = (): string => 'hookline';
  setName(): void {
    // Its name is the package's.
  }
  getVersion = (): string => process.versions.node;
  getLocale = (): string => process.env['HOOKLINE_ELECTRON_DOUBLE_LOCALE'] ?? 'en-US';

  /** The first holds a file and listens; a later one leaves its words there, synchronously as in Electron. */
  requestSingleInstanceLock(additionalData: Record<string, unknown> = {}): boolean {
    const dir = this.getPath('userData');
    mkdirSync(dir, { recursive: true });
    const file = join(dir, 'electron-double.lock');
    const address = join(tmpdir(), `ed-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}.sock`);
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        const handle = openSync(file, 'wx');
        writeSync(handle, String(process.pid));
        closeSync(handle);
        rmSync(address, { force: true });
        this.#lock = { server: this.#hearOthers(address), file };
        return true;
      } catch {
        const holder = Number(readFileSync(file, 'utf8'));
        if (isAlive(holder)) break;
        rmSync(file, { force: true });
      }
    }
    const words = JSON.stringify({ argv: process.argv, cwd: process.cwd(), additionalData });
    spawnSync(process.execPath, ['-e', TELL_THE_FIRST, address, words], { timeout: 5_000 });
    return false;
  }

  #hearOthers(address: string): Server {
    const server = createServer((socket) => {
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      socket.on('end', () => {
        socket.end();
        const { argv, cwd, additionalData } = JSON.parse(text) as Record<string, unknown>;
        this.emit('second-instance', {}, argv, cwd, additionalData);
      });
    });
    server.listen(address).unref();
    return server;
  }

  setAppUserModelId(): void {
    // Windows' taskbar only.
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    this.told.protocolClients.push(scheme);
    return true;
  }
  setLoginItemSettings(settings: Electron.Settings): void {
    this.told.loginItem = settings;
  }
  getLoginItemSettings(): Electron.LoginItemSettings {
    return {
      openAtLogin: false,
      wasOpenedAtLogin: false,
      status: 'not-registered',
      executableWillLaunchAtLogin: false,
      launchItems: [],
    };
  }
  setBadgeCount(count = 0): boolean {
    this.#badge = count;
    return true;
  }
  getBadgeCount = (): number => this.#badge;
  setJumpList(categories: Electron.JumpListCategory[] | null): 'ok' {
    this.told.jumpList = categories;
    return 'ok';
  }
  setAboutPanelOptions(): void {
    // There is no panel.
  }
}

const TELL_THE_FIRST = `
  const [address, words] = process.argv.slice(1);
  const until = Date.now() + 3000;
  const tell = () => {
    const socket = require('node:net').connect(address, () => socket.end(words));
    socket.on('error', () => Date.now() < until && setTimeout(tell, 50));
  };
  tell();
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Set by the windows' own file, which needs this one. */
let listWindows = (): BrowserWindow[] => [];
export const knowWindows = (list: typeof listWindows): void => void (listWindows = list);

export const app = new App();
