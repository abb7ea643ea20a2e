// What the page may not do: leave its address, open windows, embed other pages, use the machine's devices. The decisions
// are plain functions; `fenceIn` and `fencePermissions` apply them to Electron.
import type { Session, Shell, WebContents } from 'electron';
import { APP_PAGE } from './app-origin.ts';

/** Where the dashboard's own links lead. Anything else, also from event data, opens nowhere. */
const OUTSIDE_HOSTS: ReadonlySet<string> = new Set(['stripe.com', 'docs.stripe.com', 'dashboard.stripe.com']);

/** Copy buttons; the only thing the page may do beyond its own window. */
const PERMITTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** The dashboard is one page and routes in its fragment: it may load itself again, and nothing else. */
export function mayNavigate(url: string): boolean {
  return url.split('#')[0] === APP_PAGE;
}

export function mayOpenOutside(url: string): boolean {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || parsed.protocol !== 'https:') return false;
  const isPlain = parsed.username === '' && parsed.password === '' && parsed.port === '';
  return isPlain && OUTSIDE_HOSTS.has(parsed.hostname);
}

export function mayUse(permission: string): boolean {
  return PERMITTED.has(permission);
}

export function fenceIn(
  contents: WebContents,
  shell: Pick<Shell, 'openExternal'>,
  onRefused: (what: string) => void,
): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) shell.openExternal(url).catch(() => onRefused(`the browser for ${url}`));
    else onRefused(`a window for ${url}`);
    return { action: 'deny' };
  });
  const onNavigate = (event: { url: string; preventDefault(): void }): void => {
    if (mayNavigate(event.url)) return;
    event.preventDefault();
    onRefused(`navigation to ${event.url}`);
  };
  contents.on('will-navigate', onNavigate);
  contents.on('will-frame-navigate', onNavigate);
  contents.on('will-redirect', (event) => {
    event.preventDefault();
    onRefused(`redirect to ${event.url}`);
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    onRefused('a webview');
  });
}

export function fencePermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(mayUse(permission)));
  session.setPermissionCheckHandler((_contents, permission) => mayUse(permission));
  session.setDevicePermissionHandler(() => false);
}
