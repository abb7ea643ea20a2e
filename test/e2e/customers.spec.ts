// Customers at work: found by what they have, walked through by keyboard, read in a narrow window, and shown in both languages.
import type { Locator, Page } from '@playwright/test';
import type { ScenarioId } from '#shared/domain/scenarios/scenarios.ts';
import { waitUntil } from '../support/wait-until.ts';
import { look, LOOKS, optionsOf, titleOf } from './accessible.ts';
import { expect, test, type Line } from './line-fixture.ts';

test.use({ listen: false });

const PEOPLE: readonly [ScenarioId, string][] = [
  ['trial_ends', 'Barbara'],
  ['downgrade_at_period_end', 'Mei'],
  ['payment_fails_canceled', 'Ken'],
  ['two_subscriptions', 'Frances'],
  ['dispute', 'Radia'],
  ['async_payment', 'Adele'],
  ['upgrade', 'Ada'],
];

const emailOf = (name: string): string => `${name.toLowerCase()}@example.com`;
const rowOf = (page: Page, name: string): Locator =>
  page.locator(`[data-testid="customer-row"][data-email="${emailOf(name)}"]`);
const rowsOf = (page: Page): Locator => page.getByTestId('customer-row');
const selectedOf = (page: Page): Locator =>
  page.locator('[data-testid="customer-row"][aria-selected="true"]');

/** Everybody's story, told to its end. */
async function play(line: Line, people: readonly [ScenarioId, string][] = PEOPLE): Promise<void> {
  const started = await Promise.all(
    people.map(([scenario, name]) =>
      line.client.scenarios.run({ scenario, speed: 'at_once', name, email: emailOf(name) }),
    ),
  );
  await waitUntil('everybody’s story', async () => {
    const runs = await line.client.scenarios.runs();
    return started.every(({ id }) => runs.find((run) => run.id === id)?.state === 'done');
  });
}

/** Once it is read: until then the pane shows the one before. */
async function choose(page: Page, name: string): Promise<void> {
  await rowOf(page, name).click();
  await expect(page.getByTestId('customer-detail')).toContainText(emailOf(name));
}

async function openCustomers(page: Page, line: Line, count: number): Promise<void> {
  await page.getByTestId('nav-customers').click();
  await seeAll(page, line, count);
}

