// Where Hookline keeps its data, and making sure it can.
import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { EXIT } from '#shared/domain/launch-options.ts';
import { usualDataDir } from '#shared/domain/running-instance.ts';
import { LaunchError } from './launch-error.ts';

/** The platform's usual place for an application's data. */
export function defaultDataDir(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  return usualDataDir(platform, env, homedir());
}

/** Creates the directory, for this user only. @throws LaunchError */
export function prepareDataDir(path: string): string {
  const dir = resolve(path);
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    accessSync(dir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new LaunchError(
      EXIT.dataDirUnusable,
      `The data directory ${dir} cannot be written (${words}). Make it writable, or choose another with --data-dir.`,
    );
  }
  return dir;
}
