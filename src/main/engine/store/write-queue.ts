// Group commit: everything written in one turn of the event loop goes into one transaction.
import type { Db } from './open-database.ts';

export interface WriteQueue {
  /**
   * Runs `work` in the next transaction; resolves with its result once that transaction is committed.
   * `work` touches the database only: it is run again, alone, if another one in its group throws.
   */
  run<T>(work: () => T): Promise<T>;
  /** Commits what is waiting, now. */
  flush(): void;
}

interface Entry {
  work: () => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * @param beforeCommit called inside each transaction after its work
 * @param afterCommit called after each transaction that was committed
 * @param onFailure called when a piece of work could not be committed, before its promise rejects
 */
export function createWriteQueue(
  db: Db,
  beforeCommit: () => void,
  afterCommit: () => void,
  onFailure: (error: unknown) => void,
): WriteQueue {
  let waiting: Entry[] = [];

  const commit = db.transaction((entries: readonly Entry[]) => {
    const results = entries.map((entry) => entry.work());
    beforeCommit();
    return results;
  });

  function commitGroup(entries: readonly Entry[]): void {
    let results: unknown[];
    try {
      results = commit.immediate(entries);
    } catch (error) {
      if (entries.length === 1) {
        onFailure(error);
        entries[0]?.reject(error);
      }
      // One bad piece of work must not take its neighbours down: each gets a transaction of its own.
      else for (const entry of entries) commitGroup([entry]);
      return;
    }
    afterCommit();
    entries.forEach((entry, index) => entry.resolve(results[index]));
  }

  function flush(): void {
    if (waiting.length === 0) return;
    const entries = waiting;
    waiting = [];
    commitGroup(entries);
  }

  return {
    run<T>(work: () => T): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        // After the I/O of this turn, so that requests that arrived together are committed together.
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ work, resolve: resolve as (value: unknown) => void, reject });
      });
    },
    flush,
  };
}
