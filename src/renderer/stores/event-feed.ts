// Joins the engine's live feed to the stores: first a page, then every change after it, over any number of reconnections.
import type { EventFilter, EventPage } from '#shared/contract/events.ts';
import { beforeNextFrame } from './before-next-frame.ts';
import { engine } from './engine.ts';
import { AccessDeniedError, ConnectionLostError } from '../api/errors.ts';
import type { ApiClient } from '../api/client.ts';
import { applyChanges, dispatch, PAGE_SIZE, useEventList } from './event-list-store.ts';
import type { Change } from './list/list-rows.ts';
import { createFrameBatch } from './frame-batch.ts';
import { reloadInspected } from './inspected-store.ts';
import { showStatus } from './status-store.ts';

const RETRY_MS = 500;

export function startEventFeed(): void {
  const batch = createFrameBatch<Change>((changed) => applyChanges(changed, generation), beforeNextFrame);
  let { generation } = useEventList.getState();
  // Where the feed goes on: null = begin with a page.
  let after: number | null = null;
  let storeId: string | undefined;
  /** Which versions were expected when the rows were read. */
  let expected: number | undefined;
  let turn = new AbortController();

  async function loadPage(api: ApiClient, filter: EventFilter, signal: AbortSignal): Promise<number> {
    const page = await api.events.list({ ...filter, limit: PAGE_SIZE }, { signal });
    signal.throwIfAborted();
    batch.clear();
    dispatch({ kind: 'page', generation, page });
    return page.changeSeq;
  }

  /** Another version is to be expected: the rows stay where they are, only their marks are others. */
  async function readMarks(api: ApiClient, filter: EventFilter, signal: AbortSignal): Promise<void> {
    if ((filter.filter ?? '').includes('version-differs')) {
      await loadPage(api, filter, signal);
      return;
    }
    const loaded = useEventList.getState().rows.length;
    let cursor: number | null = null;
    for (let read = 0; read < loaded;) {
      // oxlint-disable-next-line no-await-in-loop -- one page says where the next begins
      const page: EventPage = await api.events.list(
        { ...filter, limit: PAGE_SIZE, ...(cursor !== null && { cursor }) },
        { signal },
      );
      signal.throwIfAborted();
      applyChanges(
        page.items.map((event) => ({ event, matches: true })),
        generation,
      );
      read += page.items.length;
      cursor = page.nextCursor;
      if (cursor === null || page.items.length === 0) return;
    }
  }

  async function follow(api: ApiClient, filter: EventFilter, signal: AbortSignal): Promise<void> {
    after ??= await loadPage(api, filter, signal);
    const messages = await api.live.subscribe({ ...filter, after, storeId }, { signal });
    for await (const message of messages) {
      signal.throwIfAborted();
      switch (message.kind) {
        case 'hello':
          // Another account's history: nothing of the one before may stay on screen.
          if (storeId !== undefined && storeId !== message.storeId) window.location.reload();
          storeId = message.storeId;
          if (message.reset) {
            after = null;
            after = Math.max(await loadPage(api, filter, signal), message.changeSeq);
            reloadInspected();
          }
          break;
        case 'events':
          batch.add(message.changed);
          after = message.changeSeq;
          break;
        case 'status':
          showStatus(message.status);
          if (expected !== undefined && expected !== message.status.versions) {
            await readMarks(api, filter, signal);
            reloadInspected();
          }
          expected = message.status.versions;
          break;
      }
    }
  }

  async function keepFollowing(): Promise<void> {
    for (;;) {
      const { signal } = turn;
      const { filter } = useEventList.getState();
      try {
        await engine.ready();
        if (signal.aborted) continue;
        // `call`, not `query`: after a broken connection the feed goes on from where it was, it does not start again.
        await engine.call((api) => Promise.race([follow(api, filter, signal), aborted(signal)]));
      } catch (error) {
        if (signal.aborted || error instanceof ConnectionLostError || error instanceof AccessDeniedError)
          continue;
        if (after === null) dispatch({ kind: 'pageFailed', generation });
      }
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  // Another filter, or more new events than are kept: a new page and a new subscription.
  useEventList.subscribe((list) => {
    if (list.generation === generation) return;
    ({ generation } = list);
    batch.clear();
    after = null;
    turn.abort();
    turn = new AbortController();
  });
  void keepFollowing();
  tickEveryMinute();
}

const MINUTE_MS = 60_000;

/** Rows of yesterday say so, and `after:1m` lets go of what is older, without anything happening. */
function tickEveryMinute(): void {
  const tick = (): void => dispatch({ kind: 'tick' });
  setInterval(tick, MINUTE_MS);
  // Timers stand still while the computer sleeps, and nearly so in a hidden window.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) tick();
  });
}

async function aborted(signal: AbortSignal): Promise<never> {
  return await new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError')), { once: true });
  });
}
