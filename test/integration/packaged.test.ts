// The packaged desktop app: what is in it and what is not, its fuses, and the whole line of an event run from what was packed.
// Only Electron itself is a stand-in; installers (AppImage, deb, dmg, NSIS) are made of this directory by tools of others.
import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { locateCli, type LocateDeps } from '#engine/forwarder/locate-cli.ts';
import { LINK_SCHEME } from '../../src/main/hosts/electron/deep-link.ts';
import { TRAY_STATES, trayIconPath, windowIconPath } from '../../src/main/app/tray-icon.ts';
import { startBackend } from '../support/backend.ts';
import { runHookline } from '../support/hookline-process.ts';
import { electronView, packageApp, type PackagedApp } from '../support/packaged-app.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { createStripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const projectDir = resolve(import.meta.dirname, '../..');
const KEY = 'sk_test_hookline_0123456789';

/** What the app may weigh without Electron; docs/guide/releasing.md says what it weighs. */
const BUDGET = { archiveBytes: 14_000_000, unpackedBytes: 38_000_000 };

/** ELF, Mach-O of one and of several processors in both byte orders, Windows. */
const NATIVE = [/^7f454c46/, /^(?:feedface|feedfacf|cefaedfe|cffaedfe|cafebabe|bebafeca)/, /^4d5a/];

