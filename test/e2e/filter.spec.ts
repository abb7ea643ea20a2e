// The filter as one types it: suggestions from the store, mistakes named where they are, filters kept for later, pins.
import type { Page } from '@playwright/test';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test, type Line } from './line-fixture.ts';

const ADA = { customerId: 'cus_ada', customerName: 'Ada Lovelace' };
const GRACE = { customerId: 'cus_grace', customerName: 'Grace Hopper' };

async function fill(line: Line): Promise<void> {
  for (const event of [
    { type: 'customer.created', id: 'evt_ada', ...ADA },
    { type: 'invoice.paid', id: 'evt_paid', ...ADA },
    { type: 'invoice.payment_failed', id: 'evt_failed', ...GRACE },
  ])
    await line.stripe.sendEvent(eventFixture(event));
}

const field = (page: Page) => page.locator('input[data-testid="filter"]');
const rows = (page: Page) => page.getByTestId('event-row');
const suggestions = (page: Page) => page.getByTestId('filter-suggestion');

test('suggestions come from what is in the store, and are taken by key or click', async ({
  dashboard,
  line,
}) => {
  await fill(line);
  await expect(rows(dashboard)).toHaveCount(3);
  await dashboard.keyboard.press('/');
  await field(dashboard).pressSequentially('ty');
  await expect(suggestions(dashboard).first()).toContainText('type:');
  await dashboard.keyboard.press('ArrowDown');
  await dashboard.keyboard.press('Enter');
  await expect(field(dashboard)).toHaveValue('type:');
  await field(dashboard).pressSequentially('inv');
  await expect(suggestions(dashboard)).toHaveText([
    /invoice\.\*.*2/,
    /invoice\.paid.*1/,
    /invoice\.payment_failed.*1/,
  ]);
  await dashboard.keyboard.press('ArrowDown');
  await dashboard.keyboard.press('ArrowDown');
  const chosen = await field(dashboard).getAttribute('aria-activedescendant');
  await expect(dashboard.locator(`[id="${chosen}"]`)).toHaveAttribute('aria-selected', 'true');
  await expectAccessible(dashboard);
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.getByTestId('filter-chip')).toHaveText('type:invoice.paid');
  await expect(rows(dashboard)).toHaveCount(1);

  await field(dashboard).pressSequentially('customer:hop');
  await expect(suggestions(dashboard)).toContainText(['cus_grace']);
  await suggestions(dashboard).first().click();
  await expect(dashboard.getByTestId('filter-chip')).toHaveCount(2);
  await expect(rows(dashboard)).toHaveCount(0);
  await dashboard.keyboard.press('Backspace');
  await dashboard.keyboard.press('Backspace');
  await expect(rows(dashboard)).toHaveCount(3);
});

test('a mistake is named with what was probably meant, and leaves the list as it was', async ({
  dashboard,
  line,
}) => {
  await fill(line);
  await dashboard.keyboard.press('/');
  await field(dashboard).pressSequentially('type:invoice.* status:faild');
  await expect(rows(dashboard)).toHaveCount(2);
  // It may yet become something.
  await expect(dashboard.getByTestId('filter-problem')).toHaveCount(0);
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.getByTestId('filter-problem')).toHaveText(
    '“faild” is no value of status. Did you mean “failed”?',
  );
  await expect(field(dashboard)).toHaveValue('status:faild');
  await expect(rows(dashboard)).toHaveCount(2);
  await field(dashboard).fill('http://x ');
  await expect(dashboard.getByTestId('filter-problem')).toContainText('put it in quotes');
  await field(dashboard).fill('');
  await expect(dashboard.getByTestId('filter-problem')).toHaveCount(0);
});

test('a filter is kept by name, found in the sidebar after a reload, and removed', async ({
  dashboard,
  line,
}) => {
  await fill(line);
  await dashboard.keyboard.press('/');
  await field(dashboard).pressSequentially('type:invoice.* ');
  await dashboard.getByTestId('save-filter').click();
  await dashboard.getByTestId('save-filter-name').fill('Money');
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.getByTestId('save-filter-dialog')).toHaveCount(0);
  await dashboard.reload();
  await expect(rows(dashboard)).toHaveCount(3);
  const saved = dashboard.locator('[data-testid="saved-filter"][data-filter="type:invoice.*"]');
  await expect(saved).toHaveText('Money');
  await saved.click();
  await expect(rows(dashboard)).toHaveCount(2);
  await expect(dashboard.getByTestId('filter-chip')).toHaveText('type:invoice.*');
  await expect(dashboard.getByTestId('save-filter')).toHaveAttribute('aria-pressed', 'true');
  await dashboard.getByTestId('save-filter').click();
  await expect(saved).toHaveCount(0);
  expect((await line.client.settings.get()).savedFilters).toEqual([]);
});

test('a pin marks an event, survives a reload, and is undone', async ({ dashboard, line }) => {
  await fill(line);
  await rows(dashboard).filter({ hasText: 'invoice.paid' }).click();
  await dashboard.keyboard.press('p');
  await expect(dashboard.locator('[data-testid="event-row"][data-pinned="true"]')).toHaveCount(1);
  await dashboard.reload();
  await dashboard.locator('[data-testid="nav-pinned"]').click();
  await expect(rows(dashboard)).toHaveCount(1);
  await expect(rows(dashboard)).toContainText('invoice.paid');
  await rows(dashboard).click();
  await dashboard.keyboard.press('p');
  // What is being looked at stays where it is.
  await expect(rows(dashboard)).toHaveAttribute('data-pinned', 'false');
  await dashboard.locator('[data-testid="nav-events"]').click();
  await expect(rows(dashboard)).toHaveCount(3);
});
