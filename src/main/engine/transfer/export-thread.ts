// Starts a thread for each export, and collects what it writes.
import { Worker } from 'node:worker_threads';
import type { EventFilter } from '#shared/contract/events.ts';
import type { Removed } from '#shared/contract/transfer.ts';
import type { ExportFormat } from '#shared/domain/export/export-format.ts';
import type { RedactionChoice } from '#shared/domain/export/redaction.ts';

export interface ExportOrder {
  databasePath: string;
  /** null = what the filter matches. */
  ids: readonly string[] | null;
  filter: EventFilter;
  format: ExportFormat;
  redaction: RedactionChoice;
  /** Secrets known by their value. */
  known: readonly string[];
  version: string;
  /** How many of the events found are written. */
  most: number;
  mostBytes: number;
}

export type ExportSaid =
  | { kind: 'chunk'; chunk: Uint8Array }
  | { kind: 'done'; total: number; leftOut: number; removed: Removed }
  | { kind: 'too_large' }
  | { kind: 'failed'; message: string };

export interface Exported {
  chunks: Uint8Array<ArrayBuffer>[];
  /** Events found, also where fewer were written. */
  total: number;
  leftOut: number;
  removed: Removed;
}

export class ExportTooLargeError extends Error {}

export interface ExportThreads {
  /** @throws ExportTooLargeError; the signal's reason when it is aborted */
  run(order: ExportOrder, signal?: AbortSignal): Promise<Exported>;
  dispose(): Promise<void>;
}

/** @param workerUrl the built or source form of export-worker.ts */
export function createExportThreads(workerUrl: URL): ExportThreads {
  const running = new Set<Worker>();

  function run(order: ExportOrder, signal?: AbortSignal): Promise<Exported> {
    signal?.throwIfAborted();
    const worker = new Worker(workerUrl, { workerData: order });
    running.add(worker);
    const stop = (): void => void worker.terminate();
    signal?.addEventListener('abort', stop, { once: true });
    return new Promise<Exported>((resolve, reject) => {
      const chunks: Uint8Array<ArrayBuffer>[] = [];
      worker.on('message', (said: ExportSaid) => {
        switch (said.kind) {
          case 'chunk':
            chunks.push(new Uint8Array(said.chunk));
            break;
          case 'done':
            resolve({ chunks, total: said.total, leftOut: said.leftOut, removed: said.removed });
            break;
          case 'too_large':
            reject(new ExportTooLargeError(`The export is larger than ${order.mostBytes} bytes.`));
            break;
          case 'failed':
            reject(new Error(`The export failed: ${said.message}`));
        }
      });
      worker.on('error', reject);
      worker.on('exit', () =>
        reject(signal?.aborted === true ? signal.reason : new Error('The export was stopped.')),
      );
    }).finally(() => {
      signal?.removeEventListener('abort', stop);
      running.delete(worker);
      void worker.terminate();
    });
  }

  return {
    run,
    async dispose() {
      await Promise.all([...running].map((worker) => worker.terminate()));
    },
  };
}
