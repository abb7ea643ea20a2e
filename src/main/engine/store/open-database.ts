// Opens the SQLite file: settings, damage check, migrations, refusal of databases from a newer Hookline.
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { keepPrivate } from './private-files.ts';
import { kindOf } from './store-error.ts';
import type { Migration } from './migrations/migration.ts';
import { MIGRATIONS } from './migrations/index.ts';

export type Db = Database.Database;

export class DatabaseTooNewError extends Error {
  readonly code = 'DATABASE_TOO_NEW';
  constructor(path: string, found: number, known: number) {
    super(
      `The database ${path} was written by a newer Hookline (schema ${found}, this one knows ${known}). ` +
        'It has not been touched. Update Hookline, or start with another --data-dir.',
    );
  }
}

export interface OpenedDatabase {
  db: Db;
  /** Where a damaged database was moved to, null if there was none. */
  movedAsideTo: string | null;
}

/** Up to this size every page is checked at start (some 0.1 s; 1.1 GB/s measured); of larger files what opening touches, and the rest while it runs. */
export const CHECK_UP_TO_BYTES = 96 * 1024 * 1024;

/** How long a connection waits for a lock before it says so. The writer thread asks again by itself. */
const BUSY_TIMEOUT_MS = 500;
/** At start nobody asks again. */
const BUSY_TIMEOUT_AT_START_MS = 5_000;

const SIDE_FILES = ['', '-wal', '-shm'];
/** Left beside a database that was found damaged while it was used, for the next start. */
const DAMAGE_MARKER = '-damaged';

export interface OpenOptions {
  /** What else is read at once: damage it meets counts, too. */
  firstReads?: (db: Db) => void;
  checkUpToBytes?: number;
}

/**
 * Opens or creates the database, readable for this user only. A damaged file of any size is moved aside and a new one started, so that
 * no event is missed meanwhile.
 * @throws DatabaseTooNewError and leaves the file as it is
 */
export function openDatabase(
  path: string,
  now: number,
  migrations: readonly Migration[] = MIGRATIONS,
  { firstReads, checkUpToBytes = CHECK_UP_TO_BYTES }: OpenOptions = {},
): OpenedDatabase {
  keepPrivate(path);
  const open = (): Db => {
    const db = openChecked(path, checkUpToBytes);
    try {
      migrate(db, path, migrations);
      firstReads?.(db);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  };
  try {
    if (existsSync(path) && existsSync(path + DAMAGE_MARKER))
      throw new DamagedDatabaseError('It was found damaged when it was last used.');
    return { db: open(), movedAsideTo: null };
  } catch (error) {
    if (kindOf(error) !== 'damaged') throw error;
    const movedAsideTo = moveAside(path, now);
    return { db: open(), movedAsideTo };
  }
}

/** The next start moves it aside, whether or not it meets the damage. */
export function markDamaged(path: string, why: string): void {
  try {
    writeFileSync(path + DAMAGE_MARKER, `${why}\n`, { mode: 0o600 });
  } catch {
    // Where no file can be written, the next start has to find the damage itself.
  }
}

/** The connection of the writer thread, to a database that openDatabase() has seen. */
export function openForWriting(path: string): Db {
  const db = new Database(path, { fileMustExist: true });
  db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
  // A commit survives the end of the process at once and a power cut from the next checkpoint on; see docs/decisions.
  db.pragma('synchronous = NORMAL');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -16384');
  // Checkpoints have a thread of their own; this is for when it does not keep up.
  db.pragma('wal_autocheckpoint = 16384');
  // A log that grew while somebody read for long gives its space back once it begins anew.
  db.pragma('journal_size_limit = 67108864');
  return db;
}

/** A connection that cannot write, for the reader thread. */
export function openReadOnly(path: string): Db {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  db.pragma('cache_size = -32768');
  db.pragma('mmap_size = 268435456');
  return db;
}

function openChecked(path: string, checkUpToBytes: number): Db {
  const size = existsSync(path) ? statSync(path).size : 0;
  // SQLite gives the log and its index the rights of the file.
  if (size === 0) writeFileSync(path, '', { flag: 'a', mode: 0o600 });
  const db = new Database(path);
  try {
    db.pragma(`busy_timeout = ${BUSY_TIMEOUT_AT_START_MS}`);
    // Only a file without tables takes it: what is removed later can be given back to the file system bit by bit.
    if (size === 0) db.pragma('auto_vacuum = INCREMENTAL');
    // Read first: a database of a newer version must not even be switched to another journal mode.
    const version = Number(db.pragma('user_version', { simple: true }));
    if (version < 0) throw new DamagedDatabaseError(`The schema's version is ${version}.`);
    if (size > checkUpToBytes) readEnds(db);
    else if (size > 0) {
      const verdict = db.pragma('quick_check(1)', { simple: true });
      if (verdict !== 'ok') throw new DamagedDatabaseError(String(verdict));
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The schema, and the first row of every table. */
function readEnds(db: Db): void {
  for (const table of listTables(db)) db.prepare(`SELECT * FROM "${table}" LIMIT 1`).get();
}

export function listTables(db: Db): string[] {
  return db
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'",
    )
    .pluck()
    .all();
}

/** @throws what is wrong with a table's pages, as an error that counts as damage */
export function checkTable(db: Db, table: string): void {
  const verdict = db.pragma(`quick_check("${table}")`, { simple: true });
  if (verdict !== 'ok') throw new DamagedDatabaseError(String(verdict));
}

class DamagedDatabaseError extends Error {
  readonly code = 'SQLITE_CORRUPT';
}

function moveAside(path: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  const target = path.replace(/(\.[^./\\]+)?$/, `.damaged-${stamp}$1`);
  for (const suffix of SIDE_FILES) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
  rmSync(path + DAMAGE_MARKER, { force: true });
  return target;
}

function migrate(db: Db, path: string, migrations: readonly Migration[]): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > migrations.length) throw new DatabaseTooNewError(path, version, migrations.length);
  db.pragma('journal_mode = WAL');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -16384');
  migrations.slice(version).forEach((migration, offset) => {
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`user_version = ${version + offset + 1}`);
    }).immediate();
  });
}
