// Triggers in the Send view, with the real Stripe CLI against the stand-in: run, changed, failed, cancelled, again; and sent again by Stripe.
import type { Locator, Page } from '@playwright/test';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { apiError } from '../support/stripe-stand-in/http-routes.ts';
import { serveObjects } from '../support/stripe-stand-in/objects.ts';
import { expectAccessible } from './accessible.ts';
import { goTo } from './app-fixture.ts';
import { expect, inspectorOf, rowOf, test } from './line-fixture.ts';

const triggerOf = (page: Page, name: string): Locator =>
  page.locator(`[data-testid="trigger"][data-trigger="${name}"]`);
const runsOf = (page: Page): Locator => page.getByTestId('trigger-run-row');

async function openTriggers(page: Page): Promise<void> {
  await goTo(page, 't');
  await expect(page.getByTestId('trigger-tab')).toBeVisible();
  await expect(page.getByTestId('trigger').first()).toBeVisible();
}

async function run(page: Page, name: string): Promise<Locator> {
  await page.getByTestId('trigger-search').fill(name);
  await triggerOf(page, name).getByTestId('trigger-run').click();
  return runsOf(page).first();
}

test('the whole list, searched; the trap is told; triggered, its output and its events are seen', async ({
  dashboard,
  line,
}) => {
  serveObjects(line.stripe);
  await openTriggers(dashboard);
  const offered = (await line.client.triggers.list()).events;
  await expect(dashboard.getByTestId('trigger')).toHaveCount(offered.length);
  await dashboard.getByTestId('trigger-search').fill('invoice');
  await expect(dashboard.getByTestId('trigger')).toHaveCount(
    offered.filter((name) => name.includes('invoice')).length,
  );
  await expectAccessible(dashboard);

  await dashboard.getByTestId('trigger-search').fill('session completed');
  await expect(dashboard.getByTestId('trigger')).toHaveCount(1);
  await expect(triggerOf(dashboard, 'checkout.session.completed')).toContainText('guest’s one-time payment');
  await triggerOf(dashboard, 'checkout.session.completed').getByTestId('trigger-run').click();

  const row = runsOf(dashboard).first();
  await expect(row).toHaveAttribute('data-state', 'done');
  await expect(row.getByTestId('trigger-output')).toContainText('Running fixture for: payment_page_confirm');
  await expect(row.getByTestId('trigger-calls')).toContainText('POST /v1/checkout/sessions');
  await expect(row.getByTestId('trigger-event')).toHaveCount(5);
  await expect(row).toContainText('5 events');
  await expectAccessible(dashboard);

  // Another trigger's events are not among them.
  const other = await run(dashboard, 'customer.created');
  await expect(other).toHaveAttribute('data-state', 'done');
  await expect(other.getByTestId('trigger-event')).toHaveCount(1);
  await runsOf(dashboard).nth(1).getByTestId('trigger-events').click();
  await expect(dashboard.getByTestId('event-row')).toHaveCount(5);
  await dashboard.getByTestId('event-row').filter({ hasText: 'completed' }).click();
  const mark = inspectorOf(dashboard).getByTestId('trigger-mark');
  await expect(mark).toContainText('Made by trigger checkout.session.completed');
  await mark.getByRole('button', { name: 'Show the trigger' }).click();
  await expect(dashboard.getByTestId('trigger-tab')).toBeVisible();

  await runsOf(dashboard).nth(1).getByTestId('trigger-story').click();
  await expect(inspectorOf(dashboard).getByRole('tab', { name: /Story/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
});

test('output comes line by line while it runs, and cancel ends it', async ({ dashboard, line }) => {
  serveObjects(line.stripe);
  line.stripe.route('POST', '/v1/prices', () => 'hang');
  await openTriggers(dashboard);
  const row = await run(dashboard, 'customer.subscription.created');
  await expect(row).toHaveAttribute('data-state', 'running');
  await expect(row.getByTestId('trigger-output')).toContainText('Running fixture for: price');
  await expect(row.getByTestId('trigger-output')).not.toContainText('subscription');
  await row.getByTestId('trigger-cancel').click();
  await expect(row).toHaveAttribute('data-state', 'cancelled');
  await expect(row).toContainText('What it had made until then stays.');
});

test('a failed one is shown failed, with the cause and what next', async ({ dashboard, line }) => {
  const desk = serveObjects(line.stripe);
  desk.refuseNext(/^\/v1\/products$/, {
    status: 403,
    body: apiError('The provided key does not have the required permissions.', {
      code: 'more_permissions_required',
    }),
  });
  await openTriggers(dashboard);
  const row = await run(dashboard, 'product.created');
  await expect(row).toHaveAttribute('data-state', 'failed');
  const problem = row.getByTestId('trigger-problem');
  await expect(problem).toContainText('The key is not allowed to do this.');
  await expect(problem).toContainText('does not have the required permissions');
  await expect(problem).toContainText('write access');
  await expectAccessible(dashboard);

  await row.getByTestId('trigger-again').click();
  await expect(runsOf(dashboard)).toHaveCount(2);
  await expect(runsOf(dashboard).first()).toHaveAttribute('data-state', 'done');
});

test('changed as a form: presets, a customer that was seen, what is not complete, and the very line', async ({
  dashboard,
  line,
}) => {
  serveObjects(line.stripe);
  await line.stripe.sendEvent(
    eventFixture({
      type: 'customer.created',
      id: 'evt_ada',
      customerId: 'cus_known_ada',
      customerName: 'Ada Lovelace',
      email: 'ada@example.com',
    }),
  );
  await openTriggers(dashboard);
  await dashboard.getByTestId('trigger-search').fill('customer.subscription.created');
  await triggerOf(dashboard, 'customer.subscription.created').getByTestId('trigger-change').click();
  const dialog = dashboard.getByTestId('trigger-dialog');
  await dialog.getByTestId('preset-customer').click();
  await dialog.getByTestId('known-customer').filter({ hasText: 'Ada Lovelace' }).click();
  await dialog.getByTestId('trigger-add-edit').click();
  const added = dialog.getByTestId('trigger-edit').last();
  await added.getByTestId('edit-kind').selectOption('add');
  await added.getByTestId('edit-step').fill('subscription');
  await added.getByTestId('edit-path').fill('metadata.plan');
  await dialog.getByTestId('trigger-dialog-run').click();
  await expect(dialog.getByRole('alert')).toContainText('Change 3 is not complete');
  await added.getByTestId('edit-value').fill("Ada's pro");
  await expect(dialog.getByTestId('trigger-command')).toContainText(
    String.raw`stripe trigger customer.subscription.created --skip customer --override subscription:customer=cus_known_ada --add 'subscription:metadata.plan=Ada'\''s pro'`,
  );
  await expectAccessible(dashboard);
  await dialog.getByTestId('trigger-dialog-run').click();
  await expect(dialog).toHaveCount(0);
  const row = runsOf(dashboard).first();
  await expect(row).toHaveAttribute('data-state', 'done');
  const sent = line.stripe.requests.findLast(({ path }) => path === '/v1/subscriptions');
  expect(sent?.form.get('customer')).toBe('cus_known_ada');
  expect(sent?.form.get('metadata[plan]')).toBe("Ada's pro");

  // The same once more after a restart, from the palette.
  await line.restart('SIGKILL');
  await line.stripe.waitForConnection();
  await dashboard.keyboard.press('Control+k');
  await dashboard.getByRole('combobox').fill('trigger again as changed');
  await dashboard
    .getByRole('option', { name: /customer\.subscription\.created/ })
    .first()
    .click();
  await expect(runsOf(dashboard)).toHaveCount(2);
  await expect(runsOf(dashboard).first()).toHaveAttribute('data-state', 'done');
  const customers = line.stripe.requests
    .filter(({ path }) => path === '/v1/subscriptions')
    .map(({ form }) => form.get('customer'));
  expect(customers).toEqual(['cus_known_ada', 'cus_known_ada']);
});

test('favourites and what was used last stand first', async ({ dashboard, line }) => {
  serveObjects(line.stripe);
  await openTriggers(dashboard);
  await triggerOf(dashboard, 'tax_rate.created').getByTestId('trigger-favourite').click();
  await expect(dashboard.getByTestId('trigger').first()).toHaveAttribute('data-trigger', 'tax_rate.created');
  await expect(runsOf(dashboard)).toHaveCount(0);
  await triggerOf(dashboard, 'coupon.created').getByTestId('trigger-run').click();
  await expect(dashboard.getByTestId('trigger').nth(1)).toHaveAttribute('data-trigger', 'coupon.created');
  await dashboard.reload();
  await openTriggers(dashboard);
  await expect(dashboard.getByTestId('trigger').first()).toHaveAttribute('data-trigger', 'tax_rate.created');
  await expect(dashboard.getByTestId('trigger').nth(1)).toHaveAttribute('data-trigger', 'coupon.created');
});

test('Stripe sends an event again: to the CLI, to an endpoint of a list, and says no with exit code 0', async ({
  dashboard,
  line,
}) => {
  const event = eventFixture({ type: 'invoice.paid', id: 'evt_again' });
  await line.stripe.sendEvent(event);
  line.stripe.route('POST', '/v1/events/evt_again/retry', async ({ form }) => {
    if (form.get('webhook_endpoint') === 'we_gone') {
      return {
        status: 404,
        body: apiError('No such webhook endpoint: we_gone', { code: 'resource_missing' }),
      };
    }
    if (form.get('for_stripecli') === 'true') await line.stripe.sendEvent(event, { waitFor: 'nothing' });
    return { status: 200, body: { id: 'evt_again', object: 'event' } };
  });
  line.stripe.route('GET', '/v1/webhook_endpoints', () => ({
    status: 200,
    body: {
      object: 'list',
      data: [{ id: 'we_staging', url: 'https://staging.example/hook', status: 'enabled' }],
      has_more: false,
    },
  }));
  await rowOf(dashboard, 'evt_again').click();
  await inspectorOf(dashboard).getByTestId('stripe-resend').click();
  const dialog = dashboard.getByTestId('stripe-resend-dialog');
  await dialog.getByTestId('stripe-resend-send').click();
  await expect(dialog.getByTestId('stripe-resend-done')).toContainText('Stripe sends evt_again again.');
  await expect.poll(async () => (await line.client.events.get({ id: 'evt_again' })).receiptCount).toBe(2);

  await dialog.getByRole('radio', { name: /A webhook endpoint at Stripe/ }).click();
  await dialog.getByTestId('stripe-endpoint').selectOption('we_staging');
  await expectAccessible(dashboard);
  await dialog.getByTestId('stripe-resend-send').click();
  await expect(dialog.getByTestId('stripe-resend-done')).toContainText('we_staging');
  await dialog.getByTestId('stripe-endpoint-id').fill('we_gone');
  await dialog.getByTestId('stripe-resend-send').click();
  await expect(dialog.getByTestId('trigger-problem')).toContainText('No such webhook endpoint: we_gone');
  await expect(dialog.getByTestId('stripe-resend-done')).toHaveCount(0);
});

test('繁體中文: the list, a run and the form', async ({ dashboard, line }) => {
  serveObjects(line.stripe);
  await goTo(dashboard, ',');
  await dashboard.getByRole('radio', { name: '繁體中文' }).click();
  await openTriggers(dashboard);
  await expect(triggerOf(dashboard, 'checkout.session.completed')).toContainText('一次性付款');
  const row = await run(dashboard, 'invoice.created');
  await expect(row).toHaveAttribute('data-state', 'done');
  await expect(row).toContainText('由此產生的事件');
  await expectAccessible(dashboard);
  await triggerOf(dashboard, 'invoice.created').getByTestId('trigger-change').click();
  const dialog = dashboard.getByTestId('trigger-dialog');
  await expect(dialog).toContainText('既有的客戶');
  await dialog.getByTestId('trigger-add-edit').click();
  await expectAccessible(dashboard);
});
