// Endpoints: where events are delivered to.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { DELIVERY_ERROR_CLASSES } from '../domain/delivery.ts';
import { notFound } from './errors.ts';

export const MAX_TIMEOUT_MS = 3_600_000;

export const EndpointSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  enabled: z.boolean(),
  timeoutMs: z.int().nullable().describe('null = wait as long as it takes (debugging)'),
  hasSecret: z.boolean().describe('Has a signing secret of its own; it is never sent out'),
});
export type Endpoint = z.infer<typeof EndpointSchema>;

/** What is left out stays as it is. */
export const EndpointChangeSchema = z.object({
  id: z.string().max(100),
  name: z.string().trim().min(1).max(80).optional(),
  url: z.string().max(2000).optional().describe('Full URL or the shorthand of stripe listen --forward-to'),
  enabled: z.boolean().optional(),
  timeoutMs: z.int().min(100).max(MAX_TIMEOUT_MS).nullable().optional(),
  secret: z
    .string()
    .trim()
    .max(300)
    .nullable()
    .optional()
    .describe('Sign resends with this secret and accept it at the receiver; null = use the forwarder’s'),
});
export type EndpointChange = z.infer<typeof EndpointChangeSchema>;

/** How an endpoint answered last. */
export const EndpointHealthSchema = z.object({
  endpointId: z.string(),
  state: z.enum(['unknown', 'up', 'failing', 'down']).describe('down = could not be reached at all'),
  lastStatus: z.int().nullable(),
  lastErrorClass: z.enum(DELIVERY_ERROR_CLASSES).nullable(),
  lastDurationMs: z.number().nullable(),
  lastAt: z.int().nullable(),
});
export type EndpointHealth = z.infer<typeof EndpointHealthSchema>;

export const endpointsContract = {
  list: oc
    .route({ tags: ['endpoints'], method: 'GET', path: '/endpoints', summary: 'All endpoints' })
    .output(z.array(EndpointSchema)),
  update: oc
    .route({ tags: ['endpoints'], method: 'PUT', path: '/endpoints', summary: 'Change an endpoint' })
    .input(EndpointChangeSchema)
    .errors({
      ...notFound,
      BAD_URL: { status: 422, message: 'This is not an address to forward to.' },
      LOOP: {
        status: 422,
        message: 'This address is Hookline’s own receiver; events would go round in circles.',
      },
      BAD_SECRET: { status: 422, message: 'A signing secret starts with whsec_ and has no spaces.' },
    })
    .output(EndpointSchema),
};
