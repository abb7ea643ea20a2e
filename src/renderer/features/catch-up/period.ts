// The period to compare: a preset, or two moments typed in by hand. Local time, as people read their clocks.
export const PERIODS = ['hour', 'today', 'week', 'custom'] as const;
export type PeriodChoice = (typeof PERIODS)[number];

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;

/** What a `datetime-local` field holds. */
export function localText(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** @returns Unix milliseconds, or NaN */
export function readLocal(text: string): number {
  return text === '' ? Number.NaN : new Date(text).getTime();
}

/** Presets end now by Stripe's clock, which the engine knows: only how long they last is told here. */
export type Period =
  | { lastMs: number; problem: null }
  | { from: number; until: number; problem: null }
  | { problem: 'bad_from' | 'bad_until' | 'order' };

export function periodOf(choice: PeriodChoice, custom: { from: string; until: string }, now: number): Period {
  switch (choice) {
    case 'hour':
      return { lastMs: HOUR_MS, problem: null };
    case 'today':
      return { lastMs: Math.max(1, now - new Date(now).setHours(0, 0, 0, 0)), problem: null };
    case 'week':
      return { lastMs: WEEK_MS, problem: null };
    case 'custom': {
      const from = readLocal(custom.from);
      const until = readLocal(custom.until);
      if (Number.isNaN(from)) return { problem: 'bad_from' };
      if (Number.isNaN(until)) return { problem: 'bad_until' };
      return until < from ? { problem: 'order' } : { from, until, problem: null };
    }
  }
}
