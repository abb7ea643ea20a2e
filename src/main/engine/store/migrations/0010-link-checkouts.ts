// Which events belong to which Checkout session, found out beside the events; see checkout-projection.ts.
import type { Migration } from './migration.ts';

/**
 * Everything here can be made anew from the events.
 * - `checkout_objects`: payments, invoices and requests that belong to one session alone.
 * - `checkout_times`: when (Unix seconds, both included) what a customer or a subscription does belongs to a session; under the
 *   session's own id, when a request does.
 * - The trigger: with the last event of a session, what is known of it goes.
 */
export const linkCheckouts: Migration = {
  name: '0010-link-checkouts',
  sql: `
    ALTER TABLE events ADD COLUMN checkout_id TEXT;
    ALTER TABLE events ADD COLUMN checkout_link TEXT;
    CREATE INDEX events_by_checkout ON events (checkout_id, seq) WHERE checkout_id IS NOT NULL;

    CREATE TABLE checkout_objects (
      object_id TEXT NOT NULL,
      account TEXT NOT NULL,
      livemode INTEGER NOT NULL,
      checkout_id TEXT NOT NULL,
      PRIMARY KEY (object_id, account, livemode)
    ) WITHOUT ROWID;

    CREATE TABLE checkout_times (
      object_id TEXT NOT NULL,
      account TEXT NOT NULL,
      livemode INTEGER NOT NULL,
      from_s INTEGER NOT NULL,
      until_s INTEGER NOT NULL,
      checkout_id TEXT NOT NULL,
      PRIMARY KEY (object_id, account, livemode, from_s, until_s, checkout_id)
    ) WITHOUT ROWID;

    CREATE INDEX checkout_objects_by_checkout ON checkout_objects (checkout_id);
    CREATE INDEX checkout_times_by_checkout ON checkout_times (checkout_id);
    CREATE TRIGGER checkout_gone AFTER DELETE ON events
    WHEN old.checkout_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM events WHERE checkout_id = old.checkout_id) BEGIN
      DELETE FROM checkout_objects WHERE checkout_id = old.checkout_id;
      DELETE FROM checkout_times WHERE checkout_id = old.checkout_id;
    END;
  `,
};
