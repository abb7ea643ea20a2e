// What the store does when the database or one of its threads fails it: nothing that can be kept is lost, and it is said.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { readEnvelope } from '#shared/domain/event-envelope.ts';
import { openStore, type Store, type StoreDeps } from '#engine/store/store.ts';
import { STORE_WORKERS } from '../support/store-workers.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { receiptOf } from '../support/stored-receipt.ts';
import { tempDir } from '../support/temp-dir.ts';
import { waitUntil } from '../support/wait-until.ts';

interface Opened {
  store: Store;
  path: string;
  /** The store's threads of a kind, in the order of their starts. */
  threads(name: 'writer' | 'reader' | 'checkpoint'): Worker[];
  fatal: string[];
}

function open(more: Partial<StoreDeps> = {}): Opened {
  const dataDir = tempDir();
  const all: { name: string | null; worker: Worker }[] = [];
  const started = (worker: Worker): void => void all.push({ name: worker.threadName, worker });
  process.on('worker', started);
  onTestFinished(() => void process.off('worker', started));
  const fatal: string[] = [];
  const store = openStore({
    dataDir,
    workers: STORE_WORKERS,
    now: Date.now,
    onFatal: (message) => void fatal.push(message),
    ...more,
  });
  onTestFinished(() => store.dispose());
  return {
    store,
    path: join(dataDir, 'hookline.db'),
    threads: (name) => all.filter((one) => one.name === name).map(({ worker }) => worker),
    fatal,
  };
}

function record(store: Store, id: string, note = ''): Promise<{ seq: number; isNew: boolean }> {
  const event = JSON.parse(eventFixture({ type: 'invoice.paid', id })) as object;
  const body = JSON.stringify({ ...event, note });
  const envelope = readEnvelope(JSON.parse(body));
  if (envelope === null) throw new Error('The fixture is no event.');
  return store.write.recordEvent(envelope, receiptOf(Buffer.from(body)), []);
}

/** Another program in the middle of writing. @returns the way to end it */
function lock(path: string): () => void {
  const other = new Database(path);
  onTestFinished(() => void other.close());
  other.exec('BEGIN IMMEDIATE');
  return () => void other.exec('COMMIT');
}

const idsOf = (store: Store): string[] =>
  store.reads
    .listEvents({}, null, 200)
    .items.map(({ id }) => id)
    .toReversed();

test('a database locked for 6 s: nothing is refused, the order stays, and it is said until it passes', async () => {
  const { store, path } = open();
  const unlock = lock(path);
  const from = performance.now();
  const calls: Promise<unknown>[] = [];
  const ids: string[] = [];
  const add = (): void => {
    const id = `evt_${ids.length}`;
    ids.push(id);
    calls.push(record(store, id));
  };
  const adding = setInterval(add, 200);
  add();
  await waitUntil('the trouble to be told', () => store.trouble() !== null, 10_000);
  const saidAfterMs = performance.now() - from;
  expect(store.trouble()).toMatchObject({ kind: 'retry', message: expect.stringMatching(/locked/) });
  expect(saidAfterMs).toBeGreaterThan(4_900);
  clearInterval(adding);
  unlock();
  await Promise.all(calls);
  expect(idsOf(store)).toEqual(ids);
  expect(ids.length).toBeGreaterThan(10);
  expect(store.trouble()).toBeNull();
}, 20_000);

test('a lock that stays: what waited too long is refused as worth trying again, and only that', async () => {
  const { store, path } = open({ patience: { noticeAfterMs: 0, refuseAfterMs: 1_500 } });
  const unlock = lock(path);
  const first = record(store, 'evt_first');
  await expect(first).rejects.toMatchObject({ kind: 'retry', code: 'SQLITE_BUSY' });
  const second = record(store, 'evt_second');
  unlock();
  await second;
  expect(idsOf(store)).toEqual(['evt_second']);
  expect(store.trouble()).toBeNull();
});

