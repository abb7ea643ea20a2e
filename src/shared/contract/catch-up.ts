// Nothing missed: what Stripe has that did not come by the line, what becomes of it, and whether the line can be believed.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  GAP_EVENT_STATES,
  GAP_REASONS,
  GAP_STATES,
  RECONCILE_KINDS,
  STRIPE_LISTS,
  STRIPE_PROBLEMS,
} from '../domain/catch-up.ts';
import { notFound } from './errors.ts';
import { EventIdSchema } from './events.ts';

export const StripeProblemSchema = z.object({
  code: z.enum(STRIPE_PROBLEMS),
  detail: z.string().nullable().describe('Stripe’s or the CLI’s own words, secrets removed'),
});
export type StripeProblem = z.infer<typeof StripeProblemSchema>;

/** Events that were missed together. All times are Unix milliseconds. */
export const GapSchema = z.object({
  id: z.int(),
  state: z.enum(GAP_STATES),
  reason: z.enum(GAP_REASONS).describe('Why Stripe was asked'),
  foundAt: z.int(),
  endedAt: z.int().nullable(),
  from: z.int().nullable().describe('When Stripe created the oldest of them; null = none yet'),
  until: z.int().nullable().describe('When Stripe created the newest of them'),
  total: z.int(),
  counts: z
    .object({
      waiting: z.int().describe('Recorded, and not sent to any endpoint'),
      delivered: z.int(),
      failed: z.int(),
      held: z.int().describe('Waits for an endpoint that is down or paused, or for a retry'),
      skipped: z.int().describe('Recorded only: no endpoint takes it, or it was not chosen'),
    })
    .describe('What became of them so far; together they are the total'),
  beyondRetention: z
    .boolean()
    .describe('The line was down for longer than the 30 days that Stripe keeps events'),
  problem: z
    .enum(['no_secret', 'no_endpoint'])
    .nullable()
    .describe('Why delivering cannot begin or go on; it is tried again when there is one'),
});
export type Gap = z.infer<typeof GapSchema>;

export const GapDetailSchema = GapSchema.extend({
  byType: z.array(z.object({ type: z.string(), count: z.int() })).describe('Most frequent first'),
  byAccount: z.array(
    z.object({
      account: z.string().nullable().describe('Connected account, null for the own one'),
      count: z.int(),
    }),
  ),
});
export type GapDetail = z.infer<typeof GapDetailSchema>;

export const GapEventSchema = z.object({
  id: EventIdSchema,
  type: z.string(),
  createdAt: z.int().nullable(),
  account: z.string().nullable(),
  customerLabel: z.string().nullable(),
  apiVersion: z.string().nullable(),
  state: z.enum(GAP_EVENT_STATES),
});
export type GapEvent = z.infer<typeof GapEventSchema>;

/** A part of Stripe's lists that could not be read. Times are Stripe's, Unix milliseconds. */
export const UncoveredSchema = z.object({
  list: z
    .enum(STRIPE_LISTS)
    .describe(
      'own = the account in use; connected = the accounts named; thin = thin events; accounts = the list of connected accounts, so that those of which nothing has come yet are not covered',
    ),
  accounts: z.array(z.string()).describe('The connected accounts concerned, all of them'),
  since: z.int().describe('Events that Stripe created from then on may be missing'),
  until: z.int().nullable().describe('… up to then; null = up to now'),
  problem: StripeProblemSchema.nullable().describe('Why; null = nobody asked Stripe for that part'),
});
export type Uncovered = z.infer<typeof UncoveredSchema>;

/** An event that Stripe has and the line did not bring. */
export const SilentLineSchema = z.object({
  at: z.int().describe('When it was noticed'),
  eventId: z.string(),
  type: z.string(),
  createdAt: z.int(),
  account: z.string().nullable(),
});
export type SilentLine = z.infer<typeof SilentLineSchema>;