/** The list has come to rest: everybody is there, in the engine's order. */
async function seeAll(page: Page, line: Line, count: number): Promise<void> {
  await expect(async () => {
    const { items } = await line.client.plans.customers({});
    const shown = await rowsOf(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-email')));
    expect(shown).toHaveLength(count);
    expect(shown).toEqual(items.map(({ email }) => email));
  }).toPass({ timeout: 10_000 });
}

test('filters narrow the list, say so when nobody fits, and are cleared', async ({ dashboard, line }) => {
  await play(line);
  await openCustomers(dashboard, line, PEOPLE.length);
  await expect(dashboard.getByTestId('customer-count')).toHaveText(`${PEOPLE.length} customers`);
  const [plan, status, drift] = ['plan', 'status', 'drift'].map((name) =>
    dashboard.getByTestId(`customer-filter-${name}`),
  ) as [Locator, Locator, Locator];

  await status.selectOption('paused');
  await expect(rowsOf(dashboard)).toHaveCount(1);
  await expect(rowOf(dashboard, 'Barbara')).toBeVisible();
  await expect(dashboard.getByTestId('customer-headline')).toContainText('Pro, paused');
  await expect(dashboard.getByTestId('customer-count')).toHaveText('1 found');
  await dashboard.getByTestId('customer-filter-clear').click();
  await expect(rowsOf(dashboard)).toHaveCount(PEOPLE.length);

  // By key, whatever it is called; the plan of a purchase can be asked for too.
  await plan.selectOption('team');
  await expect(rowsOf(dashboard)).toHaveCount(1);
  await expect(rowOf(dashboard, 'Frances')).toBeVisible();
  await plan.selectOption('lifetime');
  await expect(rowsOf(dashboard)).toHaveCount(1);
  await expect(rowOf(dashboard, 'Adele')).toBeVisible();
  // Free is who should have nothing: the one who is paused, the one that ended, the one who lost a dispute.
  await plan.selectOption('free');
  await expect(rowsOf(dashboard)).toHaveCount(3);
  await status.selectOption('canceled');
  await expect(rowsOf(dashboard)).toHaveCount(1);
  await expect(rowOf(dashboard, 'Ken')).toContainText('Pro, ended');

  await drift.selectOption('drift');
  await expect(rowsOf(dashboard)).toHaveCount(0);
  await expect(dashboard.getByText('No customer fits.')).toBeVisible();
  await dashboard.getByTestId('customers-clear').click();
  await expect(rowsOf(dashboard)).toHaveCount(PEOPLE.length);
  await expect(plan).toHaveValue('');

  await dashboard.getByTestId('customer-search').fill('ada@');
  await expect(rowsOf(dashboard)).toHaveCount(1);
  await expect(dashboard.getByTestId('customer-detail')).toContainText('Ada');
});

test('typing reads the list once, when it pauses; a customer leads to its events', async ({
  dashboard,
  line,
}) => {
  await play(line);
  await openCustomers(dashboard, line, PEOPLE.length);
  const sent: string[] = [];
  const session = await dashboard.context().newCDPSession(dashboard);
  await session.send('Network.enable');
  session.on('Network.webSocketFrameSent', ({ response }) => {
    // A request's opcode may be text or binary, which the protocol hands on as base64.
    const text =
      response.opcode === 1
        ? response.payloadData
        : Buffer.from(response.payloadData, 'base64').toString('utf8');
    if (/plans\/customers|\/customers"/.test(text)) sent.push(text);
  });
  // So that the socket is one that the session sees from its beginning.
  await dashboard.reload();
  await openCustomers(dashboard, line, PEOPLE.length);
  await expect.poll(() => sent.length).toBeGreaterThan(0);
  sent.length = 0;
  await dashboard.getByTestId('customer-search').pressSequentially('frances@example');
  await expect(rowsOf(dashboard)).toHaveCount(1);
  expect(sent).toHaveLength(1);
  await dashboard.getByTestId('customer-events').click();
  const id = (await line.client.plans.customers({ text: 'frances@' })).items[0]?.customerId;
  await expect(dashboard.getByTestId('filter-chip')).toContainText(String(id));
  const { items } = await line.client.events.list({ filter: `customer:${String(id)}`, limit: 500 });
  expect(items.length).toBeGreaterThan(5);
  await expect(dashboard.getByTestId('event-row').first()).toBeVisible();
});

test('cards tell what each subscription and purchase is at', async ({ dashboard, line }) => {
  await play(line);
  await openCustomers(dashboard, line, PEOPLE.length);
  await choose(dashboard, 'Ken');
  const subscription = dashboard.getByTestId('subscription-card');
  await expect(subscription).toHaveAttribute('data-status', 'canceled');
  await expect(subscription).toContainText('€15.00 / month');
  await expect(subscription.getByTestId('subscription-payment')).toHaveText('€15.00 failed');
  await expect(subscription).toContainText('Stripe no longer tries.');

  await choose(dashboard, 'Frances');
  await expect(subscription).toHaveCount(2);
  // What grants something comes before what is over.
  await expect(subscription.first()).toContainText('€9.00 × 3 / month');
  await expect(subscription.first()).toContainText('€27.00 together');

  await choose(dashboard, 'Radia');
  const purchase = dashboard.getByTestId('purchase-card');
  await expect(purchase).toHaveAttribute('data-state', 'revoked');
  await expect(purchase).toContainText('lost');
  await expect(dashboard.getByTestId('plan-turn').first()).toContainText('Free');
});

test('by keyboard alone: move, open, look back, come back to now, search, leave', async ({
  dashboard,
  line,
}) => {
  await play(line);
  await dashboard.keyboard.press('g');
  await dashboard.keyboard.press('c');
  await seeAll(dashboard, line, PEOPLE.length);
  // Whoever was first when the list came up is selected; the others may have moved in above.
  const first = Number(await selectedOf(dashboard).getAttribute('aria-posinset'));
  for (let steps = 1; steps < first; steps += 1) await dashboard.keyboard.press('k');
  await expect(selectedOf(dashboard)).toHaveAttribute('aria-posinset', '1');
  for (let place = 2; place <= PEOPLE.length; place += 1) {
    await dashboard.keyboard.press('j');
    await expect(selectedOf(dashboard)).toHaveAttribute('aria-posinset', String(place));
  }
  await dashboard.keyboard.press('j');
  await dashboard.keyboard.press('k');
  await expect(selectedOf(dashboard)).toHaveAttribute('aria-posinset', String(PEOPLE.length - 1));

  await dashboard.keyboard.press('/');
  await expect(dashboard.getByTestId('customer-search')).toBeFocused();
  await dashboard.keyboard.type('ada');
  await expect(rowsOf(dashboard)).toHaveCount(1);
  await dashboard.keyboard.press('Escape');
  await expect(dashboard.getByRole('listbox')).toBeFocused();
  await dashboard.keyboard.press('Enter');
  const pane = dashboard.getByTestId('customer-pane');
  await expect(pane).toBeFocused();
  await expect(pane).toContainText('Ada');

  const [scrubber, headline] = [
    dashboard.getByTestId('scrubber'),
    dashboard.getByTestId('scrubber-headline'),
  ];
  for (let presses = 0; presses < 20; presses += 1) {
    await dashboard.keyboard.press('Tab');
    if (await scrubber.evaluate((element) => element === document.activeElement)) break;
  }
  await expect(scrubber).toBeFocused();
  await dashboard.keyboard.press('Home');
  await expect(headline).toContainText('After event 1 of');
  await expect(headline).toContainText('no plan seen');
  // The step is marked, although it lies among those without effect.
  await expect(dashboard.locator('[data-testid="plan-step"][aria-current="step"]')).toHaveCount(1);
  await expect(dashboard.getByTestId('scrubber-box')).toHaveAttribute('data-past', 'true');
  await expect(dashboard.getByTestId('customer-headline')).toContainText('Pro');
  await dashboard.keyboard.press('ArrowRight');
  await expect(headline).toContainText('After event 2 of');
  await dashboard.keyboard.press('End');
  await expect(headline).toContainText('Now: Pro');
  await dashboard.keyboard.press('Home');
  await dashboard.keyboard.press('Escape');
  await expect(headline).toContainText('Now: Pro');
  await dashboard.keyboard.press('Escape');
  await expect(dashboard.getByRole('listbox')).toBeFocused();
});

test('a step is opened on the scrubber by a click, and left by the button', async ({ dashboard, line }) => {
  await play(line, [['upgrade', 'Ada']]);
  await openCustomers(dashboard, line, 1);
  await dashboard.locator('[data-testid="plan-step"]:has([data-code="subscribed"])').click();
  await expect(dashboard.getByTestId('scrubber-headline')).toContainText('Starter · €5.00 / month');
  await dashboard.getByTestId('back-to-now').click();
  await expect(dashboard.getByTestId('scrubber-headline')).toContainText('Now: Pro');
  const quiet = dashboard.getByTestId('quiet-steps').first();
  const before = await dashboard.getByTestId('plan-step').count();
  await quiet.click();
  expect(await dashboard.getByTestId('plan-step').count()).toBeGreaterThan(before);
});

test('rows stay under the pointer while others change, and move when asked to', async ({
  dashboard,
  line,
}) => {
  await play(line, [
    ['upgrade', 'Ada'],
    ['checkout_subscription', 'Grace'],
  ]);
  await openCustomers(dashboard, line, 2);
  await rowOf(dashboard, 'Ada').hover();
  await play(line, [['seats', 'Edsger']]);
  await expect(dashboard.getByTestId('customers-moved')).toBeVisible();
  await expect(rowsOf(dashboard)).toHaveCount(2);
  await dashboard.getByTestId('customers-moved').click();
  await expect(rowsOf(dashboard)).toHaveCount(3);
  await expect(dashboard.getByTestId('customers-moved')).toHaveCount(0);
});

test('many customers are read page by page as they come in sight', async ({ dashboard, line }) => {
  // One page and a little.
  const many = 108;
  const people = Array.from({ length: many }, (_, index) => `Person${index}`);
  await Promise.all(
    people.map((name, seed) =>
      line.client.scenarios.run({
        scenario: 'one_time_customer',
        speed: 'at_once',
        name,
        email: emailOf(name),
        seed,
      }),
    ),
  );
  await waitUntil(
    'all purchases',
    async () => {
      const { total } = await line.client.plans.customers({ plan: 'lifetime', limit: 1 });
      return total === many;
    },
    30_000,
  );
  await dashboard.getByTestId('nav-customers').click();
  await expect(dashboard.getByTestId('customer-count')).toHaveText(`${many} customers`);
  expect(await rowsOf(dashboard).count()).toBeLessThan(60);
  await dashboard.getByRole('listbox').evaluate((list) => list.parentElement?.scrollTo(0, 1e6));
  await expect(dashboard.locator(`[data-testid="customer-row"][aria-posinset="${many}"]`)).toBeVisible();
  await dashboard.locator(`[data-testid="customer-row"][aria-posinset="${many}"]`).click();
  await dashboard.keyboard.press('k');
  await expect(selectedOf(dashboard)).toHaveAttribute('aria-posinset', String(many - 1));

  // As in the list of events: to either end, and by what is in sight.
  const place = async () => Number(await selectedOf(dashboard).getAttribute('aria-posinset'));
  await dashboard.keyboard.press('Home');
  await expect.poll(place).toBe(1);
  await dashboard.keyboard.press('End');
  await expect.poll(place).toBe(many);
  await expect(selectedOf(dashboard)).toBeInViewport({ ratio: 1 });
  // The last key counts, whatever had to be read for those before.
  await dashboard.reload();
  await dashboard.getByTestId('nav-customers').click();
  await expect(selectedOf(dashboard)).toHaveCount(1);
  await dashboard.keyboard.press('End');
  await dashboard.keyboard.press('Home');
  await expect.poll(place).toBe(1);
  await dashboard.keyboard.press('PageDown');
  await expect.poll(place).toBeGreaterThan(5);
  const page = (await place()) - 1;
  expect(page * 50, 'a page is less than the height of the list').toBeLessThan(800);
  await expect(selectedOf(dashboard)).toBeInViewport({ ratio: 1 });
  await dashboard.keyboard.press('PageDown');
  await expect.poll(place).toBe(1 + 2 * page);
  await dashboard.keyboard.press('PageUp');
  await dashboard.keyboard.press('PageUp');
  await dashboard.keyboard.press('PageUp');
  await expect.poll(place).toBe(1);
  await expect(selectedOf(dashboard)).toBeInViewport({ ratio: 1 });
});

test.describe('in a narrow window', () => {
  test.use({ viewport: { width: 600, height: 800 } });

  test('list and customer are two steps', async ({ dashboard, line }) => {
    await play(line, PEOPLE.slice(0, 3));
    await openCustomers(dashboard, line, 3);
    await expect(dashboard.getByTestId('customer-pane')).toHaveCount(0);
    await choose(dashboard, 'Ken');
    await expect(rowsOf(dashboard)).toHaveCount(0);
    await dashboard.getByTestId('customer-back').click();
    await expect(selectedOf(dashboard)).toHaveAttribute('data-email', emailOf('Ken'));
    await dashboard.keyboard.press('Enter');
    await expect(dashboard.getByTestId('customer-pane')).toBeFocused();
    await dashboard.keyboard.press('Escape');
    await expect(rowsOf(dashboard)).toHaveCount(3);
  });
});

/** A text with a key in it, or a placeholder left open. */
const RAW = /\b(?:customers|planChange|action|synthetic|probe)\.[a-zA-Z]|\{\{|undefined|\[object|NaN/;

for (const shown of LOOKS) {
  test.describe(titleOf(shown), () => {
    test.use(optionsOf(shown) as object);

    test('the filled view is complete and accessible', async ({ dashboard, line }) => {
      await play(line);
      await openCustomers(dashboard, line, PEOPLE.length);
      await lookAt(dashboard, 'list');
      // A subscription that ended unpaid, and a purchase that was lost to a dispute.
      for (const name of ['Ken', 'Radia']) {
        const back = dashboard.getByTestId('customer-back');
        if (await back.isVisible()) await back.click();
        await choose(dashboard, name);
        await dashboard.getByTestId('quiet-steps').first().click();
        await dashboard.getByTestId('scrubber').focus();
        await dashboard.keyboard.press('Home');
        await lookAt(dashboard, name);
      }
    });
  });
}

async function lookAt(page: Page, where: string): Promise<void> {
  await look(page, where);
  const texts = await page
    .getByTestId('customers-view')
    .evaluate((view) => [
      ...(view instanceof HTMLElement ? view.innerText.split('\n') : []),
      ...[...view.querySelectorAll('[aria-label], [title], [aria-valuetext]')].flatMap((element) =>
        ['aria-label', 'title', 'aria-valuetext'].map((name) => element.getAttribute(name) ?? ''),
      ),
    ]);
  // An event's type is no raw key, and looks like none of these.
  expect(texts.filter((text) => RAW.test(text))).toEqual([]);
}
