// The line as a developer meets it: an event arrives, is looked at, fails, is sent again.
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { startBackend } from '../support/backend.ts';
import { expect, inspectorOf, rowOf, test } from './line-fixture.ts';

test('an event from Stripe shows up, opens, and is resent with one key', async ({ dashboard, line }) => {
  await line.stripe.sendEvent(
    eventFixture({ type: 'invoice.paid', id: 'evt_first', customerName: 'Ada Lovelace' }),
  );
  const row = rowOf(dashboard, 'evt_first');
  await expect(row).toHaveAttribute('data-state', 'delivered');
  await expect(row).toContainText('Ada Lovelace');
  await expect(row).toContainText('200');

  await row.click();
  const inspector = inspectorOf(dashboard);
  await expect(inspector).toContainText('evt_first');
  await dashboard.keyboard.press('r');
  await expect.poll(() => line.backend.seen.length).toBe(2);
  expect(line.backend.seen[1]?.body.equals(line.backend.seen[0]?.body ?? Buffer.alloc(0))).toBe(true);
  await inspector.getByRole('tab', { name: /Deliveries/ }).click();
  await expect(inspector.getByTestId('attempt')).toHaveCount(2);
});

test('backend down → held, with the reason → up → delivered by itself', async ({ dashboard, line }) => {
  const { port } = line.backend;
  await line.backend.close();
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_down' }));
  const row = rowOf(dashboard, 'evt_down');
  await expect(row).toHaveAttribute('data-state', 'held');
  await row.click();
  await expect(inspectorOf(dashboard)).toContainText('Nothing is listening');
  await expect(dashboard.getByTestId('hop-endpoint')).toHaveAttribute('data-state', /bad|warn/);

  const back = await startBackend(port);
  await expect(row).toHaveAttribute('data-state', 'delivered');
  expect(back.seen).toHaveLength(1);
  await back.close();
});

test('a request that hangs is shown as in progress, and stopped by its button', async ({
  dashboard,
  line,
}) => {
  line.backend.behave(() => {});
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_hangs' }), { waitFor: 'ack' });
  const row = rowOf(dashboard, 'evt_hangs');
  await expect(row).toHaveAttribute('data-state', 'pending');
  await row.click();
  const inspector = inspectorOf(dashboard);
  await inspector.getByRole('tab', { name: /Deliveries/ }).click();
  await expect(inspector.getByTestId('waiting-for')).toHaveText('request in progress');
  await inspector.getByTestId('stop-retry').click();
  await dashboard.getByTestId('stop-retry-yes').click();
  await expect(row).toHaveAttribute('data-state', 'failed');
  await expect(inspector.getByTestId('attempt')).toHaveCount(1);
  await expect(inspector.getByTestId('attempt')).toContainText('cut off');
  expect(line.backend.seen).toHaveLength(1);
});

test('requests of web pages are refused, counted and named', async ({ dashboard, line }) => {
  const response = await fetch(line.ready.receiverUrl, {
    method: 'POST',
    body: '{}',
    headers: { origin: 'https://evil.example' },
  });
  expect(response.status).toBe(403);
  await expect(dashboard.getByText('1 request from a web page was refused')).toBeVisible();
  await expect(dashboard.getByText('https://evil.example')).toBeVisible();
  await expect(dashboard.getByTestId('event-row')).toHaveCount(0);
});

test('held off: down → red → up → resend → green', async ({ dashboard, line }) => {
  await line.client.endpoints.update({
    id: 'local',
    hold: { enabled: false, askAfterMs: 3_600_000, drainConcurrency: 1 },
  });
  const { port } = line.backend;
  await line.backend.close();
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_red' }));
  const row = rowOf(dashboard, 'evt_red');
  await expect(row).toHaveAttribute('data-state', 'failed');
  await row.click();
  const back = await startBackend(port);
  await dashboard.getByTestId('resend').click();
  await expect(row).toHaveAttribute('data-state', 'delivered');
  expect(back.seen).toHaveLength(1);
  await back.close();
});

test('resend all failed: progress, then nothing is left to resend', async ({ dashboard, line }) => {
  line.backend.answer(500, 'boom');
  await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: `evt_f${index}` })),
    ),
  );
  await expect(dashboard.locator('[data-testid="event-row"][data-state="failed"]')).toHaveCount(12);
  line.backend.answer(200);
  await dashboard.keyboard.press('f');
  await dashboard.getByTestId('resend-failed').first().click();
  await expect.poll(async () => (await line.client.status.get()).counts.failed).toBe(0);
  await expect(dashboard.locator('[data-testid="event-row"]')).toHaveCount(0);
  await dashboard.keyboard.press('f');
  await expect(dashboard.locator('[data-testid="event-row"][data-state="delivered"]')).toHaveCount(12);
});

test('resend all failed can be cancelled', async ({ dashboard, line }) => {
  line.backend.answer(500, 'boom');
  for (let index = 0; index < 4; index++)
    await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: `evt_c${index}` }));
  const held: (() => void)[] = [];
  line.backend.behave((_request, response) => held.push(() => response.end('ok')));
  await dashboard.keyboard.press('f');
  await dashboard.getByTestId('resend-failed').first().click();
  await expect.poll(() => held.length).toBe(1);
  await dashboard.getByRole('button', { name: 'Cancel' }).first().click();
  held[0]?.();
  await expect.poll(async () => (await line.client.status.get()).jobs[0]?.state).toBe('cancelled');
  expect((await line.client.status.get()).counts).toMatchObject({ failed: 3, delivered: 1 });
});

