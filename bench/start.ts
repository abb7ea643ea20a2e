// A part of `npm run bench`: what the engine adds to Node's own start, from modules to a listening receiver,
// with 100,000 events in the store.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, type Verdict } from './figures.ts';
import { fillStore } from './fill-store.ts';
import { runHookline } from './hookline-process.ts';

const EVENTS = 100_000;
const ROUNDS = 7;
const MOST_ADDED_MS = 400;

/** @param keepDir fills the store there once and uses it again */
export async function measureStart(keepDir?: string): Promise<Verdict> {
  const dir = keepDir ?? mkdtempSync(join(tmpdir(), 'hookline-bench-start-'));
  const dataDir = join(dir, String(EVENTS));
  try {
    if (!existsSync(dataDir)) {
      mkdirSync(dataDir, { recursive: true });
      fillStore(dataDir, EVENTS, Date.now());
    }
    const added: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const plain = await timed(nodeAlone);
      const { ms, running } = await started(dataDir);
      await running.end();
      // The first round warms the caches of the file system.
      if (round > 0) added.push(ms - plain);
    }
    const ms = median(added);
    return {
      sentence: `start with ${EVENTS.toLocaleString('en')} events: ${ms.toFixed(0)} ms on top of Node's own (at most ${MOST_ADDED_MS})`,
      passed: ms <= MOST_ADDED_MS,
    };
  } finally {
    if (keepDir === undefined) rmSync(dir, { recursive: true, force: true });
  }
}

/** To the line that says it is ready: by then the receiver listens. */
async function started(dataDir: string) {
  const startedAt = performance.now();
  const running = await runHookline(dataDir, ['--no-listen']);
  return { ms: performance.now() - startedAt, running };
}

async function timed(run: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}

function nodeAlone(): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}
