// The whole line in the desktop app: the Stripe CLI brings an event, its row comes through the MessagePort, and one key resends it.
import { eventFixture } from '../../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { expect, test, type Desktop, type DesktopApp } from './desktop-fixture.ts';
import { inspectorOf, rowOf } from '../line-fixture.ts';

async function launchListening(desktop: Desktop): Promise<DesktopApp> {
  const app = await desktop.launch({ listen: true });
  await waitUntil('the line', async () => (await app.client.forwarder.get()).state === 'ready', 20_000);
  await desktop.stripe.waitForConnection();
  return app;
}

test('CLI event → row → resend, all through the port', async ({ desktop }) => {
  const { page } = await launchListening(desktop);
  await desktop.stripe.sendEvent(
    eventFixture({ type: 'invoice.paid', id: 'evt_desk', customerName: 'Ada Lovelace' }),
  );
  const row = rowOf(page, 'evt_desk');
  await expect(row).toHaveAttribute('data-state', 'delivered');
  await expect(row).toContainText('Ada Lovelace');
  await row.click();
  await expect(inspectorOf(page)).toContainText('evt_desk');
  await page.keyboard.press('r');
  await expect.poll(() => desktop.backend.seen.length).toBe(2);
  expect(desktop.backend.seen[1]?.body.equals(desktop.backend.seen[0]?.body ?? Buffer.alloc(0))).toBe(true);
});

test('a reload closes the old port, and the new page goes on where it was', async ({ desktop }) => {
  const app = await launchListening(desktop);
  const { page } = app;
  await desktop.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_before' }));
  await expect(rowOf(page, 'evt_before')).toHaveAttribute('data-state', 'delivered');
  for (let reload = 0; reload < 3; reload++) {
    await page.reload();
    await expect(rowOf(page, 'evt_before')).toBeVisible();
  }
  await desktop.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_after' }));
  await expect(rowOf(page, 'evt_after')).toHaveAttribute('data-state', 'delivered');
});

test('a port that closes tells the page, which takes another and misses nothing', async ({ desktop }) => {
  const { page } = await launchListening(desktop);
  await desktop.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_one' }));
  await rowOf(page, 'evt_one').click();
  await expect(inspectorOf(page)).toContainText('evt_one');
  // Another document's wish takes the page's own port away, and the page's new wish takes that one.
  const told = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        window.addEventListener('message', ({ data, ports }) => {
          if (data === 'hookline:port') ports[0]?.addEventListener('close', () => resolve('closed'));
        });
        window.postMessage('hookline:want-port', '*');
      }),
  );
  expect(told).toBe('closed');
  await desktop.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_two' }));
  // Whoever reads an event is not disturbed; the pill says that another is there.
  await page.getByTestId('new-pill').click();
  await expect(rowOf(page, 'evt_two')).toHaveAttribute('data-state', 'delivered');
  await page.keyboard.press('r');
  await expect.poll(() => desktop.backend.seen.length).toBe(3);
});

test('another account’s session opens its own history in the same window, tray and quitting with it', async ({
  desktop,
}) => {
  const app = await launchListening(desktop);
  const { page } = app;
  await desktop.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_first' }));
  await expect(rowOf(page, 'evt_first')).toHaveAttribute('data-state', 'delivered');
  const { storeId } = await app.client.status.get();
  desktop.stripe.settings.accountId = 'acct_1Another0000000';
  await app.client.forwarder.restart();
  await waitUntil(
    'the other history',
    async () => {
      const status = await app.client.status.get().catch(() => null);
      return status !== null && status.storeId !== storeId && status.forwarder.state === 'ready';
    },
    30_000,
  );
  await desktop.stripe.waitForConnection();
  await desktop.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_second' }));
  await expect(rowOf(page, 'evt_second')).toHaveAttribute('data-state', 'delivered');
  await expect(rowOf(page, 'evt_first')).toHaveCount(0);
  await rowOf(page, 'evt_second').click();
  await page.keyboard.press('r');
  await expect.poll(() => desktop.backend.seen.length).toBe(3);
  expect(await app.quit()).toBe(0);
});
