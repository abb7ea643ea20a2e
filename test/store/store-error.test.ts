// One classifier for everything that can go wrong in the store.
import { expect, test } from 'vitest';
import {
  isStoreUnavailable,
  isTemporary,
  kindOf,
  StoreWriteError,
  type StoreErrorKind,
} from '#engine/store/store-error.ts';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

test.each<[string, StoreErrorKind]>([
  ['SQLITE_BUSY', 'retry'],
  ['SQLITE_BUSY_SNAPSHOT', 'retry'],
  ['SQLITE_BUSY_RECOVERY', 'retry'],
  ['SQLITE_LOCKED_SHAREDCACHE', 'retry'],
  ['SQLITE_PROTOCOL', 'retry'],
  ['SQLITE_FULL', 'full'],
  ['ENOSPC', 'full'],
  ['SQLITE_READONLY_DIRECTORY', 'read_only'],
  ['SQLITE_CANTOPEN', 'read_only'],
  ['SQLITE_PERM', 'read_only'],
  ['EACCES', 'read_only'],
  ['EROFS', 'read_only'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_CORRUPT_VTAB', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_IOERR_WRITE', 'io'],
  ['SQLITE_IOERR_SHORT_READ', 'io'],
  ['SQLITE_CONSTRAINT_FOREIGNKEY', 'bug'],
  ['SQLITE_ERROR', 'bug'],
  ['ERR_OUT_OF_RANGE', 'bug'],
])('%s is %s', (code, kind) => {
  expect(kindOf(withCode(code))).toBe(kind);
});

test('what has no code, or is no error at all, is a bug', () => {
  for (const thrown of [new Error('x'), 'x', null, undefined, { code: 7 }])
    expect(kindOf(thrown)).toBe('bug');
});

test('a temporary one is worth trying again; damage and mistakes are not', () => {
  const kinds: StoreErrorKind[] = ['retry', 'full', 'read_only', 'damaged', 'io', 'thread', 'closed', 'bug'];
  const error = (kind: StoreErrorKind) => new StoreWriteError('x', kind);
  expect(kinds.filter((kind) => isTemporary(error(kind)))).toEqual([
    'retry',
    'full',
    'read_only',
    'io',
    'thread',
  ]);
  expect(kinds.filter((kind) => isStoreUnavailable(error(kind)))).toEqual([
    'retry',
    'full',
    'read_only',
    'damaged',
    'io',
    'thread',
  ]);
});
