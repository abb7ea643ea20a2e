// Puts events that belong together into groups, in the order of the list: newest first.

export interface EventGroup {
  key: string;
  /** Newest first. */
  seqs: number[];
}

/** Of an event that stands alone. */
export const aloneKey = (seq: number): string => `event ${seq}`;

/**
 * A group stands where its newest event stands.
 * @param seqs newest first
 * @param keyOf null = the event stands alone
 */
export function groupEvents(
  seqs: Iterable<number>,
  keyOf: (seq: number) => string | null,
): Map<string, EventGroup> {
  // A map keeps the order in which its keys came, which is that of the groups' newest events.
  const groups = new Map<string, EventGroup>();
  for (const seq of seqs) {
    const key = keyOf(seq) ?? aloneKey(seq);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { key, seqs: [seq] });
    else group.seqs.push(seq);
  }
  return groups;
}
