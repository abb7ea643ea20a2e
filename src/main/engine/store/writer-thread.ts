// All writing happens on a thread of its own: the receiver and the window never wait for the disk.
import { Worker } from 'node:worker_threads';
import { callError, type Call, type CallError, type CallOutcome } from './group-commit.ts';
import { monotonicMs } from './monotonic.ts';
import { createDeathCount, DEATHS_TOO_MANY } from './restarts.ts';
import { kindOfCode, StoreWriteError } from './store-error.ts';
import type { WriterMessage } from './writer-worker.ts';
import type { Followed, Write, WriteName } from './writes.ts';

export interface WriterThread {
  write: Write;
  /** Commits what was asked for and ends the thread. */
  dispose(): Promise<void>;
}

export interface WriterThreadDeps {
  /** The built or source form of writer-worker.ts. */
  workerUrl: URL;
  /** The file; it must exist and be migrated. */
  databasePath: string;
  /** The number of the newest call that was committed; 0 = none yet. */
  lastCall: () => number;
  /** How long a locked database is waited for before a call is refused. */
  refuseAfterMs: number;
  /** Called with each transaction's failures before the callers hear of it. */
  onOutcomes: (committed: number, failures: readonly StoreWriteError[]) => void;
  /** Called when what is made of the events has followed some more of them. */
  onFollowed: (followed: Followed) => void;
  /** Another program has held the lock for so long. */
  onLocked: (forMs: number, error: StoreWriteError) => void;
  /** Something failed that no caller waits for. */
  onTrouble: (error: StoreWriteError) => void;
  /** The thread died and is started anew: what it had committed last was perhaps not told. */
  onRestarted: (why: string) => void;
  /** The thread cannot be kept alive; nothing will be written any more. */
  onFatal: (message: string) => void;
}

/** Groups handed over and not answered. What comes in meanwhile makes the next group and shares its cost; with one alone the thread would idle. */
const MAX_UNDER_WAY = 3;
/** Before the thread is started when it died a second time. */
const START_AGAIN_MS = 500;

interface Pending {
  call: Call;
  /** The thread died once while it worked on this call's group. */
  endedThread: boolean;
  resolve: (value: never) => void;
  reject: (error: StoreWriteError) => void;
}

const asError = ({ message, code }: CallError): StoreWriteError =>
  new StoreWriteError(message, kindOfCode(code), code);

