// What was missed: gaps and their events. Every read of them; see gap-writes.ts for how they come about.
import type { Gap, GapDetail, GapEvent } from '#shared/contract/catch-up.ts';
import type { GapEventState, GapReason, GapState } from '#shared/domain/catch-up.ts';
import type { DeliveryState } from '#shared/domain/delivery.ts';
import type { Db } from './open-database.ts';

/** How an event of Stripe's list stands here. */
export interface KnownEvent {
  seq: number;
  deliveryState: DeliveryState;
  apiVersion: string | null;
  /** It was fetched from Stripe's list, or noted with another version from there. */
  fetched: boolean;
}

/** A gap without its figures. */
export type GapHead = Pick<Gap, 'id' | 'state' | 'reason' | 'foundAt' | 'problem'>;

interface GapRow {
  id: number;
  state: GapState;
  reason: GapReason;
  found_at: number;
  ended_at: number | null;
  beyond_retention: number;
  problem: Gap['problem'];
}

/** Sent by other means counts, too: an event of a gap may come by the line after all, or be resent by hand. */
const STATE_OF = `CASE
  WHEN e.delivery_state = 'retrying' THEN 'held'
  WHEN e.delivery_state <> 'none' THEN e.delivery_state
  WHEN g.choice = 'open' THEN 'waiting' WHEN g.choice = 'left' THEN 'left' ELSE 'none' END`;

export type GapReads = ReturnType<typeof createGapReads>;

