// Filters find all there is: customers' names have an index of their own, the index of events is made anew with all of their words.
// And endpoints have conditions.
import type { Migration } from './migration.ts';

/**
 * - `customer_labels.key`: a changed name is a new row with a higher key, so the index of names follows by key.
 * - `label_index`: which words are in which name. Names used to be among the words of each event, which left out a customer's oldest
 *   events after a change.
 * - `misfit`: why an event does not fit the endpoint's condition, as JSON.
 * - `event_index` and `event_values` are emptied; they follow the events again from the first one, see event-index.ts.
 */
export const completeFilters: Migration = {
  name: '0019-complete-filters',
  sql: `
    ALTER TABLE customer_labels RENAME TO old_labels;
    CREATE TABLE customer_labels (
      key INTEGER PRIMARY KEY AUTOINCREMENT,
      account TEXT NOT NULL,
      customer_id TEXT NOT NULL,
      label TEXT NOT NULL,
      UNIQUE (account, customer_id)
    );
    INSERT INTO customer_labels (account, customer_id, label) SELECT account, customer_id, label FROM old_labels;
    DROP TABLE old_labels;

    CREATE VIRTUAL TABLE label_index USING fts5(
      words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_=.-~'"
    );
    CREATE TRIGGER label_gone AFTER DELETE ON customer_labels BEGIN
      DELETE FROM label_index WHERE rowid = old.key;
    END;

    ALTER TABLE deliveries ADD COLUMN misfit TEXT;

    INSERT INTO event_index (event_index) VALUES ('delete-all');
    DELETE FROM event_values;
    DELETE FROM meta WHERE key = 'events_indexed';
  `,
};
