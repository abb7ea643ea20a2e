// Follows the events: notes down what each says about a plan and whose it is, and keeps customers' plans. A few at a time, in
// transactions of its own that say how far it has come, so that nothing is left out or told twice however Hookline ends.
import { asObject, flag, idOf, integer, jsonOfBytes, text, type Json } from '#shared/domain/json-read.ts';
import { readPlanFacts, type PlanFacts } from '#shared/domain/plans/plan-facts.ts';
import type { EventBodies } from './event-bodies.ts';
import { createMetaRows } from './meta-rows.ts';
import type { Db } from './open-database.ts';
import { createPlanFactsOf } from './plan-facts-of.ts';
import { createPlanFolds, unlessUnreadable } from './plan-folds.ts';

/** Events that can say something about a plan, or name something a plan is made of. */
const RELEVANT =
  /^(customer\.(subscription\.|created$|updated$|deleted$)|invoice\.|invoice_payment\.paid$|checkout\.session\.|subscription_schedule\.|entitlements\.|charge\.|refund\.|product\.|price\.|plan\.)/;

/** Events that say nothing about a plan and name a payment, by which their customer is known. */
const OF_A_PAYMENT = /^(review|radar\.early_fraud_warning)\./;

/** In `meta`: the newest event that is projected. */
export const PLANS_PROJECTED = 'plans_projected';
/** In `meta`: the form in which facts and states are stored. Another one means that all events are to be projected again. */
const FORM_KEY = 'plans_form';
const FORM = '3';

/** Where an event stands: test and live never mix, nor do accounts. */
interface Realm {
  account: string;
  livemode: number;
}

export type PlanProjection = ReturnType<typeof createPlanProjection>;

/** Where events are listed and searched, an event found to be a customer's is one. */
export interface OwnedEvents {
  nextChangeSeq(): number;
  indexAgain(seq: number): void;
}

