// Names for plans, set up in the dashboard: what the customers list makes of them, and of what the app answers.
import type { Locator, Page } from '@playwright/test';
import { startBackend } from '../support/backend.ts';
import { expectAccessible, IN_DIALOG } from './accessible.ts';
import { customerRow, expect, goTo, test } from './app-fixture.ts';
import type { Line } from './line-fixture.ts';

test.use({ listen: false });

const EMAIL = 'ada@example.com';

test('no plan seen yet: it says so, and having none can be named all the same', async ({
  dashboard,
  line,
}) => {
  const dialog = await openNames(dashboard);
  await expect(dialog).toContainText('No plan has been seen yet.');
  await dialog.getByTestId('plan-free-name').fill('Community');
  await dialog.getByTestId('plan-names-save').click();
  await expect(dialog).toHaveCount(0);
  await play(line, 'payment_fails_canceled');
  await expect(customerRow(dashboard, EMAIL)).toHaveAttribute('data-plan', 'Community');
});

test('a plan is renamed and ranked: seen at once in the list, and reopened as it was typed', async ({
  dashboard,
  line,
  app,
}) => {
  await askOverHttp(line, `${app.usersUrl}?email={email}`, 'users[0].plan');
  await play(line, 'upgrade');
  await play(line, 'downgrade_at_period_end', 'Grace Hopper');
  const row = customerRow(dashboard, EMAIL);
  await goTo(dashboard, 'c');
  await expect(row).toHaveAttribute('data-plan', 'Pro');
  await expect(row).toHaveAttribute('data-drift', 'agrees');
  const dialog = await openNames(dashboard);
  await expect(dialog.getByTestId('plan-name-row')).toHaveCount(2);
  const pro = planRow(dialog, 'pro');
  await expect(pro).toContainText('€15.00 a month');
  await pro.getByTestId('plan-name').fill('Gold');
  await pro.getByTestId('plan-rank').fill('3');
  await planRow(dialog, 'starter').getByTestId('plan-name').fill('Bronze');
  await expectAccessible(dashboard, 'the dialog', IN_DIALOG);
  await dialog.getByTestId('plan-names-save').click();
  await expect(dialog).toHaveCount(0);

  await expect(row).toHaveAttribute('data-plan', 'Gold');
  // The app still says `pro`, which is the same plan by its key.
  await expect(row).toHaveAttribute('data-drift', 'agrees');
  await row.click();
  const upgraded = dashboard.locator('[data-testid="plan-change"][data-code="upgraded"]');
  await expect(upgraded).toContainText(/Bronze.*Gold/);

  await openNames(dashboard);
  await expect(pro.getByTestId('plan-name')).toHaveValue('Gold');
  await expect(pro.getByTestId('plan-rank')).toHaveValue('3');
  await expect(planRow(dialog, 'starter').getByTestId('plan-rank')).toHaveValue('');

  // Without its name it is again what Stripe calls it.
  await pro.getByTestId('plan-name').fill('');
  await pro.getByTestId('plan-rank').fill('');
  await dialog.getByTestId('plan-names-save').click();
  await expect(row).toHaveAttribute('data-plan', 'Pro');
});

test('rank decides what is more: an app that gives a better plan than was paid for is ahead of it', async ({
  dashboard,
  line,
}) => {
  const app = await startApp({ plan: 'starter' });
  await askOverHttp(line, app.url, 'plan');
  await play(line, 'upgrade');
  await play(line, 'downgrade_at_period_end', 'Grace Hopper');
  const row = customerRow(dashboard, EMAIL);
  await goTo(dashboard, 'c');
  await expect(row).toHaveAttribute('data-drift', 'drift');
  const dialog = await openNames(dashboard);
  await planRow(dialog, 'starter').getByTestId('plan-name').fill('Founders');
  await planRow(dialog, 'starter').getByTestId('plan-rank').fill('9');
  await planRow(dialog, 'pro').getByTestId('plan-name').fill('Pro');
  await planRow(dialog, 'pro').getByTestId('plan-rank').fill('2');
  await dialog.getByTestId('plan-names-save').click();
  await expect(row).toHaveAttribute('data-drift', 'ahead');
  await app.close();
});

test('what counts as having no plan, and what the app’s own answers mean', async ({ dashboard, line }) => {
  const app = await startApp({ plan: 'lapsed' });
  await askOverHttp(line, app.url, 'plan');
  await play(line, 'payment_fails_canceled');
  const row = customerRow(dashboard, EMAIL);
  await goTo(dashboard, 'c');
  await expect(row).toHaveAttribute('data-plan', 'Free');
  await expect(row).toHaveAttribute('data-drift', 'ahead');
  const dialog = await openNames(dashboard);
  const values = dialog.getByTestId('plan-free-values');
  const before = await values.inputValue();
  await values.fill(`${before}\n  Lapsed `);
  await dialog.getByTestId('plan-names-save').click();
  await expect(row).toHaveAttribute('data-drift', 'agrees');

  app.say({ plan: 7 });
  await line.client.plans.check({ id: await customerId(line) });
  await expect(row).toHaveAttribute('data-drift', 'ahead');
  await openNames(dashboard);
  await expect(values).toHaveValue(`${before}\nLapsed`);
  await dialog.getByTestId('app-value-add').click();
  await dialog.getByLabel('Answer 1', { exact: true }).fill('7');
  await dialog.getByLabel('Plan of answer 1').fill('Free');
  await dialog.getByTestId('plan-names-save').click();
  await expect(row).toHaveAttribute('data-drift', 'agrees');

  app.say({ plan: null });
  await line.client.plans.check({ id: await customerId(line) });
  await expect(row).toHaveAttribute('data-drift', 'agrees');
  await app.close();
});

