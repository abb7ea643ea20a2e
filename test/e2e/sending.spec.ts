// Delivery that forgives, as it is seen and steered: endpoints, holds, retries, edits, bulk, comparison.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startBackend } from '../support/backend.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expect, inspectorOf, reveal, rowOf, test } from './line-fixture.ts';

const goTo = async (page: Page, key: string): Promise<void> => {
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press(key);
};
const openEvent = async (page: Page, id: string, tab: string): Promise<void> => {
  await rowOf(page, id).click();
  await page.getByTestId(`tab-${tab}`).click();
};

test('paused by hand: events are held, counted, and go out when it is resumed', async ({
  dashboard,
  line,
}) => {
  await goTo(dashboard, 'n');
  await dashboard.getByTestId('endpoint-pause').click();
  await expect.poll(async () => (await line.client.endpoints.list())[0]?.paused).toBe(true);
  for (let index = 0; index < 3; index++) {
    await line.stripe.sendEvent(
      eventFixture({ type: 'invoice.paid', id: `evt_${index}`, created: 1_795_000_000 - index }),
    );
  }
  await expect(dashboard.getByTestId('held-count').first()).toContainText('3');
  expect(line.backend.seen).toHaveLength(0);
  await dashboard.getByTestId('endpoint-pause').click();
  await expect.poll(() => line.backend.seen.length).toBe(3);
  const order = line.backend.seen.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id);
  expect(order).toEqual(['evt_2', 'evt_1', 'evt_0']);
});

test('the lamp says why events are on hold, and releases them', async ({ dashboard, line }) => {
  await line.client.endpoints.update({ id: 'local', paused: true });
  for (const id of ['evt_0', 'evt_1'])
    await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id }));
  const lamp = dashboard.getByTestId('hop-endpoint');
  await expect(lamp).toContainText('on hold 2');
  await expect(dashboard.getByTestId('nav-held')).toContainText('On hold');
  await lamp.hover();
  const popover = dashboard.getByRole('dialog');
  await expect(popover).toContainText('Paused. 2 events are on hold until you resume.');
  expect(line.backend.seen).toHaveLength(0);
  await popover.getByRole('button', { name: 'Resume and deliver 2 events' }).click();
  await expect.poll(() => line.backend.seen.length).toBe(2);
  await expect(dashboard.getByTestId('nav-held')).toHaveCount(0);
  expect((await line.client.endpoints.list())[0]?.paused).toBe(false);
});

test('a second endpoint with a filter: what it does not get says why; its settings can be changed', async ({
  dashboard,
  line,
}) => {
  const billing = await startBackend();
  await goTo(dashboard, 'n');
  await dashboard.getByTestId('endpoint-add').click();
  const form = dashboard.getByTestId('endpoint-new');
  await form.getByTestId('endpoint-url').fill(billing.url);
  await form.getByTestId('endpoint-name').fill('billing');
  await form.getByTestId('endpoint-group-filter').locator('summary').click();
  await form.getByTestId('endpoint-types').fill('invoice.*');
  await form.getByTestId('endpoint-save').click();
  await expect(dashboard.getByTestId('endpoint-row')).toHaveCount(2);
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_invoice' }));
  await line.stripe.sendEvent(eventFixture({ type: 'customer.created', id: 'evt_customer' }));
  expect(billing.seen).toHaveLength(1);
  await goTo(dashboard, 'e');
  await openEvent(dashboard, 'evt_customer', 'deliveries');
  const skipped = inspectorOf(dashboard).locator('[data-testid="delivery"][data-state="skipped"]');
  await expect(skipped).toHaveCount(1);
  await expect(skipped).toContainText(/filter/i);
  await billing.close();
});