describe.skipIf(process.platform !== 'linux')('packaged for Linux', () => {
  let dir: string;
  let app: PackagedApp;
  let rootDir: string;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'hookline-packaged-'));
    app = await packageApp(dir, { GITHUB_REPOSITORY: 'somebody/their-hookline' });
    rootDir = electronView(app, join(dir, 'view'));
  }, 120_000);
  afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));

  const packages = (): Set<string> =>
    new Set(app.files.flatMap(({ path }) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));

  test('the build, its manifest, its licence and the packages of production: nothing else of the project', () => {
    const top = new Set(app.files.map(({ path }) => path.split('/')[0]));
    expect(top).toEqual(new Set(['LICENSE', 'node_modules', 'out', 'package.json']));
    const { packages: locked } = JSON.parse(readFileSync(join(projectDir, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean; dependencies?: Record<string, string> }>;
    };
    const packed = packages();
    // Node comes with Electron.
    for (const name of Object.keys(locked['']?.dependencies ?? {}))
      expect([name, packed.has(name)]).toEqual([name, name !== 'node']);
    // electron-builder lays out the packages anew, so a name counts wherever npm has it.
    const forProduction = new Set(
      Object.entries(locked).flatMap(([path, { dev }]) =>
        dev ? [] : (path.split('node_modules/').at(-1) ?? []),
      ),
    );
    const forDevelopment = [...packed].filter((name) => !forProduction.has(name));
    expect(forDevelopment).toEqual([]);
    expect(
      app.files.filter(({ path }) => /better-sqlite3\/(?:deps|src)\/|\.map$|binding\.gyp$/.test(path)),
    ).toEqual([]);
  });

  test('no program and no native module is left inside the archive, and nothing else is outside', () => {
    const native = app.files.filter(({ path, unpacked }) => {
      const file = join(app.resourcesDir, unpacked ? 'app.asar.unpacked' : '', path);
      const head = (unpacked ? readFileSync(file) : app.read(path)).subarray(0, 4).toString('hex');
      return NATIVE.some((magic) => magic.test(head));
    });
    const target = `linux-${process.arch}`;
    expect(native.map(({ path }) => path).toSorted()).toEqual([
      `node_modules/@stripe/cli-${target}/bin/stripe`,
      `node_modules/better-sqlite3/prebuilds/${target}.node`,
    ]);
    expect(app.files.filter(({ unpacked }) => unpacked).map(({ path }) => path)).toEqual(
      native.map(({ path }) => path),
    );
  });

  test('the Stripe CLI is found beside the archive, and can be run', () => {
    const deps: LocateDeps = {
      platform: process.platform,
      arch: process.arch,
      resolveFrom: (_file, request) => createRequire(join(rootDir, 'out/main/electron.js')).resolve(request),
    };
    const { path, version } = locateCli(null, deps);
    expect(path).toContain(join('app.asar.unpacked', 'node_modules', '@stripe'));
    accessSync(path ?? '', constants.X_OK);
    // The real file, not a link into it as the view has them inside the archive.
    expect(lstatSync(path ?? '').isFile()).toBe(true);
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('an event goes all the way: the packed CLI, engine, threads and native module', async () => {
    const stripe = await createStripeStandIn();
    onTestFinished(() => stripe.close());
    const backend = await startBackend();
    onTestFinished(() => backend.close());
    const hookline = runHookline(tempDir(), {
      entry: join(rootDir, 'out/main/hookline.js'),
      args: ['--forward-to', backend.url, '--stripe-api-base', stripe.url],
      env: { STRIPE_API_KEY: KEY },
    });
    onTestFinished(() => hookline.kill('SIGKILL').then(() => undefined));
    const client = await hookline.client();
    await waitUntil('the forwarder', async () => (await client.forwarder.get()).state === 'ready', 20_000);
    await stripe.waitForConnection();

    const { cliPath, cliVersion, pid } = await client.forwarder.get();
    expect(cliPath).toContain(join('app.asar.unpacked', 'node_modules', '@stripe'));
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]).toBe(cliPath);
    expect(cliVersion).toMatch(/^\d+\.\d+\.\d+$/);

    const sent = await stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_packed' }));
    expect(sent.response?.status).toBe(200);
    expect(backend.seen.map(({ body }) => body.toString())).toEqual([sent.payload]);
    const { items } = await client.events.list({ limit: 10 });
    expect(items).toMatchObject([{ id: 'evt_packed', signature: 'valid' }]);
    // The dashboard is served from the archive as well.
    const { dashboardUrl } = await hookline.ready();
    expect(await (await fetch(dashboardUrl)).text()).toContain('<title>Hookline');
    expect(await hookline.kill('SIGTERM')).toBe(0);
  }, 60_000);

  test('the demo’s backend starts from the archive', async () => {
    const hookline = runHookline(tempDir(), {
      entry: join(rootDir, 'out/main/hookline.js'),
      args: ['--demo'],
    });
    onTestFinished(() => hookline.kill('SIGKILL').then(() => undefined));
    const client = await hookline.client();
    await waitUntil(
      'an event',
      async () => (await client.events.list({ limit: 1 })).items.length > 0,
      20_000,
    );
    expect(await hookline.kill('SIGTERM')).toBe(0);
  }, 40_000);

  test('the fuses are set in the executable', async () => {
    const { version: _version, ...wire } = await getCurrentFuseWire(app.executable);
    const { ENABLE, DISABLE } = FuseState;
    expect(wire).toEqual({
      [FuseV1Options.RunAsNode]: DISABLE,
      [FuseV1Options.EnableCookieEncryption]: ENABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: DISABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
      // Left as delivered: it makes WebAssembly quick, and is no door.
      [FuseV1Options.WasmTrapHandlers]: ENABLE,
    });
  });

  test('nothing that runs in the app starts its executable as Node, which the fuse forbids', () => {
    // The command is packed along and never run there. Login items and the like may name the executable, not run it.
    const ours = app.files.filter(
      ({ path }) => path.startsWith('out/main/') && path !== 'out/main/hookline.js',
    );
    const running = /(?:spawn|execFile)(?:Sync)?\(\s*process\.execPath|ELECTRON_RUN_AS_NODE/;
    expect(ours.filter(({ path }) => running.test(app.read(path).toString('utf8')))).toEqual([]);
    expect(ours.length).toBeGreaterThan(8);
  });

  test('updates come from the repository it was made in, and the system knows its window', () => {
    const feed = readFileSync(join(app.resourcesDir, 'app-update.yml'), 'utf8');
    expect(feed).toContain('provider: github');
    expect(feed).toContain('owner: somebody');
    expect(feed).toContain('repo: their-hookline');
    const manifest = JSON.parse(app.read('package.json').toString('utf8')) as Record<string, string>;
    expect(manifest).toMatchObject({
      name: 'hookline',
      main: 'out/main/electron.js',
      desktopName: 'hookline.desktop',
    });
  });

  test('the desktop finds it by name, in two languages, and gives it hookline:// links', () => {
    const lines = app.desktopEntry.split('\n');
    for (const line of [
      'Name=Hookline',
      'Comment=See every Stripe webhook arrive in local development',
      'Comment[zh_TW]=在本機開發時看見每一個 Stripe webhook',
      'Categories=Development;',
      `MimeType=x-scheme-handler/${LINK_SCHEME};`,
      'Icon=hookline',
      // As in desktopName of the manifest, or the window would not belong to the entry.
      'StartupWMClass=hookline',
    ])
      expect(lines).toContain(line);
  });

  test('icons lie in the resources, and Chromium’s words are those of our two languages', () => {
    for (const state of TRAY_STATES)
      for (const platform of ['linux', 'darwin'] as const)
        expect(existsSync(trayIconPath(app.resourcesDir, state, platform))).toBe(true);
    expect(existsSync(windowIconPath(app.resourcesDir))).toBe(true);
    expect(readdirSync(join(app.appDir, 'locales')).toSorted()).toEqual(['en-US.pak', 'zh-TW.pak']);
  });

  test('weighs no more than is written down', () => {
    const archiveBytes = statSync(join(app.resourcesDir, 'app.asar')).size;
    const unpackedBytes = app.files.reduce((sum, file) => sum + (file.unpacked ? file.sizeBytes : 0), 0);
    const inMegabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
    process.stdout.write(
      `  app.asar ${inMegabytes(archiveBytes)} MB, beside it ${inMegabytes(unpackedBytes)} MB\n`,
    );
    expect(archiveBytes).toBeLessThan(BUDGET.archiveBytes);
    expect(unpackedBytes).toBeLessThan(BUDGET.unpackedBytes);
    // Something is packed at all.
    expect(archiveBytes).toBeGreaterThan(5_000_000);
  });
});
