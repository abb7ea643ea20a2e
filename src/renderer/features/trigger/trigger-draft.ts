// The form of a trigger while it is filled in: what is wrong with it, and the order it makes.
import type { TriggerEdit, TriggerOrder } from '#shared/contract/triggers.ts';
import { isUnfinished } from '#shared/domain/triggers/trigger-command.ts';

export interface TriggerDraft {
  rows: readonly TriggerEdit[];
  /** Empty = the account's own. */
  apiVersion: string;
  /** Empty = the own account. */
  account: string;
}

export interface DraftProblem {
  text: 'badRow' | 'badStep' | 'badVersion' | 'badAccount';
  /** From 1; 0 = of no row. */
  row: number;
}

export const emptyEdit = (): TriggerEdit => ({ kind: 'override', step: '', path: '', value: '' });

const isBlank = ({ kind, step, path, value }: TriggerEdit): boolean =>
  kind !== 'skip' ? step === '' && path === '' && value === '' : step === '';

/** What the kind has no use for is not said. */
function tidy({ kind, step, path, value }: TriggerEdit): TriggerEdit {
  return {
    kind,
    step: step.trim(),
    path: kind === 'skip' ? '' : path.trim(),
    value: kind === 'skip' || kind === 'remove' ? '' : value,
  };
}

/** The first thing to mend, as the engine would find it. Rows in which nothing stands are left out. */
export function firstProblem({ rows, apiVersion, account }: TriggerDraft): DraftProblem | null {
  for (const [index, row] of rows.entries()) {
    const edit = tidy(row);
    if (isBlank(edit)) continue;
    if (isUnfinished(edit)) return { text: 'badRow', row: index + 1 };
    if (!/^[\w-]{1,80}$/.test(edit.step) || !/^[^\s=:]{0,200}$/.test(edit.path)) {
      return { text: 'badStep', row: index + 1 };
    }
  }
  if (!/^(?:\d{4}-\d\d-\d\d(?:\.\w+)?)?$/.test(apiVersion.trim())) return { text: 'badVersion', row: 0 };
  if (!/^(?:acct_\w{1,60})?$/.test(account.trim())) return { text: 'badAccount', row: 0 };
  return null;
}

export function orderOf(event: string, { rows, apiVersion, account }: TriggerDraft): TriggerOrder {
  const version = apiVersion.trim();
  const of = account.trim();
  return {
    event,
    edits: rows.map(tidy).filter((row) => !isBlank(row)),
    ...(version !== '' && { apiVersion: version }),
    ...(of !== '' && { account: of }),
  };
}
