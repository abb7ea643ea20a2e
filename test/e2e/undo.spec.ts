// What is done in passing can be taken back; what cannot be taken back asks once.
import type { Page } from '@playwright/test';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expectAccessible, LOOKS, optionsOf, titleOf, ZOOMED } from './accessible.ts';
import { expect, inspectorOf, reveal, rowOf, test, type Line } from './line-fixture.ts';

const toast = (page: Page) => page.getByTestId('undo-toast');
const rows = (page: Page) => page.getByTestId('event-row');
const undoByKey = (page: Page) => page.keyboard.press('ControlOrMeta+z');

async function send(line: Line, ...ids: string[]): Promise<void> {
  for (const id of ids) await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id }));
}

async function goTo(page: Page, key: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press(key);
}

test('marks and the filter: cleared by key, brought back by key', async ({ dashboard, line }) => {
  await send(line, 'evt_1', 'evt_2', 'evt_3');
  await expect(rows(dashboard)).toHaveCount(3);
  await dashboard.keyboard.press('j');
  await dashboard.keyboard.press('x');
  await dashboard.keyboard.press('j');
  await dashboard.keyboard.press('x');
  await expect(dashboard.getByTestId('selection-bar')).toHaveAttribute('data-count', '2');
  await dashboard.keyboard.press('Escape');
  await expect(dashboard.getByTestId('selection-bar')).toHaveCount(0);
  await expect(toast(dashboard)).toContainText('Selection of 2 events cleared.');
  await undoByKey(dashboard);
  await expect(dashboard.getByTestId('selection-bar')).toHaveAttribute('data-count', '2');
  await expect(toast(dashboard)).toHaveCount(0);
  // There is nothing to undo now, and the browser's own meaning of the keys does no harm.
  await undoByKey(dashboard);
  await expect(dashboard.getByTestId('selection-bar')).toHaveAttribute('data-count', '2');

  await dashboard.keyboard.press('/');
  await dashboard.keyboard.type('status:failed type:invoice.* ');
  await expect(dashboard.getByTestId('filter-chip')).toHaveCount(2);
  await expect(rows(dashboard)).toHaveCount(0);
  // The first Escape may go to the suggestions; Backspace in the field would remove one condition only.
  await expect(async () => {
    await dashboard.keyboard.press('Escape');
    await expect(dashboard.getByRole('combobox', { name: 'Filter events' })).not.toBeFocused({
      timeout: 500,
    });
  }).toPass();
  await dashboard.keyboard.press('Backspace');
  await expect(rows(dashboard)).toHaveCount(3);
  await toast(dashboard).getByTestId('undo').click();
  await expect(dashboard.getByTestId('filter-chip')).toHaveText(['status:failed', 'type:invoice.*']);
});

test('the filter: cleared by its ✕, brought back with what was being typed', async ({ dashboard, line }) => {
  await send(line, 'evt_1');
  await expect(rows(dashboard)).toHaveCount(1);
  const field = dashboard.getByTestId('filter');
  const clear = dashboard.getByRole('button', { name: 'Clear the filter' });
  await field.fill('status:failed ');
  await field.pressSequentially('nobody');
  // Applied: the buttons beside the field have made room for the one that resends all that match.
  await expect(dashboard.getByTestId('bulk-resend-all')).toBeVisible();
  await clear.click();
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('');
  await expect(dashboard.getByTestId('filter-chip')).toHaveCount(0);
  await expect(rows(dashboard)).toHaveCount(1);
  await expect(toast(dashboard)).toContainText('The filter was cleared.');
  await toast(dashboard).getByTestId('undo').click();
  await expect(dashboard.getByTestId('filter-chip')).toHaveText('status:failed');
  await expect(field).toHaveValue('nobody');
  await expect(rows(dashboard)).toHaveCount(0);

  // What is no filter goes, too; there is nothing to take back.
  await clear.click();
  await expect(toast(dashboard)).toBeVisible();
  await toast(dashboard).getByRole('button', { name: 'Close' }).click();
  await field.fill('status:nonsense');
  await field.press('Enter');
  await expect(dashboard.getByTestId('filter-problem')).toBeVisible();
  await clear.click();
  await expect(field).toHaveValue('');
  await expect(dashboard.getByTestId('filter-problem')).toHaveCount(0);
  await expect(toast(dashboard)).toHaveCount(0);
});

