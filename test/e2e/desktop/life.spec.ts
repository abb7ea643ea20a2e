// The life of the desktop app: one instance, links into it, its menu, the window it remembers, the tray it closes to, and its end.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventFixture } from '../../support/stripe-stand-in/event-fixture.ts';
import { runHookline } from '../../support/hookline-process.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { expect, test, type DesktopApp } from './desktop-fixture.ts';
import { inspectorOf, rowOf } from '../line-fixture.ts';

const isInView = (app: DesktopApp): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
const hide = (app: DesktopApp): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
const urlOf = async (app: DesktopApp): Promise<string | undefined> =>
  (await app.client.endpoints.list())[0]?.url;

test('a second start shows the window, hands its address over and ends', async ({ desktop }) => {
  const app = await desktop.launch();
  await expect(app.page.getByTestId('hop-hookline')).toBeVisible();
  await hide(app);
  const second = await desktop.launchAgain({ options: { forwardTo: 'http://localhost:3210/hooks' } });
  expect(second.code).toBe(0);
  expect(second.stderr).toContain('running already');
  await expect.poll(() => isInView(app)).toBe(true);
  await expect.poll(() => urlOf(app)).toBe('http://localhost:3210/hooks');
});

test('the web host, started while the desktop app runs, shows its window', async ({ desktop }) => {
  const app = await desktop.launch();
  await expect(app.page.getByTestId('hop-hookline')).toBeVisible();
  await hide(app);
  const web = runHookline(desktop.dataDir, {
    args: ['--forward-to', 'http://localhost:3211/hooks'],
    open: true,
  });
  expect(await web.exited).toBe(0);
  expect(web.stderr()).toContain('its window is in front now');
  expect(web.stderr()).toContain('It forwards to http://localhost:3211/hooks now.');
  await expect.poll(() => isInView(app)).toBe(true);
  expect(await urlOf(app)).toBe('http://localhost:3211/hooks');
});

test('the desktop app, started while the web host runs, leads to it', async ({ desktop }) => {
  const web = runHookline(desktop.dataDir, { args: ['--no-listen'] });
  const client = await web.client();
  const second = await desktop.launchAgain({ options: { forwardTo: 'http://localhost:3212/hooks' } });
  expect(second.code).toBe(0);
  expect(second.stderr).toContain((await web.ready()).dashboardUrl);
  expect((await client.endpoints.list())[0]?.url).toBe('http://localhost:3212/hooks');
  expect(await web.kill('SIGTERM')).toBe(0);
});

test('links open events: of a first start, of a second one, and nothing else does', async ({ desktop }) => {
  const first = await desktop.launch({ listen: true });
  await waitUntil('the line', async () => (await first.client.forwarder.get()).state === 'ready', 20_000);
  await desktop.stripe.waitForConnection();
  for (const id of ['evt_link1', 'evt_link2']) {
    await desktop.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id }));
    await expect(rowOf(first.page, id)).toBeVisible();
  }
  await desktop.launchAgain({ args: ['hookline://event/evt_link2'] });
  await expect(inspectorOf(first.page)).toContainText('evt_link2');
  await desktop.launchAgain({ args: ['hookline://event/../../etc/passwd', 'https://evil.example/'] });
  await expect(inspectorOf(first.page)).toContainText('evt_link2');
  expect(await first.quit()).toBe(0);

  const again = await desktop.launch({ args: ['hookline://event/evt_link1'] });
  await expect(inspectorOf(again.page)).toContainText('evt_link1');
});

test('the menu has the commands, runs them, and takes no letter from a field', async ({ app }) => {
  await expect(app.page.getByTestId('hop-hookline')).toBeVisible();
  const items = () =>
    app.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? []).flatMap(({ label, submenu }) =>
        (submenu?.items ?? []).map((item) => ({
          group: label,
          label: item.label,
          accelerator: item.accelerator === undefined ? null : String(item.accelerator),
        })),
      ),
    );
  await expect.poll(async () => (await items()).map(({ label }) => label)).toContain('Endpoints');
  const accelerators = (await items()).flatMap(({ accelerator }) =>
    accelerator === null ? [] : [accelerator],
  );
  expect(accelerators.length).toBeGreaterThan(0);
  for (const accelerator of accelerators) expect(accelerator).toMatch(/(Command|Control|Ctrl|Alt|F\d)/);
  await app.evaluate(({ Menu }) => {
    for (const { submenu } of Menu.getApplicationMenu()?.items ?? []) {
      const found = submenu?.items.find(({ label }) => label === 'Endpoints');
      if (found !== undefined) (found.click as (event: object) => void)({});
    }
  });
  await expect(app.page.getByRole('heading', { name: 'Endpoints' })).toBeVisible();
});

