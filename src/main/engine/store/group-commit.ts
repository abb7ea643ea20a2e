// Group commit: calls that are there together go into one transaction.
import type { Db } from './open-database.ts';
import { codeOf, kindOf } from './store-error.ts';
import type { createWrites, WriteName } from './writes.ts';

export interface Call {
  /** Counts the calls of this database, those of earlier runs included. */
  no: number;
  name: WriteName;
  args: readonly unknown[];
  /** When a locked database is no longer waited for, by the clock all threads share; see monotonicMs(). */
  waitsUntil: number;
}

export interface CallError {
  message: string;
  code: string | null;
}

/** Errors do not survive the way to another thread with their code. */
export type CallOutcome = { no: number } & ({ value: unknown } | { error: CallError });

export interface GroupOutcome {
  /** In the order of the calls. */
  outcomes: CallOutcome[];
  /** The last of them, of which nothing was done, because another program holds the lock. */
  left: readonly Call[];
  /** Why they are left. */
  locked: CallError | null;
}

export function callError(error: unknown): CallError {
  return { message: error instanceof Error ? error.message : String(error), code: codeOf(error) };
}

export function createGroupCommit(
  db: Db,
  {
    operations,
    beforeCommit,
    rolledBack,
  }: Pick<ReturnType<typeof createWrites>, 'operations' | 'beforeCommit' | 'rolledBack'>,
): (calls: readonly Call[]) => GroupOutcome {
  const run = operations as Readonly<Record<WriteName, (...args: readonly unknown[]) => unknown>>;

  const transaction = db.transaction((calls: readonly Call[]): CallOutcome[] => {
    const outcomes = calls.map(({ no, name, args }) => ({ no, value: run[name](...args) }));
    beforeCommit(outcomes.at(-1)?.no ?? 0);
    return outcomes;
  });

  /** @returns what became of each call once all that can be committed is */
  return function commitGroup(calls: readonly Call[]): GroupOutcome {
    const [only] = calls;
    if (only === undefined) return { outcomes: [], left: [], locked: null };
    try {
      return { outcomes: transaction.immediate(calls), left: [], locked: null };
    } catch (error) {
      rolledBack();
      if (kindOf(error) === 'retry') return { outcomes: [], left: calls, locked: callError(error) };
      if (calls.length === 1) {
        return { outcomes: [{ no: only.no, error: callError(error) }], left: [], locked: null };
      }
    }
    // One bad call must not take its neighbours down: each gets a transaction of its own.
    const outcomes: CallOutcome[] = [];
    for (const [place, call] of calls.entries()) {
      const alone = commitGroup([call]);
      if (alone.locked !== null) return { outcomes, left: calls.slice(place), locked: alone.locked };
      outcomes.push(...alone.outcomes);
    }
    return { outcomes, left: [], locked: null };
  };
}
