// What time alone changes about a filter: `after:1m` loses events as minutes pass, `before:1h` gains some.
import type { FilterCondition } from '#shared/domain/filter/filter.ts';
import { momentAt, readMoment } from '#shared/domain/filter/filter-values.ts';
import { parseFilter } from '#shared/domain/filter/parse-filter.ts';

export interface FilterTime {
  /** Whether an event that was received then still fits. */
  fits(receivedAt: number, now: number): boolean;
  /** More events may fit later, without anything happening to them. */
  gains: boolean;
}

/** @returns null for a filter that time changes nothing about */
export function timeOf(filter: string): FilterTime | null {
  const conditions = parseFilter(filter)
    .placed.map(({ term }) => term)
    .filter(
      (term): term is FilterCondition =>
        term.what === 'condition' && (term.field === 'after' || term.field === 'before'),
    )
    .filter(({ values }) => values.some(isMoving));
  if (conditions.length === 0) return null;
  return {
    fits: (receivedAt, now) => conditions.every((condition) => isMet(condition, receivedAt, now)),
    gains: conditions.some(({ field, negated }) => (field === 'before') !== negated),
  };
}

/** Relative to now; also a time of day, which is always the last time it was so late. */
function isMoving(value: string): boolean {
  const moment = readMoment(value);
  return moment !== null && (moment.kind === 'ago' || (moment.kind === 'local' && moment.date === null));
}

function isMet({ field, values, negated }: FilterCondition, receivedAt: number, now: number): boolean {
  const met = values.some((value) => {
    const moment = readMoment(value);
    if (moment === null) return false;
    const at = momentAt(moment, now);
    return field === 'after' ? receivedAt >= at : receivedAt < at;
  });
  return met !== negated;
}
