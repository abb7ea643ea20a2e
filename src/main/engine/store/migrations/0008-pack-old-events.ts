// An event takes little room: bodies are packed once they are no longer new, headers are kept as what varies in them.
import type { Migration } from './migration.ts';

/**
 * - `packed_bodies`: zstd with the dictionary named by `packing`; see packing.ts. Rows move here from `event_bodies`, oldest first,
 *   so that whole pages get free there and none stays half empty here.
 * - `templates`: what headers, signature checks and addresses have in common; see templates.ts.
 * - What an event says about a plan is read from its body when a story is folded.
 */
export const packOldEvents: Migration = {
  name: '0008-pack-old-events',
  sql: `
    CREATE TABLE dictionaries (id INTEGER PRIMARY KEY, made_at_seq INTEGER NOT NULL, bytes BLOB NOT NULL);
    CREATE TABLE packed_bodies (
      event_seq INTEGER PRIMARY KEY REFERENCES events (seq) ON DELETE CASCADE,
      packing INTEGER NOT NULL REFERENCES dictionaries (id),
      bytes BLOB NOT NULL
    );
    CREATE TABLE templates (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
    ALTER TABLE plan_facts DROP COLUMN facts;
  `,
};