test('the window comes back where and as it was', async ({ desktop }) => {
  const app = await desktop.launch();
  await expect(app.page.getByTestId('hop-hookline')).toBeVisible();
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 120, y: 80, width: 900, height: 640 }),
  );
  expect(await app.quit()).toBe(0);
  const again = await desktop.launch();
  expect(await again.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual({
    x: 120,
    y: 80,
    width: 900,
    height: 640,
  });
});

test('settings that cannot be read are set aside, and the app starts', async ({ desktop }) => {
  mkdirSync(join(desktop.dataDir, 'desktop'), { recursive: true });
  writeFileSync(join(desktop.dataDir, 'desktop', 'desktop-settings.json'), '{ broken');
  const app = await desktop.launch();
  await expect(app.page.getByTestId('hop-hookline')).toBeVisible();
  expect(app.stderr()).toContain('set aside');
});

test('closing leaves it in the tray where that was chosen, and quits where not', async ({ desktop }) => {
  const app = await desktop.launch();
  await expect(app.page.getByTestId('hop-hookline')).toBeVisible();
  await app.client.desktop.update({ closeToTray: true });
  const close = (): Promise<void> =>
    app.evaluate(({ BrowserWindow }) => {
      setImmediate(() => BrowserWindow.getAllWindows()[0]?.close());
    });
  await close();
  await expect.poll(() => isInView(app)).toBe(false);
  // It goes on: another start brings it back.
  await desktop.launchAgain();
  await expect.poll(() => isInView(app)).toBe(true);
  await app.client.desktop.update({ closeToTray: false });
  await close();
  expect(await app.exited).toBe(0);
});

test('quitting ends the engine and its children within seconds, and loses nothing', async ({ desktop }) => {
  const app = await desktop.launch({ listen: true });
  await waitUntil('the line', async () => (await app.client.forwarder.get()).state === 'ready', 20_000);
  await desktop.stripe.waitForConnection();
  const { pid: cliPid } = await app.client.forwarder.get();
  desktop.backend.answer(200, 'ok');
  const sent = Array.from({ length: 30 }, (_, number) =>
    desktop.stripe
      .sendEvent(eventFixture({ type: 'invoice.paid', id: `evt_q${number}` }), { timeoutMs: 3_000 })
      .catch(() => null),
  );
  await expect.poll(async () => (await app.client.status.get()).counts.all).toBeGreaterThan(0);
  const startedAt = Date.now();
  expect(await app.quit()).toBe(0);
  expect(Date.now() - startedAt).toBeLessThan(6_000);
  await Promise.all(sent);
  if (cliPid !== null) {
    await waitUntil('the CLI’s end', () => {
      try {
        process.kill(cliPid, 0);
        return false;
      } catch {
        return true;
      }
    });
  }
  // What was accepted is there at the next start, delivered or still to be.
  const again = await desktop.launch();
  const { counts } = await again.client.status.get();
  expect(counts.all).toBeGreaterThan(0);
  await expect.poll(async () => (await again.client.status.get()).counts.pending).toBe(0);
});

