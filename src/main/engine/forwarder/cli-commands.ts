// One command of the Stripe CLI, run to its end: what runs beside `stripe listen`.
import { cliEnvironment } from './capabilities.ts';
import type { NotStarted } from '#shared/domain/stripe-cli/classify-failure.ts';
import { spawnCli } from './cli-process.ts';
import { locateCli } from './locate-cli.ts';
import { redact } from './redact.ts';

export interface CliResult {
  /** null = it was not started, was called off, or ended by a signal. */
  exitCode: number | null;
  /** Whole, with its line ends. */
  stdout: string;
  stderr: string;
  signal: NodeJS.Signals | null;
  /** Why it could not be started; null = it was. */
  notStarted: NotStarted | null;
}

export interface CliCall {
  /** Ends it; the output so far comes back. */
  signal?: AbortSignal;
  /** Default: a minute. */
  timeoutMs?: number;
  /** Each line as it comes, secrets removed. */
  onLine?: (stream: 'stdout' | 'stderr', line: string) => void;
  /** More of the environment. */
  env?: NodeJS.ProcessEnv;
  /** Another address of Stripe's API than usual: `http://127.0.0.1:PORT`. */
  apiBase?: string | undefined;
}

export interface CliCommands {
  /** Never rejects. With the credentials and the address of Stripe's API that the forwarder has. */
  run(args: readonly string[], call?: CliCall): Promise<CliResult>;
}

export interface CliCommandsDeps {
  /** A CLI of the user's own; null = the one that comes with Hookline. */
  binPath: string | null;
  /** Loopback stand-in for Stripe; null = Stripe. */
  apiBase: string | null;
  /** Key in use now; null = the CLI's own login. */
  apiKey: () => string | null;
  env?: NodeJS.ProcessEnv;
}

const TIMEOUT_MS = 60_000;
/** A response of the API is printed as it came; a text in it may be long. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;
/** Commands that make no call of the API have no flag for its address. */
const LOCAL = new Set(['--version', 'whoami', 'config', 'logout', 'help']);

export function createCliCommands({
  binPath,
  apiBase,
  apiKey,
  env = process.env,
}: CliCommandsDeps): CliCommands {
  return {
    async run(
      args,
      { signal: callOff, timeoutMs = TIMEOUT_MS, onLine, env: more = {}, apiBase: other } = {},
    ) {
      const { path, problem } = locateCli(binPath);
      if (path === null) return { exitCode: null, signal: null, stdout: '', stderr: '', notStarted: problem };
      const key = apiKey();
      const output = { stdout: '', stderr: '' };
      const address = other ?? apiBase;
      const isLocal = LOCAL.has(args[0] ?? '') || args.includes('--help');
      const cli = spawnCli({
        path,
        args: [...args, ...(address === null || isLocal ? [] : ['--api-base', address])],
        env: { ...cliEnvironment(env, key), ...more },
        maxLineBytes: MAX_LINE_BYTES,
        onLine(stream, line) {
          output[stream] += `${line}\n`;
          onLine?.(stream, redact(line, [key]));
        },
      });
      const end = (): void => void cli.terminate();
      const timer = setTimeout(end, timeoutMs);
      callOff?.addEventListener('abort', end, { once: true });
      if (callOff?.aborted === true) end();
      const exit = await cli.gone;
      clearTimeout(timer);
      callOff?.removeEventListener('abort', end);
      return { exitCode: exit.code, signal: exit.signal, ...output, notStarted: exit.notStarted };
    },
  };
}
