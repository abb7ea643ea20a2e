// Reads the files of a folder its user chose that list dependencies: no others, none that leads out of it, none without bounds.
import { constants } from 'node:fs';
import { open, readdir, realpath } from 'node:fs/promises';
import { isAbsolute, join, sep } from 'node:path';
import { dependencyFilesAmong, readFrameworks } from '#shared/domain/versions/read-framework.ts';
import { lockFilesAmong, readLock, type LockedSdk } from '#shared/domain/versions/read-lock.ts';

export class FolderError extends Error {
  readonly code = 'FOLDER';
}

export interface LockedIn extends LockedSdk {
  file: string;
}

export interface FolderRead {
  /** Lock files were found, whether or not they name an SDK. */
  files: number;
  found: LockedIn[];
}

/** The largest lock files of monorepos have about so many. */
const MAX_BYTES = 8 * 1024 * 1024;
/** A project may have several project files of .NET; a folder of so many is something else. */
const MOST_FILES = 20;

/** @throws FolderError with a sentence */
export async function readLockFolder(folder: string): Promise<FolderRead> {
  if (!isAbsolute(folder)) {
    throw new FolderError(`“${folder}” is no absolute path. Give the project’s folder from the root on.`);
  }
  const { root, names } = await list(folder);
  const files = lockFilesAmong(names).slice(0, MOST_FILES);
  const found: LockedIn[] = [];
  for (const file of files) {
    const content = await readWithin(root, file);
    const locked = content === null ? null : readLock(file, content);
    if (locked !== null) found.push({ file, ...locked });
  }
  return { files: files.length, found };
}

/** @returns what the project's dependencies name, the likeliest first; empty when the folder cannot be read */
export async function readFolderFrameworks(folder: string): Promise<string[]> {
  try {
    const { root, names } = await list(folder);
    const found = new Set<string>();
    for (const file of dependencyFilesAmong(names).slice(0, MOST_FILES)) {
      const content = await readWithin(root, file);
      for (const framework of content === null ? [] : readFrameworks(file, content)) found.add(framework);
    }
    return [...found];
  } catch (error) {
    if (error instanceof FolderError) return [];
    throw error;
  }
}

async function list(folder: string): Promise<{ root: string; names: string[] }> {
  try {
    const root = await realpath(folder);
    return { root, names: await readdir(root) };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new FolderError(`${folder} cannot be read as a folder: ${words}`);
  }
}

/** @returns null for what is no file, is too large, cannot be read, or is a link that leads out of the folder */
async function readWithin(root: string, name: string): Promise<string | null> {
  try {
    const target = await realpath(join(root, name));
    const inside = root.endsWith(sep) ? root : `${root}${sep}`;
    if (!target.startsWith(inside)) return null;
    // Not blocking: a pipe of that name must not be waited for.
    const file = await open(target, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const { size, ...stats } = await file.stat().then((one) => ({ size: one.size, isFile: one.isFile() }));
      return stats.isFile && size <= MAX_BYTES ? await file.readFile('utf8') : null;
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}
