// The line in this process, with the real Stripe CLI, and with limits shorter than a person would wait for.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { test as base, expect, type Page } from '@playwright/test';
import type { ApiClient } from '#shared/contract/index.ts';
import { createRouter } from '#engine/api/router.ts';
import { WATCHDOG } from '#engine/catch-up/watchdog.ts';
import { createEngine, type Engine } from '#engine/engine.ts';
import { systemClock } from '#engine/ports.ts';
import { PACING } from '#engine/stripe-events/pacing.ts';
import { createAccess } from '../../src/main/api-server/access.ts';
import { startApiServer } from '../../src/main/api-server/api-server.ts';
import { createFileSecretStore } from '../../src/main/app/file-secret-store.ts';
import { locateRoot } from '../../src/main/locate-root.ts';
import { startBackend, type Backend } from '../support/backend.ts';
import { archiveEvents, type EventArchive } from '../support/stripe-stand-in/event-archive.ts';
import { createStripeStandIn, type StripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { waitUntil } from '../support/wait-until.ts';

export { expect };

export interface ShortLine {
  stripe: StripeStandIn;
  archive: EventArchive;
  backend: Backend;
  engine: Engine;
  client: ApiClient;
  openUrl: string;
}

interface Fixtures {
  line: ShortLine;
  dashboard: Page;
}

const silent = { info() {}, warn() {}, error() {} };

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads what a fixture needs from its pattern
  line: async ({}, use) => {
    const root = locateRoot();
    const dataDir = mkdtempSync(join(tmpdir(), 'hookline-short-'));
    const stripe = await createStripeStandIn();
    const archive = archiveEvents(stripe);
    const backend = await startBackend();
    const engine = await createEngine(
      {
        version: root.version,
        dataDir,
        receiverPort: 0,
        forwardTo: backend.url,
        storeWorkers: root.storeWorkers,
        exportWorkerUrl: root.exportWorkerUrl,
        editorWorkerUrl: root.editorWorkerUrl,
        sqliteWorkerUrl: root.sqliteWorkerUrl,
        stripeLimits: {
          pacing: { ...PACING, everyMs: 0, backoffMs: 20, tries: 2 },
          watchdog: { ...WATCHDOG, everyMs: 300, overdueMs: 1_000, confirmMs: 50 },
        },
        forwarder: {
          listen: true,
          binPath: null,
          apiBase: stripe.url,
          events: [],
          apiKey: 'sk_test_hookline_0123456789',
        },
      },
      { clock: systemClock, logger: silent, secretStore: createFileSecretStore(dataDir) },
    );
    const router = createRouter(engine);
    const access = createAccess(dataDir);
    const server = await startApiServer({
      port: 0,
      router,
      access,
      rendererDir: root.rendererDir,
      version: root.version,
      logger: silent,
    });
    await waitUntil('Stripe to have been asked', () => engine.catchUp.status().lookedAt, 20_000);
    await stripe.waitForConnection();
    await use({
      stripe,
      archive,
      backend,
      engine,
      client: createRouterClient(router, { context: {} }),
      openUrl: `${server.url}/#token=${access.token}`,
    });
    await server.dispose();
    await engine.dispose();
    await Promise.all([stripe.close(), backend.close()]);
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  },

  dashboard: async ({ page, line }, use) => {
    await page.goto(line.openUrl);
    await expect(page.getByTestId('hop-hookline')).toBeVisible();
    await use(page);
  },
});
