// Insight shows the figures of what was sent, leads to the events behind them, and ends in what production is registered with.
import type { Page } from '@playwright/test';
import { signBody } from '#engine/signature/signature-check.ts';
import { startBackend } from '../support/backend.ts';
import { eventFixture, type EventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../support/wait-until.ts';
import { look, LOOKS, optionsOf, titleOf } from './accessible.ts';
import { expect, test, type Line } from './line-fixture.ts';

test.use({ listen: false });

const SECRET = 'whsec_insight_0123456789abcdef';
const SLOW_MS = 300;

async function send(line: Line, fixtures: readonly EventFixture[]): Promise<void> {
  await line.client.endpoints.update({ id: 'local', signing: 'own', secret: SECRET });
  for (const fixture of fixtures) {
    const body = eventFixture(fixture);
    await fetch(line.ready.receiverUrl, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'stripe-signature': signBody(Buffer.from(body), SECRET, Date.now()),
      },
    });
  }
}

/** Takes invoices, fails on refunds, and is slow with subscriptions. */
function behave(line: Line): void {
  line.backend.behave((request, response) => {
    const { type } = JSON.parse(request.body.toString()) as { type: string };
    response.statusCode = type === 'charge.refunded' ? 500 : 200;
    if (type === 'customer.subscription.updated') setTimeout(() => response.end(), SLOW_MS);
    else response.end();
  });
}

async function fill(line: Line): Promise<void> {
  behave(line);
  await line.client.endpoints.update({
    id: 'local',
    name: 'Local',
    filter: { types: ['-price.*'], kinds: 'all', accounts: 'all' },
  });
  await send(line, [
    { type: 'invoice.paid', id: 'evt_paid_1' },
    { type: 'invoice.paid', id: 'evt_paid_2' },
    { type: 'invoice.paid', id: 'evt_paid_3', account: 'acct_2' },
    { type: 'customer.subscription.updated', id: 'evt_sub' },
    { type: 'charge.refunded', id: 'evt_refund_1' },
    { type: 'charge.refunded', id: 'evt_refund_2' },
    { type: 'price.created', id: 'evt_price' },
    { type: 'v1.customer.subscription.updated', id: 'evt_thin' },
  ]);
  await waitUntil('all to be counted', async () => {
    const { types, uncounted } = await line.client.insight.goLive({});
    return types.length === 5 && uncounted === 0;
  });
}

const goTo = async (page: Page): Promise<void> => {
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(page.getByTestId('insight-view')).toBeVisible();
};

test('figures are those of what was sent; a click leads to the events; the keyboard reads the charts', async ({
  dashboard,
  line,
}) => {
  await goTo(dashboard);
  await expect(dashboard.getByTestId('insight-empty')).toBeVisible();
  await fill(line);
  await dashboard.getByTestId('insight-range-1h').click();
  await expect(dashboard.getByTestId('insight-attempts')).toHaveText('7');
  await expect(dashboard.getByTestId('insight-success')).toHaveText('71.4%');
  await expect(dashboard.getByTestId('insight-endpoint-card')).toContainText('2 failed');
  await expect(dashboard.locator('.u-over')).toHaveCount(3);
  await expect(dashboard.getByRole('figure', { name: 'Attempts' })).toHaveAccessibleDescription(
    /^7 attempts in the last hour, 2 of them failed/,
  );

  const failing = dashboard.getByTestId('insight-failing').getByRole('row');
  await expect(failing).toHaveCount(2);
  await expect(failing.last()).toContainText(/charge\.refunded2 of 20%/);
  const slowest = dashboard.getByTestId('insight-slowest').locator('tr[data-type]');
  await expect(slowest.first()).toHaveAttribute('data-type', 'customer.subscription.updated');
  const p95 = Number(/([\d,]+) ms/.exec((await slowest.first().textContent()) ?? '')?.[1]);
  expect(p95).toBeGreaterThanOrEqual(SLOW_MS * 0.95);
  await expect(dashboard.getByTestId('insight-never-ok').locator('li')).toHaveCount(1);
  await expect(dashboard.getByTestId('insight-never-ok')).toContainText('charge.refunded');
  await expect(dashboard.getByTestId('insight-untaken')).toContainText('price.created');

  // The very figures, and one point after the other.
  await dashboard.getByTestId('insight-table-button').click();
  const cells = dashboard.getByTestId('insight-table').locator('tbody tr');
  const sent = await cells.evaluateAll((rows) =>
    rows.reduce((sum, row) => sum + Number(row.querySelector('td')?.textContent), 0),
  );
  expect(sent).toBe(7);
  const slider = dashboard.getByTestId('insight-slider');
  await slider.focus();
  await dashboard.keyboard.press('Home');
  await expect(dashboard.getByTestId('insight-attempts')).toHaveText('0');
  await expect(slider).toHaveAttribute('aria-valuetext', /0 attempts, 0 failed/);
  await slider.blur();
  await expect(dashboard.getByTestId('insight-attempts')).toHaveText('7');

  await dashboard.getByTestId('insight-type').selectOption('invoice.paid');
  await expect(dashboard.getByTestId('insight-attempts')).toHaveText('3');
  await expect(dashboard.getByTestId('insight-success')).toHaveText('100%');
  await dashboard.getByTestId('insight-type').selectOption('');

  // Sent again and taken: it counts, and the type is no longer one that was never taken.
  line.backend.answer(200);
  await line.client.events.resend({ id: 'evt_refund_1' });
  await expect(dashboard.getByTestId('insight-attempts')).toHaveText('8');
  await expect(dashboard.getByTestId('insight-endpoint-card')).toContainText('1 resend');
  await expect(dashboard.getByTestId('insight-never-ok')).toHaveCount(0);

  await failing.last().getByTestId('insight-type-link').click();
  await expect(dashboard.getByTestId('event-row')).toHaveCount(2);
  await expect(dashboard.locator('[data-testid="event-row"][data-event-id="evt_refund_2"]')).toBeVisible();
});

