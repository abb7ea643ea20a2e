// Every write to deliveries, attempts and edits. Runs on the writer thread, inside a transaction; see writes.ts.
import type { Attempt } from '#shared/contract/attempts.ts';
import type { HeaderList } from '#shared/contract/events.ts';
import type { AttemptTrigger, EndpointDeliveryState } from '#shared/domain/delivery.ts';
import type { SkipReason } from '#shared/domain/endpoint-filter.ts';
import type { Finding } from '#shared/domain/find-out.ts';
import type { Misfit } from '#shared/domain/filter/arrival-condition.ts';
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
  /** false = the delivery has a newer generation (it was resent, stopped, moved or removed meanwhile), so its state stays as it is. */
  decided: boolean;
}

/** What an attempt means for its delivery, as long as the delivery still has the generation of the attempt. */
export interface Decision {
  generation: number;
  state: Exclude<EndpointDeliveryState, 'skipped'>;
  retries: number;
  nextAttemptAt: number | null;
  heldSince: number | null;
}

/** One generation of a delivery; the endpoint is known from the context. */
export interface DeliveryRef {
  seq: number;
  generation: number;
}

/** Many refs as columns: they cross a thread in a fraction of the time. */
export interface SettledDeliveries {
  seqs: number[];
  /** In the same order. */
  generations: number[];
}

export interface OpenedDelivery {
  endpointId: string;
  generation: number;
  /** `held`: it waited already, and goes on waiting. */
  state: 'pending' | 'held';
}

/** Whether an event is meant for an endpoint. */
export interface EndpointMatch {
  endpointId: string;
  /** null = it is. */
  skip: SkipReason | null;
  /** With `condition`. */
  misfit?: Misfit | null;
  /** A redelivery goes there only when the event was never sent there. */
  dedupe: boolean;
}

const WORST_FIRST = ['failed', 'held', 'retrying', 'pending', 'delivered'] as const;
/** Above this many, events are refreshed by one statement rather than one by one. */
const REFRESH_TOGETHER_FROM = 16;

export type DeliveryWrites = ReturnType<typeof createDeliveryWrites>;

