// Signing in from the dashboard, in both languages: the code, the confirmation, cancelling, failing, and a key instead of a login.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessible } from './accessible.ts';
import { goTo } from './app-fixture.ts';
import { expect, rowOf, test, type Line } from './line-fixture.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { lacking, serveAccount, serveSignIn, ADA, GRACE } from '../support/stripe-stand-in/sign-in.ts';
import { waitUntil } from '../support/wait-until.ts';

test.use({ loggedIn: false });

async function untilState(line: Line, state: string): Promise<void> {
  await waitUntil(state, async () => (await line.client.forwarder.get()).state === state, 20_000);
}

test('a code is shown, confirmed in the browser, and the account is on screen', async ({
  dashboard,
  line,
}, info) => {
  const desk = serveSignIn(line.stripe);
  await untilState(line, 'not_logged_in');
  await expect(dashboard.getByTestId('account-foot')).toContainText('Not signed in');
  await dashboard.getByTestId('first-sign-in').click();
  const dialog = dashboard.getByTestId('sign-in-dialog');
  await dialog.getByTestId('sign-in-begin').click();
  await expect(dialog.getByTestId('sign-in-code')).toHaveText(desk.code);
  await expect(dialog.getByTestId('sign-in-open')).toHaveAttribute(
    'href',
    `${line.stripe.url}/stripecli/confirm_auth?t=token1`,
  );
  await expectAccessible(dashboard);
  await dashboard.screenshot({ path: info.outputPath('waiting.png') });
  desk.confirm(ADA);
  await expect(dialog.getByTestId('sign-in-done')).toContainText(`Signed in as ${ADA.name}.`);
  await dashboard.screenshot({ path: info.outputPath('done.png') });
  await dashboard.keyboard.press('Escape');
  await untilState(line, 'ready');
  const foot = dashboard.getByTestId('account-foot');
  await expect(foot).toContainText(ADA.name);
  // What was seen is put away.
  await expect.poll(async () => (await line.client.account.get()).signIn.phase).toBe('idle');
  await expect(foot).toContainText(/test · (89|90) days left/);
  await expect(dashboard.getByTestId('expiry-notice')).toHaveCount(0);
  await expectAccessible(dashboard);
  await dashboard.screenshot({ path: info.outputPath('signed-in.png') });
});

test('waiting is called off, and a failed login says what to do', async ({ dashboard, line }, info) => {
  const desk = serveSignIn(line.stripe);
  await untilState(line, 'not_logged_in');
  await goTo(dashboard, 'f');
  await dashboard.getByTestId('forwarder-state').getByTestId('mend-sign-in').click();
  const dialog = dashboard.getByTestId('sign-in-dialog');
  await dialog.getByTestId('sign-in-begin').click();
  await dialog.getByTestId('sign-in-cancel').click();
  await expect(dialog.getByTestId('sign-in-begin')).toBeEnabled();
  await expect.poll(async () => (await line.client.account.get()).signIn.phase).toBe('idle');
  await dialog.getByTestId('sign-in-begin').click();
  await expect(dialog.getByTestId('sign-in-code')).toBeVisible();
  desk.answerPolls({ status: 404, body: { error: { message: 'gone' } } });
  await expect(dialog.getByTestId('sign-in-failed')).toContainText('the code ran out');
  await expectAccessible(dashboard);
  await dashboard.screenshot({ path: info.outputPath('failed.png') });
  await expect(dialog.getByTestId('sign-in-begin')).toHaveText('Try again');
});

