// Lets the oldest events go: by number, age and size. Pinned events and those of customers in drift stay.
import type { Settings } from '#shared/contract/settings.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store/store.ts';

const CHECK_EVERY_MS = 60_000;
const FIRST_CHECK_MS = 5_000;
/** Removed in one go: some 10 ms of the writer's time. */
const EVENTS_AT_A_TIME = 100;
/** Between two goes; the receiver comes first. */
const PAUSE_MS = 40;
const PAGES_AT_A_TIME = 500;
const DAY_MS = 86_400_000;
const MB = 1024 * 1024;

export interface RetentionService {
  /** Does now what is to be done. @returns how many events were removed */
  run(): Promise<number>;
  dispose(): Promise<void>;
}

export interface RetentionDeps {
  store: Pick<Store, 'write'>;
  settings: () => Settings;
  /** Customers in drift. */
  keepCustomers: () => readonly number[];
  clock: Clock;
  onRemoved: () => void;
  onError: (error: unknown) => void;
}

export function createRetention({
  store,
  settings,
  keepCustomers,
  clock,
  onRemoved,
  onError,
}: RetentionDeps): RetentionService {
  let disposed = false;
  let running: Promise<number> | null = null;
  let timer = later(FIRST_CHECK_MS);

  function later(ms: number): NodeJS.Timeout {
    const next = setTimeout(() => {
      run()
        .catch(onError)
        .finally(() => {
          if (!disposed) timer = later(CHECK_EVERY_MS);
        });
    }, ms);
    next.unref();
    return next;
  }

  async function removeAll(): Promise<number> {
    let removed = 0;
    while (!disposed) {
      const { maxEvents, maxDays, maxMb } = settings().retention;
      const gone = await store.write.removeOldest(
        {
          maxEvents,
          receivedBefore: maxDays === null ? null : clock.now() - maxDays * DAY_MS,
          maxBytes: maxMb === null ? null : maxMb * MB,
          keepCustomers: keepCustomers(),
        },
        EVENTS_AT_A_TIME,
      );
      if (gone === 0) break;
      removed += gone;
      await new Promise((resolve) => {
        setTimeout(resolve, PAUSE_MS);
      });
    }
    if (removed > 0 && !disposed) {
      await store.write.shrinkFile(PAGES_AT_A_TIME);
      onRemoved();
    }
    return removed;
  }

  function run(): Promise<number> {
    running ??= removeAll().finally(() => (running = null));
    return running;
  }

  return {
    run,
    async dispose() {
      disposed = true;
      clearTimeout(timer);
      await running?.catch(() => undefined);
    },
  };
}
