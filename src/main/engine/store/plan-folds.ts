// Folds customers' stories into their plans, each as far as it has become another.
import type { ArrivedFacts } from '#shared/domain/plans/event-order.ts';
import { foldCustomer, type PlanStep } from '#shared/domain/plans/fold.ts';
import { headlineOf } from '#shared/domain/plans/headline.ts';
import { readCustomerState, type CustomerState } from '#shared/domain/plans/plan-state.ts';
import type { Db } from './open-database.ts';
import type { PlanFactsOf } from './plan-facts-of.ts';

export interface PlanFolds {
  /** Another event belongs to this customer. @param created its second */
  add(customer: number, created: number): void;
  /** Folds the customer anew from this second on, without another event. */
  again(customer: number, since: number): void;
  forget(): void;
  /** Events created up to this second may be removed: what they meant stays, and none of that time is folded again. */
  rest(customer: number, until: number): void;
  /** Folds what was added. @returns whose plan may be another now */
  fold(): number[];
}

interface Added {
  /** Events created before this second are folded already. */
  since: number;
  count: number;
}

interface CustomerRow {
  last_created: number;
  settled: string;
  state: string;
  base: string;
  base_until: number;
}

export function createPlanFolds(db: Db, factsOf: PlanFactsOf): PlanFolds {
  const findCustomer = db.prepare<[number], CustomerRow>(
    'SELECT last_created, settled, state, base, base_until FROM plan_customers WHERE id = ?',
  );
  const eventsSince = db
    .prepare<[number, number], number>(
      'SELECT event_seq FROM plan_facts WHERE customer = ? AND created >= ? ORDER BY created, event_seq',
    )
    .pluck();
  const updateCustomer = db.prepare(`
    UPDATE plan_customers SET email = ?, name = ?, plan_key = ?, status = ?, access = ?, last_created = ?, settled = ?, state = ?,
      event_count = event_count + ? WHERE id = ?`);
  const removeChanges = db.prepare<[number, number]>(
    'DELETE FROM plan_changes WHERE customer = ? AND created >= ?',
  );
  const insertChange = db.prepare<[number, number, number, number, number, number, string]>(
    'INSERT INTO plan_changes (customer, event_seq, place, created, late, uncertain, change) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );

  const setBase = db.prepare<[string, number, number, number]>(
    'UPDATE plan_customers SET base = ?, base_until = ?, base_count = base_count + ? WHERE id = ?',
  );

  const added = new Map<number, Added>();

  const baseOf = ({ base }: CustomerRow): CustomerState => readCustomerState(base);

  /** What was created before this second stands. */
  const foldsFrom = (since: number, { state, last_created }: CustomerRow): number =>
    state !== '' && since >= last_created ? since : 0;

  function factsFrom(customer: number, created: number): ArrivedFacts[] {
    return eventsSince.all(customer, created).flatMap((seq) => {
      const facts = factsOf(seq);
      return facts === null ? [] : [{ seq, facts }];
    });
  }

  function fold(customer: number, { since, count }: Added, row: CustomerRow): void {
    const from = foldsFrom(since, row);
    // Within the newest second the order is found anew with each event.
    const base: CustomerState =
      from === 0 ? baseOf(row) : readCustomerState(since > row.last_created ? row.state : row.settled);
    const facts = factsFrom(customer, Math.max(from, row.base_until + 1));
    const last = facts.at(-1)?.facts.created ?? Math.max(row.last_created, row.base_until);
    const { state, steps } = foldCustomer(facts, base);
    const settled = steps.findLast(({ created }) => created < last)?.after ?? base;
    removeChanges.run(customer, Math.max(from, row.base_until + 1));
    for (const step of steps) keepChanges(customer, step);
    const { plan, status, access } = headlineOf(state);
    updateCustomer.run(
      state.email,
      state.name,
      plan?.key ?? '',
      status ?? '',
      Number(access),
      last,
      JSON.stringify(settled),
      JSON.stringify(state),
      count,
      customer,
    );
  }

  function keepChanges(customer: number, { seq, created, late, uncertain, changes }: PlanStep): void {
    changes.forEach((change, place) =>
      insertChange.run(
        customer,
        seq,
        place,
        created,
        Number(late),
        Number(uncertain),
        JSON.stringify(change),
      ),
    );
  }

  return {
    add(customer, created) {
      const { since, count } = added.get(customer) ?? { since: created, count: 0 };
      added.set(customer, { since: Math.min(since, created), count: count + 1 });
    },
    again(customer, since) {
      const one = added.get(customer);
      added.set(customer, { since: Math.min(since, one?.since ?? since), count: one?.count ?? 0 });
    },
    forget: () => added.clear(),
    rest(customer, until) {
      const row = findCustomer.get(customer);
      if (row === undefined || until <= row.base_until) return;
      const facts = factsFrom(customer, row.base_until + 1).filter(
        ({ facts: { created } }) => created <= until,
      );
      setBase.run(JSON.stringify(foldCustomer(facts, baseOf(row)).state), until, facts.length, customer);
    },
    fold() {
      const customers = [...added];
      added.clear();
      for (const [customer, one] of customers) {
        const row = findCustomer.get(customer);
        if (row === undefined) continue;
        unlessUnreadable(`The plan of customer ${customer} could not be folded`, () =>
          fold(customer, one, row),
        );
      }
      return customers.map(([customer]) => customer);
    },
  };
}

/** What one event or story holds must not keep the others from being told. Trouble with the file is thrown on. */
export function unlessUnreadable<T>(otherwise: string, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string' && code.startsWith('SQLITE_')) throw error;
    process.emitWarning(`${otherwise}: ${String(error)}`);
    return null;
  }
}