test('a retry is counted down and can be stopped', async ({ dashboard, line }) => {
  await line.client.endpoints.update({ id: 'local', retry: { kind: 'fixed', everyMs: 60_000, times: 3 } });
  line.backend.answer(503);
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_retry' }));
  await expect(rowOf(dashboard, 'evt_retry')).toHaveAttribute('data-state', 'retrying');
  await openEvent(dashboard, 'evt_retry', 'deliveries');
  await inspectorOf(dashboard).getByTestId('stop-retry').click();
  await inspectorOf(dashboard).getByTestId('stop-retry-yes').click();
  await expect(rowOf(dashboard, 'evt_retry')).toHaveAttribute('data-state', 'failed');
});

test('held for long: it asks, and delivers on a yes', async ({ dashboard, line }) => {
  await line.client.endpoints.update({
    id: 'local',
    hold: { enabled: true, askAfterMs: 1_000, drainConcurrency: 1 },
  });
  const { port } = line.backend;
  await line.backend.close();
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_long' }));
  await expect(rowOf(dashboard, 'evt_long')).toHaveAttribute('data-state', 'held');
  await expect
    .poll(
      async () =>
        Date.now() - ((await line.client.events.deliveries({ id: 'evt_long' }))[0]?.heldSince ?? Date.now()),
    )
    .toBeGreaterThan(1_100);
  const back = await startBackend(port);
  await expect.poll(async () => (await line.client.status.get()).health[0]?.asking).toBe(true);
  await goTo(dashboard, 'n');
  await dashboard.getByTestId('release-deliver').first().click();
  await expect.poll(() => back.seen.length).toBe(1);
  await back.close();
});

test('held for long: a no gives up, and says so', async ({ dashboard, line }) => {
  await line.client.endpoints.update({
    id: 'local',
    hold: { enabled: true, askAfterMs: 1_000, drainConcurrency: 1 },
  });
  const { port } = line.backend;
  await line.backend.close();
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_old' }));
  await expect(rowOf(dashboard, 'evt_old')).toHaveAttribute('data-state', 'held');
  await expect
    .poll(
      async () =>
        Date.now() - ((await line.client.events.deliveries({ id: 'evt_old' }))[0]?.heldSince ?? Date.now()),
    )
    .toBeGreaterThan(1_100);
  const back = await startBackend(port);
  await expect.poll(async () => (await line.client.status.get()).health[0]?.asking).toBe(true);
  await goTo(dashboard, 'n');
  await dashboard.getByTestId('release-give-up').first().click();
  await goTo(dashboard, 'e');
  await expect(rowOf(dashboard, 'evt_old')).toHaveAttribute('data-state', 'failed');
  expect(back.seen).toHaveLength(0);
  await back.close();
});

test('the last endpoint is not removed, and the refusal says what to do instead', async ({
  dashboard,
  line,
}) => {
  await goTo(dashboard, 'n');
  await reveal(dashboard.getByTestId('endpoint-remove'), dashboard.getByTestId('endpoint-open'));
  await dashboard.getByTestId('endpoint-remove').click();
  await dashboard.getByTestId('endpoint-remove-yes').click();
  await expect(dashboard.getByRole('alert')).toContainText(/switch it off/i);
  expect(await line.client.endpoints.list()).toHaveLength(1);
});

test('a bulk job is cancelled: what is done stays, the rest does not go out', async ({ dashboard, line }) => {
  for (let index = 0; index < 5; index++) {
    await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: `evt_${index}` }));
  }
  await expect(dashboard.getByTestId('event-row')).toHaveCount(5);
  line.backend.seen.length = 0;
  await line.client.events.resendMany({ filter: '', ratePerSecond: 0.5, dryRun: false });
  await expect(dashboard.getByTestId('job')).toHaveAttribute('data-state', 'running');
  await expect.poll(() => line.backend.seen.length).toBeGreaterThan(0);
  await dashboard.getByTestId('job-cancel').click();
  await expect(dashboard.getByTestId('job')).toHaveAttribute('data-state', 'cancelled');
  const { jobs } = await line.client.status.get();
  expect(jobs[0]?.done).toBe(line.backend.seen.length);
  expect(line.backend.seen.length).toBeLessThan(5);
});

