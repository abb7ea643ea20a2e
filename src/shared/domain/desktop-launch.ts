// What the command and the desktop app say to each other: the options going in, and “it is up” coming out.

/** Environment variable with the LaunchOptions as JSON. Not argv: Chromium reads that too. */
export const DESKTOP_OPTIONS_ENV = 'HOOKLINE_DESKTOP_OPTIONS';

/** Sent over the child's IPC channel once the window shows the dashboard. */
export const DESKTOP_UP = { hookline: 'up' } as const;

export function isDesktopUp(message: unknown): boolean {
  return (
    typeof message === 'object' &&
    message !== null &&
    'hookline' in message &&
    message.hookline === DESKTOP_UP.hookline
  );
}
