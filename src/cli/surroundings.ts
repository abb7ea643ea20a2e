// What a command line is read in: the environment, and the directory that relative paths are relative to.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  /** What relative paths are relative to. */
  cwd: string;
}

/** @param option what --data-dir says @returns null = the platform's usual place */
export function readDataDir(option: string | null, { env, cwd }: Surroundings): string | null {
  const path = option ?? (env['HOOKLINE_DATA_DIR'] || null);
  return path === null ? null : toPath(path, cwd);
}

/** Shells expand ~ only at the start of a word, so not in --data-dir=~/x. */
export function toPath(text: string, cwd: string): string {
  if (text === '~' || /^~[/\\]/.test(text)) return join(homedir(), text.slice(1));
  return resolve(cwd, text);
}
