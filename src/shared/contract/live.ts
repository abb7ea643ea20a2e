// The live feed: what changed since a sequence number, then everything that changes from now on.
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { badFilter, EventFilterSchema, EventSummarySchema } from './events.ts';
import { StatusSchema } from './status.ts';

export const LiveMessageSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hello'),
    storeId: z.string(),
    changeSeq: z.int(),
    reset: z
      .boolean()
      .describe(
        'true = too much changed, or this is another store: fetch the list again, then go on from changeSeq',
      ),
  }),
  z.object({
    kind: z.literal('events'),
    changeSeq: z.int().describe('Resume from here'),
    changed: z.array(z.object({ event: EventSummarySchema, matches: z.boolean() })),
  }),
  z.object({ kind: z.literal('status'), status: StatusSchema }),
]);
export type LiveMessage = z.infer<typeof LiveMessageSchema>;

export const liveContract = {
  subscribe: oc
    .route({
      tags: ['live'],
      method: 'GET',
      path: '/live',
      summary: 'Server-sent events: changed events (coalesced, in change order) and the status of the line',
    })
    .input(
      EventFilterSchema.extend({
        after: z.coerce.number().int().optional().describe('changeSeq seen last; left out = from now on'),
        storeId: z.string().optional().describe('The store that after belongs to'),
      }),
    )
    .errors(badFilter)
    .output(eventIterator(LiveMessageSchema)),
};
