// One request of a delivery: sends it, decides what follows, and records it. Whatever goes wrong is a recorded attempt.
import type { AttemptTrigger } from '#shared/domain/delivery.ts';
import type { Clock } from '../ports.ts';
import type { HeaderList } from '#shared/contract/events.ts';
import type { StoredAttempt } from '../store/delivery-reads.ts';
import {
  storedAttempt,
  type AttemptPlace,
  type Decision,
  type NewAttempt,
} from '../store/delivery-writes.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import { kindOf } from '../store/store-error.ts';
import type { Store } from '../store/store.ts';
import type { KeptRequest } from './body-budget.ts';
import type { SendResult } from './exchange.ts';
import { decideOutcome } from './outcome.ts';
import type { Persist } from './persist.ts';
import { cancelledResult, recordedAttempt, reducedAttempt, unsentResult } from './recorded-attempt.ts';
import type { Timers } from './timers.ts';
import type { AttemptInProgress } from './waiting-delivery.ts';

/** What is sent in one attempt. */
export interface PreparedRequest {
  headers: HeaderList;
  body: Buffer;
  resigned: boolean;
}

export interface AttemptRunnerDeps {
  store: Pick<Store, 'write'>;
  clock: Clock;
  timers: Timers;
  persist: Persist;
  random: () => number;
  /** @returns null when the event's body is gone. May throw. */
  prepare: (
    seq: number,
    cause: AttemptTrigger,
    request: KeptRequest | null,
    endpoint: StoredEndpoint,
    isSynthetic: boolean,
  ) => PreparedRequest | null;
  /** One request. Rejects only when the signal is aborted. */
  send: (request: PreparedRequest, endpoint: StoredEndpoint, signal: AbortSignal) => Promise<SendResult>;
  /** An attempt is in the database. */
  onRecorded: (seq: number, attempt: StoredAttempt) => void;
  onError: (error: unknown) => void;
}

export interface AttemptRunner {
  /** Never rejects. */
  send(attempt: AttemptInProgress, cause: AttemptTrigger): Promise<{ result: SendResult; made: NewAttempt }>;
  /** `delayMs`: until the next attempt. */
  decide(attempt: AttemptInProgress, result: SendResult): Decision & { delayMs: number };
  /** @returns null when the event is gone */
  record(made: NewAttempt, decision: Decision | null): Promise<AttemptPlace | null>;
}

export function createAttemptRunner(deps: AttemptRunnerDeps): AttemptRunner {
  const { store, clock, timers, persist } = deps;
  return {
    async send(attempt, cause) {
      const { delivery, endpoint, controller } = attempt;
      const startedAt = clock.now();
      const startedMs = timers.monotonic();
      let prepared: PreparedRequest | null = null;
      let result: SendResult;
      try {
        // Sent again on a new connection, it is still signed for the same question.
        const why = delivery.cause === 'find_out' ? 'find_out' : cause;
        prepared = deps.prepare(delivery.seq, why, delivery.request, endpoint, delivery.isSynthetic);
        result =
          prepared === null
            ? unsentResult([], 'The body of this event is no longer stored, so there is nothing to send.')
            : await deps.send(prepared, endpoint, controller.signal);
      } catch (error) {
        const headers = prepared?.headers ?? [];
        result =
          attempt.cancelled === null
            ? unsentResult(headers, error instanceof Error ? error.message : String(error))
            : cancelledResult(headers, attempt.cancelled, Math.max(0, timers.monotonic() - startedMs));
      }
      const started = {
        seq: delivery.seq,
        endpoint,
        url: endpoint.url,
        editId: null,
        cause,
        startedAt,
        resigned: prepared?.resigned ?? false,
      };
      return { result, made: recordedAttempt(started, result) };
    },

    decide({ delivery, endpoint }, result) {
      const now = clock.now();
      const outcome = decideOutcome(result, endpoint, delivery, now, deps.random);
      return {
        generation: delivery.generation,
        state: outcome.state,
        retries: delivery.retries,
        nextAttemptAt: outcome.state === 'retrying' ? now + outcome.delayMs : null,
        heldSince: outcome.state === 'held' ? now : null,
        delayMs: outcome.state === 'retrying' ? outcome.delayMs : 0,
      };
    },

    async record(made, decision) {
      let place: AttemptPlace | null;
      try {
        place = await persist(() => store.write.insertAttempt(made, decision));
      } catch (error) {
        if (kindOf(error) !== 'bug') throw error;
        deps.onError(error);
        place = await persist(() => store.write.insertAttempt(reducedAttempt(made, error), decision));
      }
      if (place !== null) deps.onRecorded(made.seq, storedAttempt(made, place));
      return place;
    },
  };
}
