// The desktop around the page, wired to one engine: tray, notifications and menu, and the face they show to the API.
import { app, clipboard, Menu, Notification, safeStorage, Tray } from 'electron';
import type { Desktop } from '#engine/api/host.ts';
import type { Engine } from '#engine/engine.ts';
import type { Logger } from '#engine/ports.ts';
import type { DesktopRequest, DesktopState } from '#shared/contract/desktop.ts';
import { resourcesDir, trayIconPath } from '../../app/tray-icon.ts';
import type { DesktopSettingsBook } from './desktop-settings.ts';
import type { MainWindow } from './main-window.ts';
import { createNoticeGathering } from './notices.ts';
import { createNotifications } from './notifications.ts';
import type { Requests } from './requests.ts';
import { createResend } from './resend.ts';
import { keptBySystem } from './system-codec.ts';
import { createTray, type HooklineTray } from './tray.ts';
import { createTrayActions } from './tray-actions.ts';
import { trayView, type TrayAction } from './tray-model.ts';
import { createEngineWatch } from './watch-engine.ts';
import type { Language } from './words.ts';

export interface DesktopDeps {
  engine: Engine;
  settings: DesktopSettingsBook;
  window: MainWindow;
  requests: Requests;
  rootDir: string;
  logger: Logger;
}

export interface RunningDesktop extends Desktop {
  /** There is a tray to come back from. */
  hasTray(): boolean;
  dispose(): Promise<void>;
}

export function createDesktop(deps: DesktopDeps): RunningDesktop {
  const { engine, settings, window, requests, rootDir, logger } = deps;
  const { platform } = process;
  const resources = resourcesDir({
    isPackaged: app.isPackaged,
    resourcesPath: process.resourcesPath,
    rootDir,
  });
  let language: Language = /^zh-(TW|HK|Hant)/i.test(app.getLocale()) ? 'zh-TW' : 'en';
  const onError = (error: unknown): void =>
    logger.error('The desktop app could not do what was asked.', error);

  const open = (request: DesktopRequest | null): void => {
    window.show();
    if (request !== null) requests.ask(request);
  };
  const notifications = createNotifications({
    Notification,
    platform,
    open,
    press: (button) => {
      if (button.act === 'resend') void resend.failed(button.failed);
      else engine.forwarder.restart().catch(onError);
    },
  });
  const notices = createNoticeGathering({
    wanted: () => settings.get().notify,
    language: () => language,
    isFocused: () => window.isFocused(),
    show: (notice) => notifications.show(notice),
    withdraw: (kind) => notifications.withdraw(kind),
  });
  const watch = createEngineWatch({
    engine,
    onStatus: showTray,
    onNews: (news) => notices.tell(news),
    onError,
  });
  const resend = createResend({
    engine,
    newest: () => watch.current().recent[0] ?? null,
    language: () => language,
    show: (notice) => notifications.show(notice),
    onError,
  });
  const trayActions = createTrayActions({ engine, clipboard, onError });
  const tray = openTray();

  function view() {
    return trayView({ ...watch.current(), hasSecret: trayActions.signingSecret() !== null, language });
  }
  function showTray(): void {
    tray?.show(view());
  }

  function openTray(): HooklineTray | null {
    try {
      return createTray(
        {
          Tray,
          Menu,
          iconPath: (icon) => trayIconPath(resources, icon, platform),
          platform,
          act: onTray,
        },
        view(),
      );
    } catch (error) {
      logger.warn(`There is no tray here: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  }

  function onTray(action: TrayAction): void {
    switch (action.act) {
      case 'open_event':
        return open({ what: 'open_event', id: action.id });
      case 'resend_last':
        return void resend.last();
      case 'pause':
      case 'resume':
        return void trayActions.pauseAll(action.act === 'pause').catch(onError);
      case 'copy_secret':
        return void trayActions.copySecret().catch(onError);
      case 'open':
        return window.show();
      case 'quit':
        return app.quit();
    }
  }

  function state(): DesktopState {
    return {
      settings: settings.get(),
      platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
      secrets: keptBySystem(safeStorage, platform) ? 'system' : 'file',
      shortcutTaken: false,
      canStartAtLogin: false,
      canUpdate: false,
    };
  }

  return {
    hasTray: () => tray !== null,
    state,
    update(change) {
      settings.update(change);
      return state();
    },
    requests: (signal) => requests.subscribe(signal),
    setMenu(menu) {
      language = menu.language;
      showTray();
    },
    dragFile: () => Promise.resolve(),
    show: () => window.show(),
    async dispose() {
      watch.dispose();
      notices.dispose();
      notifications.dispose();
      tray?.dispose();
      await trayActions.dispose();
    },
  };
}
