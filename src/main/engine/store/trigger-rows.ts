// What was triggered, and which events came of it.
import type { EventSummary } from '#shared/contract/events.ts';
import { TriggerRunSchema, type TriggerLine, type TriggerRun } from '#shared/contract/triggers.ts';
import type { EventStates } from './event-states.ts';
import type { Db } from './open-database.ts';

/** The part of a run that is kept as it is. */
export type StoredTriggerRun = Omit<TriggerRun, 'eventCount'>;

/** What tells the events of a run from others. */
export interface TriggerMarks {
  /** Ids of the calls: every event that one of them caused belongs to the run. */
  requests: readonly string[];
  /** What was made: what Stripe does with it by itself belongs to the run for a while. */
  objects: readonly string[];
  /** Unix milliseconds; events of those objects that Stripe created later are of something else. */
  until: number;
  /** Nothing is known of the calls; what was received in this time (Unix milliseconds) is taken for the run's. */
  time: { from: number; until: number } | null;
}

interface RunRow {
  run: string;
  events: number;
}

const SELECT = `SELECT r.run, (SELECT count(*) FROM trigger_events t WHERE t.run_id = r.id) AS events FROM trigger_runs r`;
const RunSchema = TriggerRunSchema.omit({ eventCount: true });

export function createTriggerReads(db: Db) {
  const newest = db.prepare<[number], RunRow>(`${SELECT} ORDER BY r.started_at DESC, r.rowid DESC LIMIT ?`);
  const byId = db.prepare<[string], RunRow>(`${SELECT} WHERE r.id = ?`);
  const output = db.prepare<[string], string>('SELECT output FROM trigger_runs WHERE id = ?').pluck();
  const ofEvent = db
    .prepare<[string], string>(
      'SELECT t.run_id FROM trigger_events t JOIN events e ON e.seq = t.event_seq WHERE e.id = ?',
    )
    .pluck();
  const seqs = db
    .prepare<[string, number], number>(
      'SELECT event_seq FROM trigger_events WHERE run_id = ? ORDER BY event_seq LIMIT ?',
    )
    .pluck();
  const last = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM events').pluck();

  const read = ({ run, events }: RunRow): TriggerRun => ({
    ...RunSchema.parse(JSON.parse(run)),
    eventCount: events,
  });

  return {
    /** Newest first. */
    listTriggerRuns: (most: number): TriggerRun[] => newest.all(most).map(read),
    findTriggerRun(id: string): TriggerRun | null {
      const row = byId.get(id);
      return row === undefined ? null : read(row);
    },
    listTriggerOutput: (id: string): TriggerLine[] => JSON.parse(output.get(id) ?? '[]') as TriggerLine[],
    findTriggerOfEvent: (eventId: EventSummary['id']): string | null => ofEvent.get(eventId) ?? null,
    /** In order of arrival. */
    listTriggerSeqs: (id: string, most: number): number[] => seqs.all(id, most),
    newestSeq: (): number => last.get() ?? 0,
  };
}

export type TriggerReads = ReturnType<typeof createTriggerReads>;

export function createTriggerWrites(db: Db, eventStates: Pick<EventStates, 'nextChangeSeq'>) {
  const upsert = db.prepare<[string, number, string, string]>(
    `INSERT INTO trigger_runs (id, started_at, run, output) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET run = excluded.run, output = excluded.output`,
  );
  const setWindow = db.prepare<[number, number | null, number | null, string]>(
    'UPDATE trigger_runs SET until = ?, window_from = ?, window_until = ? WHERE id = ?',
  );
  const mark = db.prepare<[string, string, string]>(
    'INSERT OR IGNORE INTO trigger_marks (value, run_id, kind) VALUES (?, ?, ?)',
  );
  // What a file or Hookline itself brought was caused by no trigger.
  const found = db.prepare<[number], { seq: number; run: string }>(
    `WITH fresh AS MATERIALIZED (
       SELECT seq, request_id, object_id, customer_id, coalesce(created_at, received_at) AS at, received_at FROM events
       WHERE seq > ? AND kind <> 'rejected' AND source NOT IN ('synthetic', 'import')
         AND seq NOT IN (SELECT event_seq FROM trigger_events))
     SELECT e.seq, m.run_id AS run FROM fresh e JOIN trigger_marks m ON m.kind = 'request' AND m.value = e.request_id
     UNION ALL
     SELECT e.seq, m.run_id FROM fresh e JOIN trigger_marks m ON m.kind = 'object' AND m.value IN (e.object_id, e.customer_id)
       JOIN trigger_runs r ON r.id = m.run_id WHERE e.request_id IS NULL AND e.at <= r.until
     UNION ALL
     SELECT e.seq, r.id FROM fresh e JOIN trigger_runs r ON e.received_at BETWEEN r.window_from AND r.window_until`,
  );
  const assign = db.prepare<[number, string]>(
    'INSERT OR IGNORE INTO trigger_events (event_seq, run_id) VALUES (?, ?)',
  );
  const changed = db.prepare<[number, number]>('UPDATE events SET change_seq = ? WHERE seq = ?');
  const trim = db.prepare<[number]>(
    `DELETE FROM trigger_runs WHERE id IN (SELECT id FROM trigger_runs ORDER BY started_at DESC, rowid DESC LIMIT -1 OFFSET ?)`,
  );

  return {
    upsertTriggerRun(run: StoredTriggerRun, output: readonly TriggerLine[]): void {
      upsert.run(run.id, run.startedAt, JSON.stringify(run), JSON.stringify(output));
    },
    setTriggerMarks(id: string, { requests, objects, until, time }: TriggerMarks): void {
      setWindow.run(until, time?.from ?? null, time?.until ?? null, id);
      for (const request of requests) mark.run(request, id, 'request');
      for (const object of objects) mark.run(object, id, 'object');
    },
    /** Finds the triggers of the events after a sequence number. @returns how many events were found to be of one */
    matchTriggers(after: number): number {
      let matched = 0;
      for (const { seq, run } of found.all(after)) {
        if (assign.run(seq, run).changes === 0) continue;
        changed.run(eventStates.nextChangeSeq(), seq);
        matched += 1;
      }
      return matched;
    },
    /** Keeps only so many of the newest. */
    trimTriggerRuns(keep: number): void {
      trim.run(keep);
    },
  };
}
