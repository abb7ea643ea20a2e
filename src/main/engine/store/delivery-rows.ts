// Deliveries (an event on its way to an endpoint) and attempts (each single try).
import type { Attempt } from '#shared/contract/attempts.ts';
import type { Delivery, HeaderList } from '#shared/contract/events.ts';
import type { AttemptTrigger, DeliveryState, EndpointDeliveryState } from '#shared/domain/delivery.ts';
import type { SkipReason } from '#shared/domain/endpoint-filter.ts';
import type { Db } from './open-database.ts';

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
  responseBody: Buffer;
  responseSizeBytes: number;
  responseTruncated: boolean;
  errorClass: Attempt['errorClass'];
  errorMessage: string | null;
  timings: Attempt['timings'];
}

/** Where a delivery stands after an attempt. */
export interface NextStand {
  state: Exclude<EndpointDeliveryState, 'skipped'>;
  retries: number;
  nextAttemptAt: number | null;
  heldSince: number | null;
}

/** An attempt as stored; its reason is found when it is asked for. */
export type StoredAttempt = Omit<Attempt, 'reason'>;

interface AttemptRow {
  id: number;
  number: number;
  endpoint_id: string | null;
  edit_id: number | null;
  endpoint_name: string | null;
  trigger: AttemptTrigger;
  started_at: number;
  url: string;
  request_headers: string;
  resigned: number;
  reused_connection: number;
  status: number | null;
  response_headers: string;
  response_size_bytes: number;
  response_truncated: number;
  error_class: Attempt['errorClass'];
  error_message: string | null;
  dns_ms: number | null;
  connect_ms: number | null;
  tls_ms: number | null;
  first_byte_ms: number | null;
  total_ms: number | null;
}

/** A delivery that was not over when it was last written. */
export interface WaitingDelivery {
  seq: number;
  endpointId: string;
  state: 'pending' | 'held' | 'retrying';
  /** When Stripe created the event, as far as known, else when it arrived. */
  createdAt: number;
  customerId: string | null;
  retries: number;
  nextAttemptAt: number | null;
  heldSince: number | null;
}

interface WaitingRow {
  event_seq: number;
  endpoint_id: string;
  state: WaitingDelivery['state'];
  created_at: number;
  customer_id: string | null;
  retries: number;
  next_attempt_at: number | null;
  held_since: number | null;
}

interface DeliveryRow {
  endpoint_id: string;
  name: string;
  state: EndpointDeliveryState;
  skip_reason: SkipReason | null;
  retries: number;
  next_attempt_at: number | null;
  held_since: number | null;
  attempt_count: number;
}

const WORST_FIRST = ['failed', 'held', 'retrying', 'pending', 'delivered'] as const;

export type DeliveryRows = ReturnType<typeof createDeliveryRows>;

