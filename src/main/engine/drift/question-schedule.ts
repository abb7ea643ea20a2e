// When the app is asked about which customer: one question at a time for each customer, a few at a time for all of them.
import type { Timers } from '../delivery/timers.ts';

export interface QuestionSchedule {
  /** Something happened: a question in progress ends, and the app is asked once nothing has happened for so long. */
  changed(customer: number, settleMs: number): void;
  /** Asks again later, unless a question is due earlier. */
  again(customer: number, delayMs: number): void;
  /** Asks at once. @returns once that question, or the one that took its place, is over */
  now(customer: number): Promise<void>;
  /** The app is not asked about anybody until something is called again. */
  clear(): void;
  /** Milliseconds until the app is asked; 0 = it is being asked or waits its turn; null = no question is due. */
  dueIn(customer: number): number | null;
}

export interface QuestionScheduleDeps {
  /** Never rejects. The signal is aborted when the question is no longer of use. */
  ask(customer: number, signal: AbortSignal): Promise<void>;
  timers: Pick<Timers, 'monotonic' | 'after'>;
}

/** Questions in progress at most; a development server answers one after the other anyway. */
const MOST_AT_ONCE = 4;
/** Events that keep coming put a question off by at most so many times the settle time. */
const MOST_SETTLES = 5;
/** Between two repeated questions, so that many customers in drift do not keep the app busy. */
const REPEAT_GAP_MS = 100;

interface Entry {
  kind: 'fresh' | 'repeat';
  dueAt: number;
  /** When the first of the changes was that the question waits for. */
  since: number;
  /** null = its turn has come. */
  cancel: (() => void) | null;
}

export function createQuestionSchedule({ ask, timers }: QuestionScheduleDeps): QuestionSchedule {
  const waiting = new Map<number, Entry>();
  const running = new Map<number, AbortController>();
  const ready: Record<Entry['kind'], Set<number>> = { fresh: new Set(), repeat: new Set() };
  const callers = new Map<number, (() => void)[]>();
  let nextRepeatAt = 0;
  let gap: (() => void) | null = null;

  function wait(customer: number, kind: Entry['kind'], delayMs: number, since: number): void {
    drop(customer);
    const entry: Entry = { kind, dueAt: timers.monotonic() + delayMs, since, cancel: null };
    waiting.set(customer, entry);
    const due = (): void => {
      const leftMs = entry.dueAt - timers.monotonic();
      if (leftMs > 0) {
        entry.cancel = timers.after(leftMs, due);
        return;
      }
      entry.cancel = null;
      ready[kind].add(customer);
      start();
    };
    if (delayMs <= 0) due();
    else entry.cancel = timers.after(delayMs, due);
  }

  function drop(customer: number): void {
    waiting.get(customer)?.cancel?.();
    waiting.delete(customer);
    ready.fresh.delete(customer);
    ready.repeat.delete(customer);
  }

  function next(): number | null {
    for (const customer of ready.fresh) if (!running.has(customer)) return customer;
    const repeat = [...ready.repeat].find((customer) => !running.has(customer));
    if (repeat === undefined) return null;
    const gapMs = nextRepeatAt - timers.monotonic();
    if (gapMs > 0) {
      gap ??= timers.after(gapMs, () => {
        gap = null;
        start();
      });
      return null;
    }
    nextRepeatAt = timers.monotonic() + REPEAT_GAP_MS;
    return repeat;
  }

  function start(): void {
    while (running.size < MOST_AT_ONCE) {
      const customer = next();
      if (customer === null) return;
      drop(customer);
      const stop = new AbortController();
      running.set(customer, stop);
      void run(customer, stop.signal);
    }
  }

  async function run(customer: number, signal: AbortSignal): Promise<void> {
    try {
      await ask(customer, signal);
    } finally {
      running.delete(customer);
      if (waiting.get(customer)?.kind !== 'fresh') settleCallers(customer);
      start();
    }
  }

  function settleCallers(customer: number): void {
    const resolved = callers.get(customer) ?? [];
    callers.delete(customer);
    for (const resolve of resolved) resolve();
  }

  return {
    changed(customer, settleMs) {
      running.get(customer)?.abort();
      const now = timers.monotonic();
      const before = waiting.get(customer);
      const since = before?.kind === 'fresh' ? before.since : now;
      wait(customer, 'fresh', Math.min(settleMs, Math.max(0, since + MOST_SETTLES * settleMs - now)), since);
    },
    again(customer, delayMs) {
      if (waiting.has(customer)) return;
      wait(customer, 'repeat', delayMs, timers.monotonic());
    },
    now(customer) {
      running.get(customer)?.abort();
      wait(customer, 'fresh', 0, timers.monotonic());
      return new Promise((resolve) => {
        callers.set(customer, [...(callers.get(customer) ?? []), resolve]);
      });
    },
    clear() {
      for (const stop of running.values()) stop.abort();
      for (const customer of waiting.keys()) drop(customer);
      gap?.();
      gap = null;
      for (const customer of callers.keys()) if (!running.has(customer)) settleCallers(customer);
    },
    dueIn(customer) {
      const entry = waiting.get(customer);
      if (entry === undefined) return running.has(customer) ? 0 : null;
      return running.has(customer) ? 0 : Math.max(0, entry.dueAt - timers.monotonic());
    },
  };
}
