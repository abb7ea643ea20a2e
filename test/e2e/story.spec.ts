// Events that belong together on one line, and the picture of what happened to them.
import type { Locator, Page } from '@playwright/test';
import { startBackend } from '../support/backend.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { look, LOOKS, optionsOf, titleOf } from './accessible.ts';
import { expect, rowOf, test, type Line } from './line-fixture.ts';

/** With this seed several events of the purchase arrive before one that was created a second earlier, and one comes twice. */
const DISORDERLY_SEED = 16;

const groups = (page: Page): Locator => page.getByTestId('group-row');
const rows = (page: Page): Locator => page.getByTestId('event-row');

async function play(line: Line, scenario: string, seed = DISORDERLY_SEED): Promise<void> {
  const { id } = await line.client.scenarios.run({
    scenario,
    seed,
    disorder: true,
    duplicates: true,
    name: 'Ada Lovelace',
  });
  const run = async () => (await line.client.scenarios.runs()).find((one) => one.id === id)?.state;
  await expect.poll(run).toBe('done');
  await expect
    .poll(async () => (await line.client.events.list({ filter: 'checkout:cs_*', limit: 500 })).items.length)
    .toBeGreaterThan(3);
}

async function groupBy(page: Page, by: 'none' | 'request' | 'customer' | 'checkout'): Promise<void> {
  await page.getByTestId('group-menu').click();
  await page.getByTestId(`group-by-${by}`).click();
  await expect(page.getByTestId('group-menu')).toHaveAttribute('data-by', by);
  await expect(page.getByTestId('group-choices')).toHaveCount(0);
  await expect(page.locator('#event-list')).toBeFocused();
  // Off the list, so that rows may move.
  await page.mouse.move(2, 2);
}

