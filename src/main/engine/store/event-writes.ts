// Every write to events and receipts. Runs on the writer thread, inside a transaction; see writes.ts.
import { randomBytes } from 'node:crypto';
import type { EventEnvelope } from '#shared/domain/event-envelope.ts';
import type { EventSummary, HeaderList, SignatureCheck } from '#shared/contract/events.ts';
import type { DeliveryState } from '#shared/domain/delivery.ts';
import type { EventBodies } from './event-bodies.ts';
import { createEventPlaces } from './event-places.ts';
import type { EventStates } from './event-states.ts';
import type { Db } from './open-database.ts';
import type { RecentSignatures } from './recent-signatures.ts';
import { signatureIn, type Templates } from './templates.ts';

export interface NewReceipt {
  receivedAt: number;
  source: EventSummary['source'];
  method: string;
  path: string;
  headers: HeaderList;
  /** The exact bytes; empty where they were not read to the end. */
  body: Uint8Array;
  /** As announced or counted; may exceed what was kept. */
  sizeBytes: number;
  signature: SignatureCheck;
}

export interface StoredReceipt {
  seq: number;
  /** false = the event was known; this is one more receipt of it. */
  isNew: boolean;
}

export type EventWrites = ReturnType<typeof createEventWrites>;

/** Bytes kept of a rejected request: enough for every event of Stripe's, and for seeing what else it was. */
export const MOST_OF_REJECTED = 256 * 1024;

export function createEventWrites(
  db: Db,
  eventStates: EventStates,
  bodies: EventBodies,
  templates: Templates,
  received: RecentSignatures,
) {
  const placeOf = createEventPlaces(db);
  // Bound by place: by name would cost as much as the insert itself.
  const insertRow = db.prepare(`
    INSERT INTO events (change_seq, id, stripe_id, account, kind, type, source, received_at, created_at, livemode, api_version,
      request_id, object_type, object_id, customer_id, customer_label, amount_minor, currency, signature, signature_problem,
      reject_reason, delivery_state, size_bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertBody = db.prepare<[number, Uint8Array]>(
    'INSERT INTO event_bodies (event_seq, bytes) VALUES (?, ?)',
  );
  const insertReceiptRow = db.prepare(`
    INSERT INTO receipts (event_seq, received_at, source, method, path, headers, size_bytes, other_bytes, signature)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const countReceipt = db.prepare<[number, number]>(
    'UPDATE events SET receipt_count = receipt_count + 1, change_seq = ? WHERE seq = ?',
  );
  const pin = db.prepare<[number, number, number]>(
    'UPDATE events SET pinned = ?, change_seq = ? WHERE seq = ?',
  );
  const labelOf = db
    .prepare<[string, string], string>(
      'SELECT label FROM customer_labels WHERE account = ? AND customer_id = ?',
    )
    .pluck();
  const forgetLabel = db.prepare<[string, string]>(
    'DELETE FROM customer_labels WHERE account = ? AND customer_id = ?',
  );
  const insertLabel = db.prepare<[string, string, string]>(
    'INSERT INTO customer_labels (account, customer_id, label) VALUES (?, ?, ?)',
  );

  /** Another name is another row, with a key beyond those that the index of names has. */
  function rememberLabel(account: string, customerId: string, label: string): void {
    const known = labelOf.get(account, customerId);
    if (known === label) return;
    if (known !== undefined) forgetLabel.run(account, customerId);
    insertLabel.run(account, customerId, label);
  }

  function insertReceipt(seq: number, receipt: NewReceipt, sameBytes: boolean): void {
    const { lastInsertRowid } = insertReceiptRow.run(
      seq,
      receipt.receivedAt,
      receipt.source,
      receipt.method,
      templates.writeText(receipt.path),
      templates.writeHeaders(receipt.headers),
      receipt.sizeBytes,
      sameBytes ? null : receipt.body,
      templates.writeCheck(receipt.signature),
    );
    const value = signatureIn(receipt.headers);
    if (value !== undefined) received.keep(seq, { receiptId: Number(lastInsertRowid), value });
  }

  function insertEvent(
    id: string,
    envelope: Partial<EventEnvelope>,
    kind: EventSummary['kind'],
    receipt: NewReceipt,
    rejectReason: EventSummary['rejectReason'],
    deliveryState: DeliveryState,
  ): number {
    const { livemode } = envelope;
    const { lastInsertRowid } = insertRow.run(
      eventStates.nextChangeSeq(),
      id,
      // Nearly always the id itself.
      envelope.stripeId === id ? null : (envelope.stripeId ?? null),
      envelope.account ?? '',
      kind,
      envelope.type ?? '',
      receipt.source,
      receipt.receivedAt,
      envelope.createdAt ?? null,
      livemode === null || livemode === undefined ? null : Number(livemode),
      envelope.apiVersion ?? null,
      envelope.requestId ?? null,
      envelope.objectType ?? null,
      envelope.objectId ?? null,
      envelope.customerId ?? null,
      envelope.customerLabel ?? null,
      envelope.amountMinor ?? null,
      envelope.currency ?? null,
      receipt.signature.state,
      receipt.signature.problem,
      rejectReason,
      deliveryState,
      receipt.sizeBytes,
    );
    const seq = Number(lastInsertRowid);
    eventStates.added(deliveryState);
    insertBody.run(seq, receipt.body);
    insertReceipt(seq, receipt, true);
    return seq;
  }

  const firstSource = db.prepare<[number], { source: string; receipts: number }>(
    'SELECT source, receipt_count AS receipts FROM events WHERE seq = ?',
  );

  return {
    /** The event was fetched from Stripe's list, and the receipt just recorded is the first that came by itself. */
    wasFetchedFirst(seq: number): boolean {
      const row = firstSource.get(seq);
      return row?.source === 'backfill' && row.receipts === 2;
    },

    setPinned(seq: number, isPinned: boolean): void {
      pin.run(Number(isPinned), eventStates.nextChangeSeq(), seq);
    },

    /** Stores an accepted event, or one more receipt of an event known already. */
    recordReceipt(
      envelope: EventEnvelope,
      receipt: NewReceipt,
      stateIfNew: 'pending' | 'none',
    ): StoredReceipt {
      const account = envelope.account ?? '';
      const { id, seq: known } = placeOf(envelope);
      if (known !== null) {
        insertReceipt(known, receipt, bodies.find(known)?.equals(receipt.body) === true);
        countReceipt.run(eventStates.nextChangeSeq(), known);
        return { seq: known, isNew: false };
      }
      if (envelope.customerId !== null && envelope.customerLabel !== null) {
        rememberLabel(account, envelope.customerId, envelope.customerLabel);
      }
      return { seq: insertEvent(id, envelope, envelope.kind, receipt, null, stateIfNew), isNew: true };
    },

    /** Keeps a request that was not accepted, a large one by its beginning. It never counts as the event it claims to be. */
    recordRejected(
      reason: NonNullable<EventSummary['rejectReason']>,
      envelope: EventEnvelope | null,
      receipt: NewReceipt,
    ): number {
      const id = `req_${randomBytes(9).toString('hex')}`;
      const body = receipt.body.subarray(0, MOST_OF_REJECTED);
      return insertEvent(id, envelope ?? {}, 'rejected', { ...receipt, body }, reason, 'rejected');
    },
  };
}
