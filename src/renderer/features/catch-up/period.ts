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

export type Period =
  | { from: number; until: number; problem: null }
  | { problem: 'bad_from' | 'bad_until' | 'order' };

export function periodOf(choice: PeriodChoice, custom: { from: string; until: string }, now: number): Period {
  switch (choice) {
    case 'hour':
      return { from: now - HOUR_MS, until: now, problem: null };
    case 'today':
      return { from: new Date(now).setHours(0, 0, 0, 0), until: now, problem: null };
    case 'week':
      return { from: now - WEEK_MS, until: now, problem: null };
    case 'custom': {
      const from = readLocal(custom.from);
      const until = readLocal(custom.until);
      if (Number.isNaN(from)) return { problem: 'bad_from' };
      if (Number.isNaN(until)) return { problem: 'bad_until' };
      return until < from ? { problem: 'order' } : { from, until, problem: null };
    }
  }
}
