// One run of the CLI: spawned in a process group of its own, read line by line, ended without remains.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { notStartedBy } from '#shared/domain/stripe-cli/classify-failure.ts';
import type { CliExit } from './failure.ts';
import { createLineSplitter } from './line-splitter.ts';
import { endProcessGroup } from './process-group.ts';

export interface CliProcess {
  /** null when it could not be started. */
  pid: number | null;
  /** Settles once, when the process is gone and its output read. Never rejects. */
  gone: Promise<CliExit>;
  /** SIGTERM, then SIGKILL; resolves when it is gone. */
  terminate(): Promise<void>;
}

export interface SpawnOptions {
  path: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  onLine: (stream: 'stdout' | 'stderr', line: string) => void;
  /** What a line has beyond is dropped. */
  maxLineBytes?: number;
}

const POLITE_MS = 1_500;
/** How long after its end output may still trickle in; something it started could hold the pipes open for ever. */
const OUTPUT_GRACE_MS = 300;

export function spawnCli({ path, args, env, onLine, maxLineBytes }: SpawnOptions): CliProcess {
  let child: ChildProcess;
  try {
    child = spawn(path, args, {
      env,
      // With a terminal on stdin the CLI would start a login by itself.
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, so that all of it can be ended; on Windows this would open a console window.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
  } catch (error) {
    // Node reports some failures of exec, ENOEXEC among them, by throwing.
    return neverStarted(path, error as NodeJS.ErrnoException);
  }
  const pid = child.pid ?? null;
  const flushers = [
    readLines(child.stdout, (line) => onLine('stdout', line), maxLineBytes),
    readLines(child.stderr, (line) => onLine('stderr', line), maxLineBytes),
  ];

  const gone = new Promise<CliExit>((resolve) => {
    const finish = (exit: CliExit): void => {
      for (const flush of flushers) flush();
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(exit);
    };
    // Of one that runs it is a signal that could not be sent; the exit says the rest.
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) finish(exitOfNone(path, error));
    });
    child.once('exit', (code, signal) => {
      const exit: CliExit = { code, signal, notStarted: null };
      const timer = setTimeout(() => finish(exit), OUTPUT_GRACE_MS);
      child.once('close', () => {
        clearTimeout(timer);
        finish(exit);
      });
    });
  });

  return {
    pid,
    gone,
    async terminate() {
      if (pid !== null && child.exitCode === null && child.signalCode === null) {
        endProcessGroup(pid, false);
        const timer = setTimeout(() => endProcessGroup(pid, true), POLITE_MS);
        await gone;
        clearTimeout(timer);
      }
      await gone;
    },
  };
}

/** @returns hands out an unfinished last line */
function readLines(
  stream: Readable | null,
  onLine: (line: string) => void,
  maxLineBytes?: number,
): () => void {
  const splitter = createLineSplitter(onLine, maxLineBytes);
  stream?.on('data', (chunk: Buffer) => splitter.push(chunk));
  stream?.on('error', () => {
    // A broken pipe means the process is ending; its exit says the rest.
  });
  return () => splitter.end();
}

function neverStarted(path: string, reason: NodeJS.ErrnoException): CliProcess {
  const gone = Promise.resolve(exitOfNone(path, reason));
  return { pid: null, gone, terminate: () => Promise.resolve() };
}

function exitOfNone(path: string, reason: NodeJS.ErrnoException): CliExit {
  return { code: null, signal: null, notStarted: notStartedBy(path, reason.code ?? reason.message) };
}
