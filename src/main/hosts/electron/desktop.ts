// The desktop around the page, wired to one engine, and the face it shows to the API.
import { homedir } from 'node:os';
import { app, dialog, Menu, nativeImage, powerMonitor, safeStorage, shell } from 'electron';
import type { Desktop } from '#engine/api/host.ts';
import type { Engine } from '#engine/engine.ts';
import type { Logger } from '#engine/ports.ts';
import type { DesktopRequest, DesktopState } from '#shared/contract/desktop.ts';
import { resourcesDir, windowIconPath } from '../../app/tray-icon.ts';
import { createAppMenu } from './app-menu.ts';
import type { DesktopSettingsBook } from './desktop-settings.ts';
import { createDragOut } from './drag-out.ts';
import { createLoginItem } from './login-item.ts';
import type { MainWindow } from './main-window.ts';
import { watchPower } from './power.ts';
import { createPresence } from './presence.ts';
import type { Requests } from './requests.ts';
import { keptBySystem } from './system-codec.ts';
import { createUpdates } from './updates.ts';
import { languageOf, type Language } from './words.ts';

export interface DesktopDeps {
  engine: Engine;
  settings: DesktopSettingsBook;
  window: MainWindow;
  requests: Requests;
  rootDir: string;
  /** Electron's userData. */
  directory: string;
  logger: Logger;
}

export interface RunningDesktop extends Desktop {
  /** There is a tray to come back from. */
  hasTray: boolean;
  language(): Language;
  windowOpened(): void;
  dispose(): Promise<void>;
}

export function createDesktop(deps: DesktopDeps): RunningDesktop {
  const { engine, settings, window, requests, rootDir, directory, logger } = deps;
  const { platform, env, execPath, resourcesPath } = process;
  const { isPackaged } = app;
  const resources = resourcesDir({ isPackaged, resourcesPath, rootDir });
  let language = languageOf(app.getLocale());
  const onError = (error: unknown): void =>
    logger.error('The desktop app could not do what was asked.', error);

  const open = (request: DesktopRequest | null): void => {
    window.show();
    if (request !== null) requests.ask(request);
  };
  const presence = createPresence({
    engine,
    window,
    open,
    notify: () => settings.get().notify,
    language: () => language,
    resources,
    logger,
  });
  const updates = createUpdates({
    app,
    platform,
    env,
    resources,
    directory,
    settings,
    language: () => language,
    ask: (options) => {
      const parent = window.current();
      return parent === null ? dialog.showMessageBox(options) : dialog.showMessageBox(parent, options);
    },
    loadUpdater: async () => (await import('electron-updater')).default.autoUpdater,
    logger,
  });
  const appMenu = createAppMenu({
    Menu,
    shell,
    platform,
    isPackaged,
    ask: (request) => open(request),
    onLookForUpdates: () => updates.look(),
    onError,
  });
  appMenu.set({ language, groups: [] });
  const loginItem = createLoginItem({ app, platform, env, execPath, homeDir: homedir() });
  const dragOut = createDragOut({
    tempDir: app.getPath('temp'),
    icon: () => nativeImage.createFromPath(windowIconPath(resources)).resize({ width: 32 }),
  });
  const stopPower = watchPower({
    powerMonitor,
    forwarder: engine.forwarder,
    onAwake(asleepMs) {
      logger.info(`The machine woke${asleepMs === null ? '' : ` after ${minutes(asleepMs)}`}.`);
      engine.catchUp.look('awake').catch(onError);
    },
    onError,
  });
  // At each start: the shortcut may be free by now, and the program may lie elsewhere than when it was set. One that was added by hand
  // in the system's own list is left there.
  presence.setShortcut(settings.get().resendShortcut);
  if (settings.get().startAtLogin) setLoginItem(true);
  const stopSettings = settings.onChange((now, before) => {
    if (now.resendShortcut !== before.resendShortcut) presence.setShortcut(now.resendShortcut);
    if (now.startAtLogin !== before.startAtLogin) setLoginItem(now.startAtLogin);
    if (now.updates !== before.updates) updates.consentChanged();
  });

  function setLoginItem(on: boolean): void {
    try {
      loginItem.set(on);
    } catch (error) {
      onError(error);
    }
  }

  function state(): DesktopState {
    return {
      settings: settings.get(),
      platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
      secrets: keptBySystem(safeStorage, platform) ? 'system' : 'file',
      shortcutTaken: presence.shortcutTaken(),
      canStartAtLogin: loginItem.canStartAtLogin,
      canUpdate: updates.canUpdate,
    };
  }

  return {
    hasTray: presence.hasTray,
    language: () => language,
    windowOpened: () => presence.windowOpened(),
    state,
    update(change) {
      settings.update(change);
      return state();
    },
    requests: (signal) => requests.subscribe(signal),
    setMenu(menu) {
      appMenu.set(menu);
      if (language === menu.language) return;
      ({ language } = menu);
      presence.retold();
    },
    async dragFile(name, content) {
      const contents = window.current()?.webContents;
      if (contents !== undefined) await dragOut.drag(contents, name, content);
    },
    show: () => window.show(),
    async dispose() {
      stopSettings();
      stopPower();
      updates.dispose();
      await Promise.all([presence.dispose(), dragOut.dispose()]);
    },
  };
}

function minutes(ms: number): string {
  const whole = Math.max(1, Math.round(ms / 60_000));
  return `${whole} minute${whole === 1 ? '' : 's'}`;
}
