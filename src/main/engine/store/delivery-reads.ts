// Every read of deliveries (an event on its way to an endpoint), attempts (each single try) and edits.
import type { Attempt } from '#shared/contract/attempts.ts';
import type { Delivery, HeaderList } from '#shared/contract/events.ts';
import type { AttemptTrigger, EndpointDeliveryState } from '#shared/domain/delivery.ts';
import type { SkipReason } from '#shared/domain/endpoint-filter.ts';
import type { EarlierFinding, Finding } from '#shared/domain/find-out.ts';
import type { Misfit } from '#shared/domain/filter/arrival-condition.ts';
import { createDeliveryOrder, type DeliverySpot } from './delivery-order.ts';
import type { Db } from './open-database.ts';
import { createTemplateReads, type TemplateReads } from './templates.ts';

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
  finding: string | null;
}

/** A delivery that was not over when it was last written. */
export interface WaitingDelivery {
  seq: number;
  endpointId: string;
  generation: number;
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
  generation: number;
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
  misfit: string | null;
  retries: number;
  next_attempt_at: number | null;
  held_since: number | null;
  attempt_count: number;
}

/** A finding is applied to attempts that are not further away; those between are looked through. */
const MAX_ATTEMPTS_BETWEEN = 2_000;

export type DeliveryReads = ReturnType<typeof createDeliveryReads>;

