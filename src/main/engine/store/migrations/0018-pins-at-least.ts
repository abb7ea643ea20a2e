// Of some backends only the oldest version is known that their code may be written for.
import type { Migration } from './migration.ts';

export const pinsAtLeast: Migration = {
  name: '0018-pins-at-least',
  sql: `ALTER TABLE endpoint_pins ADD COLUMN at_least INTEGER NOT NULL DEFAULT 0;`,
};
