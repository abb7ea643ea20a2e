// The database locked by another program, and a thread that cannot be kept alive, as the developer and Stripe meet them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { EXIT, type LaunchOptions } from '#shared/domain/launch-options.ts';
import { LaunchError } from '../../src/main/app/launch-error.ts';
import { openApp, type AppFiles } from '../../src/main/app/open-app.ts';
import { locateRoot } from '../../src/main/locate-root.ts';
import { startBackend } from '../support/backend.ts';
import { silentLogger, startTestEngine } from '../support/engine.ts';
import {
  EDITOR_WORKER_URL,
  EXPORT_WORKER_URL,
  SQLITE_WORKER_URL,
  STORE_WORKERS,
} from '../support/store-workers.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

/** Another program in the middle of writing. @returns the way to end it */
function lock(dataDir: string): () => void {
  const other = new Database(join(dataDir, 'hookline.db'));
  onTestFinished(() => void other.close());
  other.exec('BEGIN IMMEDIATE');
  return () => void other.exec('COMMIT');
}

test('locked for 6 s: the attempt under way is recorded, new events are kept, it is said, and nothing is sent twice', async () => {
  const dataDir = tempDir();
  const backend = await startBackend();
  onTestFinished(() => backend.close());
  const first = await startTestEngine({ dataDir, backend, autoDispose: false });
  let respond = (): void => {};
  backend.behave((request, response) => {
    if (request.body.includes('evt_during')) respond = () => response.end('ok');
    else response.end('ok');
  });
  const during = first.post(eventFixture({ type: 'invoice.paid', id: 'evt_during' }));
  await waitUntil('the backend to have it', () => backend.seen.length === 1);
  const unlock = lock(dataDir);
  respond();
  const after = first.post(eventFixture({ type: 'invoice.paid', id: 'evt_after' }));
  await waitUntil('it to be said', () => first.engine.status().notices.length > 0, 10_000);
  expect(first.engine.status().notices).toEqual([
    { code: 'database_busy', detail: expect.stringMatching(/locked/) },
  ]);
  unlock();
  expect((await during).status).toBe(200);
  expect((await after).status).toBe(200);
  expect(first.engine.status().notices).toEqual([]);
  for (const id of ['evt_during', 'evt_after']) {
    expect(first.engine.store.reads.findEventById(id)).toMatchObject({
      deliveryState: 'delivered',
      attemptCount: 1,
    });
  }
  await first.engine.dispose();
  const second = await startTestEngine({ dataDir, backend });
  expect(second.engine.store.reads.countEvents()).toMatchObject({ all: 2, delivered: 2 });
  expect(backend.seen).toHaveLength(2);
}, 30_000);

test('locked for longer than Stripe waits: the request is refused as one to be sent again', async () => {
  const dataDir = tempDir();
  const { engine, post } = await startTestEngine({
    dataDir,
    storePatience: { noticeAfterMs: 0, refuseAfterMs: 800 },
  });
  const unlock = lock(dataDir);
  const refused = await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }));
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({
    hookline: 'not stored',
    reason: expect.stringMatching(/locked/),
  });
  unlock();
  expect((await post(eventFixture({ type: 'invoice.paid', id: 'evt_1' }))).status).toBe(200);
  expect(engine.status().notices).toEqual([]);
});

const files: AppFiles = {
  ...locateRoot(),
  storeWorkers: STORE_WORKERS,
  exportWorkerUrl: EXPORT_WORKER_URL,
  editorWorkerUrl: EDITOR_WORKER_URL,
  sqliteWorkerUrl: SQLITE_WORKER_URL,
};

const launch = (dataDir: string): LaunchOptions => ({
  host: 'web',
  port: 0,
  receiverPort: 0,
  dataDir,
  forwardTo: null,
  open: false,
  listen: false,
  events: [],
  stripeBin: null,
  stripeApiBase: null,
  demo: false,
  json: false,
});

test('a writing thread that cannot start: Hookline does not start, and says why', async () => {
  const script = join(tempDir(), 'writer.mjs');
  writeFileSync(script, 'throw new Error("no such luck");');
  const storeWorkers = { ...STORE_WORKERS, writerUrl: pathToFileURL(script) };
  const opened = openApp(launch(tempDir()), { ...files, storeWorkers }, silentLogger);
  await expect(opened).rejects.toBeInstanceOf(LaunchError);
  await expect(opened).rejects.toMatchObject({
    exitCode: EXIT.dataDirUnusable,
    message: expect.stringMatching(/no such luck.*Start Hookline again/s),
  });
});

test('a writing thread that dies again and again: the host is told to end, with a sentence and a code', async () => {
  const writers: Worker[] = [];
  const started = (worker: Worker): void => {
    if (worker.threadName === 'writer') writers.push(worker);
  };
  process.on('worker', started);
  onTestFinished(() => void process.off('worker', started));
  let ended: LaunchError | null = null;
  const opened = await openApp(launch(tempDir()), files, silentLogger, { fatal: (error) => (ended = error) });
  if (opened.running) throw new Error('The data directory is in use.');
  onTestFinished(() => opened.app.close());
  for (let deaths = 1; deaths <= 3; deaths++) {
    const writer = await waitUntil('the thread to run', () => writers[deaths - 1]);
    await writer.terminate();
  }
  await waitUntil('the host to be told', () => ended !== null);
  expect(ended).toMatchObject({
    exitCode: EXIT.dataDirUnusable,
    message: expect.stringMatching(/writes the database .* ended again and again/),
  });
});

test('a database locked by another program at start: Hookline says so, not that the disk is full', async () => {
  const dataDir = tempDir();
  const other = new Database(join(dataDir, 'hookline.db'));
  onTestFinished(() => void other.close());
  other.exec('CREATE TABLE theirs (x); BEGIN EXCLUSIVE');
  await expect(openApp(launch(dataDir), files, silentLogger)).rejects.toMatchObject({
    exitCode: EXIT.dataDirUnusable,
    message: expect.stringMatching(/locked.*Another program has it locked/s),
  });
}, 20_000);
