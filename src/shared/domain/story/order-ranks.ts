// In which order things came, and what came before something that should have come first.

/** @returns each item's place, from 1, by the given order */
export function ranksBy<T>(items: readonly T[], compare: (a: T, b: T) => number): Map<T, number> {
  return new Map(items.toSorted(compare).map((item, index) => [item, index + 1]));
}

/**
 * For each item: how many that should have come before it came after it.
 * @param items in the order in which they came
 * @param dueOf when it should have come; of two with the same, neither comes too early
 */
export function countOvertaken<T>(items: readonly T[], dueOf: (item: T) => number): Map<T, number> {
  const counts = new Map<T, number>();
  // From the end: what is in `later` came after, ascending by when it was due.
  const later: number[] = [];
  for (const item of items.toReversed()) {
    const due = dueOf(item);
    const place = lowerBound(later, due);
    counts.set(item, place);
    later.splice(place, 0, due);
  }
  return counts;
}

/** Index of the first that is not less. */
function lowerBound(ascending: readonly number[], wanted: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
