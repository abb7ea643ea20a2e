// Each bug of the example backend, as a developer finds it: what Hookline shows of it, and how the customer is healed.
import type { Page } from '@playwright/test';
import type { ProbeSettings } from '#shared/contract/plans.ts';
import type { ScenarioOrder } from '#shared/contract/scenarios.ts';
import type { DriftState } from '#shared/domain/plans/drift.ts';
import { generateScenario, inStripesManner } from '#shared/domain/scenarios/scenarios.ts';
import type { ExampleBug } from '../../examples/backend/bugs.ts';
import { customerRow, expect, goTo, inspectorOf, rowOf, test, type App, type Line } from './app-fixture.ts';

test.use({ listen: false });

type AppProbe = NonNullable<ProbeSettings['probe']>;

const EMAIL = 'grace@example.com';

interface Shop {
  page: Page;
  line: Line;
  app: App;
}

interface Lesson {
  bug: ExampleBug;
  finds: string;
  probe?(app: App): AppProbe;
  /** Until nothing is sent any more. */
  play(shop: Shop): Promise<void>;
  state: DriftState;
  /** What stands there of it, beginning in Customers. */
  learn(shop: Shop): Promise<void>;
  /** `u` sends again what should have made the plan, `F` what has failed. */
  heal: 'u' | 'F';
  /** Beyond that the app agrees. */
  healed?(shop: Shop): Promise<void>;
}

const LESSONS: readonly Lesson[] = [
  {
    bug: 'forgets_invoice_paid',
    finds: 'paid, everything answered 200, and still free',
    play: (shop) => playAll(shop, { scenario: 'checkout_subscription' }),
    state: 'drift',
    async learn({ page, line }) {
      await expect(page.getByTestId('drift-banner')).toBeVisible();
      await expect(page.getByTestId('app-says')).toHaveText('free');
      await expect(page.getByTestId('stripe-says')).toContainText('Pro');
      expect((await line.client.status.get()).counts.failed).toBe(0);
    },
    heal: 'u',
  },
  {
    bug: 'trusts_arrival_order',
    finds: 'an older event that comes late has undone a newer one',
    async play({ line, app }) {
      // Before basil Checkout makes an incomplete subscription and activates it within the second.
      const { id, total } = await order(line, {
        scenario: 'checkout_subscription',
        speed: 'step',
        apiVersion: '2024-06-20',
      });
      const stepTo = async (type: string): Promise<void> => {
        let run = await line.client.scenarios.step({ id });
        while (run.nextType !== type && run.sent < total) run = await line.client.scenarios.step({ id });
      };
      // Stripe tries again what was refused, and by then the newer ones are there.
      await stepTo('customer.subscription.created');
      await app.setBugs(['parses_before_verifying']);
      await line.client.scenarios.step({ id });
      await app.setBugs(['trusts_arrival_order']);
      await stepTo('');
      expect(await app.user(EMAIL)).toMatchObject({ plan: 'pro' });
      expect((await line.client.status.get()).counts.failed).toBe(1);
      await line.client.events.resend({ id: await findEvent(line, 'customer.subscription.created') });
    },
    state: 'drift',
    async learn({ page, line }) {
      await expect(page.getByTestId('drift-banner')).toBeVisible();
      await expect(page.getByTestId('app-says')).toHaveText('free');
      await expect(page.getByTestId('stripe-says')).toContainText('Pro');
      // The one it was is the one that was sent twice, and the backend says what it did with it.
      await openEvent(page, await findEvent(line, 'customer.subscription.created'), 'deliveries');
      const attempts = inspectorOf(page).getByTestId('attempt');
      await expect(attempts).toHaveCount(2);
      await expect(attempts.last()).toHaveAttribute('data-status', '400');
      await expect(attempts.first()).toHaveAttribute('data-status', '200');
      await expect(attempts.first()).toContainText('pro → free');
    },
    heal: 'u',
  },
  {
    bug: 'not_idempotent',
    finds: 'the seats of an event that came twice count twice',
    play: (shop) =>
      playAll(shop, { scenario: 'checkout_subscription', duplicates: true, seed: seedWithLastOneTwice() }),
    // The plan is the right one: what is wrong stands in the answers.
    state: 'agrees',
    async learn({ page, line, app }) {
      await expect(page.getByTestId('drift-banner')).toHaveCount(0);
      expect(await app.user(EMAIL)).toMatchObject({ plan: 'pro', seats: 2 });
      await openEvent(page, await findEvent(line, 'checkout.session.completed'), 'overview');
      await expect(inspectorOf(page).getByText('same bytes as before')).toHaveCount(1);
      await inspectorOf(page).getByTestId('tab-deliveries').click();
      const attempts = inspectorOf(page).getByTestId('attempt');
      await expect(attempts).toHaveCount(2);
      await expect(attempts.first()).toContainText('again: pro → pro, 1 → 2 seats');
    },
    heal: 'u',
    healed: ({ app }) => expect.poll(() => app.user(EMAIL)).toMatchObject({ plan: 'pro', seats: 1 }),
  },
  {
    bug: 'parses_before_verifying',
    finds: 'every event is refused, and why',
    probe: askFile,
    play: (shop) => playAll(shop, { scenario: 'checkout_subscription' }),
    state: 'behind',
    async learn({ page, line }) {
      await expect(page.getByTestId('drift-banner')).toHaveCount(0);
      const subscribed = await findEvent(line, 'customer.subscription.created');
      await expect(page.getByTestId('drift-state')).toHaveAttribute('data-state', 'behind');
      await openEvent(page, subscribed, 'overview');
      await expectReason(page, 'signature_body_parsed', /express\.raw/);
    },
    heal: 'u',
  },
  {
    bug: 'slow',
    finds: 'the work is done, but the answer comes too late',
    async play(shop) {
      await shop.line.client.endpoints.update({ id: 'local', timeoutMs: 150 });
      await playAll(shop, { scenario: 'one_time_customer' });
    },
    state: 'agrees',
    async learn({ page, line }) {
      await expect(page.getByTestId('drift-banner')).toHaveCount(0);
      const id = await findEvent(line, 'checkout.session.completed');
      await goTo(page, 'e');
      await expect(rowOf(page, id)).toHaveAttribute('data-state', 'failed');
      await openEvent(page, id, 'overview');
      await expectReason(page, 'timeout_no_answer', /respond first, do the work after/);
    },
    heal: 'F',
  },
  {
    bug: 'crashes_on_unknown',
    finds: 'the plan is right, and types it does not know are answered 500',
    play: (shop) => playAll(shop, { scenario: 'checkout_subscription' }),
    state: 'agrees',
    async learn({ page, line }) {
      await expect(page.getByTestId('drift-banner')).toHaveCount(0);
      const crashed = await findEvent(line, 'invoice.created');
      await goTo(page, 'e');
      await expect(rowOf(page, crashed)).toHaveAttribute('data-state', 'failed');
      const taken = await findEvent(line, 'invoice.paid');
      await expect(rowOf(page, taken)).toHaveAttribute('data-state', 'delivered');
      await openEvent(page, crashed, 'overview');
      await expectReason(page, 'exception', /Unhandled event type invoice\.created/);
    },
    heal: 'F',
  },
];