test.describe('without Stripe', () => {
  test.use({ listen: false });

  test('one purchase on one line: by request, by customer, by session; by menu and by key', async ({
    dashboard,
    line,
  }) => {
    await play(line, 'checkout_subscription');
    await expect(rows(dashboard)).toHaveCount(17);
    await groupBy(dashboard, 'request');
    // What Stripe did by itself stands alone, so do the product and its price.
    await expect(groups(dashboard)).toHaveCount(1);
    await expect(groups(dashboard)).toContainText('New subscription');
    const inRequest = Number(await groups(dashboard).getAttribute('data-count'));
    expect(inRequest).toBeGreaterThan(4);
    await expect(rows(dashboard)).toHaveCount(17 - inRequest);

    await dashboard.keyboard.press('G');
    await expect(dashboard.getByTestId('group-menu')).toHaveAttribute('data-by', 'customer');
    await expect(groups(dashboard)).toContainText('Ada Lovelace');

    await dashboard.keyboard.press('G');
    await expect(dashboard.getByTestId('group-menu')).toHaveAttribute('data-by', 'checkout');
    await expect(groups(dashboard)).toHaveCount(1);
    await expect(groups(dashboard)).toHaveAttribute('data-count', '15');
    for (const words of ['Checkout', '15', 'Ada Lovelace', '€15.00', 'delivered'])
      await expect(groups(dashboard)).toContainText(words);

    await dashboard.reload();
    await expect(groups(dashboard)).toHaveCount(1);
    await dashboard.keyboard.press('G');
    await expect(groups(dashboard)).toHaveCount(0);
    await expect(rows(dashboard)).toHaveCount(17);
  });

  test('the keyboard opens and closes a group and goes through it; marks reach across', async ({
    dashboard,
    line,
  }) => {
    await play(line, 'checkout_subscription');
    await groupBy(dashboard, 'checkout');
    await expect(groups(dashboard)).toHaveAttribute('data-count', '15');
    await dashboard.keyboard.press('Home');
    await expect(groups(dashboard)).toHaveAttribute('aria-selected', 'true');
    const active = await dashboard.locator('#event-list').getAttribute('aria-activedescendant');
    await expect(groups(dashboard)).toHaveAttribute('id', active ?? '');
    await expect(dashboard.getByTestId('group-pane')).toContainText('15 events');

    await dashboard.keyboard.press('ArrowRight');
    await expect(rows(dashboard)).toHaveCount(17);
    await expect(groups(dashboard)).toHaveAttribute('aria-expanded', 'true');
    await dashboard.keyboard.press('ArrowRight');
    await expect(rows(dashboard).first()).toHaveAttribute('aria-selected', 'true');
    await dashboard.keyboard.press('j');
    await expect(rows(dashboard).nth(1)).toHaveAttribute('aria-selected', 'true');
    await expect(rows(dashboard).nth(1)).toHaveAttribute('aria-level', '2');
    await dashboard.keyboard.press('Shift+ArrowDown');
    await expect(dashboard.getByTestId('selection-bar')).toHaveAttribute('data-count', '2');
    await dashboard.keyboard.press('Escape');
    await dashboard.keyboard.press('ArrowLeft');
    await expect(groups(dashboard)).toHaveAttribute('aria-selected', 'true');
    await dashboard.keyboard.press('ArrowLeft');
    await expect(rows(dashboard)).toHaveCount(2);
    await dashboard.keyboard.press('Enter');
    await expect(rows(dashboard)).toHaveCount(17);
    await dashboard.keyboard.press('Enter');
    await expect(rows(dashboard)).toHaveCount(2);

    // A closed group is picked as a whole, alone or within a range.
    await dashboard.keyboard.press('x');
    await expect(dashboard.getByTestId('selection-bar')).toHaveAttribute('data-count', '15');
    await dashboard.keyboard.press('x');
    await expect(dashboard.getByTestId('selection-bar')).toHaveCount(0);
    await rows(dashboard).last().click();
    await dashboard.keyboard.press('k');
    await dashboard.keyboard.press('x');
    await expect(dashboard.getByTestId('selection-bar')).toHaveAttribute('data-count', '1');
  });

  test('events join their group as they come, and nothing moves under the pointer', async ({
    dashboard,
    line,
  }) => {
    await play(line, 'one_time_guest', 1);
    await groupBy(dashboard, 'customer');
    const { id } = await line.client.scenarios.run({
      scenario: 'checkout_subscription',
      speed: 'step',
      seed: 2,
      name: 'Grace Hopper',
    });
    // Product, price, customer, and what names her.
    for (let step = 0; step < 6; step++) await line.client.scenarios.step({ id });
    const hers = groups(dashboard).filter({ hasText: 'Grace Hopper' });
    await expect(hers).toHaveAttribute('data-count', '4');
    await expect(hers).toHaveAttribute('aria-posinset', '1');

    await groups(dashboard).last().hover();
    const before = await dashboard
      .locator('[role="treeitem"]')
      .evaluateAll((items) => items.map(({ id: own }) => own));
    await line.client.scenarios.step({ id });
    await expect(dashboard.getByTestId('new-pill')).toContainText('1 new');
    expect(
      await dashboard.locator('[role="treeitem"]').evaluateAll((items) => items.map(({ id: own }) => own)),
    ).toEqual(before);
    await expect(hers).toHaveAttribute('data-count', '4');
    await dashboard.mouse.move(2, 2);
    await expect(hers).toHaveAttribute('data-count', '5');
  });

  test('the story: lanes, order, a retry and a replay, each event to be followed and opened', async ({
    dashboard,
    line,
  }) => {
    const billing = await startBackend();
    await line.client.endpoints.create({
      url: billing.url,
      name: 'Billing',
      filter: { types: ['invoice.*', 'checkout.*'], kinds: 'all', accounts: 'all' },
    });
    const [local] = await line.client.endpoints.list();
    await line.client.endpoints.update({
      id: local?.id ?? '',
      retry: { kind: 'exponential', firstMs: 200, maxMs: 1_000, times: 2 },
      // A replay is signed anew.
      signing: 'stable',
    });
    // The first answer about the session is no; what comes by itself soon after is taken.
    let refused = 0;
    line.backend.behave(({ body }, response) => {
      const isFirst = body.includes('"checkout.session.completed"') && refused++ === 0;
      response.writeHead(isFirst ? 503 : 200).end('ok');
    });
    await play(line, 'checkout_subscription');
    await expect.poll(async () => (await line.client.status.get()).counts.delivered).toBe(17);
    await groupBy(dashboard, 'checkout');
    await groups(dashboard).click();
    const story = dashboard.getByTestId('story');
    await expect(story).toHaveAttribute('data-events', '15');
    await expect(dashboard.getByTestId('story-made-of')).toContainText(
      /Events of the session cs_test_.*1 is about the session itself/,
    );
    await expect(dashboard.getByTestId('story-order')).toContainText(
      /\d+ arrived before an event that was created earlier/,
    );

    const events = story.getByTestId('story-event');
    await expect(events).toHaveCount(15);
    const early = await events.evaluateAll((all) => all.filter((one) => one.dataset['ahead'] !== '0').length);
    expect(early).toBeGreaterThan(2);
    await expect(story.locator('.story-stop.early[data-testid="story-arrival"]')).toHaveCount(early);
    const late = await events.evaluateAll((all) => all.filter((one) => one.dataset['behind'] !== '0').length);
    await expect(story.getByTestId('story-late')).toHaveCount(late);
    expect(late).toBeLessThan(early);
    await expect(story.getByTestId('story-delivered-late')).toHaveCount(1);
    expect(await events.evaluateAll((all) => all.map((one) => one.dataset['created']))).toEqual(
      Array.from({ length: 15 }, (_, index) => String(index + 1)),
    );
    await expect(story.getByTestId('story-picture')).toContainText('Billing');
    await expect(story.locator('[data-testid="story-mark"][data-kind="retry"][data-ok="true"]')).toHaveCount(
      1,
    );
    await expect(story.locator('[data-testid="story-mark"][data-ok="false"]')).toHaveText('503');

    // Followed by keyboard, and said in words.
    const session = events.filter({ hasText: 'completed' });
    const sessionSeq = await session.getAttribute('data-story-seq');
    await events.first().focus();
    await dashboard.keyboard.press('ArrowDown');
    await expect(events.nth(1)).toBeFocused();
    await expect(events.nth(1)).toHaveClass(/active/);
    await expect(story.locator('.story-line.active')).toHaveCount(1);
    await expect(dashboard.getByTestId('story-detail')).toContainText(
      /created no\. 2 .* arrived no\. \d+ .* Local: delivered no\. \d+/,
    );
    await expect(events.nth(1)).toHaveAccessibleName(/created no\. 2/);
    await expect(story.getByRole('table')).toContainText('checkout.session.completed');

    // A replay appears while one looks.
    const id = (await session.getAttribute('data-event-id')) ?? '';
    await line.client.events.resend({ id, endpointId: local?.id });
    await expect(
      story.locator(`[data-story-seq="${sessionSeq}"] [data-testid="story-mark"][data-kind="replay"]`),
    ).toHaveCount(1);

    await session.focus();
    await dashboard.keyboard.press('Enter');
    await expect(rowOf(dashboard, id)).toHaveAttribute('aria-selected', 'true');
    await expect(dashboard.getByTestId('tab-overview')).toHaveAttribute('aria-selected', 'true');

    // The same from the event, by what it has; and as a table.
    await dashboard.keyboard.press('t');
    await expect(story).toHaveAttribute('data-by', 'checkout');
    await expect(dashboard.getByTestId('story-choice-request')).toBeDisabled();
    await dashboard.getByTestId('story-choice-customer').click();
    await expect(story).toHaveAttribute('data-by', 'customer');
    await dashboard.getByTestId('story-choice-table').click();
    await expect(story.getByRole('table')).toBeVisible();
    await expect(story.getByTestId('story-picture')).toHaveCount(0);
    await billing.close();
  });

  test('what waits for a backend that is down shows as waiting, and how long it did', async ({
    dashboard,
    line,
  }) => {
    const { port } = line.backend;
    await line.backend.close();
    await play(line, 'one_time_guest', 1);
    await groupBy(dashboard, 'checkout');
    await groups(dashboard).click();
    const story = dashboard.getByTestId('story');
    await expect(story.getByTestId('story-waiting').first()).toHaveText('held');
    const back = await startBackend(port);
    await expect(story.getByTestId('story-waiting')).toHaveCount(0);
    await expect(story.getByTestId('story-waited').first()).toBeVisible();
    await back.close();
  });

  for (const shown of LOOKS) {
    test.describe(titleOf(shown), () => {
      test.use(optionsOf(shown) as object);

      test('nothing axe objects to, and the page does not scroll sideways', async ({ dashboard, line }) => {
        // Five looks of axe at a long page.
        test.slow();
        await play(line, 'checkout_subscription');
        await groupBy(dashboard, 'checkout');
        await groups(dashboard).click();
        await expect(rows(dashboard)).toHaveCount(17);
        await look(dashboard, 'list');
        await dashboard.keyboard.press('t');
        await expect(dashboard.getByTestId('story-picture')).toBeVisible();
        await dashboard.getByTestId('story-event').nth(2).focus();
        await look(dashboard, 'story of the group');
        await dashboard.getByTestId('story-choice-table').click();
        await look(dashboard, 'table');
        await dashboard.getByTestId('story-choice-picture').click();
        await dashboard.getByTestId('story-event').first().click();
        await dashboard.keyboard.press('t');
        await expect(dashboard.getByTestId('story-picture')).toBeVisible();
        await look(dashboard, 'story of an event');
      });
    });
  }
});