test('a key refused by Stripe leads here from the pipeline, and so does the palette', async ({
  dashboard,
  line,
}) => {
  serveSignIn(line.stripe);
  await line.client.account.useKey({ key: ADA.key });
  await untilState(line, 'ready');
  line.stripe.answerAllSessions(lacking('stripecli_session_write'));
  await line.client.forwarder.restart();
  await untilState(line, 'key_refused');
  await dashboard.getByTestId('hop-stripe').hover();
  await dashboard.getByTestId('mend-sign-in').click();
  await expect(dashboard.getByTestId('sign-in-dialog')).toBeVisible();
  await dashboard.keyboard.press('Escape');
  await expect(dashboard.getByTestId('sign-in-dialog')).toHaveCount(0);
  await dashboard.keyboard.press('ControlOrMeta+k');
  await expect(dashboard.getByTestId('palette-input')).toBeFocused();
  await dashboard.keyboard.type('Paste a Stripe key');
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.getByTestId('key-field')).toBeFocused();
});

test('a pasted key is tried first; what it lacks is named; a live one needs a yes and turns the frame', async ({
  dashboard,
  line,
}, info) => {
  serveAccount(line.stripe, GRACE);
  line.stripe.route('GET', '/v1/events', () => lacking('event_read'));
  await untilState(line, 'not_logged_in');
  await dashboard.getByTestId('first-key').click();
  const dialog = dashboard.getByTestId('sign-in-dialog');
  const give = async (key: string) => {
    await dialog.getByTestId('key-field').fill(key);
    await dialog.getByTestId('key-use').click();
  };
  const verdict = dialog.getByTestId('key-verdict');
  await give('pk_test_0123456789');
  await expect(verdict).toContainText('publishable key');
  line.stripe.answerNextSessions(lacking('stripecli_session_write'));
  await give(GRACE.key);
  await expect(verdict).toContainText('may not listen for events');
  await dialog.getByTestId('key-use').click();
  await expect(verdict).toContainText(`It belongs to ${GRACE.name}.`);
  await expect(verdict).toContainText('may not read events');
  await expect(dialog.getByTestId('key-field')).toHaveValue('');
  await expect(dialog).toContainText('Hookline keeps the key rk_test_…abcd.');
  await expectAccessible(dashboard);
  await dashboard.screenshot({ path: info.outputPath('key.png') });
  await untilState(line, 'ready');

  const live = 'rk_live_51Grace0123456789abcdef';
  await give(live);
  await expect(verdict).toContainText('This is a live key');
  await expect(dashboard.locator('.live-frame')).toHaveCount(0);
  await dialog.getByTestId('key-allow-live').click();
  await dialog.getByTestId('key-use').click();
  await expect(dashboard.locator('.live-frame')).toBeVisible();
  // Another history is opened for it, with which the page begins anew; meanwhile nobody answers.
  await waitUntil('the live history', async () => {
    const account = await line.client.account.get().catch(() => null);
    return account?.histories.some(({ open, livemode }) => open && livemode) ?? false;
  });
  await untilState(line, 'ready');
  await expect(dashboard.getByTestId('sign-in-dialog')).toHaveCount(0);
  await expect(dashboard.getByTestId('live-banner')).toBeVisible();
  await expect(dashboard.getByTestId('account-foot')).toContainText('LIVE');
  await expectAccessible(dashboard);
  await dashboard.screenshot({ path: info.outputPath('live.png') });
  await dashboard.getByTestId('account-foot').click();
  await dialog.getByTestId('sign-in-way-key').click();
  await dialog.getByTestId('key-forget').click();
  await untilState(line, 'not_logged_in');
  await expect(dashboard.locator('.live-frame')).toHaveCount(0);
});

test('a key that expires soon is warned of, with the way to a new one', async ({ dashboard, line }, info) => {
  const desk = serveSignIn(line.stripe);
  await untilState(line, 'not_logged_in');
  await line.client.account.signIn();
  desk.confirm(ADA);
  await untilState(line, 'ready');
  // As the CLI's own configuration reads after 85 of the 90 days, and after all of them.
  const config = join(line.dataDir, 'stripe', 'config.toml');
  const expireOn = async (days: number) => {
    const day = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const text = readFileSync(config, 'utf8');
    writeFileSync(config, text.replace(/(test_mode_key_expires_at = ')[^']*/, `$1${day}`));
    await line.client.forwarder.restart();
  };
  const notice = dashboard.getByTestId('expiry-notice');
  await expect(notice).toHaveCount(0);
  await expireOn(5);
  await expect(notice).toContainText('expires in 5 days');
  await expect(dashboard.getByTestId('account-foot')).toContainText('5 days left');
  await expectAccessible(dashboard);
  await dashboard.screenshot({ path: info.outputPath('expires-soon.png') });
  await expireOn(-1);
  await expect(notice).toContainText('expired on');
  await expect(dashboard.getByTestId('account-foot')).toContainText('key expired');
  await notice.getByRole('button', { name: 'Sign in again' }).click();
  await expect(dashboard.getByTestId('sign-in-dialog')).toBeVisible();
});

