// An empty store teaches: the first screen and its ways on, what every other view says while it has nothing, the lamps.
import type { Page } from '@playwright/test';
import { expectAccessible, LOOKS, optionsOf, titleOf, ZOOMED } from './accessible.ts';
import { expect, test } from './line-fixture.ts';

const first = (page: Page) => page.getByTestId('first-run');

async function goTo(page: Page, key: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press(key);
}

test.describe('connected', () => {
  test('the first screen explains, shows how the line stands, and leads on', async ({ dashboard, line }) => {
    const screen = first(dashboard);
    await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Waiting for the first event');
    await expect(screen).toContainText('A webhook is Stripe calling your backend');
    await expect(screen).toContainText('localhost, where no call from outside gets through');
    await expect(
      screen.getByRole('list', { name: 'State of the line' }).locator('li:not([aria-hidden])'),
    ).toHaveText([
      /Stripe.*working/s,
      /stripe listen.*working.*ready/s,
      /Hookline.*working/s,
      /Your backend.*waiting.*nothing sent yet/s,
    ]);
    for (const reminder of ['Keep Hookline running', 'Your backend must be up', 'for development only'])
      await expect(screen).toContainText(reminder);
    await expect(screen.getByTestId('way-trigger')).toContainText(
      'npx stripe trigger payment_intent.succeeded',
    );
    // Who is connected needs neither login nor key.
    await expect(screen.getByTestId('way-login')).toHaveCount(0);
    await expect(screen.getByTestId('way-key')).toHaveCount(0);

    await screen.getByTestId('first-demo').click();
    await expect(dashboard.getByTestId('send-view')).toBeVisible();
    const begin = dashboard.getByTestId('scenario').first();
    await expect(begin).toContainText('Nothing has been played yet. Begin here.');
    await begin.getByTestId('scenario-play').click();
    await expect(dashboard.getByTestId('run').first()).toHaveAttribute('data-state', 'done');
    await expect(begin).not.toContainText('Begin here');
    await goTo(dashboard, 'e');
    await expect(first(dashboard)).toHaveCount(0);
    await expect(dashboard.getByTestId('event-row').first()).toBeVisible();
    expect(line.backend.seen.length).toBeGreaterThan(0);
  });

  test('every view without anything in it says why, and has one next step', async ({ dashboard }) => {
    const main = dashboard.getByRole('main');
    await goTo(dashboard, 'c');
    await expect(main).toContainText('No customer has been seen yet.');
    await expect(main.getByRole('button', { name: 'Play a scenario' })).toBeVisible();

    const nothing = dashboard.getByTestId('nothing-here');
    for (const [nav, words] of [
      ['nav-failed', 'No failed events. Your backend took everything.'],
      ['nav-held', 'Nothing is held.'],
      ['nav-rejected', 'Nothing was rejected.'],
    ] as const) {
      await dashboard.getByTestId(nav).click();
      await expect(nothing).toContainText(words);
      await expect(nothing.getByRole('button')).toHaveCount(1);
    }
    await dashboard.getByTestId('saved-filter').first().click();
    await expect(nothing).toContainText('Nothing is pinned.');
    await dashboard.keyboard.press('/');
    await dashboard.keyboard.type('type:invoice.* ');
    await expect(nothing).toContainText('No event matches this filter.');
    await nothing.getByTestId('open-filter-help').click();
    const help = dashboard.getByTestId('filter-help');
    await expect(help).toContainText('signature:');
    await help.getByTestId('filter-example').nth(1).click();
    await expect(dashboard.getByTestId('filter-chip')).toHaveText('status:failed|5xx');
    await nothing.getByTestId('clear-filter').click();
    await expect(first(dashboard)).toBeVisible();

    await goTo(dashboard, 'i');
    await expect(main).toContainText('No event has come yet');
  });

  test('each lamp says how it stands, and offers the one thing that mends it', async ({
    dashboard,
    line,
  }) => {
    const popover = dashboard.getByRole('dialog');
    const lamp = (id: string) => dashboard.getByTestId(`hop-${id}`);
    await lamp('endpoint').focus();
    await dashboard.keyboard.press('Enter');
    await expect(popover).toContainText('Nothing has been sent to your backend yet.');
    await popover.getByRole('button', { name: 'Play a first event' }).click();
    await expect(dashboard.getByTestId('send-view')).toBeVisible();

    await line.client.forwarder.stop();
    await expect(lamp('forwarder')).toHaveAttribute('data-state', 'idle');
    await lamp('forwarder').hover();
    await expect(popover).toContainText('The forwarder is stopped.');
    await popover.getByRole('button', { name: 'Start' }).click();
    await expect(lamp('forwarder')).toHaveAttribute('data-state', 'ok');
    await dashboard.mouse.move(700, 600);

    await line.hookline.kill('SIGKILL');
    await expect(lamp('hookline')).toHaveAttribute('data-state', 'bad');
    await lamp('hookline').hover();
    await expect(popover).toContainText('Hookline itself is not running');
    await expect(popover.getByRole('button', { name: 'Try now' })).toBeVisible();
    // It tries by itself too, so there may be nothing left to press.
    await line.restart('SIGKILL');
    await expect(lamp('hookline')).toHaveAttribute('data-state', 'ok');
  });
});

