// The desktop app's boot sequence.
import { join } from 'node:path';
import {
  app,
  ipcMain,
  MessageChannelMain,
  protocol,
  session,
  shell,
  type BrowserWindow,
  safeStorage,
} from 'electron';
import { DESKTOP_UP } from '#shared/domain/desktop-launch.ts';
import { EXIT } from '#shared/domain/launch-options.ts';
import { createConsoleLogger } from '../../app/console-logger.ts';
import { defaultDataDir } from '../../app/data-dir.ts';
import { LaunchError } from '../../app/launch-error.ts';
import { openApp, type App } from '../../app/open-app.ts';
import { locateRoot } from '../../locate-root.ts';
import { declareAppScheme, serveApp } from './app-protocol.ts';
import { readDesktopOptions } from './desktop-options.ts';
import { fenceIn, fencePermissions } from './fences.ts';
import { servePorts } from './port-transport.ts';
import { systemCodec } from './system-codec.ts';
import { bringToFront, openWindow } from './window.ts';

const options = readDesktopOptions(process.env);
const root = locateRoot();
const say = (line: string): void => void process.stderr.write(line);
const logger = createConsoleLogger(say);
let opened: App | null = null;
let window: BrowserWindow | null = null;
let stopPorts: (() => void) | null = null;

// Chromium's profile, and with it the lock below, goes with the data: two data directories may run side by side.
app.setPath('userData', join(options.dataDir ?? defaultDataDir(process.platform, process.env), 'desktop'));
declareAppScheme(protocol);

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => window && bringToFront(window));
  app.on('web-contents-created', (_event, contents) =>
    fenceIn(contents, shell, (what) => logger.warn(`The window was refused ${what}.`)),
  );
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', closeFirst);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  app.whenReady().then(boot).catch(giveUp);
} else {
  say('Hookline is running already; its window is in front now.\n');
  app.exit(EXIT.ok);
}

async function boot(): Promise<void> {
  fencePermissions(session.defaultSession);
  const { rendererDir } = root;
  const result = await openApp(options, root, logger, { codec: systemCodec(safeStorage) });
  if (result.running) {
    say(`Hookline is running already${result.other === null ? '' : `: ${result.other.openUrl}`}\n`);
    return app.exit(EXIT.ok);
  }
  opened = result.app;
  serveApp(protocol, rendererDir);
  stopPorts = servePorts({
    ipcMain,
    MessageChannelMain,
    router: opened.router,
    ourWindowIds: () => new Set(window === null || window.isDestroyed() ? [] : [window.webContents.id]),
    logger,
  });
  window = openWindow(root.preloadPath, giveUp);
  if (options.json) process.stdout.write(`${JSON.stringify(opened.ready)}\n`);
  else say(`Hookline is open. Receiver: ${opened.ready.receiverUrl}  API: ${opened.ready.apiUrl}\n`);
  process.send?.(DESKTOP_UP);
}

/** Quitting waits for the engine: its CLI must be gone, and its last write on disk. */
function closeFirst(event: { preventDefault(): void }): void {
  if (opened === null) return;
  event.preventDefault();
  const closing = opened;
  opened = null;
  stopPorts?.();
  closing
    .close()
    .catch((error: unknown) => logger.error('Closing ended early.', error))
    .finally(() => app.exit(EXIT.ok));
}

function giveUp(error: unknown): void {
  if (error instanceof LaunchError) say(`${error.message}\n`);
  else logger.error('The desktop app could not be started.', error);
  app.exit(error instanceof LaunchError ? error.exitCode : EXIT.unexpected);
}
