// The checkpoint thread itself: moves what was committed from the log into the database file whenever it is asked to.
import { parentPort, workerData } from 'node:worker_threads';
import { openForWriting } from './open-database.ts';

const { databasePath } = workerData as { databasePath: string };
const port = parentPort;
if (port === null) throw new Error('This file runs as a thread of the store.');
const db = openForWriting(databasePath);

/** Null is the end. */
port.on('message', (message: 'checkpoint' | null) => {
  if (message === null) {
    db.close();
    port.close();
    return;
  }
  // Nearly all of it while the writer goes on; then, with little left to do, for a moment in its place, so that the log begins
  // anew. Under a steady load it would grow for ever otherwise, and growing costs more than writing over.
  db.pragma('wal_checkpoint(PASSIVE)');
  db.pragma('wal_checkpoint(RESTART)');
  port.postMessage('done');
});
