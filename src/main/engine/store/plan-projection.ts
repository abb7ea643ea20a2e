// Notes down beside each event what it says about a plan and whose it is: in the transaction that stores it, and anew for all.
import { asObject, flag, idOf, integer, text, type Json } from '#shared/domain/json-read.ts';
import { readPlanFacts, type PlanFacts } from '#shared/domain/plans/plan-facts.ts';
import type { Db } from './open-database.ts';
import type { PlanFolds } from './plan-folds.ts';

/** Events that can say something about a plan, or name something a plan is made of. */
const RELEVANT =
  /^(customer\.(subscription\.|created$|updated$|deleted$)|invoice\.|invoice_payment\.paid$|checkout\.session\.|subscription_schedule\.|entitlements\.|charge\.|refund\.|product\.|price\.|plan\.)/;

export const concernsPlans = (type: string): boolean => RELEVANT.test(type);

/** Where an event stands: test and live never mix, nor do accounts. */
interface Realm {
  account: string;
  livemode: number;
}

export type PlanProjection = ReturnType<typeof createPlanProjection>;

/** @param folds is told whose story goes on, and folds it before the transaction ends */
export function createPlanProjection(db: Db, folds: PlanFolds) {
  const findCustomer = db
    .prepare<[string, number, string], number>(
      'SELECT id FROM plan_customers WHERE account = ? AND livemode = ? AND key = ?',
    )
    .pluck();
  const insertCustomer = db.prepare<[string, number, string]>(
    'INSERT INTO plan_customers (account, livemode, key) VALUES (?, ?, ?)',
  );
  const insertFacts = db.prepare<[number, number | null, number, string]>(
    'INSERT OR IGNORE INTO plan_facts (event_seq, customer, created, facts) VALUES (?, ?, ?, ?)',
  );
  const adopt = db.prepare<[number, number]>('UPDATE plan_facts SET customer = ? WHERE event_seq = ?');
  const factsAt = db.prepare<[number], { created: number; facts: string }>(
    'SELECT created, facts FROM plan_facts WHERE event_seq = ?',
  );
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
  const upsertName = db.prepare<[string, number, string, string, string | null, string | null, number]>(
    `INSERT INTO plan_catalogue (account, livemode, id, kind, name, product_id, created) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (account, livemode, id) DO UPDATE SET name = excluded.name, product_id = excluded.product_id,
       created = excluded.created WHERE excluded.created >= created`,
  );
  // Page by page: nothing can be written while rows are still being read.
  const eventsAfter = db.prepare<[number], { seq: number; account: string; type: string; bytes: Buffer }>(
    `SELECT e.seq, e.account, e.type, b.bytes FROM events e JOIN event_bodies b ON b.event_seq = e.seq
     WHERE e.seq > ? AND e.kind = 'snapshot' ORDER BY e.seq LIMIT 500`,
  );

  /** Notes down what an event says and whose it is. @returns the customers it concerns */
  function take(seq: number, account: string, event: Json): number[] {
    const realm = { account, livemode: Number(flag(event['livemode']) === true) };
    noteName(realm, event);
    const facts = readPlanFacts(event);
    if (facts === null) return [];
    const customer = ownerOf(realm, facts);
    const { changes } = insertFacts.run(seq, customer, facts.created, JSON.stringify(facts));
    if (changes === 0) return [];
    if (customer === null) {
      for (const id of facts.refers) insertOrphan.run(realm.account, realm.livemode, id, seq);
      return [];
    }
    belong(realm, customer, facts);
    return [customer];
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
        const found = factsAt.get(orphan);
        if (found !== undefined) belong(realm, customer, JSON.parse(found.facts) as PlanFacts);
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
    /** Takes in an event that was just stored. @returns the customers whose plan may be another once it is folded */
    project(seq: number, account: string, bytes: Uint8Array): number[] {
      return take(seq, account, eventOf(bytes));
    },

    /** Forgets everything but what the app answered, and folds all events again. */
    rebuild(): { customers: number; events: number } {
      db.exec(`DELETE FROM plan_changes; DELETE FROM plan_orphans; DELETE FROM plan_links; DELETE FROM plan_facts;
        DELETE FROM plan_catalogue; DELETE FROM plan_customers;`);
      folds.forget();
      let events = 0;
      for (let page = eventsAfter.all(0); page.length > 0; page = eventsAfter.all(page.at(-1)?.seq ?? 0)) {
        for (const { seq, account, type, bytes } of page) {
          if (!concernsPlans(type)) continue;
          events += 1;
          take(seq, account, eventOf(bytes));
        }
      }
      return { customers: folds.foldAll(), events };
    },
  };
}

function eventOf(bytes: Uint8Array): Json {
  return asObject(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')));
}
