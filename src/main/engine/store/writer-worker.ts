// The writer thread itself: the one connection that writes, a group of calls at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { createGroupCommit, type Call } from './group-commit.ts';
import { openForWriting } from './open-database.ts';
import { createWrites } from './writes.ts';

const { databasePath } = workerData as { databasePath: string };
const port = parentPort;
if (port === null) throw new Error('This file runs as a thread of the store.');

const db = openForWriting(databasePath);
const commitGroup = createGroupCommit(db, createWrites(db));

/** Calls, or null for the end. */
port.on('message', (calls: readonly Call[] | null) => {
  if (calls !== null) {
    port.postMessage(commitGroup(calls));
    return;
  }
  db.close();
  port.close();
});
