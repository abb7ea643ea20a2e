// Time as the delivery core sees it, so that a test can run hours of it at once.

export interface Timers {
  /** Milliseconds that never go back, whatever happens to the machine's clock. */
  monotonic(): number;
  /** Calls once after so many milliseconds. @returns a function that cancels it */
  after(ms: number, run: () => void): () => void;
  /** Calls once everything that is due in this turn is done: the results of a commit arrive together. */
  defer(run: () => void): void;
}

export const systemTimers: Timers = {
  monotonic: () => performance.now(),
  after(ms, run) {
    // setTimeout takes 31 bits; the caller looks again when it fires early.
    const timer = setTimeout(run, Math.min(ms, 2 ** 31 - 1));
    return () => clearTimeout(timer);
  },
  defer: (run) => void setImmediate(run),
};