/** The lists may take long: they are for the reader thread. */
export function createGapReads(db: Db) {
  const newest = db.prepare<[number], GapRow>(
    `SELECT * FROM gaps WHERE id IN (SELECT id FROM gaps ORDER BY id DESC LIMIT ?)
       OR state IN ('looking', 'found', 'delivering', 'paused') ORDER BY id DESC`,
  );
  const byId = db.prepare<[number], GapRow>('SELECT * FROM gaps WHERE id = ?');
  const any = db.prepare<[]>('SELECT 1 FROM gaps LIMIT 1');
  const inState = db.prepare<[string], GapRow>(
    'SELECT * FROM gaps WHERE state IN (SELECT value FROM json_each(?)) ORDER BY id',
  );
  const figures = db.prepare<
    [number],
    { state: GapEventState; n: number; oldest: number | null; newest: number | null }
  >(
    `SELECT ${STATE_OF} AS state, count(*) AS n, min(g.created_at) AS oldest, max(g.created_at) AS newest
     FROM gap_events g JOIN events e ON e.seq = g.event_seq WHERE g.gap_id = ? GROUP BY 1`,
  );
  const byType = db.prepare<[number], { type: string; count: number }>(
    `SELECT e.type, count(*) AS count FROM gap_events g JOIN events e ON e.seq = g.event_seq WHERE g.gap_id = ?
     GROUP BY e.type ORDER BY count DESC, e.type`,
  );
  const byAccount = db.prepare<[number], { account: string; count: number }>(
    `SELECT e.account, count(*) AS count FROM gap_events g JOIN events e ON e.seq = g.event_seq WHERE g.gap_id = ?
     GROUP BY e.account ORDER BY count DESC, e.account`,
  );
  const listed = db.prepare<
    [number, string | null, string | null, number, number],
    {
      id: string;
      type: string;
      created_at: number;
      account: string;
      label: string | null;
      api_version: string | null;
      state: GapEventState;
    }
  >(
    `SELECT * FROM (
       SELECT e.id, e.type, g.created_at, e.account, coalesce(e.customer_label, c.label) AS label, e.api_version,
         ${STATE_OF} AS state, g.place, g.event_seq
       FROM gap_events g JOIN events e ON e.seq = g.event_seq
       LEFT JOIN customer_labels c ON c.account = e.account AND c.customer_id = e.customer_id
       WHERE g.gap_id = ?)
     WHERE ? IS NULL OR state = ? ORDER BY created_at, place DESC, event_seq LIMIT ? OFFSET ?`,
  );
  const nextOpen = db.prepare<[number], { seq: number; created_at: number }>(
    `SELECT event_seq AS seq, created_at FROM gap_events WHERE gap_id = ? AND choice = 'open'
     ORDER BY created_at, place DESC, event_seq LIMIT 1`,
  );
  const lastSent = db
    .prepare<[number, number], DeliveryState>(
      `SELECT e.delivery_state FROM gap_events g JOIN events e ON e.seq = g.event_seq
       WHERE g.gap_id = ? AND g.created_at <= ? AND g.choice = 'sent'
       ORDER BY g.created_at DESC, g.place, g.event_seq DESC LIMIT 1`,
    )
    .pluck();
  const oldestOf = db.prepare<[number], number | null>(
    'SELECT min(created_at) FROM gap_events WHERE gap_id = ?',
  );
  const known = db.prepare<
    [string],
    { id: string; account: string; seq: number; state: DeliveryState; api: string | null; fetched: number }
  >(
    `SELECT coalesce(e.stripe_id, e.id) AS id, e.account, e.seq, e.delivery_state AS state, e.api_version AS api,
       EXISTS (SELECT 1 FROM receipts r WHERE r.event_seq = e.seq AND r.source = 'backfill') AS fetched
     FROM json_each(?) wanted JOIN events e ON e.id = wanted.value WHERE e.kind <> 'rejected'`,
  );
  const accounts = db
    .prepare<[], string>("SELECT value FROM event_values WHERE field = 'account' AND n > 0")
    .pluck();

  function gapOf(row: GapRow): Gap {
    const counts = { waiting: 0, delivered: 0, failed: 0, held: 0, skipped: 0 };
    let total = 0;
    let from: number | null = null;
    let until: number | null = null;
    for (const { state, n, oldest, newest: last } of figures.all(row.id)) {
      total += n;
      if (oldest !== null) from = Math.min(from ?? oldest, oldest);
      if (last !== null) until = Math.max(until ?? last, last);
      counts[COUNTED_AS[state]] += n;
    }
    return {
      id: row.id,
      state: row.state,
      reason: row.reason,
      foundAt: row.found_at,
      endedAt: row.ended_at,
      from,
      until,
      total,
      counts,
      beyondRetention: row.beyond_retention === 1,
      problem: row.problem,
    };
  }

  return {
    /** The last few, and all that are not over, newest first. */
    listGaps: (most: number): Gap[] => newest.all(most).map(gapOf),
    findGap(id: number): Gap | null {
      const row = byId.get(id);
      return row === undefined ? null : gapOf(row);
    },
    findGapDetail(id: number): GapDetail | null {
      const row = byId.get(id);
      if (row === undefined) return null;
      return {
        ...gapOf(row),
        byType: byType.all(id),
        byAccount: byAccount
          .all(id)
          .map(({ account, count }) => ({ account: account === '' ? null : account, count })),
      };
    },
    /** In the order of creation. */
    listGapEvents(id: number, state: GapEventState | null, from: number, most: number): GapEvent[] {
      return listed.all(id, state, state, most, from).map((row) => ({
        id: row.id,
        type: row.type,
        createdAt: row.created_at,
        account: row.account === '' ? null : row.account,
        customerLabel: row.label,
        apiVersion: row.api_version,
        state: row.state,
      }));
    },

    /** Without figures, which may take long. Oldest first. */
    listGapsIn: (states: readonly GapState[]): GapHead[] =>
      inState.all(JSON.stringify(states)).map(({ id, state, reason, found_at: foundAt, problem }) => {
        return { id, state, reason, foundAt, problem };
      }),
    hasGaps: (): boolean => any.get() !== undefined,
    gapState: (id: number): GapState | null => byId.get(id)?.state ?? null,
    /** The next to be sent. */
    findNextOfGap(id: number): { seq: number; createdAt: number } | null {
      const row = nextOpen.get(id);
      return row === undefined ? null : { seq: row.seq, createdAt: row.created_at };
    },
    /** How the event stands that was sent last, of those created up to then; null = none was. */
    stateOfLastSent: (id: number, createdAt: number): DeliveryState | null =>
      lastSent.get(id, createdAt) ?? null,
    /** When Stripe created the oldest event of a gap; null = there is none. */
    oldestOfGap: (id: number): number | null => oldestOf.pluck().get(id) ?? null,

    /** Which of these are here, by the key of `keyOf`. */
    findKnown(events: readonly { id: string; account: string | null }[]): Map<string, KnownEvent> {
      // Where two accounts share an id, the second event carries its account's name; see event-writes.ts.
      const ids = events.flatMap(({ id, account }) => [id, `${id}@${account ?? ''}`]);
      return new Map(
        known.all(JSON.stringify(ids)).map(({ id, account, seq, state, api, fetched }) => {
          const event = { seq, deliveryState: state, apiVersion: api, fetched: fetched === 1 };
          return [keyOf({ id, account: account === '' ? null : account }), event];
        }),
      );
    },
    /** Connected accounts that events have come of. */
    listAccounts: (): string[] => accounts.all().filter((account) => account.startsWith('acct_')),
  };
}

const COUNTED_AS: Readonly<Record<GapEventState, keyof Gap['counts']>> = {
  waiting: 'waiting',
  left: 'skipped',
  none: 'skipped',
  pending: 'held',
  held: 'held',
  delivered: 'delivered',
  failed: 'failed',
};

export function keyOf({ id, account }: { id: string; account: string | null }): string {
  return `${id}@${account ?? ''}`;
}
