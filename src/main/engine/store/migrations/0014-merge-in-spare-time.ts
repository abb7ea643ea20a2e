// Leaves the merging of the index to spare time: SQLite would do it whenever events are stored; see mergeNext() in event-index.ts.
import type { Migration } from './migration.ts';

/** Kept by the index itself. Source: https://www.sqlite.org/fts5.html#the_automerge_configuration_option */
export const mergeInSpareTime: Migration = {
  name: '0014-merge-in-spare-time',
  sql: `INSERT INTO event_index (event_index, rank) VALUES ('automerge', 0);`,
};
