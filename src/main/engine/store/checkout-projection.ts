// Follows the events, and finds out which belong to which Checkout session: only the session's own event names it, and that
// comes late. A few events at a time, in transactions that say how far it has come, so that nothing is left out or done twice.
import { asObject, jsonOfBytes } from '#shared/domain/json-read.ts';
import {
  IN_A_CHECKOUT,
  readCheckoutObjects,
  type CheckoutObjects,
} from '#shared/domain/story/checkout-objects.ts';
import type { CheckoutLink } from '#shared/domain/story/story-key.ts';
import type { EventBodies } from './event-bodies.ts';
import { INDEX_MARK, indexTerm } from './event-index.ts';
import type { EventStates } from './event-states.ts';
import { createMetaRows } from './meta-rows.ts';
import type { Db } from './open-database.ts';
import { unlessUnreadable } from './plan-folds.ts';

/** In `meta`: the newest event that is followed. */
const MARK = 'checkouts_followed';
/** Stripe makes all events of a payment within so many seconds of the session's own. */
const CASCADE_S = 30;
/** Of one object; beyond that, older events are left alone. */
const MOST_EVENTS = 500;

/** Where an event stands: test and live never mix, nor do accounts. */
interface Realm {
  account: string;
  livemode: number;
}

interface Row extends Realm {
  seq: number;
  type: string;
  kind: string;
  created_at: number | null;
  request_id: string | null;
  checkout_id: string | null;
  checkout_link: CheckoutLink | null;
}

export type CheckoutProjection = ReturnType<typeof createCheckoutProjection>;

