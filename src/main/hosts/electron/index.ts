// The desktop app's boot sequence.
import { join } from 'node:path';
import {
  app,
  crashReporter,
  dialog,
  ipcMain,
  MessageChannelMain,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  utilityProcess,
} from 'electron';
import { handOver as takeOver } from '#engine/api/instance.ts';
import type { DesktopRequest } from '#shared/contract/desktop.ts';
import { DESKTOP_UP } from '#shared/domain/desktop-launch.ts';
import { EXIT, type ExitCode, type LaunchOptions } from '#shared/domain/launch-options.ts';
import { APP_ID } from '../../app/app-identity.ts';
import { createConsoleLogger } from '../../app/console-logger.ts';
import { defaultDataDir } from '../../app/data-dir.ts';
import { handOver, sayHandedOver } from '../../app/hand-over.ts';
import { ownLastErrors } from '../../app/last-resort.ts';
import { LaunchError } from '../../app/launch-error.ts';
import { openApp, type App } from '../../app/open-app.ts';
import { createUtilityFork } from '../../app/utility-program.ts';
import { locateRoot } from '../../locate-root.ts';
import { declareAppScheme, serveApp } from './app-protocol.ts';
import { guardWindow, keepCrashReports } from './crashes.ts';
import { findDeepLink, parseDeepLink, registerScheme } from './deep-link.ts';
import { createDesktop, type RunningDesktop } from './desktop.ts';
import { readDesktopOptions } from './desktop-options.ts';
import { createDesktopSettings } from './desktop-settings.ts';
import { fenceIn, fencePermissions } from './fences.ts';
import { wasStartedHidden } from './login-item.ts';
import { createMainWindow } from './main-window.ts';
import { servePorts } from './port-transport.ts';
import { createRequests } from './requests.ts';
import { systemCodec } from './system-codec.ts';
import { languageOf } from './words.ts';
import { openWindow } from './window.ts';
import { createWindowState } from './window-state.ts';

/** What is under way is in the store by then, and is taken up again at the next start. */
const QUIT_WITHIN_MS = 3_000;

const options = readDesktopOptions(process.env);
const root = locateRoot();
const say = (line: string): void => void process.stderr.write(line);
const logger = createConsoleLogger(say);
let exitCode: ExitCode = EXIT.ok;
// Instead of Electron's own box with a stack trace, which leaves a half-broken engine running.
ownLastErrors(logger, () => {
  exitCode = EXIT.unexpected;
  if (app.isReady()) app.quit();
  else app.exit(exitCode);
});

// Chromium's profile, and with it the lock below, goes with the data: two data directories may run side by side.
const userData = join(options.dataDir ?? defaultDataDir(process.platform, process.env), 'desktop');
app.setPath('userData', userData);
const reportsDir = keepCrashReports({ app, crashReporter, directory: userData });
// Notifications and the taskbar on Windows go by it.
app.setAppUserModelId(APP_ID);
declareAppScheme(protocol);

const handedOn: Partial<LaunchOptions> = { forwardTo: options.forwardTo };
if (app.requestSingleInstanceLock(handedOn as Record<string, unknown>)) run();
else {
  say('Hookline is running already; its window is in front now.\n');
  app.exit(EXIT.ok);
}

