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
 * Work that may wait: done a few events at a time, the first of the list that has any, whenever no call has come for a moment. Where
 * calls never stop, as in a burst, it waits for a while, and then has a fifth of the thread's time at most.
 */
interface Chore {
  isBehind: () => boolean;
  next: () => void;
  longestWaitMs: number;
  /** null = it is up to date. */
  behindSince: number | null;
}
const CHORES: readonly Chore[] = [
  {
    isBehind: writes.isBehind,
    next: () => say(writes.follow(50)),
    longestWaitMs: 15_000,
    behindSince: null,
  },
  // Searching is slower until then, by little.
  { isBehind: writes.isUnmerged, next: () => writes.merge(8), longestWaitMs: 30_000, behindSince: null },
  // Nobody sees it: it makes the file smaller.
  { isBehind: writes.isUnpacked, next: () => void writes.pack(10), longestWaitMs: 60_000, behindSince: null },
];
const CHORE_AFTER_MS = 10;
const QUIET_MS = 5;
/** So many calls in a tenth of a second are a burst, and a short silence is only a breath in it. */
const BURST_CALLS = 40;
const LATELY_MS = 100;
const SHARE = 4;
const AFTER_TROUBLE_MS = 5_000;
let nextChore: NodeJS.Timeout | null = null;
let lastCallAt = 0;
/** As of the last call, the older the less. */
let callsLately = 0;

const faded = (now: number): number => callsLately * Math.exp((lastCallAt - now) / LATELY_MS);

function catchUp(afterMs = CHORE_AFTER_MS): void {
  const now = performance.now();
  for (const chore of CHORES) chore.behindSince = chore.isBehind() ? (chore.behindSince ?? now) : null;
  if (CHORES.every(({ behindSince }) => behindSince === null)) return;
  nextChore ??= setTimeout(() => {
    nextChore = null;
    const began = performance.now();
    const isBusy = began - lastCallAt < QUIET_MS || faded(began) > BURST_CALLS;
    const chore = CHORES.find(({ behindSince, longestWaitMs }) => {
      return behindSince !== null && (!isBusy || began - behindSince > longestWaitMs);
    });
    if (chore === undefined) return catchUp(QUIET_MS);
    try {
      chore.next();
    } catch (error) {
      writes.rolledBack();
      process.emitWarning(`What is made of the events could not follow them: ${String(error)}`);
      return catchUp(AFTER_TROUBLE_MS);
    }
    catchUp(isBusy ? Math.max(CHORE_AFTER_MS, SHARE * (performance.now() - began)) : QUIET_MS);
  }, afterMs);
}

/** Calls, or null for the end. */
port.on('message', (calls: readonly Call[] | null) => {
  if (calls !== null) {
    say(commitGroup(calls));
    const now = performance.now();
    callsLately = faded(now) + calls.length;
    lastCallAt = now;
    catchUp();
    return;
  }
  if (nextChore !== null) clearTimeout(nextChore);
  db.close();
  port.close();
});
catchUp();
