// Finding some of many customers.
import { describe, expect, test } from 'vitest';
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { eventJson, sub } from '../support/plan-events.ts';
import { openPlanStore, type PlanStore } from '../support/plan-store.ts';
import { tempDir } from '../support/temp-dir.ts';

async function fill(dataDir: string): Promise<PlanStore> {
  const opened = openPlanStore(dataDir);
  const of = (n: number, more: Parameters<typeof sub>[2] & object) => {
    const event = sub('created', 1_000 + n, { id: `sub_${n}`, ...more });
    return eventJson({ ...event, object: { ...event.object, customer: `cus_${n}` } });
  };
  const named = (n: number, name: string) =>
    eventJson({
      type: 'customer.created',
      created: 1_000 + n,
      object: { id: `cus_${n}`, object: 'customer', email: `c${n}@example.com`, name, metadata: {} },
    });
  for (const [n, plan, status, name] of [
    [1, 'pro', 'active', 'Ada'],
    [2, 'pro', 'canceled', 'Élodie'],
    [3, 'free', 'active', 'Grace'],
    [4, 'team', 'past_due', '王小明'],
  ] as const) {
    await opened.take(named(n, name));
    await opened.take(of(n, { plan, status }));
  }
  await opened.folded();
  return opened;
}

describe('customers are found', () => {
  test('by what is asked for, the latest first, a page at a time', async () => {
    const dataDir = tempDir();
    const { store } = await fill(dataDir);
    const names = (...query: Parameters<typeof store.plans.listCustomerIds>): (string | null)[] =>
      store.plans.listCustomerIds(...query).map((id) => store.plans.findCustomer(id)?.state.name ?? null);
    expect(names({}, 0, 10)).toEqual(['王小明', 'Grace', 'Élodie', 'Ada']);
    expect(names({}, 1, 2)).toEqual(['Grace', 'Élodie']);
    expect(names({ planKeys: ['pro'] }, 0, 10)).toEqual(['Élodie', 'Ada']);
    expect(names({ planKeys: ['free'], withoutAccess: true }, 0, 10)).toEqual(['Grace', 'Élodie']);
    expect(names({ status: 'past_due' }, 0, 10)).toEqual(['王小明']);
    for (const [text, found] of [
      ['aDA', ['Ada']],
      ['Élo', ['Élodie']],
      ['小明', ['王小明']],
      ['c3@', ['Grace']],
      ['CUS_4', ['王小明']],
      ['sub_2', ['Élodie']],
      ['sub_', []],
      ["%' OR 1=1", []],
    ] as const)
      expect(names({ text }, 0, 10), text).toEqual(found);
    const [first] = store.plans.listCustomerIds({}, 0, 1);
    expect(names({ only: [first ?? 0] }, 0, 10)).toEqual(['王小明']);
    expect(names({ except: [first ?? 0], text: 'example.com' }, 0, 10)).toEqual(['Grace', 'Élodie', 'Ada']);
    expect(store.plans.countCustomers({ planKeys: ['pro'], status: 'active' })).toBe(1);
    expect(store.plans.countCustomers()).toBe(4);

    const db = new Database(join(dataDir, 'hookline.db'), { readonly: true });
    for (const sql of [
      'SELECT count(*) FROM plan_customers WHERE event_count > 0',
      'SELECT id FROM plan_customers WHERE event_count > 0 AND plan_key = 1 ORDER BY last_created DESC, id DESC',
    ]) {
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
      expect(plan.map(({ detail }) => detail).join()).toMatch(
        /^SCAN plan_customers USING COVERING INDEX \w+$/,
      );
    }
    db.close();
  });
});
