// Tells the desktop app the menu: at the start, and when something in it is another than was told. A few times a second at most.
import i18next from 'i18next';
import type { DesktopMenu } from '#shared/contract/desktop.ts';
import { isAvailable, type Command } from '../../commands/commands.ts';
import { useCatchUp } from '../../stores/catch-up-store.ts';
import { useConnection } from '../../stores/connection-store.ts';
import { useCustomers } from '../../stores/customers-store.ts';
import { tellMenu } from '../../stores/desktop-store.ts';
import { useDialog } from '../../stores/dialog-store.ts';
import { useEventList } from '../../stores/event-list-store.ts';
import { useInspected } from '../../stores/inspected-store.ts';
import { useMarks } from '../../stores/marks-store.ts';
import { usePreferences } from '../../stores/preferences-store.ts';
import { useSettings } from '../../stores/settings-store.ts';
import { useStatus } from '../../stores/status-store.ts';
import { useTriggers } from '../../stores/triggers-store.ts';
import { useUndo } from '../../stores/undo-store.ts';
import { useView } from '../../stores/view-store.ts';
import { menuModel } from './menu-model.ts';

export const MENU_EVERY_MS = 250;

/** Whatever commands ask whether they are available, and the language. A test holds this against the commands' sources. */
export const WATCHED = {
  useCatchUp,
  useCustomers,
  useDialog,
  useEventList,
  useInspected,
  useMarks,
  usePreferences,
  useSettings,
  useStatus,
  useTriggers,
  useUndo,
  useView,
};

/** As with keys, what lies behind a dialog is left alone: another dialog would take the place of what is half written. */
export function isOffered(command: Command): boolean {
  return useDialog.getState().open === null && isAvailable(command);
}

export function currentMenu(): DesktopMenu {
  const { language } = usePreferences.getState();
  return menuModel(i18next.getFixedT(language), language, isOffered);
}

export interface MenuSync {
  /** Something may be another now. */
  look(): void;
  /** The app that was told is gone. */
  forget(): void;
  dispose(): void;
}

interface MenuSyncDeps {
  read(): DesktopMenu;
  send(menu: DesktopMenu): Promise<void>;
}

export function createMenuSync({ read, send }: MenuSyncDeps): MenuSync {
  let told: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lookedAt = -Infinity;

  function tellIfOther(): void {
    timer = undefined;
    lookedAt = Date.now();
    const menu = read();
    const text = JSON.stringify(menu);
    if (text === told) return;
    told = text;
    // Where the connection is gone, the next one is told anew.
    send(menu).catch(() => undefined);
  }

  return {
    look() {
      timer ??= setTimeout(tellIfOther, Math.max(0, lookedAt + MENU_EVERY_MS - Date.now()));
    },
    forget() {
      told = null;
    },
    dispose() {
      clearTimeout(timer);
    },
  };
}

/** @returns the way to stop */
export function startMenuSync(): () => void {
  const sync = createMenuSync({ read: currentMenu, send: tellMenu });
  const stops = Object.values(WATCHED).map((store) => store.subscribe(sync.look));
  stops.push(
    useConnection.subscribe(({ phase }) => {
      if (phase !== 'open') return;
      sync.forget();
      sync.look();
    }),
    sync.dispose,
  );
  if (useConnection.getState().phase === 'open') sync.look();
  return () => {
    for (const stop of stops) stop();
  };
}
