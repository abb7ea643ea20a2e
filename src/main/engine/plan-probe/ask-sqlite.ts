// Asks the developer's SQLite file, in a process of its own: SQLite cannot be interrupted from JavaScript, not even by
// ending its thread, and a query may never end. A process can be killed, and it holds no lock after that.
import { isAbsolute } from 'node:path';
import type { ChildProgram, ForkProgram } from '../ports.ts';
import { ProbeFailure, type Question, type RawAnswer } from './probe-failure.ts';
import { readOnlyQuery } from './read-only-query.ts';
import { answerOfRow } from './row-answer.ts';
import type { SqliteAnswer, SqliteQuestion } from './sqlite-worker.ts';

/** @throws ProbeFailure */
export async function askSqlite(
  { probe, valueOf, stop }: Question<'sqlite'>,
  workerUrl: URL,
  forkProgram: ForkProgram,
): Promise<RawAnswer> {
  const { text, values } = readOnlyQuery(probe, valueOf);
  if (!isAbsolute(probe.file)) throw new ProbeFailure('bad_config', `${probe.file} is not an absolute path.`);
  const question: SqliteQuestion = { file: probe.file, text, values, timeoutMs: probe.timeoutMs };
  const answer = await askProcess(forkProgram(workerUrl), question, stop);
  if ('columns' in answer) return answerOfRow(answer.columns, answer.row);
  throw failureOf(answer, probe.file);
}

function askProcess(child: ChildProgram, question: SqliteQuestion, stop: AbortSignal): Promise<SqliteAnswer> {
  return new Promise((resolve, reject) => {
    const kill = (): void => child.kill();
    stop.addEventListener('abort', kill, { once: true });
    child.onMessage((answer) => {
      resolve(answer as SqliteAnswer);
      // It has nothing more to do, and not every host's processes end by themselves.
      kill();
    });
    child.onEnd((how) => {
      stop.removeEventListener('abort', kill);
      // After an answer this changes nothing: of several answers to one promise the first counts.
      const words = `The process that reads the file ended without an answer (${how}).`;
      reject(new ProbeFailure('unreachable', words));
    });
    child.post(question);
  });
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
