// How the app is asked, set up in the dashboard: tested before it is saved, refused when it would write, secrets never shown.
import type { Locator, Page } from '@playwright/test';
import { startBackend } from '../support/backend.ts';
import { expectAccessible, IN_DIALOG } from './accessible.ts';
import { customerRow, expect, goTo, test, type Line } from './app-fixture.ts';

test.use({ listen: false });

const EMAIL = 'ada@example.com';
const HEADER_SECRET = 'Bearer hunter2-header';
const PASSWORD = 'hunter2-database';

test('nobody to ask about yet: it says so, and leads to playing a scenario', async ({ dashboard, app }) => {
  const dialog = await openProbe(dashboard);
  await dialog.getByTestId('probe-url').fill(`${app.usersUrl}?email={email}`);
  await dialog.getByTestId('probe-test').click();
  await expect(dialog.getByRole('alert')).toContainText('Nobody to ask about yet');
  await dialog.getByTestId('probe-result').getByRole('button').click();
  await expect(dialog).toHaveCount(0);
  await expect(dashboard.getByTestId('send-view')).toBeVisible();
});

test('HTTP: the answer is shown before anything is kept, then saved, and reopened as it was typed', async ({
  dashboard,
  line,
  app,
}) => {
  await playAda(line);
  const dialog = await openProbe(dashboard);
  await dialog.getByTestId('probe-url').fill(`${app.usersUrl}?email=`);
  await dialog.getByRole('button', { name: 'Insert {email}' }).first().click();
  await expect(dialog.getByTestId('probe-url')).toHaveValue(`${app.usersUrl}?email={email}`);
  await dialog.getByTestId('probe-path').fill('users[0].plan');
  await dialog.getByTestId('probe-settle').fill('0.3 s');
  await dialog.getByTestId('probe-timeout').fill('1500 ms');
  await dialog.getByTestId('probe-test').click();
  const result = dialog.getByTestId('probe-result');
  await expect(result).toHaveAttribute('data-ok', 'true');
  await expect(result).toContainText('Your app answered pro, in ');
  await expect(result.getByRole('group', { name: 'The whole answer' })).toContainText('"plan":"pro"');
  await expectAccessible(dashboard, 'the dialog', IN_DIALOG);
  expect(await line.client.plans.probe()).toMatchObject({ probe: null });

  await dialog.getByTestId('probe-save').click();
  await expect(dialog).toHaveCount(0);
  await expect(customerRow(dashboard, EMAIL)).toHaveAttribute('data-drift', 'agrees');
  await openProbe(dashboard);
  await expect(dialog.getByTestId('probe-kind-http')).toBeChecked();
  await expect(dialog.getByTestId('probe-url')).toHaveValue(`${app.usersUrl}?email={email}`);
  await expect(dialog.getByTestId('probe-path')).toHaveValue('users[0].plan');
  await expect(dialog.getByTestId('probe-settle')).toHaveValue('300 ms');
  await expect(dialog.getByTestId('probe-timeout')).toHaveValue('1500 ms');

  await dialog.getByTestId('probe-off').click();
  await expect(dialog.getByRole('status')).toContainText('not asked any more');
  expect(await line.client.plans.probe()).toMatchObject({ probe: null });
  await expect(dialog.getByTestId('probe-path')).toHaveValue('users[0].plan');
});

test('HTTP: why there was no answer, and what was answered instead', async ({ dashboard, line, app }) => {
  await playAda(line);
  const dialog = await openProbe(dashboard);
  const result = dialog.getByTestId('probe-result');
  const ask = async (url: string, path: string): Promise<void> => {
    await dialog.getByTestId('probe-url').fill(url);
    await dialog.getByTestId('probe-path').fill(path);
    await expect(result).toHaveCount(0);
    await dialog.getByTestId('probe-test').click();
  };

  await ask(`${app.usersUrl}?email={email}`, 'users[0].subscription.plan');
  await expect(result).toHaveAttribute('data-ok', 'false');
  await expect(result).toContainText('The answer has nothing at this path.');
  await expect(result).toContainText('.subscription.plan leads nowhere');
  await expect(result.getByRole('group', { name: 'The whole answer' })).toContainText('"plan":"pro"');
  await expectAccessible(dashboard, 'the dialog', IN_DIALOG);

  await ask(`${app.usersUrl}?email={email}`, 'users[0]');
  await expect(result).toContainText('At this path is a list or an object, not a plan.');

  await ask(`${app.url}/?email={email}`, 'plan');
  await expect(result).toContainText('The answer is not JSON.');

  await ask(`${app.usersUrl}/{email}`, 'plan');
  await expect(result).toContainText('does not know this customer');

  const gone = await startBackend();
  await gone.close();
  await ask(`http://127.0.0.1:${gone.port}/users/{email}`, 'plan');
  await expect(result).toContainText('Your app or database cannot be reached.');
  await expect(result).toContainText(/ECONNREFUSED/);
  await expect(result).toContainText(String(gone.port));

  // Refused before anything is asked, beside the field, with everything else left as it stands.
  await ask('http://user:pw@localhost/{email}', 'a..b');
  await expect(dialog.getByTestId('probe-url')).toHaveAccessibleDescription(/No user or password/);
  await expect(dialog.getByTestId('probe-path')).toHaveAccessibleDescription(/cannot be read at character 2/);
  await expect(dialog.getByTestId('probe-url')).toBeFocused();
  await expect(result).toHaveCount(0);
  await dialog.getByTestId('probe-save').click();
  await expect(dialog.getByTestId('probe-path')).toHaveValue('a..b');
  expect(await line.client.plans.probe()).toMatchObject({ probe: null });
});