test('another account shows its own history, and nothing of the one before', async ({
  dashboard,
  line,
}, info) => {
  const desk = serveSignIn(line.stripe);
  const signInAs = async (account: typeof ADA) => {
    await dashboard.getByTestId('account-foot').click();
    const dialog = dashboard.getByTestId('sign-in-dialog');
    await dialog.getByTestId('sign-in-begin').or(dialog.getByTestId('sign-in-again')).click();
    await expect(dialog.getByTestId('sign-in-code')).toBeVisible();
    desk.confirm(account);
    await expect(dashboard.getByTestId('account-foot')).toContainText(account.name, { timeout: 20_000 });
    await waitUntil(
      `the line of ${account.name}`,
      async () => (await line.client.status.get().catch(() => null))?.forwarder.state === 'ready',
      20_000,
    );
    await line.stripe.waitForConnection();
    await dashboard.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  };
  await signInAs(ADA);
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_ada_1' }));
  await expect(rowOf(dashboard, 'evt_ada_1')).toBeVisible();
  await rowOf(dashboard, 'evt_ada_1').click();

  await signInAs(GRACE);
  await expect(dashboard.getByTestId('hop-stripe')).toContainText(GRACE.name);
  await expect(rowOf(dashboard, 'evt_ada_1')).toHaveCount(0);
  await line.stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_grace_1' }));
  await expect(rowOf(dashboard, 'evt_grace_1')).toBeVisible();
  await expect(dashboard.getByTestId('event-row')).toHaveCount(1);
  await dashboard.getByTestId('account-foot').click();
  await expect(dashboard.getByTestId('histories').getByRole('listitem')).toHaveText([
    new RegExp(`^${ADA.name}.*test$`),
    new RegExp(`^${GRACE.name}.*open now$`),
  ]);
  await expectAccessible(dashboard);
  await dashboard.screenshot({ path: info.outputPath('histories.png') });
});

test.describe('in Chinese, dark and narrow', () => {
  test.use({
    locale: 'zh-TW',
    colorScheme: 'dark',
    viewport: { width: 600, height: 800 },
    reducedMotion: 'reduce',
  } as object);

  test('the whole way', async ({ page, line }, info) => {
    const desk = serveSignIn(line.stripe);
    await page.goto(line.openUrl);
    await untilState(line, 'not_logged_in');
    await page.getByTestId('first-sign-in').click();
    const dialog = page.getByTestId('sign-in-dialog');
    await expect(dialog).toContainText('登入 Stripe');
    await dialog.getByTestId('sign-in-begin').click();
    await expect(dialog.getByTestId('sign-in-code')).toHaveText(desk.code);
    await expectAccessible(page);
    await page.screenshot({ path: info.outputPath('waiting-zh.png') });
    desk.confirm(ADA);
    await expect(dialog.getByTestId('sign-in-done')).toContainText(`已登入 ${ADA.name}。`);
    await dialog.getByTestId('sign-in-way-key').click();
    await page.screenshot({ path: info.outputPath('key-zh.png') });
    await page.keyboard.press('Escape');
    await untilState(line, 'ready');
    await expect(page.getByTestId('account-foot')).toContainText('天');
    await page.screenshot({ path: info.outputPath('signed-in-zh.png') });
  });
});
