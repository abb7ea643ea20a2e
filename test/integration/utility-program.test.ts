// The developer's SQLite file is asked in a utility process, as in the packaged desktop app, where a fork of Node's would open
// the app again. Electron's part is played by a process that has `process.parentPort` and nothing of fork()'s.
import { fork, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { createPlanProbe, type PlanProbe } from '#engine/plan-probe/plan-probe.ts';
import type { ProbeAnswer } from '#shared/domain/probe/app-probe.ts';
import {
  createUtilityFork,
  type UtilityChild,
  type UtilityProcess,
} from '../../src/main/app/utility-program.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

const sqliteWorkerUrl = new URL('../../src/main/engine/plan-probe/sqlite-worker.ts', import.meta.url);

/** What Electron does before it loads the script: `parentPort` is there, and the channel of fork() is not. */
const PRELOAD = `
  const { send, disconnect } = process;
  const own = process.on.bind(process);
  process.parentPort = {
    on: (name, listener) => own('message', (data) => listener({ data })),
    postMessage: (message) => send.call(process, message),
  };
  delete process.send;
  process.once = (name) => { throw new Error('fork() is not there: ' + name); };
`;

let children: ChildProcess[];
beforeEach(() => {
  children = [];
});

function playElectron(): UtilityProcess {
  const preload = join(tempDir(), 'preload.mjs');
  writeFileSync(preload, PRELOAD);
  return {
    fork(path, args, options) {
      const child = fork(path, args, {
        env: options.env,
        execArgv: ['--import', pathToFileURL(preload).href],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      children.push(child);
      onTestFinished(() => void child.kill('SIGKILL'));
      const played: UtilityChild = {
        get pid() {
          return child.exitCode === null && child.signalCode === null ? child.pid : undefined;
        },
        postMessage: (message) => void child.send(message as object),
        // Electron sends SIGTERM, which nothing has to heed.
        kill: () => child.kill('SIGTERM'),
        on: (name: 'message' | 'exit', listener: (value: never) => void) =>
          child.on(name, (value: unknown) => listener((value ?? 0) as never)),
        once: (name, listener) => child.once(name, listener),
      };
      return played;
    },
  };
}

function openProbe(): PlanProbe {
  const probe = createPlanProbe({ sqliteWorkerUrl, forkProgram: createUtilityFork(playElectron()) });
  onTestFinished(() => probe.dispose());
  return probe;
}

function ask(probe: PlanProbe, file: string, query: string, timeoutMs = 10_000): Promise<ProbeAnswer> {
  return probe.ask(
    { kind: 'sqlite', file, query, timeoutMs },
    { connectionString: null, headers: [] },
    {
      customerId: 'cus_1',
      email: 'ada@example.com',
      clientReferenceId: null,
      subscriptionId: null,
      metadata: {},
    },
  );
}

function appDatabase(): string {
  const file = join(tempDir(), 'app.sqlite');
  const db = new Database(file);
  db.exec("CREATE TABLE users (email TEXT, plan TEXT); INSERT INTO users VALUES ('ada@example.com', 'pro')");
  db.close();
  return file;
}

const ended = (): boolean => children.every((child) => child.exitCode !== null || child.signalCode !== null);

test('a hundred questions at once are answered by one process, which is gone with the probe', async () => {
  const probe = openProbe();
  const file = appDatabase();
  const questions = Array.from({ length: 100 }, () =>
    ask(probe, file, 'SELECT plan FROM users WHERE email = {email}'),
  );
  for (const answer of await Promise.all(questions))
    expect(answer).toMatchObject({ ok: true, value: 'pro', found: true });
  expect(children).toHaveLength(1);
  expect(ended()).toBe(false);
  probe.dispose();
  await waitUntil('the process to be gone', ended);
});

test('a query that never ends is ended at its timeout, with its process', async () => {
  const endless = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n';
  const probe = openProbe();
  const file = appDatabase();
  expect(await ask(probe, file, endless, 500)).toMatchObject({ ok: false, code: 'timeout' });
  await waitUntil('the process to be gone', ended);
  expect(children[0]?.signalCode).toBe('SIGKILL');
  // The next question gets a process of its own.
  expect(await ask(probe, file, 'SELECT plan FROM users')).toMatchObject({ ok: true, value: 'pro' });
  expect(children).toHaveLength(2);
});
