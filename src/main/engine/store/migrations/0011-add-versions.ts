// Which API versions were to be expected: of the account, of an endpoint's code, and of what an endpoint had taken before.
import type { Migration } from './migration.ts';

/**
 * - `account_versions`: the account's default for events from this number on; the first row is of number 0.
 * - `endpoint_versions`: counted from the attempts, see version-projection.ts; `first_seq`: the oldest event taken with 2xx.
 * - `endpoint_pins`: what the code behind an endpoint is written for, as far as it is known.
 */
export const addVersions: Migration = {
  name: '0011-add-versions',
  sql: `
    CREATE TABLE account_versions (since_seq INTEGER PRIMARY KEY, version TEXT NOT NULL);

    CREATE TABLE endpoint_versions (
      endpoint_id TEXT NOT NULL,
      version TEXT NOT NULL,
      first_seq INTEGER,
      taken INTEGER NOT NULL DEFAULT 0,
      failed INTEGER NOT NULL DEFAULT 0,
      last_at INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (endpoint_id, version)
    ) WITHOUT ROWID;

    CREATE TABLE endpoint_pins (endpoint_id TEXT PRIMARY KEY, version TEXT NOT NULL) WITHOUT ROWID;
  `,
};
