// The story that an event is part of: what belongs together, with the times at which each was created, received and delivered.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { STORY_KINDS } from '../domain/story/story-key.ts';
import { AttemptSchema } from './attempts.ts';
import { notFound } from './errors.ts';
import {
  badFilter,
  DeliverySchema,
  EventFilterSchema,
  EventIdSchema,
  EventSummarySchema,
  ReceiptSchema,
} from './events.ts';

/** A story has at most so many events; the rest is said to be there. */
export const STORY_LIMIT = 500;

export const StoryAttemptSchema = AttemptSchema.pick({
  id: true,
  number: true,
  endpointId: true,
  trigger: true,
  startedAt: true,
  status: true,
  errorClass: true,
}).extend({
  endpointName: z.string().describe('The address, where it was given for this once'),
  edited: z.boolean(),
  durationMs: z.number().nullable(),
});
export type StoryAttempt = z.infer<typeof StoryAttemptSchema>;

export const StoryEventSchema = z.object({
  event: EventSummarySchema,
  receipts: z
    .array(ReceiptSchema.pick({ receivedAt: true, source: true }))
    .describe('Every arrival, oldest first; at most 20'),
  deliveries: z.array(DeliverySchema.omit({ waitingFor: true })),
  attempts: z.array(StoryAttemptSchema).describe('Oldest first; the latest 50'),
});
export type StoryEvent = z.infer<typeof StoryEventSchema>;

export const StorySchema = z.object({
  by: z.enum(STORY_KINDS),
  id: z
    .string()
    .nullable()
    .describe('The request, customer or Checkout session; null when the event stands alone'),
  events: z.array(StoryEventSchema).describe(`In order of arrival; at most ${STORY_LIMIT}`),
  moreOlder: z.boolean(),
  moreNewer: z.boolean(),
});
export type Story = z.infer<typeof StorySchema>;

export const storyContract = {
  story: oc
    .route({
      tags: ['events'],
      method: 'GET',
      path: '/events/{id}/story',
      summary: 'The events that share its request, customer or Checkout session, with their times',
    })
    .input(EventFilterSchema.extend({ id: EventIdSchema, by: z.enum(STORY_KINDS) }))
    .errors({ ...notFound, ...badFilter })
    .output(StorySchema),
};
