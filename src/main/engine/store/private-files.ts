// Databases hold signing secrets and customers' data: nobody but this user reads them. POSIX only; elsewhere the user's folder sees to it.
import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const OTHERS = 0o077;

/** Of any account, also what was moved aside, each with its log. */
const OURS = /^hookline[\w.-]*\.db(-\w+)?$/;

/** Takes away what earlier versions gave others. */
export function keepPrivate(databasePath: string): void {
  const dir = dirname(databasePath);
  if (process.platform === 'win32' || !existsSync(dir)) return;
  const file = basename(databasePath);
  for (const name of readdirSync(dir)) {
    if (!name.startsWith(file) && !OURS.test(name)) continue;
    const path = join(dir, name);
    try {
      const { mode } = statSync(path);
      if ((mode & OTHERS) !== 0) chmodSync(path, mode & 0o700);
    } catch {
      // Another user's, or gone meanwhile: opening it says what is wrong, if anything is.
    }
  }
}
