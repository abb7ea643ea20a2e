// The palette: everything that can be done or gone to, by its name, without the mouse.
import type { Page } from '@playwright/test';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expectAccessible, LOOKS, optionsOf, titleOf, ZOOMED } from './accessible.ts';
import { expect, inspectorOf, rowOf, test, type Line } from './line-fixture.ts';

const palette = (page: Page) => page.getByTestId('palette');
const input = (page: Page) => page.getByTestId('palette-input');
const entry = (page: Page, id: string) => page.locator(`[data-testid="palette-entry"][data-entry="${id}"]`);
const selected = (page: Page) => page.locator('[data-testid="palette-entry"][data-selected="true"]');

async function find(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await expect(input(page)).toBeFocused();
  await page.keyboard.type(text);
}

async function send(line: Line, ...events: Parameters<typeof eventFixture>[0][]): Promise<void> {
  for (const event of events) await line.stripe.sendEvent(eventFixture(event));
}

const ADA = { customerId: 'cus_ada', customerName: 'Ada Lovelace' };

test('a command is found by its name, shows its key, and is given with Enter', async ({
  dashboard,
  line,
}) => {
  await send(line, { type: 'invoice.paid', id: 'evt_one', ...ADA });
  await rowOf(dashboard, 'evt_one').click();
  await find(dashboard, 'resend');
  await expect(selected(dashboard)).toHaveAttribute('data-entry', 'command resend');
  await expect(selected(dashboard)).toContainText('r');
  await dashboard.keyboard.press('Enter');
  await expect(palette(dashboard)).toHaveCount(0);
  await expect.poll(() => line.backend.seen.length).toBe(2);

  // What cannot be done now is not offered.
  await dashboard.keyboard.press('g');
  await dashboard.keyboard.press(',');
  await dashboard.keyboard.press(':');
  await expect(entry(dashboard, 'command goEvents')).toHaveCount(1);
  await expect(entry(dashboard, 'command resend')).toHaveCount(0);
  await expect(entry(dashboard, 'command undo')).toHaveCount(0);
  await dashboard.keyboard.press('Escape');
  await expect(palette(dashboard)).toHaveCount(0);
});

test('every view, themes and languages, also by the names of the other language', async ({ dashboard }) => {
  for (const [name, view] of [
    ['customers', 'customers'],
    ['insights', 'insight'],
    ['test events', 'send'],
    ['endpoints', 'endpoints'],
    ['connection', 'connection'],
    // As it was called before.
    ['forwarder', 'connection'],
    ['missed events', 'connection'],
    ['settings', 'settings'],
    ['events', 'events'],
  ] as const) {
    await find(dashboard, name);
    await expect(selected(dashboard)).toHaveAttribute('data-entry', /^command go/);
    await dashboard.keyboard.press('Enter');
    await expect(dashboard.getByTestId(`nav-${view}`)).toHaveAttribute('aria-current', 'page');
  }
  await find(dashboard, 'theme dark');
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.locator('html')).toHaveAttribute('data-theme', 'dark');
  await find(dashboard, '繁體');
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.locator('html')).toHaveAttribute('lang', 'zh-Hant-TW');
  await find(dashboard, 'listen stop');
  await expect(selected(dashboard)).toContainText('停止 stripe listen');
  await dashboard.keyboard.press('Escape');
  await find(dashboard, 'english');
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.locator('html')).toHaveAttribute('lang', 'en');
});

