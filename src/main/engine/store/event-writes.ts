// Every write to events and receipts. Called inside a transaction of the write queue only.
import { randomBytes } from 'node:crypto';
import type { EventEnvelope } from '#shared/domain/event-envelope.ts';
import type { EventSummary, HeaderList, SignatureCheck } from '#shared/contract/events.ts';
import type { DeliveryState } from '#shared/domain/delivery.ts';
import type { Db } from './open-database.ts';

export interface NewReceipt {
  receivedAt: number;
  source: EventSummary['source'];
  method: string;
  path: string;
  headers: HeaderList;
  /** The exact bytes; empty where they were not read to the end. */
  body: Buffer;
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

/** @param nextChangeSeq gives each changed row its place in the live feed */
export function createEventWrites(db: Db, nextChangeSeq: () => number) {
  // Two plain look-ups instead of a join: SQLite built with STAT4 plans some joins anew at every run.
  const findKnown = db
    .prepare<[string, string], number>(
      "SELECT seq FROM events WHERE stripe_id = ? AND account = ? AND kind <> 'rejected'",
    )
    .pluck();
  const storedBody = db
    .prepare<[number], Buffer>('SELECT bytes FROM event_bodies WHERE event_seq = ?')
    .pluck();
  const idTaken = db.prepare<[string], { seq: number }>('SELECT seq FROM events WHERE id = ?');
  const insertRow = db.prepare(`
    INSERT INTO events (change_seq, id, stripe_id, account, kind, type, source, received_at, created_at, livemode, api_version,
      request_id, object_type, object_id, customer_id, customer_label, amount_minor, currency, signature, signature_problem,
      reject_reason, delivery_state, size_bytes)
    VALUES (@changeSeq, @id, @stripeId, @account, @kind, @type, @source, @receivedAt, @createdAt, @livemode, @apiVersion,
      @requestId, @objectType, @objectId, @customerId, @customerLabel, @amountMinor, @currency, @signature, @signatureProblem,
      @rejectReason, @deliveryState, @sizeBytes)`);
  const insertBody = db.prepare<[number, Buffer]>(
    'INSERT INTO event_bodies (event_seq, bytes) VALUES (?, ?)',
  );
  const insertReceiptRow = db.prepare(`
    INSERT INTO receipts (event_seq, received_at, source, method, path, headers, size_bytes, other_bytes, signature)
    VALUES (@seq, @receivedAt, @source, @method, @path, @headers, @sizeBytes, @otherBytes, @signature)`);
  const countReceipt = db.prepare<[number, number]>(
    'UPDATE events SET receipt_count = receipt_count + 1, change_seq = ? WHERE seq = ?',
  );
  const rememberLabel = db.prepare<[string, string, string]>(
    `INSERT INTO customer_labels (account, customer_id, label) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET label = excluded.label WHERE label <> excluded.label`,
  );

  function insertReceipt(seq: number, receipt: NewReceipt, storedBytes: Buffer | null): void {
    const same = storedBytes !== null && storedBytes.equals(receipt.body);
    insertReceiptRow.run({
      seq,
      receivedAt: receipt.receivedAt,
      source: receipt.source,
      method: receipt.method,
      path: receipt.path,
      headers: JSON.stringify(receipt.headers),
      sizeBytes: receipt.sizeBytes,
      otherBytes: same ? null : receipt.body,
      signature: JSON.stringify(receipt.signature),
    });
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
    const seq = Number(
      insertRow.run({
        changeSeq: nextChangeSeq(),
        id,
        stripeId: envelope.stripeId ?? null,
        account: envelope.account ?? '',
        kind,
        type: envelope.type ?? '',
        source: receipt.source,
        receivedAt: receipt.receivedAt,
        createdAt: envelope.createdAt ?? null,
        livemode: livemode === null || livemode === undefined ? null : Number(livemode),
        apiVersion: envelope.apiVersion ?? null,
        requestId: envelope.requestId ?? null,
        objectType: envelope.objectType ?? null,
        objectId: envelope.objectId ?? null,
        customerId: envelope.customerId ?? null,
        customerLabel: envelope.customerLabel ?? null,
        amountMinor: envelope.amountMinor ?? null,
        currency: envelope.currency ?? null,
        signature: receipt.signature.state,
        signatureProblem: receipt.signature.problem,
        rejectReason,
        deliveryState,
        sizeBytes: receipt.sizeBytes,
      }).lastInsertRowid,
    );
    insertBody.run(seq, receipt.body);
    insertReceipt(seq, receipt, receipt.body);
    return seq;
  }

  return {
    /** Stores an accepted event, or one more receipt of an event known already. */
    recordReceipt(
      envelope: EventEnvelope,
      receipt: NewReceipt,
      stateIfNew: 'pending' | 'none' = 'none',
    ): StoredReceipt {
      const account = envelope.account ?? '';
      const known = findKnown.get(envelope.stripeId, account);
      if (known !== undefined) {
        insertReceipt(known, receipt, storedBody.get(known) ?? null);
        countReceipt.run(nextChangeSeq(), known);
        return { seq: known, isNew: false };
      }
      if (envelope.customerId !== null && envelope.customerLabel !== null) {
        rememberLabel.run(account, envelope.customerId, envelope.customerLabel);
      }
      // Stripe's ids are unique across accounts; should two accounts ever share one, the second gets its account's name.
      const id =
        idTaken.get(envelope.stripeId) === undefined ? envelope.stripeId : `${envelope.stripeId}@${account}`;
      const seq = insertEvent(id, envelope, envelope.kind, receipt, null, stateIfNew);
      return { seq, isNew: true };
    },

    /** Keeps a request that was not accepted. It never counts as the event it claims to be. */
    recordRejected(
      reason: NonNullable<EventSummary['rejectReason']>,
      envelope: EventEnvelope | null,
      receipt: NewReceipt,
    ): number {
      const id = `req_${randomBytes(9).toString('hex')}`;
      return insertEvent(id, envelope ?? {}, 'rejected', receipt, reason, 'rejected');
    },
  };
}
