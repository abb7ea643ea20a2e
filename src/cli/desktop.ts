// Runs the desktop app as a child process: options in, signals through, exit code out.
import { spawn } from 'node:child_process';
import { DESKTOP_OPTIONS_ENV, isDesktopUp } from '#shared/domain/desktop-launch.ts';
import { EXIT, type LaunchOptions } from '#shared/domain/launch-options.ts';

/** An app that ran this long did start, whether or not it found the words to say so. */
const SURELY_STARTED_MS = 30_000;

export type DesktopEnd = { started: true; exitCode: number } | { started: false; reason: string };

/**
 * @returns how it ended; `started: false` when Electron itself could not get as far as our code (missing system
 *   libraries, no sandbox, a display that refuses), so that the browser can take its place
 */
export async function runDesktop(
  binary: string,
  rootDir: string,
  options: LaunchOptions,
): Promise<DesktopEnd> {
  const env: NodeJS.ProcessEnv = { ...process.env, [DESKTOP_OPTIONS_ENV]: JSON.stringify(options) };
  // Set in the terminals of some editors; with it Electron is a plain Node and shows no window.
  delete env['ELECTRON_RUN_AS_NODE'];
  const child = spawn(binary, [rootDir], { stdio: ['inherit', 'inherit', 'pipe', 'ipc'], env });

  const startedAtMs = performance.now();
  let isUp = false;
  let lastLine = '';
  child.on('message', (message) => (isUp ||= isDesktopUp(message)));
  child.stderr?.on('data', (chunk: Buffer) => {
    process.stderr.write(chunk);
    lastLine = chunk.toString('utf8').trim().split('\n').at(-1) || lastLine;
  });
  const stopForwarding = forwardSignals((signal) => child.kill(signal));
  try {
    const end = await new Promise<{ code: number | null; signal: NodeJS.Signals | null } | { error: Error }>(
      (resolve) => {
        child.once('error', (error) => resolve({ error }));
        child.once('close', (code, signal) => resolve({ code, signal }));
      },
    );
    if ('error' in end)
      return { started: false, reason: `Electron could not be started: ${end.error.message}` };
    const ranLong = performance.now() - startedAtMs > SURELY_STARTED_MS;
    if (isUp || ranLong || isOurs(end.code)) return { started: true, exitCode: end.code ?? EXIT.unexpected };
    const how = end.signal ?? `code ${end.code}`;
    return {
      started: false,
      reason: `Electron ended with ${how} before it was up${lastLine && `: ${lastLine}`}`,
    };
  } finally {
    stopForwarding();
  }
}

/** A code Hookline itself gives; 1 is also what Electron ends with when it cannot start. */
function isOurs(code: number | null): boolean {
  return code !== EXIT.unexpected && Object.values(EXIT).some((known) => known === code);
}

function forwardSignals(send: (signal: NodeJS.Signals) => void): () => void {
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const handler = (): void => {
      // From a terminal, Ctrl-C has reached the app as well.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      send(signal);
    };
    process.on(signal, handler);
    return (): void => void process.off(signal, handler);
  });
  return () => handlers.forEach((remove) => remove());
}