test('event types that were seen, customers, saved filters, endpoints, and any text', async ({
  dashboard,
  line,
}) => {
  await line.client.settings.update({ savedFilters: [{ name: 'Money', filter: 'type:charge.*' }] });
  await send(
    line,
    { type: 'customer.created', id: 'evt_a', ...ADA },
    { type: 'invoice.paid', id: 'evt_b', ...ADA },
    { type: 'invoice.payment_failed', id: 'evt_c', customerId: 'cus_g', customerName: 'Grace Hopper' },
  );
  await expect(dashboard.getByTestId('event-row')).toHaveCount(3);

  await find(dashboard, 'payment_f');
  // What is found comes beneath what was known at once, so that nothing moves away from the hand.
  await expect(entry(dashboard, 'trigger invoice.payment_failed')).toHaveCount(1);
  await expect(entry(dashboard, 'type invoice.payment_failed')).toHaveCount(1);
  await expect(selected(dashboard)).toHaveAttribute('data-entry', /^trigger /);
  await expect(async () => {
    await dashboard.keyboard.press('ArrowDown');
    await expect(selected(dashboard)).toHaveAttribute('data-entry', 'type invoice.payment_failed', {
      timeout: 100,
    });
  }).toPass();
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.getByTestId('filter-chip')).toHaveText('type:invoice.payment_failed');
  await expect(dashboard.getByTestId('event-row')).toHaveCount(1);

  await find(dashboard, 'lovel');
  await expect(selected(dashboard)).toHaveAttribute('data-entry', 'customer cus_ada');
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.getByTestId('customer-detail')).toContainText('Ada Lovelace');

  await find(dashboard, 'money');
  await expect(selected(dashboard)).toContainText('type:charge.*');
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.getByTestId('filter-chip')).toHaveText('type:charge.*');

  await find(dashboard, 'pause local');
  await dashboard.keyboard.press('Enter');
  await expect.poll(async () => (await line.client.endpoints.list())[0]?.paused).toBe(true);

  // The last entry looks for whatever was typed.
  await find(dashboard, 'Grace Hop');
  await expect(entry(dashboard, 'customer cus_g')).toBeVisible();
  await dashboard.keyboard.press('End');
  await expect(selected(dashboard)).toHaveAttribute('data-entry', 'search');
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.getByTestId('event-row')).toHaveCount(1);
  await expect(rowOf(dashboard, 'evt_c')).toBeVisible();
  await find(dashboard, 'status:delivered -type:invoice.*');
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.getByTestId('filter-chip')).toHaveText(['status:delivered', '-type:invoice.*']);
  await expect(rowOf(dashboard, 'evt_a')).toBeVisible();
});

test('the focus goes back to where it was, or to what the command wants', async ({ dashboard, line }) => {
  await send(line, { type: 'invoice.paid', id: 'evt_one', ...ADA });
  await rowOf(dashboard, 'evt_one').click();
  await dashboard.keyboard.press('Enter');
  await expect(inspectorOf(dashboard)).toBeFocused();
  await find(dashboard, '');
  await dashboard.keyboard.press('Escape');
  await expect(inspectorOf(dashboard)).toBeFocused();
  await find(dashboard, 'dark');
  await dashboard.keyboard.press('Enter');
  await expect(inspectorOf(dashboard)).toBeFocused();

  await find(dashboard, 'filter');
  await expect(selected(dashboard)).toHaveAttribute('data-entry', 'command filter');
  await dashboard.keyboard.press('Enter');
  const filter = dashboard.locator('input[data-testid="filter"]');
  await expect(filter).toBeFocused();

  // From a field too, and a dialog that a command opens gives the focus back to it.
  await find(dashboard, 'how to write');
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.getByTestId('filter-help')).toBeVisible();
  await dashboard.keyboard.press('Escape');
  await expect(filter).toBeFocused();
  // The same keys close it.
  await find(dashboard, 'x');
  await dashboard.keyboard.press('ControlOrMeta+k');
  await expect(palette(dashboard)).toHaveCount(0);
});

test('what can be done now comes first, then what was chosen lately, then the views', async ({
  dashboard,
  line,
}) => {
  line.backend.answer(500);
  await send(line, { type: 'invoice.paid', id: 'evt_one', ...ADA });
  await rowOf(dashboard, 'evt_one').click();
  const order = async () =>
    await dashboard
      .getByTestId('palette-entry')
      .evaluateAll((entries) => entries.map((one) => one.getAttribute('data-entry') ?? ''));
  const placeOf = (all: string[], id: string): number => {
    expect(all).toContain(id);
    return all.indexOf(id);
  };
  await find(dashboard, 'write the signing');
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.getByTestId('env-dialog')).toBeVisible();
  await dashboard.keyboard.press('Escape');
  await find(dashboard, 'play scenario: subscribe');
  await expect(selected(dashboard)).toHaveAttribute('data-entry', 'play checkout_subscription');
  await dashboard.keyboard.press('Enter');
  await expect(palette(dashboard)).toHaveCount(0);
  await dashboard.keyboard.press('g');
  await dashboard.keyboard.press('e');
  // Kept in this browser.
  await dashboard.reload();
  await rowOf(dashboard, 'evt_one').click();
  await find(dashboard, '');
  await expect(entry(dashboard, 'command resend')).toBeVisible();
  const all = await order();
  const places = [
    'command resend',
    'command resendFailed',
    'recent play checkout_subscription',
    'recent command writeEnv',
    'filter status:failed',
    'command goEvents',
    'command addEndpoint',
    'command filter',
  ].map((id) => placeOf(all, id));
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(all[0]).toBe('command resend');
  for (const id of ['command next', 'command first', 'command tabRaw', 'filter status:held'])
    expect(all).not.toContain(id);
});