test('the go-live list ticks what is handled well, says why not, and gives the command', async ({
  dashboard,
  line,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await fill(line);
  await goTo(dashboard);
  await dashboard.getByTestId('insight-tab-goLive').click();
  const row = (type: string) => dashboard.locator(`[data-testid="go-live-type"][data-type="${type}"]`);
  await expect(row('invoice.paid')).toHaveAttribute('data-verdict', 'ready');
  await expect(row('invoice.paid').getByRole('checkbox')).toBeChecked();
  await expect(row('charge.refunded')).toContainText('2 events, and none was answered with 2xx.');
  await expect(row('charge.refunded').getByRole('checkbox')).not.toBeChecked();
  await expect(row('price.created')).toHaveAttribute('data-verdict', 'not_sent');
  await expect(row('v1.customer.subscription.updated').getByRole('checkbox')).toBeDisabled();
  await expect(dashboard.getByTestId('go-live-count')).toHaveText('2 of 5 ticked');

  const url = dashboard.getByTestId('production-url');
  await url.fill('http://shop.example.com/hook');
  await expect(dashboard.getByText('In live mode Stripe only sends to https.')).toBeVisible();
  await url.fill('https://shop.example.com/hook');
  await expect(dashboard.getByTestId('dashboard-steps')).toContainText('https://shop.example.com/hook');
  await expect(dashboard.getByText('Production needs no CLI')).toBeVisible();

  const copied = () => dashboard.evaluate(() => navigator.clipboard.readText());
  await dashboard.getByRole('button', { name: 'Copy the command' }).first().click();
  await expect
    .poll(copied)
    .toBe(
      'stripe webhook_endpoints create --live --url "https://shop.example.com/hook"' +
        ' -d "enabled_events[]=customer.subscription.updated" -d "enabled_events[]=invoice.paid"',
    );
  // One invoice came from a connected account.
  await dashboard.getByRole('button', { name: 'Copy the command' }).last().click();
  await expect.poll(copied).toMatch(/"enabled_events\[\]=invoice\.paid" -d connect=true$/);

  // A box that is ticked by hand counts, and can be undone.
  await row('charge.refunded').getByRole('checkbox').click();
  await dashboard.getByRole('button', { name: 'Copy enabled_events' }).click();
  await expect
    .poll(async () => JSON.parse(await copied()) as unknown)
    .toEqual(['charge.refunded', 'customer.subscription.updated', 'invoice.paid']);
  await dashboard.getByTestId('go-live-reset').click();
  await expect(dashboard.getByTestId('go-live-count')).toHaveText('2 of 5 ticked');

  // Mended, sent again, and ready.
  line.backend.answer(200);
  for (const id of ['evt_refund_1', 'evt_refund_2']) await line.client.events.resend({ id });
  await expect(row('charge.refunded')).toHaveAttribute('data-verdict', 'ready');
  await expect(dashboard.getByTestId('go-live-count')).toHaveText('3 of 5 ticked');
});

test('endpoints have figures of their own', async ({ dashboard, line }) => {
  const other = await startBackend();
  try {
    await line.client.endpoints.create({ url: other.url, name: 'Other' });
    await fill(line);
    await goTo(dashboard);
    const cards = dashboard.getByTestId('insight-endpoint-card');
    await expect(cards).toHaveCount(2);
    await expect(cards.nth(0).getByTestId('insight-attempts')).toHaveText('7');
    await expect(cards.nth(1).getByTestId('insight-attempts')).toHaveText('8');
    await expect(cards.nth(1).getByTestId('insight-success')).toHaveText('100%');
    await dashboard.getByTestId('insight-endpoint').selectOption({ label: 'Other' });
    await expect(cards).toHaveCount(1);
    await dashboard.getByTestId('insight-tab-goLive').click();
    await expect(dashboard.getByTestId('go-live-count')).toHaveText('4 of 5 ticked');
    await dashboard.getByTestId('go-live-endpoint').selectOption('');
    await expect(dashboard.getByTestId('go-live-count')).toHaveText('3 of 5 ticked');
  } finally {
    await other.close();
  }
});

for (const shown of LOOKS) {
  test.describe(titleOf(shown), () => {
    test.use(optionsOf(shown) as object);

    test('is readable for everybody', async ({ dashboard, line }) => {
      await goTo(dashboard);
      await look(dashboard, 'nothing yet');
      await fill(line);
      await expect(dashboard.getByTestId('insight-attempts')).toHaveText('7');
      await dashboard.getByTestId('insight-table-button').click();
      await look(dashboard, 'figures');
      await dashboard.getByTestId('insight-tab-goLive').click();
      await expect(dashboard.getByTestId('go-live-type')).toHaveCount(5);
      await dashboard.getByTestId('production-url').fill('http://x');
      await look(dashboard, 'go-live list');
    });
  });
}
