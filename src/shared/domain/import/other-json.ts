// JSON that has no event in it: what it is, and how many of a sort there are.
import type { JsonKey } from './json-keys.ts';

/** What JSON without such an object is, from its members. */
export interface OtherJson {
  isList: boolean;
  /** Its `object` member, as all objects of Stripe's API have it. */
  object: string | null;
  keys: ReadonlySet<JsonKey> | null;
}

const LOG_KEYS = ['level', 'severity', 'msg', 'message', 'stream'] as const;

/** A line of a logger that writes JSON. */
export function isLogEntry({ keys }: OtherJson): boolean {
  return LOG_KEYS.some((key) => keys?.has(key) === true);
}

export function isIncompleteEvent({ object, keys }: OtherJson): boolean {
  return object === null && keys?.has('type') === true && keys.has('data');
}

/** Names of Stripe's objects. */
const OBJECT_NAME = /^[\w.]{1,60}$/;

/** @returns the detail of a problem `not_an_event` */
export function otherDetail({ isList, object, keys }: OtherJson): string {
  if (isList || object === 'list') return 'empty_list';
  if (object !== null) return OBJECT_NAME.test(object) ? `object ${object}` : 'other';
  if (keys?.has('error') === true) return 'error';
  if (keys?.has('log') === true) return 'har';
  return keys?.has('fixtures') === true ? 'cli_fixture' : 'other';
}

const MOST_SORTS = 50;

/** Counts what is of the same sort. */
export function createTally(other: (line: number, what: OtherJson, count: number) => void) {
  const sorts = new Map<string, { line: number; what: OtherJson; count: number }>();
  return {
    add(what: OtherJson & { line: number }): void {
      const sort = `${what.isList} ${what.object} ${[...(what.keys ?? [])].join(' ')}`;
      const same = sorts.get(sort);
      if (same !== undefined) same.count += 1;
      else if (sorts.size < MOST_SORTS) sorts.set(sort, { line: what.line, what, count: 1 });
    },
    /** @returns whether there was any */
    report(): boolean {
      for (const { line, what, count } of sorts.values()) other(line, what, count);
      return sorts.size > 0;
    },
    clear: (): void => sorts.clear(),
  };
}
