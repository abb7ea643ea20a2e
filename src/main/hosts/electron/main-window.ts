// Keeps the one window: opens it when it is wanted, brings it to the front, and lets closing it mean the tray.
import type { BrowserWindow } from 'electron';

export interface MainWindow {
  /** Opens it in the background or in view. */
  open(hidden: boolean): void;
  /** To the front, from the tray, the dock or nowhere. */
  show(): void;
  current(): BrowserWindow | null;
  isFocused(): boolean;
  /** Of the web contents whose page is ours. */
  contentsIds(): ReadonlySet<number>;
}

export interface MainWindowDeps {
  make: (hidden: boolean) => BrowserWindow;
  /** Closing leaves it in the tray: the user chose it, and there is a tray to come back from. */
  closesToTray: () => boolean;
  isQuitting: () => boolean;
}

export function createMainWindow({ make, closesToTray, isQuitting }: MainWindowDeps): MainWindow {
  let window: BrowserWindow | null = null;

  function open(hidden: boolean): void {
    const opened = make(hidden);
    window = opened;
    opened.on('close', (event) => {
      if (isQuitting() || !closesToTray()) return;
      event.preventDefault();
      opened.hide();
    });
    opened.on('closed', () => {
      if (window === opened) window = null;
    });
  }

  const current = (): BrowserWindow | null => (window === null || window.isDestroyed() ? null : window);

  return {
    open,
    show() {
      const shown = current();
      if (shown === null) return open(false);
      if (shown.isMinimized()) shown.restore();
      shown.show();
      shown.focus();
    },
    current,
    isFocused: () => current()?.isFocused() ?? false,
    contentsIds: () => {
      const shown = current();
      return new Set(shown === null ? [] : [shown.webContents.id]);
    },
  };
}