export const CatchUpStatusSchema = z.object({
  looking: z
    .object({
      reason: z.enum(GAP_REASONS),
      since: z.int(),
      asked: z.int().describe('Events listed so far'),
      listsDone: z.int().describe('Lists read to their end so far'),
      lists: z
        .int()
        .describe('Lists to read: one for each account, and one of thin events; 0 = not known yet'),
    })
    .nullable()
    .describe('Stripe is being asked now'),
  lookedAt: z.int().nullable().describe('When Stripe was last asked to the end'),
  nextLookAt: z.int().nullable().describe('When it is tried again after a problem'),
  problem: StripeProblemSchema.nullable().describe('Why Stripe could not be asked last time'),
  uncovered: z
    .array(UncoveredSchema)
    .describe('What the last look could not read; grouped by list and kind of problem'),
  /** The line was dead although the CLI said otherwise; null once an event has come by the line again. */
  silentLine: SilentLineSchema.nullable(),
  gaps: z.array(GapSchema).describe('Those that are not over, and the last ones that are, newest first'),
});
export type CatchUpStatus = z.infer<typeof CatchUpStatusSchema>;

export const ReconciliationSchema = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  from: z.int(),
  until: z.int(),
  startedAt: z.int(),
  endedAt: z.int().nullable(),
  stripeHas: z.int(),
  hooklineHas: z.int().describe('Of those of Stripe'),
  delivered: z.int().describe('Of those: the last answer of every endpoint was 2xx'),
  counts: z.record(z.enum(RECONCILE_KINDS), z.int()).describe('Differences by kind'),
  beyondRetention: z.boolean().describe('The period begins before the 30 days that Stripe keeps events'),
  problem: StripeProblemSchema.nullable(),
  uncovered: z.array(UncoveredSchema).describe('Lists that could not be compared'),
});
export type Reconciliation = z.infer<typeof ReconciliationSchema>;

export const DifferenceSchema = z.object({
  id: z.string(),
  kind: z.enum(RECONCILE_KINDS),
  type: z.string(),
  createdAt: z.int(),
  account: z.string().nullable(),
  apiVersion: z.string().nullable(),
  storedApiVersion: z.string().nullable().describe('Of the body stored here; null = not here'),
  pendingWebhooks: z.int().nullable().describe('Destinations that Stripe has not delivered it to yet'),
});
export type Difference = z.infer<typeof DifferenceSchema>;

