// The inspector: the bytes of the arrival that was chosen, what a resend changed, what an edit sent, and where ids and frames lead.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expect, inspectorOf, rowOf, test } from './line-fixture.ts';

const openTab = async (page: Page, tab: string): Promise<void> => {
  await page.getByTestId(`tab-${tab}`).click();
};

test('Raw: size, body and copy are those of the arrival that was chosen', async ({
  dashboard,
  line,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const first = eventFixture({ type: 'invoice.paid', id: 'evt_twice' });
  const second = first.replace('"invoice.paid"', '"invoice.paid" ').replace(/\n$/, '') + '\n\n\n';
  await line.stripe.sendEvent(first);
  await expect(rowOf(dashboard, 'evt_twice')).toBeVisible();
  await line.stripe.sendEvent(second);
  await rowOf(dashboard, 'evt_twice').click();
  await openTab(dashboard, 'raw');
  const inspector = inspectorOf(dashboard);
  await expect(inspector.getByRole('button', { name: 'Arrival 1 of 2' })).toBeVisible();
  const sizes = [first, second].map((text) => `${Buffer.byteLength(text).toLocaleString('en')} bytes`);
  expect(sizes[0]).not.toBe(sizes[1]);
  for (const [index, text] of [first, second, first].entries()) {
    await inspector.getByRole('button', { name: `Arrival ${index === 1 ? 2 : 1} of 2` }).click();
    await expect(inspector).toContainText(`Body · ${sizes[index % 2] ?? ''}`);
    await expect.poll(() => inspector.getByTestId('raw-body').evaluate((it) => it.textContent)).toBe(text);
    await inspector.getByRole('button', { name: 'Copy', exact: false }).last().click();
    await expect.poll(() => dashboard.evaluate(() => navigator.clipboard.readText())).toBe(text);
  }
});

test('after a resend: the same as before, or what differs, at once, and both to compare', async ({
  dashboard,
  line,
}) => {
  line.backend.answer(500, 'It broke.');
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_a' }));
  await rowOf(dashboard, 'evt_a').click();
  const inspector = inspectorOf(dashboard);
  const difference = inspector.locator('header').getByTestId('since-before');
  await expect(difference).toHaveCount(0);
  await dashboard.keyboard.press('r');
  await expect(difference).toContainText('Same as attempt 1.');
  line.backend.answer(500, 'It fell.');
  await dashboard.keyboard.press('r');
  await expect(difference).toContainText('Different from attempt 2: the response body differs.');
  line.backend.answer(200, 'Done.');
  await dashboard.keyboard.press('r');
  await expect(difference).toContainText('Different from attempt 3: 500 → 200 · the response body differs.');
  await difference.getByTestId('compare-both').click();
  await expect(dashboard.getByTestId('compare')).toContainText('Attempt 3 and attempt 4');
  await dashboard.keyboard.press('Escape');
  await openTab(dashboard, 'deliveries');
  await expect(inspector.getByTestId('attempt').first().getByTestId('since-before')).toContainText(
    'Different from attempt 3',
  );
});

test('comparing an edited attempt shows the edit', async ({ dashboard, line }) => {
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_a' }));
  await rowOf(dashboard, 'evt_a').click();
  const sent = await (await line.client.events.payload({ id: 'evt_a' })).text();
  const body = sent.replace('"invoice.paid"', '"invoice.edited"');
  await line.client.events.resend({
    id: 'evt_a',
    edit: { body, headers: [['X-Edited', 'yes']] },
  });
  await openTab(dashboard, 'deliveries');
  const picks = inspectorOf(dashboard).getByTestId('attempt-pick');
  await expect(picks).toHaveCount(2);
  await picks.nth(0).click();
  await picks.nth(1).click();
  const dialog = dashboard.getByTestId('compare');
  await expect(dialog.getByTestId('compare-request-body')).toContainText('invoice.edited');
  await expect(dialog.getByTestId('compare-request-body')).toContainText('invoice.paid');
  await expect(dialog.getByRole('row', { name: /x-edited/i })).toContainText('yes');
});

test('a signature that Hookline made is not said to come from Stripe', async ({ dashboard, line }) => {
  await line.client.scenarios.run({
    scenario: 'checkout_subscription',
    speed: 'at_once',
    disorder: false,
    duplicates: false,
  });
  await dashboard.getByTestId('event-row').first().click();
  await openTab(dashboard, 'raw');
  const inspector = inspectorOf(dashboard);
  await expect(inspector).toContainText('Signed with this secret, and the body is unchanged');
  await expect(inspector).not.toContainText('comes from Stripe');
});

test('an id shows the events of what it names', async ({ dashboard, line }) => {
  await line.stripe.sendEvent(eventFixture({ type: 'customer.subscription.created', id: 'evt_sub' }));
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_paid' }));
  await rowOf(dashboard, 'evt_paid').click();
  const related = inspectorOf(dashboard).getByTestId('related').getByTestId('show-events-of');
  const subscription = related.filter({ hasText: /^sub_/ }).first();
  const id = (await subscription.textContent()) ?? '';
  await subscription.click();
  await expect(dashboard.getByTestId('filter-chip')).toContainText(id);
  await expect(rowOf(dashboard, 'evt_sub')).toBeVisible();
  await expect(rowOf(dashboard, 'evt_paid')).toHaveCount(0);
});

test('a frame of a failure: the project’s folder is asked for once, and what is not in it is said', async ({
  dashboard,
  line,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'hookline-project-'));
  line.backend.answer(500, 'TypeError: x is undefined\n    at handle (/app/src/hook.js:12:7)');
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_a' }));
  await rowOf(dashboard, 'evt_a').click();
  const failure = inspectorOf(dashboard).getByTestId('failure');
  const place = failure.getByTestId('source-places');
  await expect(place).toContainText('/app/src/hook.js:12');
  await expect(failure).toContainText('TypeError: x is undefined');
  await place.getByTestId('choose-folder').click();
  await expect(dashboard.getByTestId('endpoint-add')).toBeVisible();
  await line.client.endpoints.update({ id: 'local', backend: { kind: 'lock', folder, file: null } });
  await dashboard.getByTestId('nav-events').click();
  await place.getByRole('button', { name: '/app/src/hook.js:12' }).click();
  await expect(place.getByTestId('editor-problem')).toHaveText(
    'This file was not found in the project folder.',
  );
  rmSync(folder, { recursive: true, force: true });
});
