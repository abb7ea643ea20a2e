// Every read of customers, their plans, and what the app answered about them.
import type { ProbeFailureCode } from '#shared/domain/probe/app-probe.ts';
import { asObject } from '#shared/domain/json-read.ts';
import type { PlanChange } from '#shared/domain/plans/changes.ts';
import type { ArrivedFacts } from '#shared/domain/plans/event-order.ts';
import { readCustomerState, type CustomerState } from '#shared/domain/plans/plan-state.ts';
import type { Db } from './open-database.ts';
import { createPlanFactsOf } from './plan-facts-of.ts';
import { unlessUnreadable } from './plan-folds.ts';
import { PLANS_PROJECTED } from './plan-projection.ts';

/** What the app reported when it was asked, and what it was asked after; the verdict is drift-machine.ts's. */
export interface StoredCheck {
  believed: string | null;
  found: boolean;
  failure: ProbeFailureCode | null;
  detail: string | null;
  /** Unix milliseconds. */
  askedAt: number;
  /** How many plan events the customer had by then. */
  events: number;
  /** The newest recorded attempt, of any event, before the question. */
  lastAttempt: number;
  /** Events that changed the plan and were not delivered by then, oldest first. */
  undelivered: string[];
  /** Unix milliseconds: since when the app has been found wrong; null = it was not. */
  driftSince: number | null;
}

/** In answers of older versions, which were bound to nothing and count as outdated. */
const UNBOUND = { events: -1, lastAttempt: 0, undelivered: [], driftSince: null };

export interface StoredCustomer {
  id: number;
  account: string | null;
  livemode: boolean;
  /** Stripe's id, or `guest:…`. */
  key: string;
  state: CustomerState;
  /** What the events meant that are no longer kept. */
  base: CustomerState;
  eventCount: number;
  /** Unix seconds. */
  lastCreated: number;
}

export interface CatalogueEntry {
  id: string;
  kind: 'product' | 'price' | 'plan';
  name: string | null;
  productId: string | null;
}

interface CustomerRow {
  id: number;
  account: string;
  livemode: number;
  key: string;
  state: string;
  base: string;
  event_count: number;
  last_created: number;
}

/** Which customers; what is left out does not matter. */
export interface CustomerQuery {
  /** In name, email or id, or the whole id of an object of theirs. */
  text?: string | undefined;
  planKeys?: readonly string[] | undefined;
  /** Besides those on one of `planKeys`, or alone: everybody whom nothing grants access. */
  withoutAccess?: boolean | undefined;
  status?: string | undefined;
  only?: readonly number[] | undefined;
  except?: readonly number[] | undefined;
}

export type PlanReads = ReturnType<typeof createPlanReads>;

