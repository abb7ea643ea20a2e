// Runs a program of ours as a process of Node's own: how a host does it whose executable is Node.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChildProgram } from '../ports.ts';

export function forkNode(script: URL): ChildProgram {
  const { NODE_OPTIONS: _inspectorsAndLoaders, ...env } = process.env;
  const child = fork(fileURLToPath(script), [], {
    execArgv: [],
    env,
    // JSON has neither bytes nor 64-bit integers.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let onEnd: (how: string) => void = () => {};
  child.on('error', (error) => onEnd(error.message));
  child.once('exit', (code, signal) => onEnd(signal ?? `exit code ${code}`));
  return {
    post(message) {
      child.send(message as object, (error) => error !== null && onEnd(error.message));
    },
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => (onEnd = listener),
    kill: () => void child.kill('SIGKILL'),
  };
}
