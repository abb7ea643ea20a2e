// All writing happens on a thread of its own: the receiver and the window never wait for the disk.
import { Worker } from 'node:worker_threads';
import type { Call, CallOutcome } from './group-commit.ts';
import { kindOfCode, StoreWriteError } from './store-error.ts';
import type { Said } from './writer-worker.ts';
import type { Followed, Write, WriteName } from './writes.ts';

export interface WriterThread {
  write: Write;
  /** Commits what was asked for and ends the thread. */
  dispose(): Promise<void>;
}

/** Groups handed over and not answered. What comes in meanwhile makes the next group and shares its cost; with one alone the thread would idle. */
const MAX_UNDER_WAY = 3;

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: StoreWriteError) => void;
}

/**
 * @param workerUrl the built or source form of writer-worker.ts
 * @param databasePath the file; it must exist and be migrated
 * @param onOutcomes called with each transaction's failures before the callers hear of it
 * @param onFollowed called when what is made of the events has followed some more of them
 */
export function createWriterThread(
  workerUrl: URL,
  databasePath: string,
  onOutcomes: (committed: number, failures: readonly StoreWriteError[]) => void,
  onFollowed: (followed: Followed) => void,
): WriterThread {
  /** Not handed over yet. */
  let posting: Call[] = [];
  let underWay = 0;
  /** Callers in the order of their calls, which is the order of the answers. */
  const waiting: Waiting[] = [];
  let worker: Worker | null = null;
  let disposed = false;

  function settle(outcomes: readonly CallOutcome[]): void {
    underWay -= 1;
    post();
    const callers = waiting.splice(0, outcomes.length);
    const failures = outcomes.flatMap((outcome) =>
      'error' in outcome
        ? [new StoreWriteError(outcome.error.message, kindOfCode(outcome.error.code), outcome.error.code)]
        : [],
    );
    onOutcomes(outcomes.length - failures.length, failures);
    let failed = 0;
    outcomes.forEach((outcome, index) => {
      if ('value' in outcome) callers[index]?.resolve(outcome.value as never);
      else callers[index]?.reject(failures[failed++] ?? new StoreWriteError(outcome.error.message, 'bug'));
    });
  }

  function failAll(message: string): void {
    underWay = 0;
    posting = [];
    const error = new StoreWriteError(message, 'thread');
    for (const { reject } of waiting.splice(0)) reject(error);
  }

  /** Started anew should it ever die: what was not committed is reported as failed. */
  function running(): Worker {
    if (worker !== null) return worker;
    const started = new Worker(workerUrl, { workerData: { databasePath } });
    started.on('message', (said: Said) => (Array.isArray(said) ? settle(said) : onFollowed(said)));
    const ended = (why: string): void => {
      // An error is followed by the exit; by then another thread may be at work.
      if (worker !== started) return;
      worker = null;
      failAll(why);
    };
    started.on('error', (error) =>
      ended(`The writer thread failed: ${error instanceof Error ? error.message : String(error)}`),
    );
    started.on('exit', () => ended('The writer thread ended.'));
    worker = started;
    return started;
  }

  function post(): void {
    if (underWay < MAX_UNDER_WAY) handOver();
  }

  function handOver(): void {
    if (posting.length === 0) return;
    const calls = posting;
    posting = [];
    underWay += 1;
    running().postMessage(calls);
  }

  function call(name: WriteName, args: readonly unknown[]): Promise<never> {
    if (disposed) return Promise.reject(new StoreWriteError('The store is closed.', 'closed'));
    return new Promise((resolve, reject) => {
      // After the I/O of this turn, so that requests that arrived together are committed together.
      if (posting.length === 0) setImmediate(post);
      posting.push({ name, args });
      waiting.push({ resolve, reject });
    });
  }

  running();
  return {
    write: new Proxy({} as Write, {
      get:
        (_target, name: WriteName) =>
        (...args: readonly unknown[]) =>
          call(name, args),
    }),
    async dispose() {
      disposed = true;
      handOver();
      const ending = worker;
      if (ending === null) return;
      const gone = new Promise((resolve) => ending.once('exit', resolve));
      ending.postMessage(null);
      await gone;
    },
  };
}
