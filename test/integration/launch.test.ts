// Starting, being in the way, and ending: each trouble with its sentence and exit code, as the user meets it.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EXIT } from '#shared/domain/launch-options.ts';
import { runHookline, type HooklineProcess, type RunOptions } from '../support/hookline-process.ts';
import { tempDir } from '../support/temp-dir.ts';

function start(dataDir: string, options: RunOptions = {}): HooklineProcess {
  const hookline = runHookline(dataDir, { ...options, args: ['--no-listen', ...(options.args ?? [])] });
  onTestFinished(() => hookline.kill('SIGKILL').then(() => undefined));
  return hookline;
}

async function occupiedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test('--json: one line when everything is up, nothing else on stdout; the addresses in it work; SIGTERM ends it with 0', async () => {
  const dataDir = tempDir();
  const hookline = start(dataDir);
  const ready = await hookline.ready();
  expect(ready).toMatchObject({ event: 'ready', dataDir, pid: hookline.child.pid });
  const authorization = `Bearer ${ready.token}`;
  expect((await fetch(`${ready.apiUrl}/status`, { headers: { authorization } })).status).toBe(200);
  expect((await fetch(ready.dashboardUrl)).headers.get('content-type')).toContain('text/html');
  expect((await fetch(ready.receiverUrl, { method: 'POST', body: 'x' })).status).toBe(400);
  expect(await hookline.kill('SIGTERM')).toBe(0);
  expect(hookline.stdout().trim().split('\n')).toHaveLength(1);
  expect(hookline.stderr()).toContain(ready.dashboardUrl);
  expect(existsSync(join(dataDir, 'instance.json'))).toBe(false);
});

test('data of this user only', async () => {
  const dataDir = join(tempDir(), 'made', 'on', 'the', 'way');
  await start(dataDir).ready();
  for (const name of ['access.key', 'instance.json']) {
    const { mode } = statSync(join(dataDir, name));
    if (process.platform !== 'win32') expect(mode & 0o077, name).toBe(0);
  }
  if (process.platform !== 'win32') expect(statSync(dataDir).mode & 0o077).toBe(0);
});

