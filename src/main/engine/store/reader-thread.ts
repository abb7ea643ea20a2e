// Reads that may take long run on a worker thread with its own connection, so that the receiver never waits for them.
import { Worker } from 'node:worker_threads';
import type { EventFilter, EventPage } from '#shared/contract/events.ts';

export interface ListRequest {
  id: number;
  filter: EventFilter;
  cursor: number | null;
  limit: number;
}
export type ListAnswer = { id: number; page: EventPage } | { id: number; error: string };

export interface ReaderThread {
  listEvents(filter: EventFilter, cursor: number | null, limit: number): Promise<EventPage>;
  dispose(): Promise<void>;
}

interface Waiting {
  resolve: (page: EventPage) => void;
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
    started.on('message', (answer: ListAnswer) => {
      const entry = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('page' in answer) entry?.resolve(answer.page);
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

  return {
    listEvents(filter, cursor, limit) {
      if (disposed) return Promise.reject(new Error('The store is closed.'));
      return new Promise((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        running().postMessage({ id, filter, cursor, limit } satisfies ListRequest);
      });
    },
    async dispose() {
      disposed = true;
      await worker?.terminate();
      worker = null;
    },
  };
}
