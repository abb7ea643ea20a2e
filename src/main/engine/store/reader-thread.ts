// Reads that may take long run on a worker thread with its own connection, so that the receiver never waits for them.
import { Worker } from 'node:worker_threads';
import type { CallError } from './group-commit.ts';
import type { Reads, ReadName } from './reader-worker.ts';

export interface ReadRequest {
  id: number;
  name: ReadName;
  args: readonly unknown[];
}
export type ReadAnswer = { id: number; value: unknown } | { id: number; error: CallError };

/** The reads from another thread. */
export type Read = {
  [Name in ReadName]: (...args: Parameters<Reads[Name]>) => Promise<ReturnType<Reads[Name]>>;
};

export interface ReaderThread {
  read: Read;
  dispose(): Promise<void>;
}

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

/**
 * @param workerUrl the built or source form of reader-worker.ts
 * @param databasePath the file; it must exist and be migrated
 * @param onError called with what a read failed of, before its caller hears of it
 */
export function createReaderThread(
  workerUrl: URL,
  databasePath: string,
  onError: (error: unknown) => void,
): ReaderThread {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | null = null;
  let nextId = 1;
  let disposed = false;

  function failAll(error: Error): void {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  /** Started on first use: most short runs never search. Started anew should it ever die. */
  function running(): Worker {
    if (worker !== null) return worker;
    const started = new Worker(workerUrl, { workerData: { databasePath }, name: 'reader' });
    started.unref();
    let cause: unknown = null;
    started.on('message', (answer: ReadAnswer) => {
      const entry = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('value' in answer) return entry?.resolve(answer.value as never);
      const error = Object.assign(new Error(answer.error.message), { code: answer.error.code });
      onError(error);
      entry?.reject(error);
    });
    started.on('messageerror', () => void started.terminate());
    started.on('error', (error) => (cause = error));
    started.on('exit', () => {
      if (worker === started) worker = null;
      if (cause !== null) onError(cause);
      const why =
        cause === null ? '' : ` (${cause instanceof Error ? cause.message : JSON.stringify(cause)})`;
      failAll(new Error(`The database’s reading thread ended${why}. Try again; it is started anew.`));
    });
    worker = started;
    return started;
  }

  function call(name: ReadName, args: readonly unknown[]): Promise<never> {
    if (disposed) return Promise.reject(new Error('The store is closed.'));
    return new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      try {
        running().postMessage({ id, name, args } satisfies ReadRequest);
      } catch (error) {
        waiting.delete(id);
        throw error;
      }
    });
  }

  return {
    read: new Proxy({} as Read, {
      get:
        (_target, name: ReadName) =>
        (...args: readonly unknown[]) =>
          call(name, args),
    }),
    async dispose() {
      disposed = true;
      await worker?.terminate();
      worker = null;
    },
  };
}