describe('what stands in the way', () => {
  test('the dashboard’s port in use', async () => {
    const port = await occupiedPort();
    const hookline = start(tempDir(), { args: ['--port', String(port)] });
    expect(await hookline.exited).toBe(EXIT.portInUse);
    expect(hookline.stderr()).toContain(`Port ${port} for the dashboard is in use by another program.`);
    expect(hookline.stderr()).toContain('--port');
  });

  test.each(['--receiver-port', '--port'])(
    '--forward-to leads to Hookline itself: its %s',
    async (option) => {
      const port = 40_000 + (process.pid % 20_000);
      const forwardTo = `http://localhost:${port}/hook`;
      const hookline = start(tempDir(), { args: [option, String(port), '--forward-to', forwardTo] });
      expect(await hookline.exited).toBe(EXIT.usage);
      expect(hookline.stderr()).toContain(
        `--forward-to cannot be used: ${forwardTo} is Hookline’s own address`,
      );
      expect(hookline.stderr()).toContain('Use the address of your backend.');
    },
  );

  test('the receiver’s port in use', async () => {
    const port = await occupiedPort();
    const hookline = start(tempDir(), { args: ['--receiver-port', String(port)] });
    expect(await hookline.exited).toBe(EXIT.portInUse);
    expect(hookline.stderr()).toContain(`Port ${port} for the receiver is in use`);
    expect(hookline.stderr()).toContain('--receiver-port');
  });

  test('a data directory that cannot be one', async () => {
    const path = join(tempDir(), 'a-file');
    writeFileSync(path, 'not a directory');
    const hookline = start(path);
    expect(await hookline.exited).toBe(EXIT.dataDirUnusable);
    expect(hookline.stderr()).toContain(`The data directory ${path} cannot be written`);
    expect(hookline.stderr()).toContain('--data-dir');
  });

  test('a data directory without write permission', async (context) => {
    context.skip(process.getuid?.() === 0, 'root may write anywhere');
    const path = join(tempDir(), 'read-only');
    mkdirSync(path);
    chmodSync(path, 0o500);
    const hookline = start(path);
    expect(await hookline.exited).toBe(EXIT.dataDirUnusable);
    expect(hookline.stderr()).toContain('cannot be written');
  });

  test('a database from a newer version: refused, untouched', async () => {
    const dataDir = tempDir();
    const path = join(dataDir, 'hookline.db');
    const db = new Database(path);
    db.exec("CREATE TABLE future (x); INSERT INTO future VALUES ('precious'); PRAGMA user_version = 99;");
    db.close();
    const before = readFileSync(path);
    const hookline = start(dataDir);
    expect(await hookline.exited).toBe(EXIT.databaseTooNew);
    expect(hookline.stderr()).toContain('written by a newer Hookline');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test('a damaged database: moved aside, said, started afresh', async () => {
    const dataDir = tempDir();
    writeFileSync(join(dataDir, 'hookline.db'), 'scrambled '.repeat(1000));
    const hookline = start(dataDir);
    const status = await (await hookline.client()).status.get();
    expect(status.counts.all).toBe(0);
    expect(status.notices).toMatchObject([{ code: 'database_moved_aside' }]);
    expect(hookline.stderr()).toContain('The database was damaged. It was moved to');
    const moved = readdirSync(dataDir).find((name) => name.startsWith('hookline.damaged-')) ?? '';
    expect(readFileSync(join(dataDir, moved), 'utf8')).toBe('scrambled '.repeat(1000));
  });

  test.each<[string, string[], string]>([
    ['a bad --forward-to', ['--forward-to', 'ftp://x'], 'only http and https'],
    ['an unknown option', ['--recevier-port', '1'], '--receiver-port'],
    ['a port that is none', ['--port', '99999'], '--port'],
    ['an API base that is not loopback', ['--stripe-api-base', 'https://evil.example'], '--stripe-api-base'],
  ])('%s', async (_name, args, words) => {
    const hookline = start(tempDir(), { args });
    expect(await hookline.exited).toBe(EXIT.usage);
    expect(hookline.stderr()).toContain(words);
    expect(hookline.stdout()).toBe('');
  });
});

describe('a second instance', () => {
  test('names the first one’s address and ends with 0; the first goes on', async () => {
    const dataDir = tempDir();
    const first = start(dataDir);
    const { dashboardUrl } = await first.ready();
    const second = start(dataDir);
    expect(await second.exited).toBe(EXIT.ok);
    expect(second.stderr()).toContain(`Hookline is running already: ${dashboardUrl}`);
    expect(JSON.parse(second.stdout())).toMatchObject({ event: 'already-running', dashboardUrl });
    expect((await (await first.client()).status.get()).counts.all).toBe(0);
  });

  test('a killed instance is not in the way of the next', async () => {
    const dataDir = tempDir();
    const first = start(dataDir);
    await first.ready();
    await first.kill('SIGKILL');
    expect(await start(dataDir).ready()).toMatchObject({ event: 'ready' });
  });
});

const node20 = ['/usr/bin/node', '/usr/local/bin/node'].find(
  (path) => existsSync(path) && /^v(18|20|22)\./.test(spawnSync(path, ['--version']).stdout.toString()),
);
test('starts on an older Node of the machine, too', async (context) => {
  context.skip(node20 === undefined, 'there is no Node 18 to 22 on this machine');
  const hookline = start(tempDir(), { node: node20 ?? '' });
  const ready = await hookline.ready();
  const status = await (await hookline.client()).status.get();
  expect(status.dataDir).toBe(ready.dataDir);
  expect(await hookline.kill('SIGTERM')).toBe(0);
});

test.skipIf(process.platform === 'win32')(
  'an error that nothing was prepared for: the database is closed, a sentence says so, and the exit code is 1',
  async () => {
    // Throws in the middle of nowhere, when asked to.
    const throwing = `data:text/javascript,process.on('SIGUSR2',()=>{throw new TypeError('out of nowhere')})`;
    const dataDir = tempDir();
    const hookline = start(dataDir, { env: { NODE_OPTIONS: `--import ${encodeURI(throwing)}` } });
    const { pid } = await hookline.ready();
    process.kill(pid, 'SIGUSR2');
    expect(await hookline.exited).toBe(EXIT.unexpected);
    expect(hookline.stderr()).toMatch(
      /closes its database and ends; start it again[\s\S]*TypeError: out of nowhere/,
    );
    // A database that was closed has no log beside it, and the instance has gone.
    expect(readdirSync(dataDir).filter((name) => name.endsWith('-wal') || name === 'instance.json')).toEqual(
      [],
    );
  },
);