test('the filter of the customers: all of it, or only what is searched for', async ({ dashboard, line }) => {
  const run = await line.client.scenarios.run({
    scenario: 'one_time_customer',
    speed: 'at_once',
    name: 'Ada',
    email: 'ada@example.com',
  });
  await expect
    .poll(async () => (await line.client.scenarios.runs()).find(({ id }) => id === run.id)?.state)
    .toBe('done');
  await goTo(dashboard, 'c');
  const found = dashboard.getByTestId('customer-row');
  const search = dashboard.getByTestId('customer-search');
  const status = dashboard.getByTestId('customer-filter-status');
  await expect(found).toHaveCount(1);
  await search.fill('nobody');
  await status.selectOption('paused');
  await expect(found).toHaveCount(0);

  await dashboard.getByRole('button', { name: 'Clear the search' }).click();
  await expect(search).toHaveValue('');
  await expect(status).toHaveValue('paused');
  await toast(dashboard).getByTestId('undo').click();
  await expect(search).toHaveValue('nobody');

  for (const button of ['customer-filter-clear', 'customers-clear']) {
    await dashboard.getByTestId(button).click();
    await expect(found).toHaveCount(1);
    await goTo(dashboard, 'e');
    await toast(dashboard).getByTestId('undo').click();
    await expect(search).toHaveValue('nobody');
    await expect(status).toHaveValue('paused');
    await expect(found).toHaveCount(0);
  }
});

test('a pin', async ({ dashboard, line }) => {
  await send(line, 'evt_1');
  await rowOf(dashboard, 'evt_1').click();
  await dashboard.keyboard.press('p');
  await expect(rowOf(dashboard, 'evt_1')).toHaveAttribute('data-pinned', 'true');
  await expect(toast(dashboard)).toHaveCount(0);
  await dashboard.keyboard.press('p');
  await expect(rowOf(dashboard, 'evt_1')).toHaveAttribute('data-pinned', 'false');
  await undoByKey(dashboard);
  await expect(rowOf(dashboard, 'evt_1')).toHaveAttribute('data-pinned', 'true');
});

