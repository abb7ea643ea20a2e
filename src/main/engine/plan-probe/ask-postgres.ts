// Asks the developer's PostgreSQL: one connection a question, one row, in a transaction that cannot write.
import { Socket } from 'node:net';
import { Client, type CustomTypesConfig, type QueryConfig } from 'pg';
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

/** Types whose text is not what they mean. Source: pg_type.dat of PostgreSQL. */
const BOOL = 16;
const BYTEA = 17;
const JSON_TYPES: readonly number[] = [114, 3802];

/** Everything else as the text psql shows: a plan may be an enum, a number, a uuid. */
const TYPES: CustomTypesConfig = {
  getTypeParser: (oid: number) => (text: string) => {
    if (oid === BOOL) return text === 't';
    if (oid === BYTEA) return Buffer.from(text.slice(2), 'hex');
    return JSON_TYPES.includes(oid) ? (JSON.parse(text) as unknown) : text;
  },
};

/** @throws ProbeFailure */
export async function askPostgres(
  { probe, valueOf, stop }: Question<'postgres'>,
  connectionString: string | null,
): Promise<RawAnswer> {
  const { text, values } = readOnlyQuery(probe, valueOf);
  readConnectionUrl('postgres', connectionString);
  // Of our own, as the driver offers no way to drop a connection it is still making or waiting on.
  const socket = new Socket();
  const drop = (): void => void socket.destroy();
  stop.addEventListener('abort', drop, { once: true });
  let client: Client | null = null;
  try {
    client = new Client({
      connectionString: connectionString?.trim(),
      application_name: 'Hookline plan probe',
      stream: () => socket,
      types: TYPES,
    });
    // A dropped connection is reported here as well; whoever waits on it is told by its promise.
    client.on('error', () => {});
    await client.connect();
    await client.query('BEGIN READ ONLY');
    await client.query(`SET LOCAL statement_timeout = ${probe.timeoutMs + SERVER_GRACE_MS}`);
    // A cursor takes nothing but a query that reads, and brings one row of a million; `extended`, because the simple way
    // of sending takes several statements.
    const declare: QueryConfig & { queryMode: 'extended' } = {
      text: `DECLARE hookline_probe NO SCROLL CURSOR WITHOUT HOLD FOR ${text}`,
      values,
      queryMode: 'extended',
    };
    await client.query(declare);
    const { fields, rows } = await client.query<unknown[]>({
      text: 'FETCH NEXT FROM hookline_probe',
      rowMode: 'array',
    });
    await client.query('ROLLBACK');
    return answerOfRow(
      fields.map(({ name }) => name),
      rows[0] ?? null,
    );
  } catch (error) {
    throw failureOf(error);
  } finally {
    stop.removeEventListener('abort', drop);
    // Says goodbye; without having connected there is nobody to say it to.
    if (socket.connecting || socket.destroyed) drop();
    else void client?.end().catch(drop);
  }
}

/** By SQLSTATE, most specific first. Source: Appendix A of PostgreSQL's manual. */
const BY_STATE: readonly (readonly [prefix: string, code: ProbeFailure['code']])[] = [
  ['25006', 'not_read_only'],
  ['57014', 'timeout'],
  ['55P03', 'timeout'],
  ['42501', 'auth'],
  ['28', 'auth'],
  ['3D000', 'bad_config'],
  ['53', 'unreachable'],
  ['57P', 'unreachable'],
  ['08', 'unreachable'],
];

function failureOf(error: unknown): ProbeFailure {
  const words = `${wordsOf(error)}.`;
  const { code } = error as { code?: unknown };
  if (isSystemError(error)) return new ProbeFailure('unreachable', words);
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) {
    const known = BY_STATE.find(([prefix]) => code.startsWith(prefix));
    return new ProbeFailure(known?.[1] ?? 'bad_query', words);
  }
  // The driver's own complaints have no code.
  if (/password|SASL|SCRAM/i.test(words)) return new ProbeFailure('auth', words);
  return new ProbeFailure(/SSL|certificate/i.test(words) ? 'bad_config' : 'unreachable', words);
}
