// The list as one works with it: typing with an input method, the menu of a row, failures by cause, events on hold, and picks.
import type { Page } from '@playwright/test';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { expectAccessible, IN_DIALOG } from './accessible.ts';
import { expect, inspectorOf, rowOf, test, type Line } from './line-fixture.ts';

const SHOTS = process.env['HOOKLINE_SHOTS'];
const NO_PAYLOAD = 'Webhook Error: No webhook payload was provided.';

const rows = (page: Page) => page.getByTestId('event-row');
const field = (page: Page) => page.locator('input[data-testid="filter"]');

async function send(line: Line, ...ids: string[]): Promise<void> {
  for (const id of ids) await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id }));
}

async function shot(page: Page, name: string): Promise<void> {
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png` });
}

test('王 typed in Zhuyin: the list stays until the character is there', async ({ dashboard, line }) => {
  await line.stripe.sendEvent(
    eventFixture({ type: 'invoice.paid', id: 'evt_wang', customerName: '王小明', customerId: 'cus_wang' }),
  );
  await line.stripe.sendEvent(
    eventFixture({ type: 'invoice.paid', id: 'evt_ada', customerName: 'Ada', customerId: 'cus_ada' }),
  );
  const sent: string[] = [];
  dashboard.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => sent.push(payload.toString())),
  );
  await dashboard.clock.install();
  await dashboard.reload();
  await expect(rows(dashboard)).toHaveCount(2);
  await field(dashboard).click();
  const input = await dashboard.context().newCDPSession(dashboard);
  for (const half of ['ㄨ', 'ㄨㄤ', 'ㄨㄤˊ']) {
    await input.send('Input.imeSetComposition', {
      text: half,
      selectionStart: half.length,
      selectionEnd: half.length,
    });
    await expect(field(dashboard)).toHaveValue(half);
    // Longer than the pause after which what is typed is applied.
    await dashboard.clock.fastForward(500);
    await expect(rows(dashboard)).toHaveCount(2);
    await expect(dashboard.getByTestId('filter-problem')).toHaveCount(0);
  }
  await input.send('Input.insertText', { text: '王' });
  await expect(field(dashboard)).toHaveValue('王');
  await expect(rows(dashboard)).toHaveCount(1);
  await expect(rowOf(dashboard, 'evt_wang')).toBeVisible();
  // Nothing of what stood there before was ever asked for.
  expect(sent.filter((frame) => frame.includes('王'))).not.toEqual([]);
  expect(sent.filter((frame) => /[ㄨㄤˊ]/.test(frame))).toEqual([]);
});

test('a right click on a row offers what can be done with it', async ({ dashboard, line }) => {
  await send(line, 'evt_1', 'evt_2');
  await rowOf(dashboard, 'evt_1').click({ button: 'right' });
  const menu = dashboard.getByTestId('row-menu');
  await expect(menu).toBeVisible();
  await expect(rowOf(dashboard, 'evt_1')).toHaveAttribute('aria-selected', 'true');
  for (const id of ['resend', 'edit', 'openCustomer', 'copyId', 'copyCurl', 'mark', 'pin'])
    await expect(menu.getByTestId(`row-menu-${id}`)).toBeVisible();
  await shot(dashboard, 'row-menu');
  await expectAccessible(dashboard, 'the menu of a row', IN_DIALOG);
  await menu.getByTestId('row-menu-resend').click();
  await expect(menu).toHaveCount(0);
  await expect.poll(() => line.backend.seen.length).toBe(3);

  await rowOf(dashboard, 'evt_2').click({ button: 'right' });
  await menu.getByTestId('row-menu-pin').click();
  await expect(rowOf(dashboard, 'evt_2')).toHaveAttribute('data-pinned', 'true');
  // The keys of the menu are its own while it is open.
  await rowOf(dashboard, 'evt_2').click({ button: 'right' });
  await dashboard.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(rowOf(dashboard, 'evt_2')).toHaveAttribute('aria-selected', 'true');
});

test('a selected row leaves the list live, and Space shows what waits above it', async ({
  dashboard,
  line,
}) => {
  await send(line, 'evt_1');
  await rowOf(dashboard, 'evt_1').click();
  const live = dashboard.getByTestId('live');
  await expect(live).toHaveText('Live');
  await dashboard.mouse.move(5, 400);
  await send(line, 'evt_2');
  await expect(dashboard.getByTestId('new-pill')).toHaveText('1 new');
  await expect(live).toHaveText('Live');
  await dashboard.keyboard.press('Space');
  await expect(rows(dashboard)).toHaveCount(2);
  await dashboard.keyboard.press('Space');
  await expect(live).toHaveText('List stopped');
  await expect(live).toHaveAttribute('aria-pressed', 'false');
});

test('failed events are grouped by cause, and one key resends a group', async ({ dashboard, line }) => {
  line.backend.answer(400, NO_PAYLOAD, { 'x-powered-by': 'Express' });
  await send(line, 'evt_a1', 'evt_a2', 'evt_a3');
  line.backend.answer(401, 'Unauthorized');
  await send(line, 'evt_b1');
  await expect(rows(dashboard)).toHaveCount(4);
  await dashboard.keyboard.press('f');
  const causes = dashboard.getByTestId('cause');
  await expect(causes).toHaveCount(2);
  await expect(causes.first()).toHaveAttribute('data-code', 'signature_no_payload');
  await expect(causes.first()).toContainText('3 × The signature check was given no body.');
  await expect(causes.nth(1)).toContainText('1 × probably:');
  await shot(dashboard, 'causes');
  await expectAccessible(dashboard);

  // The cause of the selected event is the one that the key is about.
  await causes.nth(1).getByTestId('cause-show').click();
  await expect(inspectorOf(dashboard)).toContainText('evt_b1');
  await expect(causes.nth(1).locator('kbd')).toHaveText('⇧C');
  await expect(causes.first().locator('kbd')).toHaveCount(0);

  line.backend.answer(200);
  const before = line.backend.seen.length;
  await causes.first().getByTestId('cause-resend').click();
  await expect.poll(() => line.backend.seen.length - before).toBe(3);
  await expect(causes).toHaveCount(1);
  await expect(dashboard.getByTestId('job')).toHaveAttribute('data-state', 'done');
  await dashboard.keyboard.press('C');
  await expect.poll(() => line.backend.seen.length - before).toBe(4);
  await expect(causes).toHaveCount(0);
});

test('events on hold say why, and are let go there', async ({ dashboard, line }) => {
  await line.client.endpoints.update({ id: 'local', paused: true });
  await send(line, 'evt_1', 'evt_2');
  await dashboard.keyboard.press('h');
  const held = dashboard.getByTestId('held-endpoint');
  await expect(held).toContainText('Paused. 2 events are on hold');
  await shot(dashboard, 'held');
  await expectAccessible(dashboard);
  await held.getByTestId('held-resume').click();
  await expect.poll(() => line.backend.seen.length).toBe(2);
  await expect(held).toHaveCount(0);

  await line.client.endpoints.update({ id: 'local', paused: true });
  await send(line, 'evt_3');
  await line.client.endpoints.update({ id: 'local', paused: false, enabled: false });
  await expect(held).toHaveAttribute('data-condition', 'off');
  await expect(held).toContainText('switched off: 1 event is on hold');
  await held.getByTestId('held-switch-on').click();
  await expect.poll(() => line.backend.seen.length).toBe(3);
});

test('picked events that another filter hides are counted, and can be dropped', async ({
  dashboard,
  line,
}) => {
  await send(line, 'evt_1', 'evt_2');
  await line.stripe.sendEvent(eventFixture({ type: 'customer.created', id: 'evt_3' }));
  await expect(rows(dashboard)).toHaveCount(3);
  for (const id of ['evt_1', 'evt_3']) await rowOf(dashboard, id).click({ modifiers: ['ControlOrMeta'] });
  const bar = dashboard.getByTestId('selection-bar');
  await expect(bar.getByTestId('hidden-marks')).toHaveCount(0);
  await field(dashboard).fill('type:customer.*');
  await field(dashboard).press('Enter');
  await expect(rows(dashboard)).toHaveCount(1);
  await expect(bar.getByTestId('hidden-marks')).toHaveText('1 of them is not in this list.');
  await bar.getByTestId('unmark-hidden').click();
  await expect(bar).toHaveAttribute('data-count', '1');
  await expect(bar.getByTestId('hidden-marks')).toHaveCount(0);
});