test('a renderer that dies is loaded again, and goes on', async ({ app }) => {
  const { page } = app;
  await expect(page.getByTestId('hop-hookline')).toBeVisible();
  await app.evaluate(({ BrowserWindow }) => {
    setImmediate(() => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  });
  await expect.poll(() => app.stderr()).toContain('The window crashed');
  await expect(page.getByTestId('hop-hookline')).toBeVisible();
});

test('waking restarts the line, once, and brings what was missed', async ({ desktop }) => {
  const app = await desktop.launch({ listen: true });
  const forwarder = () => app.client.forwarder.get();
  await waitUntil('the line', async () => (await forwarder()).state === 'ready', 20_000);
  const before = (await forwarder()).pid;
  await desktop.stripe.waitForConnection();
  // What the first look at Stripe finds is history, and is recorded only.
  await waitUntil('the first look', async () => (await app.client.catchUp.get()).lookedAt !== null);
  await desktop.stripe.sendEvent(eventFixture({ type: 'customer.created', id: 'evt_before' }));
  await expect(rowOf(app.page, 'evt_before')).toHaveAttribute('data-state', 'delivered');
  // While the machine slept: at Stripe, but not brought by the line.
  const created = Math.floor(Date.now() / 1_000);
  desktop.archive.keep(eventFixture({ type: 'invoice.paid', id: 'evt_slept', created }));
  await app.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
    powerMonitor.emit('resume');
  });
  await waitUntil(
    'another session',
    async () => {
      const { state, pid } = await forwarder();
      return state === 'ready' && pid !== null && pid !== before;
    },
    20_000,
  );
  const since = (await forwarder()).pid;
  await desktop.stripe.waitForConnection();
  await desktop.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_awake' }));
  await expect(rowOf(app.page, 'evt_awake')).toHaveAttribute('data-state', 'delivered');
  await expect(rowOf(app.page, 'evt_slept')).toHaveAttribute('data-state', 'delivered');
  await expect(rowOf(app.page, 'evt_slept').getByTestId('catch-up-mark')).toBeVisible();
  await rowOf(app.page, 'evt_slept').click();
  await expect(inspectorOf(app.page).getByTestId('catch-up-mark')).toBeVisible();
  expect((await forwarder()).pid).toBe(since);
});

test('an event is dragged out as a file with its own bytes', async ({ desktop }) => {
  const app = await desktop.launch({ listen: true });
  await waitUntil('the line', async () => (await app.client.forwarder.get()).state === 'ready', 20_000);
  await desktop.stripe.waitForConnection();
  const text = eventFixture({ type: 'invoice.paid', id: 'evt_drag' });
  await desktop.stripe.sendEvent(text);
  await expect(rowOf(app.page, 'evt_drag')).toHaveAttribute('data-state', 'delivered');
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents !== undefined)
      contents.startDrag = ({ file }) => void Reflect.set(globalThis, 'draggedFile', file);
  });
  const row = await rowOf(app.page, 'evt_drag').boundingBox();
  const { mouse } = app.page;
  await mouse.move((row?.x ?? 0) + 150, (row?.y ?? 0) + 10);
  await mouse.down();
  await mouse.move((row?.x ?? 0) + 150, (row?.y ?? 0) + 200, { steps: 8 });
  await expect
    .poll(() => app.evaluate(() => (Reflect.get(globalThis, 'draggedFile') as string | undefined) ?? ''))
    .toMatch(/evt_drag\.json$/);
  await mouse.up();
  const file = await app.evaluate(() => Reflect.get(globalThis, 'draggedFile') as string);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(text));
  expect(await app.quit()).toBe(0);
  expect(existsSync(file)).toBe(false);
});

test('the shortcut resends from anywhere; one that is taken is said to be', async ({ desktop, shell }) => {
  test.skip(
    shell === 'electron',
    'no key can be pressed outside the window, and none is another program’s for sure',
  );
  const app = await desktop.launch({ listen: true, env: { HOOKLINE_ELECTRON_DOUBLE_TAKEN: 'Alt+Shift+T' } });
  await waitUntil('the line', async () => (await app.client.forwarder.get()).state === 'ready', 20_000);
  await desktop.stripe.waitForConnection();
  await desktop.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_key' }));
  await expect(rowOf(app.page, 'evt_key')).toHaveAttribute('data-state', 'delivered');
  expect((await app.client.desktop.update({ resendShortcut: 'Alt+Shift+T' })).shortcutTaken).toBe(true);
  expect((await app.client.desktop.update({ resendShortcut: 'CommandOrControl+Alt+R' })).shortcutTaken).toBe(
    false,
  );
  await app.evaluate(({ globalShortcut }) =>
    (globalShortcut as unknown as { press(accelerator: string): void }).press('CommandOrControl+Alt+R'),
  );
  await expect.poll(() => desktop.backend.seen.length).toBe(2);
  expect(await app.quit()).toBe(0);
  // It is there at the next start, too.
  const again = await desktop.launch();
  expect(
    await again.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('CommandOrControl+Alt+R')),
  ).toBe(true);
});

