// An empty store teaches: the first screen and its ways on, what every other view says while it has nothing, the lamps.
import type { Page } from '@playwright/test';
import Stripe from 'stripe';
import { expectAccessible, LOOKS, optionsOf, titleOf, ZOOMED } from './accessible.ts';
import { startBackend, type SeenRequest } from '../support/backend.ts';
import { expect, inspectorOf, test } from './line-fixture.ts';

const first = (page: Page) => page.getByTestId('first-run');

async function goTo(page: Page, key: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press(key);
}

test.describe('connected', () => {
  test('the first screen says what Hookline is for, and leads on', async ({ dashboard, line }) => {
    const screen = first(dashboard);
    await expect(screen.getByRole('heading', { level: 1 })).toHaveText('Events');
    await expect(screen).toContainText('See every webhook Stripe sends');
    await expect(screen.getByTestId('way-trigger')).toContainText(
      'npx stripe trigger payment_intent.succeeded',
    );
    // Who is connected needs neither login nor key.
    await expect(screen.getByTestId('way-connect')).toHaveCount(0);

    await screen.getByTestId('first-scenarios').click();
    await expect(dashboard.getByTestId('send-view')).toBeVisible();
    const begin = dashboard.getByTestId('scenario').first();
    await expect(begin).toContainText('Start here');
    await begin.getByTestId('scenario-play').click();
    await expect(dashboard.getByTestId('run').first()).toHaveAttribute('data-state', 'done');
    await expect(begin).not.toContainText('Start here');
    await goTo(dashboard, 'e');
    await expect(first(dashboard)).toHaveCount(0);
    await expect(dashboard.getByTestId('event-row').first()).toBeVisible();
    expect(line.backend.seen.length).toBeGreaterThan(0);
  });

  test('the backend’s state is live: down, back, and another URL', async ({ dashboard, line }) => {
    const backend = first(dashboard).getByTestId('backend-status');
    await expect(backend).toHaveAttribute('data-state', 'up');
    await expect(backend).toContainText(`${line.backend.url} is reachable`);
    await line.backend.close();
    await expect(backend).toHaveAttribute('data-state', 'down');
    await expect(backend).toContainText('can’t be reached');
    line.backend = await startBackend(line.backend.port);
    await expect(backend).toHaveAttribute('data-state', 'up');
    // Being asked is no delivery.
    expect(line.backend.seen).toEqual([]);
    await backend.getByRole('button', { name: 'Change URL' }).click();
    await expect(dashboard.getByTestId('nav-endpoints')).toHaveAttribute('aria-current', 'page');
    await expect(
      dashboard
        .getByRole('main')
        .getByLabel(/URL|Address/i)
        .first(),
    ).toHaveValue(line.backend.url);
  });

  test('every view without anything in it says why, and has one next step', async ({ dashboard }) => {
    const main = dashboard.getByRole('main');
    await goTo(dashboard, 'c');
    await expect(main).toContainText('No customer has been seen yet.');
    await expect(main.getByRole('button', { name: 'Play a scenario' })).toBeVisible();

    const nothing = dashboard.getByTestId('nothing-here');
    for (const [nav, filter, words] of [
      ['nav-failed', 'status:failed', 'No failed events. Your backend took everything.'],
      ['nav-held', 'status:held', 'Nothing is on hold.'],
      ['nav-rejected', 'status:rejected', 'No invalid requests.'],
      ['nav-pinned', 'is:pinned', 'Nothing is pinned.'],
    ] as const) {
      // In the sidebar empty views are left out, but for the one that is open.
      await expect(dashboard.getByTestId(nav)).toHaveCount(0);
      await dashboard.keyboard.press('ControlOrMeta+k');
      await expect(dashboard.getByTestId('palette-input')).toBeFocused();
      await dashboard.keyboard.type(filter);
      await dashboard.keyboard.press('End');
      await dashboard.keyboard.press('Enter');
      await expect(nothing).toContainText(words);
      await expect(nothing.getByRole('button')).toHaveCount(1);
      await expect(dashboard.getByTestId(nav)).toHaveAttribute('aria-current', 'page');
    }
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
    await popover.getByRole('button', { name: 'Send a test event' }).click();
    await expect(dashboard.getByTestId('send-view')).toBeVisible();

    await line.client.forwarder.stop();
    await expect(lamp('forwarder')).toHaveAttribute('data-state', 'idle');
    await lamp('forwarder').hover();
    await expect(popover).toContainText('stripe listen is stopped.');
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

  test('two ways: connect Stripe, or try it now; without an alarm', async ({ dashboard, line }) => {
    await expect.poll(async () => (await line.client.forwarder.get()).state).toBe('not_logged_in');
    const ways = dashboard.getByTestId('ways-on');
    await expect(ways.getByRole('article')).toHaveCount(2);
    await expect(ways.getByTestId('way-connect')).toContainText('stripe login');
    await expect(ways.getByTestId('first-sign-in')).toBeVisible();
    await expect(ways.getByTestId('first-key')).toBeVisible();
    // Working without Stripe is a choice, no failure.
    await expect(dashboard.getByTestId('hop-stripe')).toHaveAttribute('data-state', 'idle');
    await expect(dashboard.getByTestId('hop-forwarder')).toHaveAttribute('data-state', 'idle');
    // Asks the CLI anew, and says what it still lacks.
    await ways.getByTestId('first-login-done').click();
    await expect(ways.getByTestId('first-login-done')).toBeEnabled();
    await expect.poll(async () => (await line.client.forwarder.get()).state).toBe('not_logged_in');

    // One press, and the first row is there: it takes no longer than is promised, and is open already.
    await ways.getByTestId('first-try').click();
    await expect(dashboard.getByTestId('event-row').first()).toBeVisible({ timeout: 3_000 });
    await expect(first(dashboard)).toHaveCount(0);
    const open = dashboard.locator('[data-testid="event-row"][aria-selected="true"]');
    await expect(open).toHaveCount(1);
    await expect(inspectorOf(dashboard)).toContainText((await open.getAttribute('data-event-id')) ?? '?');
    await expect.poll(() => line.backend.seen.length).toBeGreaterThan(0);
  });

  test('resending verifies with Hookline’s own secret, at a second endpoint too', async ({
    dashboard,
    line,
  }) => {
    const second = await startBackend();
    try {
      const card = dashboard.getByTestId('secret-card');
      await expect(card).toHaveCount(1);
      await expect(card).toHaveAttribute('data-from', 'hookline');
      await card.getByRole('button', { name: 'Show' }).click();
      await expect(card.getByTestId('signing-secret')).toHaveText(/^whsec_[0-9a-f]{64}$/);
      const secret = await card.getByTestId('signing-secret').textContent();
      const verified = (request: SeenRequest | undefined): boolean => {
        if (request === undefined) return false;
        // Throws when the signature does not fit.
        Stripe.webhooks.constructEvent(request.body, request.header('stripe-signature') ?? '', secret ?? '');
        return true;
      };

      await dashboard.getByTestId('first-try').click();
      await expect(inspectorOf(dashboard)).toBeVisible();
      await expect
        .poll(async () => (await line.client.scenarios.runs())[0]?.state, { timeout: 20_000 })
        .toBe('done');
      expect(line.backend.seen.every(verified)).toBe(true);
      const played = line.backend.seen.length;
      await dashboard.keyboard.press('r');
      await expect.poll(() => line.backend.seen.length).toBe(played + 1);
      expect(verified(line.backend.seen.at(-1))).toBe(true);

      const { id: endpointId } = await line.client.endpoints.create({ name: 'Second', url: second.url });
      const open = dashboard.locator('[data-testid="event-row"][aria-selected="true"]');
      const id = (await open.getAttribute('data-event-id')) ?? '';
      await line.client.events.resend({ id, endpointId });
      expect(second.seen.map(verified)).toEqual([true]);
      // Both verify with the one secret, on every page that shows it.
      for (const key of ['s', 'f']) {
        await goTo(dashboard, key);
        await expect(card).toHaveCount(1);
        await expect(card).toContainText('Used by 2 endpoints: Local, Second.');
      }
    } finally {
      await second.close();
    }
  });
});

test.describe('forwarder switched off', () => {
  test.use({ listen: false });

  test('says so, and starts it', async ({ dashboard, line }) => {
    const way = dashboard.getByTestId('way-connect');
    await expect(way).toContainText('stripe listen is off for this run');
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
      await expect(dashboard.getByTestId('ways-on').getByRole('article')).toHaveCount(2);
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
    /\b(?:first|emptyList|pipeline|play|secret|nav|catchUp)\.[a-z]|\{\{|undefined/,
  );
}