const tags = ['catch-up'];
const gapId = z.object({ id: z.coerce.number().int() });
const page = {
  cursor: z.coerce.number().int().min(0).default(0).describe('nextCursor of the page before'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
};
const cannotDeliver = {
  NO_ENDPOINT: { status: 409, message: 'There is no enabled endpoint to send to.' },
  NO_SECRET: { status: 409, message: 'No signing secret is known yet to sign with.' },
} as const;

export const catchUpContract = {
  get: oc
    .route({ tags, method: 'GET', path: '/catch-up', summary: 'What was missed, and what becomes of it' })
    .output(CatchUpStatusSchema),
  look: oc
    .route({
      tags,
      method: 'POST',
      path: '/catch-up/look',
      summary:
        'Ask Stripe now for what was missed; answers when it has been asked to the end, or could not be',
    })
    .input(
      z.object({
        from: z
          .int()
          .optional()
          .describe(
            'Unix milliseconds by Stripe’s clock; left out = each list from where it is known. A later time leaves out what lies before, which stays unknown',
          ),
      }),
    )
    .output(CatchUpStatusSchema),
  gap: oc
    .route({ tags, method: 'GET', path: '/catch-up/gaps/{id}', summary: 'One gap by type and account' })
    .input(gapId)
    .errors(notFound)
    .output(GapDetailSchema),
  events: oc
    .route({
      tags,
      method: 'GET',
      path: '/catch-up/gaps/{id}/events',
      summary: 'The events of a gap, in the order Stripe created them',
    })
    .input(gapId.extend({ ...page, state: z.enum(GAP_EVENT_STATES).optional() }))
    .errors(notFound)
    .output(z.object({ items: z.array(GapEventSchema), nextCursor: z.int().nullable() })),
  choose: oc
    .route({
      tags,
      method: 'POST',
      path: '/catch-up/gaps/{id}/choose',
      summary:
        'Deliver all of a gap in the order of creation, deliver some, or leave it at having them recorded',
    })
    .input(
      gapId.extend({
        what: z.enum(['all', 'some', 'record']),
        ids: z.array(EventIdSchema).max(10_000).optional().describe('With some'),
      }),
    )
    .errors({
      ...notFound,
      ...cannotDeliver,
      LOOKING: { status: 409, message: 'Stripe is still being asked; choose when that is done.' },
      NOTHING_NAMED: { status: 422, message: 'Name the events to deliver.' },
    })
    .output(GapSchema),
  pause: oc
    .route({ tags, method: 'POST', path: '/catch-up/gaps/{id}/pause', summary: 'Pause delivering' })
    .input(gapId)
    .errors(notFound)
    .output(GapSchema),
  resume: oc
    .route({ tags, method: 'POST', path: '/catch-up/gaps/{id}/resume', summary: 'Go on delivering' })
    .input(gapId)
    .errors(notFound)
    .output(GapSchema),
  cancel: oc
    .route({
      tags,
      method: 'POST',
      path: '/catch-up/gaps/{id}/cancel',
      summary: 'Deliver no more of it; the rest stays recorded and can be chosen later',
    })
    .input(gapId)
    .errors(notFound)
    .output(GapSchema),
  reconcile: oc
    .route({
      tags,
      method: 'POST',
      path: '/catch-up/reconcile',
      summary: 'Compare what Stripe has of a period with what is here; goes on in the background',
    })
    .input(
      z.object({
        from: z.int().optional().describe('Unix milliseconds by Stripe’s clock; with until'),
        until: z.int().optional(),
        lastMs: z
          .int()
          .min(1)
          .optional()
          .describe('Instead of from and until: this long until now, by Stripe’s clock'),
      }),
    )
    .errors({
      BAD_PERIOD: {
        status: 422,
        message: 'The period ends before it begins, or is not given: name from and until, or lastMs alone.',
      },
      RUNNING: { status: 409, message: 'A period is being compared already.' },
    })
    .output(ReconciliationSchema),
  reconciliation: oc
    .route({
      tags,
      method: 'GET',
      path: '/catch-up/reconcile',
      summary: 'The last comparison, if there was one',
    })
    .output(ReconciliationSchema.nullable()),
  cancelReconcile: oc
    .route({ tags, method: 'POST', path: '/catch-up/reconcile/cancel', summary: 'Stop comparing' })
    .output(ReconciliationSchema.nullable()),
  differences: oc
    .route({
      tags,
      method: 'GET',
      path: '/catch-up/reconcile/differences',
      summary: 'Differences found by the last comparison, oldest first',
    })
    .input(z.object({ ...page, kind: z.enum(RECONCILE_KINDS).optional() }))
    .errors(notFound)
    .output(z.object({ items: z.array(DifferenceSchema), nextCursor: z.int().nullable() })),
  settle: oc
    .route({
      tags,
      method: 'POST',
      path: '/catch-up/reconcile/settle',
      summary: 'Record differences of the last comparison, or record and deliver them; they become a gap',
    })
    .input(
      z.object({
        what: z.enum(['record', 'deliver']),
        ids: z.array(z.string().max(300)).max(10_000).optional().describe('Left out = all differences'),
      }),
    )
    .errors({
      ...notFound,
      ...cannotDeliver,
      STRIPE: { status: 502, message: 'Stripe could not be asked.', data: StripeProblemSchema },
    })
    .output(GapSchema.nullable().describe('null = nothing was left to do')),
};