export function createWriterThread(deps: WriterThreadDeps): WriterThread {
  const { workerUrl, databasePath, lastCall, refuseAfterMs } = deps;
  /** Not handed over yet, in their order. */
  let posting: Pending[] = [];
  /** Handed over and not answered; the thread works on the first group. */
  let groups: Pending[][] = [];
  let worker: Worker | null = null;
  let starting: NodeJS.Timeout | null = null;
  let isLocked = false;
  /** The thread has begun to take calls; before that, none of them can have ended it. */
  let isReady = false;
  let disposed = false;
  let isDead = false;
  let nextNo = lastCall() + 1;
  const died = createDeathCount();

  /** The thread answers calls in their order. */
  function takeAnswered(count: number): Pending[] {
    const callers: Pending[] = [];
    while (callers.length < count) {
      const [current] = groups;
      if (current === undefined) break;
      callers.push(...current.splice(0, count - callers.length));
      if (current.length === 0) groups.shift();
    }
    return callers;
  }

  function settle(outcomes: readonly CallOutcome[]): void {
    const callers = takeAnswered(outcomes.length);
    isLocked = false;
    post();
    const failures = new Map<number, StoreWriteError>();
    for (const outcome of outcomes) if ('error' in outcome) failures.set(outcome.no, asError(outcome.error));
    deps.onOutcomes(outcomes.length - failures.size, [...failures.values()]);
    outcomes.forEach((outcome, index) => {
      if ('value' in outcome) callers[index]?.resolve(outcome.value as never);
      else callers[index]?.reject(failures.get(outcome.no) ?? asError(outcome.error));
    });
  }

  function heard(message: WriterMessage): void {
    if (message.kind === 'outcomes') return settle(message.outcomes);
    if (message.kind === 'ready') return void (isReady = true);
    if (message.kind === 'followed') return deps.onFollowed(message.followed);
    if (message.kind === 'trouble') return deps.onTrouble(asError(message.error));
    // What waits must be with the thread, which alone refuses it in time.
    isLocked = true;
    handOver();
    deps.onLocked(message.forMs, asError(message.error));
  }

  function start(): void {
    starting = null;
    let why = 'it ended without a reason';
    const started = new Worker(workerUrl, { workerData: { databasePath }, name: 'writer' });
    worker = started;
    isReady = false;
    isLocked = false;
    started.on('message', heard);
    // A message that cannot be read leaves its callers without an answer, so the thread ends and they are looked after.
    started.on('messageerror', () => void started.terminate());
    started.on('error', (error) => {
      const { message, code } = callError(error);
      why = message;
      // A database that is damaged, say, is to be known as such.
      if (kindOfCode(code) !== 'bug') deps.onTrouble(asError({ message, code }));
    });
    // By then its connection is closed and what it had not committed is undone.
    started.on('exit', () => ended(why));
    for (const group of groups) send(started, group);
    post();
  }

  function ended(why: string): void {
    worker = null;
    const deaths = died();
    if (disposed)
      return rejectAll(new StoreWriteError(`The database’s writing thread ended: ${why}.`, 'thread'));
    if (deaths >= DEATHS_TOO_MANY) {
      isDead = true;
      rejectAll(
        new StoreWriteError(`The database’s writing thread ended again and again: ${why}.`, 'thread'),
      );
      return deps.onFatal(
        `The thread that writes the database ${databasePath} ended again and again (${why}). Nothing can be recorded any more, so ` +
          'Hookline ends. Start Hookline again; if that does not help, start it with another --data-dir and report this.',
      );
    }
    takeBack(why);
    // What ended it a second time may pass.
    starting = setTimeout(start, deaths > 1 ? START_AGAIN_MS : 0);
    deps.onRestarted(why);
  }

  /** What the dead thread had not committed is made again; the group it worked on call by call, so that the one that ended it stands alone. */
  function takeBack(why: string): void {
    const committed = lastCall();
    const [current = [], ...later] = isReady ? groups : [[], ...groups];
    const again: Pending[] = [];
    for (const pending of current) {
      if (pending.call.no <= committed) {
        pending.reject(
          new StoreWriteError(
            `The database’s writing thread ended before it could answer: ${why}.`,
            'thread',
          ),
        );
      } else if (pending.endedThread) {
        pending.reject(new StoreWriteError(`This ended the database’s writing thread twice: ${why}.`, 'bug'));
      } else {
        pending.endedThread = true;
        again.push(pending);
      }
    }
    groups = [...again.map((pending) => [pending]), ...later];
  }

  function rejectAll(error: StoreWriteError): void {
    const all = [...groups.flat(), ...posting];
    groups = [];
    posting = [];
    for (const { reject } of all) reject(error);
  }

  function post(): void {
    if (groups.length < MAX_UNDER_WAY || isLocked) handOver();
  }

  function handOver(): void {
    if (posting.length === 0 || worker === null) return;
    const group = posting;
    posting = [];
    groups.push(group);
    send(worker, group);
  }

  function send(to: Worker, group: Pending[]): void {
    try {
      to.postMessage(group.map(({ call }) => call));
    } catch (error) {
      // One of them cannot cross to a thread.
      groups = groups.filter((one) => one !== group);
      if (group.length === 1) return group[0]?.reject(new StoreWriteError(String(error), 'bug'));
      for (const pending of group) {
        groups.push([pending]);
        send(to, [pending]);
      }
    }
  }

  function add(name: WriteName, args: readonly unknown[]): Promise<never> {
    if (disposed) return Promise.reject(new StoreWriteError('The store is closed.', 'closed'));
    if (isDead) {
      return Promise.reject(
        new StoreWriteError('The database’s writing thread cannot be started.', 'thread'),
      );
    }
    return new Promise((resolve, reject) => {
      // After the I/O of this turn, so that requests that arrived together are committed together.
      if (posting.length === 0) setImmediate(post);
      const made = { no: nextNo++, name, args, waitsUntil: monotonicMs() + refuseAfterMs };
      posting.push({ call: made, endedThread: false, resolve, reject });
    });
  }

  start();
  return {
    write: new Proxy({} as Write, {
      get:
        (_target, name: WriteName) =>
        (...args: readonly unknown[]) =>
          add(name, args),
    }),
    async dispose() {
      // A thread that just died is started once more for what it left.
      if (starting !== null) {
        clearTimeout(starting);
        start();
      }
      disposed = true;
      handOver();
      const ending = worker;
      if (ending === null) return;
      const gone = new Promise((resolve) => ending.once('exit', resolve));
      ending.postMessage(null);
      await gone;
    },
  };
}
