// The one window: how it looks before the page does, and what its page is denied.
import { BrowserWindow, nativeTheme } from 'electron';
import { APP_PAGE } from './app-origin.ts';
import { LEAST_SIZE, type WindowState } from './window-state.ts';

export interface WindowWish {
  preloadPath: string;
  state: WindowState;
  /** true = it waits in the tray until it is asked for. */
  hidden: boolean;
  onFailed: (error: unknown) => void;
}

/** The page asks for its port as soon as it loads, so the window is known to the caller before that. */
export function openWindow({ preloadPath, state, hidden, onFailed }: WindowWish): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Hookline',
    ...state.bounds,
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
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
  window.once('ready-to-show', () => {
    if (hidden) return;
    // Both show it, so they wait for the first frame, too.
    if (state.maximized) window.maximize();
    if (state.fullScreen) window.setFullScreen(true);
    window.show();
  });
  window.loadURL(APP_PAGE).catch(onFailed);
  return window;
}
