// Settings that hold for the whole engine.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { MAX_FILTER_LENGTH, parseFilter } from '../domain/filter/parse-filter.ts';

export const SettingsSchema = z.object({
  forwardUnsigned: z.boolean().describe('Accept and deliver events whose signature is missing or wrong'),
  shareResponse: z
    .boolean()
    .describe('Give the CLI the backend’s real answer body, which the CLI uploads to Stripe'),
  savedFilters: z
    .array(
      z.object({
        name: z.string().min(1).max(60),
        filter: z
          .string()
          .min(1)
          .max(MAX_FILTER_LENGTH)
          .refine((text) => parseFilter(text).ok, 'The filter cannot be read.'),
      }),
    )
    .max(50)
    .describe('Filters to come back to, in the order shown'),
  retention: z
    .object({
      maxEvents: z.int().min(100).max(10_000_000).nullable(),
      maxDays: z.int().min(1).max(3_650).nullable(),
      maxMb: z.int().min(16).max(1_000_000).nullable().describe('Of the database file'),
    })
    .describe('What is kept; null = no limit. Pinned events and those of customers in drift stay'),
  catchUp: z
    .object({
      deliverWithinMs: z
        .int()
        .min(0)
        .max(30 * 86_400_000)
        .describe('What was missed is delivered by itself when the oldest of it is no older; 0 = never'),
      watch: z
        .boolean()
        .describe('Ask Stripe now and then whether the line brings what it should, and restart it when not'),
    })
    .describe('What happens with events that did not come by the line'),
});
export type Settings = z.infer<typeof SettingsSchema>;
export const DEFAULT_SETTINGS: Settings = {
  forwardUnsigned: false,
  shareResponse: false,
  savedFilters: [],
  retention: { maxEvents: 200_000, maxDays: 90, maxMb: 1_024 },
  catchUp: { deliverWithinMs: 3_600_000, watch: true },
};

export const settingsContract = {
  get: oc
    .route({ tags: ['settings'], method: 'GET', path: '/settings', summary: 'Settings' })
    .output(SettingsSchema),
  update: oc
    .route({ tags: ['settings'], method: 'PUT', path: '/settings', summary: 'Change settings' })
    .input(SettingsSchema.partial())
    .output(SettingsSchema),
};
