// Finds the Electron binary, and fetches it when it is not there yet. Never imports `electron`: from plain Node that
// would start the download (about 120 MB) without asking, and block until it is done.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const FETCH_LIMIT_MS = 60_000;
const PROGRESS_EVERY_MS = 1_000;

/** @returns its path, or null when it has not been fetched */
export function findElectronBinary(rootDir: string): string | null {
  const packageDir = findElectronPackage(rootDir);
  if (packageDir === null) return null;
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  try {
    // install.js writes path.txt last, so half an unpacked archive does not count.
    const name = readFileSync(join(packageDir, 'path.txt'), 'utf8').trim();
    const binary = join(override ?? join(packageDir, 'dist'), name);
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

function findElectronPackage(rootDir: string): string | null {
  try {
    return dirname(createRequire(join(rootDir, 'package.json')).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

export type FetchResult = { ok: true; binary: string } | { ok: false; reason: string };

export interface FetchOptions {
  rootDir: string;
  /** Where progress goes; never stdout, which belongs to --json. */
  terminal: NodeJS.WriteStream;
  limitMs?: number;
}

/** Runs the installer of the `electron` package (what `npx install-electron --no` does), for a minute at most. */
export async function fetchElectronBinary({
  rootDir,
  terminal,
  limitMs = FETCH_LIMIT_MS,
}: FetchOptions): Promise<FetchResult> {
  const packageDir = findElectronPackage(rootDir);
  if (packageDir === null) return { ok: false, reason: 'Electron is not installed' };
  // A temp folder of its own shows how much has arrived, and leaves nothing behind when time is up.
  const tempDir = mkdtempSync(join(tmpdir(), 'hookline-electron-'));
  const progress = showProgress(terminal, tempDir);
  try {
    const failure = await runInstaller(packageDir, tempDir, limitMs);
    if (failure !== null) return { ok: false, reason: failure };
  } finally {
    progress.stop();
    rmSync(tempDir, { recursive: true, force: true, maxRetries: 3 });
  }
  const binary = findElectronBinary(rootDir);
  return binary
    ? { ok: true, binary }
    : { ok: false, reason: 'Electron was fetched but could not be unpacked' };
}

/** @returns why it failed, or null */
async function runInstaller(packageDir: string, tempDir: string, limitMs: number): Promise<string | null> {
  const child = spawn(process.execPath, [join(packageDir, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TMPDIR: tempDir, TMP: tempDir, TEMP: tempDir, ELECTRON_GET_NO_PROGRESS: '1' },
  });
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  let timer: NodeJS.Timeout | undefined;
  const outcome = await new Promise<string | null>((resolve) => {
    timer = setTimeout(() => {
      end();
      resolve(`Electron could not be fetched within ${Math.round(limitMs / 1000)} s`);
    }, limitMs);
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) =>
      resolve(code === 0 ? null : `Electron could not be fetched (${causeIn(output)})`),
    );
  });
  clearTimeout(timer);
  process.off('exit', end);
  return outcome;
}

/** The first line of what the installer printed; `fetch failed` alone tells nobody anything. */
function causeIn(output: string): string {
  const first = /^(?:\w*Error: )?(.+?)\s*$/m.exec(output.trim())?.[1] ?? 'no reason given';
  return first === 'fetch failed' ? 'its download server could not be reached' : first.slice(0, 200);
}

function showProgress(terminal: NodeJS.WriteStream, tempDir: string): { stop(): void } {
  const line = 'Fetching the desktop app (Electron, about 120 MB, once)';
  if (!terminal.isTTY) {
    terminal.write(`${line}…\n`);
    return { stop: () => undefined };
  }
  const draw = (): void => void terminal.write(`\r\u001b[K${line}: ${Math.round(sizeOf(tempDir) / 1e6)} MB`);
  draw();
  const timer = setInterval(draw, PROGRESS_EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      terminal.write('\r\u001b[K');
    },
  };
}

function sizeOf(dir: string): number {
  try {
    return readdirSync(dir, { recursive: true, encoding: 'utf8' }).reduce(
      (sum, name) => sum + (statSync(join(dir, name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
  } catch {
    return 0;
  }
}
