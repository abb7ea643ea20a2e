// Lets old events go without forgetting what they meant for a plan.
import type { Migration } from './migration.ts';

/**
 * How endpoints answered stays known when events go.
 * `base`: a customer's plan after the events that were removed, from which the others are folded; `base_until`: the newest second of those.
 */
export const removeOldEvents: Migration = {
  name: '0009-remove-old-events',
  sql: `
    DROP TRIGGER insight_outdated;
    ALTER TABLE plan_customers ADD COLUMN base TEXT NOT NULL DEFAULT '';
    ALTER TABLE plan_customers ADD COLUMN base_until INTEGER NOT NULL DEFAULT 0;
  `,
};
