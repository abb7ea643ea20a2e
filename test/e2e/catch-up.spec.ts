// Catching up in the browser, with the real Stripe CLI: what was missed is told, chosen from, delivered, stopped and compared.
import type { Locator, Page } from '@playwright/test';
import { eventFixture, type EventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expectAccessible, look, LOOKS, optionsOf, titleOf } from './accessible.ts';
import { goTo } from './app-fixture.ts';
import { expect, inspectorOf, rowOf, test, type Line } from './line-fixture.ts';

const MINUTE = 60;
const strip = (page: Page): Locator => page.getByTestId('gap-strip');
const now = (): number => Math.floor(Date.now() / 1_000);
const idsAt = (line: Line): string[] =>
  line.backend.seen.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id);

/** At Stripe, but not brought by the line. */
function missed(line: Line, fixture: Partial<EventFixture> & { id: string; created: number }): void {
  line.archive.keep(eventFixture({ type: 'invoice.paid', ...fixture }), fixture.account ?? null);
}

/** Something is here, so that the list is shown; nothing is delivered without a choice. */
async function seenBefore(line: Line): Promise<void> {
  await line.stripe.sendEvent(
    eventFixture({ type: 'customer.created', id: 'evt_seen', created: now() - 60 * MINUTE }),
  );
  await line.client.settings.update({ catchUp: { deliverWithinMs: 0, watch: false } });
  await expect.poll(() => idsAt(line)).toEqual(['evt_seen']);
}

async function palette(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByTestId('palette-input')).toBeFocused();
  await page.keyboard.type(text);
  await expect(page.locator('[data-testid="palette-entry"][data-selected="true"]')).toContainText(text);
  await page.keyboard.press('Enter');
}

test('what was missed while Hookline was off is told, and some of it chosen by keyboard', async ({
  dashboard,
  line,
}) => {
  await seenBefore(line);
  const at = now() - 30 * MINUTE;
  line.archive.accounts = ['acct_connected'];
  missed(line, { id: 'evt_1', created: at, customerName: 'Ada Lovelace' });
  missed(line, { id: 'evt_2', created: at + 60, type: 'charge.succeeded', account: 'acct_connected' });
  missed(line, { id: 'evt_3', created: at + 120, apiVersion: '2025-03-31.basil' });
  await line.restart('SIGKILL');

  await expect(strip(dashboard)).toHaveAttribute('data-state', 'found', { timeout: 20_000 });
  await expect(strip(dashboard)).toContainText('3 events while Hookline was not running');
  await expect(dashboard.getByTestId('gap-what')).toContainText('invoice.paid × 2');
  await expect(dashboard.getByTestId('gap-what')).toContainText('1 connected account');
  await expect(dashboard.getByTestId('nav-connection')).toContainText('3');
  expect(idsAt(line)).toEqual(['evt_seen']);

  await dashboard.getByTestId('gap-choose').press('Enter');
  const dialog = dashboard.getByTestId('choose-dialog');
  const rows = dialog.getByTestId('missed-row');
  await expect(rows).toHaveCount(3);
  await expect(dialog.getByTestId('picked')).toHaveText('3 of 3 picked');
  await expect(rows.nth(1)).toContainText('from acct_connected');
  await expect(rows.nth(2).getByTestId('version-mark')).toContainText('2025-03-31.basil');
  // What is looked for narrows the list, and Pick none leaves out what is shown.
  await dialog.getByTestId('choose-find').fill('charge');
  await expect(rows).toHaveCount(1);
  await dialog.getByTestId('choose-find').fill('');
  await expect(rows).toHaveCount(3);
  const list = dialog.getByTestId('choose-list');
  await list.focus();
  await dashboard.keyboard.press('j');
  await dashboard.keyboard.press('Space');
  await expect(rows.nth(1)).toHaveAttribute('aria-selected', 'false');
  await expect(dialog.getByTestId('picked')).toHaveText('2 of 3 picked');
  await expectAccessible(dashboard);
  await dialog.getByTestId('choose-deliver').press('Enter');
  await expect(dialog).toHaveCount(0);

  await expect(strip(dashboard)).toHaveAttribute('data-state', 'done');
  expect(idsAt(line)).toEqual(['evt_seen', 'evt_1', 'evt_3']);
  await expect(dashboard.getByTestId('gap-counts')).toHaveText('2 delivered · 1 only recorded');
  await expectAccessible(dashboard);

  // The mark in the row, the receipt and the attempt in the inspector.
  const row = rowOf(dashboard, 'evt_1');
  await expect(row.getByTestId('catch-up-mark')).toBeVisible();
  await row.click();
  await expect(inspectorOf(dashboard)).toContainText('found in Stripe’s list');
  await expect(inspectorOf(dashboard)).toContainText('caught up');

  await dashboard.getByTestId('gap-deliver').click();
  await expect.poll(() => idsAt(line)).toEqual(['evt_seen', 'evt_1', 'evt_3', 'evt_2']);
  await expect(dashboard.getByTestId('gap-counts')).toHaveText('3 delivered');
  // Closed for good, also for the next visit.
  await dashboard.getByTestId('gap-later').click();
  await expect(strip(dashboard)).toHaveCount(0);
  await dashboard.reload();
  await expect(rowOf(dashboard, 'evt_1')).toBeVisible();
  await expect(strip(dashboard)).toHaveCount(0);
});

