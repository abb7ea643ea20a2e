// Schemes of the app's own, and permissions of the session.
import type * as Electron from 'electron';
import { outward } from './addresses.ts';
import { chromium } from './chromium.ts';

type Handler = Parameters<Electron.Protocol['handle']>[1];

const privileged = new Set<string>();
const handlers = new Map<string, Handler>();
let appIsReady = false;
export const appReady = (): void => void (appIsReady = true);

export const protocol: Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle' | 'unhandle'> = {
  registerSchemesAsPrivileged(schemes) {
    if (appIsReady)
      throw new Error('protocol.registerSchemesAsPrivileged must be called before the app is ready.');
    for (const { scheme } of schemes) privileged.add(scheme);
  },
  handle(scheme, handler) {
    if (!privileged.has(scheme)) throw new Error(`The scheme ${scheme} was not declared to be privileged.`);
    if (handlers.has(scheme)) throw new Error(`The scheme ${scheme} has a handler already.`);
    handlers.set(scheme, handler);
  },
  unhandle: (scheme) => void handlers.delete(scheme),
};

/** @returns null for what only the network could answer: there is none */
export async function answerFor(url: string, method: string): Promise<Response | null> {
  if (url.startsWith('about:')) return new Response('', { headers: { 'content-type': 'text/html' } });
  const handler = handlers.get(url.split(':', 1)[0] ?? '');
  if (handler === undefined) return null;
  return handler(new Request(url, { method }));
}

/** Chromium's names of what Electron calls by others. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  notifications: 'notifications',
  geolocation: 'geolocation',
  media: 'camera',
  'clipboard-read': 'clipboard-read',
  'clipboard-sanitized-write': 'clipboard-write',
  midi: 'midi',
};

type Session = Pick<
  Electron.Session,
  'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
>;

export const session: { defaultSession: Session } = {
  defaultSession: {
    setPermissionRequestHandler() {
      // A page is refused, or given, without being asked: Chromium without a window asks nobody.
    },
    setPermissionCheckHandler(handler) {
      for (const [electrons, chromiums] of Object.entries(PERMISSIONS)) {
        const may = handler?.(null, electrons as never, '', {} as never) === true;
        chromium()
          .then((browser) =>
            browser.send('Browser.setPermission', {
              permission: { name: chromiums },
              setting: may ? 'granted' : 'denied',
              origin: outward('app://hookline'),
            }),
          )
          .catch((error: unknown) => process.emitWarning(String(error)));
      }
    },
    setDevicePermissionHandler() {
      // There are no devices.
    },
  },
};
