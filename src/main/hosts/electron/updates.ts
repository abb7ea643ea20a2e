// Looks for new versions as update-policy.ts decides, and asks before anything is fetched or restarted. electron-updater is loaded only
// where this build can be updated at all.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App, MessageBoxOptions, MessageBoxReturnValue } from 'electron';
import { z } from 'zod';
import type { Logger } from '#engine/ports.ts';
import {
  nextUpdateStep,
  startUpdates,
  UPDATER_SETTINGS,
  whyNotUpdated,
  type CannotUpdate,
  type UpdateAction,
  type UpdateEvent,
  type UpdateMemory,
} from '../../app/update-policy.ts';
import type { DesktopSettingsBook } from './desktop-settings.ts';
import { createKeptJson } from './kept-json.ts';
import { wordsIn, type Language } from './words.ts';

const FIRST_LOOK_MS = 30_000;
const LOOK_EVERY_MS = 60 * 60 * 1_000;

/** As much of electron-updater as is needed. */
export interface Updater {
  checkForUpdates(): Promise<unknown>;
  downloadUpdate(): Promise<unknown>;
  quitAndInstall(): void;
  on(name: 'update-available', listener: (info: { version: string }) => void): unknown;
  on(name: 'update-not-available' | 'update-downloaded', listener: () => void): unknown;
  on(name: 'error', listener: (error: Error) => void): unknown;
}

export interface Updates {
  canUpdate: boolean;
  /** The user wants to know now. */
  look(): void;
  /** The setting was changed. */
  consentChanged(): void;
  dispose(): void;
}

export interface UpdatesDeps {
  app: Pick<App, 'isPackaged'>;
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  resources: string;
  /** Electron's userData. */
  directory: string;
  settings: DesktopSettingsBook;
  language: () => Language;
  ask: (options: MessageBoxOptions) => Promise<MessageBoxReturnValue>;
  loadUpdater: () => Promise<Updater>;
  logger: Logger;
  now?: () => number;
}

const MemorySchema = z.object({ lastCheckAt: z.number().nullable(), skippedVersion: z.string().nullable() });

export function createUpdates(deps: UpdatesDeps): Updates {
  const { app, platform, env, resources, directory, settings, language, ask, logger, now = Date.now } = deps;
  const whyNot = whyNotUpdated({
    isPackaged: app.isPackaged,
    hasFeed: existsSync(join(resources, 'app-update.yml')),
    platform,
    env,
    packageType: packageTypeIn(resources),
  });
  const file = createKeptJson({
    path: join(directory, 'updates.json'),
    parse: (value) => MemorySchema.parse(value),
    onSetAside: () => undefined,
  });
  const kept = whyNot === null ? file.read() : null;
  let state = startUpdates(memoryNow());
  let updater: Promise<Updater> | null = null;
  const timers = whyNot === null ? [setTimeout(tick, FIRST_LOOK_MS), setInterval(tick, LOOK_EVERY_MS)] : [];
  for (const timer of timers) timer.unref();

  function memoryNow(): UpdateMemory {
    return {
      consent: settings.get().updates,
      lastCheckAt: kept?.lastCheckAt ?? null,
      skippedVersion: kept?.skippedVersion ?? null,
    };
  }

  function tick(): void {
    step({ what: 'tick' });
  }

  function step(event: UpdateEvent): void {
    const before = state;
    const { state: next, action } = nextUpdateStep(before, event, now(), whyNot);
    state = next;
    if (before.memory !== next.memory) remember(next.memory);
    act(action).catch((error: unknown) => {
      logger.error('The update could not go on.', error);
      if (action.do === 'check' || action.do === 'download') step({ what: 'failed' });
    });
  }

  function remember({ consent, lastCheckAt, skippedVersion }: UpdateMemory): void {
    try {
      file.write({ lastCheckAt, skippedVersion });
      if (settings.get().updates !== consent) settings.update({ updates: consent });
    } catch (error) {
      logger.error('What was decided about updates could not be kept.', error);
    }
  }

  async function act(action: UpdateAction): Promise<void> {
    const words = wordsIn(language()).update;
    switch (action.do) {
      case 'nothing':
        return;
      case 'ask_consent': {
        const answers = ['yes', 'no', 'later'] as const;
        const buttons = [words.yes, words.no, words.later];
        const { response } = await ask(question(words.consent, words.consentDetail, buttons));
        return step({ what: 'consent', answer: answers[response] ?? 'later' });
      }
      case 'check':
        await (await theUpdater()).checkForUpdates();
        return;
      case 'ask_download': {
        const answers = ['download', 'later', 'skip'] as const;
        const buttons = [words.download, words.later, words.skip];
        const { response } = await ask(question(words.found(action.version), words.foundDetail, buttons));
        return step({ what: 'offer', answer: answers[response] ?? 'later' });
      }
      case 'download':
        await (await theUpdater()).downloadUpdate();
        return;
      case 'ask_restart': {
        const buttons = [words.restart, words.later];
        const { response } = await ask(question(words.ready(action.version), words.readyDetail, buttons));
        return step({ what: 'restart', answer: response === 0 ? 'now' : 'later' });
      }
      case 'restart':
        (await theUpdater()).quitAndInstall();
        return;
      case 'say_up_to_date':
        await ask(question(words.upToDate, '', [words.ok]));
        return;
      case 'say_failed':
        await ask(question(words.failed, words.failedDetail, [words.ok]));
        return;
      case 'say_why_not':
        await ask(question(words.cannot, words.whyNot[action.reason], [words.ok]));
    }
  }

  function theUpdater(): Promise<Updater> {
    updater ??= deps.loadUpdater().then((loaded) => {
      Object.assign(loaded, UPDATER_SETTINGS);
      loaded.on('update-available', ({ version }) => step({ what: 'found', version }));
      loaded.on('update-not-available', () => step({ what: 'none_found' }));
      loaded.on('update-downloaded', () => step({ what: 'download_done' }));
      loaded.on('error', (error) => {
        logger.warn(`The look for a new version failed: ${error.message}`);
        step({ what: 'failed' });
      });
      return loaded;
    });
    return updater;
  }

  return {
    canUpdate: whyNot === null,
    look: () => step({ what: 'user_checks' }),
    consentChanged() {
      state = { ...state, memory: { ...state.memory, consent: settings.get().updates } };
      if (state.memory.consent === 'on') tick();
    },
    dispose() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

function question(message: string, detail: string, buttons: string[]): MessageBoxOptions {
  return {
    type: 'question',
    title: 'Hookline',
    message,
    detail,
    buttons,
    defaultId: 0,
    cancelId: buttons.length - 1,
  };
}

/** Written by electron-builder into packages of Linux. */
function packageTypeIn(resources: string): string | null {
  try {
    return readFileSync(join(resources, 'package-type'), 'utf8').trim() || null;
  } catch {
    return null;
  }
}

export type { CannotUpdate };