export function createPlanReads(db: Db) {
  const columns = 'c.id, c.account, c.livemode, c.key, c.state, c.base, c.event_count, c.last_created';
  const from = 'FROM plan_customers c';
  const all = db.prepare<[], CustomerRow>(
    `SELECT ${columns} ${from} WHERE c.event_count > 0 ORDER BY c.last_created DESC, c.id DESC`,
  );
  const where = `event_count > 0
    AND (:text IS NULL OR instr(lower(name), :text) OR instr(name, :raw) OR instr(lower(email), :text)
      OR instr(lower(key), :text) OR id IN (SELECT value FROM json_each(:owners)))
    AND (:keys IS NULL OR plan_key IN (SELECT value FROM json_each(:keys)) OR (:withoutAccess AND access = 0))
    AND (:status IS NULL OR status = :status)
    AND (:only IS NULL OR id IN (SELECT value FROM json_each(:only)))
    AND (:except IS NULL OR id NOT IN (SELECT value FROM json_each(:except)))`;
  const page = db
    .prepare<[unknown], number>(
      `SELECT id FROM plan_customers WHERE ${where} ORDER BY last_created DESC, id DESC LIMIT :limit OFFSET :offset`,
    )
    .pluck();
  const countOf = db.prepare<[unknown], number>(`SELECT count(*) FROM plan_customers WHERE ${where}`).pluck();
  const checked = db.prepare<[], number>('SELECT customer FROM plan_checks').pluck();
  const nextRealm = db.prepare<[string, number], { account: string; livemode: number }>(
    'SELECT account, livemode FROM plan_links WHERE (account, livemode) > (?, ?) ORDER BY account, livemode LIMIT 1',
  );
  const linkOf = db
    .prepare<[string, number, string], number>(
      'SELECT customer FROM plan_links WHERE account = ? AND livemode = ? AND object_id = ?',
    )
    .pluck();

  /** Whose object this is. An id may be known to several accounts, of which there are few. */
  function ownersOf(objectId: string): number[] {
    const owners: number[] = [];
    let realm = nextRealm.get('', -1);
    while (realm !== undefined) {
      const { account, livemode } = realm;
      const owner = linkOf.get(account, livemode, objectId);
      if (owner !== undefined) owners.push(owner);
      realm = nextRealm.get(account, livemode);
    }
    return owners;
  }

  function bound({ text, planKeys, withoutAccess, status, only, except }: CustomerQuery) {
    const wanted = text?.trim() || null;
    const list = (items: readonly unknown[] | undefined): string | null =>
      items === undefined ? null : JSON.stringify(items);
    return {
      text: wanted?.toLowerCase() ?? null,
      // SQLite's lower() knows the letters of ASCII alone.
      raw: wanted,
      owners: list(wanted === null ? [] : ownersOf(wanted)),
      keys: list(planKeys),
      withoutAccess: Number(withoutAccess === true),
      status: status ?? null,
      only: list(only),
      except: list(except),
    };
  }
  const byId = db.prepare<[number], CustomerRow>(`SELECT ${columns} ${from} WHERE c.id = ?`);
  const ofEvent = db
    .prepare<[number], number | null>('SELECT customer FROM plan_facts WHERE event_seq = ?')
    .pluck();
  const ofEvents = db
    .prepare<[string], number | null>(
      'SELECT DISTINCT customer FROM plan_facts WHERE event_seq IN (SELECT value FROM json_each(?))',
    )
    .pluck();
  const readFacts = createPlanFactsOf(db);
  const factsOf = db.prepare<[number], { event_seq: number; source: string }>(
    `SELECT f.event_seq, e.source FROM plan_facts f JOIN events e ON e.seq = f.event_seq
     JOIN plan_customers c ON c.id = f.customer WHERE f.customer = ? AND f.created > c.base_until
     ORDER BY f.created, f.event_seq`,
  );
  const changing = db.prepare<[number], { id: string; seq: number; delivery_state: string; change: string }>(
    `SELECT e.id, e.seq, e.delivery_state, p.change FROM plan_changes p JOIN events e ON e.seq = p.event_seq
     WHERE p.customer = ? ORDER BY p.created, p.event_seq, p.place`,
  );
  const allChanges = db.prepare<[], string>('SELECT change FROM plan_changes').pluck();
  const changesOf = db
    .prepare<[number], string>('SELECT change FROM plan_changes WHERE customer = ?')
    .pluck();
  const undelivered = db.prepare<[number], { seq: number; id: string }>(
    `SELECT e.seq, e.id FROM plan_facts f JOIN events e ON e.seq = f.event_seq
       WHERE f.customer = ? AND e.delivery_state IN ('pending', 'held', 'retrying', 'failed') ORDER BY f.created, f.event_seq`,
  );
  const lastAttempt = db.prepare<[], number | null>('SELECT max(id) FROM attempts').pluck();
  const attemptAfter = db
    .prepare<[number, number], number>(
      `SELECT 1 FROM plan_facts f JOIN attempts a ON a.event_seq = f.event_seq WHERE f.customer = ? AND a.id > ? LIMIT 1`,
    )
    .pluck();
  const eventsOf = db
    .prepare<[number], number>('SELECT event_count FROM plan_customers WHERE id = ?')
    .pluck();
  const answerOf = db.prepare<[number], string>('SELECT answer FROM plan_checks WHERE customer = ?').pluck();
  const count = db.prepare<[], number>('SELECT count(*) FROM plan_customers WHERE event_count > 0').pluck();
  const catalogue = db.prepare<
    [],
    { id: string; kind: CatalogueEntry['kind']; name: string | null; product_id: string | null }
  >('SELECT id, kind, name, product_id FROM plan_catalogue ORDER BY created');
  const projected = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();

  return {
    /** Latest event first. */
    listCustomers(): StoredCustomer[] {
      return all.all().map(customerOf);
    },
    /** Latest event first. */
    listCustomerIds(query: CustomerQuery, offset: number, limit: number): number[] {
      return page.all({ ...bound(query), offset, limit });
    },
    countCustomers(query?: CustomerQuery): number {
      return (query === undefined ? count.get() : countOf.get(bound(query))) ?? 0;
    },
    /** Customers of whom the app was asked. */
    listCheckedIds(): number[] {
      return checked.all();
    },
    findCustomer(id: number): StoredCustomer | null {
      const row = byId.get(id);
      return row === undefined ? null : customerOf(row);
    },
    findCustomerOfEvent(seq: number): number | null {
      return ofEvent.get(seq) ?? null;
    },
    /** The customers of so many events, each once; an event that is not projected yet has none. */
    listCustomersOfEvents(seqs: readonly number[]): number[] {
      return ofEvents.all(JSON.stringify(seqs)).filter((id) => id !== null);
    },
    /** What the customer's events say, to be folded; `synthetic` names those made up here. */
    listFacts(customer: number): { arrived: ArrivedFacts[]; synthetic: ReadonlySet<number> } {
      const rows = factsOf.all(customer);
      return {
        arrived: rows.flatMap(({ event_seq: seq }) => {
          const facts = unlessUnreadable(`What event ${seq} says about a plan could not be read`, () =>
            readFacts(seq),
          );
          return facts === null ? [] : [{ seq, facts }];
        }),
        synthetic: new Set(rows.filter(({ source }) => source === 'synthetic').map((row) => row.event_seq)),
      };
    },
    /** Events that changed something, oldest first, with what each changed. */
    listChangingEvents(
      customer: number,
    ): { id: string; seq: number; deliveryState: string; change: PlanChange }[] {
      return changing.all(customer).map(({ id, seq, delivery_state: deliveryState, change }) => {
        return { id, seq, deliveryState, change: JSON.parse(change) as PlanChange };
      });
    },
    /** All changes there were: of one customer, or of everybody. */
    listChanges(customer: number | null): PlanChange[] {
      const rows = customer === null ? allChanges.all() : changesOf.all(customer);
      return rows.map((change) => JSON.parse(change) as PlanChange);
    },
    /** Events of the customer that no backend has taken, oldest first. */
    listUndelivered(customer: number): { seq: number; id: string }[] {
      return undelivered.all(customer);
    },
    /** The newest recorded attempt, of any event; 0 = there is none. */
    lastAttempt(): number {
      return lastAttempt.get() ?? 0;
    },
    hasAttemptAfter(customer: number, attempt: number): boolean {
      return attemptAfter.get(customer, attempt) !== undefined;
    },
    /** How many events say something about this customer's plan; null = there is no such customer. */
    countEventsOf(customer: number): number | null {
      return eventsOf.get(customer) ?? null;
    },
    findCheck(customer: number): StoredCheck | null {
      const answer = answerOf.get(customer);
      return answer === undefined ? null : checkOf(answer);
    },
    /** The newest event that names and states are projected from. */
    projectedUntil(): string | null {
      return projected.get(PLANS_PROJECTED) ?? null;
    },
    listCatalogue(): CatalogueEntry[] {
      return catalogue
        .all()
        .map(({ id, kind, name, product_id: productId }) => ({ id, kind, name, productId }));
    },
  };
}

function customerOf(row: CustomerRow): StoredCustomer {
  return {
    id: row.id,
    account: row.account === '' ? null : row.account,
    livemode: row.livemode === 1,
    key: row.key,
    state: readCustomerState(row.state),
    base: readCustomerState(row.base),
    eventCount: row.event_count,
    lastCreated: row.last_created,
  };
}

function checkOf(answer: string): StoredCheck {
  return { ...UNBOUND, ...(asObject(JSON.parse(answer)) as unknown as StoredCheck) };
}
