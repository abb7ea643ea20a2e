// Checkpoints on a thread of their own: they flush to the disk, which would keep the writer, and so every event, waiting.
import { Worker } from 'node:worker_threads';
import { createDeathCount, DEATHS_TOO_MANY } from './restarts.ts';

/** How long after a commit. During a burst that is how much of it shares a checkpoint. */
const CHECKPOINT_AFTER_MS = 250;
/** When the thread dies again and again; the writer makes checkpoints itself once the log is very long. */
const AFTER_DEATHS_MS = 60_000;

export interface CheckpointThread {
  /** Something was committed. */
  soon(): void;
  dispose(): Promise<void>;
}

/**
 * @param workerUrl the built or source form of checkpoint-worker.ts
 * @param databasePath the file; it must exist and be migrated
 * @param onProblem told in a sentence when the thread cannot be kept alive
 */
export function createCheckpointThread(
  workerUrl: URL,
  databasePath: string,
  onProblem: (message: string) => void,
): CheckpointThread {
  let worker: Worker | null = null;
  let timer: NodeJS.Timeout | null = null;
  let disposed = false;

  const died = createDeathCount();

  function startTimer(ms: number): void {
    timer = setTimeout(() => running().postMessage('checkpoint'), ms);
    timer.unref();
  }

  /** Started on first use, and anew should it ever die. */
  function running(): Worker {
    if (worker !== null) return worker;
    const started = new Worker(workerUrl, { workerData: { databasePath }, name: 'checkpoint' });
    started.unref();
    let why = 'it ended without a reason';
    started.on('message', () => (timer = null));
    started.on('error', (error) => (why = error instanceof Error ? error.message : String(error)));
    started.on('exit', () => {
      worker = null;
      timer = null;
      if (disposed || died() < DEATHS_TOO_MANY) return;
      onProblem(
        `The thread that tidies the database’s log ended again and again (${why}); it is tried again in a minute.`,
      );
      startTimer(AFTER_DEATHS_MS);
    });
    worker = started;
    return started;
  }

  return {
    soon() {
      // Set until the checkpoint is done: one at a time.
      if (timer !== null || disposed) return;
      startTimer(CHECKPOINT_AFTER_MS);
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
