// Programs that stand for a `stripe` of the user's own which misbehaves. POSIX only.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from './temp-dir.ts';

/** @param script shell, run for every command but `--version` @returns the program's path */
export function cliThatRuns(script: string): string {
  const path = join(tempDir(), 'stripe');
  const version = `if [ "$1" = "--version" ]; then echo 'stripe version 1.52.0'; exit 0; fi`;
  writeFileSync(path, `#!/bin/sh\n${version}\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** `listen` prints this on stderr and ends with exit code 1; other commands print `{}`. */
export function listenThatFails(stderr: string): string {
  const text = stderr.replaceAll("'", `'\\''`);
  return cliThatRuns(
    `if [ "$1" != listen ]; then echo '{}'; exit 0; fi\nprintf '%s\\n' '${text}' >&2; exit 1`,
  );
}
