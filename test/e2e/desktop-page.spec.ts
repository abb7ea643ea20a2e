// The page's part of the desktop app: it does what it is asked, tells the menu, shows the settings, and lets events be dragged out.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { en } from '../../src/renderer/i18n/en.ts';
import { zhTW } from '../../src/renderer/i18n/zh-tw.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test, type Around } from './desktop-page-fixture.ts';
import { inspectorOf, rowOf } from './line-fixture.ts';

const itemOf = (around: Around, command: string) =>
  around.menus
    .at(-1)
    ?.groups.flatMap(({ items }) => items)
    .find((item) => item.command === command);

const breakPort = (page: Page) => page.evaluate('window.breakPort()');

async function openSettings(page: Page): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press(',');
  await expect(page.getByTestId('desktop-settings')).toBeVisible();
}

test('opens what it is asked for: an event far down, a customer, a view with a filter', async ({
  dashboard,
  hookline: { around, post },
}) => {
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_oldest' }));
  const others = Array.from({ length: 240 }, (_one, index) =>
    eventFixture({ type: 'customer.created', id: `evt_${index}` }),
  );
  for (let from = 0; from < others.length; from += 40) {
    await Promise.all(others.slice(from, from + 40).map(post));
  }
  await dashboard.reload();
  await expect(dashboard.getByTestId('event-row').first()).toBeVisible();
  await dashboard.keyboard.press('g');
  await dashboard.keyboard.press('f');
  await dashboard.keyboard.press('Control+k');
  await expect(dashboard.getByRole('dialog')).toBeVisible();

  around.ask({ what: 'open_event', id: 'evt_oldest' });
  await expect(inspectorOf(dashboard)).toContainText('evt_oldest');
  await expect(inspectorOf(dashboard)).toContainText('invoice.paid');
  await expect(dashboard.getByRole('dialog')).toBeHidden();
  await expect(rowOf(dashboard, 'evt_oldest')).toHaveCount(0);

  around.ask({ what: 'open_event', id: 'evt_never' });
  await expect(dashboard.getByText('Event evt_never is not in the store.')).toBeVisible();
  await expect(inspectorOf(dashboard)).toContainText('evt_oldest');

  around.ask({ what: 'open_view', view: 'events', filter: 'type:invoice.*' });
  await expect(dashboard.getByTestId('event-row')).toHaveCount(1);
  await expect(rowOf(dashboard, 'evt_oldest')).toBeVisible();
  // A link may say anything.
  around.ask({ what: 'open_view', view: 'events', filter: 'tpye:' });
  await expect(dashboard.getByText(en.list.noMatch)).toBeVisible();

  around.ask({ what: 'open_view', view: 'settings', filter: null });
  await expect(dashboard.getByTestId('desktop-settings')).toBeVisible();
  // One after the other: the last one asked for is what is seen in the end.
  around.ask({ what: 'open_event', id: 'evt_7' });
  around.ask({ what: 'open_view', view: 'connection', filter: null });
  await expect(dashboard.getByRole('heading', { name: 'Connection', level: 1 })).toBeVisible();
  around.ask({ what: 'run_command', command: 'goEvents' });
  await expect(inspectorOf(dashboard)).toContainText('evt_7');
});

test('opens a customer, and what there is of one whose plan is not followed', async ({
  dashboard,
  hookline: { around, post },
}) => {
  await post(
    eventFixture({
      type: 'customer.subscription.created',
      customerId: 'cus_Ada',
      customerName: 'Ada Lovelace',
      email: 'ada@example.com',
    }),
  );
  await expect(dashboard.getByTestId('event-row')).toHaveCount(1);
  around.ask({ what: 'open_customer', id: 'cus_Ada' });
  await expect(dashboard.getByTestId('customer-row')).toHaveCount(1);
  await expect(dashboard.locator('#customer-pane')).toContainText('cus_Ada');
  around.ask({ what: 'open_customer', id: 'cus_Nobody' });
  await expect(dashboard.getByText(en.list.noMatch)).toBeVisible();
  await expect(dashboard.getByTestId('filter-chip')).toContainText('cus_Nobody');
});