export function createDeliveryWrites(
  db: Db,
  eventStates: EventStates,
  templates: Templates,
  received: RecentSignatures,
) {
  const skip = db.prepare<[number, string, SkipReason, string | null]>(
    `INSERT OR IGNORE INTO deliveries (event_seq, endpoint_id, state, skip_reason, misfit) VALUES (?, ?, 'skipped', ?, ?)`,
  );
  // A removed endpoint takes nothing any more, also when the event was matched before it was removed.
  const open = db.prepare<[number, string], { generation: number; state: OpenedDelivery['state'] }>(
    `INSERT INTO deliveries (event_seq, endpoint_id, state)
     SELECT e.seq, n.id, 'pending' FROM events e, endpoints n WHERE e.seq = ? AND n.id = ? AND n.removed = 0
     ON CONFLICT (event_seq, endpoint_id) DO UPDATE SET state = 'pending', skip_reason = NULL, misfit = NULL, held_since = NULL,
       next_attempt_at = NULL, retries = 0, generation = generation + 1
     RETURNING generation, state`,
  );
  const openNew = db.prepare<[number, string]>(
    `INSERT INTO deliveries (event_seq, endpoint_id, state) SELECT ?, id, 'pending' FROM endpoints WHERE id = ? AND removed = 0`,
  );
  const renewHeld = db.prepare<[number, string], { generation: number; state: OpenedDelivery['state'] }>(
    `UPDATE deliveries SET generation = generation + 1 WHERE event_seq = ? AND endpoint_id = ? AND state = 'held'
     RETURNING generation, state`,
  );
  const startWaiting = db.prepare<[number, string, number]>(
    `UPDATE deliveries SET retries = retries + (state = 'retrying'), state = 'pending', held_since = NULL, next_attempt_at = NULL
     WHERE event_seq = ? AND endpoint_id = ? AND generation = ? AND state IN ('held', 'retrying', 'pending')`,
  );
  const hold = db.prepare<[number, number, string, number]>(
    `UPDATE deliveries SET state = 'held', held_since = ?, next_attempt_at = NULL
     WHERE event_seq = ? AND endpoint_id = ? AND generation = ? AND state = 'pending'`,
  );
  const renewPending = db
    .prepare<[number, string, number], number>(
      `UPDATE deliveries SET generation = generation + 1
     WHERE event_seq = ? AND endpoint_id = ? AND generation = ? AND state = 'pending' RETURNING generation`,
    )
    .pluck();
  const settleSome = db.prepare<[string, string], DeliveryRef>(
    `UPDATE deliveries SET state = 'failed', held_since = NULL, next_attempt_at = NULL, generation = generation + 1
     WHERE endpoint_id = ? AND state IN ('pending', 'held', 'retrying') AND event_seq IN (SELECT value FROM json_each(?))
     RETURNING event_seq AS seq, generation`,
  );
  const oldestWaiting = db
    .prepare<[string, number, number], number>(
      `SELECT event_seq FROM deliveries WHERE endpoint_id = ? AND state IN ('pending', 'held', 'retrying')
         AND (? OR state <> 'pending') ORDER BY event_seq LIMIT ?`,
    )
    .pluck();
  const decide = db
    .prepare<[string, number, number | null, number | null, number, string, number], number>(
      `UPDATE deliveries SET state = ?, retries = ?, next_attempt_at = ?, held_since = ?, attempts = attempts + 1
       WHERE event_seq = ? AND endpoint_id = ? AND generation = ? RETURNING attempts`,
    )
    .pluck();
  const countAttempt = db
    .prepare<[number, string], number>(
      'UPDATE deliveries SET attempts = attempts + 1 WHERE event_seq = ? AND endpoint_id = ? RETURNING attempts',
    )
    .pluck();
  const stateOf = db
    .prepare<[number, string], EndpointDeliveryState>(
      'SELECT state FROM deliveries WHERE event_seq = ? AND endpoint_id = ?',
    )
    .pluck();
  const eventExists = db.prepare<[number], number>('SELECT 1 FROM events WHERE seq = ?').pluck();
  const statesOf = db.prepare<
    [number],
    { endpoint_id: string; state: EndpointDeliveryState; next_attempt_at: number | null }
  >("SELECT endpoint_id, state, next_attempt_at FROM deliveries WHERE event_seq = ? AND state <> 'skipped'");
  const newestAttemptOf = db.prepare<
    [number, string],
    { status: number | null; error_class: Attempt['errorClass']; total_ms: number | null }
  >(
    `SELECT status, error_class, total_ms FROM attempts WHERE event_seq = ? AND endpoint_id = ? AND edit_id IS NULL
     ORDER BY id DESC LIMIT 1`,
  );
  const sharedAmong = db
    .prepare<[string], number>(
      `SELECT event_seq FROM deliveries WHERE event_seq IN (SELECT value FROM json_each(?)) AND state <> 'skipped'
       GROUP BY event_seq HAVING count(*) > 1`,
    )
    .pluck();
  const removedWaiting = db
    .prepare<[], string>(
      `SELECT DISTINCT d.endpoint_id FROM deliveries d JOIN endpoints n ON n.id = d.endpoint_id
       WHERE n.removed = 1 AND d.state IN ('pending', 'held', 'retrying')`,
    )
    .pluck();
  const pendingNow = db.prepare<
    [],
    {
      seq: number;
      endpointId: string;
      generation: number;
      retries: number;
      attempts: number;
      url: string;
      name: string;
    }
  >(
    `SELECT d.event_seq AS seq, d.endpoint_id AS endpointId, d.generation, d.retries, d.attempts, n.url, n.name
     FROM deliveries d JOIN endpoints n ON n.id = d.endpoint_id WHERE d.state = 'pending' ORDER BY d.event_seq`,
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

  /** An event stands where the worst of its deliveries does, and shows that delivery's newest attempt. */
  function refreshEvent(seq: number, attempt: NewAttempt | null): void {
    const rows = statesOf.all(seq);
    const state = WORST_FIRST.find((candidate) => rows.some((row) => row.state === candidate)) ?? 'none';
    const due = rows.flatMap((row) => (row.next_attempt_at === null ? [] : [row.next_attempt_at]));
    const nextAttemptAt = due.length === 0 ? null : Math.min(...due);
    const worst = rows.find((row) => row.state === state)?.endpoint_id;
    const attempts = attempt === null ? 0 : 1;
    if (attempt !== null && (rows.length === 1 || worst === attempt.endpointId)) {
      const { status, errorClass, timings } = attempt;
      eventStates.setOutcome(seq, state, nextAttemptAt, attempts, {
        status,
        errorClass,
        durationMs: timings.totalMs,
      });
    } else if (rows.length > 1 && worst !== undefined) {
      const newest = newestAttemptOf.get(seq, worst);
      eventStates.setOutcome(seq, state, nextAttemptAt, attempts, {
        status: newest?.status ?? null,
        errorClass: newest?.error_class ?? null,
        durationMs: newest?.total_ms ?? null,
      });
    } else eventStates.set(seq, state, nextAttemptAt);
  }

  function refreshEvents(seqs: readonly number[]): void {
    if (seqs.length < REFRESH_TOGETHER_FROM) {
      for (const seq of seqs) refreshEvent(seq, null);
      return;
    }
    const shared = new Set(sharedAmong.all(JSON.stringify(seqs)));
    eventStates.setFromOnlyDelivery(seqs.filter((seq) => !shared.has(seq)));
    for (const seq of shared) refreshEvent(seq, null);
  }

  function settle(endpointId: string, chosen: readonly number[]): SettledDeliveries {
    const settled = settleSome.all(endpointId, JSON.stringify(chosen));
    const seqs = settled.map(({ seq }) => seq);
    const shared = new Set(sharedAmong.all(JSON.stringify(seqs)));
    eventStates.setFailed(shared.size === 0 ? seqs : seqs.filter((seq) => !shared.has(seq)));
    for (const seq of shared) refreshEvent(seq, null);
    return { seqs, generations: settled.map(({ generation }) => generation) };
  }

  function insertRow(attempt: NewAttempt, number: number): number {
    const { timings, seq } = attempt;
    const { lastInsertRowid } = insertAttemptRow.run(
      seq,
      attempt.endpointId,
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
    return Number(lastInsertRowid);
  }

  const keepFinding = db
    .prepare<[string, number], number>('UPDATE attempts SET finding = ? WHERE id = ? RETURNING event_seq')
    .pluck();

  function insertAttempt(attempt: NewAttempt, decision: Decision | null): AttemptPlace | null {
    const { seq, endpointId } = attempt;
    if (decision !== null && endpointId !== null) {
      const { generation, state, retries, nextAttemptAt, heldSince } = decision;
      const number = decide.get(state, retries, nextAttemptAt, heldSince, seq, endpointId, generation);
      if (number !== undefined) {
        const id = insertRow(attempt, number);
        refreshEvent(seq, attempt);
        return { id, number, decided: true };
      }
    }
    // Let go meanwhile: a delivery of an older generation does not keep its event.
    if (eventExists.get(seq) === undefined) return null;
    const counted = endpointId === null ? undefined : countAttempt.get(seq, endpointId);
    const number = counted ?? nextNumber.get(seq, endpointId) ?? 1;
    const id = insertRow(attempt, number);
    eventStates.countAttempt(seq);
    return { id, number, decided: false };
  }

  return {
    /**
     * Opens the deliveries of an event to the endpoints it is meant for, and notes for the others why not. A delivery that exists
     * gets a new generation.
     * @param isNew false = a redelivery: what happened to the event before counts
     * @returns what was opened
     */
    openMatches(seq: number, matches: readonly EndpointMatch[], isNew: boolean): OpenedDelivery[] {
      const opened: OpenedDelivery[] = [];
      let wanted = 0;
      for (const { endpointId, skip: reason, misfit, dedupe } of matches) {
        if (reason !== null) {
          // An event that was sent there before keeps its state.
          skip.run(seq, endpointId, reason, misfit == null ? null : JSON.stringify(misfit));
          continue;
        }
        wanted += 1;
        if (isNew) {
          if (openNew.run(seq, endpointId).changes > 0)
            opened.push({ endpointId, generation: 1, state: 'pending' });
          continue;
        }
        const before = stateOf.get(seq, endpointId);
        // With dedupe not even after a failure, which is for resending.
        if (dedupe && before !== undefined && before !== 'skipped') continue;
        const row = (before === 'held' ? renewHeld : open).get(seq, endpointId);
        if (row !== undefined) opened.push({ endpointId, ...row });
      }
      // A new event was stored as pending already.
      if (isNew ? opened.length < wanted : opened.length > 0) refreshEvent(seq, null);
      return opened;
    },

    /** Opens or reopens one delivery. @returns its new generation; null = the event or the endpoint is gone */
    openDelivery(seq: number, endpointId: string): number | null {
      const row = open.get(seq, endpointId);
      if (row === undefined) return null;
      refreshEvent(seq, null);
      return row.generation;
    },

    /** Held deliveries and retries whose turn it is become pending, before they are sent. @returns those of the given generation */
    startDeliveries(endpointId: string, refs: readonly DeliveryRef[]): number[] {
      const started = refs.filter(
        ({ seq, generation }) => startWaiting.run(seq, endpointId, generation).changes > 0,
      );
      refreshEvents(started.map(({ seq }) => seq));
      return started.map(({ seq }) => seq);
    },

    /** Pending deliveries wait for their endpoint. @returns those of the given generation */
    holdDeliveries(endpointId: string, refs: readonly DeliveryRef[], heldSince: number): number[] {
      const held = refs.filter(
        ({ seq, generation }) => hold.run(heldSince, seq, endpointId, generation).changes > 0,
      );
      refreshEvents(held.map(({ seq }) => seq));
      return held.map(({ seq }) => seq);
    },

    /** Pending deliveries get a new generation. @returns the new generations of those that had the given one */
    renewDeliveries(endpointId: string, refs: readonly DeliveryRef[]): DeliveryRef[] {
      return refs.flatMap(({ seq, generation }) => {
        const renewed = renewPending.get(seq, endpointId, generation);
        return renewed === undefined ? [] : [{ seq, generation: renewed }];
      });
    },

    /** What waits of these becomes failed, as a new generation. @returns what was settled */
    settleDeliveries(endpointId: string, seqs: readonly number[]): SettledDeliveries {
      return settle(endpointId, seqs);
    },

    /** The same for whatever waits, the oldest first. @param withPending false = what is pending may be in progress and stays */
    settleOldest(endpointId: string, withPending: boolean, limit: number): SettledDeliveries {
      return settle(endpointId, oldestWaiting.all(endpointId, Number(withPending), limit));
    },

    /**
     * Brings deliveries into order after an earlier run: every delivery that may have been in
     * progress when the run was killed gets an attempt that says so, and what a removed endpoint left is settled.
     * @returns how many may have been in progress
     */
    recoverDeliveries(now: number, wasKilled: boolean): number {
      const pending = wasKilled ? pendingNow.all() : [];
      for (const { seq, endpointId, generation, retries, attempts, url, name } of pending) {
        insertAttempt(
          {
            seq,
            endpointId,
            endpointName: name,
            editId: null,
            trigger: attempts === 0 ? 'live' : 'retry',
            startedAt: now,
            url,
            requestHeaders: [],
            resigned: false,
            reusedConnection: false,
            status: null,
            responseHeaders: [],
            responseBody: new Uint8Array(0),
            responseSizeBytes: 0,
            responseTruncated: false,
            errorClass: 'interrupted',
            errorMessage:
              'Hookline ended before a response was recorded. The backend may have received this event.',
            timings: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: null },
          },
          { generation, state: 'pending', retries, nextAttemptAt: null, heldSince: null },
        );
      }
      for (const endpointId of removedWaiting.all()) {
        settle(endpointId, oldestWaiting.all(endpointId, 1, Number.MAX_SAFE_INTEGER));
      }
      return pending.length;
    },

    /**
     * @param decision null = the attempt was on the side (edited, one-off) or cancelled, and decides nothing
     * @returns null when the event is gone
     */
    insertAttempt,

    /** What an attempt showed; nothing happens when it is gone. */
    keepFinding(attemptId: number, finding: Finding): void {
      const seq = keepFinding.get(JSON.stringify(finding), attemptId);
      if (seq !== undefined) eventStates.touch(seq);
    },

    insertEdit(seq: number, now: number, body: Uint8Array): number {
      return Number(insertEditRow.run(seq, now, body).lastInsertRowid);
    },
  };
}

/** An attempt just written as it would be read back. */
export function storedAttempt(
  attempt: NewAttempt,
  { id, number }: Pick<AttemptPlace, 'id' | 'number'>,
): StoredAttempt {
  const { responseBody: _body, seq: _seq, ...known } = attempt;
  return { ...known, id, number, finding: null };
}
