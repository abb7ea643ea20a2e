// One Hookline a data directory. The lock is an open SQLite transaction, which the system releases however the process ends.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { INSTANCE_FILE, readInstance, type InstanceAddress } from '#shared/domain/running-instance.ts';

export type { InstanceAddress };

export interface InstanceLock {
  announce(address: InstanceAddress): void;
  release(): void;
}

export type LockResult = { held: true; lock: InstanceLock } | { held: false; other: InstanceAddress | null };

const LOCK_FILE = 'instance.lock';

export function acquireInstanceLock(dataDir: string): LockResult {
  const addressPath = join(dataDir, INSTANCE_FILE);
  const db = new Database(join(dataDir, LOCK_FILE), { timeout: 0 });
  try {
    db.pragma('journal_mode = DELETE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if ((error as { code?: unknown }).code !== 'SQLITE_BUSY') throw error;
    return { held: false, other: readAddress(addressPath) };
  }
  return {
    held: true,
    lock: {
      announce(address) {
        writeFileSync(addressPath, JSON.stringify(address), { mode: 0o600 });
      },
      release() {
        rmSync(addressPath, { force: true });
        db.exec('ROLLBACK');
        db.close();
      },
    },
  };
}

function readAddress(path: string): InstanceAddress | null {
  try {
    return readInstance(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
