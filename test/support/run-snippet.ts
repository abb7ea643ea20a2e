// Runs a snippet with the interpreter it is for, where this machine has it.
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SnippetFormat } from '#shared/domain/export/export-format.ts';
import { tempDir } from './temp-dir.ts';

interface Interpreter {
  file: string;
  command: readonly string[];
  /** Exits with 0 where everything that the snippet needs is there. */
  probe: readonly string[];
}

export const INTERPRETERS: Readonly<Record<SnippetFormat, Interpreter>> = {
  curl: { file: 'send.sh', command: ['sh'], probe: ['sh', '-c', 'command -v curl && command -v openssl'] },
  fetch: { file: 'send.mjs', command: [process.execPath], probe: [process.execPath, '--version'] },
  python: { file: 'send.py', command: ['python3'], probe: ['python3', '-c', 'import requests'] },
  go: { file: 'main.go', command: ['go', 'run'], probe: ['go', 'version'] },
  php: {
    file: 'send.php',
    command: ['php'],
    probe: ['php', '-r', 'exit(function_exists("curl_init") ? 0 : 1);'],
  },
  ruby: { file: 'send.rb', command: ['ruby'], probe: ['ruby', '-rnet/http', '-ropenssl', '-e', ''] },
};

export function canRun(format: SnippetFormat): boolean {
  const [command = '', ...args] = INTERPRETERS[format].probe;
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

export interface SnippetRun {
  code: number | null;
  output: string;
}

export async function runSnippet(
  format: SnippetFormat,
  text: string,
  env: Record<string, string | undefined>,
): Promise<SnippetRun> {
  const dir = tempDir();
  const { file, command: words } = INTERPRETERS[format];
  writeFileSync(join(dir, file), text);
  const [command = '', ...args] = words;
  const child = spawn(command, [...args, join(dir, file)], { cwd: dir, env: { ...process.env, ...env } });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, output: Buffer.concat(chunks).toString() };
}
