// The line with the example backend as the developer's app: it verifies with a secret of its own and can be asked for plans.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Locator, Page } from '@playwright/test';
import type { ExampleBug } from '../../examples/backend/bugs.ts';
import type { ExampleBackend } from '../../examples/backend/start-example-backend.ts';
import { test as base } from './line-fixture.ts';

export { expect, inspectorOf, rowOf, type Line } from './line-fixture.ts';

export const SECRET = 'whsec_example_0123456789abcdef';

export interface AppUser {
  email: string | null;
  plan: string;
  seats: number;
}

export interface App extends Pick<ExampleBackend, 'url' | 'webhookUrl' | 'usersUrl'> {
  /** Its SQLite file. */
  file: string;
  /** Those that are to be on, and no others. */
  setBugs(bugs: readonly ExampleBug[], slowSeconds?: number): Promise<void>;
  user(email: string): Promise<AppUser | undefined>;
}

export const test = base.extend<{ app: App }>({
  app: async ({ line }, use) => {
    const file = join(line.dataDir, 'app.sqlite');
    const { child, ...addresses } = await startApp(file);
    const { url, webhookUrl, usersUrl } = addresses;
    await line.client.endpoints.update({ id: 'local', url: webhookUrl, signing: 'own', secret: SECRET });
    await use({
      ...addresses,
      file,
      async setBugs(bugs, slowSeconds) {
        const response = await fetch(`${url}/api/bugs`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ bugs, slowSeconds }),
        });
        if (!response.ok) throw new Error(await response.text());
      },
      async user(email) {
        const response = await fetch(`${usersUrl}?email=${encodeURIComponent(email)}`);
        return ((await response.json()) as { users: AppUser[] }).users[0];
      },
    });
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  },
});

/** As a process, since one that crashes on purpose prints what it crashes of. */
async function startApp(file: string) {
  const child = fork(
    join(import.meta.dirname, '../../examples/backend/server.ts'),
    ['--port', '0', '--database', file, '--secret', SECRET],
    { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] },
  );
  if (child.stdout === null) throw new Error('The backend has no stdout.');
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error('The backend did not start.'))),
  ])) as [string];
  return { child, ...(JSON.parse(line) as Pick<ExampleBackend, 'url' | 'webhookUrl' | 'usersUrl'>) };
}

export async function goTo(page: Page, key: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press(key);
}

export function customerRow(page: Page, email: string): Locator {
  return page.locator(`[data-testid="customer-row"][data-email="${email}"]`);
}
