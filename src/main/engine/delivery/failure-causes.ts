// Failed events grouped by cause and endpoint: what one change to the backend would fix together.
import type { Reason } from '#shared/contract/attempts.ts';
import type { FailureCause } from '#shared/contract/events.ts';
import { isUndecided } from '#shared/domain/find-out.ts';
import type { StoredAttempt } from '../store/delivery-reads.ts';
import type { Store } from '../store/store.ts';
import type { Explainer } from './explainer.ts';

/** The newest failed events that are looked at: explaining one takes about a millisecond. */
const MOST_EVENTS = 300;

export interface FailureCauses {
  /** The most frequent first. */
  list(): Promise<{ causes: FailureCause[]; looked: number }>;
}

export interface FailureCausesDeps {
  store: {
    reads: Pick<Store['reads'], 'listEvents'>;
    deliveries: Pick<Store['deliveries'], 'listDeliveries' | 'listAttempts'>;
  };
  explainer: Explainer;
}

export function createFailureCauses({ store, explainer }: FailureCausesDeps): FailureCauses {
  /** By attempt, of those that were looked at last. What is undecided is explained anew: it may have been found out. */
  let known = new Map<number, Reason | null>();
  let running: ReturnType<FailureCauses['list']> | null = null;

  async function look(): ReturnType<FailureCauses['list']> {
    const now = new Map<number, Reason | null>();
    const reasonOf = async (seq: number, attempt: StoredAttempt): Promise<Reason | null> => {
      const kept = known.get(attempt.id);
      const reason = kept === undefined ? (await explainer.explain(seq, attempt)).reason : kept;
      if (!isUndecided(reason)) now.set(attempt.id, reason);
      return reason;
    };
    const causes = new Map<string, FailureCause>();
    const { items } = store.reads.listEvents({ filter: 'status:failed' }, null, MOST_EVENTS);
    for (const { seq, id } of items) {
      const attempts = store.deliveries.listAttempts(seq);
      for (const delivery of store.deliveries.listDeliveries(seq)) {
        const { endpointId, endpointName } = delivery;
        const last = attempts.findLast((attempt) => attempt.endpointId === endpointId);
        if (delivery.state !== 'failed' || last === undefined) continue;
        // One after the other: each takes the main thread for a moment.
        // oxlint-disable-next-line no-await-in-loop
        const reason = await reasonOf(seq, last);
        // It was given up before it failed.
        if (reason === null) continue;
        const key = `${endpointId} ${reason.code}`;
        const cause = causes.get(key);
        if (cause !== undefined) cause.eventIds.push(id);
        else {
          const { url, status, timings } = last;
          const newest = { url, status, durationMs: timings.totalMs };
          causes.set(key, { reason, endpointId, endpointName, newest, eventIds: [id] });
        }
      }
    }
    known = now;
    const sorted = [...causes.values()].toSorted((a, b) => b.eventIds.length - a.eventIds.length);
    return { causes: sorted, looked: items.length };
  }

  return {
    async list() {
      running ??= look().finally(() => (running = null));
      return await running;
    },
  };
}