test('filter by type, status and text', async ({ dashboard, line }) => {
  await line.stripe.sendEvent(
    eventFixture({ type: 'invoice.paid', id: 'evt_i', customerId: 'cus_ada', customerName: 'Ada Lovelace' }),
  );
  line.backend.answer(500);
  await line.stripe.sendEvent(
    eventFixture({
      type: 'customer.created',
      id: 'evt_c',
      customerId: 'cus_grace',
      customerName: 'Grace Hopper',
    }),
  );
  await expect(dashboard.getByTestId('event-row')).toHaveCount(2);
  const filter = dashboard
    .getByTestId('filter')
    .getByRole('textbox')
    .or(dashboard.locator('input[data-testid="filter"]'));
  for (const [text, id] of [
    ['type:invoice.* ', 'evt_i'],
    ['status:failed ', 'evt_c'],
    ['hopper', 'evt_c'],
    ['"Ada Love"', 'evt_i'],
    ['-type:customer.created|charge.* ', 'evt_i'],
  ] as const) {
    await dashboard.keyboard.press('Escape');
    await dashboard.keyboard.press('/');
    await filter.press('ControlOrMeta+a');
    await filter.press('Backspace');
    await filter.press('Backspace');
    await filter.press('Backspace');
    await expect(dashboard.getByTestId('event-row')).toHaveCount(2);
    await filter.pressSequentially(text);
    await expect(dashboard.getByTestId('event-row')).toHaveCount(1);
    await expect(rowOf(dashboard, id)).toBeVisible();
  }
  await expect(dashboard.getByTestId('filter-chip')).toHaveText('-type:customer.created|charge.*');
  // Live rows obey the filter too.
  line.backend.answer(200);
  await line.stripe.sendEvent(eventFixture({ type: 'customer.created', id: 'evt_other' }));
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_pro' }));
  await expect(rowOf(dashboard, 'evt_pro')).toBeVisible();
  await expect(rowOf(dashboard, 'evt_other')).toHaveCount(0);
});

test('a rejected request is kept with its reason', async ({ dashboard, line }) => {
  await fetch(line.ready.receiverUrl, {
    method: 'POST',
    body: eventFixture({ type: 'invoice.paid', id: 'evt_forged' }),
  });
  const row = dashboard.locator('[data-testid="event-row"][data-state="rejected"]');
  await expect(row).toHaveCount(1);
  await row.click();
  await expect(inspectorOf(dashboard)).toContainText('Stripe-Signature');
});

test('payload, raw bytes and the signature check', async ({ dashboard, line }) => {
  await line.stripe.sendEvent(
    eventFixture({ type: 'invoice.paid', id: 'evt_raw', customerName: 'Zoë 測試' }),
  );
  await rowOf(dashboard, 'evt_raw').click();
  const inspector = inspectorOf(dashboard);
  await inspector.getByRole('tab', { name: 'Payload' }).click();
  await expect(inspector.locator('.cm-content')).toContainText('"evt_raw"');
  await inspector.getByRole('tab', { name: 'Raw' }).click();
  await expect(inspector).toContainText('Stripe-Signature');
  await expect(inspector).toContainText('Zoë 測試');
});

test('the dashboard survives a restart of the engine: no gap, no duplicate', async ({ dashboard, line }) => {
  for (let index = 0; index < 5; index++)
    await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: `evt_a${index}` }));
  await expect(dashboard.getByTestId('event-row')).toHaveCount(5);
  const reloads = await dashboard.evaluate(() => performance.timeOrigin);
  await line.restart('SIGKILL');
  // Events that arrive while the dashboard is still finding its way back.
  for (let index = 0; index < 5; index++)
    await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: `evt_b${index}` }));
  await expect(dashboard.getByTestId('event-row')).toHaveCount(10);
  const ids = await dashboard
    .getByTestId('event-row')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-event-id')));
  expect(ids).toEqual([
    'evt_b4',
    'evt_b3',
    'evt_b2',
    'evt_b1',
    'evt_b0',
    'evt_a4',
    'evt_a3',
    'evt_a2',
    'evt_a1',
    'evt_a0',
  ]);
  await expect(dashboard.getByTestId('connection-banner')).toHaveCount(0);
  expect(await dashboard.evaluate(() => performance.timeOrigin)).toBe(reloads);
});

test('connection: state, log, stop, start; the secret is masked until asked for', async ({
  dashboard,
  line,
}) => {
  await dashboard.getByTestId('nav-connection').click();
  const main = dashboard.getByRole('main');
  await expect(main).toContainText('1.52.0');
  await expect(main).not.toContainText(line.stripe.settings.secret);
  await main.getByRole('button', { name: /Reveal|Show/ }).click();
  await expect(main).toContainText(line.stripe.settings.secret);
  await main.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect.poll(async () => (await line.client.forwarder.get()).state).toBe('stopped');
  await main.getByRole('button', { name: 'Start', exact: true }).click();
  await expect.poll(async () => (await line.client.forwarder.get()).state, { timeout: 15_000 }).toBe('ready');
});

test('endpoint: a new address is used for the next event; a bad one is explained', async ({
  dashboard,
  line,
}) => {
  const other = await startBackend();
  await dashboard
    .getByRole('link', { name: /Endpoints?/ })
    .or(dashboard.getByRole('button', { name: /Endpoints?/ }))
    .first()
    .click();
  const main = dashboard.getByRole('main');
  const url = main.getByLabel(/URL|Address/i).first();
  await url.fill('ftp://nowhere');
  await main.getByRole('button', { name: 'Save' }).click();
  await expect(main).toContainText('only http and https');
  await url.fill(other.url);
  await main.getByRole('button', { name: 'Save' }).click();
  await expect.poll(async () => (await line.client.endpoints.list())[0]?.url).toBe(other.url);
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid' }));
  expect(other.seen).toHaveLength(1);
  await other.close();
});
