// Runs a program of ours in a utility process of Electron's. The packaged app's RunAsNode fuse is off, so a fork of
// node:child_process would open the app a second time. Nothing of Electron is imported: the host hands it in.
import { fileURLToPath } from 'node:url';
import type { ForkProgram } from '#engine/ports.ts';

/** As much of Electron's UtilityProcess as is needed. */
export interface UtilityChild {
  /** Not there before the process is, and after it. */
  pid: number | undefined;
  postMessage(message: unknown): void;
  kill(): boolean;
  on(name: 'message', listener: (message: unknown) => void): unknown;
  on(name: 'exit', listener: (code: number) => void): unknown;
  once(name: 'spawn', listener: () => void): unknown;
}

export interface UtilityProcess {
  fork(
    path: string,
    args: string[],
    options: { env: NodeJS.ProcessEnv; execArgv: string[]; stdio: 'ignore'; serviceName: string },
  ): UtilityChild;
}

/** @param endProcess ends a process whatever it is doing; a utility process's own kill() only asks it to */
export function createUtilityFork(
  utilityProcess: UtilityProcess,
  endProcess: (pid: number) => void = (pid) => process.kill(pid, 'SIGKILL'),
): ForkProgram {
  return (script) => {
    const { NODE_OPTIONS: _inspectorsAndLoaders, ...env } = process.env;
    const child = utilityProcess.fork(fileURLToPath(script), [], {
      env,
      execArgv: [],
      stdio: 'ignore',
      serviceName: 'Hookline SQLite reader',
    });
    const end = (): void => {
      if (child.pid === undefined) return;
      try {
        endProcess(child.pid);
      } catch {
        // It was gone already.
      }
    };
    return {
      post: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      onEnd: (listener) => void child.on('exit', (code) => listener(`exit code ${code}`)),
      kill() {
        if (child.pid === undefined) child.once('spawn', end);
        else end();
      },
    };
  };
}
