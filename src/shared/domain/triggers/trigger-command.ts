// A trigger as the command line that runs it, for the engine to run and for people to copy.
import type { TriggerEdit, TriggerOrder } from './trigger-order.ts';

/** What comes after `stripe`. */
export function triggerArguments({ event, edits, apiVersion, account }: TriggerOrder): string[] {
  return [
    'trigger',
    event,
    ...edits.flatMap((edit) => [`--${edit.kind}`, argumentOf(edit)]),
    ...(apiVersion === undefined ? [] : ['--api-version', apiVersion]),
    ...(account === undefined ? [] : ['--stripe-account', account]),
  ];
}

function argumentOf({ kind, step, path, value }: TriggerEdit): string {
  if (kind === 'skip') return step;
  return kind === 'remove' ? `${step}:${path}` : `${step}:${path}=${value}`;
}

/** For a POSIX shell; PowerShell reads single quotes alike. */
export function triggerCommandLine(order: TriggerOrder): string {
  return ['stripe', ...triggerArguments(order)].map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w.:=@%+,/-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** An edit that says nothing yet, such as a row of a form that was just added. */
export function isUnfinished({ kind, step, path, value }: TriggerEdit): boolean {
  if (step === '') return true;
  if (kind === 'skip') return false;
  return path === '' || (kind !== 'remove' && value === '');
}
