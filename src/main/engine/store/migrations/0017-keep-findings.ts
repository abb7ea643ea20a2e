// Keeps what an attempt showed that was sent to find out the cause of a failure.
import type { Migration } from './migration.ts';

/** `finding`: JSON, see shared/domain/find-out.ts. The newest of an endpoint is looked up for each of its undecided failures. */
export const keepFindings: Migration = {
  name: '0017-keep-findings',
  sql: `
    ALTER TABLE attempts ADD COLUMN finding TEXT;
    CREATE INDEX attempts_with_finding ON attempts (endpoint_id, id) WHERE finding IS NOT NULL;
  `,
};
