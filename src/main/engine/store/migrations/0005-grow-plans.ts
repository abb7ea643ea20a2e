// Finds some of many customers.
import type { Migration } from './migration.ts';

/** A customer's state takes kilobytes; whoever looks for some of many customers reads `plan_customers_listed` alone. */
export const growPlans: Migration = {
  name: '0005-grow-plans',
  sql: `
    DROP INDEX plan_customers_by_time;
    CREATE INDEX plan_customers_listed ON plan_customers
      (last_created DESC, id DESC, plan_key, status, access, name, email, key, event_count) WHERE event_count > 0;
  `,
};
