// Finds any of a million events: an inverted index of what they say, pins, and small indices for what is rare.
import type { Migration } from './migration.ts';

/**
 * - `event_index` is made anew from the events at any time; it holds no text, only which words and properties are in which event.
 *   Source: https://www.sqlite.org/fts5.html, contentless tables. It follows the events, see event-index.ts.
 * - `indexed_label`: the customer's name by which their events are found.
 * - `event_values`: what there is to choose from, with how often it came.
 * - Answers other than 2xx and pinned events are few; their indices cost the others nothing.
 */
export const indexEvents: Migration = {
  name: '0007-index-events',
  sql: `
    CREATE VIRTUAL TABLE event_index USING fts5(
      words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_=.-~'"
    );
    CREATE TABLE event_values (
      field TEXT NOT NULL,
      value TEXT NOT NULL,
      n INTEGER NOT NULL,
      PRIMARY KEY (field, value)
    ) WITHOUT ROWID;

    ALTER TABLE customer_labels ADD COLUMN indexed_label TEXT;
    CREATE INDEX plan_customers_by_email ON plan_customers (lower(email)) WHERE email IS NOT NULL;

    ALTER TABLE events ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX events_pinned ON events (seq) WHERE pinned = 1;
    CREATE INDEX events_by_bad_status ON events (last_status, seq) WHERE last_status >= 300;
    CREATE INDEX events_by_error ON events (last_error_class, seq) WHERE last_error_class IS NOT NULL;
    CREATE INDEX events_by_time ON events (received_at);
    CREATE INDEX deliveries_by_endpoint ON deliveries (endpoint_id, event_seq) WHERE skip_reason IS NULL;
    DROP INDEX events_by_type;
  `,
};
