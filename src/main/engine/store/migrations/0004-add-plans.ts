// Customers and their plans as the events tell them, folded beside the events; see plan-projection.ts.
import type { Migration } from './migration.ts';

/**
 * Everything but `plan_checks` can be made anew from the events.
 * - `plan_facts`: what an event says, whatever its API version; `customer` is NULL while only another event can tell whose it is.
 * - `plan_links`: to whom an object belongs; `plan_orphans`: what waits for such an object to be heard of.
 * - `settled`: the state before the newest second, from which the events of that second are folded again.
 */
export const addPlans: Migration = {
  name: '0004-add-plans',
  sql: `
    CREATE TABLE plan_customers (
      id INTEGER PRIMARY KEY,
      account TEXT NOT NULL,
      livemode INTEGER NOT NULL,
      key TEXT NOT NULL,
      email TEXT,
      name TEXT,
      plan_key TEXT NOT NULL DEFAULT '',
      status TEXT NOT NULL DEFAULT '',
      access INTEGER NOT NULL DEFAULT 0,
      last_created INTEGER NOT NULL DEFAULT 0,
      event_count INTEGER NOT NULL DEFAULT 0,
      settled TEXT NOT NULL DEFAULT '',
      state TEXT NOT NULL DEFAULT '',
      UNIQUE (account, livemode, key)
    );
    CREATE INDEX plan_customers_by_time ON plan_customers (last_created DESC, id DESC);

    CREATE TABLE plan_facts (
      event_seq INTEGER PRIMARY KEY REFERENCES events (seq) ON DELETE CASCADE,
      customer INTEGER REFERENCES plan_customers (id),
      created INTEGER NOT NULL,
      facts TEXT NOT NULL
    );
    CREATE INDEX plan_facts_by_customer ON plan_facts (customer, created);

    CREATE TABLE plan_changes (
      customer INTEGER NOT NULL REFERENCES plan_customers (id),
      event_seq INTEGER NOT NULL REFERENCES events (seq) ON DELETE CASCADE,
      place INTEGER NOT NULL,
      created INTEGER NOT NULL,
      late INTEGER NOT NULL,
      uncertain INTEGER NOT NULL,
      change TEXT NOT NULL,
      PRIMARY KEY (customer, created, event_seq, place)
    ) WITHOUT ROWID;
    CREATE INDEX plan_changes_by_event ON plan_changes (event_seq);

    CREATE TABLE plan_links (
      account TEXT NOT NULL,
      livemode INTEGER NOT NULL,
      object_id TEXT NOT NULL,
      customer INTEGER NOT NULL REFERENCES plan_customers (id),
      PRIMARY KEY (account, livemode, object_id)
    ) WITHOUT ROWID;
    CREATE TABLE plan_orphans (
      account TEXT NOT NULL,
      livemode INTEGER NOT NULL,
      object_id TEXT NOT NULL,
      event_seq INTEGER NOT NULL REFERENCES events (seq) ON DELETE CASCADE,
      PRIMARY KEY (account, livemode, object_id, event_seq)
    ) WITHOUT ROWID;

    CREATE TABLE plan_catalogue (
      account TEXT NOT NULL,
      livemode INTEGER NOT NULL,
      id TEXT NOT NULL,
      kind TEXT NOT NULL,
      name TEXT,
      product_id TEXT,
      created INTEGER NOT NULL,
      PRIMARY KEY (account, livemode, id)
    ) WITHOUT ROWID;

    CREATE TABLE plan_checks (
      customer INTEGER PRIMARY KEY,
      answer TEXT NOT NULL
    );
  `,
};
