// Events as the API lists them, page by page, newest first.
import type { EventPage, EventSummary } from '#shared/contract/events.ts';
import type { ApiClient } from '#shared/contract/index.ts';

/** What the API gives at once at most. */
const PAGE_SIZE = 500;

/** Up to `limit` events that match. */
export async function* pagesOf(
  api: ApiClient,
  filter: string,
  limit: number,
): AsyncGenerator<EventPage, void, void> {
  let left = limit;
  let cursor: number | undefined;
  while (left > 0) {
    const page = await api.events.list({ filter, limit: Math.min(left, PAGE_SIZE), cursor });
    yield page;
    left -= page.items.length;
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

/** Up to `limit` events that match and came after the one in this place of the store. */
export async function eventsSince(
  api: ApiClient,
  filter: string,
  seq: number,
  limit: number,
): Promise<EventSummary[]> {
  const found: EventSummary[] = [];
  for await (const { items } of pagesOf(api, filter, limit)) {
    const later = items.filter((event) => event.seq > seq);
    found.push(...later);
    if (later.length < items.length) break;
  }
  return found;
}