test('a writer thread killed again and again: every call is carried out, once', async () => {
  const { store, threads, fatal } = open();
  for (let round = 0; round < 2; round++) {
    const ids = Array.from({ length: 40 }, (_, index) => `evt_${round}_${index}`);
    const calls = ids.slice(0, 20).map((id) => record(store, id, 'x'.repeat(20_000)));
    // So that the calls are with the thread when it dies.
    await new Promise((resolve) => {
      setImmediate(() => setImmediate(resolve));
    });
    const dying = threads('writer').at(-1)?.terminate();
    calls.push(...ids.slice(20).map((id) => record(store, id)));
    await dying;
    const recorded = await Promise.all(calls);
    expect(recorded.every(({ isNew }) => isNew)).toBe(true);
  }
  expect(threads('writer')).toHaveLength(3);
  expect(new Set(idsOf(store)).size).toBe(80);
  expect(store.reads.findEventById('evt_0_0')?.receiptCount).toBe(1);
  expect(fatal).toEqual([]);
});

test('those who listen hear of what was committed when the thread is another one', async () => {
  const { store, threads } = open();
  await record(store, 'evt_1');
  let heard = 0;
  store.onCommit(() => (heard += 1));
  await threads('writer')[0]?.terminate();
  await record(store, 'evt_2');
  expect(heard).toBeGreaterThan(0);
  expect(idsOf(store)).toEqual(['evt_1', 'evt_2']);
  expect(store.reads.countEvents()).toMatchObject({ all: 2, none: 2 });
});

test('a call that kills the thread is given up alone; its neighbours are carried out', async () => {
  const { store, threads } = open();
  const outcomes = await Promise.allSettled([
    record(store, 'evt_before'),
    store.write.endThread(),
    record(store, 'evt_after'),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(outcomes[1]).toMatchObject({ reason: { kind: 'bug' } });
  expect(idsOf(store)).toEqual(['evt_before', 'evt_after']);
  expect(threads('writer')).toHaveLength(3);
});

test('a writer thread that cannot start: the host is told in a sentence, and nobody waits for ever', async () => {
  const script = join(tempDir(), 'writer.mjs');
  writeFileSync(script, 'throw new Error("no such luck");');
  const { store, fatal } = open({ workers: { ...STORE_WORKERS, writerUrl: pathToFileURL(script) } });
  await expect(record(store, 'evt_1')).rejects.toMatchObject({ kind: 'thread' });
  await waitUntil('the host to be told', () => fatal.length > 0);
  expect(fatal).toEqual([expect.stringMatching(/database.*no such luck.*Start Hookline again/s)]);
});

test('a reader thread that dies: its reads are refused in a sentence, the next ones are answered', async () => {
  const { store, threads } = open();
  await record(store, 'evt_1');
  expect((await store.reader.listEvents({}, null, 5)).items).toHaveLength(1);
  const dying = threads('reader')[0]?.terminate();
  const pending = store.reader.listEvents({}, null, 5);
  await expect(pending).rejects.toThrow(/reading thread.*try again/i);
  await dying;
  expect((await store.reader.listEvents({}, null, 5)).items).toHaveLength(1);
  expect(threads('reader')).toHaveLength(2);
});

test('a long log and a reader that stays: nothing waits for it, and the log begins anew once it is gone', async () => {
  // Said at once: whenever a write waited for the lock longer than a connection waits for it.
  const { store, path } = open({ patience: { noticeAfterMs: 0, refuseAfterMs: 20_000 } });
  const waits: string[] = [];
  store.onCommit(() => {
    const trouble = store.trouble();
    if (trouble !== null) waits.push(trouble.message);
  });
  await record(store, 'evt_0');
  const other = new Database(path, { readonly: true });
  onTestFinished(() => void other.close());
  other.exec('BEGIN');
  other.prepare('SELECT count(*) FROM events').get();
  // The log's header counts how often it began anew. Source: https://www.sqlite.org/fileformat.html#walformat
  const beginnings = (): number => readFileSync(`${path}-wal`).readUInt32BE(12);
  const before = beginnings();
  const note = 'y'.repeat(400_000);
  for (let index = 1; index <= 110; index++) {
    await record(store, `evt_${index}`, note);
  }
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(32 * 1024 * 1024);
  // Long enough for several checkpoints, each of which held the lock until its busy timeout ran out.
  const until = performance.now() + 2_000;
  for (let index = 0; performance.now() < until; index++) await record(store, `evt_meanwhile_${index}`);
  expect(waits).toEqual([]);
  expect(beginnings()).toBe(before);
  other.exec('COMMIT');
  let more = 0;
  await waitUntil(
    'the log to begin anew',
    async () => {
      await record(store, `evt_more_${more++}`);
      return beginnings() > before;
    },
    10_000,
  );
  expect(store.trouble()).toBeNull();
}, 60_000);
