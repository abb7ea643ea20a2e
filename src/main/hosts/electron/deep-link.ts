// Links into Hookline from outside: hookline://event/evt_…, hookline://customer/cus_…, hookline://view/events?filter=…
// Anybody can write one, so a link only ever shows something, and whatever is not exactly one of these is none.
import type { App } from 'electron';
import type { DesktopRequest } from '#shared/contract/desktop.ts';
import { MAX_FILTER_LENGTH } from '#shared/domain/filter/parse-filter.ts';

export const LINK_SCHEME = 'hookline';
/** What a link calls the views. `forwarder` is the former name of the connection. */
const VIEWS = {
  events: 'events',
  customers: 'customers',
  insights: 'insight',
  'test-events': 'send',
  endpoints: 'endpoints',
  connection: 'connection',
  settings: 'settings',
  forwarder: 'connection',
} as const;
const MOST_LENGTH = 8_000;

export function parseDeepLink(text: string): DesktopRequest | null {
  if (text.length > MOST_LENGTH || !text.startsWith(`${LINK_SCHEME}://`) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || url.port !== '' || url.hash !== '') return null;
  // Some systems put a slash at the end.
  const path = /^\/([^/]+)\/?$/.exec(url.pathname)?.[1];
  if (path === undefined) return null;
  if (url.hostname === 'view') return viewOf(path, url.searchParams);
  if (url.search !== '') return null;
  if (url.hostname === 'event') return isId('evt', path) ? { what: 'open_event', id: path } : null;
  if (url.hostname === 'customer') return isId('cus', path) ? { what: 'open_customer', id: path } : null;
  return null;
}

function isId(prefix: 'evt' | 'cus', id: string): boolean {
  return id.startsWith(`${prefix}_`) && /^[A-Za-z0-9_]{5,255}$/.test(id);
}

function viewOf(name: string, search: URLSearchParams): DesktopRequest | null {
  const view = Object.hasOwn(VIEWS, name) ? VIEWS[name as keyof typeof VIEWS] : null;
  if (view === null) return null;
  const given = [...search];
  if (given.length === 0) return { what: 'open_view', view, filter: null };
  const [[key, filter] = ['', '']] = given;
  const isFilter = view === 'events' && key === 'filter' && given.length === 1;
  // oxlint-disable-next-line no-control-regex
  const isPlain = filter.length <= MAX_FILTER_LENGTH && !/[\u0000-\u001f\u007f]/.test(filter);
  return isFilter && isPlain ? { what: 'open_view', view, filter } : null;
}

export function linkToEvent(id: string): string {
  return `${LINK_SCHEME}://event/${id}`;
}

/** The first link among the arguments of a start; Windows and Linux hand it over so. */
export function findDeepLink(argv: readonly string[]): DesktopRequest | null {
  for (const argument of argv.slice(1)) {
    const request = parseDeepLink(argument);
    if (request !== null) return request;
  }
  return null;
}

export interface SchemeDeps {
  app: Pick<App, 'isPackaged' | 'getAppPath' | 'setAsDefaultProtocolClient'>;
  execPath: string;
  /** Take the links also when run from the source: the whole user's links then lead there. */
  asked: boolean;
}

/** @returns whether links lead here now */
export function registerScheme({ app, execPath, asked }: SchemeDeps): boolean {
  if (app.isPackaged) return app.setAsDefaultProtocolClient(LINK_SCHEME);
  if (!asked) return false;
  // Electron alone would not know which app is meant.
  return app.setAsDefaultProtocolClient(LINK_SCHEME, execPath, [app.getAppPath()]);
}