test('edit and resend: what was typed is what is sent, and the original stays', async ({
  dashboard,
  line,
}) => {
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_edit' }));
  await rowOf(dashboard, 'evt_edit').click();
  await dashboard.keyboard.press('e');
  const dialog = dashboard.getByTestId('edit-dialog');
  const editor = dialog.locator('.cm-content');
  await editor.click();
  await dashboard.keyboard.press('ControlOrMeta+a');
  await dashboard.keyboard.type('{{ "no": json');
  await expect(dialog.getByTestId('edit-json')).toContainText(/not valid|invalid/i);
  await dialog.getByTestId('edit-send').click();
  await expect.poll(() => line.backend.seen.length).toBe(2);
  expect(line.backend.seen[1]?.body.toString()).toContain('"no": json');
  const payload = await (await line.client.events.payload({ id: 'evt_edit' })).text();
  expect(payload).toBe(line.backend.seen[0]?.body.toString());
  await expect(inspectorOf(dashboard).getByTestId('attempt')).toHaveCount(2);
});

test('an edit that was begun is kept per event until it is sent or discarded, and says so', async ({
  dashboard,
  line,
}) => {
  for (const id of ['evt_a', 'evt_b'])
    await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id }));
  const dialog = dashboard.getByTestId('edit-dialog');
  const editor = dialog.locator('.cm-content');
  const inspector = inspectorOf(dashboard);
  const goOn = inspector.getByTestId('edit-resend');
  const mark = (id: string) =>
    rowOf(dashboard, id).getByRole('img', { name: 'An edit that was not sent yet' });
  const type = async (text: string): Promise<void> => {
    await editor.click();
    await dashboard.keyboard.press('ControlOrMeta+a');
    await dashboard.keyboard.type(text);
  };

  await rowOf(dashboard, 'evt_a').click();
  await dashboard.keyboard.press('e');
  await expect(editor).toContainText('"object": "event"');
  await expect(dialog.getByTestId('edit-discard')).toHaveCount(0);
  await type('mine');
  await dialog.getByTestId('edit-headers').fill('X-Debug: 1');
  await dialog.getByTestId('edit-signature').getByRole('radio', { name: /Wrong/ }).click();
  await expect(dialog.getByTestId('edit-kept')).toHaveText(
    'Your changes are kept until you send or discard them.',
  );
  await dashboard.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(goOn).toContainText('Go on editing');
  await expect(mark('evt_a')).toBeVisible();

  // Another event, another tab, another view; each event has its own.
  await rowOf(dashboard, 'evt_b').click();
  await expect(goOn).toContainText('Edit & resend');
  await expect(mark('evt_b')).toHaveCount(0);
  await dashboard.keyboard.press('e');
  await expect(editor).toContainText('"object": "event"');
  await dashboard.keyboard.press('Escape');
  await expect(goOn).toContainText('Edit & resend');
  for (const key of ['5', 'g', 's', 'g', 'e']) await dashboard.keyboard.press(key);
  await rowOf(dashboard, 'evt_a').click();
  await dashboard.keyboard.press('e');
  await expect(editor).toHaveText('mine');
  await expect(dialog.getByTestId('edit-headers')).toHaveValue('X-Debug: 1');
  await expect(dialog.getByTestId('edit-signature').getByRole('radio', { name: /Wrong/ })).toBeChecked();

  // Discarded, and taken back.
  await dialog.getByTestId('edit-discard').click();
  await expect(dialog).toHaveCount(0);
  await expect(mark('evt_a')).toHaveCount(0);
  await expect(goOn).toContainText('Edit & resend');
  await dashboard.getByTestId('undo-toast').getByTestId('undo').click();
  await expect(goOn).toContainText('Go on editing');
  await inspector.getByTestId('discard-draft').click();
  await expect(goOn).toContainText('Edit & resend');
  await dashboard.getByTestId('undo-toast').getByTestId('undo').click();

  // What fails is still there; what was answered is sent.
  await goOn.click();
  await expect(editor).toHaveText('mine');
  await dialog.getByTestId('edit-headers').fill('nonsense');
  await dialog.getByTestId('edit-send').click();
  await expect(dialog.getByTestId('edit-headers')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByTestId('edit-headers').fill('X-Debug: 2');
  await dialog.getByTestId('edit-send').click();
  await expect(dialog).toHaveCount(0);
  expect(line.backend.seen.at(-1)?.body.toString()).toBe('mine');
  expect(line.backend.seen.at(-1)?.headers).toContainEqual(['X-Debug', '2']);
  await expect(goOn).toContainText('Edit & resend');
  await expect(mark('evt_a')).toHaveCount(0);

  // Back to the original is no change.
  await dashboard.keyboard.press('e');
  await expect(editor).toContainText('"object": "event"');
  await type('other');
  await dialog.getByRole('button', { name: 'Back to the original' }).click();
  await expect(editor).toContainText('"object": "event"');
  await expect(dialog.getByTestId('edit-discard')).toHaveCount(0);
});