test('runs the commands it is asked for, once each, also after the connection broke', async ({
  dashboard,
  hookline: { around, backend, post },
}) => {
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  await rowOf(dashboard, 'evt_1').click();
  expect(backend.seen).toHaveLength(1);
  around.ask({ what: 'run_command', command: 'resend' });
  await expect.poll(() => backend.seen.length).toBe(2);

  // Neither known nor, without an offer to undo, to be had; and the page goes on.
  around.ask({ what: 'run_command', command: 'formatDisk' });
  around.ask({ what: 'run_command', command: 'undo' });
  around.ask({ what: 'run_command', command: 'goEndpoints' });
  await expect(dashboard.getByRole('heading', { name: 'Endpoints', level: 1 })).toBeVisible();

  const subscriptions = () => around.asked.filter((what) => what === 'requests').length;
  const before = subscriptions();
  await breakPort(dashboard);
  await expect.poll(subscriptions).toBe(before + 1);
  around.ask({ what: 'run_command', command: 'goEvents' });
  await expect(rowOf(dashboard, 'evt_1')).toBeVisible();
  around.ask({ what: 'run_command', command: 'resend' });
  await expect.poll(() => backend.seen.length).toBe(3);

  // A dialog somebody writes in stays as it is.
  around.ask({ what: 'run_command', command: 'edit' });
  await expect(dashboard.getByRole('dialog')).toBeVisible();
  await expect.poll(() => itemOf(around, 'resend')?.enabled).toBe(false);
  around.ask({ what: 'run_command', command: 'resendTo' });
  around.ask({ what: 'run_command', command: 'resend' });
  around.ask({ what: 'open_view', view: 'settings', filter: null });
  await expect(dashboard.getByTestId('desktop-settings')).toBeAttached();
  await expect(dashboard.getByRole('dialog')).toHaveCount(1);
  expect(backend.seen).toHaveLength(3);
});

test('tells the menu at the start, when something can be done or no more, in the other language, and after a reload', async ({
  dashboard,
  hookline: { around, post },
}) => {
  await expect.poll(() => around.menus.length).toBeGreaterThan(0);
  expect(around.menus.at(-1)).toMatchObject({ language: 'en' });
  expect(itemOf(around, 'palette')).toEqual({
    command: 'palette',
    label: en.shortcut.palette,
    keys: 'Mod+k',
    enabled: true,
  });
  expect(itemOf(around, 'resend')).toMatchObject({ enabled: false });

  await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  await rowOf(dashboard, 'evt_1').click();
  await expect.poll(() => itemOf(around, 'resend')?.enabled).toBe(true);

  // Many events change nothing that can be done.
  const told = around.menus.length;
  for (let count = 0; count < 20; count += 1) {
    await post(eventFixture({ type: 'invoice.paid', id: `evt_more_${count}` }));
  }
  await dashboard.getByTestId('new-pill').click();
  await expect(rowOf(dashboard, 'evt_more_19')).toBeVisible();
  expect(around.menus).toHaveLength(told);

  around.ask({ what: 'run_command', command: 'languageChinese' });
  await expect.poll(() => around.menus.at(-1)?.language).toBe('zh-TW');
  expect(itemOf(around, 'resend')?.label).toBe(zhTW.shortcut.resend);

  const before = around.menus.length;
  await dashboard.reload();
  await expect.poll(() => around.menus.length).toBeGreaterThan(before);
  expect(around.menus.at(-1)).toMatchObject({ language: 'zh-TW' });
});

test('settings: switches change what the app does, and show what it can', async ({
  dashboard,
  hookline: { around },
}) => {
  await openSettings(dashboard);
  const settings = () => around.state.settings;
  await dashboard.getByTestId('close-to-tray').click();
  await expect.poll(() => settings().closeToTray).toBe(true);
  await expect(dashboard.getByTestId('close-to-tray')).toBeChecked();
  await dashboard.getByTestId('start-at-login').click();
  await expect.poll(() => settings().startAtLogin).toBe(true);
  for (const what of ['failed', 'held', 'drift', 'lineDown'] as const) {
    await dashboard.getByTestId(`notify-${what}`).click();
    await expect.poll(() => settings().notify[what]).toBe(false);
  }
  expect(settings().notify).toEqual({ failed: false, held: false, drift: false, lineDown: false });
  // Not asked yet is not on.
  await expect(dashboard.getByTestId('look-for-updates')).not.toBeChecked();
  await dashboard.getByTestId('look-for-updates').click();
  await expect.poll(() => settings().updates).toBe('on');
  await dashboard.getByTestId('look-for-updates').click();
  await expect.poll(() => settings().updates).toBe('off');
  await expect(dashboard.getByTestId('secrets-system')).toBeVisible();
  await expect(dashboard.getByTestId('secrets-file')).toHaveCount(0);
  // What was not saved is said, and stays as it was.
  around.failing = true;
  await dashboard.getByTestId('close-to-tray').click();
  await expect(dashboard.getByRole('alert')).toHaveText(en.settings.error);
  await expect(dashboard.getByTestId('close-to-tray')).toBeChecked();
  // The switch of the browser's notifications is not needed here.
  await expect(dashboard.getByText(en.notify.drift)).toHaveCount(0);
});

