// The story that an event belongs to: all events that share its request, customer or Checkout session, each with its times.
import type { EventFilter } from '#shared/contract/events.ts';
import { STORY_LIMIT, type Story, type StoryEvent } from '#shared/contract/story.ts';
import { printTerm, type FilterField } from '#shared/domain/filter/filter.ts';
import { MAX_FILTER_LENGTH } from '#shared/domain/filter/parse-filter.ts';
import { storyIdOf, storyKeyOf, type StoryKind } from '#shared/domain/story/story-key.ts';
import type { DeliveryReads } from './delivery-reads.ts';
import type { EventReads } from './event-reads.ts';

const FIELD_OF: Record<StoryKind, FilterField> = {
  request: 'request',
  customer: 'customer',
  checkout: 'checkout',
};

/** Of each event the latest; there is always at least the last one. */
const MOST_ATTEMPTS = 50;
const MOST_RECEIPTS = 20;

export function createStoryReads(
  events: Pick<EventReads, 'findEventDetail' | 'findEventById' | 'listEvents'>,
  deliveries: Pick<DeliveryReads, 'listDeliveries' | 'listAttempts'>,
) {
  function storyEvent(event: StoryEvent['event']): StoryEvent {
    const receipts = events.findEventDetail(event.id)?.receipts ?? [];
    return {
      event,
      receipts: receipts.slice(0, MOST_RECEIPTS).map(({ receivedAt, source }) => ({ receivedAt, source })),
      deliveries: deliveries.listDeliveries(event.seq),
      attempts: deliveries
        .listAttempts(event.seq)
        .slice(-MOST_ATTEMPTS)
        .map(
          ({
            id,
            number,
            endpointId,
            endpointName,
            url,
            editId,
            trigger,
            startedAt,
            status,
            errorClass,
            timings,
          }) => ({
            id,
            number,
            endpointId,
            endpointName: endpointId === null ? url : endpointName,
            edited: editId !== null,
            trigger,
            startedAt,
            durationMs: timings.totalMs,
            status,
            errorClass,
          }),
        ),
    };
  }

  return {
    /**
     * The newest events of the story, or, where the event itself is older than those, the ones up to it.
     * @param filter what else they must match
     * @returns null when there is no such event
     */
    findStory(eventId: string, by: StoryKind, { filter }: EventFilter): Story | null {
      const about = events.findEventById(eventId);
      if (about === null) return null;
      const key = storyKeyOf(about, by);
      const id = storyIdOf(about, by);
      if (key === null || id === null) {
        return { by, id: null, events: [storyEvent(about)], moreOlder: false, moreNewer: false };
      }
      const own = printTerm({ what: 'condition', field: FIELD_OF[by], values: [id], negated: false });
      // A filter that leaves no room for more is left out rather than the story.
      const both = filter === undefined ? own : `${own} ${filter}`;
      const wanted = { filter: both.length > MAX_FILTER_LENGTH ? own : both };
      const newest = events.listEvents(wanted, null, STORY_LIMIT);
      const isOlder = newest.nextCursor !== null && about.seq < (newest.items.at(-1)?.seq ?? 0);
      const page = isOlder ? events.listEvents(wanted, about.seq + 1, STORY_LIMIT) : newest;
      return {
        by,
        id,
        // A name may be written like another's id; the key is exact.
        events: page.items
          .filter((event) => storyKeyOf(event, by) === key)
          .toReversed()
          .map(storyEvent),
        moreOlder: page.nextCursor !== null,
        moreNewer: isOlder,
      };
    },
  };
}
