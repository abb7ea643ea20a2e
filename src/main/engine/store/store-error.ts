// What an error of the store means: the one place that sorts SQLite's and the system's codes by what can be done about them.

/**
 * - `retry`: another program holds the database; it passes by itself.
 * - `full`: the disk or a quota is full.
 * - `read_only`: the file or its directory may not be opened or written by this user.
 * - `damaged`: the file itself is wrong. The next start moves it aside.
 * - `io`: the disk failed to read or write. The file may well be intact (a share or drive that was gone for a moment), so it is not
 *   `damaged`: moving a good history aside would be worse than asking again.
 * - `thread`: the thread that should have done it died; whether it was done is not known.
 * - `closed`: the store was closed before.
 * - `bug`: everything else; the same call fails again.
 */
export type StoreErrorKind = 'retry' | 'full' | 'read_only' | 'damaged' | 'io' | 'thread' | 'closed' | 'bug';

/** The first that fits. Sources: https://www.sqlite.org/rescode.html; errno(3) for what comes from the file system. */
const KINDS: readonly (readonly [RegExp, StoreErrorKind])[] = [
  [/^(SQLITE_(BUSY|LOCKED|PROTOCOL)|EBUSY|EAGAIN)/, 'retry'],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, 'full'],
  [/^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|EACCES|EPERM|EROFS)/, 'read_only'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'damaged'],
  [/^(SQLITE_(IOERR|NOMEM)|EIO)/, 'io'],
];

const TEMPORARY: ReadonlySet<StoreErrorKind> = new Set(['retry', 'full', 'read_only', 'io', 'thread']);

export class StoreWriteError extends Error {
  readonly kind: StoreErrorKind;
  /** SQLite's own, such as SQLITE_FULL. */
  readonly code: string | null;
  constructor(message: string, kind: StoreErrorKind, code: string | null = null) {
    super(message);
    this.kind = kind;
    this.code = code;
  }
}

export function codeOf(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

export function kindOfCode(code: string | null): StoreErrorKind {
  if (code === null) return 'bug';
  return KINDS.find(([codes]) => codes.test(code))?.[1] ?? 'bug';
}

/** Of any error, thrown by the store or by SQLite. */
export function kindOf(error: unknown): StoreErrorKind {
  return error instanceof StoreWriteError ? error.kind : kindOfCode(codeOf(error));
}

/** Whether the same write may succeed later, without anything being changed about it. */
export function isTemporary(error: unknown): boolean {
  return TEMPORARY.has(kindOf(error));
}

/** Nothing can be written for now because of the machine, as against a mistake in what was written. */
export function isStoreUnavailable(error: unknown): boolean {
  const kind = kindOf(error);
  return kind === 'damaged' || isTemporary(error);
}
