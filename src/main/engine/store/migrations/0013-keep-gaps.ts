// Keeps what was missed and what becomes of it, so that a catch-up that was cut short goes on; see gap-writes.ts.
import type { Migration } from './migration.ts';

/**
 * - `gaps`: events that were missed together.
 * - `gap_events`: in the order of creation, and of one second in the order of Stripe's list, which is newest first.
 *   `choice`: `open` = to be sent or chosen; `left` = recorded, and that is all; `sent` = its deliveries were opened.
 */
export const keepGaps: Migration = {
  name: '0013-keep-gaps',
  sql: `
    CREATE TABLE gaps (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      state TEXT NOT NULL,
      reason TEXT NOT NULL,
      found_at INTEGER NOT NULL,
      ended_at INTEGER,
      beyond_retention INTEGER NOT NULL DEFAULT 0,
      problem TEXT
    );
    CREATE TABLE gap_events (
      gap_id INTEGER NOT NULL REFERENCES gaps (id) ON DELETE CASCADE,
      created_at INTEGER NOT NULL,
      place INTEGER NOT NULL,
      event_seq INTEGER NOT NULL REFERENCES events (seq) ON DELETE CASCADE,
      choice TEXT NOT NULL DEFAULT 'open',
      PRIMARY KEY (gap_id, created_at, place, event_seq)
    ) WITHOUT ROWID;
    CREATE INDEX gap_events_by_event ON gap_events (event_seq);
    CREATE INDEX gap_events_open ON gap_events (gap_id, created_at, place, event_seq) WHERE choice = 'open';
  `,
};
