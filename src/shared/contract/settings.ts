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
});
export type Settings = z.infer<typeof SettingsSchema>;
export const DEFAULT_SETTINGS: Settings = { forwardUnsigned: false, shareResponse: false, savedFilters: [] };

export const settingsContract = {
  get: oc
    .route({ tags: ['settings'], method: 'GET', path: '/settings', summary: 'Settings' })
    .output(SettingsSchema),
  update: oc
    .route({ tags: ['settings'], method: 'PUT', path: '/settings', summary: 'Change settings' })
    .input(SettingsSchema.partial())
    .output(SettingsSchema),
};
