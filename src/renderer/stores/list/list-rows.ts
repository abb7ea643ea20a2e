// Rows of the event list as they are kept: immutable, newest first, each event once.
import type { EventSummary } from '#shared/contract/events.ts';

export type Rows = readonly EventSummary[];

export interface Change {
  event: EventSummary;
  matches: boolean;
}

/** Index of the first row that is not newer than `seq`. */
function placeOf(rows: Rows, seq: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.seq ?? 0) > seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @returns the row's place counted from the newest, or -1 */
export function indexOfSeq(rows: Rows, seq: number): number {
  const index = placeOf(rows, seq);
  return rows[index]?.seq === seq ? index : -1;
}

export function findRow(rows: Rows, seq: number): EventSummary | undefined {
  const row = rows[placeOf(rows, seq)];
  return row?.seq === seq ? row : undefined;
}

/** Puts an event in its place of a list that is not shared yet. */
export function insertInto(rows: EventSummary[], event: EventSummary): void {
  const first = rows[0];
  if (first === undefined || event.seq > first.seq) rows.unshift(event);
  else rows.splice(placeOf(rows, event.seq), 0, event);
}

/** Two lists that have no event in common, as one. */
export function merged(one: Rows, other: Rows): Rows {
  const [newestOfOne, newestOfOther] = [one[0], other[0]];
  if (newestOfOther === undefined) return one;
  if (newestOfOne === undefined) return other;
  if ((other.at(-1)?.seq ?? 0) > newestOfOne.seq) return [...other, ...one];
  if ((one.at(-1)?.seq ?? 0) > newestOfOther.seq) return [...one, ...other];
  return [...one, ...other].toSorted((a, b) => b.seq - a.seq);
}