test('SQLite: a SELECT on the app’s own file; an UPDATE is refused and changes nothing', async ({
  dashboard,
  line,
  app,
}) => {
  await playAda(line);
  const dialog = await openProbe(dashboard);
  await dialog.getByTestId('probe-kind-sqlite').click();
  const [file, query] = [dialog.getByTestId('probe-file'), dialog.getByTestId('probe-query')];
  const result = dialog.getByTestId('probe-result');

  await file.fill('app.sqlite');
  await expect(file).toHaveAccessibleDescription(/The full path/);
  await file.fill(app.file);
  await query.fill("UPDATE users SET plan = 'free'");
  await expect(query).toHaveAccessibleDescription('It must be one SELECT, or WITH … SELECT.');
  await dialog.getByTestId('probe-test').click();
  await expect(query).toBeFocused();
  await query.fill("WITH one AS (SELECT 1) UPDATE users SET plan = 'free'");
  await expect(query).toHaveAccessibleDescription(/It would write\..*\(character 24\)/);
  await dialog.getByTestId('probe-save').click();
  await expect(query).toBeFocused();
  await expect(result).toHaveCount(0);
  expect(await line.client.plans.probe()).toMatchObject({ probe: null });
  expect(await app.user(EMAIL)).toMatchObject({ plan: 'pro' });

  await query.fill('SELECT tariff FROM users WHERE email = {email}');
  await dialog.getByTestId('probe-test').click();
  await expect(result).toContainText('The database does not understand the query.');
  await expect(result).toContainText('no such column: tariff');
  await file.fill(`${app.file}.gone`);
  await dialog.getByTestId('probe-test').click();
  await expect(result).toContainText('There is no database file of this name.');

  await file.fill(app.file);
  await query.fill('SELECT plan, email FROM users WHERE email = {email}');
  await dialog.getByTestId('probe-test').click();
  await expect(result).toHaveAttribute('data-ok', 'true');
  await expect(result).toContainText('Your app answered pro, in ');
  // Only the column that was asked for.
  await expect(result).not.toContainText(EMAIL);
  await dialog.getByTestId('probe-settle').fill('300 ms');
  await dialog.getByTestId('probe-save').click();
  await expect(customerRow(dashboard, EMAIL)).toHaveAttribute('data-drift', 'agrees');
  await openProbe(dashboard);
  await expect(dialog.getByTestId('probe-kind-sqlite')).toBeChecked();
  await expect(file).toHaveValue(app.file);
  await expect(query).toHaveValue('SELECT plan, email FROM users WHERE email = {email}');
});

test('secrets are sent, kept, and shown nowhere: header values and connection strings', async ({
  dashboard,
  line,
}) => {
  await playAda(line);
  const echo = await startBackend();
  echo.behave((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ plan: 'pro', you: request.header('authorization') }));
  });
  const dialog = await openProbe(dashboard);
  await dialog.getByTestId('probe-url').fill(`${new URL(echo.url).origin}/{email}`);
  await dialog.getByRole('button', { name: 'Add a header' }).click();
  await dialog.getByLabel('Header 1: name').fill('Authorization');
  await dialog.getByLabel('Header 1: value').fill(HEADER_SECRET);
  await expect(dialog.getByLabel('Header 1: value')).toHaveAttribute('type', 'password');
  await dialog.getByTestId('probe-test').click();
  await expect(dialog.getByTestId('probe-result')).toHaveAttribute('data-ok', 'true');
  expect(echo.seen.at(-1)?.header('authorization')).toBe(HEADER_SECRET);
  await expect(dialog.getByTestId('probe-result')).toContainText('"plan":"pro"');
  await expect(dialog).not.toContainText('hunter2');
  await dialog.getByTestId('probe-save').click();

  await openProbe(dashboard);
  await expect(dialog).toContainText('Set, and not shown again: Authorization');
  await expectNoSecret(dashboard);
  await dialog.getByTestId('probe-path').fill('$["plan"]');
  await dialog.getByTestId('probe-save').click();
  await expect(dialog).toHaveCount(0);
  const asked = echo.seen.length;
  await expect.poll(() => echo.seen.length).toBeGreaterThan(asked);
  expect(echo.seen.at(-1)?.header('authorization')).toBe(HEADER_SECRET);

  await openProbe(dashboard);
  await dialog.getByTestId('probe-kind-postgres').click();
  const connection = dialog.getByTestId('probe-connection');
  await expect(connection).toHaveAttribute('type', 'password');
  await connection.fill(`mysql://app:${PASSWORD}@127.0.0.1:9/app`);
  await expect(connection).toHaveAccessibleDescription('It begins with postgresql://');
  await connection.fill(`postgres://app:${PASSWORD}@127.0.0.1:9/app`);
  await dialog.getByTestId('probe-test').click();
  await expect(dialog.getByTestId('probe-result')).toContainText('cannot be reached');
  await expect(dialog).not.toContainText('hunter2');
  await dialog.getByTestId('probe-save').click();
  await openProbe(dashboard);
  await expect(connection).toHaveValue('');
  await expect(connection).toHaveAccessibleDescription(/It is set, and is not shown again/);
  await expectNoSecret(dashboard);
  expect(JSON.stringify(await line.client.plans.probe())).not.toContain('hunter2');
  await dialog.getByTestId('probe-forget').click();
  await dialog.getByTestId('probe-forget-yes').click();
  await expect(connection).toHaveAccessibleDescription(/Kept as a secret on this machine/);
  expect(await line.client.plans.probe()).toMatchObject({ hasConnectionString: false });
  await echo.close();
});

