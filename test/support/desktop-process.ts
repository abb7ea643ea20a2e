// The desktop app as a process: the built main bundle in plain Node with the double of `electron`, and a Chromium for its windows.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findBrowser } from './browser.ts';
import { DOUBLE_CDP_ENV } from './electron-double/chromium.ts';
import type { Evaluate, Evaluated } from './electron-double/control.ts';

const rootDir = fileURLToPath(new URL('../..', import.meta.url));
const REGISTER = fileURLToPath(new URL('electron-double/register.ts', import.meta.url));
export const MAIN_BUNDLE = join(rootDir, 'out', 'main', 'electron.js');

export interface DebuggedChromium {
  /** `ws://…` of the browser. */
  cdpUrl: string;
  close(): Promise<void>;
}

/** Chromium with its DevTools open to more than one. */
export async function startDebuggedChromium(): Promise<DebuggedChromium> {
  const found = await findBrowser();
  if ('missing' in found) throw new Error(found.missing);
  const profile = mkdtempSync(join(tmpdir(), 'hookline-chromium-'));
  const child = spawn(
    found.executablePath,
    [
      ...found.args,
      '--headless',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      '--lang=en-US',
      '--window-size=1280,820',
      // As a window does whose handler denies: `window.open` gives null. The double tells the handler.
      '--block-new-web-contents',
      '--no-first-run',
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: found.env },
  );
  const cdpUrl = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const url = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', () => reject(new Error(`Chromium ended at once:\n${said}`)));
    child.once('error', reject);
  });
  return {
    cdpUrl,
    async close() {
      await endOf(child, 'SIGTERM');
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export interface DoubleProcess {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Calls the function in the main process with the electron module; both ways structured clones. */
  evaluate(run: string, argument: unknown): Promise<unknown>;
  exited: Promise<number | NodeJS.Signals>;
}

export function runOnDouble(cdpUrl: string, env: NodeJS.ProcessEnv, args: string[] = []): DoubleProcess {
  const child = spawn(process.execPath, ['--import', pathToFileURL(REGISTER).href, MAIN_BUNDLE, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, ...env, [DOUBLE_CDP_ENV]: cdpUrl },
  });
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  const waiting = new Map<number, (outcome: Evaluated) => void>();
  let nextId = 1;
  child.on('message', (message: Partial<Evaluated>) => {
    if (message.hooklineDouble !== 'evaluated' || message.id === undefined) return;
    waiting.get(message.id)?.(message as Evaluated);
    waiting.delete(message.id);
  });
  const exited = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal ?? 1));
  });
  return {
    child,
    stdout: () => out,
    stderr: () => err,
    exited,
    async evaluate(source, argument) {
      const id = nextId++;
      const outcome = await new Promise<Evaluated>((resolve, reject) => {
        waiting.set(id, resolve);
        exited.then((code) => reject(new Error(`The app ended (${code}) meanwhile:\n${err}`)), reject);
        const question: Evaluate = { hooklineDouble: 'evaluate', id, source, argument };
        child.send(question, (error) => error !== null && reject(error));
      });
      if ('error' in outcome) throw new Error(outcome.error);
      return outcome.value;
    },
  };
}

export async function endOf(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(timer);
}
