// Keeps the questions to Stripe few: one after another, with a pause between, and longer pauses when Stripe asks for them.
import { StripeFailure } from './stripe-failure.ts';

export interface PacingLimits {
  /** Between the beginnings of two questions. */
  everyMs: number;
  /** The first wait after "too many requests" without a word on how long; doubled with each one after. */
  backoffMs: number;
  longestBackoffMs: number;
  /** So often one question is tried before the failure is told. */
  tries: number;
}

/** Stripe's limit in sandboxes is about 25 a second, for everything that uses the account. */
export const PACING: PacingLimits = { everyMs: 250, backoffMs: 1_000, longestBackoffMs: 60_000, tries: 6 };

export interface PacingDeps {
  limits?: PacingLimits;
  random?: () => number;
  /** Told how long it waits; for what is shown. */
  onWait?: (ms: number) => void;
}

export type Paced = <T>(ask: () => Promise<T>, signal: AbortSignal) => Promise<T>;

export function createPacing({ limits = PACING, random = Math.random, onWait }: PacingDeps = {}): Paced {
  let last: Promise<unknown> = Promise.resolve();
  /** Monotonic. */
  let nextAt = 0;

  async function patiently<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      await pauseUntil(nextAt, signal);
      nextAt = performance.now() + limits.everyMs;
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof StripeFailure) || error.problem.code !== 'rate_limited') throw error;
        const waitMs = backoff(tried, error.retryAfterMs, limits, random);
        // Also for whoever asks next: the limit is the account's.
        nextAt = performance.now() + waitMs;
        if (tried >= limits.tries) throw error;
        onWait?.(waitMs);
      }
    }
  }

  return (ask, signal) => {
    const turn = last.then(() => patiently(ask, signal));
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** At least what Stripe said; otherwise doubling, with jitter so that several who were refused do not come back at once. */
export function backoff(
  tried: number,
  retryAfterMs: number | null,
  limits: Pick<PacingLimits, 'backoffMs' | 'longestBackoffMs'>,
  random: () => number,
): number {
  const doubled = Math.min(limits.longestBackoffMs, limits.backoffMs * 2 ** (tried - 1));
  const jittered = doubled * (0.5 + random() / 2);
  // Whole milliseconds: the wait is shown.
  return Math.ceil(retryAfterMs === null ? jittered : Math.max(retryAfterMs, jittered));
}

export function pauseUntil(dueAt: number, signal: AbortSignal): Promise<void> {
  const ms = dueAt - performance.now();
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    if (ms <= 0) return resolve();
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