test('settings: what a build or a system cannot do is not offered, and secrets without a key ring are said', async ({
  dashboard,
  hookline: { around, dataDir },
}) => {
  around.state = { ...around.state, canStartAtLogin: false, canUpdate: false, secrets: 'file' };
  await openSettings(dashboard);
  await expect(dashboard.getByTestId('close-to-tray')).toBeVisible();
  await expect(dashboard.getByTestId('start-at-login')).toHaveCount(0);
  await expect(dashboard.getByTestId('look-for-updates')).toHaveCount(0);
  await expect(dashboard.getByTestId('secrets-file')).toContainText(join(dataDir, 'secrets.json'));
  await expect(dashboard.getByTestId('secrets-file')).toContainText(en.desktop.secretsFileTitle);
});

test('settings: the shortcut is pressed, left, refused, said to be taken, and removed', async ({
  dashboard,
  hookline: { around },
}) => {
  await openSettings(dashboard);
  const field = dashboard.getByTestId('resend-shortcut');
  const said = dashboard.getByTestId('resend-shortcut-said');
  const shortcut = () => around.state.settings.resendShortcut;
  await expect(field).toHaveText(en.desktop.shortcut.none);
  await field.click();
  await expect(field).toHaveText(en.desktop.shortcut.press);
  // Not the page's shortcuts now: neither help nor the way to the events.
  await dashboard.keyboard.press('?');
  await expect(said).toContainText(en.desktop.shortcut.unusable);
  await dashboard.keyboard.press('Shift+R');
  await expect(said).toContainText('Shift alone is not enough');
  await dashboard.keyboard.press('Control+MediaTrackNext');
  await expect(said).toContainText(en.desktop.shortcut.unusable);
  await expect(dashboard.getByRole('dialog')).toHaveCount(0);
  await dashboard.keyboard.press('Control+Alt+r');
  await expect.poll(shortcut).toBe('CommandOrControl+Alt+R');
  await expect(field).toHaveText('Ctrl+Alt+R');

  await field.click();
  await dashboard.keyboard.press('Escape');
  await expect(field).toHaveText('Ctrl+Alt+R');
  await expect(field).toHaveAttribute('data-recording', 'false');
  // Tab leads on, as from any field.
  await field.click();
  await dashboard.keyboard.press('Tab');
  await expect(field).toHaveAttribute('data-recording', 'false');
  expect(shortcut()).toBe('CommandOrControl+Alt+R');

  around.state = { ...around.state, shortcutTaken: true };
  await field.click();
  await dashboard.keyboard.press('Alt+F9');
  await expect.poll(shortcut).toBe('Alt+F9');
  await expect(said).toContainText('Alt+F9 does nothing here');
  around.state = { ...around.state, shortcutTaken: false };

  await field.click();
  await dashboard.keyboard.press('Backspace');
  await expect.poll(shortcut).toBeNull();
  await expect(field).toHaveText(en.desktop.shortcut.none);
  await field.click();
  await dashboard.keyboard.press('Control+Shift+F9');
  await expect.poll(shortcut).toBe('CommandOrControl+Shift+F9');
  await dashboard.getByTestId('resend-shortcut-clear').click();
  await expect.poll(shortcut).toBeNull();
});

for (const { locale, theme } of [
  { locale: 'en-US', theme: 'light' },
  { locale: 'zh-TW', theme: 'dark' },
] as const) {
  test.describe(`${locale}, ${theme}`, () => {
    test.use({ locale, colorScheme: theme, reducedMotion: 'reduce' } as object);

    test('settings: nothing axe objects to, with all of it shown', async ({
      dashboard,
      hookline: { around },
    }) => {
      around.state = { ...around.state, secrets: 'file', shortcutTaken: true };
      around.state.settings.resendShortcut = 'CommandOrControl+Alt+R';
      await openSettings(dashboard);
      await expectAccessible(dashboard);
    });
  });
}