test('packaged, it starts with the session if that is wished, in the tray', async ({ desktop, shell }) => {
  test.skip(shell === 'electron', 'what runs from the sources is not packaged');
  test.skip(process.platform !== 'linux', 'macOS and Windows keep a list of their own');
  const env = { HOOKLINE_ELECTRON_DOUBLE_PACKAGED: '1', APPIMAGE: '/opt/Hookline 1.AppImage' };
  const app = await desktop.launch({ env });
  const entry = join(desktop.dataDir, 'config', 'autostart', 'hookline.desktop');
  expect((await app.client.desktop.update({ startAtLogin: true })).canStartAtLogin).toBe(true);
  expect(readFileSync(entry, 'utf8')).toContain('Exec="/opt/Hookline 1.AppImage" --hidden');
  await app.client.desktop.update({ startAtLogin: false });
  expect(existsSync(entry)).toBe(false);
  expect(await app.quit()).toBe(0);
  const hidden = await desktop.launch({ args: ['--hidden'] });
  await expect(hidden.page.getByTestId('hop-hookline')).toBeVisible();
  expect(await isInView(hidden)).toBe(false);
  await desktop.launchAgain();
  await expect.poll(() => isInView(hidden)).toBe(true);
});

test('the number of failed events is at the icon', async ({ desktop }) => {
  test.skip(process.platform === 'win32', 'Windows has a sign on the taskbar instead');
  const app = await desktop.launch({ listen: true });
  await waitUntil('the line', async () => (await app.client.forwarder.get()).state === 'ready', 20_000);
  await desktop.stripe.waitForConnection();
  const badge = (): Promise<number> => app.evaluate(({ app: electronApp }) => electronApp.getBadgeCount());
  desktop.backend.answer(500, 'boom');
  await desktop.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_badge' }));
  await expect.poll(badge).toBe(1);
  desktop.backend.answer(200);
  await rowOf(app.page, 'evt_badge').click();
  await app.page.keyboard.press('r');
  await expect.poll(badge).toBe(0);
});

for (const keyRing of [true, false]) {
  test(`secrets ${keyRing ? 'are the system’s to encrypt' : 'lie in a file where there is no key ring, and the page says so'}`, async ({
    desktop,
    shell,
  }) => {
    test.skip(shell === 'electron', 'whether there is a key ring is the machine’s, not the test’s');
    const app = await desktop.launch({
      env: { HOOKLINE_ELECTRON_DOUBLE_KEYRING: keyRing ? 'here' : 'none' },
    });
    await expect(app.page.getByTestId('hop-hookline')).toBeVisible();
    expect((await app.client.desktop.get())?.secrets).toBe(keyRing ? 'system' : 'file');
    await app.client.plans.setProbe({
      probe: {
        kind: 'http',
        url: 'http://localhost:1/users',
        headerNames: [],
        path: 'plan',
        timeoutMs: 1_000,
      },
      headers: [['authorization', 'Bearer very-secret']],
    });
    const text = readFileSync(join(desktop.dataDir, 'secrets.json'), 'utf8');
    expect(text.includes('very-secret')).toBe(!keyRing);
    await app.page.keyboard.press('g');
    await app.page.keyboard.press(',');
    const notice = app.page.getByText('secrets.json');
    await expect(app.page.getByRole('heading', { name: 'Settings' })).toBeVisible();
    await expect(notice).toHaveCount(keyRing ? 0 : 1);
  });
}

test('what lay in a file is encrypted once there is a key ring', async ({ desktop, shell }) => {
  test.skip(shell === 'electron', 'whether there is a key ring is the machine’s, not the test’s');
  const before = await desktop.launch({ env: { HOOKLINE_ELECTRON_DOUBLE_KEYRING: 'none' } });
  await before.client.plans.setProbe({
    probe: { kind: 'http', url: 'http://localhost:1/users', headerNames: [], path: 'plan', timeoutMs: 1_000 },
    headers: [['authorization', 'Bearer very-secret']],
  });
  const kept = (): string => readFileSync(join(desktop.dataDir, 'secrets.json'), 'utf8');
  expect(kept()).toContain('very-secret');
  expect(await before.quit()).toBe(0);
  const after = await desktop.launch();
  expect(kept()).not.toContain('very-secret');
  expect((await after.client.plans.probe()).headerNames).toEqual(['authorization']);
});