export function createPlanProjection(db: Db, bodies: EventBodies, owned: OwnedEvents) {
  const factsOf = createPlanFactsOf(db, bodies);
  const folds = createPlanFolds(db, factsOf);
  const meta = createMetaRows(db);
  const findCustomer = db
    .prepare<[string, number, string], number>(
      'SELECT id FROM plan_customers WHERE account = ? AND livemode = ? AND key = ?',
    )
    .pluck();
  const insertCustomer = db.prepare<[string, number, string]>(
    'INSERT INTO plan_customers (account, livemode, key) VALUES (?, ?, ?)',
  );
  const insertFacts = db.prepare<[number, number | null, number]>(
    'INSERT OR IGNORE INTO plan_facts (event_seq, customer, created) VALUES (?, ?, ?)',
  );
  const adopt = db.prepare<[number, number]>('UPDATE plan_facts SET customer = ? WHERE event_seq = ?');
  const insertLink = db.prepare<[string, number, string, number]>(
    'INSERT OR IGNORE INTO plan_links (account, livemode, object_id, customer) VALUES (?, ?, ?, ?)',
  );
  const linkOf = db
    .prepare<[string, number, string], number>(
      'SELECT customer FROM plan_links WHERE account = ? AND livemode = ? AND object_id = ?',
    )
    .pluck();
  const insertOrphan = db.prepare<[string, number, string, number]>(
    'INSERT OR IGNORE INTO plan_orphans (account, livemode, object_id, event_seq) VALUES (?, ?, ?, ?)',
  );
  const orphansOf = db
    .prepare<[string, number, string], number>(
      'SELECT event_seq FROM plan_orphans WHERE account = ? AND livemode = ? AND object_id = ? ORDER BY event_seq',
    )
    .pluck();
  const removeOrphans = db.prepare<[number]>('DELETE FROM plan_orphans WHERE event_seq = ?');
  // A refund, a dispute and an invoice's payment name their payment or invoice, and that names the customer. Guests have no id.
  const nameOwner = db.prepare<[number, number, number]>(
    `UPDATE events SET customer_id = p.key, change_seq = ? FROM plan_customers p
     WHERE p.id = ? AND p.key NOT LIKE 'guest:%' AND events.seq = ? AND events.customer_id IS NULL`,
  );
  const upsertName = db.prepare<[string, number, string, string, string | null, string | null, number]>(
    `INSERT INTO plan_catalogue (account, livemode, id, kind, name, product_id, created) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, livemode, id) DO UPDATE SET name = excluded.name, product_id = excluded.product_id,
       created = excluded.created WHERE excluded.created >= created`,
  );
  const eventsAfter = db.prepare<
    [number, number],
    {
      seq: number;
      account: string;
      livemode: number;
      type: string;
      kind: string;
      object: string | null;
      customer: string | null;
    }
  >(
    `SELECT seq, account, coalesce(livemode, 0) AS livemode, type, kind, object_id AS object, customer_id AS customer
     FROM events WHERE seq > ? ORDER BY seq LIMIT ?`,
  );

  const withBase = db.prepare<[], { id: number; base_until: number }>(
    "SELECT id, base_until FROM plan_customers WHERE base <> ''",
  );

  let named = 0;
  /** Whether there may be events beyond the mark. */
  let isBehind = true;

  /** Notes down what an event says and whose it is. */
  function take(seq: number, account: string, event: Json): void {
    const realm = { account, livemode: Number(flag(event['livemode']) === true) };
    noteName(realm, event);
    const facts = readPlanFacts(event);
    if (facts === null) return;
    const customer = ownerOf(realm, facts);
    const { changes } = insertFacts.run(seq, customer, facts.created);
    factsOf.keep(seq, facts);
    if (changes === 0) return;
    if (customer === null) {
      for (const id of facts.refers) insertOrphan.run(realm.account, realm.livemode, id, seq);
      return;
    }
    if (facts.owner === null) showOwner(seq, customer);
    belong(realm, customer, facts);
  }

  function showOwner(seq: number, customer: number): void {
    if (nameOwner.run(owned.nextChangeSeq(), customer, seq).changes === 0) return;
    owned.indexAgain(seq);
    named += 1;
  }

  /** An event without facts: its owner is shown, and its plan is none. */
  function showOwnerOf(seq: number, { account, livemode }: Realm, ids: readonly string[]): void {
    for (const id of ids) {
      const customer = linkOf.get(account, livemode, id);
      if (customer !== undefined) return showOwner(seq, customer);
    }
    for (const id of ids) insertOrphan.run(account, livemode, id, seq);
  }

  function ownerOf(realm: Realm, { owner, refers }: PlanFacts): number | null {
    const { account, livemode } = realm;
    // Of a guest's objects the events do not all name the guest alike; what belongs together is told by the objects.
    const linked = (): number | null => {
      for (const id of refers) {
        const found = linkOf.get(account, livemode, id);
        if (found !== undefined) return found;
      }
      return null;
    };
    if (owner === null) return linked();
    const known = findCustomer.get(account, livemode, owner);
    return known ?? Number(insertCustomer.run(account, livemode, owner).lastInsertRowid);
  }

  /** What belongs to a customer brings along what waited for it, and that what waited for that. */
  function belong(realm: Realm, customer: number, facts: PlanFacts): void {
    folds.add(customer, facts.created);
    for (const id of facts.declares) {
      insertLink.run(realm.account, realm.livemode, id, customer);
      for (const orphan of orphansOf.all(realm.account, realm.livemode, id)) {
        removeOrphans.run(orphan);
        adopt.run(customer, orphan);
        showOwner(orphan, customer);
        const found = factsOf(orphan);
        if (found !== null) belong(realm, customer, found);
      }
    }
  }

  function noteName(realm: Realm, event: Json): void {
    const object = asObject(asObject(event['data'])['object']);
    const kind = object['object'];
    const id = text(object['id']);
    if ((kind !== 'product' && kind !== 'price' && kind !== 'plan') || id === null) return;
    const name = text(object['name']) ?? text(object['nickname']);
    const created = integer(event['created']) ?? 0;
    upsertName.run(realm.account, realm.livemode, id, kind, name, idOf(object['product']), created);
  }

  return {
    isBehind: () => isBehind,
    /** Another event was stored. */
    eventStored: () => void (isBehind = true),
    rolledBack(): void {
      isBehind = true;
      folds.forget();
    },

    /** Projects the next events, at most so many. @returns how many, whose plan may be another now, and how many events got a customer */
    projectNext(most: number): { events: number; customers: number[]; named: number } {
      named = 0;
      if (meta.findMeta(FORM_KEY) !== FORM) forget();
      const events = eventsAfter.all(Number(meta.findMeta(PLANS_PROJECTED) ?? 0), most);
      for (const { seq, account, livemode, type, kind, object, customer } of events) {
        if (kind === 'thin' && customer === null && object !== null) {
          // Not to be waited for: there may be as many as there are events.
          const found = linkOf.get(account, livemode, object);
          if (found !== undefined) showOwner(seq, found);
        }
        if (kind === 'snapshot' && customer === null && OF_A_PAYMENT.test(type)) {
          showOwnerOf(seq, { account, livemode }, paymentsIn(bodies.find(seq)));
        }
        const bytes = kind === 'snapshot' && RELEVANT.test(type) ? bodies.find(seq) : null;
        if (bytes === null) continue;
        unlessUnreadable(`What event ${seq} says about a plan could not be read`, () =>
          take(seq, account, asObject(jsonOfBytes(bytes))),
        );
      }
      const last = events.at(-1);
      if (last !== undefined) meta.upsertMeta(PLANS_PROJECTED, String(last.seq));
      isBehind = events.length === most;
      return { events: events.length, customers: folds.fold(), named };
    },

    /** These events are about to be removed. */
    rest: folds.rest,

    /** Forgets everything but who the customers are and what the app answered about them: all events are to be projected again. */
    forget,
  };

  function forget(): void {
    db.exec(`DELETE FROM plan_changes; DELETE FROM plan_orphans; DELETE FROM plan_links; DELETE FROM plan_facts;
        DELETE FROM plan_catalogue;
        UPDATE plan_customers SET email = NULL, name = NULL, plan_key = '', status = '', access = 0, last_created = 0,
          event_count = base_count, settled = '', state = '';`);
    for (const { id, base_until: until } of withBase.all()) folds.again(id, until);
    meta.upsertMeta(PLANS_PROJECTED, '0');
    meta.upsertMeta(FORM_KEY, FORM);
    isBehind = true;
  }
}

/** The payment that an event's object is about. */
function paymentsIn(body: Uint8Array | null): string[] {
  if (body === null) return [];
  try {
    const object = asObject(asObject(asObject(jsonOfBytes(body))['data'])['object']);
    return [idOf(object['charge']), idOf(object['payment_intent'])].filter((id) => id !== null);
  } catch {
    // A body that is not JSON after all names nobody.
    return [];
  }
}
