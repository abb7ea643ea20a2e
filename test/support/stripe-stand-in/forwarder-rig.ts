// A forwarder under test: its states, secrets and log on record, and ways to wait for what it should do.
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { TestContext } from 'vitest';
import { createForwarder } from '#engine/forwarder/forwarder.ts';
import type { Forwarder, ForwarderOptions } from '#engine/forwarder/forwarder-service.ts';
import { identifyProcess } from '#engine/forwarder/process-identity.ts';
import { systemClock } from '#engine/ports.ts';
import type { ForwarderStatus } from '#shared/contract/forwarder.ts';
import type { ForwarderState } from '#shared/domain/forwarder-state.ts';
import { cliTestEnvironment, TEST_KEY } from '../stripe-cli.ts';
import { createStripeStandIn } from './stripe-stand-in.ts';
import type { StripeStandIn } from './stripe-stand-in.ts';

export interface Rig {
  forwarder: Forwarder;
  dataDir: string;
  /** Every state in turn, repeats left out. */
  states: ForwarderState[];
  secrets: string[];
  logged: string[];
  until(
    wanted: ForwarderState | ((status: ForwarderStatus) => boolean),
    withinMs?: number,
  ): Promise<ForwarderStatus>;
  text(): string;
}

/** A test's own `onTestFinished`; concurrent tests must not use the global one. */
export type Finish = TestContext['onTestFinished'];

export async function tempDir(finish: Finish, name: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), `hookline-${name}-`));
  finish(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

export async function standInFor(
  finish: Finish,
  options?: Parameters<typeof createStripeStandIn>[0],
): Promise<StripeStandIn> {
  const standIn = await createStripeStandIn(options);
  finish(() => standIn.close());
  return standIn;
}

export interface Backend {
  url: string;
  /** What came, in order of arrival. */
  bodies: string[];
  /** The Stripe-Signature header of each. */
  signatures: string[];
}

/** A backend that keeps what it is sent. */
export async function backendFor(finish: Finish): Promise<Backend> {
  const bodies: string[] = [];
  const signatures: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString('utf8'));
      signatures.push(String(request.headers['stripe-signature']));
      response.end('ok');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  finish(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/stripe-listen`,
    bodies,
    signatures,
  };
}

export interface RigOptions extends Partial<Omit<ForwarderOptions, 'apiKey'>> {
  apiKey?: string | null | (() => string | null);
  forwardTo?: string;
  /** Laid over the environment. */
  env?: NodeJS.ProcessEnv;
}

/** A forwarder on a data directory and a CLI configuration of its own, disposed of with the test. */
export async function rigFor(finish: Finish, apiBase: string, options: RigOptions = {}): Promise<Rig> {
  const { forwardTo = 'http://127.0.0.1:9/stripe-listen', env = {}, apiKey = TEST_KEY, ...rest } = options;
  const dataDir = options.dataDir ?? (await tempDir(finish, 'data'));
  const configHome = await tempDir(finish, 'config');
  const logged: string[] = [];
  const forwarder = createForwarder({
    options: {
      dataDir,
      listen: true,
      binPath: null,
      apiBase,
      events: [],
      apiKey: typeof apiKey === 'function' ? apiKey : () => apiKey,
      ...rest,
    },
    forwardTo: () => forwardTo,
    clock: systemClock,
    logger: {
      info: (message) => logged.push(message),
      warn: (message) => logged.push(message),
      error: (message, cause) =>
        logged.push(cause instanceof Error ? `${message} ${cause.message}` : message),
    },
    env: { ...cliTestEnvironment(configHome), ...env },
  });
  finish(() => forwarder.dispose());
  const states: ForwarderState[] = [forwarder.status().state];
  const secrets: string[] = [];
  forwarder.onSecret((secret) => secrets.push(secret));
  forwarder.onChange(() => {
    const { state } = forwarder.status();
    if (states.at(-1) !== state) states.push(state);
  });
  return {
    forwarder,
    dataDir,
    states,
    secrets,
    logged,
    text: () =>
      forwarder
        .log(0)
        .map((line) => line.text)
        .join('\n'),
    until: (wanted, withinMs = 10_000) => {
      const holds =
        typeof wanted === 'function' ? wanted : (status: ForwarderStatus) => status.state === wanted;
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const status = forwarder.status();
          if (!holds(status)) return;
          unsubscribe();
          clearTimeout(timer);
          resolve(status);
        };
        const unsubscribe = forwarder.onChange(look);
        const timer = setTimeout(() => {
          unsubscribe();
          const log = forwarder
            .log(0)
            .map((line) => `${line.stream} ${line.text}`)
            .join('\n');
          reject(new Error(`waited ${withinMs} ms; states ${states.join(' → ')}; log:\n${log}`));
        }, withinMs);
        look();
      });
    },
  };
}

export const isGone = async (pid: number): Promise<boolean> => (await identifyProcess(pid)) === null;
export const untilGone = (pid: number, withinMs = 5_000): Promise<boolean> =>
  vi.waitFor(async () => ((await isGone(pid)) ? true : Promise.reject(new Error(`${pid} still runs`))), {
    timeout: withinMs,
    interval: 20,
  });

/** An executable that stands for a CLI of the user's own. POSIX only. */
export async function scriptIn(dir: string, text: string): Promise<string> {
  const path = join(dir, 'stripe');
  await writeFile(path, text);
  await chmod(path, 0o755);
  return path;
}
