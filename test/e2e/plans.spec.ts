// A scenario changes plans live; drift is found with a bug in the backend, stays on screen, and is healed with one key.
import { join } from 'node:path';
import { startExampleBackend } from '../../examples/backend/start-example-backend.ts';
import { expect, test, type Line } from './line-fixture.ts';

test.use({ listen: false });

const SECRET = 'whsec_example_0123456789abcdef';

/** The example backend as the only endpoint, asked for its users' plans. */
async function startApp(line: Line) {
  const app = await startExampleBackend({ database: join(line.dataDir, 'app.sqlite'), secret: SECRET });
  await line.client.endpoints.update({ id: 'local', url: app.webhookUrl, signing: 'own', secret: SECRET });
  const url = `${app.usersUrl}?email={email}`;
  await line.client.plans.setProbe({
    probe: { kind: 'http', url, headerNames: [], path: 'users[0].plan', timeoutMs: 2_000 },
    settleMs: 300,
  });
  const setBugs = async (bugs: string[]): Promise<void> => {
    await fetch(`${app.url}/api/bugs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ bugs }),
    });
  };
  return { app, setBugs };
}

test('scenario → plan live → scrubber → paid but still free → healed by resending', async ({
  dashboard,
  line,
}) => {
  const { app, setBugs } = await startApp(line);

  await dashboard.keyboard.press('g');
  await dashboard.keyboard.press('c');
  await expect(dashboard.getByTestId('customers-view')).toBeVisible();
  await line.client.scenarios.run({
    scenario: 'upgrade',
    speed: 'at_once',
    name: 'Ada Lovelace',
    email: 'ada@example.com',
  });
  const ada = dashboard.locator('[data-testid="customer-row"][data-email="ada@example.com"]');
  await expect(ada).toHaveAttribute('data-plan', 'Pro');
  await expect(ada).toHaveAttribute('data-drift', 'agrees');
  await ada.click();
  await expect(dashboard.locator('[data-testid="plan-change"][data-code="upgraded"]')).toContainText(
    'Starter',
  );
  await dashboard.getByTestId('scrubber').focus();
  await dashboard.keyboard.press('Home');
  await expect(dashboard.getByTestId('scrubber-headline')).toContainText('After event 1 of');
  await expect(dashboard.getByTestId('scrubber-headline')).toContainText('no plan seen');

  const upgraded = await dashboard
    .locator('[data-testid="plan-step"]:has([data-code="upgraded"])')
    .getAttribute('data-event-id');
  await dashboard
    .locator(`[data-testid="plan-step"][data-event-id="${upgraded}"]`)
    .getByRole('button')
    .click();
  await expect(dashboard.getByTestId('event-plan-before')).toContainText('Starter');
  await expect(dashboard.getByTestId('event-plan-after')).toContainText('Pro');
  await dashboard.keyboard.press('Escape');
  await dashboard.keyboard.press('g');
  await dashboard.keyboard.press('c');

  await setBugs(['forgets_invoice_paid']);
  await line.client.scenarios.run({
    scenario: 'checkout_subscription',
    speed: 'at_once',
    name: 'Grace Hopper',
    email: 'grace@example.com',
  });
  const grace = dashboard.locator('[data-testid="customer-row"][data-email="grace@example.com"]');
  await expect(grace).toHaveAttribute('data-drift', 'drift');
  await expect(dashboard.getByTestId('drift-banner')).toBeVisible();
  await grace.click();
  await expect(dashboard.getByTestId('app-says')).toHaveText('free');
  await expect(dashboard.getByTestId('drift-state')).toContainText('Paid, and not given');
  await setBugs([]);
  await dashboard.keyboard.press('u');
  await expect(grace).toHaveAttribute('data-drift', 'agrees');
  await expect(dashboard.getByTestId('drift-banner')).toHaveCount(0);
  await app.close();
});

test('a customer who paid and is still free is also told by the system, once, to whoever looks elsewhere', async ({
  dashboard,
  line,
  context,
}) => {
  await context.grantPermissions(['notifications']);
  // Headless Chromium shows none, so what is asked of it is noted down.
  await dashboard.addInitScript(`
    globalThis.told = [];
    document.hasFocus = () => false;
    globalThis.Notification = class extends EventTarget {
      static permission = 'granted';
      static requestPermission = async () => 'granted';
      constructor(title) { super(); globalThis.told.push(title); }
      close() {}
    };
  `);
  await dashboard.reload();
  const { app, setBugs } = await startApp(line);
  await dashboard.keyboard.press('g');
  await dashboard.keyboard.press(',');
  await dashboard.getByRole('switch', { name: /paid and is still free/ }).click();
  await setBugs(['forgets_invoice_paid']);
  await line.client.scenarios.run({ scenario: 'checkout_subscription', speed: 'at_once' });
  await expect(dashboard.getByTestId('drift-banner')).toBeVisible();
  expect(await dashboard.evaluate('globalThis.told')).toEqual([
    expect.stringMatching(/ paid and did not get the plan$/),
  ]);
  await app.close();
});