test('an event is dragged out as a file; choosing, picking and keys work as ever', async ({
  dashboard,
  hookline: { around, post },
}) => {
  const body = eventFixture({ type: 'invoice.paid', id: 'evt_1' });
  await post(body);
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_2' }));
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_3' }));
  await expect(dashboard.getByTestId('event-row')).toHaveCount(3);
  const box = await rowOf(dashboard, 'evt_1').boundingBox();
  if (box === null) throw new Error('The row is not on screen.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await dashboard.mouse.move(x, y);
  await dashboard.mouse.down();
  await dashboard.mouse.move(x + 30, y + 4, { steps: 6 });
  await expect.poll(() => around.dragged).toEqual([{ name: 'evt_1.json', content: body }]);

  // Over its own window it is no file to import.
  const files = await dashboard.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['{}'], 'evt_1.json'));
    return transfer;
  })()`);
  await dashboard.locator('body').dispatchEvent('dragover', { dataTransfer: files });
  await dashboard.locator('body').dispatchEvent('drop', { dataTransfer: files });
  await dashboard.mouse.up();
  await expect(dashboard.getByTestId('drop-files')).toHaveCount(0);
  await expect(dashboard.getByTestId('import-dialog')).toHaveCount(0);
  // Once the button is up, a file that comes is one from elsewhere.
  await dashboard.locator('body').dispatchEvent('dragover', { dataTransfer: files });
  await expect(dashboard.getByTestId('drop-files')).toBeVisible();
  await dashboard.locator('body').dispatchEvent('dragleave', { dataTransfer: files });
  await expect(dashboard.getByTestId('drop-files')).toHaveCount(0);

  await rowOf(dashboard, 'evt_2').click();
  await expect(inspectorOf(dashboard)).toContainText('evt_2');
  await rowOf(dashboard, 'evt_3').click({ modifiers: ['Control'] });
  await expect(rowOf(dashboard, 'evt_3')).toHaveAttribute('aria-checked', 'true');
  await rowOf(dashboard, 'evt_1').click({ modifiers: ['Shift'] });
  await expect(rowOf(dashboard, 'evt_1')).toHaveAttribute('aria-checked', 'true');
  await dashboard.keyboard.press('Escape');
  await dashboard.keyboard.press('j');
  await expect(inspectorOf(dashboard)).toContainText('evt_1');
  expect(around.dragged).toHaveLength(1);

  around.failing = true;
  await dashboard.mouse.move(x, y);
  await dashboard.mouse.down();
  await dashboard.mouse.move(x + 30, y + 4, { steps: 6 });
  await expect(dashboard.getByText(en.desktop.dragFailed)).toBeVisible();
  await dashboard.mouse.up();
});

test('a file dropped on the window is imported, and the window stays where it is', async ({
  dashboard,
  hookline: { client, dataDir },
}) => {
  const path = join(dataDir, 'events.ndjson');
  writeFileSync(path, JSON.stringify(JSON.parse(eventFixture({ type: 'invoice.paid', id: 'evt_dropped' }))));
  const address = dashboard.url();
  // As the system does it: a page that does not take the file is left for it.
  const system = await dashboard.context().newCDPSession(dashboard);
  const over = { x: 300, y: 300, data: { items: [], files: [path], dragOperationsMask: 1 } };
  await system.send('Input.dispatchDragEvent', { type: 'dragEnter', ...over });
  await system.send('Input.dispatchDragEvent', { type: 'dragOver', ...over });
  await expect(dashboard.getByTestId('drop-files')).toBeVisible();
  await system.send('Input.dispatchDragEvent', { type: 'drop', ...over });
  const dialog = dashboard.getByTestId('import-dialog');
  await expect(dialog.getByTestId('import-chosen')).toContainText('events.ndjson');
  await dialog.getByTestId('import-start').click();
  await expect(dialog.getByTestId('import-report')).toHaveAttribute('data-imported', '1');
  expect(dashboard.url()).toBe(address);
  expect((await client.status.get()).counts.all).toBe(1);
});

test('what speaks of the browser elsewhere speaks of the system here', async ({
  dashboard,
  hookline: { post },
}) => {
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  await rowOf(dashboard, 'evt_1').click();
  await dashboard.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("refused"))');
  await dashboard.evaluate('document.execCommand = () => false');
  await dashboard.keyboard.press('i');
  await expect(dashboard.getByText('The system did not allow copying.')).toBeVisible();
});

test('in a browser there is none of it, and nobody is asked for it', async ({
  page,
  hookline: { around, openUrl, post },
}) => {
  await page.goto(openUrl);
  await expect(page.getByTestId('hop-hookline')).toBeVisible();
  await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  await rowOf(page, 'evt_1').click();
  await expect(page.locator('[draggable="true"]')).toHaveCount(0);
  await page.keyboard.press('g');
  await page.keyboard.press(',');
  await expect(page.getByText(en.notify.drift)).toBeVisible();
  await expect(page.getByTestId('desktop-settings')).toHaveCount(0);
  expect(around.asked).toEqual([]);
});
