// What belongs to the system around the app: notifications, images, shortcuts, power, secrets, dialogs, the clipboard, screens.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import type * as Electron from 'electron';

type NotificationFace = Pick<Electron.Notification, 'show' | 'close' | 'title' | 'body'>;

export class Notification extends EventEmitter implements NotificationFace {
  static isSupported(): boolean {
    return true;
  }
  readonly options: Electron.NotificationConstructorOptions;
  title: string;
  body: string;

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.options = options;
    this.title = options.title ?? '';
    this.body = options.body ?? '';
  }
  show(): void {
    this.emit('show', {});
  }
  close(): void {
    this.emit('close', {});
  }
}

function imageOf(path: string | null) {
  const image = {
    path,
    isEmpty: () => path === null,
    getSize: () => ({ width: 16, height: 16 }),
    resize: () => image,
    setTemplateImage: () => undefined,
    isTemplateImage: () => false,
    toDataURL: () => 'data:,',
  };
  return image;
}

export const nativeImage = {
  createFromPath: (path: string) => imageOf(existsSync(path) ? path : null),
  createEmpty: () => imageOf(null),
} satisfies Partial<Record<keyof typeof Electron.nativeImage, unknown>>;

/** Accelerators that other programs have. */
const TAKEN = new Set((process.env['HOOKLINE_ELECTRON_DOUBLE_TAKEN'] ?? '').split(','));
const shortcuts = new Map<string, () => void>();

export const globalShortcut = {
  register(accelerator: string, callback: () => void): boolean {
    if (TAKEN.has(accelerator) || shortcuts.has(accelerator)) return false;
    // As the real one does with what is no accelerator.
    if (!/^([A-Za-z]+\+)*[A-Za-z0-9]+$/.test(accelerator))
      throw new TypeError(`${accelerator} is no accelerator.`);
    shortcuts.set(accelerator, callback);
    return true;
  },
  unregister: (accelerator: string) => void shortcuts.delete(accelerator),
  unregisterAll: () => shortcuts.clear(),
  isRegistered: (accelerator: string) => shortcuts.has(accelerator),
  /** For the test: somebody presses it. */
  press: (accelerator: string) => shortcuts.get(accelerator)?.(),
};

export const powerMonitor = new EventEmitter();

const KEY = createHash('sha256').update(homedir()).digest();
const hasKeyRing = process.env['HOOKLINE_ELECTRON_DOUBLE_KEYRING'] !== 'none';

export const safeStorage: Pick<
  Electron.SafeStorage,
  'isEncryptionAvailable' | 'encryptString' | 'decryptString' | 'getSelectedStorageBackend'
> = {
  isEncryptionAvailable: () => hasKeyRing,
  getSelectedStorageBackend: () => (hasKeyRing ? 'gnome_libsecret' : 'basic_text'),
  encryptString(text) {
    if (!hasKeyRing) throw new Error('Encryption is not available.');
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', KEY, iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
  },
  decryptString(sealed) {
    if (!hasKeyRing) throw new Error('Encryption is not available.');
    const cipher = createDecipheriv('aes-256-gcm', KEY, sealed.subarray(0, 12));
    cipher.setAuthTag(sealed.subarray(12, 28));
    return Buffer.concat([cipher.update(sealed.subarray(28)), cipher.final()]).toString('utf8');
  },
};

/** What was opened outside, for the test. */
const openedOutside: string[] = [];
export const shell = {
  openedOutside,
  openExternal(url: string): Promise<void> {
    openedOutside.push(url);
    return Promise.resolve();
  },
  showItemInFolder: (): void => undefined,
  openPath: (): Promise<string> => Promise.resolve(''),
};

/** Answers with the first button, unless a test puts another answer in its place. */
export const dialog = {
  asked: [] as Electron.MessageBoxOptions[],
  answer: 0,
  showMessageBox(...args: unknown[]): Promise<Electron.MessageBoxReturnValue> {
    dialog.asked.push(args.at(-1) as Electron.MessageBoxOptions);
    return Promise.resolve({ response: dialog.answer, checkboxChecked: false });
  },
  showErrorBox: (): void => undefined,
};

let clip = '';
export const clipboard = {
  readText: (): Promise<string> => Promise.resolve(clip),
  writeText(text: string): Promise<void> {
    clip = text;
    return Promise.resolve();
  },
  clear: (): void => void (clip = ''),
};

const DISPLAY = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
  scaleFactor: 1,
};
export const screen = Object.assign(new EventEmitter(), {
  getAllDisplays: () => [DISPLAY],
  getPrimaryDisplay: () => DISPLAY,
  getDisplayMatching: () => DISPLAY,
});

export const crashReporter = {
  started: null as Electron.CrashReporterStartOptions | null,
  start: (options: Electron.CrashReporterStartOptions): void => void (crashReporter.started = options),
};

export const nativeTheme = Object.assign(new EventEmitter(), {
  shouldUseDarkColors: false,
  themeSource: 'system',
});
