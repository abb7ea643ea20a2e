// Many customers, and customers with many events.
import type { Migration } from './migration.ts';

/**
 * - `stale_since`: events created from this second on are stored and not folded yet; NULL = all are. See plan-folds.ts.
 * - A customer's state takes kilobytes; whoever looks for some of many customers reads `plan_customers_listed` alone.
 */
export const growPlans: Migration = {
  name: '0005-grow-plans',
  sql: `
    ALTER TABLE plan_customers ADD COLUMN stale_since INTEGER;
    CREATE INDEX plan_customers_stale ON plan_customers (id) WHERE stale_since IS NOT NULL;
    DROP INDEX plan_customers_by_time;
    CREATE INDEX plan_customers_listed ON plan_customers
      (last_created DESC, id DESC, plan_key, status, access, name, email, key, event_count) WHERE event_count > 0;
  `,
};
