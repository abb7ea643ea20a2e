// What the desktop app shows outside its window: the tray and its menu, notifications and what a click on them does.
import { eventFixture } from '../../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { expect, test, type Desktop, type DesktopApp } from './desktop-fixture.ts';
import { inspectorOf, rowOf } from '../line-fixture.ts';

interface Taps {
  menu: { items: { label: string; enabled: boolean; click: (event: object) => void }[] } | null;
  tooltip: string;
  shown: { title: string; body: string; emit(name: string): void }[];
}

/** Listens in on the tray and the notifications; both are the same on the double and on the real one. */
async function tap(app: DesktopApp): Promise<void> {
  await app.evaluate(({ Tray, Notification }) => {
    const taps: Taps = { menu: null, tooltip: '', shown: [] };
    Reflect.set(globalThis, 'taps', taps);
    const { setContextMenu, setToolTip } = Tray.prototype;
    Tray.prototype.setContextMenu = function (menu) {
      taps.menu = menu as Taps['menu'];
      setContextMenu.call(this, menu);
    };
    Tray.prototype.setToolTip = function (text) {
      taps.tooltip = text;
      setToolTip.call(this, text);
    };
    Notification.prototype.show = function () {
      taps.shown.push(this);
    };
  });
}

const trayLabels = (app: DesktopApp): Promise<string[]> =>
  app.evaluate(() => (Reflect.get(globalThis, 'taps') as Taps).menu?.items.map(({ label }) => label) ?? []);

const clickTray = (app: DesktopApp, label: string): Promise<void> =>
  app.evaluate(
    (_electron, wanted) =>
      (Reflect.get(globalThis, 'taps') as Taps).menu?.items
        .find((item) => item.label.startsWith(wanted) && item.enabled)
        ?.click({}),
    label,
  );

const shown = (app: DesktopApp): Promise<{ title: string; body: string }[]> =>
  app.evaluate(() =>
    (Reflect.get(globalThis, 'taps') as Taps).shown.map(({ title, body }) => ({ title, body })),
  );

async function launchListening(desktop: Desktop): Promise<DesktopApp> {
  const app = await desktop.launch({ listen: true });
  await waitUntil('the line', async () => (await app.client.forwarder.get()).state === 'ready', 20_000);
  await desktop.stripe.waitForConnection();
  await expect(app.page.getByTestId('hop-hookline')).toBeVisible();
  await tap(app);
  return app;
}

const leaveWindow = (app: DesktopApp): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
const isInView = (app: DesktopApp): Promise<boolean> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);

test('the tray tells the last events, and resends, pauses and copies the secret', async ({ desktop }) => {
  const app = await launchListening(desktop);
  for (let number = 1; number <= 6; number++) {
    await desktop.stripe.sendEvent(
      eventFixture({ type: 'invoice.paid', id: `evt_${number}`, customerName: `Customer ${number}` }),
    );
  }
  await expect.poll(() => trayLabels(app)).toContain('invoice.paid · Customer 6 · 200');
  const labels = await trayLabels(app);
  expect(labels.filter((label) => label.startsWith('invoice.paid'))).toEqual(
    [6, 5, 4, 3, 2].map((number) => `invoice.paid · Customer ${number} · 200`),
  );

  await clickTray(app, 'Resend last event');
  await expect.poll(() => desktop.backend.seen.length).toBe(7);
  await expect
    .poll(() => shown(app))
    .toEqual([expect.objectContaining({ title: expect.stringContaining('invoice.paid') })]);

  await clickTray(app, 'Copy signing secret');
  const { secret } = await app.client.endpoints.secret({ id: 'local' });
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(secret);

  await clickTray(app, 'Pause all endpoints');
  await expect.poll(async () => (await app.client.endpoints.list())[0]?.paused).toBe(true);
  await expect.poll(() => trayLabels(app)).toContain('Resume all endpoints');
  await clickTray(app, 'Resume all endpoints');
  await expect.poll(async () => (await app.client.endpoints.list())[0]?.paused).toBe(false);

  await leaveWindow(app);
  await clickTray(app, 'invoice.paid · Customer 4');
  await expect.poll(() => isInView(app)).toBe(true);
  await expect(inspectorOf(app.page)).toContainText('evt_4');
});

test('a failed event is told once, however many there are; a click opens it', async ({ desktop }) => {
  const app = await launchListening(desktop);
  desktop.backend.answer(500, 'boom');
  await leaveWindow(app);
  await desktop.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_bad' }));
  await expect.poll(() => shown(app)).toHaveLength(1);
  expect((await shown(app))[0]).toMatchObject({
    title: 'invoice.paid failed',
    body: expect.stringContaining('500'),
  });
  await app.evaluate(() => (Reflect.get(globalThis, 'taps') as Taps).shown[0]?.emit('click'));
  await expect.poll(() => isInView(app)).toBe(true);
  await expect(inspectorOf(app.page)).toContainText('evt_bad');

  await leaveWindow(app);
  await Promise.all(
    Array.from({ length: 12 }, (_, number) =>
      desktop.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: `evt_many${number}` })),
    ),
  );
  await expect.poll(() => shown(app)).toHaveLength(2);
  expect((await shown(app))[1]?.title).toBe('12 events failed');
  await app.evaluate(() => (Reflect.get(globalThis, 'taps') as Taps).shown[1]?.emit('click'));
  await expect(app.page.locator('[data-testid="event-row"][data-state="failed"]')).toHaveCount(13);
  desktop.backend.answer(200);
  await app.evaluate(() => (Reflect.get(globalThis, 'taps') as Taps).shown[1]?.emit('action'));
  await expect.poll(async () => (await app.client.status.get()).counts.failed).toBe(1);
});

test('in Chinese once the page is', async ({ desktop }) => {
  const app = await launchListening(desktop);
  await app.page.keyboard.press('Control+k');
  await app.page.getByRole('combobox').fill('繁體');
  await app.page.keyboard.press('Enter');
  await desktop.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_zh' }));
  await expect(rowOf(app.page, 'evt_zh')).toBeVisible();
  await expect.poll(async () => (await trayLabels(app)).join('\n')).toMatch(/重送|暫停/);
});
