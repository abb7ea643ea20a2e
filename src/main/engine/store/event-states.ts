// Where each event stands as a whole, its place in the live log, and how many events stand where.
import type { Attempt } from '#shared/contract/attempts.ts';
import type { DeliveryState } from '#shared/domain/delivery.ts';
import type { Db } from './open-database.ts';

export interface EventStates {
  /** The next place in the live log. */
  nextChangeSeq(): number;
  /** A row was inserted in this state. */
  added(state: DeliveryState): void;
  removed(state: DeliveryState): void;
  set(seq: number, state: DeliveryState, nextAttemptAt: number | null): void;
  /** @param attempts how many were made since the last call; @param shown the attempt that the row shows */
  setOutcome(
    seq: number,
    state: DeliveryState,
    nextAttemptAt: number | null,
    attempts: number,
    shown: { status: number | null; errorClass: Attempt['errorClass']; durationMs: number | null },
  ): void;
  /** The same for many events that have one delivery each: they stand where it does. */
  setFromOnlyDelivery(seqs: readonly number[]): void;
  /** Events that have a failed delivery, and no other that would show: failed is the worst there is. */
  setFailed(seqs: readonly number[]): void;
  /** An attempt on the side decides nothing. */
  countAttempt(seq: number): void;
  /** Something about the event is shown otherwise than before. */
  touch(seq: number): void;
  /** Writes what was gathered in memory; the last thing in every transaction. */
  beforeCommit(): void;
  /** The transaction was rolled back: forgets what was gathered. */
  rolledBack(): void;
}

/**
 * The counts are gathered in memory and written once a transaction: triggers would do it twice an event.
 * The log's newest place is stored, too: deleting the newest event must not make the feed count backwards.
 */
export function createEventStates(db: Db): EventStates {
  const stateOf = db
    .prepare<[number], DeliveryState>('SELECT delivery_state FROM events WHERE seq = ?')
    .pluck();
  const setState = db.prepare<[DeliveryState, number | null, number, number]>(
    'UPDATE events SET delivery_state = ?, next_attempt_at = ?, change_seq = ? WHERE seq = ?',
  );
  const setOutcome = db.prepare<
    [
      DeliveryState,
      number | null,
      number,
      number | null,
      Attempt['errorClass'],
      number | null,
      number,
      number,
    ]
  >(
    `UPDATE events SET delivery_state = ?, next_attempt_at = ?, attempt_count = attempt_count + ?, last_status = ?,
       last_error_class = ?, last_duration_ms = ?, change_seq = ? WHERE seq = ?`,
  );
  const statesAmong = db.prepare<[string], { state: DeliveryState; n: number }>(
    `SELECT delivery_state AS state, count(*) AS n FROM events WHERE seq IN (SELECT value FROM json_each(?))
     GROUP BY delivery_state`,
  );
  const setTogether = db.prepare<[number, string]>(
    `UPDATE events SET delivery_state = d.state, next_attempt_at = d.next_attempt_at, change_seq = ? + chosen.key
     FROM json_each(?) AS chosen JOIN deliveries d ON d.event_seq = chosen.value AND d.state <> 'skipped'
     WHERE events.seq = chosen.value AND events.kind <> 'rejected'`,
  );
  const failTogether = db.prepare<[number, string]>(
    `UPDATE events SET delivery_state = 'failed', next_attempt_at = NULL, change_seq = ? + chosen.key
     FROM json_each(?) AS chosen WHERE events.seq = chosen.value`,
  );
  const addAttempt = db.prepare<[number, number]>(
    'UPDATE events SET attempt_count = attempt_count + 1, change_seq = ? WHERE seq = ?',
  );
  const touch = db.prepare<[number, number]>('UPDATE events SET change_seq = ? WHERE seq = ?');
  const addToCount = db.prepare<[string, number]>(
    'INSERT INTO event_counts (state, n) VALUES (?, ?) ON CONFLICT (state) DO UPDATE SET n = n + excluded.n',
  );
  const keepChangeSeq = db.prepare<[string]>(
    `INSERT INTO meta (key, value) VALUES ('change_seq', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
  const keptChangeSeq = db
    .prepare<[], number>("SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE key = 'change_seq'")
    .pluck();
  const newestChangeSeq = db.prepare<[], number>('SELECT coalesce(max(change_seq), 0) FROM events').pluck();

  let stored = Math.max(keptChangeSeq.get() ?? 0, newestChangeSeq.get() ?? 0);
  let changeSeq = stored;
  const moved = new Map<DeliveryState, number>();

  const count = (state: DeliveryState, by: number): void =>
    void moved.set(state, (moved.get(state) ?? 0) + by);
  const nextChangeSeq = (): number => ++changeSeq;

  /** @returns the state the row is to have: a rejected request stays one */
  function move(seq: number, wanted: DeliveryState): DeliveryState {
    const before = stateOf.get(seq);
    if (before === undefined || before === wanted) return wanted;
    if (before === 'rejected') return before;
    count(before, -1);
    count(wanted, 1);
    return wanted;
  }

  return {
    nextChangeSeq,
    added: (state) => count(state, 1),
    removed: (state) => count(state, -1),
    set(seq, state, nextAttemptAt) {
      setState.run(move(seq, state), nextAttemptAt, nextChangeSeq(), seq);
    },
    setOutcome(seq, state, nextAttemptAt, attempts, { status, errorClass, durationMs }) {
      const place = nextChangeSeq();
      setOutcome.run(move(seq, state), nextAttemptAt, attempts, status, errorClass, durationMs, place, seq);
    },
    setFromOnlyDelivery(seqs) {
      const chosen = JSON.stringify(seqs);
      for (const { state, n } of statesAmong.all(chosen)) count(state, -n);
      setTogether.run(changeSeq + 1, chosen);
      changeSeq += seqs.length;
      for (const { state, n } of statesAmong.all(chosen)) count(state, n);
    },
    setFailed(seqs) {
      const chosen = JSON.stringify(seqs);
      for (const { state, n } of statesAmong.all(chosen)) count(state, -n);
      count('failed', failTogether.run(changeSeq + 1, chosen).changes);
      changeSeq += seqs.length;
    },
    countAttempt(seq) {
      addAttempt.run(nextChangeSeq(), seq);
    },
    touch(seq) {
      touch.run(nextChangeSeq(), seq);
    },
    beforeCommit() {
      for (const [state, by] of moved) if (by !== 0) addToCount.run(state, by);
      moved.clear();
      if (changeSeq === stored) return;
      keepChangeSeq.run(String(changeSeq));
      stored = changeSeq;
    },
    rolledBack() {
      moved.clear();
      // Numbers may be left out, but none may be given twice.
      stored = 0;
    },
  };
}
