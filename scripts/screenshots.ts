// `npm run screenshots`: makes the pictures of the README from the running product, fed by the real Stripe CLI.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { startBackend, type Backend } from '../test/support/backend.ts';
import { findBrowser } from '../test/support/browser.ts';
import { runHookline } from '../test/support/hookline-process.ts';
import { archiveEvents } from '../test/support/stripe-stand-in/event-archive.ts';
import { eventFixture } from '../test/support/stripe-stand-in/event-fixture.ts';
import { createStripeStandIn, type StripeStandIn } from '../test/support/stripe-stand-in/stripe-stand-in.ts';
import { waitUntil } from '../test/support/wait-until.ts';

const outDir = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? 'docs/images';

interface Shot {
  name: string;
  locale: string;
  theme: 'light' | 'dark';
  width: number;
  height: number;
  /** Brings the page to where the picture is taken. */
  pose?: (page: Page) => Promise<void>;
}

const openFailed = async (page: Page): Promise<void> => {
  await page.locator('[data-testid="event-row"][data-state="failed"]').first().click();
  // The picture is of what went wrong, which is read when the event is opened.
  await page.locator('h3').first().waitFor();
};
const press =
  (...keys: string[]) =>
  async (page: Page): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };

const README_SHOTS: readonly Shot[] = [
  { name: 'dashboard-light-en', locale: 'en-US', theme: 'light', width: 1440, height: 900, pose: openFailed },
  { name: 'dashboard-dark-zh', locale: 'zh-TW', theme: 'dark', width: 1440, height: 900, pose: openFailed },
];

/** With `--all`: every screen in both themes, for whoever works on the looks. */
const ALL_SHOTS: readonly Shot[] = [
  ...README_SHOTS,
  { name: 'medium-dark-en', locale: 'en-US', theme: 'dark', width: 1024, height: 700, pose: openFailed },
  { name: 'narrow-light-zh-list', locale: 'zh-TW', theme: 'light', width: 600, height: 800 },
  {
    name: 'narrow-light-zh-event',
    locale: 'zh-TW',
    theme: 'light',
    width: 600,
    height: 800,
    pose: openFailed,
  },
  {
    name: 'connection-light-en',
    locale: 'en-US',
    theme: 'light',
    width: 1440,
    height: 900,
    pose: press('g', 'f'),
  },
  {
    name: 'endpoint-dark-en',
    locale: 'en-US',
    theme: 'dark',
    width: 1024,
    height: 700,
    pose: press('g', 'n'),
  },
  {
    name: 'settings-light-zh',
    locale: 'zh-TW',
    theme: 'light',
    width: 1024,
    height: 700,
    pose: press('g', 's'),
  },
  { name: 'shortcuts-light-en', locale: 'en-US', theme: 'light', width: 1024, height: 700, pose: press('?') },
  ...(['Payload', 'Deliveries', 'Raw'] as const).map((tab) => ({
    name: `inspector-${tab.toLowerCase()}-light-en`,
    locale: 'en-US',
    theme: 'light' as const,
    width: 1440,
    height: 900,
    pose: async (page: Page): Promise<void> => {
      await openFailed(page);
      await page.locator('section[data-testid="inspector"]').getByRole('tab', { name: tab }).click();
      await page.waitForTimeout(300);
    },
  })),
];

const people = [
  ['Ada Lovelace', 'cus_RfG2Ada0001', 1500, 'eur'],
  ['Grace Hopper', 'cus_RfG2Grace01', 12_000, 'usd'],
  ['測試客戶', 'cus_RfG2Test001', 45_000, 'twd'],
  ['Alan Turing', 'cus_RfG2Alan001', 4000, 'gbp'],
  ['山田花子', 'cus_RfG2Hanako1', 9800, 'jpy'],
] as const;
const STORY = [
  'customer.created',
  'checkout.session.completed',
  'customer.subscription.created',
  'payment_intent.succeeded',
  'customer.subscription.updated',
  'invoice.paid',
] as const;

async function play(stripe: StripeStandIn, backend: Backend, receiverUrl: string): Promise<void> {
  for (const [index, [customerName, customerId, unitAmount, currency]] of people.entries()) {
    for (const type of STORY) {
      const fails = type === 'customer.subscription.updated' && index >= 3;
      backend.behave((_request, response) => {
        response.writeHead(fails ? 500 : 200, { 'content-type': fails ? 'text/plain' : 'application/json' });
        response.end(
          fails
            ? `Traceback (most recent call last):\n  File "billing/handlers.py", line 88, in on_subscription_updated\n    user.plan = event["plan"]\nKeyError: 'plan'\n`
            : '{"received":true}',
        );
      });
      const amount = { amount: unitAmount, currency };
      await stripe.sendEvent(
        eventFixture({
          type,
          customerName,
          customerId,
          unitAmount,
          currency,
          quantity: 1,
          object: type.startsWith('payment') ? amount : {},
        }),
      );
    }
  }
  await fetch(receiverUrl, { method: 'POST', body: eventFixture({ type: 'invoice.paid' }) });
}

async function shoot(): Promise<void> {
  const browserFound = await findBrowser();
  if ('missing' in browserFound) throw new Error(browserFound.missing);
  const { executablePath, args, env } = browserFound;
  const dataDir = mkdtempSync(join(tmpdir(), 'hookline-screenshots-'));
  const stripe = await createStripeStandIn();
  archiveEvents(stripe);
  const backend = await startBackend();
  const hookline = runHookline(dataDir, {
    args: ['--forward-to', backend.url, '--stripe-api-base', stripe.url, '--receiver-port', '4647'],
    env: { STRIPE_API_KEY: 'sk_test_hookline_0123456789', HOOKLINE_NO_BUILD: '' },
  });
  const browser = await chromium.launch({ executablePath, args, env });
  try {
    const ready = await hookline.ready();
    const client = await hookline.client();
    await waitUntil('the forwarder', async () => (await client.forwarder.get()).state === 'ready', 20_000);
    await stripe.waitForConnection();
    mkdirSync(outDir, { recursive: true });
    const shots = process.argv.includes('--all') ? ALL_SHOTS : README_SHOTS;
    const openUrl = `${ready.dashboardUrl}/#token=${ready.token}`;

    const take = async ({ name, locale, theme, width, height, pose }: Shot): Promise<void> => {
      const context = await browser.newContext({
        locale,
        colorScheme: theme,
        viewport: { width, height },
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      await page.goto(openUrl);
      await page.getByTestId('hop-hookline').waitFor();
      await pose?.(page);
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(outDir, `${name}.png`) });
      await context.close();
      process.stdout.write(`${join(outDir, name)}.png\n`);
    };

    if (process.argv.includes('--all')) {
      await take({ name: 'first-run-light-en', locale: 'en-US', theme: 'light', width: 1440, height: 900 });
      await take({ name: 'first-run-dark-zh', locale: 'zh-TW', theme: 'dark', width: 1024, height: 700 });
      await take({ name: 'first-run-narrow-zh', locale: 'zh-TW', theme: 'light', width: 600, height: 800 });
    }
    await play(stripe, backend, ready.receiverUrl);
    for (const shot of shots) await take(shot);
  } finally {
    await browser.close();
    await hookline.kill('SIGTERM');
    await Promise.all([stripe.close(), backend.close()]);
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  }
}

await shoot();
