// Hookline outside its window: tray, notifications, the number at the icon, the last events, and the shortcut that resends.
import { app, clipboard, globalShortcut, Menu, nativeImage, Notification, Tray } from 'electron';
import type { Engine } from '#engine/engine.ts';
import type { Logger } from '#engine/ports.ts';
import type { DesktopRequest, DesktopSettings } from '#shared/contract/desktop.ts';
import { trayIconPath } from '../../app/tray-icon.ts';
import { createBadge } from './badge.ts';
import { createResendShortcut } from './global-shortcut.ts';
import { createJumpList } from './jump-list.ts';
import type { MainWindow } from './main-window.ts';
import { createFailureExplainer } from './failure-explainer.ts';
import { createNoticeGathering } from './notices.ts';
import { createNotifications } from './notifications.ts';
import { createResend } from './resend.ts';
import { createTray, type HooklineTray } from './tray.ts';
import { createTrayActions } from './tray-actions.ts';
import { trayView, type TrayAction, type TrayView } from './tray-model.ts';
import { createEngineWatch, type Watched } from './watch-engine.ts';
import type { Language } from './words.ts';

export interface Presence {
  hasTray: boolean;
  /** Shows all in another language. */
  retold(): void;
  setShortcut(accelerator: string | null): void;
  shortcutTaken(): boolean;
  windowOpened(): void;
  dispose(): Promise<void>;
}

export interface PresenceDeps {
  engine: Engine;
  window: MainWindow;
  /** Brings the window to the front and asks it; null = only the window. */
  open: (request: DesktopRequest | null) => void;
  notify: () => DesktopSettings['notify'];
  language: () => Language;
  resources: string;
  logger: Logger;
}

export function createPresence(deps: PresenceDeps): Presence {
  const { engine, window, open, notify, language, resources, logger } = deps;
  const { platform } = process;
  const onError = (error: unknown): void =>
    logger.error('What was asked outside the window could not be done.', error);

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
    wanted: notify,
    language,
    isFocused: () => window.isFocused(),
    show: (notice) => notifications.show(notice),
    explain: createFailureExplainer({ engine, language, onError }),
    withdraw: (kind) => notifications.withdraw(kind),
  });
  const watch = createEngineWatch({
    engine,
    onStatus: show,
    onNews: (news) => notices.tell(news),
    onError,
  });
  const resend = createResend({
    engine,
    newest: () => watch.current().recent[0] ?? null,
    language,
    show: (notice) => notifications.show(notice),
    onError,
  });
  const shortcut = createResendShortcut({ globalShortcut, onPressed: () => resend.last(), onError });
  const trayActions = createTrayActions({ engine, clipboard, onError });
  const badge = createBadge({
    app,
    platform,
    window: () => window.current(),
    overlay: () => nativeImage.createFromPath(trayIconPath(resources, 'trouble', 'win32')),
  });
  const jumpList = createJumpList({ app, Menu, platform, execPath: process.execPath, open });
  const tray = openTray();
  show(watch.current());

  function view(watched: Watched): TrayView {
    return trayView({ ...watched, hasSecret: trayActions.signingSecret() !== null, language: language() });
  }

  function show(watched: Watched): void {
    tray?.show(view(watched));
    badge.set(watched.status.counts.failed, language());
    jumpList.set(watched.recent, language());
  }

  function openTray(): HooklineTray | null {
    const iconPath: Parameters<typeof createTray>[0]['iconPath'] = (icon) =>
      trayIconPath(resources, icon, platform);
    try {
      return createTray({ Tray, Menu, iconPath, platform, act: onTray }, view(watch.current()));
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
        return open(null);
      case 'quit':
        return app.quit();
    }
  }

  return {
    hasTray: tray !== null,
    retold: () => show(watch.current()),
    setShortcut: (accelerator) => void shortcut.set(accelerator),
    shortcutTaken: () => shortcut.taken(),
    windowOpened: () => badge.windowOpened(),
    async dispose() {
      watch.dispose();
      notices.dispose();
      notifications.dispose();
      shortcut.dispose();
      jumpList.dispose();
      tray?.dispose();
      await trayActions.dispose();
    },
  };
}
