// The names under which the desktop window asks for, and gets, its MessagePort. Known to main, preload and renderer.

export const DESKTOP_PORT = {
  /** `window.hooklineDesktop === true` where there is a preload to ask. */
  flag: 'hooklineDesktop',
  /** Posted by the page to its own window, and sent on by the preload. Each one gives a new port, the old one closes. */
  want: 'hookline:want-port',
  /** Posted back to the window with the port in `event.ports[0]`. */
  given: 'hookline:port',
} as const;
