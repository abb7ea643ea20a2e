// Hookline as a process of its own, started as a user would start it, for tests about starting, ending and crashing.
import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { contract, type ApiClient } from '#shared/contract/index.ts';
import type { ReadyLine } from '#shared/domain/launch-options.ts';
import { waitUntil } from './wait-until.ts';

const LAUNCHER = resolve(import.meta.dirname, '../../bin/hookline.cjs');

export interface HooklineProcess {
  child: ChildProcess;
  /** All of stdout so far. */
  stdout(): string;
  stderr(): string;
  /** The first JSON line. Rejects when the process ends before. */
  ready(): Promise<ReadyLine>;
  /** REST client with the token of the ready line. */
  client(): Promise<ApiClient>;
  /** Resolves with exit code or signal. */
  exited: Promise<number | NodeJS.Signals>;
  kill(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

export interface RunOptions {
  args?: string[];
  env?: Record<string, string>;
  /** true = it may show itself: a window in front, or else the browser. */
  open?: boolean;
  /** Another Node than the one running the tests. */
  node?: string;
  /** Another file to start than the launcher of this checkout. */
  entry?: string;
}

export function restClient({ apiUrl, token }: Pick<ReadyLine, 'apiUrl' | 'token'>): ApiClient {
  return createORPCClient(
    new OpenAPILink(contract, { url: apiUrl, headers: { authorization: `Bearer ${token}` } }),
  );
}

/** Dashboard and receiver on free ports, web host, no browser, JSON on stdout, unless `args` say otherwise. */
export function runHookline(
  dataDir: string,
  { args = [], env = {}, node = process.execPath, open = false, entry = LAUNCHER }: RunOptions = {},
): HooklineProcess {
  const defaults = [
    '--host',
    'web',
    '--port',
    '0',
    '--receiver-port',
    '0',
    '--data-dir',
    dataDir,
    ...(open ? [] : ['--no-open']),
    '--json',
  ];
  const child = spawn(node, [entry, ...defaults, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // The build was made before the tests; it must not be made again by twenty processes at once.
    env: { ...process.env, STRIPE_API_KEY: '', HOOKLINE_NO_BUILD: '1', XDG_CONFIG_HOME: dataDir, ...env },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  let ended: number | NodeJS.Signals | null = null;
  const exited = new Promise<number | NodeJS.Signals>((done) => {
    child.on('close', (code, signal) => {
      ended = code ?? signal ?? 1;
      done(ended);
    });
  });

  async function ready(): Promise<ReadyLine> {
    const line = await waitUntil(
      'the ready line',
      () => {
        if (out.includes('\n')) return out.slice(0, out.indexOf('\n'));
        if (ended !== null) throw new Error(`Hookline ended with ${ended} before it was ready:\n${err}`);
        return null;
      },
      20_000,
    );
    return JSON.parse(line) as ReadyLine;
  }

  return {
    child,
    stdout: () => out,
    stderr: () => err,
    ready,
    client: async () => restClient(await ready()),
    exited,
    kill(signal) {
      child.kill(signal);
      return exited;
    },
  };
}
