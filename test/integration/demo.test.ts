// `--demo` as a newcomer starts it: within half a minute an upgrade, a failed delivery healed by resending, and a drift found.
import { existsSync, readdirSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { runHookline } from '../support/hookline-process.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

test('shows what it promises, leaves the own data alone, and nothing behind', async () => {
  const ownDataDir = tempDir();
  const hookline = runHookline(ownDataDir, { args: ['--demo'] });
  onTestFinished(() => hookline.kill('SIGKILL').then(() => undefined));
  const { dataDir } = await hookline.ready();
  expect(dataDir).not.toBe(ownDataDir);
  const client = await hookline.client();
  expect(await client.status.get()).toMatchObject({ demo: true, forwarder: { state: 'disabled' } });
  const named = async (text: string) => (await client.plans.customers({ text })).items[0];

  await waitUntil('an upgrade', async () => (await named('Ada'))?.headline.plan?.key === 'pro', 30_000);
  await waitUntil('a failed delivery', async () => (await client.status.get()).counts.failed > 0, 30_000);
  await waitUntil('it to be healed', async () => (await named('Grace'))?.drift?.state === 'agrees', 30_000);
  await waitUntil(
    'somebody who paid and is still free',
    async () => (await named('Margaret'))?.drift?.state === 'drift',
    30_000,
  );
  expect((await client.status.get()).plans.drifting).toBe(1);
  expect(readdirSync(ownDataDir)).toEqual([]);
  expect(await hookline.kill('SIGTERM')).toBe(0);
  expect(existsSync(dataDir)).toBe(false);
}, 60_000);
