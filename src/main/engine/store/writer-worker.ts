// The writer thread itself: the one connection that writes, a group of calls at a time.
import { parentPort, workerData } from 'node:worker_threads';
import { callError, createGroupCommit, type Call, type CallError, type CallOutcome } from './group-commit.ts';
import { monotonicMs } from './monotonic.ts';
import { openForWriting } from './open-database.ts';
import { kindOf } from './store-error.ts';
import { createWrites, type Followed } from './writes.ts';

export type WriterMessage =
  | { kind: 'ready' }
  /** What became of calls, in their order. */
  | { kind: 'outcomes'; outcomes: CallOutcome[] }
  /** What followed from events stored before. */
  | { kind: 'followed'; followed: Followed }
  /** Calls are waiting because another program has held the lock for so long. */
  | { kind: 'locked'; forMs: number; error: CallError }
  /** Something no caller waits for failed. */
  | { kind: 'trouble'; error: CallError };

const { databasePath } = workerData as { databasePath: string };
const port = parentPort;
if (port === null) throw new Error('This file runs as a thread of the store.');

const db = openForWriting(databasePath);
const writes = createWrites(db);
const commitGroup = createGroupCommit(db, writes);
const post = (message: WriterMessage): void => port.postMessage(message);

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
    next: () => post({ kind: 'followed', followed: writes.follow(50) }),
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
    const isBusy = waiting.length > 0 || began - lastCallAt < QUIET_MS || faded(began) > BURST_CALLS;
    const chore = CHORES.find(({ behindSince, longestWaitMs }) => {
      return behindSince !== null && (!isBusy || began - behindSince > longestWaitMs);
    });
    if (chore === undefined) return catchUp(QUIET_MS);
    try {
      chore.next();
    } catch (error) {
      writes.rolledBack();
      // A lock passes, and nobody waits for this.
      if (kindOf(error) !== 'retry') post({ kind: 'trouble', error: callError(error) });
      return catchUp(AFTER_TROUBLE_MS);
    }
    catchUp(isBusy ? Math.max(CHORE_AFTER_MS, SHARE * (performance.now() - began)) : QUIET_MS);
  }, afterMs);
}

/** Between two tries at a locked database, each of which waits for BUSY_TIMEOUT_MS itself; so long messages can come in. */
const TRY_AGAIN_MS = 20;
/** Calls that met a lock and all that came after them, so that none overtakes another. */
let waiting: Call[] = [];
let lockedSince: number | null = null;

function commit(calls: readonly Call[]): void {
  const { outcomes, left, locked } = commitGroup(calls);
  waiting = [...left];
  if (outcomes.length > 0) post({ kind: 'outcomes', outcomes });
  if (locked === null) {
    lockedSince = null;
    return;
  }
  const now = monotonicMs();
  lockedSince = outcomes.length > 0 ? now : (lockedSince ?? now);
  post({ kind: 'locked', forMs: now - lockedSince, error: locked });
  refuse(locked, ({ waitsUntil }) => waitsUntil <= now);
  if (waiting.length > 0) setTimeout(() => waiting.length > 0 && commit(waiting), TRY_AGAIN_MS);
}

/** Of those that wait. */
function refuse(error: CallError, isRefused: (call: Call) => boolean): void {
  const refused = waiting.filter(isRefused);
  waiting = waiting.filter((call) => !isRefused(call));
  if (refused.length > 0) post({ kind: 'outcomes', outcomes: refused.map(({ no }) => ({ no, error })) });
}

/** Calls, or null for the end. */
port.on('message', (calls: readonly Call[] | null) => {
  if (calls !== null) {
    if (waiting.length > 0) waiting.push(...calls);
    else commit(calls);
    const now = performance.now();
    callsLately = faded(now) + calls.length;
    lastCallAt = now;
    catchUp();
    return;
  }
  if (nextChore !== null) clearTimeout(nextChore);
  if (waiting.length > 0) commit(waiting);
  refuse(
    { message: 'The database is locked by another program, and Hookline is ending.', code: 'SQLITE_BUSY' },
    () => true,
  );
  db.close();
  port.close();
});
catchUp();
post({ kind: 'ready' });
