// The checkpoint thread itself: moves what was committed from the log into the database file whenever it is asked to.
import { parentPort, workerData } from 'node:worker_threads';
import { openForWriting } from './open-database.ts';

const { databasePath } = workerData as { databasePath: string };
const port = parentPort;
if (port === null) throw new Error('This file runs as a thread of the store.');
const db = openForWriting(databasePath);
// A RESTART that waits for readers holds the write lock meanwhile, so it must not wait at all.
db.pragma('busy_timeout = 0');

/** 32 MiB. */
const LONG_LOG_PAGES = 8_192;
/** Each is a moment in which the writer may be between two transactions and no read under way. */
const TRIES = 20;
const BETWEEN_TRIES_MS = 2;

interface Checkpoint {
  busy: number;
  log: number;
}
const checkpoint = (mode: 'PASSIVE' | 'RESTART'): Checkpoint => {
  const [done] = db.pragma(`wal_checkpoint(${mode})`) as [Checkpoint];
  return done;
};
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Null is the end. */
port.on('message', (message: 'checkpoint' | null) => {
  if (message === null) {
    db.close();
    port.close();
    return;
  }
  // Nearly all of it while the writer goes on; then, once the log is long, with little left to do and for a moment in its place, so
  // that the log begins anew. Under a steady load it would grow for ever otherwise, and growing costs more than writing over.
  let left = checkpoint('PASSIVE').log > LONG_LOG_PAGES ? TRIES : 0;
  while (left > 0 && checkpoint('RESTART').busy === 1) {
    left -= 1;
    Atomics.wait(pause, 0, 0, BETWEEN_TRIES_MS);
  }
  port.postMessage('done');
});