test('a fresh gap is delivered unasked, and its summary told', async ({ dashboard, line }) => {
  await line.stripe.sendEvent(
    eventFixture({ type: 'customer.created', id: 'evt_seen', created: now() - 300 }),
  );
  missed(line, { id: 'evt_b', created: now() - 60 });
  missed(line, { id: 'evt_a', created: now() - 120 });
  await line.restart('SIGTERM');
  await expect(strip(dashboard)).toHaveAttribute('data-state', 'done', { timeout: 20_000 });
  await expect(strip(dashboard)).toContainText('2 events while Hookline was not running');
  await expect(strip(dashboard)).toContainText('Caught up.');
  expect(idsAt(line)).toEqual(['evt_seen', 'evt_a', 'evt_b']);
});

test('delivering is shown as it goes, paused, gone on with, and stopped', async ({ dashboard, line }) => {
  await seenBefore(line);
  for (let index = 0; index < 6; index++) missed(line, { id: `evt_${index}`, created: now() - 600 + index });
  const held: (() => void)[] = [];
  line.backend.behave((_request, response) => held.push(() => response.end('ok')));
  await palette(dashboard, 'Look for missed events now');
  await expect(strip(dashboard)).toContainText('6 events that were not delivered live');
  await palette(dashboard, 'Deliver missed events');
  await expect(strip(dashboard)).toHaveAttribute('data-state', 'delivering');
  // One after the other: the next goes out when the one before was answered.
  await expect.poll(() => held.length).toBe(1);
  held[0]?.();
  await expect.poll(() => held.length).toBe(2);
  await expect(strip(dashboard).getByRole('progressbar')).toHaveAttribute('aria-valuemax', '6');
  await expect(dashboard.getByTestId('gap-counts')).toContainText('1 delivered');
  await dashboard.getByTestId('gap-pause').click();
  await expect(strip(dashboard)).toHaveAttribute('data-state', 'paused');
  held[1]?.();
  await expect(dashboard.getByTestId('gap-counts')).toContainText('2 delivered');
  expect(held).toHaveLength(2);
  await expectAccessible(dashboard);
  await dashboard.getByTestId('gap-resume').click();
  await expect.poll(() => held.length).toBe(3);
  await dashboard.getByTestId('gap-cancel').click();
  held[2]?.();
  await expect(strip(dashboard)).toHaveAttribute('data-state', 'cancelled');
  await expect(dashboard.getByTestId('gap-counts')).toHaveText('3 delivered · 3 only recorded');
  await expect(dashboard.getByTestId('gap-deliver')).toHaveText('Deliver the 3 left');
  expect(held).toHaveLength(3);
});

