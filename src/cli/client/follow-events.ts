// Goes on with events as they come, over any number of reconnections and restarts of Hookline.
import { setTimeout as delay } from 'node:timers/promises';
import type { EventSummary } from '#shared/contract/events.ts';
import type { ApiClient } from '#shared/contract/index.ts';
import { ConnectionLostError, NotRunningError, type Connection } from './connection.ts';
import { eventsSince, pagesOf } from './event-pages.ts';
import { createNews, type News } from './news.ts';

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 2_000;
/** Missed while there was no connection, and too many to be replayed one by one: so many are fetched. */
const MOST_MISSED = 10_000;

export interface FollowDeps {
  connection: Connection;
  /** @throws NotRunningError */
  reopen(): Promise<Connection>;
  filter: string;
  /** So many of before. */
  limit: number;
  /** Oldest first. Resolves when they have been written. */
  tell(events: readonly EventSummary[]): Promise<void>;
  /** Something beside the events. */
  say(line: string): void;
  /** Ends it. */
  signal: AbortSignal;
}

/** Where the feed goes on. */
interface Place {
  changeSeq: number;
  storeId: string | undefined;
  /** Of the newest event heard of. */
  seq: number;
}

/** Resolves when the signal ends it. */
export async function followEvents(deps: FollowDeps): Promise<void> {
  const { reopen, say, signal } = deps;
  let written = Promise.resolve();
  const news = createNews({
    tell(events) {
      written = written.then(() => deps.tell(events));
    },
  });
  const feed = createFeed(deps, news, () => written);
  const ended = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

  let connection: Connection | null = deps.connection;
  let isAway = false;
  let retryMs = FIRST_RETRY_MS;
  try {
    while (!signal.aborted) {
      try {
        const open: Connection = (connection ??= await reopen());
        if (isAway) say('Hookline is back.');
        isAway = false;
        retryMs = FIRST_RETRY_MS;
        await Promise.race([open.call((api) => feed.follow(api)), ended]);
      } catch (error) {
        const isAwayNow = error instanceof ConnectionLostError || error instanceof NotRunningError;
        if (!isAwayNow && !signal.aborted) throw error;
      }
      connection?.close();
      connection = null;
      if (signal.aborted) break;
      if (!isAway) say('The connection to Hookline was lost. Waiting until it is back; Ctrl+C ends this.');
      isAway = true;
      await delay(retryMs, undefined, { signal }).catch(() => undefined);
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    }
  } finally {
    news.dispose();
    connection?.close();
  }
}

/** @param written resolves when everything that was told has been written */
function createFeed({ filter, limit, tell }: FollowDeps, news: News, written: () => Promise<void>) {
  let place: Place | null = null;

  async function begin(api: ApiClient): Promise<Place> {
    const newest = await api.events.list({ limit: 1 });
    const shown: EventSummary[] = [];
    let { changeSeq } = newest;
    for await (const page of pagesOf(api, filter, limit)) {
      if (shown.length === 0) ({ changeSeq } = page);
      shown.push(...page.items);
    }
    const seq = newest.items[0]?.seq ?? 0;
    news.begin(shown, seq);
    await tell(shown.toReversed());
    return { changeSeq, storeId: undefined, seq };
  }

  /** @returns the place of the newest event */
  async function catchUp(api: ApiClient, { seq }: Place): Promise<number> {
    const missed = await eventsSince(api, filter, seq, MOST_MISSED);
    news.take(missed.map((event) => ({ event, matches: true })));
    return Math.max(seq, missed[0]?.seq ?? 0);
  }

  return {
    /** Returns only when Hookline ends it. */
    async follow(api: ApiClient): Promise<void> {
      place ??= await begin(api);
      const { changeSeq, storeId } = place;
      const messages = await api.live.subscribe({ filter, after: changeSeq, storeId });
      for await (const message of messages) {
        if (message.kind === 'status') continue;
        if (message.kind === 'hello') {
          const isOther = place.storeId !== undefined && place.storeId !== message.storeId;
          if (isOther) {
            news.begin([], 0);
            place.seq = 0;
          }
          place.storeId = message.storeId;
          if (message.reset) place.seq = await catchUp(api, place);
        } else {
          news.take(message.changed);
          for (const { event } of message.changed) place.seq = Math.max(place.seq, event.seq);
        }
        await written();
        place.changeSeq = message.changeSeq;
      }
    },
  };
}
