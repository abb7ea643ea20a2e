// Many endpoints with settings of their own; deliveries that are held, retried or skipped; edits kept beside their originals.
import type { Migration } from './migration.ts';

/**
 * `endpoints.config` is JSON checked on reading, so that a new setting needs no migration.
 * Removed endpoints stay as rows (`removed`), because attempts name them.
 * `attempts` is rebuilt: an attempt to a one-off address belongs to no delivery.
 */
export const addManyEndpoints: Migration = {
  name: '0002-add-many-endpoints',
  sql: `
    ALTER TABLE endpoints ADD COLUMN config TEXT NOT NULL DEFAULT '{}';
    ALTER TABLE endpoints ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;

    ALTER TABLE deliveries ADD COLUMN skip_reason TEXT;
    ALTER TABLE deliveries ADD COLUMN retries INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE deliveries ADD COLUMN next_attempt_at INTEGER;
    ALTER TABLE deliveries ADD COLUMN held_since INTEGER;
    ALTER TABLE deliveries ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
    UPDATE deliveries SET attempts = (SELECT count(*) FROM attempts a WHERE a.delivery_id = deliveries.id);
    DROP INDEX deliveries_pending;
    CREATE INDEX deliveries_waiting ON deliveries (endpoint_id, event_seq) WHERE state IN ('pending', 'held', 'retrying');

    ALTER TABLE events ADD COLUMN next_attempt_at INTEGER;

    CREATE TABLE edits (
      id INTEGER PRIMARY KEY,
      event_seq INTEGER NOT NULL REFERENCES events (seq) ON DELETE CASCADE,
      created_at INTEGER NOT NULL,
      body BLOB NOT NULL
    );
    CREATE INDEX edits_by_event ON edits (event_seq);

    CREATE TABLE attempts_new (
      id INTEGER PRIMARY KEY,
      delivery_id INTEGER REFERENCES deliveries (id) ON DELETE CASCADE,
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
    INSERT INTO attempts_new (id, delivery_id, event_seq, endpoint_id, number, trigger, started_at, url, request_headers, resigned,
      reused_connection, status, response_headers, response_body, response_size_bytes, response_truncated, error_class,
      error_message, dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms)
    SELECT id, delivery_id, event_seq, endpoint_id, number, trigger, started_at, url, request_headers, resigned,
      reused_connection, status, response_headers, response_body, response_size_bytes, response_truncated, error_class,
      error_message, dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms FROM attempts;
    DROP TABLE attempts;
    ALTER TABLE attempts_new RENAME TO attempts;
    CREATE INDEX attempts_by_event ON attempts (event_seq);
    CREATE INDEX attempts_by_delivery ON attempts (delivery_id);
  `,
};