test('put off, then only recorded; and nothing is missed after that', async ({ dashboard, line }) => {
  await seenBefore(line);
  missed(line, { id: 'evt_1', created: now() - 600 });
  missed(line, { id: 'evt_2', created: now() - 500 });
  await goTo(dashboard, 'r');
  await dashboard.getByTestId('look-for-missed').click();
  const gap = dashboard.getByTestId('gap');
  await expect(gap).toHaveAttribute('data-state', 'found');
  await goTo(dashboard, 'e');
  await dashboard.getByTestId('gap-later').click();
  await expect(strip(dashboard)).toHaveCount(0);
  // It still waits where all of it stands.
  await expect(dashboard.getByTestId('nav-connection')).toContainText('2');
  await goTo(dashboard, 'r');
  await gap.getByTestId('gap-record').click();
  await expect(gap).toHaveAttribute('data-state', 'recorded');
  await expect(rowOf(dashboard, 'evt_1')).toHaveCount(0);
  await goTo(dashboard, 'e');
  await expect(rowOf(dashboard, 'evt_1')).toHaveAttribute('data-state', 'none');
  expect(idsAt(line)).toEqual(['evt_seen']);
  await palette(dashboard, 'Look for missed events now');
  await expect(dashboard.getByText('Nothing was missed.', { exact: true }).first()).toBeVisible();
});

test('without an endpoint nothing can be delivered, and that is said beside the choice', async ({
  dashboard,
  line,
}) => {
  await seenBefore(line);
  missed(line, { id: 'evt_1', created: now() - 600 });
  await line.client.catchUp.look({});
  await line.client.endpoints.update({ id: 'local', enabled: false });
  await dashboard.getByTestId('gap-deliver').click();
  await expect(dashboard.getByTestId('gap-error')).toContainText('There is no enabled endpoint');
  await line.client.endpoints.update({ id: 'local', enabled: true });
  await dashboard.getByTestId('gap-deliver').click();
  await expect(strip(dashboard)).toHaveAttribute('data-state', 'done');
  await expect(dashboard.getByTestId('gap-error')).toHaveCount(0);
});

test('any period is compared, and the differences are acted on until there are none', async ({
  dashboard,
  line,
}) => {
  await line.client.settings.update({ catchUp: { deliverWithinMs: 0, watch: false } });
  const at = now() - 20 * MINUTE;
  for (const [id, status] of [
    ['evt_fine', 200],
    ['evt_failed', 500],
  ] as const) {
    line.backend.answer(status);
    const text = eventFixture({ type: 'invoice.paid', id, created: at });
    line.archive.keep(text);
    await line.stripe.sendEvent(text);
    await expect.poll(() => idsAt(line)).toContain(id);
  }
  line.backend.answer(200);
  missed(line, { id: 'evt_missing', created: at + 60, envelope: { pending_webhooks: 2 } });
  missed(line, { id: 'evt_outside', created: at - 120 * MINUTE });

  await goTo(dashboard, 'r');
  await expect(dashboard.getByRole('heading', { name: 'Missed events' })).toBeInViewport();
  await dashboard.getByTestId('reconcile-start').press('Enter');
  const figure = (name: string): Locator => dashboard.getByTestId(`figure-${name}`);
  await expect(figure('stripeHas')).toHaveText('3');
  await expect(figure('hooklineHas')).toHaveText('2');
  await expect(figure('delivered')).toHaveText('1');
  const rows = dashboard.getByTestId('difference');
  await expect(rows).toHaveCount(2);
  await expect(dashboard.locator('[data-testid="difference"][data-event-id="evt_missing"]')).toContainText(
    '2 webhooks pending',
  );
  await expectAccessible(dashboard);

  const saving = dashboard.waitForEvent('download');
  await dashboard.getByTestId('differences-save').click();
  const saved = await (await saving).createReadStream().then(async (stream) => {
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    return JSON.parse(Buffer.concat(parts).toString()) as { differences: { id: string }[] };
  });
  expect(saved.differences.map(({ id }) => id).toSorted()).toEqual(['evt_failed', 'evt_missing']);

  await dashboard.getByTestId('difference-kind').selectOption('missing');
  await expect(rows).toHaveCount(1);
  await dashboard.getByTestId('differences').focus();
  await dashboard.keyboard.press('Space');
  await dashboard.getByTestId('settle-record').click();
  await expect(dashboard.getByTestId('settled')).toContainText('Recorded.');
  expect((await line.client.events.get({ id: 'evt_missing' })).deliveryState).toBe('none');

  await dashboard.getByTestId('reconcile-start').click();
  await expect(figure('hooklineHas')).toHaveText('3');
  await expect(rows).toHaveCount(2);
  await dashboard.getByTestId('differences-all').click();
  await dashboard.getByTestId('settle-deliver').click();
  await expect(dashboard.getByTestId('settled')).toContainText('being delivered');
  await expect
    .poll(async () => (await line.client.events.get({ id: 'evt_failed' })).deliveryState)
    .toBe('delivered');
  await expect
    .poll(async () => (await line.client.events.get({ id: 'evt_missing' })).deliveryState)
    .toBe('delivered');
  await dashboard.getByTestId('reconcile-start').click();
  await expect(figure('delivered')).toHaveText('3');
  await expect(dashboard.getByRole('main')).toContainText('No differences');
});

