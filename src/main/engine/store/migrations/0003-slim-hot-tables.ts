// Less to write for each event: one index instead of two for an event's id, none for what is found by event, counts without triggers.
import type { Migration } from './migration.ts';

/**
 * - `events.id` alone tells events apart (it is Stripe's id, with the account where two accounts share one).
 * - `event_counts` is kept by the writer, once a transaction; see event-states.ts.
 * - A delivery is known by its event and endpoint; attempts are found by event.
 */
export const slimHotTables: Migration = {
  name: '0003-slim-hot-tables',
  sql: `
    DROP INDEX events_by_stripe_id;
    DROP TRIGGER events_counted_in;
    DROP TRIGGER events_counted_out;
    DROP TRIGGER events_recounted;

    CREATE TABLE attempts_new (
      id INTEGER PRIMARY KEY,
      event_seq INTEGER NOT NULL REFERENCES events (seq) ON DELETE CASCADE,
      endpoint_id TEXT,
      edit_id INTEGER REFERENCES edits (id),
      number INTEGER NOT NULL,
      trigger TEXT NOT NULL,
      started_at INTEGER NOT NULL,
      url TEXT NOT NULL,
      request_headers TEXT NOT NULL,
      resigned INTEGER NOT NULL,
      reused_connection INTEGER NOT NULL,
      status INTEGER,
      response_headers TEXT NOT NULL,
      response_body BLOB NOT NULL,
      response_size_bytes INTEGER NOT NULL,
      response_truncated INTEGER NOT NULL,
      error_class TEXT,
      error_message TEXT,
      dns_ms REAL,
      connect_ms REAL,
      tls_ms REAL,
      first_byte_ms REAL,
      total_ms REAL
    );
    INSERT INTO attempts_new SELECT id, event_seq, endpoint_id, edit_id, number, trigger, started_at, url, request_headers, resigned,
      reused_connection, status, response_headers, response_body, response_size_bytes, response_truncated, error_class,
      error_message, dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms FROM attempts;
    DROP TABLE attempts;
    ALTER TABLE attempts_new RENAME TO attempts;
    CREATE INDEX attempts_by_event ON attempts (event_seq);

    CREATE TABLE deliveries_new (
      event_seq INTEGER NOT NULL REFERENCES events (seq) ON DELETE CASCADE,
      endpoint_id TEXT NOT NULL REFERENCES endpoints (id),
      state TEXT NOT NULL,
      skip_reason TEXT,
      retries INTEGER NOT NULL DEFAULT 0,
      next_attempt_at INTEGER,
      held_since INTEGER,
      attempts INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (event_seq, endpoint_id)
    ) WITHOUT ROWID;
    INSERT INTO deliveries_new SELECT event_seq, endpoint_id, state, skip_reason, retries, next_attempt_at, held_since, attempts
      FROM deliveries;
    DROP TABLE deliveries;
    ALTER TABLE deliveries_new RENAME TO deliveries;
    CREATE INDEX deliveries_waiting ON deliveries (endpoint_id, event_seq) WHERE state IN ('pending', 'held', 'retrying');
  `,
};
