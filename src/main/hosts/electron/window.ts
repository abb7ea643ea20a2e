// The one window: how it looks before the page does, and what its page is denied.
import { BrowserWindow, nativeTheme } from 'electron';
import { APP_PAGE } from './app-origin.ts';

/** The page asks for its port as soon as it loads, so the window is known to the caller before that. */
export function openWindow(preloadPath: string, onFailed: (error: unknown) => void): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Hookline',
    width: 1280,
    height: 820,
    minWidth: 560,
    minHeight: 480,
    // Shown with its first frame painted; until then the background spares a white flash in the dark.
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#0d1114' : '#f4f6f7',
    autoHideMenuBar: true,
    webPreferences: {
      preload: preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.loadURL(APP_PAGE).catch(onFailed);
  return window;
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
