// Asks a CLI something that it can say at once and offline, such as its version: bounded in time and output, and killed for certain.
import { execFile } from 'node:child_process';

export interface QuickResponse {
  stdout: string;
  /** It was ended by the time limit or by the signal. */
  killed: boolean;
  /** As Node reports a program that cannot be started, `ENOENT`; null = it ran. */
  startError: string | null;
}

export interface QuickLimits {
  timeoutMs: number;
  signal: AbortSignal;
}

/** Never rejects; whatever goes wrong with the program or its pipes is in the response. */
export function askQuickly(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { timeoutMs, signal }: QuickLimits,
): Promise<QuickResponse> {
  return new Promise((resolve) => {
    const limits = { env, timeout: timeoutMs, killSignal: 'SIGKILL', windowsHide: true } as const;
    try {
      const child = execFile(path, args, limits, (error, stdout) => {
        signal.removeEventListener('abort', end);
        const startError = typeof error?.code === 'string' && child.pid === undefined ? error.code : null;
        resolve({ stdout, killed: error?.killed === true || signal.aborted, startError });
      });
      // Not by execFile's own `signal`, which sends SIGTERM whatever killSignal says and then forgets the timeout.
      const end = (): void => void child.kill('SIGKILL');
      // EPIPE: it has closed the pipe, which is its right.
      child.stdin?.on('error', () => {});
      child.stdin?.end();
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    } catch (error) {
      // Node reports some failures of exec, ENOEXEC among them, by throwing.
      const startError = (error as NodeJS.ErrnoException).code ?? 'unknown';
      resolve({ stdout: '', killed: false, startError });
    }
  });
}
