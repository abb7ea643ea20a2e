// The writer thread itself: the one connection that writes, a group of calls at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { createGroupCommit, type Call, type CallOutcome } from './group-commit.ts';
import { openForWriting } from './open-database.ts';
import { createWrites, type Followed } from './writes.ts';

/** What the thread says: what became of a group of calls, in their order; or what followed from events stored before. */
export type Said = CallOutcome[] | Followed;

const { databasePath } = workerData as { databasePath: string };
const port = parentPort;
if (port === null) throw new Error('This file runs as a thread of the store.');

const db = openForWriting(databasePath);
const writes = createWrites(db);
const commitGroup = createGroupCommit(db, writes);
const say = (said: Said): void => port.postMessage(said);

/** What is made of the events follows a moment behind, a few events at a time; under load they have a fifth of the thread's time at most. */
const FOLLOW_MS = 10;
const SHARE = 4;
const EVENTS_AT_A_TIME = 100;
const AFTER_TROUBLE_MS = 5_000;
let following: NodeJS.Timeout | null = null;

function follow(afterMs = FOLLOW_MS): void {
  if (!writes.isBehind()) return;
  following ??= setTimeout(() => {
    following = null;
    const began = performance.now();
    try {
      say(writes.follow(EVENTS_AT_A_TIME));
    } catch (error) {
      writes.rolledBack();
      process.emitWarning(`What is made of the events could not follow them: ${String(error)}`);
      return follow(AFTER_TROUBLE_MS);
    }
    follow(Math.max(FOLLOW_MS, SHARE * (performance.now() - began)));
  }, afterMs);
}

/** Calls, or null for the end. */
port.on('message', (calls: readonly Call[] | null) => {
  if (calls !== null) {
    say(commitGroup(calls));
    follow();
    return;
  }
  if (following !== null) clearTimeout(following);
  db.close();
  port.close();
});
follow();
