// A delivery has a generation: an attempt that was started for an older one decides nothing.
import type { Migration } from './migration.ts';

export const numberDeliveryGenerations: Migration = {
  name: '0016-number-delivery-generations',
  sql: `ALTER TABLE deliveries ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;`,
};
