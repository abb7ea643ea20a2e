// Removes the oldest events, a few at a time, and all that is made of them but what they meant for a plan. Rejected requests have a
// budget of their own, so that no flood of them ever pushes an event out.
import type { EventStates } from './event-states.ts';
import { INDEX_MARK, valuesListedOf } from './event-index.ts';
import { createMetaRows } from './meta-rows.ts';
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
  bytes: number;
}

interface RejectedBudget {
  requests: number;
  bytes: number;
}

/** What is kept of rejected requests in any case. */
const REJECTED_BUDGET: RejectedBudget = { requests: 1_000, bytes: 32 * 1024 * 1024 };
/** Once it is used up: so not every request costs a look at all of them. */
const TRIMMED_TO = 0.9;
/** Of the limit of size, where there is one. */
const REJECTED_SHARE = 0.05;
/**
 * The newest events that are not removed for their size as long as they themselves take no more than half of the limit: what else the
 * database holds, or room that comes free only later, must not cost the last of them.
 */
const KEPT_WHATEVER_THE_SIZE = 1_000;

/** Room an event takes beside the bytes that are counted: its row, its place in the indices, its words. */
const ROW_BYTES = 1_000;
/** Each of these is known without reading the bytes themselves. */
const OWN_BYTES = `${ROW_BYTES}
  + coalesce((SELECT octet_length(bytes) FROM event_bodies WHERE event_seq = e.seq), 0)
  + coalesce((SELECT octet_length(bytes) FROM packed_bodies WHERE event_seq = e.seq), 0)
  + (SELECT coalesce(sum(200 + octet_length(headers) + coalesce(octet_length(other_bytes), 0)), 0) FROM receipts WHERE event_seq = e.seq)
  + (SELECT coalesce(sum(200 + octet_length(request_headers) + octet_length(response_headers) + octet_length(response_body)), 0)
     FROM attempts WHERE event_seq = e.seq)
  + (SELECT coalesce(sum(octet_length(body)), 0) FROM edits WHERE event_seq = e.seq)`;

