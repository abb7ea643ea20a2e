// Removes the oldest events, a few at a time, and all that is made of them but what they meant for a plan.
import type { EventStates } from './event-states.ts';
import { valuesListedOf } from './event-index.ts';
import type { Db } from './open-database.ts';
import type { PlanProjection } from './plan-projection.ts';
import type { DeliveryState } from '#shared/domain/delivery.ts';

/** How much is kept; null = no limit. */
export interface Retention {
  maxEvents: number | null;
  /** Unix milliseconds: what was received before may go. */
  receivedBefore: number | null;
  maxBytes: number | null;
  /** Customers all of whose events are kept. */
  keepCustomers: readonly number[];
}

interface OldEvent {
  seq: number;
  delivery_state: DeliveryState;
  type: string;
  account: string;
  api: string | null;
  source: string;
  received_at: number;
  customer: number | null;
  created: number | null;
}

export function createEventRemoval(
  db: Db,
  eventStates: EventStates,
  projection: Pick<PlanProjection, 'rest'>,
) {
  /** Pinned ones stay, and those that are still on their way. */
  const oldest = db.prepare<[string, number], OldEvent>(
    `SELECT e.seq, e.delivery_state, e.type, e.account, e.api_version AS api, e.source, e.received_at, f.customer, f.created
     FROM events e LEFT JOIN plan_facts f ON f.event_seq = e.seq
     WHERE e.pinned = 0 AND e.delivery_state NOT IN ('pending', 'held', 'retrying')
       AND (f.customer IS NULL OR f.customer NOT IN (SELECT value FROM json_each(?)))
     ORDER BY e.seq LIMIT ?`,
  );
  const remove = db.prepare<[number]>('DELETE FROM events WHERE seq = ?');
  const removeWords = db.prepare<[number]>('DELETE FROM event_index WHERE rowid = ?');
  const fewerValues = db.prepare<[string, string]>(
    'UPDATE event_values SET n = n - 1 WHERE field = ? AND value = ?',
  );
  const noValues = db.prepare('DELETE FROM event_values WHERE n <= 0');
  const count = db.prepare<[], number>('SELECT coalesce(sum(n), 0) FROM event_counts').pluck();
  const usedBytes = (): number => {
    const pages =
      Number(db.pragma('page_count', { simple: true })) -
      Number(db.pragma('freelist_count', { simple: true }));
    return pages * Number(db.pragma('page_size', { simple: true }));
  };

  return {
    /** @returns how many were removed; 0 = nothing more is to go now */
    removeOldest({ maxEvents, receivedBefore, maxBytes, keepCustomers }: Retention, most: number): number {
      const surplus = maxEvents === null ? 0 : Math.max(0, (count.get() ?? 0) - maxEvents);
      const tooLarge = maxBytes !== null && usedBytes() > maxBytes;
      const candidates = oldest.all(JSON.stringify(keepCustomers), most);
      const going = candidates.filter(
        ({ received_at: at }, place) =>
          tooLarge || place < surplus || (receivedBefore !== null && at < receivedBefore),
      );
      if (going.length === 0) return 0;
      for (const [customer, events] of Map.groupBy(going, (one) => one.customer)) {
        if (customer !== null)
          projection.rest(customer, Math.max(...events.map(({ created }) => created ?? 0)));
      }
      for (const event of going) {
        remove.run(event.seq);
        removeWords.run(event.seq);
        for (const [field, value] of valuesListedOf(event)) fewerValues.run(field, value);
        eventStates.removed(event.delivery_state);
      }
      noValues.run();
      return going.length;
    },

    /** Gives pages that are free back to the file system, at most so many; only files made since that is possible can. */
    shrink(mostPages: number): void {
      if (Number(db.pragma('auto_vacuum', { simple: true })) === 2)
        db.pragma(`incremental_vacuum(${mostPages})`);
    },
  };
}