test.describe('with frames that come late', () => {
  test('no command takes the focus back from what has been opened since', async ({ page, line }) => {
    await page.addInitScript(() => {
      const frame = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (run) => window.setTimeout(() => frame(run), 400);
    });
    await page.goto(line.openUrl);
    await send(line, { type: 'invoice.paid', id: 'evt_one', ...ADA });
    await rowOf(page, 'evt_one').click();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await expect(inspectorOf(page)).not.toBeFocused();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))));
    await expect(inspectorOf(page)).not.toBeFocused();
    await rowOf(page, 'evt_one').click();
    await page.keyboard.press('Enter');
    await expect(inspectorOf(page)).toBeFocused();
    await page.keyboard.press('ControlOrMeta+k');
    await expect(input(page)).toBeFocused();
    // One letter with each late frame.
    for (const letter of 'theme dark') {
      await page.keyboard.type(letter);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))));
    }
    await expect(input(page)).toHaveValue('theme dark');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+k');
    await expect(input(page)).toBeFocused();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => resolve(null))));
    await expect(input(page)).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(inspectorOf(page)).toBeFocused();
  });
});

test('what the pointer rests on is not chosen, and what is clicked is', async ({ dashboard, line }) => {
  await send(line, { type: 'invoice.paid', id: 'evt_one', ...ADA });
  await dashboard.getByTestId('palette-open').click();
  await expect(input(dashboard)).toBeFocused();
  const box = await palette(dashboard).boundingBox();
  if (box === null) throw new Error('The palette has no place.');
  await dashboard.mouse.move(box.x + 100, box.y + 160);
  await dashboard.keyboard.type('invoice');
  await expect(entry(dashboard, 'type invoice.paid')).toBeVisible();
  await expect(selected(dashboard)).toHaveAttribute(
    'data-entry',
    (await dashboard.getByTestId('palette-entry').first().getAttribute('data-entry')) ?? '',
  );
  await entry(dashboard, 'type invoice.paid').click();
  await expect(dashboard.getByTestId('filter-chip')).toHaveText('type:invoice.paid');
});

test('from one failed event to the next', async ({ dashboard, line }) => {
  await send(line, { type: 'invoice.paid', id: 'evt_1' });
  line.backend.answer(500);
  await send(line, { type: 'invoice.paid', id: 'evt_2' });
  line.backend.answer(200);
  await send(line, { type: 'invoice.paid', id: 'evt_3' });
  line.backend.answer(500);
  await send(line, { type: 'invoice.paid', id: 'evt_4' });
  await expect(dashboard.getByTestId('event-row')).toHaveCount(4);
  const isOpen = async (id: string) =>
    await expect(rowOf(dashboard, id)).toHaveAttribute('aria-selected', 'true');
  await dashboard.keyboard.press(']');
  await isOpen('evt_4');
  await dashboard.keyboard.press(']');
  await isOpen('evt_2');
  await dashboard.keyboard.press(']');
  await expect(dashboard.getByText('No failed event further down.')).toBeVisible();
  await isOpen('evt_2');
  await dashboard.keyboard.press('[');
  await isOpen('evt_4');
});

for (const shown of [...LOOKS, ZOOMED]) {
  test.describe(titleOf(shown), () => {
    const { size } = shown;
    test.use(optionsOf(shown) as object);

    test('the palette is complete and accessible', async ({ dashboard, line }) => {
      await send(line, { type: 'customer.created', id: 'evt_a', ...ADA });
      await expect(dashboard.getByTestId('event-row')).toHaveCount(1);
      await find(dashboard, '');
      await expect(entry(dashboard, 'type customer.created')).toHaveCount(1);
      await look(dashboard);
      await dashboard.keyboard.type('c');
      await expect(entry(dashboard, 'search')).toHaveCount(1);
      await look(dashboard);
      await dashboard.keyboard.press('Escape');
      await find(dashboard, '?');
      await expect(dashboard.getByTestId('palette-entry')).toHaveCount(1);
      await look(dashboard);
      const box = await palette(dashboard).boundingBox();
      expect(box).not.toBeNull();
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= size.width).toBe(true);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(size.height);
    });
  });
}

async function look(page: Page): Promise<void> {
  await expectAccessible(page);
  await expect(palette(page)).not.toContainText(/\b(?:shortcut|palette|scenario)\.[a-z]|\{\{|undefined/);
}
