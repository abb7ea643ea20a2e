// Why each endpoint's last attempt failed: the same explanation that the attempt itself shows, kept at hand for the status.
import type { Reason } from '#shared/contract/attempts.ts';
import type { DeliveryErrorClass } from '#shared/domain/delivery.ts';
import type { Store } from '../store/store.ts';
import type { Endpoints } from './endpoints.ts';
import type { Explainer } from './explainer.ts';

interface LastAttempt {
  endpointId: string;
  lastStatus: number | null;
  lastErrorClass: DeliveryErrorClass | null;
}

export interface LastReasons {
  /** @returns null while it is not known, and when the last attempt did not fail */
  of(attempt: LastAttempt): Reason | null;
  /** Attempts were recorded. */
  refresh(): void;
  /** Something was found out about an endpoint: its last attempt is explained anew. */
  foundOut(endpointId: string): void;
  dispose(): void;
}

export interface LastReasonsDeps {
  store: Pick<Store, 'deliveries'>;
  endpoints: Pick<Endpoints, 'answered'>;
  explainer: Explainer;
  onChange: () => void;
  onError: (error: unknown) => void;
}

export function createLastReasons({
  store,
  endpoints,
  explainer,
  onChange,
  onError,
}: LastReasonsDeps): LastReasons {
  const known = new Map<string, { attemptId: number; status: number | null; reason: Reason | null }>();
  let findings = 0;
  let isRunning = false;
  let isOutdated = false;
  let isDisposed = false;

  async function lookAt(endpointId: string): Promise<void> {
    const newest = store.deliveries.findNewestAttempt(endpointId);
    if (newest === null || known.get(endpointId)?.attemptId === newest.id) return;
    const seq = store.deliveries.findSeqOfAttempt(newest.id);
    if (seq === null) return;
    const before = findings;
    const { status, reason } = await explainer.explain(seq, newest);
    // Explained without what was found out meanwhile: it is looked at again.
    if (findings !== before) return;
    known.set(endpointId, { attemptId: newest.id, status, reason });
    onChange();
  }

  async function run(): Promise<void> {
    while (isOutdated && !isDisposed) {
      isOutdated = false;
      for (const { endpointId, state } of endpoints.answered()) {
        if (isDisposed) return;
        // One after the other: each takes the main thread for a moment.
        // oxlint-disable-next-line no-await-in-loop
        if (state === 'failing' || state === 'down') await lookAt(endpointId);
        else known.delete(endpointId);
      }
    }
  }

  function refresh(): void {
    isOutdated = true;
    if (isRunning || isDisposed) return;
    isRunning = true;
    run()
      .catch((error: unknown) => {
        if (!isDisposed) onError(error);
      })
      .finally(() => (isRunning = false));
  }

  return {
    of({ endpointId, lastStatus, lastErrorClass }) {
      const last = known.get(endpointId);
      const failed = lastStatus !== null || lastErrorClass !== null;
      return failed && last?.status === lastStatus ? last.reason : null;
    },
    refresh,
    foundOut(endpointId) {
      findings += 1;
      known.delete(endpointId);
      refresh();
    },
    dispose() {
      isDisposed = true;
    },
  };
}