export function createDeliveryReads(db: Db) {
  const attemptColumns = `a.id, a.number, a.endpoint_id, a.edit_id, n.name AS endpoint_name, a.trigger, a.started_at, a.url,
    a.request_headers, a.resigned, a.reused_connection, a.status, a.response_headers, a.response_size_bytes,
    a.response_truncated, a.error_class, a.error_message, a.dns_ms, a.connect_ms, a.tls_ms, a.first_byte_ms, a.total_ms, a.finding`;
  const attemptsOf = db.prepare<[number], AttemptRow>(
    `SELECT ${attemptColumns} FROM attempts a LEFT JOIN endpoints n ON n.id = a.endpoint_id WHERE a.event_seq = ? ORDER BY a.id`,
  );
  const templates = createTemplateReads(db);
  const responseBodyOf = db.prepare<[number], { response_body: Buffer; response_headers: string }>(
    'SELECT response_body, response_headers FROM attempts WHERE id = ?',
  );
  const waiting = db.prepare<[], WaitingRow>(
    `SELECT d.event_seq, d.endpoint_id, d.generation, d.state, d.retries, d.next_attempt_at, d.held_since, e.customer_id,
       coalesce(e.created_at, e.received_at) AS created_at
     FROM deliveries d JOIN events e ON e.seq = d.event_seq
     WHERE d.state IN ('pending', 'held', 'retrying') ORDER BY created_at, e.seq`,
  );
  const unfinished = db.prepare<[], number>(
    `SELECT 1 FROM deliveries WHERE state IN ('pending', 'held', 'retrying') LIMIT 1`,
  );
  const order = createDeliveryOrder(db);
  // An event with a failed delivery is failed as a whole, and that is indexed.
  const failed = db.prepare<[], DeliverySpot & { endpointId: string }>(
    `SELECT e.seq, d.endpoint_id AS endpointId, coalesce(e.created_at, e.received_at) AS createdAt, e.customer_id AS customerId
     FROM events e JOIN deliveries d ON d.event_seq = e.seq AND d.state = 'failed'
     JOIN endpoints n ON n.id = d.endpoint_id AND n.removed = 0 WHERE e.delivery_state = 'failed'`,
  );
  const deliveriesOf = db.prepare<[number], DeliveryRow>(
    `SELECT d.endpoint_id, n.name, d.state, d.skip_reason, d.misfit, d.retries, d.next_attempt_at, d.held_since,
       d.attempts AS attempt_count
     FROM deliveries d JOIN endpoints n ON n.id = d.endpoint_id WHERE d.event_seq = ? ORDER BY n.position, n.id`,
  );
  const editBody = db.prepare<[number], { body: Buffer }>('SELECT body FROM edits WHERE id = ?');
  const newestAttempt = db.prepare<[string], AttemptRow>(
    `SELECT ${attemptColumns} FROM attempts a LEFT JOIN endpoints n ON n.id = a.endpoint_id
     WHERE a.endpoint_id = ? AND a.error_class IS NOT 'interrupted' ORDER BY a.id DESC LIMIT 1`,
  );

  const attemptById = db.prepare<[number], AttemptRow>(
    `SELECT ${attemptColumns} FROM attempts a LEFT JOIN endpoints n ON n.id = a.endpoint_id WHERE a.id = ?`,
  );
  const newestFinding = db.prepare<
    [string],
    { id: number; started_at: number; url: string; finding: string }
  >(
    `SELECT id, started_at, url, finding FROM attempts WHERE endpoint_id = ? AND finding IS NOT NULL ORDER BY id DESC LIMIT 1`,
  );
  const acceptedBetween = db
    .prepare<[number, number, string], number>(
      `SELECT 1 FROM attempts WHERE id > ? AND id < ? AND endpoint_id = ? AND status BETWEEN 200 AND 299 LIMIT 1`,
    )
    .pluck();
  const seqOfAttempt = db.prepare<[number], number>('SELECT event_seq FROM attempts WHERE id = ?').pluck();

  return {
    findSeqOfAttempt: (attemptId: number): number | null => seqOfAttempt.get(attemptId) ?? null,

    findAttempt(id: number): StoredAttempt | null {
      const row = attemptById.get(id);
      return row === undefined ? null : attemptOf(row, templates);
    },

    /** What was last found out about the endpoint of an attempt, unless the endpoint was changed or accepted others in between. */
    findFindingFor({
      id,
      endpointId,
      url,
    }: Pick<StoredAttempt, 'id' | 'endpointId' | 'url'>): EarlierFinding | null {
      const row = endpointId === null ? undefined : newestFinding.get(endpointId);
      if (endpointId === null || row === undefined || templates.readText(row.url) !== url) return null;
      const [from, to] = [Math.min(id, row.id), Math.max(id, row.id)];
      if (to - from > MAX_ATTEMPTS_BETWEEN || acceptedBetween.get(from, to, endpointId) !== undefined)
        return null;
      return { ...(JSON.parse(row.finding) as Finding), foundAt: row.started_at };
    },

    findEditBody(id: number): Buffer | null {
      return editBody.get(id)?.body ?? null;
    },

    /** Where the event stands with each endpoint it was matched against. */
    listDeliveries(seq: number): Omit<Delivery, 'waitingFor'>[] {
      return deliveriesOf.all(seq).map((row) => ({
        endpointId: row.endpoint_id,
        endpointName: row.name,
        state: row.state,
        skipReason: row.skip_reason,
        misfit: row.misfit === null ? null : (JSON.parse(row.misfit) as Misfit),
        attemptCount: row.attempt_count,
        retries: row.retries,
        nextAttemptAt: row.next_attempt_at,
        heldSince: row.held_since,
      }));
    },

    listAttempts(seq: number): StoredAttempt[] {
      return attemptsOf.all(seq).map((row) => attemptOf(row, templates));
    },

    /** What the backend answered, as received (perhaps compressed), with its headers. */
    findResponseBody(attemptId: number): { bytes: Buffer; headers: HeaderList } | null {
      const row = responseBodyOf.get(attemptId);
      if (row === undefined) return null;
      return { bytes: row.response_body, headers: templates.readHeaders(row.response_headers) };
    },

    /** A request that Hookline cut off says nothing about the endpoint, and does not count. */
    findNewestAttempt(endpointId: string): StoredAttempt | null {
      const row = newestAttempt.get(endpointId);
      return row === undefined ? null : attemptOf(row, templates);
    },

    /** Whether a start has anything to bring into order: see recoverDeliveries(). */
    hasUnfinished(): boolean {
      return unfinished.get() !== undefined;
    },

    /** Deliveries that are not over, in the order Stripe created the events. */
    listWaiting(): WaitingDelivery[] {
      return waiting.all().map((row) => ({
        seq: row.event_seq,
        endpointId: row.endpoint_id,
        generation: row.generation,
        state: row.state,
        createdAt: row.created_at,
        customerId: row.customer_id,
        retries: row.retries,
        nextAttemptAt: row.next_attempt_at,
        heldSince: row.held_since,
      }));
    },

    /** Deliveries that failed, in the order of delivery. */
    listFailedDeliveries(): { seq: number; endpointId: string }[] {
      return order.inOrder(failed.all()).map(({ seq, endpointId }) => ({ seq, endpointId }));
    },

    /** Events that Stripe created for one customer in one second, in the order in which Stripe made the changes. */
    orderMoment: order.orderMoment,
  };
}

function attemptOf(row: AttemptRow, templates: TemplateReads): StoredAttempt {
  return {
    id: row.id,
    number: row.number,
    endpointId: row.endpoint_id,
    endpointName: row.endpoint_name ?? row.endpoint_id ?? '',
    editId: row.edit_id,
    trigger: row.trigger,
    startedAt: row.started_at,
    url: templates.readText(row.url),
    requestHeaders: templates.readHeaders(row.request_headers),
    resigned: row.resigned === 1,
    reusedConnection: row.reused_connection === 1,
    status: row.status,
    responseHeaders: templates.readHeaders(row.response_headers),
    responseSizeBytes: row.response_size_bytes,
    responseTruncated: row.response_truncated === 1,
    errorClass: row.error_class,
    errorMessage: row.error_message,
    finding: row.finding === null ? null : (JSON.parse(row.finding) as Finding),
    timings: {
      dnsMs: row.dns_ms,
      connectMs: row.connect_ms,
      tlsMs: row.tls_ms,
      firstByteMs: row.first_byte_ms,
      totalMs: row.total_ms,
    },
  };
}
