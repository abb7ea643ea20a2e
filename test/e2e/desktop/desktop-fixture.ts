// The desktop app for one test, on the double of Electron or on the real one, behind one face. A real one that is not there skips by name.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Electron from 'electron';
import { _electron, chromium, test as base, expect, type Page } from '@playwright/test';
import type { ReadyLine } from '#shared/domain/launch-options.ts';
import { DESKTOP_OPTIONS_ENV } from '#shared/domain/desktop-launch.ts';
import { findElectronBinary } from '../../../src/cli/electron-binary.ts';
import { startBackend, type Backend } from '../../support/backend.ts';
import {
  runOnDouble,
  startDebuggedChromium,
  type DebuggedChromium,
  type DoubleProcess,
} from '../../support/desktop-process.ts';
import { inward } from '../../support/electron-double/addresses.ts';
import { restClient } from '../../support/hookline-process.ts';
import type { ApiClient } from '#shared/contract/index.ts';
import { archiveEvents, type EventArchive } from '../../support/stripe-stand-in/event-archive.ts';
import { createStripeStandIn, type StripeStandIn } from '../../support/stripe-stand-in/stripe-stand-in.ts';
import { waitUntil } from '../../support/wait-until.ts';

type ElectronModule = typeof Electron;

export interface DesktopApp {
  /** The window's page. */
  page: Page;
  ready: ReadyLine;
  /** Over REST, beside the window. */
  client: ApiClient;
  /** Runs in the main process, with the electron module. */
  evaluate<Result, Argument = undefined>(
    run: (electron: ElectronModule, argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result>;
  /** The page's address as Electron has it. */
  address(): string;
  stderr(): string;
  pid: number;
  exited: Promise<number | NodeJS.Signals>;
  /** As a user quits it. */
  quit(): Promise<number | NodeJS.Signals>;
}

export interface LaunchWish {
  listen?: boolean;
  args?: string[];
  env?: NodeJS.ProcessEnv;
  options?: Record<string, unknown>;
  /** false = a second start that is not to become an app of its own. */
  awaitWindow?: boolean;
}

export interface Desktop {
  stripe: StripeStandIn;
  /** What Stripe has, whether the line brought it or not. */
  archive: EventArchive;
  backend: Backend;
  dataDir: string;
  launch(wish?: LaunchWish): Promise<DesktopApp>;
  /** A second start with the same data; resolves with its exit code. */
  launchAgain(wish?: LaunchWish): Promise<{ code: number | NodeJS.Signals; stderr: string }>;
}

export interface ShellOption {
  /** What stands for Electron. */
  shell: 'double' | 'electron';
}

const rootDir = fileURLToPath(new URL('../../..', import.meta.url));

export const test = base.extend<ShellOption & { desktop: Desktop; app: DesktopApp }>({
  shell: ['double', { option: true }],

  desktop: async ({ shell }, use, info) => {
    const obstacle = shell === 'electron' ? obstacleToElectron() : null;
    info.skip(obstacle !== null, obstacle ?? '');
    const dataDir = mkdtempSync(join(tmpdir(), 'hookline-desktop-'));
    const stripe = await createStripeStandIn();
    const archive = archiveEvents(stripe);
    const backend = await startBackend();
    const browser = shell === 'double' ? await startDebuggedChromium() : null;
    const running: DesktopApp[] = [];

    const environment = (wish: LaunchWish): Record<string, string> => {
      const options = {
        host: 'desktop',
        port: 0,
        receiverPort: 0,
        dataDir,
        open: false,
        listen: wish.listen ?? false,
        forwardTo: backend.url,
        stripeApiBase: stripe.url,
        json: true,
        ...wish.options,
      };
      const env: NodeJS.ProcessEnv = {
        ...process.env,
        STRIPE_API_KEY: wish.listen === true ? 'sk_test_hookline_0123456789' : '',
        XDG_CONFIG_HOME: join(dataDir, 'config'),
        ...wish.env,
        [DESKTOP_OPTIONS_ENV]: JSON.stringify(options),
      };
      delete env['ELECTRON_RUN_AS_NODE'];
      return Object.fromEntries(
        Object.entries(env).filter((one): one is [string, string] => one[1] !== undefined),
      );
    };

    const launch = async (wish: LaunchWish = {}): Promise<DesktopApp> => {
      const app =
        browser === null
          ? await launchElectron(environment(wish), wish.args ?? [])
          : await launchDouble(browser, environment(wish), wish.args ?? []);
      running.push(app);
      return app;
    };
    await use({
      stripe,
      archive,
      backend,
      dataDir,
      launch,
      async launchAgain(wish = {}) {
        if (browser !== null) {
          const second = runOnDouble(browser.cdpUrl, environment(wish), wish.args);
          return { code: await second.exited, stderr: second.stderr() };
        }
        const { spawn } = await import('node:child_process');
        const child = spawn(findElectronBinary(rootDir) ?? '', [rootDir, ...(wish.args ?? [])], {
          env: environment(wish),
        });
        let stderr = '';
        child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
        const code = await new Promise<number | NodeJS.Signals>((resolve) => {
          child.on('close', (exit, signal) => resolve(exit ?? signal ?? 1));
        });
        return { code, stderr };
      },
    });
    await Promise.all(running.map((app) => app.quit()));
    await browser?.close();
    await Promise.all([stripe.close(), backend.close()]);
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  },

  app: async ({ desktop }, use) => {
    await use(await desktop.launch());
  },
});

export { expect };

/** Why the real Electron cannot run here; null = it can. */
function obstacleToElectron(): string | null {
  if (findElectronBinary(rootDir) === null)
    return 'the Electron binary is not present (npx install-electron --no fetches it)';
  const { platform, env } = process;
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY'])
    return 'there is no display (xvfb-run gives one)';
  if (process.getuid?.() === 0) return 'Electron does not run as root with its sandbox on';
  return null;
}

const APP_PAGE = 'app://hookline/index.html';

async function launchDouble(
  { cdpUrl }: DebuggedChromium,
  env: Record<string, string>,
  args: string[],
): Promise<DesktopApp> {
  const main = runOnDouble(cdpUrl, env, args);
  const ready = await readyLine(main);
  const debugged = await chromium.connectOverCDP(cdpUrl);
  const page = await waitUntil('the window', () =>
    debugged
      .contexts()
      .flatMap((context) => context.pages())
      .find((one) => inward(one.url()).startsWith(APP_PAGE)),
  );
  const quit = async (): Promise<number | NodeJS.Signals> => {
    if (main.child.exitCode === null && main.child.connected)
      await main.evaluate('({ app }) => { setImmediate(() => app.quit()); }', null).catch(() => undefined);
    const code = await main.exited;
    await debugged.close().catch(() => undefined);
    return code;
  };
  return {
    page,
    ready,
    client: restClient(ready),
    evaluate: (run, argument) => main.evaluate(run.toString(), argument) as Promise<never>,
    address: () => inward(page.url()),
    stderr: main.stderr,
    pid: main.child.pid ?? 0,
    exited: main.exited,
    quit,
  };
}

async function readyLine(main: DoubleProcess): Promise<ReadyLine> {
  let ended = false;
  void main.exited.then(() => (ended = true));
  const line = await waitUntil(
    'the ready line',
    () => {
      if (main.stdout().includes('\n')) return main.stdout().split('\n', 1)[0];
      if (ended) throw new Error(`The desktop app ended before it was ready:\n${main.stderr()}`);
      return undefined;
    },
    20_000,
  );
  return JSON.parse(line ?? '') as ReadyLine;
}

async function launchElectron(env: Record<string, string>, args: string[]): Promise<DesktopApp> {
  const electron = await _electron.launch({
    executablePath: findElectronBinary(rootDir) ?? '',
    args: [rootDir, ...args],
    env,
  });
  const child = electron.process();
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  const exited = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? signal ?? 1));
  });
  const page = await electron.firstWindow();
  const line = await waitUntil('the ready line', () =>
    out.split('\n').find((one) => one.startsWith('{"event"')),
  );
  const ready = JSON.parse(line) as ReadyLine;
  return {
    page,
    ready,
    client: restClient(ready),
    evaluate: (run, argument) => electron.evaluate(run as never, argument),
    address: () => page.url(),
    stderr: () => err,
    pid: child.pid ?? 0,
    exited,
    async quit() {
      if (child.exitCode === null)
        await electron.evaluate(({ app }) => setImmediate(() => app.quit())).catch(() => undefined);
      return exited;
    },
  };
}
