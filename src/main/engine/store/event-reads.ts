// Every read of events. Works on any connection, so the engine and its reader thread share it.
import type {
  EventDetail,
  EventFilter,
  EventPage,
  EventSummary,
  HeaderList,
  Receipt,
} from '#shared/contract/events.ts';
import { knownMs } from '#shared/domain/event-envelope.ts';
import { integer } from '#shared/domain/json-read.ts';
import type { CheckoutLink } from '#shared/domain/story/story-key.ts';
import type { EventEnvelope } from '#shared/domain/event-envelope.ts';
import type { EventCounts } from '#shared/contract/status.ts';
import type { Db } from './open-database.ts';
import { createDeliveryOrder, type DeliverySpot } from './delivery-order.ts';
import { createEventBodies } from './event-bodies.ts';
import { createEventPlaces } from './event-places.ts';
import { createPacking } from './packing.ts';
import { createEventCandidates } from './event-candidates.ts';
import { conditionOf, readEventFilter, type SqlCondition } from './event-filter.ts';
import { createTemplateReads, type TemplateReads } from './templates.ts';
import { addSearchFunctions } from './search-functions.ts';
import { VERSION_DIFFERS } from './version-condition.ts';

/** SQLite's row of `events`, with the customer's label as known now. */
interface EventRow {
  seq: number;
  change_seq: number;
  id: string;
  account: string;
  kind: EventSummary['kind'];
  type: string;
  source: EventSummary['source'];
  received_at: number;
  created_at: number | null;
  livemode: number | null;
  api_version: string | null;
  request_id: string | null;
  checkout_id: string | null;
  checkout_link: CheckoutLink | null;
  object_type: string | null;
  object_id: string | null;
  customer_id: string | null;
  shown_label: string | null;
  amount_minor: number | null;
  currency: string | null;
  signature: EventSummary['signature'];
  signature_problem: EventSummary['signatureProblem'];
  reject_reason: EventSummary['rejectReason'];
  receipt_count: number;
  pinned: number;
  delivery_state: EventSummary['deliveryState'];
  attempt_count: number;
  next_attempt_at: number | null;
  last_status: number | null;
  last_error_class: EventSummary['lastErrorClass'];
  last_duration_ms: number | null;
  size_bytes: number;
  version_differs?: number | null;
}

interface ReceiptRow {
  id: number;
  received_at: number;
  source: Receipt['source'];
  method: string;
  path: string;
  headers: string;
  size_bytes: number;
  other_bytes: Buffer | null;
  signature: string;
}

/** What a bulk operation is about. */
export interface EventSelection {
  events: { seq: number; id: string }[];
  /** What was named or matches besides: rejected requests, and ids that are not here. */
  leftOut: number;
}

/** Of these events those that fit, in their order, at most so many. */
type Fitting = (seqs: readonly number[], most: number) => EventRow[];

export interface ChangedEvent {
  event: EventSummary;
  matches: boolean;
}

export type EventReads = ReturnType<typeof createEventReads>;

const COLUMNS = `e.*, coalesce(e.customer_label, c.label) AS shown_label,
  (SELECT id FROM checkouts WHERE key = e.checkout) AS checkout_id`;
/** With what takes looking elsewhere: for the few that are shown. */
const SHOWN_COLUMNS = `${COLUMNS}, ${VERSION_DIFFERS} AS version_differs`;
const FROM = `FROM events e LEFT JOIN customer_labels c ON c.account = e.account AND c.customer_id = e.customer_id`;

/** Candidates looked at in one go; more with every go that finds too few. */
const FIRST_CANDIDATES = 300;
const MOST_CANDIDATES = 5_000;
/** Events glanced at in one go, as long as most of them fit. */
const GLANCE = 150;
/** More than a page is gathered from the index rather than from every event there is. */
const MOST_OF_A_PAGE = 1_000;

/** An event fetched from Stripe's list came with none of its own; it goes out with those that Stripe sends. Source: Stripe CLI 1.52, observed. */
const HEADERS_OF_STRIPE: HeaderList = [
  ['User-Agent', 'Stripe/1.0 (+https://stripe.com/docs/webhooks)'],
  ['Accept', '*/*; q=0.5, application/xml'],
  ['Cache-Control', 'no-cache'],
  ['Content-Type', 'application/json; charset=utf-8'],
];