test('resend to an address for this once', async ({ dashboard, line }) => {
  const once = await startBackend();
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_once' }));
  await rowOf(dashboard, 'evt_once').click();
  await dashboard.keyboard.press('Shift+R');
  const dialog = dashboard.getByRole('dialog');
  await dialog.getByRole('radio').last().click();
  await dialog.getByTestId('target-url').fill(once.url);
  await dialog.getByTestId('resend-to-send').click();
  await expect.poll(() => once.seen.length).toBe(1);
  expect(line.backend.seen).toHaveLength(1);
  await once.close();
});

test('select, dry run, resend many, summary by outcome', async ({ dashboard, line }) => {
  for (let index = 0; index < 4; index++) {
    await line.stripe.sendEvent(
      eventFixture({ type: 'invoice.paid', id: `evt_${index}`, created: 1_795_000_000 - index }),
    );
  }
  await rowOf(dashboard, 'evt_3').click();
  await dashboard.keyboard.press('x');
  await dashboard.keyboard.press('j');
  await dashboard.keyboard.press('x');
  await expect(dashboard.getByTestId('selection-bar')).toContainText('2');
  line.backend.seen.length = 0;
  await dashboard.getByTestId('bulk-resend').click();
  await dashboard.getByTestId('bulk-dry-run').click();
  await expect(dashboard.getByTestId('bulk-preview')).toHaveAttribute('data-total', '2');
  expect(line.backend.seen).toHaveLength(0);
  await dashboard.getByTestId('bulk-start').click();
  await expect.poll(() => line.backend.seen.length).toBe(2);
  const order = line.backend.seen.map(({ body }) => (JSON.parse(body.toString()) as { id: string }).id);
  expect(order).toEqual(['evt_3', 'evt_2']);
  await expect(dashboard.getByTestId('job-outcomes').first()).toContainText('200');
});

