// The process that reads the developer's SQLite files, one question after the other. It cannot write; in WAL mode SQLite itself
// may lay an empty -wal and a -shm beside the file, as it does for every reader.
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
  on(name: 'message', listener: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}
const { parentPort } = process as { parentPort?: ParentPort };

// Were Hookline killed during a query that never ends, nobody else would be left to end this process.
const watchdog = new Worker(
  `const { parentPort } = require('node:worker_threads');
  let timer;
  parentPort.on('message', (endMs) => {
    clearTimeout(timer);
    if (endMs !== null) timer = setTimeout(() => process.kill(process.pid, 'SIGKILL'), endMs);
  });`,
  { eval: true },
);
watchdog.unref();

if (parentPort === undefined) {
  process.on('message', (question: SqliteQuestion) => process.send?.(answerInTime(question)));
  process.once('disconnect', () => process.exit(0));
} else parentPort.on('message', ({ data }) => parentPort.postMessage(answerInTime(data as SqliteQuestion)));

function answerInTime(question: SqliteQuestion): SqliteAnswer {
  watchdog.postMessage(question.timeoutMs + GRACE_MS);
  const result = answer(question);
  watchdog.postMessage(null);
  return result;
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
