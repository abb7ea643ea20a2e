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

/**
 * What is made of the events follows a moment behind, a few events at a time, whenever no call has come for a moment. Where calls
 * never stop, as in a burst, it waits for a while, and then has a fifth of the thread's time at most.
 */
const FOLLOW_MS = 10;
const QUIET_MS = 5;
const LONGEST_WAIT_MS = 2_000;
const SHARE = 4;
const EVENTS_AT_A_TIME = 50;
const AFTER_TROUBLE_MS = 5_000;
let following: NodeJS.Timeout | null = null;
let lastCallAt = 0;
/** null = it is up to date. */
let behindSince: number | null = null;

function follow(afterMs = FOLLOW_MS): void {
  if (!writes.isBehind()) {
    behindSince = null;
    return;
  }
  behindSince ??= performance.now();
  following ??= setTimeout(() => {
    following = null;
    const began = performance.now();
    const isBusy = began - lastCallAt < QUIET_MS;
    if (isBusy && began - (behindSince ?? began) < LONGEST_WAIT_MS) return follow(QUIET_MS);
    try {
      say(writes.follow(EVENTS_AT_A_TIME));
    } catch (error) {
      writes.rolledBack();
      process.emitWarning(`What is made of the events could not follow them: ${String(error)}`);
      return follow(AFTER_TROUBLE_MS);
    }
    follow(isBusy ? Math.max(FOLLOW_MS, SHARE * (performance.now() - began)) : QUIET_MS);
  }, afterMs);
}

/** Calls, or null for the end. */
port.on('message', (calls: readonly Call[] | null) => {
  if (calls !== null) {
    say(commitGroup(calls));
    lastCallAt = performance.now();
    follow();
    return;
  }
  if (following !== null) clearTimeout(following);
  db.close();
  port.close();
});
follow();
