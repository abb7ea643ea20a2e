// Keeps what was triggered, and which events came of it; see trigger-rows.ts.
import type { Migration } from './migration.ts';

/**
 * - `trigger_runs`: `run` and `output` are JSON; `until` and the window are Unix milliseconds.
 * - `trigger_marks`: ids of requests and objects by which the events of a run are known.
 * - An event that goes leaves nothing here, nor does a run.
 */
export const keepTriggers: Migration = {
  name: '0012-keep-triggers',
  sql: `
    CREATE TABLE trigger_runs (
      id TEXT PRIMARY KEY,
      started_at INTEGER NOT NULL,
      run TEXT NOT NULL,
      output TEXT NOT NULL,
      until INTEGER NOT NULL DEFAULT 0,
      window_from INTEGER,
      window_until INTEGER
    );
    CREATE INDEX trigger_runs_by_time ON trigger_runs (started_at);
    CREATE INDEX trigger_runs_by_window ON trigger_runs (window_from) WHERE window_from IS NOT NULL;

    CREATE TABLE trigger_marks (
      value TEXT NOT NULL,
      run_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      PRIMARY KEY (value, kind, run_id)
    ) WITHOUT ROWID;
    CREATE INDEX trigger_marks_by_run ON trigger_marks (run_id);

    CREATE TABLE trigger_events (
      event_seq INTEGER PRIMARY KEY,
      run_id TEXT NOT NULL
    );
    CREATE INDEX trigger_events_by_run ON trigger_events (run_id, event_seq);

    CREATE TRIGGER trigger_event_gone AFTER DELETE ON events BEGIN
      DELETE FROM trigger_events WHERE event_seq = old.seq;
    END;
    CREATE TRIGGER trigger_run_gone AFTER DELETE ON trigger_runs BEGIN
      DELETE FROM trigger_marks WHERE run_id = old.id;
      DELETE FROM trigger_events WHERE run_id = old.id;
    END;
  `,
};
