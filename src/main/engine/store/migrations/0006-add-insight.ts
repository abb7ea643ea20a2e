// How endpoints answered, counted beside the attempts; see insight-projection.ts.
import type { Migration } from './migration.ts';

/**
 * Everything here can be made anew from events and attempts.
 * - `insight_series`: one endpoint and one type; `events_ok`, `events_failed` say how the newest attempt on each event ended.
 * - `insight_buckets`: what happened in a series within a stretch of time, for stretches of several widths (seconds).
 * - `insight_types`: what arrives, whether or not an endpoint takes it.
 * - The trigger: what was counted of rows that are gone cannot be taken off again, and their ids may come again.
 */
export const addInsight: Migration = {
  name: '0006-add-insight',
  sql: `
    CREATE TABLE insight_series (
      id INTEGER PRIMARY KEY,
      endpoint_id TEXT NOT NULL,
      type TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      ok INTEGER NOT NULL DEFAULT 0,
      events_ok INTEGER NOT NULL DEFAULT 0,
      events_failed INTEGER NOT NULL DEFAULT 0,
      last_at INTEGER NOT NULL DEFAULT 0,
      UNIQUE (endpoint_id, type)
    );

    CREATE TABLE insight_buckets (
      width_s INTEGER NOT NULL,
      starts_s INTEGER NOT NULL,
      series INTEGER NOT NULL REFERENCES insight_series (id),
      attempts INTEGER NOT NULL,
      ok INTEGER NOT NULL,
      resends INTEGER NOT NULL,
      resends_ok INTEGER NOT NULL,
      latencies BLOB NOT NULL,
      PRIMARY KEY (width_s, starts_s, series)
    ) WITHOUT ROWID;

    CREATE TABLE insight_types (
      type TEXT NOT NULL,
      kind TEXT NOT NULL,
      connected INTEGER NOT NULL,
      synthetic INTEGER NOT NULL,
      events INTEGER NOT NULL,
      last_at INTEGER NOT NULL,
      PRIMARY KEY (type, kind, connected, synthetic)
    ) WITHOUT ROWID;

    CREATE TRIGGER insight_outdated AFTER DELETE ON events BEGIN
      INSERT INTO meta (key, value) VALUES ('insight_outdated', '1') ON CONFLICT (key) DO UPDATE SET value = '1';
    END;
  `,
};
