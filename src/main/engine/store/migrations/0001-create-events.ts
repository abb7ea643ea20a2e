// The first schema: events and their receipts, deliveries and attempts, endpoints, and small facts about the store itself.
import type { Migration } from './migration.ts';

/**
 * Rows the list reads (`events`) are kept narrow; bytes live in tables of their own.
 * `account` is '' for the own account, because NULLs would not collide in a unique index.
 * `event_counts` is kept by triggers, so that a count never scans the table.
 */
export const createEvents: Migration = {
  name: '0001-create-events',
  sql: `
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

    CREATE TABLE events (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      change_seq INTEGER NOT NULL,
      id TEXT NOT NULL UNIQUE,
      stripe_id TEXT,
      account TEXT NOT NULL DEFAULT '',
      kind TEXT NOT NULL,
      type TEXT NOT NULL,
      source TEXT NOT NULL,
      received_at INTEGER NOT NULL,
      created_at INTEGER,
      livemode INTEGER,
      api_version TEXT,
      request_id TEXT,
      object_type TEXT,
      object_id TEXT,
      customer_id TEXT,
      customer_label TEXT,
      amount_minor INTEGER,
      currency TEXT,
      signature TEXT NOT NULL,
      signature_problem TEXT,
      reject_reason TEXT,
      receipt_count INTEGER NOT NULL DEFAULT 1,
      delivery_state TEXT NOT NULL,
      attempt_count INTEGER NOT NULL DEFAULT 0,
      last_status INTEGER,
      last_error_class TEXT,
      last_duration_ms REAL,
      size_bytes INTEGER NOT NULL
    );
    CREATE UNIQUE INDEX events_by_stripe_id ON events (stripe_id, account) WHERE kind <> 'rejected';
    CREATE INDEX events_by_change ON events (change_seq);
    CREATE INDEX events_by_state ON events (delivery_state, seq);
    CREATE INDEX events_by_type ON events (type, seq);

    CREATE TABLE event_bodies (event_seq INTEGER PRIMARY KEY REFERENCES events (seq) ON DELETE CASCADE, bytes BLOB NOT NULL);

    CREATE TABLE receipts (
      id INTEGER PRIMARY KEY,
      event_seq INTEGER NOT NULL REFERENCES events (seq) ON DELETE CASCADE,
      received_at INTEGER NOT NULL,
      source TEXT NOT NULL,
      method TEXT NOT NULL,
      path TEXT NOT NULL,
      headers TEXT NOT NULL,
      size_bytes INTEGER NOT NULL,
      other_bytes BLOB,
      signature TEXT NOT NULL
    );
    CREATE INDEX receipts_by_event ON receipts (event_seq);

    CREATE TABLE endpoints (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      url TEXT NOT NULL,
      enabled INTEGER NOT NULL,
      timeout_ms INTEGER,
      secret TEXT,
      position INTEGER NOT NULL
    );

    CREATE TABLE deliveries (
      id INTEGER PRIMARY KEY,
      event_seq INTEGER NOT NULL REFERENCES events (seq) ON DELETE CASCADE,
      endpoint_id TEXT NOT NULL REFERENCES endpoints (id),
      state TEXT NOT NULL,
      UNIQUE (event_seq, endpoint_id)
    );
    CREATE INDEX deliveries_pending ON deliveries (state, event_seq) WHERE state = 'pending';

    CREATE TABLE attempts (
      id INTEGER PRIMARY KEY,
      delivery_id INTEGER NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
      event_seq INTEGER NOT NULL,
      endpoint_id TEXT NOT NULL,
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
    CREATE INDEX attempts_by_event ON attempts (event_seq);
    CREATE INDEX attempts_by_delivery ON attempts (delivery_id);

    CREATE TABLE customer_labels (
      account TEXT NOT NULL,
      customer_id TEXT NOT NULL,
      label TEXT NOT NULL,
      PRIMARY KEY (account, customer_id)
    ) WITHOUT ROWID;

    CREATE TABLE event_counts (state TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TRIGGER events_counted_in AFTER INSERT ON events BEGIN
      INSERT INTO event_counts (state, n) VALUES (new.delivery_state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
    END;
    CREATE TRIGGER events_counted_out AFTER DELETE ON events BEGIN
      UPDATE event_counts SET n = n - 1 WHERE state = old.delivery_state;
    END;
    CREATE TRIGGER events_recounted AFTER UPDATE OF delivery_state ON events
    WHEN old.delivery_state <> new.delivery_state BEGIN
      UPDATE event_counts SET n = n - 1 WHERE state = old.delivery_state;
      INSERT INTO event_counts (state, n) VALUES (new.delivery_state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
    END;
  `,
};
