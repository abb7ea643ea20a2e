// Checkpoints on a thread of their own: they flush to the disk, which would keep the writer, and so every event, waiting.
import { Worker } from 'node:worker_threads';

/** How long after a commit. During a burst that is how much of it shares a checkpoint. */
const CHECKPOINT_AFTER_MS = 250;

export interface CheckpointThread {
  /** Something was committed. */
  soon(): void;
  dispose(): Promise<void>;
}

/**
 * @param workerUrl the built or source form of checkpoint-worker.ts
 * @param databasePath the file; it must exist and be migrated
 */
export function createCheckpointThread(workerUrl: URL, databasePath: string): CheckpointThread {
  let worker: Worker | null = null;
  let timer: NodeJS.Timeout | null = null;
  let disposed = false;

  /** Started on first use, and anew should it ever die: the writer makes a checkpoint itself when the log gets very long. */
  function running(): Worker {
    if (worker !== null) return worker;
    const started = new Worker(workerUrl, { workerData: { databasePath } });
    started.unref();
    started.on('message', () => (timer = null));
    const ended = (): void => {
      if (worker === started) worker = null;
      timer = null;
    };
    started.on('error', ended);
    started.on('exit', ended);
    worker = started;
    return started;
  }

  return {
    soon() {
      // Set until the checkpoint is done: one at a time.
      if (timer !== null || disposed) return;
      timer = setTimeout(() => running().postMessage('checkpoint'), CHECKPOINT_AFTER_MS);
      timer.unref();
    },
    async dispose() {
      disposed = true;
      if (timer !== null) clearTimeout(timer);
      const ending = worker;
      if (ending === null) return;
      const gone = new Promise((resolve) => ending.once('exit', resolve));
      ending.ref();
      ending.postMessage(null);
      await gone;
    },
  };
}