export function createEventRemoval(
  db: Db,
  eventStates: EventStates,
  projection: Pick<PlanProjection, 'rest'>,
) {
  const meta = createMetaRows(db);
  /** Of rejected requests, about; null = to be counted. */
  let held: RejectedBudget | null = null;
  const columns = `e.seq, e.delivery_state, e.type, e.account, e.api_version AS api, e.source, e.received_at, f.customer, f.created`;
  /** Pinned ones stay, and those that are still on their way. */
  const oldest = db.prepare<[string, number], OldEvent>(
    `SELECT ${columns}, ${OWN_BYTES} AS bytes
     FROM events e LEFT JOIN plan_facts f ON f.event_seq = e.seq
     WHERE e.pinned = 0 AND e.delivery_state NOT IN ('pending', 'held', 'retrying', 'rejected')
       AND (f.customer IS NULL OR f.customer NOT IN (SELECT value FROM json_each(?)))
     ORDER BY e.seq LIMIT ?`,
  );
  const newest = db.prepare<[number], { seq: number; bytes: number }>(
    `SELECT e.seq, ${OWN_BYTES} AS bytes FROM events e WHERE e.delivery_state <> 'rejected' ORDER BY e.seq DESC LIMIT ?`,
  );
  const rejected = db.prepare<[], OldEvent>(
    `SELECT ${columns}, ${OWN_BYTES} AS bytes FROM events e LEFT JOIN plan_facts f ON f.event_seq = e.seq
     WHERE e.delivery_state = 'rejected' AND e.pinned = 0 ORDER BY e.seq DESC`,
  );
  const remove = db.prepare<[number]>('DELETE FROM events WHERE seq = ?');
  const removeWords = db.prepare<[number]>('DELETE FROM event_index WHERE rowid = ?');
  const fewerValues = db.prepare<[string, string]>(
    'UPDATE event_values SET n = n - 1 WHERE field = ? AND value = ?',
  );
  const noValues = db.prepare('DELETE FROM event_values WHERE n <= 0');
  const count = db
    .prepare<[], number>("SELECT coalesce(sum(n), 0) FROM event_counts WHERE state <> 'rejected'")
    .pluck();
  const usedBytes = (): number => {
    const pages =
      Number(db.pragma('page_count', { simple: true })) -
      Number(db.pragma('freelist_count', { simple: true }));
    return pages * Number(db.pragma('page_size', { simple: true }));
  };

  /** From this event on none is removed for its size. */
  function keptFrom(maxBytes: number): number {
    let left = maxBytes / 2;
    let from = Number.MAX_SAFE_INTEGER;
    for (const { seq, bytes } of newest.all(KEPT_WHATEVER_THE_SIZE)) {
      left -= bytes;
      // The newest stays, however large it is.
      if (left < 0 && from !== Number.MAX_SAFE_INTEGER) break;
      from = seq;
    }
    return from;
  }

  /** @param candidates oldest first; @returns how many of them, from the first, are to go for their size */
  function tooLarge(candidates: readonly OldEvent[], maxBytes: number): number {
    let excess = usedBytes() - maxBytes;
    if (excess <= 0) return 0;
    const kept = keptFrom(maxBytes);
    const stays = candidates.findIndex(({ seq, bytes }) => {
      if (excess <= 0 || seq >= kept) return true;
      excess -= bytes;
      return false;
    });
    return stays === -1 ? candidates.length : stays;
  }

  function removeEvents(going: readonly OldEvent[]): void {
    if (going.length === 0) return;
    for (const [customer, events] of Map.groupBy(going, (one) => one.customer)) {
      if (customer !== null)
        projection.rest(customer, Math.max(...events.map(({ created }) => created ?? 0)));
    }
    const indexed = Number(meta.findMeta(INDEX_MARK) ?? 0);
    for (const event of going) {
      remove.run(event.seq);
      eventStates.removed(event.delivery_state);
      if (event.seq > indexed) continue;
      removeWords.run(event.seq);
      for (const [field, value] of valuesListedOf(event)) fewerValues.run(field, value);
    }
    noValues.run();
  }

  /** The newest within a budget stay. @returns how many were removed */
  function trimRejected(budget: RejectedBudget, receivedBefore: number | null): number {
    let { requests, bytes } = budget;
    const going = rejected.all().filter((one) => {
      requests -= 1;
      bytes -= one.bytes;
      return requests < 0 || bytes < 0 || (receivedBefore !== null && one.received_at < receivedBefore);
    });
    removeEvents(going);
    held = null;
    return going.length;
  }

  return {
    /** @returns how many were removed; 0 = nothing more is to go now */
    removeOldest({ maxEvents, receivedBefore, maxBytes, keepCustomers }: Retention, most: number): number {
      const share = maxBytes === null ? REJECTED_BUDGET.bytes : maxBytes * REJECTED_SHARE;
      const trimmed = trimRejected(
        { ...REJECTED_BUDGET, bytes: Math.min(REJECTED_BUDGET.bytes, share) },
        receivedBefore,
      );
      const surplus = maxEvents === null ? 0 : Math.max(0, (count.get() ?? 0) - maxEvents);
      const candidates = oldest.all(JSON.stringify(keepCustomers), most);
      const large = maxBytes === null ? 0 : tooLarge(candidates, maxBytes);
      const going = candidates.filter(
        ({ received_at: at }, place) =>
          place < large || place < surplus || (receivedBefore !== null && at < receivedBefore),
      );
      removeEvents(going);
      return trimmed + going.length;
    },

    /** A request was rejected: the oldest of its kind make room for it, some at a time. */
    rejectedStored(bytes: number): void {
      if (held === null) {
        const all = rejected.all();
        held = { requests: all.length, bytes: all.reduce((sum, one) => sum + one.bytes, 0) };
      } else {
        held.requests += 1;
        held.bytes += ROW_BYTES + bytes;
      }
      if (held.requests <= REJECTED_BUDGET.requests && held.bytes <= REJECTED_BUDGET.bytes) return;
      const { requests, bytes: most } = REJECTED_BUDGET;
      trimRejected({ requests: requests * TRIMMED_TO, bytes: most * TRIMMED_TO }, null);
    },

    rolledBack(): void {
      held = null;
    },

    /** Gives pages that are free back to the file system, at most so many; only files made since that is possible can. */
    shrink(mostPages: number): void {
      if (Number(db.pragma('auto_vacuum', { simple: true })) === 2)
        db.pragma(`incremental_vacuum(${mostPages})`);
    },
  };
}
