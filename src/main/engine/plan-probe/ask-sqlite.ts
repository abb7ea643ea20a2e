// Asks the developer's SQLite file, in a process of its own: SQLite cannot be interrupted from JavaScript, not even by
// ending its thread, and a query may never end. A process can be killed, and it holds no lock after that.
import { isAbsolute } from 'node:path';
import type { ChildProgram } from '../ports.ts';
import { ProbeFailure, type Question, type RawAnswer } from './probe-failure.ts';
import { readOnlyQuery } from './read-only-query.ts';
import { answerOfRow } from './row-answer.ts';
import type { SqliteAnswer, SqliteQuestion } from './sqlite-worker.ts';

/** Reads SQLite files, one question after the other, in one process that stays as long as there are questions. */
export interface SqliteReader {
  /** The questions must not overlap. @throws ProbeFailure */
  ask(question: Question<'sqlite'>): Promise<RawAnswer>;
  dispose(): void;
}

/** A process that nobody has asked for so long is ended. */
const IDLE_MS = 30_000;

export function createSqliteReader(forkReader: () => ChildProgram): SqliteReader {
  let child: ChildProgram | null = null;
  let idle: NodeJS.Timeout | null = null;
  let onAnswer: (answer: SqliteAnswer) => void = () => {};
  let onEnd: (how: string) => void = () => {};

  function start(): ChildProgram {
    const started = forkReader();
    started.onMessage((answer) => {
      if (child === started) onAnswer(answer as SqliteAnswer);
    });
    started.onEnd((how) => {
      if (child !== started) return;
      child = null;
      onEnd(how);
    });
    return started;
  }

  function end(): void {
    child?.kill();
    child = null;
  }

  function askProcess(question: SqliteQuestion, stop: AbortSignal): Promise<SqliteAnswer> {
    if (idle !== null) clearTimeout(idle);
    return new Promise<SqliteAnswer>((resolve, reject) => {
      const kill = (): void => {
        end();
        reject(stop.reason as Error);
      };
      const done = (): void => {
        stop.removeEventListener('abort', kill);
        idle = setTimeout(end, IDLE_MS);
        idle.unref();
      };
      stop.addEventListener('abort', kill, { once: true });
      onAnswer = (answer) => {
        done();
        resolve(answer);
      };
      onEnd = (how) => {
        done();
        const words = `The process that reads the file ended without a result (${how}).`;
        reject(new ProbeFailure('unreachable', words));
      };
      child ??= start();
      child.post(question);
    });
  }

  return {
    async ask({ probe, valueOf, stop }) {
      const { text, values } = readOnlyQuery(probe, valueOf);
      if (!isAbsolute(probe.file))
        throw new ProbeFailure('bad_config', `${probe.file} is not an absolute path.`);
      const { file, timeoutMs } = probe;
      const answer = await askProcess({ file, text, values, timeoutMs }, stop);
      if ('columns' in answer) return answerOfRow(answer.columns, answer.row);
      throw failureOf(answer, file);
    },
    dispose() {
      if (idle !== null) clearTimeout(idle);
      end();
    },
  };
}

function failureOf({ code, message }: { code: string; message: string }, file: string): ProbeFailure {
  if (code === 'NO_SUCH_FILE') return new ProbeFailure('no_such_file', `There is no file ${file}.`);
  if (code === 'SQLITE_NOTADB') return new ProbeFailure('bad_config', `${file} is not a SQLite database.`);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED'))
    return new ProbeFailure('timeout', `The database was locked all the time: ${message}.`);
  if (code.startsWith('SQLITE_READONLY')) return new ProbeFailure('not_read_only', `${message}.`);
  if (/^SQLITE_(CANTOPEN|IOERR|CORRUPT|PERM|AUTH)/.test(code))
    return new ProbeFailure('unreachable', `${file} cannot be read: ${message}.`);
  return new ProbeFailure('bad_query', `${message}.`);
}