export function createEventReads(db: Db) {
  const packing = createPacking(db);
  const bodies = createEventBodies(db, packing);
  const order = createDeliveryOrder(db);
  const templates = createTemplateReads(db);
  addSearchFunctions(db, packing);
  const placeOf = createEventPlaces(db);
  const candidates = createEventCandidates(db);
  const byId = db.prepare<[string], EventRow>(`SELECT ${SHOWN_COLUMNS} ${FROM} WHERE e.id = ?`);
  const bySeq = db.prepare<[number], EventRow>(`SELECT ${SHOWN_COLUMNS} ${FROM} WHERE e.seq = ?`);
  const receiptsOf = db.prepare<[number], ReceiptRow>(
    'SELECT * FROM receipts WHERE event_seq = ? ORDER BY id',
  );
  const receiptBody = db.prepare<[number, number], { other_bytes: Buffer | null }>(
    'SELECT other_bytes FROM receipts WHERE id = ? AND event_seq = ?',
  );
  const otherBodies = db
    .prepare<[number], Buffer>(
      'SELECT other_bytes FROM receipts WHERE event_seq = ? AND other_bytes IS NOT NULL ORDER BY id DESC LIMIT 20',
    )
    .pluck();
  const newestSeqs = db
    .prepare<[number, number], number>('SELECT seq FROM events WHERE seq < ? ORDER BY seq DESC LIMIT ?')
    .pluck();
  const differing = db
    .prepare<[string], number>(
      `SELECT e.seq FROM json_each(?) wanted CROSS JOIN events e ON e.seq = wanted.value WHERE ${VERSION_DIFFERS}`,
    )
    .pluck();
  const pinned = db.prepare<[], { n: number }>(
    'SELECT count(*) AS n FROM events INDEXED BY events_pinned WHERE pinned = 1 AND seq > 0',
  );
  const outcomes = db.prepare<[string], { state: string; n: number }>(
    `SELECT e.delivery_state AS state, count(*) AS n
     FROM json_each(?) wanted JOIN events e ON e.id = wanted.value GROUP BY e.delivery_state`,
  );
  const counts = db.prepare<[], { state: string; n: number }>('SELECT state, n FROM event_counts');
  const newestChange = db.prepare<[], { n: number | null }>('SELECT max(change_seq) AS n FROM events');
  const changesSince = db.prepare<[number], { n: number }>(
    'SELECT count(*) AS n FROM (SELECT 1 FROM events WHERE change_seq > ? LIMIT 2001)',
  );

  /** Newest first, all as they are at one moment. @throws BadFilterError */
  const rowsOf = db.transaction((filter: EventFilter, below: number, most: number): EventRow[] => {
    const read = readEventFilter(filter);
    const now = Date.now();
    packing.prepare();
    const narrowed = candidates.of(read, now);
    if (narrowed === null) {
      const { sql, parameters } = conditionOf(read, now);
      return db
        .prepare<[Record<string, unknown>], EventRow>(
          `SELECT ${COLUMNS} ${FROM} WHERE e.seq < @below AND ${sql} ORDER BY e.seq DESC LIMIT @most`,
        )
        .all({ ...parameters, below, most });
    }
    // An index says which events may fit; whether they do is for the condition to say, as far as it is not proved.
    const { source, proved, provedUpTo, isBroad } = narrowed;
    const looked = fittingOf(conditionOf(read, now));
    const trusted = fittingOf(conditionOf({ terms: read.terms.filter((term) => !proved.has(term)) }, now));
    const glanced = isBroad && most <= MOST_OF_A_PAGE ? glance(looked, below, most) : { rows: [], below };
    const { rows } = glanced;
    for (
      let next = glanced.below, size = FIRST_CANDIDATES;
      rows.length < most;
      size = Math.min(size * 2, MOST_CANDIDATES)
    ) {
      const seqs = source(next, size);
      const fresh = seqs.findIndex((seq) => seq <= provedUpTo);
      const border = fresh === -1 ? seqs.length : fresh;
      rows.push(...looked(seqs.slice(0, border), most - rows.length));
      rows.push(...trusted(seqs.slice(border), most - rows.length));
      const last = seqs.at(-1);
      if (last === undefined || seqs.length < size) break;
      next = last;
    }
    return rows;
  });

  /** Goes through the newest of all events for as long as most of them fit. @returns those, and below which event to go on */
  function glance(looked: Fitting, below: number, most: number): { rows: EventRow[]; below: number } {
    const rows: EventRow[] = [];
    let next = below;
    for (let isDense = true; isDense && rows.length < most;) {
      const seqs = newestSeqs.all(next, GLANCE);
      const fitting = looked(seqs, most - rows.length);
      rows.push(...fitting);
      next = seqs.at(-1) ?? 0;
      isDense = fitting.length * 2 >= GLANCE;
    }
    return { rows, below: next };
  }

  function fittingOf({ sql, parameters }: SqlCondition): Fitting {
    const statement = db.prepare<[Record<string, unknown>], EventRow>(
      `SELECT ${COLUMNS} FROM json_each(@seqs) wanted CROSS JOIN events e ON e.seq = wanted.value
       LEFT JOIN customer_labels c ON c.account = e.account AND c.customer_id = e.customer_id
       WHERE ${sql} ORDER BY wanted.key LIMIT @most`,
    );
    return (seqs, most) =>
      seqs.length === 0 || most <= 0
        ? []
        : statement.all({ ...parameters, seqs: JSON.stringify(seqs), most });
  }

  return {
    /** Newest first, by order of arrival. */
    listEvents(filter: EventFilter, cursor: number | null, limit: number): EventPage {
      // First: what another thread commits from here on is then told by the live feed, at worst twice.
      const changeSeq = newestChange.get()?.n ?? 0;
      const rows = rowsOf(filter, cursor ?? Number.MAX_SAFE_INTEGER, limit + 1);
      const page = rows.slice(0, limit);
      const marked = new Set(differing.all(JSON.stringify(page.map(({ seq }) => seq))));
      return {
        items: page.map((row) => summaryOf({ ...row, version_differs: Number(marked.has(row.seq)) })),
        nextCursor: rows.length > limit ? (page.at(-1)?.seq ?? null) : null,
        changeSeq,
      };
    },

    /** Every event that matches, in the order of delivery. */
    listMatchingSeqs(filter: EventFilter): EventSelection {
      const rows = rowsOf(filter, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
      const spots = rows
        .filter(({ kind }) => kind !== 'rejected')
        .map(({ seq, id, created_at, received_at, customer_id }) => {
          return { seq, id, createdAt: created_at ?? received_at, customerId: customer_id };
        });
      return {
        events: order.inOrder(spots).map(({ seq, id }) => ({ seq, id })),
        leftOut: rows.length - spots.length,
      };
    },

    /** The same for events named by id. */
    listSeqsOf(ids: readonly string[]): EventSelection {
      const spots = db
        .prepare<[string], DeliverySpot & { id: string }>(
          `SELECT e.seq, e.id, coalesce(e.created_at, e.received_at) AS createdAt, e.customer_id AS customerId
           FROM events e JOIN json_each(?) wanted ON e.id = wanted.value WHERE e.kind <> 'rejected'`,
        )
        .all(JSON.stringify([...new Set(ids)]));
      return {
        events: order.inOrder(spots).map(({ seq, id }) => ({ seq, id })),
        leftOut: new Set(ids).size - spots.length,
      };
    },

    findEventById(id: string): EventSummary | null {
      const row = byId.get(id);
      return row === undefined ? null : summaryOf(row);
    },

    /** Whether another receipt of this event is here. */
    isStored: (envelope: EventEnvelope): boolean => placeOf(envelope).seq !== null,

    findEventBySeq(seq: number): EventSummary | null {
      const row = bySeq.get(seq);
      return row === undefined ? null : summaryOf(row);
    },

    findEventDetail(id: string): EventDetail | null {
      const row = byId.get(id);
      if (row === undefined) return null;
      return {
        ...summaryOf(row),
        sizeBytes: knownSize(row.size_bytes),
        receipts: receiptsOf.all(row.seq).map((receipt) => receiptOf(receipt, templates)),
      };
    },

    /** The bytes stored with the event; null when they were not kept. */
    findBody(seq: number): Buffer | null {
      return bodies.find(seq);
    },

    /** The bytes of one receipt; null when the receipt does not belong to the event. */
    findReceiptBody(seq: number, receiptId: number): Buffer | null {
      const row = receiptBody.get(receiptId, seq);
      return row === undefined ? null : (row.other_bytes ?? bodies.find(seq));
    },

    /** The bytes of receipts that had others than the event, the newest first. */
    listOtherBodies(seq: number): Buffer[] {
      return otherBodies.all(seq);
    },

    /** None when the receipt does not belong to the event. */
    findReceiptHeaders(seq: number, receiptId: number): HeaderList {
      const row = receiptsOf.all(seq).find(({ id }) => id === receiptId);
      if (row === undefined) return [];
      return row.source === 'backfill' ? [...HEADERS_OF_STRIPE] : templates.readHeaders(row.headers);
    },

    newestReceiptHeaders(seq: number): HeaderList {
      const rows = receiptsOf.all(seq);
      const row = rows.findLast(({ source }) => source !== 'backfill');
      if (row !== undefined) return templates.readHeaders(row.headers);
      return rows.length === 0 ? [] : [...HEADERS_OF_STRIPE];
    },

    /** Events changed after `changeSeq`, in the order of change, and whether each matches the filter now. */
    listChanges(changeSeq: number, filter: EventFilter, limit: number): ChangedEvent[] {
      const condition = conditionOf(readEventFilter(filter), Date.now());
      packing.prepare();
      return db
        .prepare<[Record<string, unknown>], EventRow & { matches: number }>(
          `SELECT ${SHOWN_COLUMNS}, (${condition.sql}) AS matches ${FROM}
           WHERE e.change_seq > @changeSeq ORDER BY e.change_seq LIMIT @limit`,
        )
        .all({ ...condition.parameters, changeSeq, limit })
        .map((row) => ({ event: summaryOf(row), matches: row.matches === 1 }));
    },

    /** Counts at most 2001, which is all that is needed to decide that it is too many. */
    countChanges(changeSeq: number): number {
      return changesSince.get(changeSeq)?.n ?? 0;
    },

    newestChangeSeq(): number {
      return newestChange.get()?.n ?? 0;
    },

    countOutcomes(ids: readonly string[]): { delivered: number; failed: number } {
      const of = new Map(outcomes.all(JSON.stringify(ids)).map(({ state, n }) => [state, n]));
      return { delivered: of.get('delivered') ?? 0, failed: of.get('failed') ?? 0 };
    },

    countEvents(): EventCounts {
      const result: EventCounts = {
        all: 0,
        none: 0,
        pending: 0,
        held: 0,
        retrying: 0,
        delivered: 0,
        failed: 0,
        rejected: 0,
        pinned: pinned.get()?.n ?? 0,
      };
      for (const { state, n } of counts.all()) {
        result[state as keyof EventCounts] = n;
        result.all += n;
      }
      return result;
    },
  };
}

function summaryOf(row: EventRow): EventSummary {
  return {
    seq: row.seq,
    changeSeq: row.change_seq,
    id: row.id,
    kind: row.kind,
    type: row.type,
    source: row.source,
    receivedAt: row.received_at,
    // An earlier version may have stored what is no time and no exact number.
    createdAt: knownMs(row.created_at),
    account: row.account === '' ? null : row.account,
    livemode: row.livemode === null ? null : row.livemode === 1,
    apiVersion: row.api_version,
    versionDiffers: row.version_differs === 1,
    requestId: row.request_id,
    checkout:
      row.checkout_id === null || row.checkout_link === null
        ? null
        : { id: row.checkout_id, link: row.checkout_link },
    objectType: row.object_type,
    objectId: row.object_id,
    customerId: row.customer_id,
    customerLabel: row.shown_label,
    amountMinor: integer(row.amount_minor),
    currency: row.currency,
    signature: row.signature,
    signatureProblem: row.signature_problem,
    rejectReason: row.reject_reason,
    receiptCount: row.receipt_count,
    pinned: row.pinned === 1,
    deliveryState: row.delivery_state,
    attemptCount: row.attempt_count,
    nextAttemptAt: row.next_attempt_at,
    lastStatus: row.last_status,
    lastErrorClass: row.last_error_class,
    lastDurationMs: row.last_duration_ms,
  };
}

/** As announced, which may be anything. */
const knownSize = (bytes: number): number => Math.trunc(Math.min(bytes, Number.MAX_SAFE_INTEGER));

function receiptOf(row: ReceiptRow, templates: TemplateReads): Receipt {
  return {
    id: row.id,
    receivedAt: row.received_at,
    source: row.source,
    method: row.method,
    path: templates.readText(row.path),
    headers: templates.readHeaders(row.headers),
    sizeBytes: knownSize(row.size_bytes),
    sameBytes: row.other_bytes === null,
    signature: templates.readCheck(row.signature),
  };
}
