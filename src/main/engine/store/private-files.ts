// Databases hold signing secrets and customers' data: nobody but this user reads them. POSIX only; elsewhere the user's folder sees to it.
import { chmodSync, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

const OTHERS = 0o077;

/** Takes away what earlier versions gave others: from the database, its log, and damaged ones that were moved aside. */
export function keepPrivate(databasePath: string): void {
  const dir = dirname(databasePath);
  if (process.platform === 'win32' || !existsSync(dir)) return;
  const ending = extname(databasePath);
  const stem = basename(databasePath, ending);
  for (const name of readdirSync(dir)) {
    const isOurs = name.startsWith(`${stem}${ending}`) || name.startsWith(`${stem}.damaged-`);
    if (!isOurs) continue;
    const path = join(dir, name);
    try {
      const { mode } = statSync(path);
      if ((mode & OTHERS) !== 0) chmodSync(path, mode & 0o700);
    } catch {
      // Another user's, or gone meanwhile: opening it says what is wrong, if anything is.
    }
  }
}
