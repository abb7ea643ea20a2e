// What the desktop asks of its page: handed to every page that listens, kept for the first that comes while none does.
import type { DesktopRequest } from '#shared/contract/desktop.ts';

/** Older ones are of no use to anybody by the time a page is there. */
const MOST_WAITING = 20;

export interface Requests {
  ask(request: DesktopRequest): void;
  /** What is asked from the first call of next() on, and before that what was kept. Ends with the signal. */
  subscribe(signal: AbortSignal | undefined): AsyncGenerator<DesktopRequest, void, void>;
}

interface Subscriber {
  waiting: DesktopRequest[];
  wake: () => void;
}

export function createRequests(): Requests {
  const subscribers = new Set<Subscriber>();
  let kept: DesktopRequest[] = [];

  const newest = (requests: readonly DesktopRequest[]): DesktopRequest[] => requests.slice(-MOST_WAITING);

  return {
    ask(request) {
      if (subscribers.size === 0) kept = newest([...kept, request]);
      for (const subscriber of subscribers) {
        subscriber.waiting = newest([...subscriber.waiting, request]);
        subscriber.wake();
      }
    },

    async *subscribe(signal) {
      const own: Subscriber = { waiting: kept, wake: () => undefined };
      kept = [];
      const leave = (): void => {
        if (!subscribers.delete(own)) return;
        // A page that reloads leaves what it never took to the next one.
        if (subscribers.size === 0) kept = newest([...own.waiting, ...kept]);
        own.waiting = [];
        own.wake();
      };
      subscribers.add(own);
      // At once: a consumer that was called off may never ask again.
      signal?.addEventListener('abort', leave);
      if (signal?.aborted === true) leave();
      try {
        while (subscribers.has(own)) {
          const next = own.waiting.shift();
          if (next !== undefined) {
            yield next;
            continue;
          }
          await new Promise<void>((resolve) => {
            own.wake = resolve;
          });
        }
      } finally {
        signal?.removeEventListener('abort', leave);
        leave();
      }
    },
  };
}
