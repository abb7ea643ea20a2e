// Reads that may take long run on a worker thread with its own connection, so that the receiver never waits for them.
import { Worker } from 'node:worker_threads';
import type { Reads, ReadName } from './reader-worker.ts';

export interface ReadRequest {
  id: number;
  name: ReadName;
  args: readonly unknown[];
}
export type ReadAnswer = { id: number; value: unknown } | { id: number; error: string };

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
 */
export function createReaderThread(workerUrl: URL, databasePath: string): ReaderThread {
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
    const started = new Worker(workerUrl, { workerData: { databasePath } });
    started.unref();
    started.on('message', (answer: ReadAnswer) => {
      const entry = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('value' in answer) entry?.resolve(answer.value as never);
      else entry?.reject(new Error(answer.error));
    });
    started.on('error', (error) => {
      worker = null;
      failAll(error instanceof Error ? error : new Error(String(error)));
    });
    started.on('exit', () => {
      if (worker === started) worker = null;
      failAll(new Error('The reader thread ended.'));
    });
    worker = started;
    return started;
  }

  function call(name: ReadName, args: readonly unknown[]): Promise<never> {
    if (disposed) return Promise.reject(new Error('The store is closed.'));
    return new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve, reject });
      running().postMessage({ id, name, args } satisfies ReadRequest);
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
