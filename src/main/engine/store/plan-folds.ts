// Folds customers' stories into their plans: before a transaction ends, or a little later when a story is long.
import type { ArrivedFacts } from '#shared/domain/plans/event-order.ts';
import { foldCustomer, type PlanStep } from '#shared/domain/plans/fold.ts';
import { headlineOf } from '#shared/domain/plans/headline.ts';
import type { PlanFacts } from '#shared/domain/plans/plan-facts.ts';
import { NO_CUSTOMER_STATE, type CustomerState } from '#shared/domain/plans/plan-state.ts';
import type { Db } from './open-database.ts';

/**
 * Of so many events a story is folded at once. An event that comes late, and one of a second that saw very many, means
 * reading the story again from there; with each of thousands of events that would take longer than storing them all.
 */
const FOLDED_AT_ONCE = 100;

export interface PlanFolds {
  /** Another event belongs to this customer. @param created its second */
  add(customer: number, created: number): void;
  /** Folds what was added, or notes down that it is still to be done; the last thing in a transaction. */
  beforeCommit(): void;
  rolledBack(): void;
  /** Folds whatever was added, however long. @returns how many customers */
  foldAll(): number;
  /** Nothing is added and nothing to be done later: the tables were emptied. */
  forget(): void;
  /** Whether something may have been left for later. */
  hasLater(): boolean;
  /** Folds one customer that was left for later. To be called in a transaction of its own. @returns who; null = nobody is left */
  foldLater(): number | null;
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
  stale_since: number | null;
}

export function createPlanFolds(db: Db): PlanFolds {
  const findCustomer = db.prepare<[number], CustomerRow>(
    'SELECT last_created, settled, state, stale_since FROM plan_customers WHERE id = ?',
  );
  const factsSince = db.prepare<[number, number], { event_seq: number; facts: string }>(
    'SELECT event_seq, facts FROM plan_facts WHERE customer = ? AND created >= ? ORDER BY created, event_seq',
  );
  const countSince = db
    .prepare<[number, number, number], number>(
      'SELECT count(*) FROM (SELECT 1 FROM plan_facts WHERE customer = ? AND created >= ? LIMIT ?)',
    )
    .pluck();
  const updateCustomer = db.prepare(`
    UPDATE plan_customers SET email = ?, name = ?, plan_key = ?, status = ?, access = ?, last_created = ?, settled = ?, state = ?,
      stale_since = NULL, event_count = event_count + ? WHERE id = ?`);
  const leaveForLater = db.prepare<[number, number, number, number]>(
    'UPDATE plan_customers SET stale_since = min(?, coalesce(stale_since, ?)), event_count = event_count + ? WHERE id = ?',
  );
  const nextStale = db
    .prepare<[], number>('SELECT id FROM plan_customers WHERE stale_since IS NOT NULL LIMIT 1')
    .pluck();
  const removeChanges = db.prepare<[number, number]>(
    'DELETE FROM plan_changes WHERE customer = ? AND created >= ?',
  );
  const insertChange = db.prepare<[number, number, number, number, number, number, string]>(
    'INSERT INTO plan_changes (customer, event_seq, place, created, late, uncertain, change) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );

  const added = new Map<number, Added>();
  let hasLater = true;

  /** What was created before this second stands. */
  const foldsFrom = (since: number, { state, last_created }: CustomerRow): number =>
    state !== '' && since >= last_created ? since : 0;

  function fold(customer: number, { since, count }: Added, row: CustomerRow): void {
    const from = foldsFrom(since, row);
    // Within the newest second the order is found anew with each event.
    const base: CustomerState =
      from === 0
        ? NO_CUSTOMER_STATE
        : (JSON.parse(since > row.last_created ? row.state : row.settled) as CustomerState);
    const facts: ArrivedFacts[] = factsSince.all(customer, from).map(({ event_seq: seq, facts: stored }) => {
      return { seq, facts: JSON.parse(stored) as PlanFacts };
    });
    const last = facts.at(-1)?.facts.created ?? row.last_created;
    const { state, steps } = foldCustomer(facts, base);
    const settled = steps.findLast(({ created }) => created < last)?.after ?? base;
    removeChanges.run(customer, from);
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

  /** @param isShort whether a story is to be folded now; the others are left for later */
  function settle(isShort: (customer: number, from: number) => boolean): number {
    let done = 0;
    for (const [customer, one] of added) {
      const row = findCustomer.get(customer);
      if (row === undefined) continue;
      const now = row.stale_since === null && isShort(customer, foldsFrom(one.since, row));
      if (!now || !isFolded(customer, one, row)) {
        hasLater = true;
        leaveForLater.run(one.since, one.since, one.count, customer);
      }
      done += 1;
    }
    added.clear();
    return done;
  }

  /** An event is worth more than what is made of it: a story that cannot be read must not keep its events from being stored. */
  function isFolded(...story: Parameters<typeof fold>): boolean {
    try {
      fold(...story);
      return true;
    } catch (error) {
      if (isOfTheDatabase(error)) throw error;
      process.emitWarning(`The plan of customer ${story[0]} could not be folded: ${String(error)}`);
      return false;
    }
  }

  return {
    add(customer, created) {
      const { since, count } = added.get(customer) ?? { since: created, count: 0 };
      added.set(customer, { since: Math.min(since, created), count: count + 1 });
    },
    beforeCommit() {
      settle((customer, from) => (countSince.get(customer, from, FOLDED_AT_ONCE + 1) ?? 0) <= FOLDED_AT_ONCE);
    },
    rolledBack: () => added.clear(),
    foldAll: () => settle(() => true),
    forget: () => added.clear(),
    hasLater: () => hasLater,
    foldLater() {
      const customer = nextStale.get();
      const row = customer === undefined ? undefined : findCustomer.get(customer);
      if (customer === undefined || row === undefined) {
        hasLater = false;
        return null;
      }
      fold(customer, { since: row.stale_since ?? 0, count: 0 }, row);
      return customer;
    },
  };
}

/** Trouble with the file, as against a mistake in what was read. */
export function isOfTheDatabase(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && code.startsWith('SQLITE_');
}
