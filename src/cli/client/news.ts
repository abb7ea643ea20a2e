// What of the live feed is worth a line: an event once it is known what became of it, and again when that changes.
import type { EventSummary } from '#shared/contract/events.ts';

/** An event is shown without an answer when there is none by then. */
const WAIT_FOR_ANSWER_MS = 1_000;
/** Beyond so many the oldest are forgotten: what becomes of them later is not told. */
const MOST_REMEMBERED = 10_000;

export interface Change {
  event: EventSummary;
  matches: boolean;
}

export interface News {
  /** These stand on the screen already, and whatever came before this place in the store is no news. */
  begin(shown: readonly EventSummary[], newestSeq: number): void;
  take(changes: readonly Change[]): void;
  dispose(): void;
}

export interface NewsDeps {
  /** Oldest first. */
  tell(events: readonly EventSummary[]): void;
  waitMs?: number;
}

export function createNews({ tell, waitMs = WAIT_FOR_ANSWER_MS }: NewsDeps): News {
  const told = new Map<number, string>();
  const waiting = new Map<number, { event: EventSummary; timer: NodeJS.Timeout }>();
  let afterSeq = 0;

  function remember(event: EventSummary): void {
    told.delete(event.seq);
    told.set(event.seq, outcomeOf(event));
    if (told.size <= MOST_REMEMBERED) return;
    const [oldest] = told.keys();
    if (oldest !== undefined) told.delete(oldest);
  }

  function wait(event: EventSummary): void {
    const { seq } = event;
    const timer = waiting.get(seq)?.timer ?? setTimeout(() => tellUnanswered(seq), waitMs);
    waiting.set(seq, { event, timer });
  }

  function stopWaiting(seq: number): void {
    clearTimeout(waiting.get(seq)?.timer);
    waiting.delete(seq);
  }

  function tellUnanswered(seq: number): void {
    const event = waiting.get(seq)?.event;
    stopWaiting(seq);
    if (event === undefined) return;
    remember(event);
    tell([event]);
  }

  function isNews({ event, matches }: Change): boolean {
    const before = told.get(event.seq);
    if (before === undefined && event.seq <= afterSeq) return false;
    if (matches && event.deliveryState === 'pending') {
      if (before === undefined) wait(event);
      return false;
    }
    stopWaiting(event.seq);
    return matches && before !== outcomeOf(event);
  }

  return {
    begin(shown, newestSeq) {
      told.clear();
      for (const event of shown.toSorted(bySeq)) remember(event);
      afterSeq = newestSeq;
    },
    take(changes) {
      const news = changes.filter(isNews).map(({ event }) => event);
      for (const event of news) remember(event);
      if (news.length > 0) tell(news.toSorted(bySeq));
    },
    dispose() {
      for (const seq of waiting.keys()) stopWaiting(seq);
    },
  };
}

function bySeq(a: EventSummary, b: EventSummary): number {
  return a.seq - b.seq;
}

/** A pin or a name that was found out changes an event, but not what became of it. */
function outcomeOf({ deliveryState, attemptCount }: EventSummary): string {
  return `${deliveryState} ${attemptCount}`;
}
