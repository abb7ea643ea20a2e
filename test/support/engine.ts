// An engine for one test: own data directory, free ports, no Stripe CLI unless asked for.
import { onTestFinished } from 'vitest';
import { createEngine, type Engine, type EngineOptions } from '#engine/engine.ts';
import type { Clock, Logger } from '#engine/ports.ts';
import { signBody } from '#engine/signature/signature-check.ts';
import { openStore } from '#engine/store/store.ts';
import { startBackend, type Backend } from './backend.ts';
import { createFileSecretStore } from '../../src/main/app/file-secret-store.ts';
import { EDITOR_WORKER_URL, EXPORT_WORKER_URL, SQLITE_WORKER_URL, STORE_WORKERS } from './store-workers.ts';
import { tempDir } from './temp-dir.ts';

export const TEST_SECRET = 'whsec_test_0123456789abcdef';

export const silentLogger: Logger = { info() {}, warn() {}, error() {} };

export interface TestEngine {
  engine: Engine;
  backend: Backend;
  /** POSTs bytes to the receiver, signed with TEST_SECRET unless headers say otherwise. */
  post(body: string | Buffer, headers?: Record<string, string>, path?: string): Promise<Response>;
}

export interface TestEngineOptions extends Partial<Omit<EngineOptions, 'forwarder'>> {
  clock?: Clock;
  backend?: Backend;
  forwarder?: Partial<EngineOptions['forwarder']>;
  /** null = no session of the CLI was ever started. */
  cliSecret?: null;
  /** false = the test disposes of the engine itself. */
  autoDispose?: boolean;
}

export async function startTestEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const { clock = { now: () => Date.now() }, autoDispose = true, cliSecret, forwarder, ...rest } = options;
  const backend = options.backend ?? (await startBackend());
  if (options.backend === undefined) onTestFinished(() => backend.close());
  const dataDir = options.dataDir ?? tempDir();
  if (cliSecret !== null) await rememberCliSecret(dataDir);
  const engine = await createEngine(
    {
      version: '0.0.0-test',
      dataDir,
      receiverPort: 0,
      forwardTo: backend.url,
      storeWorkers: STORE_WORKERS,
      exportWorkerUrl: EXPORT_WORKER_URL,
      editorWorkerUrl: EDITOR_WORKER_URL,
      sqliteWorkerUrl: SQLITE_WORKER_URL,
      ...rest,
      forwarder: { listen: false, binPath: null, apiBase: null, events: [], apiKey: null, ...forwarder },
    },
    { clock, logger: silentLogger, secretStore: createFileSecretStore(dataDir) },
  );
  if (autoDispose) onTestFinished(() => engine.dispose());

  return {
    engine,
    backend,
    post(body, headers, path = '/anything') {
      const bytes = Buffer.from(body);
      return fetch(`${engine.receiverUrl}${path}`, {
        method: 'POST',
        body: bytes,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          ...(headers ?? { 'stripe-signature': signBody(bytes, TEST_SECRET, clock.now()) }),
        },
      });
    },
  };
}

/** As an earlier session of the CLI would have left it. */
export async function rememberCliSecret(dataDir: string): Promise<void> {
  const store = openStore({ dataDir, workers: STORE_WORKERS, now: Date.now });
  if (store.meta.findMeta('cli_secret') === null) await store.write.upsertMeta({ cli_secret: TEST_SECRET });
  await store.dispose();
}
