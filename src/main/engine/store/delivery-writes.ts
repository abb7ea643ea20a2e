// Every write to deliveries, attempts and edits. Runs on the writer thread, inside a transaction; see writes.ts.
import type { Attempt } from '#shared/contract/attempts.ts';
import type { HeaderList } from '#shared/contract/events.ts';
import type { AttemptTrigger, DeliveryState, EndpointDeliveryState } from '#shared/domain/delivery.ts';
import type { SkipReason } from '#shared/domain/endpoint-filter.ts';
import type { StoredAttempt } from './delivery-reads.ts';
import type { EventStates } from './event-states.ts';
import type { Db } from './open-database.ts';
import type { RecentSignatures } from './recent-signatures.ts';
import type { Templates } from './templates.ts';

export interface NewAttempt {
  seq: number;
  /** null = sent to an address given for this once. */
  endpointId: string | null;
  /** Its name now, or ''; rows are read with the name it has then. */
  endpointName: string;
  editId: number | null;
  trigger: AttemptTrigger;
  startedAt: number;
  url: string;
  requestHeaders: HeaderList;
  resigned: boolean;
  reusedConnection: boolean;
  status: number | null;
  responseHeaders: HeaderList;
  /** At most the first MiB. */
  responseBody: Uint8Array;
  responseSizeBytes: number;
  responseTruncated: boolean;
  errorClass: Attempt['errorClass'];
  errorMessage: string | null;
  timings: Attempt['timings'];
}

/** What the database gave an attempt: its id, and which try of its delivery it was. */
export interface AttemptPlace {
  id: number;
  number: number;
}

/** Where a delivery stands after an attempt. */
export interface NextStand {
  state: Exclude<EndpointDeliveryState, 'skipped'>;
  retries: number;
  nextAttemptAt: number | null;
  heldSince: number | null;
}

/** Whether an event is meant for an endpoint. */
export interface EndpointMatch {
  endpointId: string;
  /** null = it is. */
  skip: SkipReason | null;
  /** A redelivery goes there only when the event was never sent there. */
  dedupe: boolean;
}

const WORST_FIRST = ['failed', 'held', 'retrying', 'pending', 'delivered'] as const;

export type DeliveryWrites = ReturnType<typeof createDeliveryWrites>;

