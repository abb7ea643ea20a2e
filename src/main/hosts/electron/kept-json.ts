// A small JSON file of the desktop app. One that cannot be read is set aside, so that nothing in it is lost.
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { replaceFile } from '#engine/files/replace-file.ts';

export interface KeptJson<T> {
  /** null = there is none, or not one that can be read. */
  read(): T | null;
  /** @throws when the file cannot be written */
  write(value: T): void;
}

export interface KeptJsonDeps<T> {
  path: string;
  /** Throws at what it cannot make sense of. */
  parse: (value: unknown) => T;
  /** Told where an unreadable file lies now; null = it could not even be moved. */
  onSetAside: (to: string | null) => void;
}

export function createKeptJson<T>({ path, parse, onSetAside }: KeptJsonDeps<T>): KeptJson<T> {
  return {
    read() {
      if (!existsSync(path)) return null;
      try {
        return parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch {
        onSetAside(setAside(path));
        return null;
      }
    },
    write: (value) => replaceFile(path, `${JSON.stringify(value, null, 2)}\n`),
  };
}

function setAside(path: string): string | null {
  let to = `${path}.bad`;
  for (let n = 2; existsSync(to); n += 1) to = `${path}.bad-${n}`;
  try {
    renameSync(path, to);
    return to;
  } catch {
    return null;
  }
}
