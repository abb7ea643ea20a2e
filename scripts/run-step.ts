// Runs one tool of the project with its output on the terminal.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const rootDir = fileURLToPath(new URL('..', import.meta.url));

/** Runs a package's command on this very Node; the shims in node_modules/.bin need a shell on Windows. */
export function runTool(
  packageName: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  return runNode([toolEntry(packageName), ...args], env);
}

/** @returns the exit code; 128 and more when a signal ended it */
export function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: rootDir,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 130));
  });
}

function toolEntry(packageName: string): string {
  const require = createRequire(import.meta.url);
  // Not every package exports its package.json, so it is looked for by path.
  const manifest = (require.resolve.paths(packageName) ?? [])
    .map((dir) => join(dir, packageName, 'package.json'))
    .find((path) => readManifest(path) !== null);
  const bin = manifest === undefined ? undefined : readManifest(manifest)?.bin;
  const entry = typeof bin === 'string' ? bin : Object.values(bin ?? {})[0];
  if (manifest === undefined || entry === undefined)
    throw new Error(`${packageName} is not installed; run npm ci.`);
  return join(dirname(manifest), entry);
}

function readManifest(path: string): { bin?: string | Record<string, string> } | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { bin?: string | Record<string, string> };
  } catch {
    return null;
  }
}