test('the secret is written into a .env file, after its difference was shown', async ({
  dashboard,
  line,
}) => {
  const path = join(line.dataDir, '.env');
  await goTo(dashboard, 'n');
  const group = dashboard.getByTestId('endpoint-group-signing');
  await reveal(group, dashboard.getByTestId('endpoint-open'));
  await group.locator('summary').click();
  await dashboard.getByTestId('endpoint-env').click();
  await dashboard.getByTestId('env-path').fill(path);
  await expect(dashboard.getByTestId('env-diff')).toContainText('STRIPE_WEBHOOK_SECRET=whsec_');
  await expect(dashboard.getByTestId('env-diff')).not.toContainText(line.stripe.settings.secret);
  await dashboard.getByTestId('env-apply').click();
  await expect
    .poll(() => (existsSync(path) ? readFileSync(path, 'utf8') : ''))
    .toBe(`STRIPE_WEBHOOK_SECRET=${line.stripe.settings.secret}\n`);

  // What the shell reads otherwise is named, and so is why a file cannot be written.
  writeFileSync(path, "A=it's\r\nSTRIPE_WEBHOOK_SECRET=old\r\n");
  await dashboard.getByTestId('env-variable').fill('STRIPE_WEBHOOK_SECRET_2');
  await expect(dashboard.getByTestId('env-notes')).toContainText('Line 1 has a quote');
  await expect(dashboard.getByTestId('env-notes')).toContainText('Line 3 ends in CR LF');
  await dashboard.getByTestId('env-path').fill(line.dataDir);
  await expect(dashboard.getByTestId('env-error')).toContainText('not a file');
});

test('a pasted stripe listen line becomes an endpoint', async ({ dashboard, line }) => {
  await goTo(dashboard, 'n');
  await dashboard.getByTestId('endpoint-import').click();
  await dashboard
    .getByTestId('import-line')
    .fill('stripe listen -e invoice.paid -f localhost:4999/hooks --live');
  await dashboard.getByTestId('import-read').click();
  await expect(dashboard.getByTestId('import-preview').first()).toContainText('localhost:4999');
  await dashboard.getByTestId('import-create').click();
  await expect
    .poll(async () => (await line.client.endpoints.list()).map(({ url }) => url))
    .toContain('http://localhost:4999/hooks');
});

test('a variable in a pasted script is named, and every endpoint of a package.json is offered', async ({
  dashboard,
  line,
}) => {
  await goTo(dashboard, 'n');
  await dashboard.getByTestId('endpoint-import').click();
  const pasted = dashboard.getByTestId('import-line');
  await pasted.fill('    "stripe": "stripe listen --forward-to localhost:${PORT}/hooks",');
  await dashboard.getByTestId('import-read').click();
  await expect(dashboard.getByTestId('import-unreadable')).toContainText('${PORT} is a variable');

  await pasted.fill(
    JSON.stringify({
      scripts: {
        stripe: 'stripe listen --forward-to localhost:${PORT:-4997}/hooks',
        dev: 'concurrently "next dev" "docker run stripe/stripe-cli listen -f host.docker.internal:4998/hooks"',
      },
    }),
  );
  await expect(dashboard.getByTestId('import-unreadable')).toHaveCount(0);
  await dashboard.getByTestId('import-read').click();
  await expect(dashboard.getByTestId('import-preview')).toHaveCount(2);
  await expect(dashboard.getByTestId('import-remarks')).toContainText('${PORT:-4997} is read as 4997');
  await expect(dashboard.getByTestId('import-remarks')).toContainText('host.docker.internal');
  await dashboard.getByTestId('import-create').click();
  await expect
    .poll(async () => (await line.client.endpoints.list()).map(({ url }) => url))
    .toEqual(expect.arrayContaining(['http://localhost:4997/hooks', 'http://localhost:4998/hooks']));
});

test('two attempts side by side', async ({ dashboard, line }) => {
  line.backend.answer(500, 'first answer', { 'content-type': 'text/plain' });
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_two' }));
  line.backend.answer(200, 'second answer', { 'content-type': 'text/plain' });
  await line.client.events.resend({ id: 'evt_two' });
  await openEvent(dashboard, 'evt_two', 'deliveries');
  const picks = inspectorOf(dashboard).getByTestId('attempt-pick');
  await expect(picks).toHaveCount(2);
  await picks.nth(0).click();
  await picks.nth(1).click();
  await dashboard.getByTestId('compare').first().click();
  const dialog = dashboard.getByRole('dialog');
  await expect(dialog).toContainText('first answer');
  await expect(dialog).toContainText('second answer');
});
