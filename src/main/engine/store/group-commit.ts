// Group commit: calls that are there together go into one transaction.
import type { Db } from './open-database.ts';
import type { createWrites, WriteName } from './writes.ts';

export interface Call {
  name: WriteName;
  args: readonly unknown[];
}

/** Errors do not survive the way to another thread with their code. */
export type CallOutcome = { value: unknown } | { error: { message: string; code: string | null } };

export function createGroupCommit(
  db: Db,
  {
    operations,
    beforeCommit,
    rolledBack,
  }: Pick<ReturnType<typeof createWrites>, 'operations' | 'beforeCommit' | 'rolledBack'>,
): (calls: readonly Call[]) => CallOutcome[] {
  const run = operations as Readonly<Record<WriteName, (...args: readonly unknown[]) => unknown>>;

  const transaction = db.transaction((calls: readonly Call[]): CallOutcome[] => {
    const outcomes = calls.map(({ name, args }) => ({ value: run[name](...args) }));
    beforeCommit();
    return outcomes;
  });

  /** @returns what became of each call, in their order, once all that can be committed is */
  return function commitGroup(calls: readonly Call[]): CallOutcome[] {
    try {
      return transaction.immediate(calls);
    } catch (error) {
      rolledBack();
      // One bad call must not take its neighbours down: each gets a transaction of its own.
      if (calls.length > 1) return calls.flatMap((call) => commitGroup([call]));
      const { code } = error as { code?: unknown };
      const message = error instanceof Error ? error.message : String(error);
      return [{ error: { message, code: typeof code === 'string' ? code : null } }];
    }
  };
}