export function createDeliveryRows(db: Db, nextChangeSeq: () => number) {
  const upsertState = db.prepare<[number, string, EndpointDeliveryState, SkipReason | null]>(
    `INSERT INTO deliveries (event_seq, endpoint_id, state, skip_reason) VALUES (?, ?, ?, ?)
     ON CONFLICT (event_seq, endpoint_id) DO UPDATE SET state = excluded.state, skip_reason = excluded.skip_reason,
       held_since = NULL, next_attempt_at = NULL`,
  );
  const setStand = db.prepare<[string, number, number | null, number | null, number, string]>(
    `UPDATE deliveries SET state = ?, retries = ?, next_attempt_at = ?, held_since = ?, skip_reason = NULL
     WHERE event_seq = ? AND endpoint_id = ?`,
  );
  const addAttempt = db
    .prepare<[string, number, number | null, number | null, number, string], [id: number, number: number]>(
      `UPDATE deliveries SET state = ?, retries = ?, next_attempt_at = ?, held_since = ?, skip_reason = NULL,
         attempts = attempts + 1
       WHERE event_seq = ? AND endpoint_id = ? RETURNING id, attempts`,
    )
    .raw();
  const addSideAttempt = db
    .prepare<[number, string], [id: number, number: number]>(
      'UPDATE deliveries SET attempts = attempts + 1 WHERE event_seq = ? AND endpoint_id = ? RETURNING id, attempts',
    )
    .raw();
  const findId = db.prepare<[number, string], { id: number; state: EndpointDeliveryState }>(
    'SELECT id, state FROM deliveries WHERE event_seq = ? AND endpoint_id = ?',
  );
  const statesOf = db.prepare<[number], { state: EndpointDeliveryState; next_attempt_at: number | null }>(
    'SELECT state, next_attempt_at FROM deliveries WHERE event_seq = ?',
  );
  const setEventState = db.prepare<[DeliveryState, number | null, number, number]>(
    `UPDATE events SET delivery_state = CASE kind WHEN 'rejected' THEN delivery_state ELSE ? END, next_attempt_at = ?,
       change_seq = ? WHERE seq = ?`,
  );
  const setEventOutcome = db.prepare(`
    UPDATE events SET delivery_state = CASE kind WHEN 'rejected' THEN delivery_state ELSE @state END,
      next_attempt_at = @nextAttemptAt, attempt_count = attempt_count + 1, last_status = @status,
      last_error_class = @errorClass, last_duration_ms = @durationMs, change_seq = @changeSeq
    WHERE seq = @seq`);
  const countAttempt = db.prepare<[number, number]>(
    'UPDATE events SET attempt_count = attempt_count + 1, change_seq = ? WHERE seq = ?',
  );
  const nextNumber = db.prepare<[number, string | null], { n: number }>(
    'SELECT coalesce(max(number), 0) + 1 AS n FROM attempts WHERE event_seq = ? AND endpoint_id IS ?',
  );
  const insertAttemptRow = db.prepare(`
    INSERT INTO attempts (delivery_id, event_seq, endpoint_id, edit_id, number, trigger, started_at, url, request_headers, resigned,
      reused_connection, status, response_headers, response_body, response_size_bytes, response_truncated, error_class,
      error_message, dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms)
    VALUES (@deliveryId, @seq, @endpointId, @editId, @number, @trigger, @startedAt, @url, @requestHeaders, @resigned,
      @reusedConnection, @status, @responseHeaders, @responseBody, @responseSizeBytes, @responseTruncated, @errorClass,
      @errorMessage, @dnsMs, @connectMs, @tlsMs, @firstByteMs, @totalMs)`);
  const attemptColumns = `a.id, a.number, a.endpoint_id, a.edit_id, n.name AS endpoint_name, a.trigger, a.started_at, a.url,
    a.request_headers, a.resigned, a.reused_connection, a.status, a.response_headers, a.response_size_bytes,
    a.response_truncated, a.error_class, a.error_message, a.dns_ms, a.connect_ms, a.tls_ms, a.first_byte_ms, a.total_ms`;
  const attemptsOf = db.prepare<[number], AttemptRow>(
    `SELECT ${attemptColumns} FROM attempts a LEFT JOIN endpoints n ON n.id = a.endpoint_id WHERE a.event_seq = ? ORDER BY a.id`,
  );
  const responseBodyOf = db.prepare<[number], { response_body: Buffer; response_headers: string }>(
    'SELECT response_body, response_headers FROM attempts WHERE id = ?',
  );
  const waiting = db.prepare<[], WaitingRow>(
    `SELECT d.event_seq, d.endpoint_id, d.state, d.retries, d.next_attempt_at, d.held_since, e.customer_id,
       coalesce(e.created_at, e.received_at) AS created_at
     FROM deliveries d JOIN events e ON e.seq = d.event_seq
     WHERE d.state IN ('pending', 'held', 'retrying') ORDER BY created_at, e.seq`,
  );
  const failed = db.prepare<[], { seq: number }>(
    `SELECT seq FROM events WHERE delivery_state = 'failed' ORDER BY coalesce(created_at, received_at), seq`,
  );
  const deliveriesOf = db.prepare<[number], DeliveryRow>(
    `SELECT d.endpoint_id, n.name, d.state, d.skip_reason, d.retries, d.next_attempt_at, d.held_since,
       d.attempts AS attempt_count
     FROM deliveries d JOIN endpoints n ON n.id = d.endpoint_id WHERE d.event_seq = ? ORDER BY n.position, n.id`,
  );
  const insertEditRow = db.prepare<[number, number, Buffer]>(
    'INSERT INTO edits (event_seq, created_at, body) VALUES (?, ?, ?)',
  );
  const editBody = db.prepare<[number], { body: Buffer }>('SELECT body FROM edits WHERE id = ?');
  const newestAttempt = db.prepare<[string], AttemptRow>(
    `SELECT ${attemptColumns} FROM attempts a LEFT JOIN endpoints n ON n.id = a.endpoint_id
     WHERE a.endpoint_id = ? ORDER BY a.id DESC LIMIT 1`,
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
    setEventState.run(state, nextAttemptAt, nextChangeSeq(), seq);
  }

  return {
    /** Opens or reopens the way of an event to endpoints; survives a crash, see listWaiting. */
    open(seq: number, endpointIds: readonly string[]): void {
      for (const id of endpointIds) upsertState.run(seq, id, 'pending', null);
      if (endpointIds.length > 0) updateEvent(seq);
    },

    /** The same for an event whose row was just inserted as pending: one write less. */
    openNew(seq: number, endpointIds: readonly string[]): void {
      for (const id of endpointIds) upsertState.run(seq, id, 'pending', null);
    },

    /** Notes that an event is not meant for an endpoint. An event that was sent there before keeps its stand. */
    skip(seq: number, endpointId: string, reason: SkipReason): void {
      if (findId.get(seq, endpointId) === undefined) upsertState.run(seq, endpointId, 'skipped', reason);
    },

    findState(seq: number, endpointId: string): EndpointDeliveryState | null {
      return findId.get(seq, endpointId)?.state ?? null;
    },

    /** Moves a delivery without an attempt: given up, or held before it was tried. */
    setStand(seq: number, endpointId: string, stand: NextStand): void {
      setStand.run(stand.state, stand.retries, stand.nextAttemptAt, stand.heldSince, seq, endpointId);
      updateEvent(seq);
    },

    /** @param stand where the delivery stands now; null = the attempt was on the side (edited, one-off) and decides nothing */
    insertAttempt(attempt: NewAttempt, stand: NextStand | null): StoredAttempt {
      const { timings, seq, endpointId } = attempt;
      let delivery: [id: number, number: number] | undefined;
      if (endpointId !== null && stand === null) delivery = addSideAttempt.get(seq, endpointId);
      else if (endpointId !== null && stand !== null) {
        const { state, retries, nextAttemptAt, heldSince } = stand;
        delivery = addAttempt.get(state, retries, nextAttemptAt, heldSince, seq, endpointId);
        if (delivery === undefined)
          throw new Error(`No delivery of event ${seq} to ${endpointId} was opened.`);
      }
      const [deliveryId, number] = delivery ?? [null, nextNumber.get(seq, endpointId)?.n ?? 1];
      const id = Number(
        insertAttemptRow.run({
          deliveryId,
          seq,
          endpointId,
          editId: attempt.editId,
          number,
          trigger: attempt.trigger,
          startedAt: attempt.startedAt,
          url: attempt.url,
          requestHeaders: JSON.stringify(attempt.requestHeaders),
          resigned: Number(attempt.resigned),
          reusedConnection: Number(attempt.reusedConnection),
          status: attempt.status,
          responseHeaders: JSON.stringify(attempt.responseHeaders),
          responseBody: attempt.responseBody,
          responseSizeBytes: attempt.responseSizeBytes,
          responseTruncated: Number(attempt.responseTruncated),
          errorClass: attempt.errorClass,
          errorMessage: attempt.errorMessage,
          ...timings,
        }).lastInsertRowid,
      );
      if (stand === null) countAttempt.run(nextChangeSeq(), seq);
      else {
        setEventOutcome.run({
          seq,
          ...overall(seq),
          status: attempt.status,
          errorClass: attempt.errorClass,
          durationMs: timings.totalMs,
          changeSeq: nextChangeSeq(),
        });
      }
      const { responseBody: _body, seq: _seq, ...known } = attempt;
      return { ...known, id, number };
    },

    insertEdit(seq: number, now: number, body: Buffer): number {
      return Number(insertEditRow.run(seq, now, body).lastInsertRowid);
    },

    findEditBody(id: number): Buffer | null {
      return editBody.get(id)?.body ?? null;
    },

    /** Where the event stands with each endpoint it was matched against. */
    listDeliveries(seq: number): Delivery[] {
      return deliveriesOf.all(seq).map((row) => ({
        endpointId: row.endpoint_id,
        endpointName: row.name,
        state: row.state,
        skipReason: row.skip_reason,
        attemptCount: row.attempt_count,
        retries: row.retries,
        nextAttemptAt: row.next_attempt_at,
        heldSince: row.held_since,
      }));
    },

    listAttempts(seq: number): StoredAttempt[] {
      return attemptsOf.all(seq).map(attemptOf);
    },

    /** What the backend answered, as received (perhaps compressed), with its headers. */
    findResponseBody(attemptId: number): { bytes: Buffer; headers: HeaderList } | null {
      const row = responseBodyOf.get(attemptId);
      if (row === undefined) return null;
      return { bytes: row.response_body, headers: JSON.parse(row.response_headers) as HeaderList };
    },

    findNewestAttempt(endpointId: string): StoredAttempt | null {
      const row = newestAttempt.get(endpointId);
      return row === undefined ? null : attemptOf(row);
    },

    /** Deliveries that are not over, in the order Stripe created the events. */
    listWaiting(): WaitingDelivery[] {
      return waiting.all().map((row) => ({
        seq: row.event_seq,
        endpointId: row.endpoint_id,
        state: row.state,
        createdAt: row.created_at,
        customerId: row.customer_id,
        retries: row.retries,
        nextAttemptAt: row.next_attempt_at,
        heldSince: row.held_since,
      }));
    },

    /** Events whose last attempt failed, in the order Stripe created them. */
    listFailedSeqs(): number[] {
      return failed.all().map((row) => row.seq);
    },
  };
}

function attemptOf(row: AttemptRow): StoredAttempt {
  return {
    id: row.id,
    number: row.number,
    endpointId: row.endpoint_id,
    endpointName: row.endpoint_name ?? row.endpoint_id ?? '',
    editId: row.edit_id,
    trigger: row.trigger,
    startedAt: row.started_at,
    url: row.url,
    requestHeaders: JSON.parse(row.request_headers) as HeaderList,
    resigned: row.resigned === 1,
    reusedConnection: row.reused_connection === 1,
    status: row.status,
    responseHeaders: JSON.parse(row.response_headers) as HeaderList,
    responseSizeBytes: row.response_size_bytes,
    responseTruncated: row.response_truncated === 1,
    errorClass: row.error_class,
    errorMessage: row.error_message,
    timings: {
      dnsMs: row.dns_ms,
      connectMs: row.connect_ms,
      tlsMs: row.tls_ms,
      firstByteMs: row.first_byte_ms,
      totalMs: row.total_ms,
    },
  };
}