test('a period that makes no sense cannot be compared', async ({ dashboard }) => {
  await goTo(dashboard, 'r');
  await dashboard.getByTestId('period-custom').click();
  await dashboard.getByTestId('reconcile-from').fill('2026-01-02T10:00');
  await dashboard.getByTestId('reconcile-until').fill('2026-01-01T10:00');
  await expect(dashboard.getByRole('main')).toContainText('before the beginning');
  await expect(dashboard.getByTestId('reconcile-start')).toBeDisabled();
});

test('settings: how old is delivered unasked, and whether the line is watched', async ({
  dashboard,
  line,
}) => {
  await goTo(dashboard, ',');
  await expect(dashboard.getByTestId('deliver-within')).toHaveValue('3600000');
  await dashboard.getByTestId('deliver-within').selectOption('0');
  await dashboard.getByTestId('watch-line').click();
  await expect
    .poll(async () => (await line.client.settings.get()).catchUp)
    .toEqual({ deliverWithinMs: 0, watch: false });
});

for (const shown of LOOKS) {
  test.describe(titleOf(shown), () => {
    const { locale } = shown;
    test.use(optionsOf(shown) as object);

    test('strip, choice and comparison', async ({ dashboard, line }, info) => {
      await seenBefore(line);
      for (let index = 0; index < 8; index++) {
        missed(line, { id: `evt_${index}`, created: now() - 600 + index, customerName: 'Ada Lovelace' });
      }
      await line.client.catchUp.look({});
      const lookAt = async (name: string): Promise<void> => {
        await dashboard.screenshot({ path: info.outputPath(`${name}.png`) });
        await look(dashboard, name);
      };
      await expect(strip(dashboard)).toContainText(
        locale === 'zh-TW' ? '沒有即時送達的 8 個事件' : '8 events',
      );
      await lookAt('strip');
      await dashboard.getByTestId('gap-choose').click();
      await expect(dashboard.getByTestId('missed-row').first()).toBeVisible();
      await lookAt('choose');
      await dashboard.keyboard.press('Escape');
      await dashboard.getByTestId('gap-record').click();
      await expect(strip(dashboard)).toHaveAttribute('data-state', 'recorded');
      await goTo(dashboard, 'r');
      await dashboard.getByTestId('period-today').click();
      await dashboard.getByTestId('reconcile-start').click();
      await expect(dashboard.getByTestId('difference').first()).toBeVisible();
      await lookAt('reconcile');
    });
  });
}
