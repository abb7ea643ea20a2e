// Asks the developer's own app which plan it believes a customer is on: sorts the kinds, keeps the time, masks secrets.
import {
  missingPlaceholders,
  type AppProbe,
  type ProbeAnswer,
  type ProbeSecrets,
} from '#shared/domain/probe/app-probe.ts';
import {
  valueOfPlaceholder,
  type Placeholder,
  type ProbeSubject,
} from '#shared/domain/probe/placeholders.ts';
import type { ForkProgram } from '../ports.ts';
import { forkNode } from './fork-node.ts';
import { ProbeFailure, wordsOf, type RawAnswer } from './probe-failure.ts';
import { createMask } from './secret-mask.ts';
import type { SqliteReader } from './ask-sqlite.ts';
import { createTurns } from './turns.ts';

const SHOWN_MAX_BYTES = 2_048;

export interface PlanProbe {
  /**
   * Asks once; nothing is ever written. Whatever goes wrong on the way is an answer.
   * @throws the signal's reason when aborted, and an AbortError when the probe is disposed of
   */
  ask(
    probe: AppProbe,
    secrets: ProbeSecrets,
    subject: ProbeSubject,
    signal?: AbortSignal,
  ): Promise<ProbeAnswer>;
  /** Drops every question that is still open. */
  dispose(): void;
}

export interface PlanProbeDeps {
  /** The built or source form of sqlite-worker.ts. */
  sqliteWorkerUrl: URL;
  forkProgram?: ForkProgram;
}

/** Questions of one kind at once; the others wait, and their time begins when their turn comes. */
const MOST_AT_ONCE: Record<AppProbe['kind'], number> = { http: 4, sqlite: 1, postgres: 4, mysql: 4 };

export function createPlanProbe({ sqliteWorkerUrl, forkProgram = forkNode }: PlanProbeDeps): PlanProbe {
  const disposal = new AbortController();
  const turns = {
    http: createTurns(MOST_AT_ONCE.http),
    sqlite: createTurns(MOST_AT_ONCE.sqlite),
    postgres: createTurns(MOST_AT_ONCE.postgres),
    mysql: createTurns(MOST_AT_ONCE.mysql),
  };
  let sqliteReader: SqliteReader | null = null;

  /** Drivers are loaded when first needed: most developers use one of them, and the start waits for none. */
  async function askKind(
    probe: AppProbe,
    secrets: ProbeSecrets,
    subject: ProbeSubject,
    stop: AbortSignal,
  ): Promise<RawAnswer> {
    const [missing] = missingPlaceholders(probe, subject);
    if (missing !== undefined)
      throw new ProbeFailure('missing_value', `This customer has no {${missing}} to be asked by.`);
    const valueOf = (placeholder: Placeholder): string => valueOfPlaceholder(placeholder, subject) ?? '';
    switch (probe.kind) {
      case 'http': {
        const { askHttp } = await import('./ask-http.ts');
        stop.throwIfAborted();
        return askHttp({ probe, valueOf, stop }, secrets);
      }
      case 'sqlite': {
        const { createSqliteReader } = await import('./ask-sqlite.ts');
        stop.throwIfAborted();
        sqliteReader ??= createSqliteReader(() => forkProgram(sqliteWorkerUrl));
        return sqliteReader.ask({ probe, valueOf, stop });
      }
      case 'postgres': {
        const { askPostgres } = await import('./ask-postgres.ts');
        stop.throwIfAborted();
        return askPostgres({ probe, valueOf, stop }, secrets.connectionString);
      }
      case 'mysql': {
        const { askMysql } = await import('./ask-mysql.ts');
        stop.throwIfAborted();
        return askMysql({ probe, valueOf, stop }, secrets.connectionString);
      }
    }
  }

  async function askInTurn(
    probe: AppProbe,
    secrets: ProbeSecrets,
    subject: ProbeSubject,
    signal: AbortSignal | undefined,
  ): Promise<ProbeAnswer> {
    const startedAt = performance.now();
    const mask = createMask(secrets);
    const deadline = new AbortController();
    const seconds = probe.timeoutMs / 1_000;
    const timer = setTimeout(
      () => deadline.abort(new ProbeFailure('timeout', `There was no answer within ${seconds} s.`)),
      probe.timeoutMs,
    );
    const given = [deadline.signal, disposal.signal, ...(signal ? [signal] : [])];
    const stop = AbortSignal.any(given);
    const durationMs = (): number => Math.round(performance.now() - startedAt);
    try {
      // The time is kept here, so that no kind can hold the asker up by the way it lets go.
      const raw = await Promise.race([askKind(probe, secrets, subject, stop), aborted(stop)]);
      const value = planText(raw);
      return { ok: true, value, found: raw.found, durationMs: durationMs(), shown: cut(mask(raw.shown)) };
    } catch (error) {
      signal?.throwIfAborted();
      disposal.signal.throwIfAborted();
      // What was dropped at the deadline fails in its own words, possibly before the race hears of the deadline.
      const cause: unknown = deadline.signal.aborted ? deadline.signal.reason : error;
      const code = cause instanceof ProbeFailure ? cause.code : 'unreachable';
      const shown = cause instanceof ProbeFailure && cause.shown !== null ? cut(mask(cause.shown)) : null;
      return { ok: false, code, detail: cut(mask(wordsOf(cause))), durationMs: durationMs(), shown };
    } finally {
      clearTimeout(timer);
      // Lets go of what may still be open, and of the listeners, which would otherwise stay as long as the disposal's signal.
      deadline.abort();
    }
  }

  return {
    async ask(probe, secrets, subject, signal) {
      const stop = signal === undefined ? disposal.signal : AbortSignal.any([signal, disposal.signal]);
      const endTurn = await turns[probe.kind](stop);
      try {
        return await askInTurn(probe, secrets, subject, signal);
      } finally {
        endTurn();
      }
    },
    dispose() {
      disposal.abort();
      sqliteReader?.dispose();
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (): void => reject(signal.reason as Error);
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

/** @throws ProbeFailure `not_a_value` */
function planText({ value, shown }: RawAnswer): string | null {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      if (value === null) return null;
      const what = Array.isArray(value) ? 'a list' : value instanceof Uint8Array ? 'bytes' : 'an object';
      throw new ProbeFailure('not_a_value', `What was found is ${what} instead of one value.`, shown);
  }
}

/** In whole characters; the byte before the cut may be in the middle of one. */
function cut(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.byteLength <= SHOWN_MAX_BYTES) return text;
  const room = SHOWN_MAX_BYTES - Buffer.byteLength('…');
  return `${bytes
    .subarray(0, room)
    .toString()
    .replace(/\uFFFD$/, '')}…`;
}
