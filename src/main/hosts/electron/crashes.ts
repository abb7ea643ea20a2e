// When the window crashes or hangs: it is loaded again, and when that does not help, the user is asked. Events go on meanwhile.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { App, BrowserWindow, CrashReporter, MessageBoxOptions, MessageBoxReturnValue } from 'electron';
import type { Logger } from '#engine/ports.ts';
import { wordsIn, type Language } from './words.ts';

const MOST_RELOADS = 3;
const WITHIN_MS = 60_000;

/** Reports stay on this machine: they hold what was in memory. Before the app is ready. @returns where they lie */
export function keepCrashReports({
  app,
  crashReporter,
  directory,
}: {
  app: Pick<App, 'setPath'>;
  crashReporter: Pick<CrashReporter, 'start'>;
  directory: string;
}): string {
  const reports = join(directory, 'crashes');
  mkdirSync(reports, { recursive: true, mode: 0o700 });
  app.setPath('crashDumps', reports);
  crashReporter.start({ uploadToServer: false });
  return reports;
}

type Contents = Pick<
  BrowserWindow['webContents'],
  'on' | 'reload' | 'forcefullyCrashRenderer' | 'isDestroyed'
>;
export type GuardedWindow = Pick<BrowserWindow, 'on' | 'isDestroyed'> & { webContents: Contents };

export interface WindowGuardDeps<W extends GuardedWindow> {
  window: W;
  dialog: { showMessageBox(window: W, options: MessageBoxOptions): Promise<MessageBoxReturnValue> };
  language: () => Language;
  reportsDir: string;
  quit: () => void;
  logger: Logger;
  /** Monotonic milliseconds. */
  now?: () => number;
}

export function guardWindow<W extends GuardedWindow>(deps: WindowGuardDeps<W>): void {
  const { window, dialog, language, reportsDir, quit, logger, now = () => performance.now() } = deps;
  const { webContents: contents } = window;
  let reloads: number[] = [];
  let asking: { calledOff: AbortController; over: Promise<unknown> } | null = null;
  /** The page is ended by us, to be loaded again in a process of its own. */
  let forced = false;

  function reload(): void {
    if (!window.isDestroyed() && !contents.isDestroyed()) contents.reload();
  }

  /** Asks one thing at a time. @returns the number of the button, null when it needs no answer any more */
  async function ask(options: MessageBoxOptions): Promise<number | null> {
    if (asking?.calledOff.signal.aborted === true) await asking.over;
    if (asking !== null || window.isDestroyed()) return null;
    const calledOff = new AbortController();
    const { signal } = calledOff;
    const answer = dialog.showMessageBox(window, { ...options, signal }).then(
      ({ response }) => (signal.aborted ? null : response),
      (error: unknown) => {
        logger.error('The user could not be asked about the window.', error);
        return null;
      },
    );
    const over = answer.finally(() => (asking = null));
    asking = { calledOff, over };
    return await over;
  }

  async function onGone(reason: string): Promise<void> {
    if (reason === 'clean-exit') return;
    if (forced) {
      forced = false;
      return;
    }
    logger.warn(`The window crashed (${reason}). Reports lie in ${reportsDir}.`);
    // A hanging page that crashes needs no answer any more.
    asking?.calledOff.abort();
    reloads = reloads.filter((at) => now() - at < WITHIN_MS);
    if (reloads.length < MOST_RELOADS) {
      reloads.push(now());
      return reload();
    }
    const words = wordsIn(language()).crash;
    const response = await ask({
      type: 'error',
      title: words.goneTitle,
      message: words.gone,
      detail: words.goneDetail(reportsDir),
      buttons: [words.reload, words.quit],
      defaultId: 0,
      cancelId: 0,
    });
    if (response === 1) return quit();
    reloads = [];
    reload();
  }

  async function onUnresponsive(): Promise<void> {
    const words = wordsIn(language()).crash;
    const response = await ask({
      type: 'warning',
      title: words.stuckTitle,
      message: words.stuck,
      detail: words.stuckDetail,
      buttons: [words.wait, words.reload, words.quit],
      defaultId: 0,
      cancelId: 0,
    });
    if (response === 2) return quit();
    if (response !== 1 || window.isDestroyed() || contents.isDestroyed()) return;
    forced = true;
    contents.forcefullyCrashRenderer();
    reload();
  }

  contents.on('render-process-gone', (_event, { reason }) => void onGone(reason));
  window.on('unresponsive', () => void onUnresponsive());
  window.on('responsive', () => asking?.calledOff.abort());
}
