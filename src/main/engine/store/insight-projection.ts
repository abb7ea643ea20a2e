// Follows events and attempts, and counts what arrives and how it was answered. A few at a time, in transactions that say how far
// it has come, so that nothing is left out or counted twice however Hookline ends.
import { isDelivered, type AttemptTrigger } from '#shared/domain/delivery.ts';
import { createInsightBuckets } from './insight-buckets.ts';
import { createMetaRows } from './meta-rows.ts';
import type { Db } from './open-database.ts';

/** In `meta`: the newest event and the newest attempt that are counted. */
const EVENTS_MARK = 'insight_events';
const ATTEMPTS_MARK = 'insight_attempts';

/** Asked for by somebody. All other attempts on an event as it came are made by Hookline itself. */
const RESENDS: ReadonlySet<AttemptTrigger> = new Set(['resend', 'resend_failed', 'resend_many']);

interface AttemptRow {
  id: number;
  event_seq: number;
  endpoint_id: string;
  number: number;
  trigger: AttemptTrigger;
  started_at: number;
  status: number | null;
  error_class: string | null;
  total_ms: number | null;
  type: string;
}

interface Series {
  id: number;
  attempts: number;
  ok: number;
  eventsOk: number;
  eventsFailed: number;
  lastAt: number;
}

interface SeenType {
  events: number;
  lastAt: number;
}

export type InsightProjection = ReturnType<typeof createInsightProjection>;

