// The process that reads the developer's SQLite file: one question, one answer, and it is gone. It cannot write; in WAL mode
// SQLite itself may lay an empty -wal and a -shm beside the file, as it does for every reader.
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';

export interface SqliteQuestion {
  file: string;
  /** Checked by checkReadOnlySql. */
  text: string;
  values: string[];
  timeoutMs: number;
}

export type SqliteAnswer =
  | { columns: string[]; row: unknown[] | null }
  /** `code`: SQLite's own or NO_SUCH_FILE. */
  | { code: string; message: string };

/** How much longer than the asker this process waits before it ends itself. */
const GRACE_MS = 1_000;

/** In a utility process of Electron's; see utility-program.ts. */
interface ParentPort {
  once(name: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}
const { parentPort } = process as { parentPort?: ParentPort };

// The answer has to be out before the end; Electron does not say when it is, so there the asker ends us.
if (parentPort === undefined)
  process.once('message', (question: SqliteQuestion) =>
    process.send?.(answerInTime(question), () => process.exit(0)),
  );
else parentPort.once('message', ({ data }) => parentPort.postMessage(answerInTime(data as SqliteQuestion)));

function answerInTime(question: SqliteQuestion): SqliteAnswer {
  // Were Hookline killed meanwhile, nobody would be left to end a query that never ends.
  const endMs = question.timeoutMs + GRACE_MS;
  new Worker(`setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${endMs})`, { eval: true }).unref();
  return answer(question);
}

function answer({ file, text, values, timeoutMs }: SqliteQuestion): SqliteAnswer {
  // SQLite would wait for ever for a pipe to be written to.
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    return { code: 'NO_SUCH_FILE', message: 'no such file' };
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: timeoutMs });
    try {
      db.pragma('query_only = 1');
      const statement = db.prepare(text).safeIntegers().raw();
      if (!statement.readonly) return { code: 'SQLITE_READONLY', message: 'the query would write' };
      const row = (statement.get(...values) as unknown[] | undefined) ?? null;
      return { columns: statement.columns().map(({ name }) => name), row };
    } finally {
      db.close();
    }
  } catch (error) {
    const { code } = error as { code?: unknown };
    const message = error instanceof Error ? error.message : String(error);
    return { code: typeof code === 'string' ? code : 'UNKNOWN', message };
  }
}
