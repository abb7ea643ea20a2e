// Numbers the Checkout sessions: an id has 66 letters, and stood in every event of a purchase and in five places more.
import type { Migration } from './migration.ts';

/** `checkouts`: a session's number and its id. With the last event of a session, what is known of it goes, as before. */
export const numberCheckouts: Migration = {
  name: '0015-number-checkouts',
  sql: `
    DROP TRIGGER checkout_gone;
    DROP INDEX events_by_checkout;
    DROP INDEX checkout_objects_by_checkout;
    DROP INDEX checkout_times_by_checkout;
    ALTER TABLE checkout_objects RENAME TO old_objects;
    ALTER TABLE checkout_times RENAME TO old_times;

    CREATE TABLE checkouts (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
    INSERT INTO checkouts (id) SELECT DISTINCT checkout_id FROM events WHERE checkout_id IS NOT NULL;

    ALTER TABLE events ADD COLUMN checkout INTEGER;
    UPDATE events SET checkout = (SELECT key FROM checkouts WHERE id = checkout_id) WHERE checkout_id IS NOT NULL;
    ALTER TABLE events DROP COLUMN checkout_id;
    CREATE INDEX events_by_checkout ON events (checkout, seq) WHERE checkout IS NOT NULL;

    CREATE TABLE checkout_objects (
      object_id TEXT NOT NULL,
      account TEXT NOT NULL,
      livemode INTEGER NOT NULL,
      checkout INTEGER NOT NULL,
      PRIMARY KEY (object_id, account, livemode)
    ) WITHOUT ROWID;
    INSERT INTO checkout_objects SELECT object_id, account, livemode, key FROM old_objects JOIN checkouts ON id = checkout_id;
    DROP TABLE old_objects;

    CREATE TABLE checkout_times (
      object_id TEXT NOT NULL,
      account TEXT NOT NULL,
      livemode INTEGER NOT NULL,
      from_s INTEGER NOT NULL,
      until_s INTEGER NOT NULL,
      checkout INTEGER NOT NULL,
      PRIMARY KEY (object_id, account, livemode, from_s, until_s, checkout)
    ) WITHOUT ROWID;
    INSERT INTO checkout_times
      SELECT object_id, account, livemode, from_s, until_s, key FROM old_times JOIN checkouts ON id = checkout_id;
    DROP TABLE old_times;

    CREATE INDEX checkout_objects_by_checkout ON checkout_objects (checkout);
    CREATE INDEX checkout_times_by_checkout ON checkout_times (checkout);
    CREATE TRIGGER checkout_gone AFTER DELETE ON events
    WHEN old.checkout IS NOT NULL AND NOT EXISTS (SELECT 1 FROM events WHERE checkout = old.checkout) BEGIN
      DELETE FROM checkout_objects WHERE checkout = old.checkout;
      DELETE FROM checkout_times WHERE checkout = old.checkout;
      DELETE FROM checkouts WHERE key = old.checkout;
    END;
  `,
};
