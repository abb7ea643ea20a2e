// From a frame of a stack trace to a file of the project: only one that is there, and none outside the project's folder.
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, isAbsolute, join, sep } from 'node:path';

/** What holds no code that somebody wrote. */
const PASSED_OVER = new Set([
  'node_modules',
  'target',
  'build',
  'dist',
  'out',
  'bin',
  'obj',
  'vendor',
  'venv',
]);
/** A project of more folders is searched no further. */
const MOST_FOLDERS = 2_000;

/**
 * @param file as the frame has it: absolute, relative, of another machine's or a container's root, or a bare name as Java writes it
 * @returns its real path; null when there is no such file inside the folder
 */
export async function findSource(folder: string, file: string): Promise<string | null> {
  const root = await realpath(folder).catch(() => null);
  if (root === null || file === '' || file.includes('\0')) return null;
  const parts = file.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return null;
  const candidates = isAbsolute(file) ? [file] : [];
  // `/app/src/hook.js` of a container is `src/hook.js` here: the longest end that is there counts.
  for (let start = 0; start < parts.length; start += 1) candidates.push(join(root, ...parts.slice(start)));
  for (const candidate of candidates) {
    // oxlint-disable-next-line no-await-in-loop -- the first that is there
    const found = await fileInside(root, candidate);
    if (found !== null) return found;
  }
  return parts.length === 1 ? await findByName(root, basename(file)) : null;
}

async function fileInside(root: string, path: string): Promise<string | null> {
  try {
    // A link is followed first: what counts is where it leads.
    const real = await realpath(path);
    const inside = root.endsWith(sep) ? root : `${root}${sep}`;
    return real.startsWith(inside) && (await stat(real)).isFile() ? real : null;
  } catch {
    return null;
  }
}

/** @returns the only file of this name; null when there is none, or several */
async function findByName(root: string, name: string): Promise<string | null> {
  const found: string[] = [];
  const folders = [root];
  for (let read = 0; read < folders.length && read < MOST_FOLDERS; read += 1) {
    const folder = folders[read] ?? root;
    // oxlint-disable-next-line no-await-in-loop -- one folder says which others there are
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (entry.isFile() && entry.name === name) found.push(join(folder, name));
      if (entry.isDirectory() && !entry.name.startsWith('.') && !PASSED_OVER.has(entry.name))
        folders.push(join(folder, entry.name));
    }
    if (found.length > 1) return null;
  }
  return found[0] ?? null;
}
