// Asks the developer's SQLite file, in a process of its own: SQLite cannot be interrupted from JavaScript, not even by
// ending its thread, and a query may never end. A process can be killed, and it holds no lock after that.
import { fork } from 'node:child_process';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProbeFailure, type Question, type RawAnswer } from './probe-failure.ts';
import { readOnlyQuery } from './read-only-query.ts';
import { answerOfRow } from './row-answer.ts';
import type { SqliteAnswer, SqliteQuestion } from './sqlite-worker.ts';

/** @throws ProbeFailure */
export async function askSqlite(
  { probe, valueOf, stop }: Question<'sqlite'>,
  workerUrl: URL,
): Promise<RawAnswer> {
  const { text, values } = readOnlyQuery(probe, valueOf);
  if (!isAbsolute(probe.file)) throw new ProbeFailure('bad_config', `${probe.file} is not an absolute path.`);
  const question: SqliteQuestion = { file: probe.file, text, values, timeoutMs: probe.timeoutMs };
  const answer = await askProcess(workerUrl, question, stop);
  if ('columns' in answer) return answerOfRow(answer.columns, answer.row);
  throw failureOf(answer, probe.file);
}

function askProcess(workerUrl: URL, question: SqliteQuestion, stop: AbortSignal): Promise<SqliteAnswer> {
  return new Promise((resolve, reject) => {
    const { NODE_OPTIONS: _inspectorsAndLoaders, ...env } = process.env;
    const child = fork(fileURLToPath(workerUrl), [], {
      execArgv: [],
      // In the desktop app the executable is Electron, which is Node when told so.
      env: { ...env, ELECTRON_RUN_AS_NODE: '1' },
      // JSON has neither bytes nor 64-bit integers.
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const kill = (): void => void child.kill('SIGKILL');
    stop.addEventListener('abort', kill, { once: true });
    child.once('message', (answer: SqliteAnswer) => resolve(answer));
    child.once('error', (error) => reject(new ProbeFailure('unreachable', error.message)));
    child.once('exit', (code, signal) => {
      stop.removeEventListener('abort', kill);
      // After an answer this changes nothing: of several answers to one promise the first counts.
      const words = `The process that reads the file ended without an answer (${signal ?? `exit code ${code}`}).`;
      reject(new ProbeFailure('unreachable', words));
    });
    child.send(question, (error) => {
      if (error !== null) reject(new ProbeFailure('unreachable', error.message));
    });
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
