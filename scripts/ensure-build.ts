// Builds the product when out/ is missing or older than what it is made of. Used by bin/hookline.cjs and npm test.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Written at the end of a build, dated to its start (see electron.vite.config.ts). */
export const BUILD_STAMP = 'out/.built';
const BUILD_LOCK = 'out/.building';
const INPUTS = [
  'src',
  'examples/backend',
  'electron.vite.config.ts',
  'scripts/renderer-vite-config.ts',
  'package.json',
  'package-lock.json',
];
const LOCK_POLL_MS = 200;

export interface EnsureBuildOptions {
  rootDir: string;
  /** Told once, before a build begins. */
  onBuild: (reason: 'first' | 'changed') => void;
}

/**
 * Resolves when out/ is fresh. Two starts at once build once.
 * @throws Error with the build's own output when it fails
 */
export async function ensureBuild({ rootDir, onBuild }: EnsureBuildOptions): Promise<void> {
  if (process.env['HOOKLINE_NO_BUILD']) return;
  // The lock first: a build under way has taken the stamp away, and its end may make everything fresh.
  while (isBuilding(rootDir)) await delay(LOCK_POLL_MS);
  const stale = staleness(rootDir);
  if (stale === null) return;
  if (!takeLock(rootDir)) return ensureBuild({ rootDir, onBuild });
  const release = (): void => rmSync(join(rootDir, BUILD_LOCK), { force: true });
  process.once('exit', release);
  try {
    onBuild(stale);
    await build(rootDir);
  } finally {
    process.off('exit', release);
    release();
  }
}

/** Why out/ cannot be used as it is, or null when it can. */
export function staleness(rootDir: string): 'first' | 'changed' | null {
  const builtAtMs = mtimeMs(join(rootDir, BUILD_STAMP));
  if (builtAtMs === null) return 'first';
  return INPUTS.some((input) => hasNewer(join(rootDir, input), builtAtMs)) ? 'changed' : null;
}

/** Directories count too: their time changes when a file in them is removed or renamed. */
function hasNewer(path: string, thanMs: number): boolean {
  const time = mtimeMs(path);
  if (time === null) return false;
  if (time > thanMs) return true;
  if (!statSync(path).isDirectory()) return false;
  return readdirSync(path).some((name) => hasNewer(join(path, name), thanMs));
}

function mtimeMs(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

function takeLock(rootDir: string): boolean {
  const lock = join(rootDir, BUILD_LOCK);
  mkdirSync(dirname(lock), { recursive: true });
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}

/** A lock left behind by a process that is gone is cleared away. */
function isBuilding(rootDir: string): boolean {
  const lock = join(rootDir, BUILD_LOCK);
  let pid: number;
  try {
    pid = Number(readFileSync(lock, 'utf8'));
  } catch {
    return false;
  }
  // Between creating the file and writing the pid it is empty for a moment.
  if (!pid) return Date.now() - (mtimeMs(lock) ?? 0) < 5_000 || clear(lock);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' || clear(lock);
  }
}

function clear(lock: string): false {
  rmSync(lock, { force: true });
  return false;
}

/** Runs electron-vite on this very Node, and keeps what it says for the case that it fails. */
async function build(rootDir: string): Promise<void> {
  const require = createRequire(join(rootDir, 'package.json'));
  let entry: string;
  try {
    entry = join(dirname(require.resolve('electron-vite/package.json')), 'bin', 'electron-vite.js');
  } catch {
    throw new Error('The build tools are not installed: run `npm ci` (with development dependencies) first.');
  }
  const child = spawn(process.execPath, [entry, 'build', '--logLevel', 'warn'], {
    cwd: rootDir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = await new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? null : `ended with ${signal ?? `code ${code}`}`),
    );
  });
  if (ended !== null) throw new Error(`The build failed (${ended}).\n${output.trim()}`);
}
