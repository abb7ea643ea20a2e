// A customer's plan events are counted also when they are removed, so that a rebuild gives the same count.
import type { Migration } from './migration.ts';

/** `base_count`: how many events were folded into `base`. */
export const countRemovedPlanEvents: Migration = {
  name: '0020-count-removed-plan-events',
  sql: `
    ALTER TABLE plan_customers ADD COLUMN base_count INTEGER NOT NULL DEFAULT 0;
    UPDATE plan_customers SET base_count = max(1, event_count - (
      SELECT count(*) FROM plan_facts WHERE customer = plan_customers.id AND created > base_until)) WHERE base != '';
  `,
};
