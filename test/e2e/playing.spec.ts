// The Send view: scenarios played at once, compressed and step by step, stopped, in other versions and in Stripe's manner.
import type { Locator, Page } from '@playwright/test';
import { generateScenario } from '#shared/domain/scenarios/scenarios.ts';
import { expectAccessible } from './accessible.ts';
import { goTo } from './app-fixture.ts';
import { expect, inspectorOf, rowOf, test, type Line } from './line-fixture.ts';

test.use({ listen: false });

test.beforeEach(async ({ dashboard }) => {
  await goTo(dashboard, 's');
  await expect(dashboard.getByTestId('send-view')).toBeVisible();
});

test('at once: every event goes out in its order, about whom was asked, and is marked as made up', async ({
  dashboard,
  line,
}) => {
  await chooseSpeed(dashboard, 'At once');
  await dashboard.getByTestId('play-name').fill('Ada Lovelace');
  await dashboard.getByTestId('play-email').fill('ada@example.com');
  await play(dashboard, 'checkout_subscription');
  await expect(runOf(dashboard, 'checkout_subscription')).toHaveAttribute('data-state', 'done');
  const told = typesOf('checkout_subscription');
  await expect(runOf(dashboard, 'checkout_subscription')).toContainText(
    `Ada Lovelace · ${told.length} of ${told.length} sent`,
  );
  expect(sentTypes(line)).toEqual(told);
  expect(line.backend.seen.map(({ body }) => body.toString()).join()).toContain('ada@example.com');

  await goTo(dashboard, 'e');
  const rows = dashboard.getByTestId('event-row');
  await expect(rows).toHaveCount(told.length);
  await expect(rows.getByTestId('synthetic')).toHaveCount(told.length);
  await rows.first().click();
  await expect(inspectorOf(dashboard)).toContainText('made up by Hookline');
});

