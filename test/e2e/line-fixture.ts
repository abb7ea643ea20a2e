// The whole product for one browser test: Stripe's stand-in, the real CLI, Hookline as a process, a backend, and a page on the dashboard.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import type { ApiClient } from '#shared/contract/index.ts';
import type { ReadyLine } from '#shared/domain/launch-options.ts';
import { startBackend, type Backend } from '../support/backend.ts';
import { runHookline, type HooklineProcess } from '../support/hookline-process.ts';
import { archiveEvents, type EventArchive } from '../support/stripe-stand-in/event-archive.ts';
import { createStripeStandIn, type StripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { waitUntil } from '../support/wait-until.ts';

export interface Line {
  stripe: StripeStandIn;
  /** What Stripe keeps, besides what it sends by the line. */
  archive: EventArchive;
  backend: Backend;
  dataDir: string;
  hookline: HooklineProcess;
  ready: ReadyLine;
  client: ApiClient;
  /** The address printed at start, token in the fragment. */
  openUrl: string;
  /** Ends Hookline without warning and starts it again on the same ports and data. */
  restart(signal: NodeJS.Signals): Promise<void>;
}

interface Fixtures {
  /** false = started with --no-listen. */
  listen: boolean;
  /** false = the Stripe CLI has neither a login nor a key. */
  loggedIn: boolean;
  line: Line;
  /** The dashboard, opened and connected. */
  dashboard: Page;
}

export const test = base.extend<Fixtures>({
  listen: [true, { option: true }],
  loggedIn: [true, { option: true }],

  line: async ({ listen, loggedIn }, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'hookline-e2e-'));
    const stripe = await createStripeStandIn();
    const archive = archiveEvents(stripe);
    const backend = await startBackend();
    const env = { STRIPE_API_KEY: loggedIn ? 'sk_test_hookline_0123456789' : '' };
    const args = [
      '--forward-to',
      backend.url,
      '--stripe-api-base',
      stripe.url,
      ...(listen ? [] : ['--no-listen']),
    ];

    const line: Partial<Line> = { stripe, archive, backend, dataDir };
    const startUp = async (more: string[]): Promise<void> => {
      line.hookline = runHookline(dataDir, { args: [...args, ...more], env });
      const client = await line.hookline.client();
      line.client = client;
      line.ready = await line.hookline.ready();
      line.openUrl = `${line.ready.dashboardUrl}/#token=${line.ready.token}`;
      if (!listen || !loggedIn) return;
      await waitUntil('the forwarder', async () => (await client.forwarder.get()).state === 'ready', 20_000);
      await stripe.waitForConnection();
    };
    line.restart = async (signal) => {
      const { dashboardUrl, receiverUrl } = line.ready as ReadyLine;
      await line.hookline?.kill(signal);
      await startUp(['--port', new URL(dashboardUrl).port, '--receiver-port', new URL(receiverUrl).port]);
    };
    await startUp([]);

    await use(line as Line);

    const ended = await Promise.race([line.hookline?.kill('SIGTERM'), waitThenNull(8_000)]);
    if (ended === null) await line.hookline?.kill('SIGKILL');
    await Promise.all([stripe.close(), backend.close()]);
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    expect(ended, 'Hookline ends cleanly').toBe(0);
  },

  dashboard: async ({ page, line }, use) => {
    await page.goto(line.openUrl);
    await expect(page.getByTestId('hop-hookline')).toBeVisible();
    await use(page);
  },
});

export { expect };

export function rowOf(page: Page, eventId: string): Locator {
  return page.locator(`[data-testid="event-row"][data-event-id="${eventId}"]`);
}

/** The panel around it carries the same name. */
export function inspectorOf(page: Page): Locator {
  return page.locator('section[data-testid="inspector"]');
}

/** Opens what may be open already, as the view was left; it may be drawn anew meanwhile, too. */
export async function reveal(wanted: Locator, opener: Locator): Promise<void> {
  await expect(async () => {
    if (!(await wanted.isVisible())) await opener.click();
    await expect(wanted).toBeVisible({ timeout: 500 });
  }).toPass();
}

function waitThenNull(ms: number): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), ms).unref();
  });
}