for (const lesson of LESSONS) {
  test(`${lesson.bug}: ${lesson.finds}`, async ({ dashboard: page, line, app }) => {
    const shop = { page, line, app };
    const probe = lesson.probe?.(app) ?? askOverHttp(app);
    await line.client.plans.setProbe({ probe, settleMs: 300 });
    await goTo(page, 'c');
    await app.setBugs([lesson.bug], 0.3);
    await lesson.play(shop);

    const row = customerRow(page, EMAIL);
    await expect(row).toHaveAttribute('data-drift', lesson.state);
    await row.click();
    await expect(page.getByTestId('drift-state')).toHaveAttribute('data-state', lesson.state);
    await lesson.learn(shop);

    await app.setBugs([]);
    await line.client.endpoints.update({ id: 'local', timeoutMs: 5_000 });
    await goTo(page, 'c');
    await page.keyboard.press(lesson.heal);
    await expect(row).toHaveAttribute('data-drift', 'agrees');
    await lesson.healed?.(shop);
    if (lesson.heal === 'F') await expect.poll(() => failedCount(line)).toBe(0);
    await expect(page.getByTestId('drift-banner')).toHaveCount(0);
  });
}

function askOverHttp({ usersUrl }: App): AppProbe {
  const url = `${usersUrl}?email={email}`;
  return { kind: 'http', url, headerNames: [], path: 'users[0].plan', timeoutMs: 2_000 };
}

/** Unlike an answer without a user in it, no row means that the app does not know the customer. */
function askFile({ file }: App): AppProbe {
  return { kind: 'sqlite', file, query: 'SELECT plan FROM users WHERE email = {email}', timeoutMs: 2_000 };
}

async function order(line: Line, choices: Partial<ScenarioOrder> & { scenario: string }) {
  return await line.client.scenarios.run({
    speed: 'at_once',
    disorder: false,
    duplicates: false,
    name: 'Grace Hopper',
    email: EMAIL,
    ...choices,
  });
}

async function playAll(
  { line }: Shop,
  choices: Partial<ScenarioOrder> & { scenario: string },
): Promise<void> {
  const { id } = await order(line, choices);
  const state = async () => (await line.client.scenarios.runs()).find((run) => run.id === id)?.state;
  await expect.poll(state, { intervals: [50] }).toBe('done');
}

/** The order of delivery follows from the seed. After the last Checkout event nothing sets the seats right. */
function seedWithLastOneTwice(): number {
  for (let seed = 1; seed <= 500; seed++) {
    const steps = generateScenario('checkout_subscription', {
      apiVersion: '2026-10-28.endive',
      seed,
      startAt: 0,
    });
    const delivered = inStripesManner(steps, { seed, disorder: false, duplicates: true });
    const types = delivered.map(({ event }) => String(event['type']));
    const bringing = types.filter((type) => /^(checkout\.session|customer\.subscription)\./.test(type));
    const last = bringing.slice(-2);
    if (last.every((type) => type === 'checkout.session.completed')) return seed;
  }
  throw new Error('No seed sends the completed session twice.');
}

async function findEvent(line: Line, type: string): Promise<string> {
  const event = (await line.client.events.list({ filter: `type:${type}` })).items[0];
  if (event === undefined) throw new Error(`There is no ${type}.`);
  return event.id;
}

async function openEvent(page: Page, id: string, tab: string): Promise<void> {
  await goTo(page, 'e');
  await rowOf(page, id).click();
  await page.getByTestId(`tab-${tab}`).click();
}

async function expectReason(page: Page, code: string, says: RegExp): Promise<void> {
  const note = inspectorOf(page).locator(`[data-reason="${code}"]`);
  await expect(note).toBeVisible();
  await expect(note).toContainText(says);
}

async function failedCount(line: Line): Promise<number> {
  return (await line.client.status.get()).counts.failed;
}