test('a saved filter comes back where it stood', async ({ dashboard, line }) => {
  await line.client.settings.update({
    savedFilters: ['a', 'b', 'c'].map((name) => ({ name, filter: `type:${name}.*` })),
  });
  await dashboard.reload();
  const saved = dashboard.getByTestId('saved-filter');
  await expect(saved).toHaveText(['a', 'b', 'c']);
  await saved.nth(1).hover();
  await dashboard.getByTestId('remove-saved-filter').nth(1).click();
  await expect(saved).toHaveText(['a', 'c']);
  await expect(toast(dashboard)).toContainText('“b”');
  await toast(dashboard).getByTestId('undo').click();
  await expect(saved).toHaveText(['a', 'b', 'c']);
  expect((await line.client.settings.get()).savedFilters.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

test('an endpoint’s settings: what was changed, and nothing else, its secret too', async ({
  dashboard,
  line,
}) => {
  await line.client.endpoints.update({ id: 'local', signing: 'own', secret: 'whsec_before' });
  await goTo(dashboard, 'n');
  const main = dashboard.getByRole('main');
  const url = main.getByLabel(/URL|Address/i).first();
  const before = await url.inputValue();
  await url.fill('http://127.0.0.1:9/elsewhere');
  await dashboard.getByTestId('endpoint-save').click();
  await expect(toast(dashboard)).toBeVisible();
  await line.client.endpoints.update({ id: 'local', concurrency: 3 });
  // In a field these keys are the field's own.
  await url.focus();
  await undoByKey(dashboard);
  expect((await line.client.endpoints.list())[0]).toMatchObject({ url: 'http://127.0.0.1:9/elsewhere' });
  await toast(dashboard).getByTestId('undo').click();
  await expect
    .poll(async () => (await line.client.endpoints.list())[0])
    .toMatchObject({ url: before, concurrency: 3 });
  await expect(url).toHaveValue(before);

  const secret = async () => (await line.client.endpoints.secret({ id: 'local' })).secret;
  const field = main.getByLabel('Signing secret of its own');
  await reveal(field, main.getByText('Signing', { exact: true }));
  await field.fill('whsec_after');
  await dashboard.getByTestId('endpoint-save').click();
  await expect.poll(secret).toBe('whsec_after');
  await toast(dashboard).getByTestId('undo').click();
  await expect.poll(secret).toBe('whsec_before');
});

test('it stands while it is looked at, and goes by itself otherwise', async ({ page, line }) => {
  await page.clock.install();
  await page.goto(line.openUrl);
  await expect(page.getByTestId('hop-hookline')).toBeVisible();
  await send(line, 'evt_1');
  await page.clock.runFor(500);
  await rowOf(page, 'evt_1').click();
  const clear = async (): Promise<void> => {
    await page.keyboard.press('x');
    await page.keyboard.press('Escape');
    await expect(toast(page)).toBeVisible();
  };
  await clear();
  await page.clock.runFor(8_500);
  await expect(toast(page)).toHaveCount(0);

  await clear();
  await toast(page).hover();
  await page.clock.runFor(60_000);
  await expect(toast(page)).toBeVisible();
  await page.mouse.move(10, 10);
  await page.clock.runFor(8_500);
  await expect(toast(page)).toHaveCount(0);

  // By keyboard: it can be reached, stays, and gives the focus back.
  await clear();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Shift+Tab');
    if (await page.getByTestId('undo').evaluate((button) => button === document.activeElement)) break;
  }
  await expect(page.getByTestId('undo')).toBeFocused();
  await page.clock.runFor(60_000);
  await page.keyboard.press('Enter');
  await page.clock.runFor(100);
  await expect(toast(page)).toHaveCount(0);
  await expect(page.getByTestId('selection-bar')).toHaveAttribute('data-count', '1');
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
});

test('what cannot be taken back asks once: giving up a retry, removing an endpoint, a secret nobody knows', async ({
  dashboard,
  line,
}) => {
  await line.client.endpoints.update({ id: 'local', retry: { kind: 'fixed', everyMs: 60_000, times: 3 } });
  line.backend.answer(503);
  await send(line, 'evt_1');
  await expect(rowOf(dashboard, 'evt_1')).toHaveAttribute('data-state', 'retrying');
  await rowOf(dashboard, 'evt_1').click();
  await dashboard.keyboard.press('3');
  const stop = inspectorOf(dashboard).getByTestId('stop-retry');
  await stop.click();
  const yes = dashboard.getByTestId('stop-retry-yes');
  await expect(yes).toBeFocused();
  // Escape is a no, and nothing more.
  await dashboard.keyboard.press('Escape');
  await expect(stop).toBeFocused();
  await expect(rowOf(dashboard, 'evt_1')).toHaveAttribute('data-state', 'retrying');
  await stop.click();
  await yes.click();
  await expect(rowOf(dashboard, 'evt_1')).toHaveAttribute('data-state', 'failed');

  await line.client.endpoints.create({ url: 'http://127.0.0.1:9/', name: 'Billing' });
  await goTo(dashboard, 'n');
  const second = dashboard.locator('[data-testid="endpoint-row"]').filter({ hasText: 'Billing' });
  await second.getByTestId('endpoint-open').click();
  await second.getByTestId('endpoint-remove').click();
  await expect(second.getByTestId('endpoint-remove-yes')).toBeFocused();
  await dashboard.keyboard.press('Escape');
  await expect(second.getByTestId('endpoint-remove')).toBeFocused();
  await second.getByTestId('endpoint-remove').click();
  await second.getByTestId('endpoint-remove-yes').click();
  await expect(second).toHaveCount(0);

  await line.client.endpoints.update({ id: 'local', secret: 'whsec_unused' });
  await line.client.endpoints.update({ id: 'local', signing: 'stable' });
  const form = dashboard.getByTestId('endpoint-row').filter({ hasText: 'Local' });
  await reveal(form.getByTestId('endpoint-save'), form.getByTestId('endpoint-open'));
  const field = form.getByLabel('Signing secret of its own');
  await reveal(field, form.getByText('Signing', { exact: true }));
  await field.fill('whsec_new');
  await form.getByTestId('endpoint-save').click();
  await expect(form.getByTestId('endpoint-save-yes')).toBeFocused();
  await form.getByTestId('endpoint-save-yes').click();
  await expect(form.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await expect(toast(dashboard)).toHaveCount(0);
});

for (const shown of [...LOOKS, ZOOMED]) {
  test.describe(titleOf(shown), () => {
    const { size } = shown;
    test.use(optionsOf(shown) as object);

    test('the offer is accessible', async ({ dashboard, line }) => {
      await send(line, 'evt_1');
      await expect(rows(dashboard)).toHaveCount(1);
      await rowOf(dashboard, 'evt_1').click({ modifiers: ['ControlOrMeta'] });
      await dashboard.keyboard.press('Escape');
      await dashboard.getByTestId('undo').focus();
      await expectAccessible(dashboard);
      const box = await toast(dashboard).boundingBox();
      expect((box?.x ?? -1) >= 0 && (box?.x ?? 0) + (box?.width ?? 0) <= size.width).toBe(true);
    });
  });
}