test('a group that goes on in pages that are not loaded is completed when it is opened', async ({
  dashboard,
  line,
}) => {
  const send = (id: string, requestId: string | null) =>
    line.stripe.sendEvent(eventFixture({ type: 'invoice.updated', id, requestId }));
  await send('evt_oldest', 'req_long');
  for (let index = 0; index < 210; index += 30)
    await Promise.all(Array.from({ length: 30 }, (_, offset) => send(`evt_between_${index + offset}`, null)));
  await send('evt_new_1', 'req_long');
  await send('evt_new_2', 'req_long');
  await expect.poll(async () => (await line.client.status.get()).counts.all).toBe(213);
  await dashboard.reload();
  await groupBy(dashboard, 'request');
  await expect(groups(dashboard)).toHaveAttribute('data-count', '2');
  expect(await dashboard.locator('[role="treeitem"]').count()).toBeLessThan(80);
  await groups(dashboard).click();
  await expect(groups(dashboard)).toHaveAttribute('data-count', '3');
  await expect(rowOf(dashboard, 'evt_oldest')).toHaveAttribute('aria-level', '2');
  // Scrolled to the end, its page is loaded, too, and it stands there once.
  for (let more = 0; more < 12; more++) await dashboard.keyboard.press('PageDown');
  await dashboard.locator('.rows').evaluate((list) => list.scrollTo({ top: list.scrollHeight }));
  await expect(dashboard.getByText('That is everything.')).toBeVisible();
  await expect(rowOf(dashboard, 'evt_between_0')).toBeVisible();
  await expect(rowOf(dashboard, 'evt_oldest')).toHaveCount(0);
});
