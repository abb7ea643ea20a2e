// The checkpoint thread itself: moves what was committed from the log into the database file whenever it is asked to.
import { parentPort, workerData } from 'node:worker_threads';
import { openForWriting } from './open-database.ts';

const { databasePath } = workerData as { databasePath: string };
const port = parentPort;
if (port === null) throw new Error('This file runs as a thread of the store.');
const db = openForWriting(databasePath);

/** 32 MiB. */
const LONG_LOG_PAGES = 8_192;

/** Null is the end. */
port.on('message', (message: 'checkpoint' | null) => {
  if (message === null) {
    db.close();
    port.close();
    return;
  }
  // Nearly all of it while the writer goes on; then, once the log is long, with little left to do and for a moment in its place, so
  // that the log begins anew. Under a steady load it would grow for ever otherwise, and growing costs more than writing over.
  const [done] = db.pragma('wal_checkpoint(PASSIVE)') as [{ log: number }];
  if (done.log > LONG_LOG_PAGES) db.pragma('wal_checkpoint(RESTART)');
  port.postMessage('done');
});
