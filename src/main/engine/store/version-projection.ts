// Follows the attempts, and counts which API versions each endpoint took. A few at a time, in transactions that say how far it has
// come, so that nothing is left out or counted twice.
import { isDelivered } from '#shared/domain/delivery.ts';
import type { EventStates } from './event-states.ts';
import { INDEX_MARK, indexTerm } from './event-index.ts';
import { createMetaRows } from './meta-rows.ts';
import type { Db } from './open-database.ts';

/** In `meta`: the newest attempt that is counted. */
const MARK = 'versions_counted';
/** Later events of a version that has just been taken for the first time, whose mark goes; beyond that they are told at the next look. */
const MOST_UNMARKED = 500;

interface AttemptRow {
  id: number;
  seq: number;
  endpoint_id: string | null;
  started_at: number;
  status: number | null;
  error_class: string | null;
  version: string | null;
  counts: number;
}

interface Counted {
  endpointId: string;
  version: string;
  firstSeq: number | null;
  taken: number;
  failed: number;
  lastAt: number;
}

export type VersionProjection = ReturnType<typeof createVersionProjection>;

export function createVersionProjection(db: Db, eventStates: Pick<EventStates, 'nextChangeSeq'>) {
  const meta = createMetaRows(db);
  // Edited bodies and made-up events say nothing about what Stripe sends.
  const attemptsAfter = db.prepare<[number, number], AttemptRow>(
    `SELECT a.id, a.event_seq AS seq, a.endpoint_id, a.started_at, a.status, a.error_class, e.api_version AS version,
       (a.endpoint_id IS NOT NULL AND a.edit_id IS NULL AND a.trigger <> 'edited' AND e.source <> 'synthetic'
        AND e.api_version IS NOT NULL) AS counts
     FROM attempts a CROSS JOIN events e ON e.seq = a.event_seq WHERE a.id > ? ORDER BY a.id LIMIT ?`,
  );
  const newestAttempt = db.prepare<[], number | null>('SELECT max(id) FROM attempts').pluck();
  const firstOf = db
    .prepare<[string, string], number | null>(
      'SELECT first_seq FROM endpoint_versions WHERE endpoint_id = ? AND version = ?',
    )
    .pluck();
  const takesOthers = db
    .prepare<[string, string], number>(
      'SELECT 1 FROM endpoint_versions WHERE endpoint_id = ? AND version <> ? AND first_seq IS NOT NULL LIMIT 1',
    )
    .pluck();
  const add = db.prepare<[string, string, number | null, number, number, number]>(
    `INSERT INTO endpoint_versions (endpoint_id, version, first_seq, taken, failed, last_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (endpoint_id, version) DO UPDATE SET
       first_seq = coalesce(min(first_seq, excluded.first_seq), first_seq, excluded.first_seq),
       taken = taken + excluded.taken, failed = failed + excluded.failed, last_at = max(last_at, excluded.last_at)`,
  );
  const indexedAfter = db
    .prepare<[string, number, number], number>(
      'SELECT rowid FROM event_index WHERE event_index MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?',
    )
    .pluck();
  const freshAfter = db
    .prepare<[number, string, number], number>(
      'SELECT seq FROM events WHERE seq > ? AND api_version = ? ORDER BY seq LIMIT ?',
    )
    .pluck();
  const touch = db.prepare<[number, number]>('UPDATE events SET change_seq = ? WHERE seq = ?');

  let isBehind = true;

  const mark = (): number => Number(meta.findMeta(MARK) ?? 0);

  /** Later events were told as differing; now they do not. @returns how many */
  function unmarkAfter(seq: number, version: string): number {
    const indexed = Number(meta.findMeta(INDEX_MARK) ?? 0);
    const later = [
      ...indexedAfter.all(`"${indexTerm('api', version)}"`, seq, MOST_UNMARKED),
      ...freshAfter.all(Math.max(indexed, seq), version, MOST_UNMARKED),
    ];
    for (const one of later) touch.run(eventStates.nextChangeSeq(), one);
    return later.length;
  }

  return {
    isBehind: () => isBehind,
    /** Another attempt was stored. */
    stored: () => void (isBehind = true),
    rolledBack: () => void (isBehind = true),

    /** Counts the next attempts, at most so many. */
    countNext(most: number): { attempts: number; changed: number } {
      const attempts = attemptsAfter.all(mark(), most);
      const counted = new Map<string, Counted>();
      for (const { endpoint_id: endpointId, version, seq, ...attempt } of attempts) {
        if (attempt.counts === 0 || endpointId === null || version === null) continue;
        const key = JSON.stringify([endpointId, version]);
        const one = counted.get(key) ?? {
          endpointId,
          version,
          firstSeq: null,
          taken: 0,
          failed: 0,
          lastAt: 0,
        };
        counted.set(key, one);
        const ok = attempt.error_class === null && isDelivered(attempt.status);
        one[ok ? 'taken' : 'failed'] += 1;
        if (ok) one.firstSeq = Math.min(one.firstSeq ?? seq, seq);
        one.lastAt = Math.max(one.lastAt, attempt.started_at);
      }
      let changed = 0;
      for (const { endpointId, version, firstSeq, taken, failed, lastAt } of counted.values()) {
        const before = firstOf.get(endpointId, version) ?? null;
        add.run(endpointId, version, firstSeq, taken, failed, lastAt);
        const isEarlier = firstSeq !== null && (before === null || firstSeq < before);
        if (isEarlier && takesOthers.get(endpointId, version) === 1)
          changed += unmarkAfter(firstSeq, version);
      }
      const last = attempts.at(-1);
      if (last !== undefined) meta.upsertMeta(MARK, String(last.id));
      isBehind = attempts.length === most;
      return { attempts: attempts.length, changed };
    },

    /** The newest attempts may have been removed: their numbers come again. All there are must be counted. */
    removed(): void {
      const newest = newestAttempt.get() ?? 0;
      if (mark() > newest) meta.upsertMeta(MARK, String(newest));
    },
  };
}
