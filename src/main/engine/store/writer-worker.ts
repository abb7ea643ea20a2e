// The writer thread itself: the one connection that writes, a group of calls at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { createGroupCommit, type Call, type CallOutcome } from './group-commit.ts';
import { openForWriting } from './open-database.ts';
import { createWrites } from './writes.ts';

/** What the thread says: what became of a group of calls, in their order; or whose plan was folded after all. */
export type Said = CallOutcome[] | { folded: number };

const { databasePath } = workerData as { databasePath: string };
const port = parentPort;
if (port === null) throw new Error('This file runs as a thread of the store.');

const db = openForWriting(databasePath);
const writes = createWrites(db);
const commitGroup = createGroupCommit(db, writes);
const say = (said: Said): void => port.postMessage(said);

/** Storing comes first: what was left for later has a fifth of the thread's time at most. */
const SHARE = 4;
const LATER_MS = 50;
const AFTER_TROUBLE_MS = 10_000;
let later: NodeJS.Timeout | null = null;

function foldLater(afterMs = LATER_MS): void {
  later ??= setTimeout(() => {
    later = null;
    const began = performance.now();
    try {
      const folded = writes.foldLater();
      if (folded === null) return;
      say({ folded });
    } catch (error) {
      process.emitWarning(`A plan could not be folded: ${String(error)}`);
      return foldLater(AFTER_TROUBLE_MS);
    }
    foldLater(Math.max(LATER_MS, SHARE * (performance.now() - began)));
  }, afterMs);
}

/** Calls, or null for the end. */
port.on('message', (calls: readonly Call[] | null) => {
  if (calls !== null) {
    say(commitGroup(calls));
    if (writes.hasLater()) foldLater();
    return;
  }
  if (later !== null) clearTimeout(later);
  db.close();
  port.close();
});
foldLater();