test('the answer to a question that was changed meanwhile is not shown as one to the new', async ({
  dashboard,
  line,
}) => {
  await playAda(line);
  const app = await startBackend();
  const answers: (() => void)[] = [];
  app.behave((_request, response) => answers.push(() => response.end('{"plan":"pro","level":3}')));
  const dialog = await openProbe(dashboard);
  const result = dialog.getByTestId('probe-result');
  await dialog.getByTestId('probe-url').fill(`${new URL(app.url).origin}/{email}`);
  await dialog.getByTestId('probe-path').fill('plan');
  await dialog.getByTestId('probe-test').click();
  await expect.poll(() => answers.length).toBe(1);
  await dashboard.evaluate(() => {
    const shown: string[] = [];
    Object.assign(globalThis, { shown });
    new MutationObserver(() => {
      shown.push(document.querySelector('[data-testid="probe-result"]')?.textContent ?? '');
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  await dialog.getByTestId('probe-path').fill('level');
  await dialog.getByTestId('probe-test').click();
  await expect.poll(() => answers.length).toBe(2);
  for (const answer of answers) answer();
  await expect(result).toContainText('Your app answered 3, in ');
  const shown = await dashboard.evaluate(() => (globalThis as unknown as { shown: string[] }).shown);
  expect(shown.filter((text) => text.includes('answered pro'))).toEqual([]);
  await app.close();
});

test.describe('in Chinese, dark and narrow', () => {
  test.use({ locale: 'zh-TW', colorScheme: 'dark', viewport: { width: 600, height: 700 } });

  test('every kind of question can be read, and the buttons reached', async ({ dashboard, line }) => {
    await playAda(line);
    const dialog = await openProbe(dashboard);
    for (const kind of ['http', 'sqlite', 'postgres', 'mysql']) {
      await dialog.getByTestId(`probe-kind-${kind}`).click();
      await dialog.getByTestId('probe-timeout').fill('soon');
      await expect(dialog.getByTestId('probe-timeout')).toHaveAttribute('aria-invalid', 'true');
      await expectAccessible(dashboard, 'the dialog', IN_DIALOG);
      await expect(dialog).not.toContainText(/probe\.\w|\{\{/);
      await expect(dialog.getByTestId('probe-save')).toBeInViewport({ ratio: 1 });
      await expect(dialog.getByTestId(`probe-kind-${kind}`)).toBeInViewport({ ratio: 1 });
      const sideways = await dialog.evaluate((popup) => popup.scrollWidth - popup.clientWidth);
      expect(sideways, `${kind} scrolls sideways`).toBeLessThanOrEqual(0);
    }
  });
});

async function playAda(line: Line): Promise<void> {
  const { id } = await line.client.scenarios.run({
    scenario: 'checkout_subscription',
    speed: 'at_once',
    name: 'Ada Lovelace',
    email: EMAIL,
  });
  const state = async () => (await line.client.scenarios.runs()).find((run) => run.id === id)?.state;
  await expect.poll(state, { intervals: [50] }).toBe('done');
  const plan = async () => (await line.client.plans.customers({ text: EMAIL })).items[0]?.headline.expected;
  await expect.poll(plan, { intervals: [50] }).toBe('Pro');
}

async function openProbe(page: Page): Promise<Locator> {
  const dialog = page.getByTestId('probe-dialog');
  await expect(dialog).toHaveCount(0);
  await goTo(page, 'c');
  await page.getByTestId('setup-probe').click();
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Neither in the page, hidden or not, nor in what the browser keeps. */
async function expectNoSecret(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const fields = [...document.querySelectorAll('input, textarea')].map(
      (field) => (field as HTMLInputElement).value,
    );
    return [document.documentElement.outerHTML, ...fields, JSON.stringify(localStorage)].join('\n');
  });
  expect(found).not.toContain('hunter2');
}
