// Filters by what stands in a payload: made by a click or a key, suggested while typing, and as an endpoint's own condition.
import type { Page } from '@playwright/test';
import { startBackend } from '../support/backend.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expectAccessible } from './accessible.ts';
import { expect, inspectorOf, rowOf, test, type Line } from './line-fixture.ts';

const rows = (page: Page) => page.getByTestId('event-row');
const field = (page: Page) => page.locator('input[data-testid="filter"]');
const chips = (page: Page) => page.getByTestId('filter-chip');

async function fill(line: Line): Promise<void> {
  for (const [id, env, amount] of [
    ['evt_mine', 'staging', 7_000],
    ['evt_theirs', 'production', 500],
    ['evt_blank', 'my "own" | env', 7_000],
  ] as const) {
    const object = { metadata: { env, 'my.key': 'x' }, amount_paid: amount };
    await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id, object }));
  }
}

async function openPayload(page: Page, id: string): Promise<void> {
  await rowOf(page, id).click();
  await page.getByTestId('tab-payload').click();
  await expect(inspectorOf(page).locator('.cm-content')).toBeVisible();
}
const goTo = async (page: Page, key: string): Promise<void> => {
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press(key);
};
/** Only lines near those in sight are in the page. */
async function lineWith(page: Page, text: string) {
  const line = inspectorOf(page).locator('.cm-line').filter({ hasText: text }).first();
  await expect(async () => {
    await inspectorOf(page)
      .locator('.cm-scroller')
      .evaluate((scroller) => scroller.scrollBy(0, 150));
    await expect(line).toBeInViewport({ timeout: 200 });
  }).toPass();
  return line;
}

test('a click on a value offers to filter by it, quoted where it has to be, or to leave it out', async ({
  dashboard,
  line,
}) => {
  await fill(line);
  await openPayload(dashboard, 'evt_mine');
  await (await lineWith(dashboard, '"env": "staging"')).getByText('"staging"').click();
  const chosen = dashboard.getByTestId('chosen-value');
  await expect(chosen.locator('code')).toHaveText('data.object.metadata.env:staging');
  await expectAccessible(dashboard);
  await chosen.getByTestId('filter-by-this').click();
  await expect(chips(dashboard)).toHaveText(['data.object.metadata.env:staging']);
  await expect(rows(dashboard)).toHaveCount(1);

  await (await lineWith(dashboard, '"my.key": "x"')).getByText('"my.key"').click();
  await expect(chosen.locator('code')).toHaveText('data.object.metadata."my.key":x');
  await chosen.getByTestId('filter-by-this').click();
  await expect(chips(dashboard)).toHaveCount(2);
  await expect(rows(dashboard)).toHaveCount(1);
  await chosen.getByTestId('leave-these-out').click();
  await expect(rows(dashboard)).toHaveCount(0);

  await field(dashboard).click();
  for (let count = 0; count < 3; count++) await dashboard.keyboard.press('Backspace');
  await expect(rows(dashboard)).toHaveCount(3);
  // Its suggestions are in front of the list.
  await dashboard.keyboard.press('Escape');
  await openPayload(dashboard, 'evt_blank');
  await (await lineWith(dashboard, 'own')).getByText('own').last().click();
  await chosen.getByTestId('filter-by-this').click();
  await expect(rows(dashboard)).toHaveCount(1);
  await expect(rowOf(dashboard, 'evt_blank')).toBeVisible();
});

test('with the keyboard alone: arrows go from value to value, Enter filters', async ({ dashboard, line }) => {
  await fill(line);
  await openPayload(dashboard, 'evt_theirs');
  await inspectorOf(dashboard).locator('.cm-content').focus();
  const code = dashboard.getByTestId('chosen-value').locator('code');
  await dashboard.keyboard.press('ArrowDown');
  await expect(code).toHaveText('id:evt_theirs');
  await dashboard.keyboard.press('ArrowDown');
  await dashboard.keyboard.press('ArrowDown');
  await expect(code).toHaveText('api:2026-10-28.endive');
  await dashboard.keyboard.press('ArrowUp');
  await expect(dashboard.getByTestId('chosen-value')).toContainText('cannot be filtered');
  await dashboard.keyboard.press('ArrowUp');
  // The list behind stays where it is.
  await expect(rowOf(dashboard, 'evt_theirs')).toHaveAttribute('aria-selected', 'true');
  await dashboard.keyboard.press('Enter');
  await expect(chips(dashboard)).toHaveText(['id:evt_theirs']);
  await expect(rows(dashboard)).toHaveCount(1);
});

test('paths and values of the payload on screen are suggested; a mistake names the path that is meant', async ({
  dashboard,
  line,
}) => {
  await fill(line);
  await openPayload(dashboard, 'evt_mine');
  await field(dashboard).click();
  await field(dashboard).pressSequentially('metadata.e');
  const suggestions = dashboard.getByTestId('filter-suggestion');
  await expect(suggestions).toContainText(['data.object.metadata.env:']);
  await suggestions.filter({ hasText: 'data.object.metadata.env:' }).first().click();
  await expect(suggestions).toHaveText(['data.object.metadata.env:staging']);
  await dashboard.keyboard.press('ArrowDown');
  await dashboard.keyboard.press('Enter');
  await expect(chips(dashboard)).toHaveText(['data.object.metadata.env:staging']);
  await expect(rows(dashboard)).toHaveCount(1);
  await dashboard.keyboard.press('Backspace');

  await field(dashboard).fill('amount_paid>=5000');
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.getByTestId('filter-problem')).toContainText('data.object.amount_paid>=');
  await field(dashboard).fill('data.object.amount_paid>=5000');
  await dashboard.keyboard.press('Enter');
  await expect(rows(dashboard)).toHaveCount(2);
});

test('an endpoint takes only what fits its condition, and every other event says why', async ({
  dashboard,
  line,
}) => {
  const mine = await startBackend();
  await goTo(dashboard, 'n');
  await dashboard.getByTestId('endpoint-add').click();
  const form = dashboard.getByTestId('endpoint-new');
  await form.getByTestId('endpoint-url').fill(mine.url);
  await form.getByTestId('endpoint-name').fill('mine');
  await form.getByTestId('endpoint-group-filter').locator('summary').click();
  const condition = form.getByTestId('endpoint-condition');
  await condition.fill('status:failed');
  await form.getByTestId('endpoint-save').click();
  await expect(form).toContainText('“status” is not known when an event arrives');
  await condition.fill('data.object.metadata.env:staging');
  await form.getByTestId('endpoint-save').click();
  await expect(dashboard.getByTestId('endpoint-row')).toHaveCount(2);
  await fill(line);
  expect(mine.seen).toHaveLength(1);

  await goTo(dashboard, 'e');
  await rowOf(dashboard, 'evt_theirs').click();
  await dashboard.getByTestId('tab-deliveries').click();
  await expect(inspectorOf(dashboard).getByTestId('skip-reason')).toHaveText(
    'Not sent to mine: data.object.metadata.env is production, and the endpoint takes only data.object.metadata.env:staging.',
  );
  // A value on screen begins another one.
  await openPayload(dashboard, 'evt_theirs');
  await (await lineWith(dashboard, '"env": "production"')).getByText('"production"').click();
  await dashboard.getByTestId('only-to-endpoint').click();
  await form.getByTestId('endpoint-group-filter').locator('summary').click();
  await expect(condition).toHaveValue('data.object.metadata.env:production');
  await dashboard.getByTestId('hop-endpoint').click();
  await expect(dashboard.getByTestId('endpoint-conditions')).toContainText(
    'Only events with data.object.metadata.env:staging',
  );
  await mine.close();
});