test('compressed: the progress is seen while it goes on', async ({ dashboard }) => {
  await chooseSpeed(dashboard, 'Compressed');
  await dashboard.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    new MutationObserver(() => {
      const now = document.querySelector('[role="progressbar"]')?.getAttribute('aria-valuetext');
      if (now && now !== seen.at(-1)) seen.push(now);
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await play(dashboard, 'one_time_guest');
  const run = runOf(dashboard, 'one_time_guest');
  await expect(run).toHaveAttribute('data-state', 'running');
  await expect(run.getByRole('progressbar')).toHaveAccessibleName('Buy once, as a guest');
  await expect(run).toHaveAttribute('data-state', 'done');

  const seen = await dashboard.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  const total = typesOf('one_time_guest').length;
  const counts = seen.map((text) => Number(/^(\d+) of /.exec(text)?.[1]));
  expect(seen.every((text) => text.endsWith(` of ${total} sent`))).toBe(true);
  expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  const between = counts.filter((count) => count > 0 && count < total);
  expect(between.length).toBeGreaterThanOrEqual(Math.min(3, total - 1));
});

test('step by step, by keyboard: each press sends the one event that was announced', async ({
  dashboard,
  line,
}) => {
  await chooseSpeed(dashboard, 'Step by step');
  await scenarioOf(dashboard, 'one_time_guest').getByTestId('scenario-play').focus();
  await dashboard.keyboard.press('Enter');
  const run = runOf(dashboard, 'one_time_guest');
  await expect(run).toHaveAttribute('data-state', 'waiting');
  expect(line.backend.seen).toHaveLength(0);
  await expectAccessible(dashboard);

  const told = typesOf('one_time_guest');
  const next = run.getByTestId('run-step');
  await next.focus();
  for (const [index, type] of told.entries()) {
    await expect(run.locator('code')).toHaveText(type);
    await dashboard.keyboard.press(index % 2 === 0 ? 'Enter' : 'Space');
    await expect(run).toContainText(`${index + 1} of ${told.length} sent`);
    expect(sentTypes(line)).toEqual(told.slice(0, index + 1));
  }
  await expect(run).toHaveAttribute('data-state', 'done');
  await expect(next).toHaveCount(0);
});

test('step by step: pressed again while an event is on its way, nothing is sent twice or skipped', async ({
  dashboard,
  line,
}) => {
  const answers: (() => void)[] = [];
  line.backend.behave((_request, response) => answers.push(() => response.end('ok')));
  await chooseSpeed(dashboard, 'Step by step');
  await play(dashboard, 'one_time_guest');
  const run = runOf(dashboard, 'one_time_guest');
  const next = run.getByTestId('run-step');
  await next.click();
  await expect.poll(() => line.backend.seen.length).toBe(1);
  await expect(next).toHaveAttribute('aria-disabled', 'true');
  await next.click({ force: true });
  answers.shift()?.();
  await expect(run).toContainText('1 of ');
  await expect(next).toHaveAttribute('aria-disabled', 'false');
  await next.click();
  await expect.poll(() => line.backend.seen.length).toBe(2);
  answers.shift()?.();
  await expect(run).toContainText('2 of ');
  expect(sentTypes(line)).toEqual(typesOf('one_time_guest').slice(0, 2));
});

test('stopped: what was sent stays, nothing else goes out, and another can be played', async ({
  dashboard,
  line,
}) => {
  await chooseSpeed(dashboard, 'Compressed');
  await play(dashboard, 'renewal');
  const run = runOf(dashboard, 'renewal');
  await expect.poll(() => line.backend.seen.length).toBeGreaterThan(2);
  await run.getByTestId('run-stop').click();
  await expect(run).toHaveAttribute('data-state', 'stopped');

  await chooseSpeed(dashboard, 'At once');
  await play(dashboard, 'one_time_guest');
  await expect(runOf(dashboard, 'one_time_guest')).toHaveAttribute('data-state', 'done');
  const [guest, stopped] = await line.client.scenarios.runs();
  expect(stopped).toMatchObject({ scenario: 'renewal', state: 'stopped' });
  expect(stopped?.sent).toBeLessThan(typesOf('renewal').length);
  expect(line.backend.seen).toHaveLength((stopped?.sent ?? 0) + (guest?.sent ?? 0));
  await expect(run).toContainText(`${stopped?.sent} of ${stopped?.total} sent`);
});

test('the API version chosen is that of every event, and is remembered', async ({ dashboard, line }) => {
  await chooseSpeed(dashboard, 'At once');
  const version = dashboard.getByTestId('play-version');
  await expect(version).toHaveValue('2026-10-28.endive');
  await version.selectOption('2024-06-20');
  await play(dashboard, 'checkout_subscription');
  await expect(runOf(dashboard, 'checkout_subscription')).toHaveAttribute('data-state', 'done');
  expect(new Set(sentEvents(line).map((event) => event['api_version']))).toEqual(new Set(['2024-06-20']));
  // The period stood on the subscription then, and stands on its items now.
  const subscription = (): unknown =>
    sentEvents(line).findLast(({ type }) => String(type).startsWith('customer.subscription.'))?.['data'];
  expect(subscription()).toHaveProperty('object.current_period_end');

  await dashboard.reload();
  await expect(dashboard.getByTestId('event-row').first()).toBeVisible();
  await goTo(dashboard, 's');
  await expect(version).toHaveValue('2024-06-20');
  await version.selectOption('2026-10-28.endive');
  line.backend.seen.length = 0;
  await play(dashboard, 'checkout_subscription');
  await expect.poll(() => line.backend.seen.length).toBe(typesOf('checkout_subscription').length);
  expect(new Set(sentEvents(line).map((event) => event['api_version']))).toEqual(
    new Set(['2026-10-28.endive']),
  );
  expect(subscription()).not.toHaveProperty('object.current_period_end');

  await goTo(dashboard, 'e');
  await dashboard.getByTestId('event-row').first().click();
  await expect(inspectorOf(dashboard)).toContainText('2026-10-28.endive');
});

test('some twice: one event with two receipts, delivered twice', async ({ dashboard, line }) => {
  await chooseSpeed(dashboard, 'At once');
  await dashboard.getByTestId('play-duplicates').click();
  await play(dashboard, 'checkout_subscription');
  const run = runOf(dashboard, 'checkout_subscription');
  await expect(run).toHaveAttribute('data-state', 'done');
  const told = typesOf('checkout_subscription');
  expect(line.backend.seen.length).toBeGreaterThan(told.length);

  const { items } = await line.client.events.list({});
  expect(items).toHaveLength(told.length);
  const twice = items.filter(({ receiptCount }) => receiptCount === 2);
  expect(twice).toHaveLength(line.backend.seen.length - told.length);
  const id = twice[0]?.id ?? '';
  const arrived = sentEvents(line).filter((event) => event['id'] === id);
  expect(arrived).toHaveLength(2);
  expect(arrived[1]).toEqual(arrived[0]);

  await goTo(dashboard, 'e');
  await expect(dashboard.getByTestId('event-row')).toHaveCount(told.length);
  await rowOf(dashboard, id).click();
  const receipts = inspectorOf(dashboard).getByRole('listitem').filter({ hasText: 'made up by Hookline' });
  await expect(receipts).toHaveCount(2);
  await expect(receipts.last()).toContainText('same bytes as before');
});

test('some out of order: all of them, and not as they were made', async ({ dashboard, line }) => {
  await chooseSpeed(dashboard, 'At once');
  await dashboard.getByTestId('play-disorder').click();
  await play(dashboard, 'checkout_subscription');
  await expect(runOf(dashboard, 'checkout_subscription')).toHaveAttribute('data-state', 'done');
  const told = typesOf('checkout_subscription');
  expect(sentTypes(line).toSorted()).toEqual(told.toSorted());
  expect(sentTypes(line)).not.toEqual(told);
});

test('the whole view by keyboard: speed, switches and play', async ({ dashboard, line }) => {
  const speed = dashboard.getByTestId('play-speed');
  await speed.getByRole('radio', { checked: true }).focus();
  await dashboard.keyboard.press('ArrowUp');
  await expect(speed.getByRole('radio', { checked: true })).toHaveAccessibleName(/^At once/);
  await dashboard.keyboard.press('Tab');
  await expect(dashboard.getByTestId('play-version')).toBeFocused();
  await dashboard.keyboard.press('Tab');
  await expect(dashboard.getByTestId('play-disorder')).toBeFocused();
  await dashboard.keyboard.press('Tab');
  await dashboard.keyboard.press('Space');
  await expect(dashboard.getByTestId('play-duplicates')).toBeChecked();
  await dashboard.keyboard.press('Tab');
  await dashboard.keyboard.type('Grace Hopper');
  await dashboard.keyboard.press('Tab');
  await dashboard.keyboard.type('grace@example.com');
  // Shortcuts of one letter stay text while something is typed.
  await expect(dashboard.getByTestId('play-email')).toHaveValue('grace@example.com');
  await dashboard.keyboard.press('Tab');
  await expect(dashboard.getByTestId('scenario-play').first()).toBeFocused();
  await dashboard.keyboard.press('Enter');
  await expect(dashboard.getByTestId('run').first()).toHaveAttribute('data-state', 'done');
  await expect(dashboard.getByTestId('run').first()).toContainText('Grace Hopper');
  expect(line.backend.seen.length).toBeGreaterThan(0);
});

test('an email that is none is said, and nothing is played with it', async ({ dashboard, line }) => {
  await chooseSpeed(dashboard, 'At once');
  const email = dashboard.getByTestId('play-email');
  await email.fill('ada at example');
  await expect(email).toHaveAccessibleDescription('This does not look like an email address.');
  await play(dashboard, 'one_time_guest');
  await expect(email).toBeFocused();
  await expect(email).toHaveValue('ada at example');
  await email.fill('ada@example.com');
  await play(dashboard, 'one_time_guest');
  await expect(runOf(dashboard, 'one_time_guest')).toHaveAttribute('data-state', 'done');
  expect(await line.client.scenarios.runs()).toHaveLength(1);
});

test('“See the customer” opens the very customer that was played', async ({ dashboard }) => {
  await chooseSpeed(dashboard, 'At once');
  for (const name of ['Ada Lovelace', 'Grace Hopper']) {
    await dashboard.getByTestId('play-name').fill(name);
    await play(dashboard, 'one_time_customer');
    await expect(dashboard.getByTestId('run').first()).toContainText(name);
    await expect(dashboard.getByTestId('run').first()).toHaveAttribute('data-state', 'done');
  }
  for (const name of ['Ada Lovelace', 'Grace Hopper']) {
    await goTo(dashboard, 's');
    await dashboard.getByRole('button', { name: `See the customer ${name}` }).click();
    await expect(dashboard.getByTestId('customer-row')).toHaveCount(2);
    await expect(dashboard.getByTestId('customer-detail').getByRole('heading').first()).toHaveText(name);
  }
});

type Scenario = Parameters<typeof generateScenario>[0];

/** In the order they are made, whatever the seed. */
function typesOf(scenario: Scenario): string[] {
  const steps = generateScenario(scenario, { apiVersion: '2026-10-28.endive', seed: 1, startAt: 0 });
  return steps.map(({ event }) => String(event['type']));
}

function sentEvents({ backend }: Line): Record<string, unknown>[] {
  return backend.seen.map(({ body }) => JSON.parse(body.toString()) as Record<string, unknown>);
}

function sentTypes(line: Line): string[] {
  return sentEvents(line).map((event) => String(event['type']));
}

async function chooseSpeed(page: Page, name: string): Promise<void> {
  const speed = page.getByTestId('play-speed');
  await speed.getByRole('radio', { name: new RegExp(`^${name}`) }).click();
  await expect(speed.getByRole('radio', { name: new RegExp(`^${name}`) })).toBeChecked();
}

function scenarioOf(page: Page, scenario: Scenario): Locator {
  return page.locator(`[data-testid="scenario"][data-scenario="${scenario}"]`);
}

/** The newest of this scenario. */
function runOf(page: Page, scenario: Scenario): Locator {
  return page.locator(`[data-testid="run"][data-scenario="${scenario}"]`).first();
}

async function play(page: Page, scenario: Scenario): Promise<void> {
  await scenarioOf(page, scenario).getByTestId('scenario-play').click();
}