function run(): void {
  const onSetAside = (to: string | null): void =>
    logger.warn(`A file of settings could not be read. It was set aside${to === null ? '' : ` as ${to}`}.`);
  const settings = createDesktopSettings({ directory: userData, onSetAside });
  const requests = createRequests();
  const ways = { opened: null as App | null, desktop: null as RunningDesktop | null };
  let stopPorts = (): void => undefined;
  let quitting = false;

  const window = createMainWindow({
    make: (hidden) => {
      const states = createWindowState({
        directory: userData,
        screen,
        onSetAside,
        onError: (error) => logger.error('Where the window is could not be kept.', error),
      });
      const opened = openWindow({
        preloadPath: root.preloadPath,
        state: states.restore(),
        hidden,
        onFailed: giveUp,
      });
      states.follow(opened);
      guardWindow({
        window: opened,
        dialog,
        language: () => ways.desktop?.language() ?? languageOf(app.getLocale()),
        reportsDir,
        quit: () => app.quit(),
        logger,
      });
      ways.desktop?.windowOpened();
      return opened;
    },
    closesToTray: () => settings.get().closeToTray && ways.desktop?.hasTray === true,
    isQuitting: () => quitting,
  });

  const follow = (request: DesktopRequest | null): void => {
    if (request !== null) requests.ask(request);
  };
  registerScheme({ app, execPath: process.execPath, asked: false });
  follow(findDeepLink(process.argv));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    follow(parseDeepLink(url));
    if (ways.opened !== null) window.show();
  });
  app.on('second-instance', (_event, argv, _cwd, data) => {
    follow(findDeepLink(argv));
    const { forwardTo = null } = data as Partial<LaunchOptions>;
    const { opened, desktop } = ways;
    if (opened === null) return;
    takeOver(opened.engine.endpoints, desktop, { forwardTo, show: true }).catch((error: unknown) =>
      logger.error('What the second start was told could not be done.', error),
    );
  });
  app.on('web-contents-created', (_event, contents) =>
    fenceIn(contents, shell, (what) => logger.warn(`The window was refused ${what}.`)),
  );
  app.on('before-quit', () => (quitting = true));
  app.on('window-all-closed', () => app.quit());
  app.on('activate', () => window.show());
  app.on('will-quit', closeFirst);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  app.whenReady().then(boot).catch(giveUp);

  const serve = (router: App['router']): (() => void) =>
    servePorts({
      ipcMain,
      MessageChannelMain,
      router,
      ourWindowIds: () => window.contentsIds(),
      logger,
    });

  async function boot(): Promise<void> {
    fencePermissions(session.defaultSession);
    const result = await openApp(options, root, logger, {
      codec: systemCodec(safeStorage, process.platform),
      forkProgram: createUtilityFork(utilityProcess),
      fatal(error) {
        say(`${error.message}\n`);
        exitCode = error.exitCode;
        // Nobody reads the terminal of an app on the desktop.
        void showFatal(error);
      },
      desktop: (engine) =>
        (ways.desktop = createDesktop({
          engine,
          settings,
          window,
          requests,
          rootDir: root.rootDir,
          directory: userData,
          logger,
        })),
      // What is around the page hangs on one engine, and so do the ports.
      closing: async () => {
        stopPorts();
        await ways.desktop?.dispose();
      },
      reopened: ({ router }) => (stopPorts = serve(router)),
    });
    if (result.running) return leaveTo(result.other);
    const { app: opened } = result;
    ways.opened = opened;
    serveApp(protocol, root.rendererDir);
    stopPorts = serve(opened.router);
    window.open(wasStartedHidden(app, process) && ways.desktop?.hasTray === true);
    if (options.json) process.stdout.write(`${JSON.stringify(opened.ready)}\n`);
    else say(`Hookline is open. Receiver: ${opened.ready.receiverUrl}  API: ${opened.ready.apiUrl}\n`);
    process.send?.(DESKTOP_UP);
  }

  /** The web host has the data directory; its dashboard is in the browser. */
  async function leaveTo(other: Parameters<typeof sayHandedOver>[0]): Promise<void> {
    const handed =
      other === null ? null : await handOver(other, { forwardTo: options.forwardTo, show: true });
    say(sayHandedOver(other, handed));
    if (other !== null && handed?.shown !== true) await shell.openExternal(other.openUrl);
    app.exit(EXIT.ok);
  }

  /** Quitting waits for the engine: its CLI must be gone, and its last write on disk. */
  function closeFirst(event: { preventDefault(): void }): void {
    const { opened, desktop } = ways;
    if (opened === null) return;
    event.preventDefault();
    ways.opened = null;
    stopPorts();
    setTimeout(() => app.exit(exitCode), QUIT_WITHIN_MS);
    Promise.all([desktop?.dispose(), opened.close()])
      .catch((error: unknown) => logger.error('Closing ended early.', error))
      .finally(() => app.exit(exitCode));
  }
}

async function showFatal({ message }: LaunchError): Promise<void> {
  await dialog.showMessageBox({ type: 'error', message: 'Hookline', detail: message });
  app.quit();
}

function giveUp(error: unknown): void {
  if (error instanceof LaunchError) say(`${error.message}\n`);
  else logger.error('The desktop app could not be started.', error);
  app.exit(error instanceof LaunchError ? error.exitCode : EXIT.unexpected);
}
