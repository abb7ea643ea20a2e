// Triggers: what `stripe trigger` can make Stripe do, what was run, what came of it; and `stripe events resend`.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { TRIGGER_EDIT_KINDS } from '../domain/triggers/trigger-order.ts';
import { EventIdSchema, EventSummarySchema } from './events.ts';

/** Why a command of the CLI failed, whatever its exit code said. */
export const TRIGGER_PROBLEMS = [
  'unknown_event',
  'not_logged_in',
  'key_refused',
  'key_expired',
  'permission',
  'rate_limited',
  'not_found',
  'bad_request',
  'stripe_failed',
  'network',
  'no_cli',
  'timed_out',
  'interrupted',
  'not_confirmed',
] as const;

export const TriggerProblemSchema = z.object({
  code: z.enum(TRIGGER_PROBLEMS),
  detail: z.string().nullable().describe('Stripe’s or the CLI’s own words, without secrets'),
  param: z.string().nullable().describe('The parameter that Stripe did not like'),
  requestId: z.string().nullable(),
});
export type TriggerProblem = z.infer<typeof TriggerProblemSchema>;

/** One `--override`, `--add`, `--remove` or `--skip`. */
export const TriggerEditSchema = z.object({
  kind: z.enum(TRIGGER_EDIT_KINDS),
  step: z
    .string()
    .regex(/^[\w-]{1,80}$/)
    .describe('A step of the recipe: customer, product, price, subscription …'),
  path: z
    .string()
    .max(200)
    .regex(/^[^\s=:]*$/)
    .default('')
    .describe('Where in the call, e.g. metadata.plan; empty for skip'),
  value: z.string().max(2_000).default('').describe('Empty for remove and skip'),
});
export type TriggerEdit = z.infer<typeof TriggerEditSchema>;

export const TriggerOrderSchema = z.object({
  event: z
    .string()
    .regex(/^[\w.]{1,120}$/)
    .describe('A name that `stripe trigger --help` lists'),
  edits: z.array(TriggerEditSchema).max(50).default([]),
  apiVersion: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d(\.\w+)?$/)
    .optional(),
  account: z
    .string()
    .regex(/^acct_\w{1,60}$/)
    .optional()
    .describe('Connected account'),
});
export type TriggerOrder = z.infer<typeof TriggerOrderSchema>;

export const TriggerRunSchema = z.object({
  id: z.string(),
  order: TriggerOrderSchema,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  startedAt: z.int(),
  endedAt: z.int().nullable(),
  problem: TriggerProblemSchema.nullable(),
  calls: z
    .array(
      z.object({
        method: z.string(),
        path: z.string(),
        status: z.int(),
        requestId: z.string().nullable(),
        objectId: z.string().nullable().describe('What it made or changed'),
      }),
    )
    .describe('What the CLI asked of Stripe, in order'),
  matched: z
    .enum(['calls', 'time'])
    .describe('How its events are known: by the requests and objects of its calls, or by the time alone'),
  lines: z.int().describe('Lines of output so far'),
  eventCount: z.int().describe('Events that have come of it so far'),
});
export type TriggerRun = z.infer<typeof TriggerRunSchema>;

export const TriggerLineSchema = z.object({
  number: z.int(),
  stream: z.enum(['stdout', 'stderr']),
  text: z.string(),
});
export type TriggerLine = z.infer<typeof TriggerLineSchema>;

export const TriggerOfferSchema = z.object({
  events: z.array(z.string()).describe('As the CLI lists them; empty when it could not be asked'),
  cliVersion: z.string().nullable(),
  problem: TriggerProblemSchema.nullable(),
});
export type TriggerOffer = z.infer<typeof TriggerOfferSchema>;

export const WebhookEndpointSchema = z.object({
  id: z.string(),
  url: z.string(),
  enabled: z.boolean(),
  description: z.string().nullable(),
});
export type WebhookEndpoint = z.infer<typeof WebhookEndpointSchema>;

const tags = ['triggers'];
const runId = z.object({ id: z.string().max(60) });
const gone = { NOT_FOUND: { status: 404, message: 'There is no such trigger in this store.' } } as const;

export const triggersContract = {
  list: oc
    .route({ tags, method: 'GET', path: '/triggers', summary: 'What the Stripe CLI can trigger' })
    .output(TriggerOfferSchema),
  runs: oc
    .route({ tags, method: 'GET', path: '/triggers/runs', summary: 'What was triggered, newest first' })
    .input(z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }))
    .output(z.array(TriggerRunSchema)),
  run: oc
    .route({ tags, method: 'POST', path: '/triggers/runs', summary: 'Trigger an event; answers at once' })
    .input(TriggerOrderSchema)
    .errors({
      LIVE_MODE: {
        status: 409,
        message: 'The key in use is a live key. Triggers make objects, and are for test mode alone.',
      },
      TOO_MANY: { status: 429, message: 'Several triggers are running already.' },
    })
    .output(TriggerRunSchema),
  get: oc
    .route({
      tags,
      method: 'GET',
      path: '/triggers/runs/{id}',
      summary: 'One trigger with its output and the events that came of it',
    })
    .input(runId)
    .errors(gone)
    .output(
      z.object({
        run: TriggerRunSchema,
        output: z.array(TriggerLineSchema),
        events: z.array(EventSummarySchema).describe('Oldest first'),
      }),
    ),
  again: oc
    .route({ tags, method: 'POST', path: '/triggers/runs/{id}/again', summary: 'The same once more' })
    .input(runId)
    .errors({
      ...gone,
      LIVE_MODE: { status: 409, message: 'The key in use is a live key.' },
      TOO_MANY: { status: 429, message: 'Several triggers are running already.' },
    })
    .output(TriggerRunSchema),
  cancel: oc
    .route({ tags, method: 'POST', path: '/triggers/runs/{id}/cancel', summary: 'End the CLI' })
    .input(runId)
    .errors(gone)
    .output(TriggerRunSchema),
  ofEvent: oc
    .route({ tags, method: 'GET', path: '/events/{id}/trigger', summary: 'The trigger that made an event' })
    .input(z.object({ id: EventIdSchema }))
    .output(z.object({ run: TriggerRunSchema.nullable() })),
  webhookEndpoints: oc
    .route({
      tags,
      method: 'GET',
      path: '/triggers/webhook-endpoints',
      summary: 'The webhook endpoints registered at Stripe, where the key may list them',
    })
    .output(
      z.object({ endpoints: z.array(WebhookEndpointSchema), problem: TriggerProblemSchema.nullable() }),
    ),
  resendAtStripe: oc
    .route({
      tags,
      method: 'POST',
      path: '/events/{id}/resend-at-stripe',
      summary: 'Ask Stripe to send an event again: to the CLI, or to a webhook endpoint registered there',
    })
    .input(
      z.object({
        id: EventIdSchema,
        webhookEndpoint: z
          .string()
          .regex(/^we_\w{1,80}$/)
          .optional(),
        account: z
          .string()
          .regex(/^acct_\w{1,60}$/)
          .optional(),
      }),
    )
    .output(z.object({ problem: TriggerProblemSchema.nullable() })),
};
