// Writes a file as a whole: whoever reads it, also after a crash, finds the old content or the new one.
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface ReplaceOptions {
  /** Permission bits of the file; 0600 unless given. */
  mode?: number;
  /** Given to the file where the system allows it. */
  owner?: { uid: number; gid: number };
  /** Runs when the new content is on the disk and the old file still in place; whatever it throws ends the write. */
  beforeRename?(): void;
}

/** A write takes milliseconds; a temporary file this old belongs to none that is still running. */
const STALE_AFTER_MS = 60_000;

/**
 * Missing directories are made, for their owner alone.
 * @throws the error of the file system; the file is then as it was, and no temporary file is left
 */
export function replaceFile(path: string, content: string | Uint8Array, options: ReplaceOptions = {}): void {
  const { mode = 0o600, owner, beforeRename } = options;
  const directory = dirname(path);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  removeLeftovers(path);
  const temporary = join(directory, `${temporaryPrefix(path)}${process.pid}${TEMPORARY_SUFFIX}`);
  try {
    // Exclusively, so that a link which somebody else has put there is not followed.
    const file = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(file, content);
      if (owner !== undefined) giveTo(file, owner);
      // After the owner, whose change clears bits.
      if (mode !== 0o600) setMode(file, mode);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    beforeRename?.();
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncDirectory(directory);
}

/** The usual .gitignore lines (`.env*`, `.env.*`, `*.local`) cover it, should a crash leave it behind. */
const TEMPORARY_SUFFIX = '.local';

function temporaryPrefix(path: string): string {
  return `${basename(path)}.hookline-`;
}

/** Removes what a process that ended in the middle of a write has left. */
function removeLeftovers(path: string): void {
  const directory = dirname(path);
  const prefix = temporaryPrefix(path);
  for (const name of namesIn(directory)) {
    if (!name.startsWith(prefix) || !name.endsWith(TEMPORARY_SUFFIX)) continue;
    const pid = name.slice(prefix.length, -TEMPORARY_SUFFIX.length);
    if (!/^\d{1,10}$/.test(pid)) continue;
    const leftover = join(directory, name);
    if (isBeingWritten(leftover, Number(pid))) continue;
    rmSync(leftover, { force: true });
  }
}

/** A directory may be writable and not readable. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function isBeingWritten(path: string, pid: number): boolean {
  // Writes do not overlap within a process, as they are synchronous.
  if (pid === process.pid) return false;
  const since = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Math.abs(Date.now() - since) < STALE_AFTER_MS && isRunning(pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function giveTo(file: number, { uid, gid }: { uid: number; gid: number }): void {
  for (const [user, group] of [
    [uid, gid],
    // Who is not root may still give a file to one of their own groups.
    [-1, gid],
  ] as const) {
    try {
      fchownSync(file, user, group);
      return;
    } catch {
      // The file then belongs to whoever runs Hookline.
    }
  }
}

/** By itself, because the umask takes bits away from what open() is given. */
function setMode(file: number, mode: number): void {
  try {
    fchmodSync(file, mode);
  } catch {
    // A file system without such bits; the file is no more open than 0600.
  }
}

/** The rename itself survives a loss of power only when the directory is written, too; Windows has no such call. */
function syncDirectory(directory: string): void {
  try {
    const opened = openSync(directory, 'r');
    try {
      fsyncSync(opened);
    } finally {
      closeSync(opened);
    }
  } catch {
    // Not on this file system.
  }
}
