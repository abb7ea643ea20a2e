// Brings mockttp into bench/node_modules on first use: nobody else is to carry it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** @returns null when it is there, else why it cannot be had */
export function installMockttp(): string | null {
  const manifest = new URL('node_modules/mockttp/package.json', import.meta.url);
  if (existsSync(manifest)) return null;
  console.log('Installing mockttp into bench/ (first run only)…');
  const args = ['install', '--prefix', HERE, '--ignore-scripts', '--no-audit', '--no-fund', '--silent'];
  const { status, error } = spawnSync('npm', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 120_000,
    // On Windows npm is a script, which wants a shell.
    shell: process.platform === 'win32',
  });
  if (status === 0 && existsSync(manifest)) return null;
  return error?.message ?? `npm install ended with ${status}`;
}
