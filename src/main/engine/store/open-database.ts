// Opens the SQLite file: settings, damage check, migrations, refusal of databases from a newer Hookline.
import { existsSync, renameSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
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

/** Below this size a full page check at start costs little; above it only what opening touches is checked. */
const CHECK_UP_TO_BYTES = 32 * 1024 * 1024;

const SIDE_FILES = ['', '-wal', '-shm'];

/**
 * Opens or creates the database. A damaged file is moved aside and a new one started, so that no event is missed meanwhile.
 * @throws DatabaseTooNewError and leaves the file as it is
 */
export function openDatabase(
  path: string,
  now: number,
  migrations: readonly Migration[] = MIGRATIONS,
): OpenedDatabase {
  let movedAsideTo: string | null = null;
  let db: Db;
  try {
    db = openChecked(path);
  } catch (error) {
    if (!isDamage(error)) throw error;
    movedAsideTo = moveAside(path, now);
    db = openChecked(path);
  }
  try {
    migrate(db, path, migrations);
  } catch (error) {
    db.close();
    throw error;
  }
  return { db, movedAsideTo };
}

/** The connection of the writer thread, to a database that openDatabase() has seen. */
export function openForWriting(path: string): Db {
  const db = new Database(path, { fileMustExist: true });
  db.pragma('busy_timeout = 2000');
  // A commit survives the end of the process at once and a power cut from the next checkpoint on; see docs/decisions.
  db.pragma('synchronous = NORMAL');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -16384');
  // Checkpoints have a thread of their own; this is for when it does not keep up.
  db.pragma('wal_autocheckpoint = 16384');
  return db;
}

/** A connection that cannot write, for the reader thread. */
export function openReadOnly(path: string): Db {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  db.pragma('cache_size = -32768');
  db.pragma('mmap_size = 268435456');
  return db;
}

function openChecked(path: string): Db {
  const size = existsSync(path) ? statSync(path).size : 0;
  const db = new Database(path);
  try {
    db.pragma('busy_timeout = 2000');
    // Only a file without tables takes it: what is removed later can be given back to the file system bit by bit.
    if (size === 0) db.pragma('auto_vacuum = INCREMENTAL');
    // Read first: a database of a newer version must not even be switched to another journal mode.
    db.pragma('user_version', { simple: true });
    if (size > 0 && size <= CHECK_UP_TO_BYTES) {
      const verdict = db.pragma('quick_check(1)', { simple: true });
      if (verdict !== 'ok') throw new DamagedDatabaseError(String(verdict));
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

class DamagedDatabaseError extends Error {
  readonly code = 'SQLITE_CORRUPT';
}

function isDamage(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === 'SQLITE_NOTADB' || (typeof code === 'string' && code.startsWith('SQLITE_CORRUPT'));
}

function moveAside(path: string, now: number): string {
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, '-');
  const target = path.replace(/(\.[^./\\]+)?$/, `.damaged-${stamp}$1`);
  for (const suffix of SIDE_FILES) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
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