export function createDeliveryWrites(
  db: Db,
  eventStates: EventStates,
  templates: Templates,
  received: RecentSignatures,
) {
  const upsertState = db.prepare<[number, string, EndpointDeliveryState, SkipReason | null]>(
    `INSERT INTO deliveries (event_seq, endpoint_id, state, skip_reason) VALUES (?, ?, ?, ?)
     ON CONFLICT (event_seq, endpoint_id) DO UPDATE SET state = excluded.state, skip_reason = excluded.skip_reason,
       held_since = NULL, next_attempt_at = NULL`,
  );
  const setStand = db.prepare<[string, number, number | null, number | null, number, string]>(
    `UPDATE deliveries SET state = ?, retries = ?, next_attempt_at = ?, held_since = ?, skip_reason = NULL
     WHERE event_seq = ? AND endpoint_id = ?`,
  );
  const countTry = db
    .prepare<[string, number, number | null, number | null, number, string], number>(
      `UPDATE deliveries SET state = ?, retries = ?, next_attempt_at = ?, held_since = ?, skip_reason = NULL,
         attempts = attempts + 1
       WHERE event_seq = ? AND endpoint_id = ? RETURNING attempts`,
    )
    .pluck();
  const countSideTry = db
    .prepare<[number, string], number>(
      'UPDATE deliveries SET attempts = attempts + 1 WHERE event_seq = ? AND endpoint_id = ? RETURNING attempts',
    )
    .pluck();
  const stateOf = db
    .prepare<[number, string], EndpointDeliveryState>(
      'SELECT state FROM deliveries WHERE event_seq = ? AND endpoint_id = ?',
    )
    .pluck();
  const statesOf = db.prepare<[number], { state: EndpointDeliveryState; next_attempt_at: number | null }>(
    'SELECT state, next_attempt_at FROM deliveries WHERE event_seq = ?',
  );
  const nextNumber = db
    .prepare<[number, string | null], number>(
      'SELECT coalesce(max(number), 0) + 1 FROM attempts WHERE event_seq = ? AND endpoint_id IS ?',
    )
    .pluck();
  // Bound by place: by name would cost as much as the insert itself.
  const insertAttemptRow = db.prepare(`
    INSERT INTO attempts (event_seq, endpoint_id, edit_id, number, trigger, started_at, url, request_headers, resigned,
      reused_connection, status, response_headers, response_body, response_size_bytes, response_truncated, error_class,
      error_message, dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertEditRow = db.prepare<[number, number, Uint8Array]>(
    'INSERT INTO edits (event_seq, created_at, body) VALUES (?, ?, ?)',
  );

  /** The worst stand of its endpoints is the event's. */
  function overall(seq: number): { state: DeliveryState; nextAttemptAt: number | null } {
    const rows = statesOf.all(seq).filter(({ state }) => state !== 'skipped');
    const state = WORST_FIRST.find((candidate) => rows.some((row) => row.state === candidate)) ?? 'none';
    const due = rows.flatMap((row) => (row.next_attempt_at === null ? [] : [row.next_attempt_at]));
    return { state, nextAttemptAt: due.length === 0 ? null : Math.min(...due) };
  }

  function updateEvent(seq: number): void {
    const { state, nextAttemptAt } = overall(seq);
    eventStates.set(seq, state, nextAttemptAt);
  }

  /** @returns which try of its delivery the attempt is */
  function numberOf(seq: number, endpointId: string | null, stand: NextStand | null): number {
    if (endpointId !== null && stand !== null) {
      const { state, retries, nextAttemptAt, heldSince } = stand;
      const number = countTry.get(state, retries, nextAttemptAt, heldSince, seq, endpointId);
      if (number === undefined) throw new Error(`No delivery of event ${seq} to ${endpointId} was opened.`);
      return number;
    }
    const counted = endpointId === null ? undefined : countSideTry.get(seq, endpointId);
    return counted ?? nextNumber.get(seq, endpointId) ?? 1;
  }

  return {
    /**
     * Opens the way of an event to the endpoints it is meant for, and notes for the others why not.
     * @param isNew false = a redelivery: what happened to the event before counts
     * @returns the endpoints it goes to
     */
    openMatches(seq: number, matches: readonly EndpointMatch[], isNew: boolean): string[] {
      const targets: string[] = [];
      for (const { endpointId, skip, dedupe } of matches) {
        const before = isNew ? undefined : stateOf.get(seq, endpointId);
        if (skip !== null) {
          // An event that was sent there before keeps its stand.
          if (before === undefined) upsertState.run(seq, endpointId, 'skipped', skip);
          continue;
        }
        // With dedupe not even after a failure, which is for resending.
        if (dedupe && before !== undefined && before !== 'skipped') continue;
        upsertState.run(seq, endpointId, 'pending', null);
        targets.push(endpointId);
      }
      if (!isNew && targets.length > 0) updateEvent(seq);
      return targets;
    },

    /** Opens or reopens the way of an event to one endpoint. */
    openDelivery(seq: number, endpointId: string): void {
      upsertState.run(seq, endpointId, 'pending', null);
      updateEvent(seq);
    },

    /** Moves deliveries without an attempt: given up, or held before they were tried. */
    setStands(endpointId: string, stands: readonly (NextStand & { seq: number })[]): void {
      for (const { seq, state, retries, nextAttemptAt, heldSince } of stands) {
        setStand.run(state, retries, nextAttemptAt, heldSince, seq, endpointId);
        updateEvent(seq);
      }
    },

    /** @param stand where the delivery stands now; null = the attempt was on the side (edited, one-off) and decides nothing */
    insertAttempt(attempt: NewAttempt, stand: NextStand | null): AttemptPlace {
      const { timings, seq, endpointId } = attempt;
      const number = numberOf(seq, endpointId, stand);
      const { lastInsertRowid } = insertAttemptRow.run(
        seq,
        endpointId,
        attempt.editId,
        number,
        attempt.trigger,
        attempt.startedAt,
        templates.writeText(attempt.url),
        templates.writeHeaders(attempt.requestHeaders, received.find(seq)),
        Number(attempt.resigned),
        Number(attempt.reusedConnection),
        attempt.status,
        templates.writeHeaders(attempt.responseHeaders),
        attempt.responseBody,
        attempt.responseSizeBytes,
        Number(attempt.responseTruncated),
        attempt.errorClass,
        attempt.errorMessage,
        timings.dnsMs,
        timings.connectMs,
        timings.tlsMs,
        timings.firstByteMs,
        timings.totalMs,
      );
      if (stand === null) eventStates.countAttempt(seq);
      else {
        const { state, nextAttemptAt } = overall(seq);
        eventStates.setAfterAttempt(seq, state, nextAttemptAt, {
          status: attempt.status,
          errorClass: attempt.errorClass,
          durationMs: timings.totalMs,
        });
      }
      return { id: Number(lastInsertRowid), number };
    },

    insertEdit(seq: number, now: number, body: Uint8Array): number {
      return Number(insertEditRow.run(seq, now, body).lastInsertRowid);
    },
  };
}

/** An attempt just written as it would be read back. */
export function storedAttempt(attempt: NewAttempt, { id, number }: AttemptPlace): StoredAttempt {
  const { responseBody: _body, seq: _seq, ...known } = attempt;
  return { ...known, id, number };
}
