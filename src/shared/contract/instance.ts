// One Hookline a data directory: what a second start tells the first.
import { oc } from '@orpc/contract';
import { z } from 'zod';

export const HandOverSchema = z.object({
  forwardTo: z
    .url()
    .nullable()
    .describe('From the second start’s command line; becomes the address of the first endpoint'),
  show: z.boolean().describe('Bring the window to the front'),
});
export type HandOver = z.infer<typeof HandOverSchema>;

export const HandedOverSchema = z.object({
  shown: z.boolean().describe('There is a window, and it is in front now'),
  forwardTo: z
    .string()
    .nullable()
    .describe('What the first endpoint’s address was changed to; null = it stays'),
});
export type HandedOver = z.infer<typeof HandedOverSchema>;

export const instanceContract = {
  handOver: oc
    .route({
      tags: ['instance'],
      method: 'POST',
      path: '/instance/hand-over',
      summary: 'Take over what a second start was told',
    })
    .input(HandOverSchema)
    .output(HandedOverSchema),
};