test('what cannot be is said in a sentence, nothing is saved, and nothing typed is lost', async ({
  dashboard,
  line,
}) => {
  await play(line, 'checkout_subscription');
  await goTo(dashboard, 'c');
  await expect(customerRow(dashboard, EMAIL)).toHaveAttribute('data-plan', 'Pro');
  const dialog = await openNames(dashboard);
  const save = dialog.getByTestId('plan-names-save');
  const before = await line.client.plans.mapping();
  const pro = planRow(dialog, 'pro');
  const [name, rank] = [pro.getByTestId('plan-name'), pro.getByTestId('plan-rank')];

  await rank.fill('2');
  await save.click();
  await expect(dialog).toContainText('Give it a name too.');
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toBeFocused();
  await name.fill('Gold');
  for (const wrong of ['1.5', '-1', 'best', '1001', '1e2']) {
    await rank.fill(wrong);
    await save.click();
    await expect(dialog).toContainText('Rank is a whole number from 0 to 1000, or empty.');
    await expect(rank).toHaveAttribute('aria-invalid', 'true');
    await expect(rank).toBeFocused();
  }
  await expectAccessible(dashboard, 'the dialog', IN_DIALOG);
  await rank.fill('2');

  await dialog.getByTestId('plan-free-name').fill('   ');
  await save.click();
  await expect(dialog.getByTestId('plan-free-name')).toHaveAccessibleDescription(/It needs a name/);
  await expect(dialog.getByTestId('plan-free-name')).toBeFocused();
  await dialog.getByTestId('plan-free-name').fill('Hobby');

  await dialog.getByTestId('app-value-add').click();
  await dialog.getByLabel('Answer 1', { exact: true }).fill('2');
  await save.click();
  await expect(dialog).toContainText('Each answer once, with a plan beside it.');
  await expect(dialog.getByLabel('Plan of answer 1')).toBeFocused();
  await dialog.getByLabel('Plan of answer 1').fill('Gold');
  await dialog.getByTestId('app-value-add').click();
  await dialog.getByLabel('Answer 2', { exact: true }).fill(' 2');
  await dialog.getByLabel('Plan of answer 2').fill('Hobby');
  await save.click();
  await expect(dialog).toContainText('Each answer once, with a plan beside it.');
  await expect(dialog.getByLabel('Answer 2', { exact: true })).toBeFocused();
  expect(await line.client.plans.mapping()).toEqual(before);

  await dialog.getByLabel('Answer 2', { exact: true }).fill('0');
  await save.click();
  await expect(dialog).toHaveCount(0);
  expect(await line.client.plans.mapping()).toMatchObject({
    rules: [{ name: 'Gold', rank: 2 }],
    freeName: 'Hobby',
    appValues: { '2': 'Gold', '0': 'Hobby' },
  });
});

async function play(line: Line, scenario: string, name = 'Ada Lovelace'): Promise<void> {
  const email = `${name.split(' ')[0]?.toLowerCase()}@example.com`;
  const { id } = await line.client.scenarios.run({ scenario, speed: 'at_once', name, email });
  const state = async () => (await line.client.scenarios.runs()).find((run) => run.id === id)?.state;
  await expect.poll(state, { intervals: [50] }).toBe('done');
}

async function askOverHttp(line: Line, url: string, path: string): Promise<void> {
  await line.client.plans.setProbe({
    probe: { kind: 'http', url, headerNames: [], path, timeoutMs: 2_000 },
    settleMs: 300,
  });
}

/** One that says the same of everybody. */
async function startApp(first: object) {
  const backend = await startBackend();
  const say = (answer: object): void => backend.answer(200, JSON.stringify(answer));
  say(first);
  return { url: `${new URL(backend.url).origin}/{email}`, say, close: backend.close };
}

async function customerId(line: Line): Promise<number> {
  return (await line.client.plans.customers({ text: EMAIL })).items[0]?.id ?? 0;
}

function planRow(dialog: Locator, plan: string): Locator {
  return dialog.locator(`[data-testid="plan-name-row"][data-plan="${plan}"]`);
}

async function openNames(page: Page): Promise<Locator> {
  const dialog = page.getByTestId('plan-names-dialog');
  await expect(dialog).toHaveCount(0);
  await goTo(page, 'c');
  await page.getByRole('button', { name: 'Plan names' }).click();
  await expect(dialog).toBeVisible();
  return dialog;
}
