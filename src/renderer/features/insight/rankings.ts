// Which types stand out: the slowest and those that fail most. Pure.
import type { TypeFigures } from '#shared/contract/insight.ts';

const MOST_ROWS = 8;

/** By p95, of those that were answered. */
export function slowest(types: readonly TypeFigures[]): TypeFigures[] {
  return types
    .filter(({ p95Ms }) => p95Ms !== null)
    .toSorted((a, b) => (b.p95Ms ?? 0) - (a.p95Ms ?? 0))
    .slice(0, MOST_ROWS);
}

/** By the number of failed attempts, then by their share. */
export function mostFailing(types: readonly TypeFigures[]): TypeFigures[] {
  const failed = ({ attempts, ok }: TypeFigures): number => attempts - ok;
  return types
    .filter((one) => failed(one) > 0)
    .toSorted((a, b) => failed(b) - failed(a) || a.ok / a.attempts - b.ok / b.attempts)
    .slice(0, MOST_ROWS);
}
