// What the desktop app says outside its page: in the tray, notifications, dialogs and menus. English here, 繁體中文 beside it.
import type { DesktopMenu } from '#shared/contract/desktop.ts';
import { wordsZhTW } from './words-zh-tw.ts';

export type Language = DesktopMenu['language'];

const s = (n: number): string => (n === 1 ? '' : 's');

const wordsEn = {
  line: {
    disabled: 'Not listening to Stripe',
    stopped: 'Not listening to Stripe',
    starting: 'Connecting to Stripe…',
    reconnecting: 'Reconnecting to Stripe…',
    renewing: 'Renewing the session with Stripe…',
    ready: 'Listening to Stripe',
    not_found: 'No Stripe CLI to run',
    not_logged_in: 'Not logged in to Stripe',
    key_refused: 'Stripe refused the key',
    too_many_sessions: 'Too many stripe listen sessions',
    organization_key: 'The key is an organization’s',
    offline: 'Stripe cannot be reached',
    crashed: 'stripe listen ended unexpectedly',
  },
  tray: {
    live: 'LIVE mode',
    demo: 'Demo, nothing here is real',
    store: {
      database_busy: 'The database is locked by another program',
      disk_full: 'The disk is full, events cannot be stored',
      database_read_only: 'The database may not be written, events cannot be stored',
      database_damaged: 'The database is damaged, restart Hookline',
      disk_error: 'The disk failed, events cannot be stored',
    },
    failed: (n: number) => `${n} failed`,
    held: (n: number) => `${n} on hold`,
    drifting: (n: number) => `${n} paid but wrong`,
    noEvents: 'No events yet',
    resendLast: 'Resend last event',
    pause: 'Pause all endpoints',
    resume: 'Resume all endpoints',
    copySecret: 'Copy signing secret (for 60 s)',
    open: 'Open Hookline',
    quit: 'Quit Hookline',
  },
  state: {
    none: 'not sent',
    pending: 'sending',
    held: 'on hold',
    retrying: 'retrying',
    delivered: 'delivered',
    failed: 'failed',
    rejected: 'invalid request',
  },
  errorWord: {
    refused: 'connection refused',
    reset: 'connection broken off',
    timeout: 'timeout',
    dns: 'name not found',
    tls: 'TLS error',
    protocol: 'bad HTTP response',
    unreachable: 'unreachable',
    invalid_request: 'could not be sent',
    interrupted: 'cut off',
  },
  notice: {
    failedOne: (type: string) => `${type} failed`,
    failedFrom: (what: string, endpoint: string) => `${what} from ${endpoint}`,
    failedMany: (n: number) => `${n} events failed`,
    held: (endpoint: string) => `${endpoint} does not answer`,
    heldBody: 'Events are on hold and are delivered when it is back.',
    heldMany: (n: number) => `${n} endpoints do not answer`,
    drift: (n: number) => `${n} customer${s(n)} paid and did not get the plan`,
    driftOne: (customer: string) => `${customer} paid and did not get the plan`,
    driftBody: (believed: string | null, expected: string) =>
      `Your app says ${believed ?? 'nothing'}; by Stripe’s events it is ${expected}. Every event was delivered.`,
    lineDown: 'No more events from Stripe',
    lineUp: 'Stripe’s events arrive again',
    lineUpBody: 'What happened meanwhile may not have been sent.',
    resend: 'Resend',
    restart: 'Restart',
    resent: (type: string) => `${type} resent`,
    answered: (status: number, ms: number) => `${status} after ${ms} ms`,
    notResent: 'Not resent',
    nothingToResend: 'There is no event yet.',
    noEndpoint: 'No endpoint is switched on. Switch one on in Endpoints.',
    noBody: 'The body of this request was not kept, so there is nothing to send.',
    endpointClosed: 'The endpoint is paused or switched off. Resume it or switch it on, then resend.',
    notSent: 'The delivery was stopped before it was sent.',
    jobRunning: 'Events are being resent already. Wait until that is done.',
    gone: 'The event was removed.',
    resendBroke: 'Something went wrong. Open Hookline and try it there.',
  },
  menu: {
    file: 'File',
    edit: 'Edit',
    view: 'View',
    window: 'Window',
    help: 'Help',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    reload: 'Reload',
    devTools: 'Developer tools',
    resetZoom: 'Actual size',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fullScreen: 'Full screen',
    minimize: 'Minimize',
    close: 'Close window',
    zoom: 'Zoom',
    front: 'Bring all to front',
    about: 'About Hookline',
    services: 'Services',
    hide: 'Hide Hookline',
    hideOthers: 'Hide others',
    unhide: 'Show all',
    quit: 'Quit Hookline',
    webhookDocs: 'Stripe’s webhook documentation',
    cliDocs: 'Stripe CLI documentation',
    dashboard: 'Stripe Dashboard',
  },
  crash: {
    goneTitle: 'The window keeps crashing',
    gone: 'Hookline’s window crashed several times within a minute.',
    goneDetail: (dir: string) => `Events are still received and delivered. The reports lie in ${dir}.`,
    stuckTitle: 'The window does not answer',
    stuck: 'Hookline’s window has stopped answering.',
    stuckDetail: 'Events are still received and delivered. You can wait, or load the window again.',
    reload: 'Load again',
    wait: 'Wait',
    quit: 'Quit Hookline',
  },
  update: {
    consent: 'Look for new versions of Hookline now and then?',
    consentDetail:
      'At most once a day Hookline would ask GitHub for its latest release. Nothing is sent along, and nothing is fetched or installed unasked.',
    yes: 'Look for them',
    no: 'Do not look',
    later: 'Later',
    found: (version: string) => `Hookline ${version} is there`,
    foundDetail: 'It is downloaded in the background. You are asked again before Hookline restarts.',
    download: 'Download',
    skip: 'Skip this version',
    ready: (version: string) => `Hookline ${version} is ready`,
    readyDetail: 'Restarting takes a few seconds. Events that are on hold or being retried are kept.',
    restart: 'Restart now',
    upToDate: 'Hookline is up to date.',
    failed: 'The look for a new version failed.',
    failedDetail: 'GitHub may not be reachable just now. Hookline tries again tomorrow.',
    cannot: 'This Hookline cannot update itself.',
    whyNot: {
      development: 'It runs from its sources. Pull and build to update it.',
      no_feed: 'It was packaged outside of a repository, so there is nowhere to look.',
      portable: 'The portable program is not installed. Download the new one in its place.',
      unpacked: 'It was unpacked by hand. The AppImage and the .deb can be updated.',
    },
    look: 'Check for updates…',
    ok: 'OK',
  },
  recent: { title: 'Recent events' },
  badge: (failed: number) => `${failed} event${s(failed)} failed`,
};

export type Words = typeof wordsEn;

const WORDS: Record<Language, Words> = { en: wordsEn, 'zh-TW': wordsZhTW };

export function wordsIn(language: Language): Words {
  return WORDS[language];
}

/** Before the page has told its language: the system's, where it is one of ours. */
export function languageOf(locale: string): Language {
  return /^zh\b/i.test(locale) ? 'zh-TW' : 'en';
}
