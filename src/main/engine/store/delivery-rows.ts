// Deliveries (an event on its way to an endpoint) and attempts (each single try).
import type { Attempt } from '#shared/contract/attempts.ts';
import type { HeaderList } from '#shared/contract/events.ts';
import { isDelivered, type AttemptTrigger, type DeliveryState } from '#shared/domain/delivery.ts';
import type { Db } from './open-database.ts';

export interface NewAttempt {
  seq: number;
  endpointId: string;
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

interface AttemptRow {
  id: number;
  number: number;
  endpoint_id: string;
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

export interface PendingDelivery {
  seq: number;
  endpointId: string;
}

export type DeliveryRows = ReturnType<typeof createDeliveryRows>;

export function createDeliveryRows(db: Db, nextChangeSeq: () => number) {
  const upsertPending = db.prepare<[number, string]>(
    `INSERT INTO deliveries (event_seq, endpoint_id, state) VALUES (?, ?, 'pending')
     ON CONFLICT (event_seq, endpoint_id) DO UPDATE SET state = 'pending'`,
  );
  const setState = db.prepare<[DeliveryState, number, string], { id: number }>(
    'UPDATE deliveries SET state = ? WHERE event_seq = ? AND endpoint_id = ? RETURNING id',
  );
  const statesOf = db.prepare<[number], { state: DeliveryState }>(
    'SELECT state FROM deliveries WHERE event_seq = ?',
  );
  const setEventState = db.prepare<[DeliveryState, number, number]>(
    "UPDATE events SET delivery_state = CASE kind WHEN 'rejected' THEN delivery_state ELSE ? END, change_seq = ? WHERE seq = ?",
  );
  const setEventOutcome = db.prepare(`
    UPDATE events SET delivery_state = CASE kind WHEN 'rejected' THEN delivery_state ELSE @state END,
      attempt_count = attempt_count + 1, last_status = @status, last_error_class = @errorClass,
      last_duration_ms = @durationMs, change_seq = @changeSeq
    WHERE seq = @seq`);
  const nextNumber = db.prepare<[number], { n: number }>(
    'SELECT coalesce(max(number), 0) + 1 AS n FROM attempts WHERE delivery_id = ?',
  );
  const insertAttemptRow = db.prepare(`
    INSERT INTO attempts (delivery_id, event_seq, endpoint_id, number, trigger, started_at, url, request_headers, resigned,
      reused_connection, status, response_headers, response_body, response_size_bytes, response_truncated, error_class,
      error_message, dns_ms, connect_ms, tls_ms, first_byte_ms, total_ms)
    VALUES (@deliveryId, @seq, @endpointId, @number, @trigger, @startedAt, @url, @requestHeaders, @resigned,
      @reusedConnection, @status, @responseHeaders, @responseBody, @responseSizeBytes, @responseTruncated, @errorClass,
      @errorMessage, @dnsMs, @connectMs, @tlsMs, @firstByteMs, @totalMs)`);
  const attemptColumns = `a.id, a.number, a.endpoint_id, n.name AS endpoint_name, a.trigger, a.started_at, a.url,
    a.request_headers, a.resigned, a.reused_connection, a.status, a.response_headers, a.response_size_bytes,
    a.response_truncated, a.error_class, a.error_message, a.dns_ms, a.connect_ms, a.tls_ms, a.first_byte_ms, a.total_ms`;
  const attemptsOf = db.prepare<[number], AttemptRow>(
    `SELECT ${attemptColumns} FROM attempts a LEFT JOIN endpoints n ON n.id = a.endpoint_id WHERE a.event_seq = ? ORDER BY a.id`,
  );
  const attemptById = db.prepare<[number], AttemptRow>(
    `SELECT ${attemptColumns} FROM attempts a LEFT JOIN endpoints n ON n.id = a.endpoint_id WHERE a.id = ?`,
  );
  const responseBodyOf = db.prepare<[number], { response_body: Buffer; response_headers: string }>(
    'SELECT response_body, response_headers FROM attempts WHERE id = ?',
  );
  const pending = db.prepare<[], { event_seq: number; endpoint_id: string }>(
    `SELECT d.event_seq, d.endpoint_id FROM deliveries d JOIN events e ON e.seq = d.event_seq
     WHERE d.state = 'pending' ORDER BY coalesce(e.created_at, e.received_at), e.seq`,
  );
  const failed = db.prepare<[], { seq: number }>(
    `SELECT seq FROM events WHERE delivery_state = 'failed' ORDER BY coalesce(created_at, received_at), seq`,
  );
  const newestAttempt = db.prepare<[string], AttemptRow>(
    `SELECT ${attemptColumns} FROM attempts a LEFT JOIN endpoints n ON n.id = a.endpoint_id
     WHERE a.endpoint_id = ? ORDER BY a.id DESC LIMIT 1`,
  );

  /** One failed endpoint makes the event failed; one still under way keeps it pending. */
  function overallState(seq: number): DeliveryState {
    const states = statesOf.all(seq).map((row) => row.state);
    if (states.includes('failed')) return 'failed';
    if (states.includes('pending')) return 'pending';
    return states.length > 0 ? 'delivered' : 'none';
  }

  return {
    /** Marks the event as on its way to the endpoint; survives a crash, see listPending. */
    markPending(seq: number, endpointId: string): void {
      upsertPending.run(seq, endpointId);
      setEventState.run('pending', nextChangeSeq(), seq);
    },

    insertAttempt(attempt: NewAttempt): Attempt {
      const { timings, seq, endpointId } = attempt;
      const delivered = attempt.errorClass === null && isDelivered(attempt.status);
      const delivery = setState.get(delivered ? 'delivered' : 'failed', seq, endpointId);
      if (delivery === undefined) throw new Error(`No delivery of event ${seq} to ${endpointId} was opened.`);
      const id = Number(
        insertAttemptRow.run({
          deliveryId: delivery.id,
          seq,
          endpointId,
          number: nextNumber.get(delivery.id)?.n ?? 1,
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
      setEventOutcome.run({
        seq,
        state: overallState(seq),
        status: attempt.status,
        errorClass: attempt.errorClass,
        durationMs: timings.totalMs,
        changeSeq: nextChangeSeq(),
      });
      const row = attemptById.get(id);
      if (row === undefined) throw new Error(`Attempt ${id} vanished while it was written.`);
      return attemptOf(row);
    },

    listAttempts(seq: number): Attempt[] {
      return attemptsOf.all(seq).map(attemptOf);
    },

    /** What the backend answered, as received (perhaps compressed), with its headers. */
    findResponseBody(attemptId: number): { bytes: Buffer; headers: HeaderList } | null {
      const row = responseBodyOf.get(attemptId);
      if (row === undefined) return null;
      return { bytes: row.response_body, headers: JSON.parse(row.response_headers) as HeaderList };
    },

    findNewestAttempt(endpointId: string): Attempt | null {
      const row = newestAttempt.get(endpointId);
      return row === undefined ? null : attemptOf(row);
    },

    /** Deliveries that were opened and never came to an attempt's end, in the order Stripe created the events. */
    listPending(): PendingDelivery[] {
      return pending.all().map((row) => ({ seq: row.event_seq, endpointId: row.endpoint_id }));
    },

    /** Events whose last attempt failed, in the order Stripe created them. */
    listFailedSeqs(): number[] {
      return failed.all().map((row) => row.seq);
    },
  };
}

function attemptOf(row: AttemptRow): Attempt {
  return {
    id: row.id,
    number: row.number,
    endpointId: row.endpoint_id,
    endpointName: row.endpoint_name ?? row.endpoint_id,
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
