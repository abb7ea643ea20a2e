// What the systems know the desktop app by. Changing an id makes another app of it: its updates, its pinned icons and its
// permissions stay with the old one.

/** Bundle id on macOS, AppUserModelID on Windows: notifications and the taskbar go by it. */
export const APP_ID = 'dev.hookline.desktop';
export const PRODUCT_NAME = 'Hookline';
/** hookline://… opens the app. */
export const DEEP_LINK_SCHEME = 'hookline';
/** Name of the .desktop file on Linux, which Electron reads from package.json to tell the desktop whose window it is. */
export const DESKTOP_FILE = 'hookline.desktop';
