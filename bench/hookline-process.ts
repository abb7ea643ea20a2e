// Hookline as a user starts it (built, web host, nobody watching), in a temporary directory on disk.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import type { ReadyLine } from '../src/shared/domain/launch-options.ts';
import { DATABASE_FILE, openStore, type Store } from '../src/main/engine/store/store.ts';
import { locateRoot } from '../src/main/locate-root.ts';
import { endProcess } from './child.ts';

const LAUNCHER = fileURLToPath(new URL('../bin/hookline.cjs', import.meta.url));

export interface HooklineOptions {
  forwardTo: string;
  /** The signing secret an earlier session of the CLI would have left; null = it will announce one. */
  secret: string | null;
  /** What its database is to hold already. */
  prepare?: (store: Store) => Promise<void>;
  /** More of the command line. */
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
}

export interface StoredEvent {
  id: string;
  deliveryState: string;
  receipts: number;
  attempts: number;
}

export interface Hookline {
  pid: number;
  receiverPort: number;
  dashboardUrl: string;
  token: string;
  /** Ends it in good manners and reads what it left in its file. The directory is removed. */
  endAndRead(): Promise<StoredEvent[]>;
}

export interface RunningHookline {
  ready: ReadyLine;
  end(): Promise<void>;
}

/** Builds it first when the sources have changed. `HOOKLINE_BENCH_NODE_ARGS` goes to its Node, for profiling. */
export async function runHookline(
  dataDir: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<RunningHookline> {
  const nodeArgs = (process.env['HOOKLINE_BENCH_NODE_ARGS'] ?? '').split(' ').filter(Boolean);
  const child = spawn(
    process.execPath,
    [
      ...nodeArgs,
      LAUNCHER,
      '--host=web',
      '--port=0',
      '--receiver-port=0',
      '--no-open',
      '--json',
      `--data-dir=${dataDir}`,
      ...args,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, STRIPE_API_KEY: '', XDG_CONFIG_HOME: dataDir, ...env },
    },
  );
  // A benchmark that breaks off leaves no process.
  const cleanUp = (): void => void child.kill('SIGKILL');
  process.once('exit', cleanUp);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ready = await new Promise<ReadyLine>((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`Hookline ended with ${code} before it was ready:\n${said}`)),
    );
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as ReadyLine));
  });
  return {
    ready,
    async end() {
      await endProcess(child);
      process.off('exit', cleanUp);
    },
  };
}

export async function startHookline({
  forwardTo,
  secret,
  prepare,
  args,
  env = {},
}: HooklineOptions): Promise<Hookline> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hookline-bench-'));
  const cleanUp = (): void => rmSync(dataDir, { recursive: true, force: true });
  process.once('exit', cleanUp);
  const store = openStore({ dataDir, workers: locateRoot().storeWorkers, now: Date.now });
  if (secret !== null) await store.write.upsertMeta({ cli_secret: secret });
  await prepare?.(store);
  await store.dispose();
  const { ready, end } = await runHookline(dataDir, [`--forward-to=${forwardTo}`, ...args], env);
  return {
    pid: ready.pid,
    receiverPort: Number(new URL(ready.receiverUrl).port),
    dashboardUrl: ready.dashboardUrl,
    token: ready.token,
    async endAndRead() {
      await end();
      const db = new Database(join(dataDir, DATABASE_FILE));
      const stored = db
        .prepare<[], StoredEvent>(
          'SELECT id, delivery_state AS deliveryState, receipt_count AS receipts, attempt_count AS attempts FROM events',
        )
        .all();
      db.close();
      process.off('exit', cleanUp);
      cleanUp();
      return stored;
    },
  };
}
