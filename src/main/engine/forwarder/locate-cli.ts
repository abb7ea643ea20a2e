// Finds the Stripe CLI to run: the one the user chose, or the binary inside the `@stripe/cli` npm package.
import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import type { NotStarted } from '#shared/domain/stripe-cli/classify-failure.ts';

export type LocatedCli =
  /** version null = it has to be asked; a package's manifest tells it without running anything. */
  | { path: string; version: string | null; problem: null }
  | { path: null; version: null; problem: NotStarted };

export interface LocateDeps {
  platform: NodeJS.Platform;
  arch: string;
  /** Resolves a module request as seen from a file. Throws when there is none. */
  resolveFrom(file: string, request: string): string;
}

const hostDeps: LocateDeps = {
  platform: process.platform,
  arch: process.arch,
  resolveFrom: (file, request) => createRequire(file).resolve(request),
};

/** @param binPath the user's choice; null = the bundled CLI */
export function locateCli(binPath: string | null, deps: LocateDeps = hostDeps): LocatedCli {
  return binPath === null ? locateBundled(import.meta.url, deps) : checkChosen(binPath, deps);
}

/**
 * The platform binary, never the package's `stripe` command: that is a Node script around spawnSync, and ending the
 * script leaves the real CLI running with its session open.
 */
function locateBundled(from: string, deps: LocateDeps): LocatedCli {
  const executable = deps.platform === 'win32' ? 'stripe.exe' : 'stripe';
  // There is no Windows build for arm64; Windows runs the x64 one there.
  const arch = deps.platform === 'win32' ? 'x64' : deps.arch;
  const name = `@stripe/cli-${deps.platform}-${arch}`;
  const wrapper = tryResolve(deps, from, '@stripe/cli/package.json');
  const candidates: readonly (readonly [manifest: string | null, folder: string])[] = [
    // Strict installers (pnpm) let only the wrapper see its platform package.
    [wrapper && tryResolve(deps, wrapper, `${name}/package.json`), 'bin'],
    [tryResolve(deps, from, `${name}/package.json`), 'bin'],
    // Where the wrapper's postinstall puts it when optional dependencies were left out.
    [wrapper, join('vendor', 'bin')],
  ];
  for (const [manifest, folder] of candidates) {
    if (manifest === null) continue;
    const path = outsideAsar(join(dirname(manifest), folder, executable));
    if (problemWith(path, deps.platform) === null)
      return { path, version: versionIn(manifest), problem: null };
  }
  return {
    path: null,
    version: null,
    problem: missing(
      `The bundled Stripe CLI (${name}) is not installed. Reinstall with optional dependencies, or choose a CLI of your own.`,
    ),
  };
}

function checkChosen(binPath: string, deps: LocateDeps): LocatedCli {
  const problem = problemWith(binPath, deps.platform);
  if (problem !== null) return { path: null, version: null, problem };
  const launcher = launcherBehind(binPath, deps.platform);
  if (launcher === null) return { path: binPath, version: null, problem: null };
  const found = locateBundled(launcher, deps);
  if (found.path !== null) return found;
  return {
    path: null,
    version: null,
    problem: missing(
      `${binPath} is the npm launcher of the Stripe CLI, and the program it launches was not found.`,
    ),
  };
}

function versionIn(manifest: string): string | null {
  try {
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version?: unknown };
    return typeof version === 'string' ? version : null;
  } catch {
    return null;
  }
}

/** The file of the npm launcher when that is what the path means: a link to it, or a Windows command file beside it. */
function launcherBehind(path: string, platform: NodeJS.Platform): string | null {
  const real = realpathSync(path);
  if (real.endsWith(join('@stripe', 'cli', 'bin', 'shim.js'))) return real;
  if (platform !== 'win32' || !/\.(cmd|ps1)$/i.test(real)) return null;
  return (
    ['node_modules', '..']
      .map((folder) => join(dirname(real), folder, '@stripe', 'cli', 'bin', 'shim.js'))
      .find((shim) => existsSync(shim)) ?? null
  );
}

const missing = (problem: string): NotStarted => ({ kind: 'cli_missing', problem });

function problemWith(path: string, platform: NodeJS.Platform): NotStarted | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return missing(`There is no file at ${path}.`);
  if (!stat.isFile()) return missing(`${path} is not a file.`);
  if (platform === 'win32') return null;
  try {
    accessSync(path, constants.X_OK);
    return null;
  } catch {
    return { kind: 'cli_not_executable', problem: `${path} is not executable.` };
  }
}

function tryResolve(deps: LocateDeps, from: string, request: string): string | null {
  try {
    return deps.resolveFrom(from, request);
  } catch {
    return null;
  }
}

/** Executables cannot run from inside an asar archive; electron-builder unpacks them next to it. */
export function outsideAsar(path: string): string {
  return path.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
}
