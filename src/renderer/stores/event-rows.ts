// The rows of the event list: which events, in which order, which wait to be shown. Every change costs what changed, not what is loaded.
import type { EventSummary } from '#shared/contract/events.ts';

/** Beyond this many rows the oldest are let go while the newest come in; scrolling down fetches them again. */
export const MAX_ROWS = 5000;

export interface Change {
  event: EventSummary;
  matches: boolean;
}

export interface EventRows {
  /** Rows on screen, counted from the newest. */
  readonly count: number;
  /** New rows that wait until they may be shown. */
  readonly heldCount: number;
  readonly nextCursor: number | null;
  /** Grows whenever other rows are on screen, or one belongs to another story. */
  readonly structure: number;
  at(index: number): EventSummary | undefined;
  get(seq: number): EventSummary | undefined;
  /** Rows on screen, newest first. */
  newestFirst(): Iterable<number>;
  /** Older events that are in no loaded page, newest first. */
  aside(): Iterable<number>;
  /** Keeps older events, so that they can be shown before their page is loaded. */
  keepAside(items: readonly EventSummary[]): void;
  /** @returns the row's place counted from the newest, or -1 */
  indexOf(seq: number): number;
  replace(items: readonly EventSummary[], nextCursor: number | null): void;
  appendOlder(items: readonly EventSummary[], nextCursor: number | null): void;
  apply(changed: readonly Change[]): void;
  /** Shows what was held and drops the rows that no longer match; `keepSeq` stays in any case. */
  release(keepSeq: number | null): number;
}

export function createEventRows(maxRows = MAX_ROWS): EventRows {
  const bySeq = new Map<number, EventSummary>();
  // Ascending, so that the common case, a newer event, is a push.
  let order: number[] = [];
  let held: number[] = [];
  // Rows that no longer match stay until the next release: nothing vanishes under the pointer.
  const unmatched = new Set<number>();
  let nextCursor: number | null = null;
  const aside = new Set<number>();
  let structure = 0;

  function insert(list: number[], seq: number): void {
    const last = list.at(-1);
    if (last === undefined || seq > last) list.push(seq);
    else list.splice(lowerBound(list, seq), 0, seq);
  }

  function isLoaded(seq: number): boolean {
    const oldest = order[0] ?? held[0];
    return nextCursor === null || oldest === undefined || seq > oldest;
  }

  function remove(list: number[], seq: number): boolean {
    const index = lowerBound(list, seq);
    if (list[index] !== seq) return false;
    list.splice(index, 1);
    return true;
  }

  return {
    get count() {
      return order.length;
    },
    get heldCount() {
      return held.length;
    },
    get nextCursor() {
      return nextCursor;
    },
    get structure() {
      return structure;
    },
    *newestFirst() {
      for (let index = order.length - 1; index >= 0; index--) yield order[index] ?? 0;
    },
    aside: () => [...aside].toSorted((a, b) => b - a),
    keepAside(items) {
      const oldest = order[0];
      for (const event of items) {
        if (bySeq.has(event.seq) || (oldest !== undefined && event.seq > oldest)) continue;
        bySeq.set(event.seq, event);
        aside.add(event.seq);
      }
      structure += 1;
    },
    at(index) {
      const seq = order[order.length - 1 - index];
      return seq === undefined ? undefined : bySeq.get(seq);
    },
    get: (seq) => bySeq.get(seq),
    indexOf(seq) {
      const index = lowerBound(order, seq);
      return order[index] === seq ? order.length - 1 - index : -1;
    },
    replace(items, cursor) {
      bySeq.clear();
      unmatched.clear();
      aside.clear();
      structure += 1;
      held = [];
      for (const event of items) bySeq.set(event.seq, event);
      order = [...bySeq.keys()].toSorted((a, b) => a - b);
      nextCursor = cursor;
    },
    appendOlder(items, cursor) {
      const older: number[] = [];
      for (const event of items) {
        if (bySeq.has(event.seq) && !aside.delete(event.seq)) continue;
        bySeq.set(event.seq, event);
        older.push(event.seq);
      }
      structure += 1;
      older.sort((a, b) => a - b);
      order = [...older, ...order];
      nextCursor = cursor;
    },
    apply(changed) {
      for (const { event, matches } of changed) {
        const known = bySeq.get(event.seq);
        if (known !== undefined) {
          if (event.changeSeq < known.changeSeq) continue;
          if (event.checkout?.id !== known.checkout?.id) structure += 1;
          if (matches || !remove(held, event.seq)) {
            bySeq.set(event.seq, event);
            if (matches) unmatched.delete(event.seq);
            else unmatched.add(event.seq);
          } else {
            bySeq.delete(event.seq);
          }
        } else if (matches && isLoaded(event.seq)) {
          bySeq.set(event.seq, event);
          insert(held, event.seq);
        }
      }
    },
    release(keepSeq) {
      for (const seq of unmatched) {
        if (seq === keepSeq) continue;
        structure += 1;
        aside.delete(seq);
        remove(order, seq);
        bySeq.delete(seq);
        unmatched.delete(seq);
      }
      const released = held.length;
      if (released > 0) structure += 1;
      for (const seq of held) insert(order, seq);
      held = [];
      const surplus = order.length - maxRows;
      if (surplus > 0 && released > 0) {
        for (const seq of order.splice(0, surplus)) {
          bySeq.delete(seq);
          unmatched.delete(seq);
        }
        nextCursor = order[0] ?? null;
      }
      return released;
    },
  };
}

/** Index of the first element that is not less than `seq`. */
function lowerBound(list: readonly number[], seq: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