export function createInsightProjection(db: Db) {
  const meta = createMetaRows(db);
  const buckets = createInsightBuckets(db);
  const eventsAfter = db.prepare<
    [number, number],
    { seq: number; type: string; kind: string; account: string; source: string; received_at: number }
  >('SELECT seq, type, kind, account, source, received_at FROM events WHERE seq > ? ORDER BY seq LIMIT ?');
  const addType = db.prepare<[string, string, number, number, number, number]>(
    `INSERT INTO insight_types (type, kind, connected, synthetic, events, last_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (type, kind, connected, synthetic) DO UPDATE SET events = events + excluded.events,
       last_at = max(last_at, excluded.last_at)`,
  );
  // An address given for this once and an edited body say nothing about how an endpoint handles what Stripe sends.
  const attemptsAfter = db.prepare<[number, number], AttemptRow & { counts: number }>(
    `SELECT a.id, a.event_seq, a.endpoint_id, a.number, a.trigger, a.started_at, a.status, a.error_class, a.total_ms, e.type,
       (a.endpoint_id IS NOT NULL AND a.edit_id IS NULL AND a.trigger <> 'edited') AS counts
     FROM attempts a CROSS JOIN events e ON e.seq = a.event_seq WHERE a.id > ? ORDER BY a.id LIMIT ?`,
  );
  const attemptBefore = db.prepare<
    [number, string, number],
    { status: number | null; error_class: string | null }
  >(
    `SELECT status, error_class FROM attempts WHERE event_seq = ? AND endpoint_id = ? AND id < ? AND edit_id IS NULL
       AND trigger <> 'edited' ORDER BY id DESC LIMIT 1`,
  );
  const newestAttempt = db.prepare<[], number | null>('SELECT max(id) FROM attempts').pluck();
  const addSeries = db.prepare<[string, string]>(
    'INSERT OR IGNORE INTO insight_series (endpoint_id, type) VALUES (?, ?)',
  );
  const seriesOf = db
    .prepare<[string, string], number>('SELECT id FROM insight_series WHERE endpoint_id = ? AND type = ?')
    .pluck();
  const updateSeries = db.prepare<[number, number, number, number, number, number]>(
    `UPDATE insight_series SET attempts = attempts + ?, ok = ok + ?, events_ok = events_ok + ?,
       events_failed = events_failed + ?, last_at = max(last_at, ?) WHERE id = ?`,
  );

  /** Whether there may be something beyond the marks. */
  let isBehind = true;

  function countEvents(most: number): number {
    const events = eventsAfter.all(markOf(EVENTS_MARK), most);
    const seen = new Map<string, SeenType>();
    for (const { type, kind, account, source, received_at: at } of events) {
      // What was never accepted says nothing about the account.
      if (kind === 'rejected') continue;
      const key = JSON.stringify([type, kind, Number(account !== ''), Number(source === 'synthetic')]);
      const before = seen.get(key) ?? { events: 0, lastAt: 0 };
      seen.set(key, { events: before.events + 1, lastAt: Math.max(before.lastAt, at) });
    }
    for (const [key, { events: arrived, lastAt }] of seen) {
      const [type, kind, connected, synthetic] = JSON.parse(key) as [string, string, number, number];
      addType.run(type, kind, connected, synthetic, arrived, lastAt);
    }
    moveMark(EVENTS_MARK, events.at(-1)?.seq);
    return events.length;
  }

  function countAttempts(most: number): number {
    const attempts = attemptsAfter.all(markOf(ATTEMPTS_MARK), most);
    const touched = new Map<string, Series>();
    for (const attempt of attempts) if (attempt.counts === 1) count(attempt, touched);
    for (const { id, attempts: tries, ok, eventsOk, eventsFailed, lastAt } of touched.values())
      updateSeries.run(tries, ok, eventsOk, eventsFailed, lastAt, id);
    buckets.flush();
    moveMark(ATTEMPTS_MARK, attempts.at(-1)?.id);
    return attempts.length;
  }

  function count(attempt: AttemptRow, touched: Map<string, Series>): void {
    const series = seriesIn(touched, attempt.endpoint_id, attempt.type);
    const ok = isOk(attempt);
    const answered = attempt.status !== null && attempt.error_class === null;
    buckets.add({
      series: series.id,
      startedAt: attempt.started_at,
      ok,
      resend: RESENDS.has(attempt.trigger),
      latencyMs: answered ? attempt.total_ms : null,
    });
    series.attempts += 1;
    series.ok += Number(ok);
    series.lastAt = Math.max(series.lastAt, attempt.started_at);
    series[ok ? 'eventsOk' : 'eventsFailed'] += 1;
    // The event was counted by the attempt before; only the newest one is to count.
    const before =
      attempt.number === 1
        ? undefined
        : attemptBefore.get(attempt.event_seq, attempt.endpoint_id, attempt.id);
    if (before !== undefined) series[isOk(before) ? 'eventsOk' : 'eventsFailed'] -= 1;
  }

  function seriesIn(touched: Map<string, Series>, endpointId: string, type: string): Series {
    const key = `${endpointId} ${type}`;
    let series = touched.get(key);
    if (series === undefined) {
      addSeries.run(endpointId, type);
      const id = seriesOf.get(endpointId, type) ?? 0;
      series = { id, attempts: 0, ok: 0, eventsOk: 0, eventsFailed: 0, lastAt: 0 };
      touched.set(key, series);
    }
    return series;
  }

  function markOf(name: string): number {
    return Number(meta.findMeta(name) ?? 0);
  }

  function moveMark(name: string, to: number | undefined): void {
    if (to !== undefined) meta.upsertMeta(name, String(to));
  }

  function forget(): void {
    db.exec('DELETE FROM insight_buckets; DELETE FROM insight_series; DELETE FROM insight_types;');
    meta.upsertMeta(EVENTS_MARK, '0');
    meta.upsertMeta(ATTEMPTS_MARK, '0');
    isBehind = true;
  }

  return {
    isBehind: () => isBehind,
    /** Another event or attempt was stored. */
    stored: () => void (isBehind = true),
    rolledBack(): void {
      isBehind = true;
      buckets.forget();
    },

    /** Counts the next events and attempts, at most so many of each. @returns how many */
    countNext(most: number): number {
      const events = countEvents(most);
      const attempts = countAttempts(most);
      isBehind = events === most || attempts === most;
      return events + attempts;
    },

    /** The newest attempts may have been removed: their numbers come again. All there are must be counted. */
    removed(): void {
      const newest = newestAttempt.get() ?? 0;
      if (markOf(ATTEMPTS_MARK) > newest) moveMark(ATTEMPTS_MARK, newest);
    },

    /** Forgets everything: all is to be counted again. */
    forget,
  };
}

function isOk({ status, error_class }: Pick<AttemptRow, 'status' | 'error_class'>): boolean {
  return error_class === null && isDelivered(status);
}
