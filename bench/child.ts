// One part of a benchmark in a process of its own: started, asked over Node's message channel, ended.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Child {
  pid: number;
  /** Sends a question and resolves with the answer; one at a time. Rejects when the process ends first. */
  ask<Answer>(question: object): Promise<Answer>;
  end(): Promise<void>;
}

/** @param file beside this one; it must call `answerQuestions` */
export function startChild(file: string): Child {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    execArgv: [],
    serialization: 'advanced',
  });
  let gone: number | string | null = null;
  child.once('exit', (code, signal) => (gone = code ?? signal));
  return {
    pid: child.pid ?? 0,
    ask<Answer>(question: object) {
      return new Promise<Answer>((resolve, reject) => {
        const ended = (): void => reject(new Error(`${file} ended (${gone}) before it answered.`));
        if (gone !== null) return ended();
        child.once('exit', ended);
        child.once('message', (reply: { answer: Answer } | { error: string }) => {
          child.off('exit', ended);
          if ('error' in reply) reject(new Error(`${file}: ${reply.error}`));
          else resolve(reply.answer);
        });
        child.send(question);
      });
    },
    end: () => endProcess(child),
  };
}

/** The child's side: answers each question in turn. @param answer takes what its own parent asks */
export function answerQuestions(answer: (question: never) => unknown): void {
  process.on('message', (question) => {
    Promise.resolve()
      .then(() => answer(question as never))
      .then(
        (value) => process.send?.({ answer: value }),
        (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
      );
  });
  // The parent may be gone without having said so.
  process.on('disconnect', () => process.exit());
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** CPU time a process has used so far, in ms and in steps of 10 ms; null where the system has no /proc. */
export function cpuMs(pid: number): number | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  // Fields 14 and 15 (utime, stime), counted after the name, which may hold spaces. Source: proc_pid_stat(5)
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  const TICK_MS = 10;
  return (Number(user) + Number(system)) * TICK_MS;
}
