// Asks the developer's MySQL or MariaDB: one connection a question, one row, in a transaction that cannot write.
import { connect, type Socket } from 'node:net';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { readConnectionUrl } from './connection-url.ts';
import {
  isSystemError,
  ProbeFailure,
  SERVER_GRACE_MS,
  wordsOf,
  type Question,
  type RawAnswer,
} from './probe-failure.ts';
import { readOnlyQuery } from './read-only-query.ts';
import { answerOfRow } from './row-answer.ts';

const UNKNOWN_SYSTEM_VARIABLE = 1193;

/** @throws ProbeFailure */
export async function askMysql(
  { probe, valueOf, stop }: Question<'mysql'>,
  connectionString: string | null,
): Promise<RawAnswer> {
  const { text, values } = readOnlyQuery(probe, valueOf);
  const url = readConnectionUrl('mysql', connectionString);
  // Of our own, as the driver hands nothing out before it is connected.
  const socket = openSocket(url);
  const drop = (): void => void socket.destroy();
  stop.addEventListener('abort', drop, { once: true });
  let connection: Connection | null = null;
  try {
    connection = await createConnection({
      // Named one by one: options in the URL itself would go before these.
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      database: decodeURIComponent(url.pathname.slice(1)) || undefined,
      ssl: sslOf(url),
      stream: () => socket,
      connectTimeout: probe.timeoutMs,
      multipleStatements: false,
      charset: 'utf8mb4',
      // Numbers and dates as the text that the mysql command shows.
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: true,
      rowsAsArray: true,
      // Rows are read by plain code instead of code made for each query out of the names of its columns.
      disableEval: true,
    });
    // A dropped connection is reported here as well; whoever waits on it is told by its promise.
    connection.on('error', () => {});
    await limit(connection, probe.timeoutMs + SERVER_GRACE_MS);
    await connection.query('START TRANSACTION READ ONLY');
    const [rows, fields] = await connection.execute<RowDataPacket[][]>(text, values);
    await connection.query('ROLLBACK');
    return answerOfRow(
      fields.map(({ name }) => name),
      rows[0] ?? null,
    );
  } catch (error) {
    throw failureOf(error);
  } finally {
    stop.removeEventListener('abort', drop);
    if (connection === null || socket.destroyed) drop();
    else void connection.end().catch(drop);
  }
}

function openSocket(url: URL): Socket {
  const path = url.searchParams.get('socket') ?? url.searchParams.get('socketPath');
  const socket =
    path === null
      ? connect(Number(url.port || 3306), url.hostname.replaceAll(/^\[|\]$/g, '') || 'localhost')
      : connect(path);
  // The driver listens from the moment it has it; until then an error must not be without a listener.
  return socket.on('error', () => {});
}

/** In the words of the mysql command's --ssl-mode. */
function sslOf({ searchParams }: URL): { rejectUnauthorized: boolean } | undefined {
  const mode = (searchParams.get('ssl-mode') ?? searchParams.get('sslmode') ?? '').toUpperCase();
  if (mode === 'REQUIRED' || mode === 'REQUIRE') return { rejectUnauthorized: false };
  return mode.startsWith('VERIFY') ? { rejectUnauthorized: true } : undefined;
}

/** Time limits by name: MariaDB counts in seconds, MySQL in milliseconds, and each does not know the other's variable. */
async function limit(connection: Connection, timeoutMs: number): Promise<void> {
  const seconds = timeoutMs / 1_000;
  await connection.query(
    `SET SESSION sql_select_limit = 1, SESSION lock_wait_timeout = ${Math.ceil(seconds)}`,
  );
  for (const variable of [`max_statement_time = ${seconds}`, `max_execution_time = ${timeoutMs}`]) {
    try {
      await connection.query(`SET SESSION ${variable}`);
      return;
    } catch (error) {
      // Neither known, as in some that only speak like MySQL: then it ends by dropping the connection.
      if ((error as { errno?: unknown }).errno !== UNKNOWN_SYSTEM_VARIABLE) throw error;
    }
  }
}

/** Source: the error references of MySQL and MariaDB. */
const BY_NUMBER: Readonly<Record<number, ProbeFailure['code']>> = {
  1792: 'not_read_only', // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
  1290: 'not_read_only', // ER_OPTION_PREVENTS_STATEMENT
  3024: 'timeout', // ER_QUERY_TIMEOUT
  1969: 'timeout', // ER_STATEMENT_TIMEOUT of MariaDB
  1205: 'timeout', // ER_LOCK_WAIT_TIMEOUT
  1317: 'timeout', // ER_QUERY_INTERRUPTED
  1044: 'auth', // ER_DBACCESS_DENIED_ERROR
  1045: 'auth', // ER_ACCESS_DENIED_ERROR
  1130: 'auth', // ER_HOST_NOT_PRIVILEGED
  1142: 'auth', // ER_TABLEACCESS_DENIED_ERROR
  1143: 'auth', // ER_COLUMNACCESS_DENIED_ERROR
  1370: 'auth', // ER_PROCACCESS_DENIED_ERROR
  1698: 'auth', // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
  1049: 'bad_config', // ER_BAD_DB_ERROR
  1040: 'unreachable', // ER_CON_COUNT_ERROR
  1053: 'unreachable', // ER_SERVER_SHUTDOWN
  1927: 'unreachable', // ER_CONNECTION_KILLED of MariaDB
};

function failureOf(error: unknown): ProbeFailure {
  const { errno, code } = error as { errno?: unknown; code?: unknown };
  const words = `${wordsOf(error)}.`;
  if (isSystemError(error)) return new ProbeFailure('unreachable', words);
  // System errors have negative numbers.
  if (typeof errno === 'number' && errno > 0) return new ProbeFailure(BY_NUMBER[errno] ?? 'bad_query', words);
  const tls = code === 'HANDSHAKE_NO_SSL_SUPPORT' || /certificate/i.test(words);
  return new ProbeFailure(tls ? 'bad_config' : 'unreachable', words);
}