export function createCheckoutProjection(
  db: Db,
  eventStates: Pick<EventStates, 'nextChangeSeq'>,
  bodies: EventBodies,
) {
  const meta = createMetaRows(db);
  const columns = `seq, account, coalesce(livemode, 0) AS livemode, type, kind, created_at, request_id, checkout_link,
    (SELECT id FROM checkouts WHERE key = checkout) AS checkout_id`;
  const eventsAfter = db.prepare<[number, number, number], Row>(
    `SELECT ${columns} FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
  );
  const eventsNaming = db.prepare<[string, number], Row>(
    `SELECT ${columns} FROM events WHERE seq IN
       (SELECT rowid FROM event_index WHERE event_index MATCH ? ORDER BY rowid DESC LIMIT ?)`,
  );
  const keyOfId = db.prepare<[string], number>('SELECT key FROM checkouts WHERE id = ?').pluck();
  const insertCheckout = db.prepare<[string]>('INSERT INTO checkouts (id) VALUES (?)');
  const assignRow = db.prepare<[number, CheckoutLink, number, number]>(
    'UPDATE events SET checkout = ?, checkout_link = ?, change_seq = ? WHERE seq = ?',
  );
  const insertObject = db.prepare<[string, string, number, number]>(
    'INSERT OR IGNORE INTO checkout_objects (object_id, account, livemode, checkout) VALUES (?, ?, ?, ?)',
  );
  const checkoutOfObject = db
    .prepare<[string, string, number], string>(
      `SELECT id FROM checkout_objects JOIN checkouts ON key = checkout
       WHERE object_id = ? AND account = ? AND livemode = ?`,
    )
    .pluck();
  const insertTime = db.prepare<[string, string, number, number, number, number]>(
    `INSERT OR IGNORE INTO checkout_times (object_id, account, livemode, from_s, until_s, checkout)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  // Of several at once the one whose middle is nearest.
  const checkoutAtTime = db
    .prepare<{ id: string; account: string; livemode: number; at: number }, string>(
      `SELECT id FROM checkout_times JOIN checkouts ON key = checkout
       WHERE object_id = :id AND account = :account AND livemode = :livemode AND from_s <= :at AND until_s >= :at
       ORDER BY abs(from_s + until_s - 2 * :at), id LIMIT 1`,
    )
    .pluck();

  let isBehind = true;
  let changed = 0;

  const jsonOf = (seq: number) => {
    const bytes = bodies.find(seq);
    return asObject(bytes === null ? null : jsonOfBytes(bytes));
  };
  /** What the events of one purchase name is asked for several times in a row. */
  const read = new Map<number, CheckoutObjects | null>();
  function objectsOf(row: Row): CheckoutObjects | null {
    if (row.kind !== 'snapshot' || !IN_A_CHECKOUT.test(row.type)) return null;
    const known = read.get(row.seq);
    if (known !== undefined) return known;
    const objects = readCheckoutObjects(jsonOf(row.seq));
    read.set(row.seq, objects);
    return objects;
  }
  const secondOf = ({ created_at: at }: Row): number => Math.floor((at ?? 0) / 1000);

  const keyOf = (id: string): number => keyOfId.get(id) ?? Number(insertCheckout.run(id).lastInsertRowid);

  function assign(row: Row, checkoutId: string, link: CheckoutLink): void {
    // What is known for certain stays; having come at the right time is the weakest of reasons.
    if (row.checkout_id !== null && (row.checkout_link !== 'time' || link === 'time')) return;
    assignRow.run(keyOf(checkoutId), link, eventStates.nextChangeSeq(), row.seq);
    row.checkout_id = checkoutId;
    row.checkout_link = link;
    changed += 1;
  }

  /** These belong to the session, and so does whatever names them, which may name more. */
  function grow(realm: Realm, checkoutId: string, ids: readonly string[]): void {
    const wanted = [...ids];
    const key = keyOf(checkoutId);
    for (let objectId = wanted.pop(); objectId !== undefined; objectId = wanted.pop()) {
      const { changes } = insertObject.run(objectId, realm.account, realm.livemode, key);
      if (changes === 0) continue;
      for (const row of naming(objectId, realm)) wanted.push(...join(row, checkoutId, objectId));
    }
  }

  /** @returns what else belongs to the session by this event */
  function join(row: Row, checkoutId: string, by: string): string[] {
    const objects = objectsOf(row);
    const isByRequest = row.request_id === by;
    if (objects === null || (!isByRequest && !objects.payment.includes(by))) {
      if (isByRequest) assign(row, checkoutId, 'request');
      return [];
    }
    assign(row, checkoutId, isByRequest ? 'request' : 'object');
    return [...objects.payment, ...requestOf(row, checkoutId)];
  }

  /** A refund a month later names the payment, too; its request is no part of the purchase. */
  function requestOf(row: Row, checkoutId: string): string[] {
    const { account, livemode, request_id: request } = row;
    if (request === null) return [];
    const at = secondOf(row);
    return checkoutAtTime.get({ id: checkoutId, account, livemode, at }) === checkoutId ? [request] : [];
  }

  function naming(id: string, { account, livemode }: Realm): Row[] {
    const words = [
      `"${indexTerm('object', id)}"`,
      `"${indexTerm('request', id)}"`,
      `"${indexTerm('customer', id)}"`,
    ];
    if (/^\w+$/.test(id)) words.push(`"${id}"`);
    return eventsNaming
      .all(words.join(' OR '), MOST_EVENTS)
      .filter((row) => row.account === account && row.livemode === livemode && row.kind !== 'rejected');
  }

  function takeSession(
    row: Row,
    session: { id: string; openedAt: number | null },
    ids: readonly string[],
  ): void {
    const at = secondOf(row);
    // What is told days later, as the end of a bank transfer, does not make all the days between part of the story.
    const isEnd = /\.(completed|expired)$/.test(row.type);
    const from = (isEnd ? (session.openedAt ?? at) : at) - CASCADE_S;
    insertTime.run(session.id, row.account, row.livemode, from, at + CASCADE_S, keyOf(session.id));
    assign(row, session.id, 'session');
    grow(row, session.id, ids);
  }

  /** What the customer and the subscription do at the same time belongs to it, too. */
  function takeAround(row: Row, checkoutId: string, ids: readonly string[]): void {
    const at = secondOf(row);
    for (const id of ids) {
      insertTime.run(id, row.account, row.livemode, at - CASCADE_S, at + CASCADE_S, keyOf(checkoutId));
      for (const other of naming(id, row)) {
        const isThen = Math.abs(secondOf(other) - at) <= CASCADE_S;
        if (isThen && objectsOf(other)?.around.includes(id) === true) assign(other, checkoutId, 'time');
      }
    }
  }

  function take(row: Row): void {
    const objects = objectsOf(row);
    if (objects?.session != null) {
      takeSession(row, objects.session, objects.payment);
      takeAround(row, objects.session.id, objects.around);
      return;
    }
    const { account, livemode, request_id: request } = row;
    const payment = objects?.payment ?? [];
    for (const id of [...payment, ...(request === null ? [] : [request])]) {
      const found = checkoutOfObject.get(id, account, livemode);
      if (found === undefined) continue;
      grow(row, found, join(row, found, id));
      return;
    }
    for (const id of objects?.around ?? []) {
      const found = checkoutAtTime.get({ id, account, livemode, at: secondOf(row) });
      if (found === undefined) continue;
      assign(row, found, 'time');
      return;
    }
  }

  return {
    isBehind: () => isBehind,
    /** Another event was stored. */
    eventStored: () => void (isBehind = true),
    rolledBack: () => void (isBehind = true),

    /** Follows the next events, at most so many and none that is not indexed. @returns how many, and how many events changed */
    linkNext(most: number): { events: number; changed: number } {
      changed = 0;
      read.clear();
      const indexed = Number(meta.findMeta(INDEX_MARK) ?? 0);
      const rows = eventsAfter.all(Number(meta.findMeta(MARK) ?? 0), indexed, most);
      for (const row of rows) {
        if (row.kind === 'rejected') continue;
        unlessUnreadable(`To which Checkout session event ${row.seq} belongs could not be read`, () =>
          take(row),
        );
      }
      const last = rows.at(-1);
      if (last !== undefined) meta.upsertMeta(MARK, String(last.seq));
      isBehind = rows.length === most;
      return { events: rows.length, changed };
    },
  };
}
