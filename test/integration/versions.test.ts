// API versions with the real Stripe CLI's word for the account's default; and that nothing but lock files within a folder is read.
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readLockFolder } from '#engine/versions/lock-folder.ts';
import { startTestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { createStripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const DAHLIA = '2026-08-26.dahlia';
const ENDIVE = '2026-10-28.endive';

test('the version of the CLI’s Ready line is the account’s, also after it changed and after a new start', async () => {
  process.env['XDG_CONFIG_HOME'] = tempDir();
  const stripe = await createStripeStandIn({ defaultVersion: DAHLIA });
  onTestFinished(() => stripe.close());
  const dataDir = tempDir();
  const forwarder = { listen: true, apiBase: stripe.url, apiKey: 'sk_test_hookline_0123456789' };
  const { engine, backend } = await startTestEngine({ dataDir, forwarder, autoDispose: false });
  const heard = (version: string) =>
    waitUntil(version, () => engine.versions.get().account === version, 15_000);
  const differing = (): string[] =>
    engine.store.reads.listEvents({ filter: 'is:version-differs' }, null, 10).items.map(({ id }) => id);
  await heard(DAHLIA);
  await stripe.waitForConnection();
  await stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_usual', apiVersion: DAHLIA }));
  await stripe.sendEvent(eventFixture({ type: 'invoice.paid', id: 'evt_ahead', apiVersion: ENDIVE }));
  await waitUntil('the one to be marked', () => differing().join() === 'evt_ahead');
  expect(engine.versions.ofEvent('evt_ahead')?.differences).toContainEqual({
    yardstick: 'account',
    apiVersion: DAHLIA,
    endpointId: null,
    sdk: null,
    sdkVersion: null,
  });

  // The account is upgraded: what came before was right then.
  stripe.settings.defaultVersion = ENDIVE;
  await engine.forwarder.restart();
  await heard(ENDIVE);
  await waitUntil('it to be kept', () => engine.store.versions.findAccountVersion() === ENDIVE);
  expect(differing()).toEqual(['evt_ahead']);
  await engine.dispose();

  const again = await startTestEngine({ dataDir, backend });
  expect(again.engine.versions.get().account).toBe(ENDIVE);
});

describe('of a folder, only lock files within it are read', () => {
  const project = (): { outside: string; folder: string } => {
    const outside = tempDir();
    const folder = join(outside, 'shop');
    mkdirSync(folder);
    return { outside, folder };
  };
  const LOCK = JSON.stringify({ packages: { 'node_modules/stripe': { version: '18.1.0' } } });

  test('not what a link leads to outside, but what it leads to inside, and a folder that is a link itself', async () => {
    const { outside, folder } = project();
    writeFileSync(join(outside, 'package-lock.json'), LOCK);
    symlinkSync(join(outside, 'package-lock.json'), join(folder, 'package-lock.json'));
    expect(await readLockFolder(folder)).toEqual({ files: 1, found: [] });

    mkdirSync(join(folder, 'deps'));
    writeFileSync(join(folder, 'deps', 'Gemfile.lock'), '    stripe (15.1.0)\n');
    symlinkSync(join('deps', 'Gemfile.lock'), join(folder, 'Gemfile.lock'));
    const found = [{ file: 'Gemfile.lock', sdk: 'ruby', version: '15.1.0' }];
    expect((await readLockFolder(folder)).found).toEqual(found);

    symlinkSync(folder, join(outside, 'alias'));
    expect((await readLockFolder(join(outside, 'alias'))).found).toEqual(found);
  });

  test('neither what is too large, nor a folder or a pipe of that name', async () => {
    const { folder } = project();
    writeFileSync(join(folder, 'package-lock.json'), LOCK);
    truncateSync(join(folder, 'package-lock.json'), 9 * 1024 * 1024);
    mkdirSync(join(folder, 'go.mod'));
    if (process.platform !== 'win32') execFileSync('mkfifo', [join(folder, 'poetry.lock')]);
    writeFileSync(
      join(folder, 'composer.lock'),
      '{"packages":[{"name":"stripe/stripe-php","version":"v17.0.0"}]}',
    );
    expect((await readLockFolder(folder)).found).toEqual([
      { file: 'composer.lock', sdk: 'php', version: 'v17.0.0' },
    ]);
  });
});