test.describe('not logged in', () => {
  test.use({ loggedIn: false });

  test('three ways on: log in, paste a key, or play without Stripe', async ({ dashboard, line }) => {
    await expect.poll(async () => (await line.client.forwarder.get()).state).toBe('not_logged_in');
    const ways = dashboard.getByTestId('ways-on');
    await expect(ways.getByRole('article')).toHaveCount(3);
    await expect(ways.getByTestId('way-login')).toContainText('npx stripe login');
    await expect(ways.getByTestId('first-sign-in')).toBeVisible();
    await expect(ways.getByTestId('first-key')).toBeVisible();
    await expect(ways.getByTestId('way-key').getByRole('link')).toHaveAttribute(
      'href',
      'https://dashboard.stripe.com/test/apikeys',
    );
    await expect(dashboard.getByTestId('hop-forwarder')).toHaveAttribute('data-state', 'bad');
    // Asks the CLI anew, and says what it still lacks.
    await ways.getByTestId('first-login-done').click();
    await expect(ways.getByTestId('first-login-done')).toBeEnabled();
    await expect.poll(async () => (await line.client.forwarder.get()).state).toBe('not_logged_in');
    await ways.getByTestId('first-demo').click();
    await expect(dashboard.getByTestId('send-view')).toBeVisible();
    // Without Stripe the rest works all the same.
    await dashboard.getByTestId('scenario-play').first().click();
    await expect.poll(() => line.backend.seen.length).toBeGreaterThan(0);
  });
});

test.describe('forwarder switched off', () => {
  test.use({ listen: false });

  test('says so, and starts it', async ({ dashboard, line }) => {
    const way = dashboard.getByTestId('way-mend');
    await expect(way).toContainText('switched off for this run');
    await goTo(dashboard, 'f');
    await expect(dashboard.getByTestId('forwarder-state')).toHaveAttribute('data-state', 'disabled');
    await expect(dashboard.getByTestId('forwarder-start')).toBeVisible();
    await goTo(dashboard, 'e');
    await way.getByRole('button', { name: 'Start' }).click();
    await expect.poll(async () => (await line.client.forwarder.get()).state).toBe('ready');
    await expect(dashboard.getByTestId('way-trigger')).toBeVisible();
  });
});

for (const shown of [...LOOKS, ZOOMED]) {
  test.describe(titleOf(shown), () => {
    test.use({ ...optionsOf(shown), loggedIn: false } as object);

    test('empty and not logged in: complete, accessible, nothing to scroll sideways', async ({
      dashboard,
      line,
    }) => {
      await expect.poll(async () => (await line.client.forwarder.get()).state).toBe('not_logged_in');
      await expect(dashboard.getByTestId('ways-on').getByRole('article')).toHaveCount(3);
      await look(dashboard, 'first screen');
      for (const key of ['c', 'n', 'i', 's', 'f', ',']) {
        await goTo(dashboard, key);
        await look(dashboard, `g ${key}`);
      }
      await dashboard.keyboard.press('f');
      await expect(dashboard.getByTestId('nothing-here')).toBeVisible();
      await look(dashboard, 'failed');
    });
  });
}

async function look(page: Page, where: string): Promise<void> {
  await expectAccessible(page, where);
  // Neither the page nor anything in it that scrolls up and down.
  const sideways = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main, main *')]
      .filter((element) => {
        const { overflowX, overflowY } = getComputedStyle(element);
        const scrolls =
          element === document.documentElement || overflowY === 'auto' || overflowY === 'scroll';
        return (
          scrolls &&
          overflowX !== 'hidden' &&
          element.scrollWidth > element.clientWidth &&
          element.tagName !== 'CODE'
        );
      })
      .map((element) => `${element.tagName} ${element.className}`),
  );
  expect(sideways, `${where} scrolls sideways`).toEqual([]);
  await expect(page.getByRole('main')).not.toContainText(
    /\b(?:first|emptyList|pipeline|play)\.[a-z]|\{\{|undefined/,
  );
}
