// Writes down which API versions are to be expected. Runs on the writer thread, inside a transaction; see writes.ts.
import type { Db } from './open-database.ts';

export interface StoredPin {
  endpointId: string;
  version: string;
  /** true = this version or a later one. */
  atLeast?: boolean;
}

export function createVersionWrites(db: Db) {
  const newest = db
    .prepare<[], string>('SELECT version FROM account_versions ORDER BY since_seq DESC LIMIT 1')
    .pluck();
  const insert = db.prepare<[string]>(
    `INSERT INTO account_versions (since_seq, version)
     SELECT CASE WHEN EXISTS (SELECT 1 FROM account_versions) THEN coalesce((SELECT max(seq) FROM events), 0) + 1 ELSE 0 END, ?
     WHERE true ON CONFLICT (since_seq) DO UPDATE SET version = excluded.version`,
  );
  const forgetPins = db.prepare('DELETE FROM endpoint_pins');
  const insertPin = db.prepare<[string, string, number]>(
    'INSERT INTO endpoint_pins (endpoint_id, version, at_least) VALUES (?, ?, ?)',
  );

  return {
    /** The account's default from now on; what came before the first time it was told is taken to have been of it, too. */
    noteAccountVersion(version: string): void {
      if (newest.get() !== version) insert.run(version);
    },

    /** What the code behind each endpoint is written for; those left out are not known. */
    setVersionPins(pins: readonly StoredPin[]): void {
      forgetPins.run();
      for (const { endpointId, version, atLeast = false } of pins)
        insertPin.run(endpointId, version, Number(atLeast));
    },
  };
}
