// `--demo`: a backend made for the purpose, and scenarios played against it, so that within half a minute a newcomer has seen an
// upgrade, a failed delivery healed by resending, and a customer who paid and is still on the free plan. Nothing here is real.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Engine } from '#engine/engine.ts';
import type { Logger } from '#engine/ports.ts';

export interface DemoBackend {
  /** Data directory of the demo: the user's own is left alone. */
  dataDir: string;
  webhookUrl: string;
  usersUrl: string;
  secret: string;
  url: string;
  /** Ends it and removes the directory. */
  close(): Promise<void>;
}

/** Rejects when the backend does not come up. */
export async function startDemoBackend(script: string): Promise<DemoBackend> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hookline-demo-'));
  const secret = `whsec_${randomBytes(24).toString('hex')}`;
  // A thread and no process: the executable of the desktop app is Electron, which cannot play Node once it is packaged.
  const thread = new Worker(pathToFileURL(script), {
    argv: ['--port', '0', '--database', join(dataDir, 'demo-app.sqlite'), '--secret', secret],
    stdout: true,
    stderr: true,
  });
  const end = async (): Promise<void> => {
    await thread.terminate();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const ready = await firstLine(thread);
    const { url, webhookUrl, usersUrl } = JSON.parse(ready) as Pick<
      DemoBackend,
      'url' | 'webhookUrl' | 'usersUrl'
    >;
    return { dataDir, url, webhookUrl, usersUrl, secret, close: end };
  } catch (error) {
    await end();
    throw error;
  }
}

function firstLine(thread: Worker): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    thread.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)));
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error(`The demo’s backend did not start: ${said.trim()}`)));
    createInterface({ input: thread.stdout }).once('line', resolve);
  });
}

export interface Demo {
  /** Stops playing. */
  stop(): void;
}

/** Tells the engine how the backend verifies and how it is asked, and plays. */
export async function playDemo(engine: Engine, backend: DemoBackend, logger: Logger): Promise<Demo> {
  const stopping = new AbortController();
  const [endpoint] = engine.endpoints.list();
  if (endpoint !== undefined) {
    await engine.endpoints.update({
      id: endpoint.id,
      name: 'Demo app',
      signing: 'own',
      secret: backend.secret,
    });
  }
  await engine.drift.set({
    probe: {
      kind: 'http',
      url: `${backend.usersUrl}?email={email}`,
      headerNames: [],
      path: 'users[0].plan',
      timeoutMs: 2_000,
    },
  });

  const play = async (scenario: string, name: string, speed: 'at_once' | 'compressed'): Promise<void> => {
    if (stopping.signal.aborted) return;
    const { id } = engine.scenarios.run({ scenario, name, speed, disorder: false, duplicates: false });
    await engine.scenarios.ended(id);
  };
  const withBugs = async (bugs: string[]): Promise<void> => {
    await fetch(`${backend.url}/api/bugs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ bugs }),
      signal: stopping.signal,
    });
  };
  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      stopping.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });

  async function tell(): Promise<void> {
    await play('upgrade', 'Ada Lovelace', 'at_once');
    await rest(1_000);
    // A backend that refuses everything, mended, and what it missed sent again.
    await withBugs(['parses_before_verifying']);
    await play('checkout_subscription', 'Grace Hopper', 'at_once');
    await rest(2_500);
    await withBugs([]);
    if (!stopping.signal.aborted && engine.jobs.running() === null) await engine.replay.resendFailed();
    await rest(2_500);
    // One that answers 200 to everything and does not do its work: paid, but still free.
    await withBugs(['forgets_invoice_paid']);
    await play('checkout_subscription', 'Margaret Hamilton', 'at_once');
    await rest(2_000);
    // From here on its code is mended, so that resending heals what is shown.
    await withBugs([]);
    for (const [scenario, name] of FURTHER) {
      await rest(6_000);
      await play(scenario, name, 'compressed');
    }
  }
  tell().catch((error: unknown) => {
    if (!stopping.signal.aborted) logger.error('The demo could not go on.', error);
  });
  return { stop: () => stopping.abort(new Error('The demo was stopped.')) };
}

const FURTHER = [
  ['seats', 'Radia Perlman'],
  ['trial_converts', 'Karen Spärck Jones'],
  ['payment_fails_recovers', 'Katherine Johnson'],
  ['one_time_guest', 'Hedy Lamarr'],
  ['cancel_and_resume', 'Evelyn Boyd Granville'],
] as const;
