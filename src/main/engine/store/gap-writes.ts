// Every write to gaps. Runs on the writer thread, inside a transaction; see writes.ts.
import type { Gap } from '#shared/contract/catch-up.ts';
import type { GapReason, GapState } from '#shared/domain/catch-up.ts';
import type { DeliveryState } from '#shared/domain/delivery.ts';
import type { EventEnvelope } from '#shared/domain/event-envelope.ts';
import type { DeliveryWrites, EndpointMatch, OpenedDelivery } from './delivery-writes.ts';
import type { EventWrites, NewReceipt } from './event-writes.ts';
import type { Db } from './open-database.ts';

/** An event of Stripe's list that did not come by the line, or came in another version. */
export interface MissedEvent {
  envelope: EventEnvelope;
  receipt: NewReceipt;
  /** Unix milliseconds. */
  createdAt: number;
  /** In Stripe's list, from the newest on. */
  place: number;
}

export interface NewGap {
  reason: GapReason;
  foundAt: number;
  beyondRetention: boolean;
}

export function createGapWrites(
  db: Db,
  events: Pick<EventWrites, 'recordReceipt'>,
  deliveries: Pick<DeliveryWrites, 'openMatches'>,
) {
  const insertGap = db.prepare<[string, string, number, number]>(
    'INSERT INTO gaps (state, reason, found_at, beyond_retention) VALUES (?, ?, ?, ?)',
  );
  const insertEvent = db.prepare<[number, number, number, number]>(
    'INSERT OR IGNORE INTO gap_events (gap_id, created_at, place, event_seq) VALUES (?, ?, ?, ?)',
  );
  const setState = db.prepare<[string, number | null, string | null, number]>(
    'UPDATE gaps SET state = ?, ended_at = ?, problem = ? WHERE id = ?',
  );
  const setProblem = db.prepare<[string | null, number]>('UPDATE gaps SET problem = ? WHERE id = ?');
  const beyond = db.prepare<[number]>('UPDATE gaps SET beyond_retention = 1 WHERE id = ?');
  const wanted = db.prepare<[number, string]>(
    `UPDATE gap_events SET choice = 'open' WHERE gap_id = ? AND choice = 'left'
       AND event_seq IN (SELECT e.seq FROM events e JOIN json_each(?) w ON w.value = e.id)`,
  );
  const unwanted = db.prepare<[number, string]>(
    `UPDATE gap_events SET choice = 'left' WHERE gap_id = ? AND choice = 'open'
       AND event_seq NOT IN (SELECT e.seq FROM events e JOIN json_each(?) w ON w.value = e.id)`,
  );
  const allWanted = db.prepare<[number]>(
    "UPDATE gap_events SET choice = 'open' WHERE gap_id = ? AND choice = 'left'",
  );
  const noneWanted = db.prepare<[number]>(
    "UPDATE gap_events SET choice = 'left' WHERE gap_id = ? AND choice = 'open'",
  );
  const sent = db.prepare<[number, number]>(
    "UPDATE gap_events SET choice = 'sent' WHERE gap_id = ? AND event_seq = ? AND choice = 'open'",
  );
  const stateOf = db
    .prepare<[number], DeliveryState>('SELECT delivery_state FROM events WHERE seq = ?')
    .pluck();
  const createdOf = db.prepare<[number], { created: number }>(
    'SELECT coalesce(created_at, received_at) AS created FROM events WHERE seq = ?',
  );
  const trim = db.prepare<[number]>(
    `DELETE FROM gaps WHERE state IN ('done', 'recorded', 'cancelled')
       AND id NOT IN (SELECT id FROM gaps ORDER BY id DESC LIMIT ?)`,
  );

  return {
    /**
     * Records what was missed. The gap it belongs to is begun with the first new event.
     * @returns the gap, null = there is none yet; and how many of the events were new
     */
    recordMissed(
      gap: number | NewGap,
      missed: readonly MissedEvent[],
    ): { gapId: number | null; added: number } {
      let gapId = typeof gap === 'number' ? gap : null;
      let added = 0;
      for (const { envelope, receipt, createdAt, place } of missed) {
        const { seq, isNew } = events.recordReceipt(envelope, receipt, 'none');
        if (!isNew) continue;
        if (gapId === null && typeof gap !== 'number')
          gapId = Number(
            insertGap.run('looking', gap.reason, gap.foundAt, Number(gap.beyondRetention)).lastInsertRowid,
          );
        if (gapId === null) continue;
        insertEvent.run(gapId, createdAt, place, seq);
        added += 1;
      }
      return { gapId, added };
    },
    /** Puts events that are here into a gap. @returns it */
    gatherGap(gap: number | NewGap, seqs: readonly number[]): number {
      const gapId =
        typeof gap === 'number'
          ? gap
          : Number(
              insertGap.run('looking', gap.reason, gap.foundAt, Number(gap.beyondRetention)).lastInsertRowid,
            );
      for (const seq of seqs) {
        const row = createdOf.get(seq);
        if (row !== undefined) insertEvent.run(gapId, row.created, 0, seq);
      }
      return gapId;
    },
    setGapState(id: number, state: GapState, endedAt: number | null): void {
      setState.run(state, endedAt, null, id);
    },
    setGapProblem(id: number, problem: Gap['problem']): void {
      setProblem.run(problem, id);
    },
    markBeyondRetention(id: number): void {
      beyond.run(id);
    },
    /** What is still to be sent of a gap. @param ids null = all; empty = nothing */
    chooseOfGap(id: number, ids: readonly string[] | null): void {
      if (ids === null) allWanted.run(id);
      else if (ids.length === 0) noneWanted.run(id);
      else {
        unwanted.run(id, JSON.stringify(ids));
        wanted.run(id, JSON.stringify(ids));
      }
    },
    /**
     * Opens the deliveries of an event of a gap, and notes in the same breath that this was done: a kill can fall before or after.
     * @returns what was opened; nothing where it was sent by other means meanwhile
     */
    openOfGap(id: number, seq: number, matches: readonly EndpointMatch[]): OpenedDelivery[] {
      if (sent.run(id, seq).changes === 0) return [];
      const state = stateOf.get(seq);
      if (state !== 'none' && state !== 'failed') return [];
      return deliveries.openMatches(
        seq,
        matches.map((match) => ({ ...match, dedupe: false })),
        false,
      );
    },
    /** Forgets all but the newest gaps that are over; their events stay. */
    trimGaps(keep: number): void {
      trim.run(keep);
    },
  };
}
