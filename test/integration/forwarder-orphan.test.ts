// A CLI that outlives a crash of Hookline is found and ended at the next start, and nothing else is.
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { identifyProcess } from '#engine/forwarder/process-identity.ts';
import { cliTestEnvironment, TEST_KEY } from '../support/stripe-cli.ts';
import { isGone, rigFor, standInFor, tempDir, untilGone } from '../support/stripe-stand-in/forwarder-rig.ts';
import type { Finish } from '../support/stripe-stand-in/forwarder-rig.ts';
import type { StripeStandIn } from '../support/stripe-stand-in/stripe-stand-in.ts';

const forwarderFile = fileURLToPath(new URL('../../src/main/engine/forwarder/forwarder.ts', import.meta.url));

/** A process of its own with a `forwarder` in it; `until(state)` waits. @param script what it does */
async function processWith(
  finish: Finish,
  { standIn, dataDir, script }: { standIn: StripeStandIn; dataDir: string; script: string },
): Promise<ChildProcessByStdio<null, Readable, null>> {
  const options = {
    dataDir,
    listen: true,
    binPath: null,
    apiBase: standIn.url,
    events: [],
  };
  const source = `
    import { createForwarder } from ${JSON.stringify(forwarderFile)};
    const quiet = () => {};
    const forwarder = createForwarder({
      options: { ...${JSON.stringify(options)}, apiKey: () => ${JSON.stringify(TEST_KEY)} },
      forwardTo: () => 'http://127.0.0.1:9/',
      clock: { now: () => Date.now() },
      logger: { info: quiet, warn: quiet, error: quiet },
    });
    const until = (wanted) => new Promise((resolve) => {
      const look = () => { if (forwarder.status().state === wanted) resolve(); };
      forwarder.onChange(look);
      look();
    });
    ${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: cliTestEnvironment(await tempDir(finish, 'config')),
  });
  finish(() => {
    child.kill('SIGKILL');
  });
  return child;
}

/** A Hookline to be crashed. @returns its pid and that of its CLI, once that is ready */
async function hooklineProcess(
  finish: Finish,
  standIn: StripeStandIn,
  dataDir: string,
): Promise<{ pid: number; cliPid: number }> {
  const script = `await forwarder.start(); await until('ready'); console.log(forwarder.status().pid);`;
  const child = await processWith(finish, { standIn, dataDir, script });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { pid: child.pid ?? 0, cliPid: Number(line.toString('utf8')) };
}

/** Process groups and signals are what this is about; Windows has neither. */
const posix = describe.skipIf(process.platform === 'win32').concurrent;

posix('what a forwarder leaves behind', { timeout: 30_000 }, () => {
  test.for(['ready', 'waiting to restart'])(
    'after dispose() nothing keeps the process alive, nor any CLI: %s',
    async (when, { onTestFinished: finish }) => {
      const standIn = await standInFor(finish);
      const crash = `process.kill(forwarder.status().pid, 'SIGKILL'); await until('crashed');`;
      const script = `
        await forwarder.start();
        await until('ready');
        ${when === 'ready' ? '' : crash}
        await forwarder.dispose();`;
      const child = await processWith(finish, { standIn, dataDir: await tempDir(finish, 'data'), script });
      expect(await once(child, 'exit')).toEqual([0, null]);
      await vi.waitFor(() => expect(standIn.connections()).toHaveLength(0));
      expect(standIn.sessionRequests).toHaveLength(1);
    },
  );

  test('the next start ends the orphan', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const dataDir = await tempDir(finish, 'data');
    const { pid, cliPid } = await hooklineProcess(finish, standIn, dataDir);
    // Held still, so that it cannot end by itself over its broken pipe, which takes it up to 2 s.
    process.kill(cliPid, 'SIGSTOP');
    process.kill(pid, 'SIGKILL');
    await untilGone(pid);
    expect(await isGone(cliPid)).toBe(false);

    const rig = await rigFor(finish, standIn.url, { dataDir });
    await rig.forwarder.start();
    expect(await isGone(cliPid)).toBe(true);
    expect(rig.text()).toContain(`left behind by an earlier run (pid ${cliPid})`);
    const status = await rig.until('ready');
    expect(status.pid).not.toBe(cliPid);
  });

  test('an orphan ends by itself at its next heartbeat', async ({ onTestFinished: finish }) => {
    const standIn = await standInFor(finish);
    const { pid, cliPid } = await hooklineProcess(finish, standIn, await tempDir(finish, 'data'));
    process.kill(pid, 'SIGKILL');
    await untilGone(cliPid, 10_000);
  });

  test.for(['start time', 'command', 'number'] as const)(
    'a process that differs in its %s is left alone',
    async (difference, { onTestFinished: finish }) => {
      const standIn = await standInFor(finish);
      const dataDir = await tempDir(finish, 'data');
      // Looks like a CLI of ours in everything but the one thing.
      const args = [
        '-e',
        'setInterval(() => {}, 1000)',
        difference === 'command' ? 'serve' : 'listen',
        '--forward-to',
      ];
      const bystander = spawn(process.execPath, args, { stdio: 'ignore', detached: true });
      finish(() => {
        bystander.kill('SIGKILL');
      });
      await once(bystander, 'spawn');
      const pid = bystander.pid ?? 0;
      const startedAt = (await identifyProcess(pid))?.startedAt ?? '';
      const record = {
        pid: difference === 'number' ? 1 : pid,
        startedAt: difference === 'start time' ? `${startedAt}0` : startedAt,
        binPath: process.execPath,
      };
      await writeFile(join(dataDir, 'forwarder.json'), JSON.stringify(record));
      const rig = await rigFor(finish, standIn.url, { dataDir });
      await rig.forwarder.start();
      await rig.until('ready');
      expect(await isGone(pid)).toBe(false);
      expect(rig.text()).not.toContain('left behind');
    },
  );

  test('a record that fits is acted upon, so that the three above prove something', async ({
    onTestFinished: finish,
  }) => {
    const standIn = await standInFor(finish);
    const dataDir = await tempDir(finish, 'data');
    const args = ['-e', 'setInterval(() => {}, 1000)', 'listen', '--forward-to'];
    const bystander = spawn(process.execPath, args, { stdio: 'ignore', detached: true });
    await once(bystander, 'spawn');
    const pid = bystander.pid ?? 0;
    const startedAt = (await identifyProcess(pid))?.startedAt ?? '';
    await writeFile(
      join(dataDir, 'forwarder.json'),
      JSON.stringify({ pid, startedAt, binPath: process.execPath }),
    );
    const rig = await rigFor(finish, standIn.url, { dataDir });
    await rig.forwarder.start();
    expect(await isGone(pid)).toBe(true);
  });
});
