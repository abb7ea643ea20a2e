// The live feed: a bounded, coalescing view of what changed, resumable from a sequence number because the store is the log.
import type { EventFilter } from '#shared/contract/events.ts';
import type { LiveMessage } from '#shared/contract/live.ts';
import type { Status } from '#shared/contract/status.ts';
import type { Store } from '../store/store.ts';

/** Changes missed beyond this are fetched as a list rather than replayed one by one. */
const MAX_RESUME_CHANGES = 2_000;
/** Events in one message. */
const BATCH = 200;
/** Two messages are at least this far apart: one frame of a 60 Hz screen. */
const PACE_MS = 16;
/** Status goes out at most this often. */
const STATUS_PACE_MS = 100;

export interface LiveInput extends EventFilter {
  after?: number | undefined;
  storeId?: string | undefined;
}

export interface Feed {
  subscribe(input: LiveInput, signal: AbortSignal | undefined): AsyncGenerator<LiveMessage, void, void>;
  /** How many are listening now. */
  subscribers(): number;
  /** Something in status() changed. */
  statusChanged(): void;
  /** Ends every subscription. */
  dispose(): void;
}

export interface FeedDeps {
  store: Pick<Store, 'id' | 'reads' | 'onCommit'>;
  status: () => Status;
}

export function createFeed({ store, status }: FeedDeps): Feed {
  const wakeups = new Set<() => void>();
  let disposed = false;
  let statusVersion = 0;

  const wakeAll = (): void => {
    for (const wake of wakeups) wake();
  };
  const stopListening = store.onCommit(() => {
    statusVersion += 1;
    wakeAll();
  });

  function firstMessage({ after, storeId }: LiveInput): Extract<LiveMessage, { kind: 'hello' }> {
    const newest = store.reads.newestChangeSeq();
    const sameStore = storeId === undefined || storeId === store.id;
    const resumable =
      after !== undefined &&
      sameStore &&
      after <= newest &&
      store.reads.countChanges(after) <= MAX_RESUME_CHANGES;
    const reset = after !== undefined && !resumable;
    return { kind: 'hello', storeId: store.id, changeSeq: resumable ? after : newest, reset };
  }

  async function* subscribe(
    input: LiveInput,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<LiveMessage, void, void> {
    const bell = createBell();
    // At once, not at the next turn of the loop: a consumer that was called off may never ask again.
    const stop = (): void => {
      wakeups.delete(bell.ring);
      bell.ring();
    };
    wakeups.add(bell.ring);
    signal?.addEventListener('abort', stop);
    try {
      const hello = firstMessage(input);
      yield hello;
      let changeSeq = hello.changeSeq;
      let sentStatus = -1;
      let nextStatusAt = 0;
      while (!disposed && signal?.aborted !== true) {
        bell.reset();
        const changed = store.reads.listChanges(changeSeq, input, BATCH);
        const last = changed.at(-1);
        if (last !== undefined) {
          changeSeq = last.event.changeSeq;
          yield { kind: 'events', changeSeq, changed };
        }
        const statusDue = sentStatus !== statusVersion;
        if (statusDue && performance.now() >= nextStatusAt) {
          sentStatus = statusVersion;
          nextStatusAt = performance.now() + STATUS_PACE_MS;
          yield { kind: 'status', status: status() };
        }
        const moreChanges = changed.length === BATCH;
        if (changed.length > 0 && !moreChanges) await pause(PACE_MS);
        const statusWaits = sentStatus !== statusVersion;
        if (!moreChanges) await bell.rung(statusWaits ? Math.max(1, nextStatusAt - performance.now()) : null);
      }
    } finally {
      wakeups.delete(bell.ring);
      signal?.removeEventListener('abort', stop);
    }
  }

  return {
    subscribe,
    subscribers: () => wakeups.size,
    statusChanged() {
      statusVersion += 1;
      wakeAll();
    },
    dispose() {
      disposed = true;
      stopListening();
      wakeAll();
    },
  };
}

interface Bell {
  ring: () => void;
  reset: () => void;
  /** Resolves when rung since the last reset, or after `withinMs`. */
  rung: (withinMs: number | null) => Promise<void>;
}

function createBell(): Bell {
  let rang = false;
  let wake: (() => void) | null = null;
  return {
    ring() {
      rang = true;
      wake?.();
    },
    reset() {
      rang = false;
    },
    rung(withinMs) {
      if (rang) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = withinMs === null ? null : setTimeout(done, withinMs);
        function done(): void {
          if (timer !== null) clearTimeout(timer);
          wake = null;
          resolve();
        }
        wake = done;
      });
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
