// Settings that hold for the whole engine.
import { oc } from '@orpc/contract';
import { z } from 'zod';

export const SettingsSchema = z.object({
  forwardUnsigned: z.boolean().describe('Accept and deliver events whose signature is missing or wrong'),
  shareResponse: z
    .boolean()
    .describe('Give the CLI the backend’s real answer body, which the CLI uploads to Stripe'),
});
export type Settings = z.infer<typeof SettingsSchema>;
export const DEFAULT_SETTINGS: Settings = { forwardUnsigned: false, shareResponse: false };

export const settingsContract = {
  get: oc
    .route({ tags: ['settings'], method: 'GET', path: '/settings', summary: 'Settings' })
    .output(SettingsSchema),
  update: oc
    .route({ tags: ['settings'], method: 'PUT', path: '/settings', summary: 'Change settings' })
    .input(SettingsSchema.partial())
    .output(SettingsSchema),
};
