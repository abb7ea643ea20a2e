// What a filter's field can be, as far as the store has seen it: suggestions for whoever types one.
import type { FilterField } from '#shared/domain/filter/filter.ts';
import { foldText } from '#shared/domain/filter/search-text.ts';
import type { Db } from './open-database.ts';

export interface FilterValue {
  value: string;
  /** A customer's name, an endpoint's address. */
  label: string | null;
  /** Events that have it, where that is known. */
  count: number | null;
}

const MOST = 20;

/** Needs the search functions. */
export function createFilterValues(db: Db) {
  const listed = db.prepare<[string, string, number], FilterValue>(
    `SELECT value, NULL AS label, n AS count FROM event_values WHERE field = ? AND instr(lower(value), ?) > 0
     ORDER BY n DESC, value LIMIT ?`,
  );
  const families = db.prepare<[string, number], FilterValue>(
    `SELECT substr(value, 1, instr(value, '.')) || '*' AS value, NULL AS label, sum(n) AS count FROM event_values
     WHERE field = 'type' AND instr(value, '.') > 0 AND instr(lower(value), ?) = 1 GROUP BY 1 HAVING count(*) > 1
     ORDER BY 3 DESC LIMIT ?`,
  );
  const customers = db.prepare<{ folded: string; plain: string; most: number }, FilterValue>(
    `SELECT key AS value, coalesce(name, email) AS label, event_count AS count FROM plan_customers
     WHERE event_count > 0 AND key NOT LIKE 'guest:%'
       AND (:plain = '' OR instr(lower(key), :plain) > 0 OR text_has(name, :folded) OR text_has(email, :folded))
     ORDER BY last_created DESC LIMIT :most`,
  );
  // Invoices name people, too, of whom no event told more.
  const labels = db.prepare<{ folded: string; plain: string; most: number }, FilterValue>(
    `SELECT customer_id AS value, label, NULL AS count FROM customer_labels
     WHERE :plain = '' OR instr(lower(customer_id), :plain) > 0 OR text_has(label, :folded) LIMIT :most`,
  );
  const emails = db.prepare<{ folded: string; plain: string; most: number }, FilterValue>(
    `SELECT email AS value, name AS label, event_count AS count FROM plan_customers
     WHERE event_count > 0 AND email IS NOT NULL
       AND (:plain = '' OR text_has(email, :folded) OR text_has(name, :folded))
     ORDER BY last_created DESC LIMIT :most`,
  );
  const endpoints = db.prepare<[], { id: string; name: string; url: string }>(
    'SELECT id, name, url FROM endpoints WHERE removed = 0 ORDER BY position',
  );

  return {
    /** Those that fit what is typed, the commonest or latest first. */
    listFilterValues(field: FilterField, text: string): FilterValue[] {
      const plain = text.toLowerCase();
      const asked = { folded: foldText(text), plain, most: MOST };
      switch (field) {
        case 'type':
          return [...families.all(plain, 3), ...listed.all('type', plain.replaceAll('*', ''), MOST)];
        case 'account':
        case 'api':
        case 'source':
          return listed.all(field, plain, MOST);
        case 'customer':
          return distinct([...customers.all(asked), ...labels.all(asked)]);
        case 'email':
          return emails.all(asked);
        case 'endpoint':
          return endpoints
            .all()
            .filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(plain))
            .map(({ name, url }) => ({ value: name, label: url, count: null }));
        default:
          return [];
      }
    },
  };
}

/** Of several of one value the one that says most. */
function distinct(values: readonly FilterValue[]): FilterValue[] {
  const best = new Map<string, FilterValue>();
  for (const one of values) {
    const known = best.get(one.value);
    if (known === undefined || known.label === null)
      best.set(one.value, { ...known, ...one, count: known?.count ?? one.count });
  }
  return [...best.values()].slice(0, MOST);
}
