// Events: the list, one event, its exact bytes, and sending it again.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  DELIVERY_ERROR_CLASSES,
  DELIVERY_STATES,
  ENDPOINT_DELIVERY_STATES,
  WAITING_REASONS,
} from '../domain/delivery.ts';
import { SKIP_REASONS } from '../domain/endpoint-filter.ts';
import { FILTER_FIELDS } from '../domain/filter/filter.ts';
import { FILTER_PROBLEMS, MAX_FILTER_LENGTH } from '../domain/filter/parse-filter.ts';
import { MAX_NAME_LENGTH } from '../domain/json-read.ts';
import { SIGNATURE_PROBLEMS, SIGNATURE_STATES } from '../domain/signature.ts';

import { CHECKOUT_LINKS } from '../domain/story/story-key.ts';
import { AttemptSchema, ReasonSchema } from './attempts.ts';
import { notFound } from './errors.ts';
import { JobSchema } from './jobs.ts';
import { SendableHeadersSchema } from './sendable-headers.ts';

export const EVENT_KINDS = ['snapshot', 'thin', 'rejected'] as const;
export const RECEIPT_SOURCES = ['cli', 'direct', 'synthetic', 'import', 'backfill'] as const;
/** Why a request is kept in the list without being taken as an event. */
export const REJECT_REASONS = [
  'too_large',
  'not_json',
  'compressed',
  'not_an_event',
  'signature_missing',
  'signature_invalid',
] as const;

export const EventIdSchema = z
  .string()
  .min(1)
  .max(2 * MAX_NAME_LENGTH + 1)
  .describe(
    "Stripe's event id, with @account where another account has it, too, or req_… for a request that was no acceptable event",
  );

/** One row of the list: everything the list shows, nothing more. Times are Unix milliseconds, amounts minor units. */
export const EventSummarySchema = z.object({
  seq: z.int().describe('Order of arrival in this store; the cursor of the list'),
  changeSeq: z.int().describe('Grows with every change to any event; the cursor of the live feed'),
  id: EventIdSchema,
  kind: z.enum(EVENT_KINDS),
  type: z.string().describe('Event type; empty for a rejected request that had none'),
  source: z.enum(RECEIPT_SOURCES),
  receivedAt: z.int(),
  createdAt: z.int().nullable(),
  account: z.string().nullable().describe('Connected account, null for the own account'),
  livemode: z.boolean().nullable(),
  apiVersion: z.string().nullable(),
  versionDiffers: z
    .boolean()
    .describe('Another version than was to be expected; see GET /events/{id}/version'),
  requestId: z.string().nullable(),
  checkout: z
    .object({ id: z.string(), link: z.enum(CHECKOUT_LINKS) })
    .nullable()
    .describe(
      'The Checkout session it belongs to, and how that is known; found out a moment after it arrived',
    ),
  objectType: z.string().nullable(),
  objectId: z.string().nullable(),
  customerId: z.string().nullable(),
  customerLabel: z.string().nullable().describe('Name or email of the customer as far as known'),
  amountMinor: z.int().nullable(),
  currency: z.string().nullable(),
  signature: z.enum(SIGNATURE_STATES),
  signatureProblem: z.enum(SIGNATURE_PROBLEMS).nullable(),
  rejectReason: z.enum(REJECT_REASONS).nullable(),
  receiptCount: z.int(),
  pinned: z.boolean().describe('Kept by the developer, and never removed by itself'),
  deliveryState: z.enum(DELIVERY_STATES),
  attemptCount: z.int(),
  nextAttemptAt: z.int().nullable().describe('When the next retry is due'),
  lastStatus: z.int().nullable().describe('HTTP status of the last attempt'),
  lastErrorClass: z.enum(DELIVERY_ERROR_CLASSES).nullable(),
  lastDurationMs: z.number().nullable(),
});
export type EventSummary = z.infer<typeof EventSummarySchema>;

export const HeaderListSchema = z
  .array(z.tuple([z.string(), z.string()]))
  .describe('Names and values in the order they were sent');
export type HeaderList = z.infer<typeof HeaderListSchema>;

/** What checking one receipt against every known secret found. */
export const SignatureCheckSchema = z.object({
  state: z.enum(SIGNATURE_STATES),
  problem: z.enum(SIGNATURE_PROBLEMS).nullable(),
  secretLabel: z.string().nullable().describe('Which secret matched, e.g. cli, cli-previous, endpoint:Local'),
  timestamp: z.int().nullable().describe('t of the header, Unix seconds'),
  ageSeconds: z.number().nullable().describe('Age of t when the request arrived'),
  triedSecrets: z.array(z.string()).describe('Labels of the secrets tried'),
});
export type SignatureCheck = z.infer<typeof SignatureCheckSchema>;

/** One arrival of an event. The same event may arrive more than once. */
export const ReceiptSchema = z.object({
  id: z.int(),
  receivedAt: z.int(),
  source: z.enum(RECEIPT_SOURCES),
  method: z.string(),
  path: z.string(),
  headers: HeaderListSchema,
  sizeBytes: z.int(),
  sameBytes: z.boolean().describe('Whether the body equals the one stored with the event'),
  signature: SignatureCheckSchema,
});
export type Receipt = z.infer<typeof ReceiptSchema>;

export const EventDetailSchema = EventSummarySchema.extend({
  sizeBytes: z.int(),
  receipts: z.array(ReceiptSchema),
});
export type EventDetail = z.infer<typeof EventDetailSchema>;

const MisfitSchema = z.object({
  term: z.string().describe('The first term of the condition that does not hold'),
  subject: z.string().describe('The field or path it is about'),
  found: z.string().nullable().describe('What the event has there; null = nothing'),
});

/** Where an event stands with one endpoint, and if it was not sent there, why. */
export const DeliverySchema = z.object({
  endpointId: z.string(),
  endpointName: z.string(),
  state: z.enum(ENDPOINT_DELIVERY_STATES),
  skipReason: z.enum(SKIP_REASONS).nullable(),
  misfit: MisfitSchema.nullable().describe(
    'With skipReason condition: what does not fit the endpoint’s condition',
  ),
  attemptCount: z.int(),
  retries: z.int(),
  nextAttemptAt: z.int().nullable(),
  heldSince: z.int().nullable(),
  waitingFor: z.enum(WAITING_REASONS).nullable().describe('What it waits for; null = it is over'),
});
export type Delivery = z.infer<typeof DeliverySchema>;

/** What to change before sending; what is left out stays as it was. The original is never overwritten. */
export const EditSchema = z.object({
  receiptId: z
    .int()
    .optional()
    .describe(
      'Which arrival of the event is edited: its bytes and headers; left out = the bytes stored with the event and the newest headers',
    ),
  body: z
    .string()
    .max(5 * 1024 * 1024)
    .optional()
    .describe('The whole body as text; need not be valid JSON'),
  headers: SendableHeadersSchema.max(100).optional().describe('Sent besides or instead of the original ones'),
  timestamp: z.int().optional().describe('t of the signature, Unix seconds; left out = now'),
  signature: z.enum(['valid', 'wrong', 'none']).default('valid'),
  eventId: z.enum(['keep', 'new']).default('keep').describe('new = another event id in the body'),
});
export type Edit = z.infer<typeof EditSchema>;

/** All conditions must hold. An empty filter matches everything. */
export const EventFilterSchema = z.object({
  filter: z
    .string()
    .max(MAX_FILTER_LENGTH)
    .optional()
    .describe(
      'In the filter language: type:invoice.* status:failed|5xx customer:cus_… after:10m -source:synthetic "free text"',
    ),
});
export type EventFilter = z.infer<typeof EventFilterSchema>;

/** Where and why a filter cannot be read. */
export const FilterProblemSchema = z.object({
  code: z.enum(FILTER_PROBLEMS),
  at: z.int().describe('Place in the filter, in UTF-16 units from 0'),
  length: z.int(),
  text: z.string().describe('What stands there'),
  field: z.enum(FILTER_FIELDS).nullable(),
  nearest: z.string().nullable().describe('What may have been meant'),
});
export type FilterProblem = z.infer<typeof FilterProblemSchema>;

export const badFilter = {
  BAD_FILTER: { status: 422, message: 'The filter cannot be read.', data: FilterProblemSchema },
} as const;

/** Events that failed at one endpoint for one cause. */
export const FailureCauseSchema = z.object({
  reason: ReasonSchema.describe('That of the newest of them'),
  endpointId: z.string(),
  endpointName: z.string(),
  newest: z
    .object({ url: z.string(), status: z.int().nullable(), durationMs: z.number().nullable() })
    .describe('The last attempt to deliver the newest of them'),
  eventIds: z.array(EventIdSchema).describe('Newest first'),
});
export type FailureCause = z.infer<typeof FailureCauseSchema>;

export const EventPageSchema = z.object({
  items: z.array(EventSummarySchema).describe('Newest first'),
  nextCursor: z.int().nullable().describe('Pass as cursor for the next, older page; null at the end'),
  changeSeq: z.int().describe('State of the store this page was read at; where to start the live feed'),
});
export type EventPage = z.infer<typeof EventPageSchema>;

const tag = { tags: ['events'] };
const noEndpoint = {
  NO_ENDPOINT: { status: 409, message: 'There is no enabled endpoint to send to.' },
} as const;

export const eventsContract = {
  list: oc
    .route({ ...tag, method: 'GET', path: '/events', summary: 'List events, newest first' })
    .input(
      EventFilterSchema.extend({
        cursor: z.coerce.number().int().optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    )
    .errors(badFilter)
    .output(EventPageSchema),
  values: oc
    .route({
      ...tag,
      method: 'GET',
      path: '/events/values',
      summary: 'What a filter’s field can be, as far as seen',
    })
    .input(z.object({ field: z.enum(FILTER_FIELDS), text: z.string().max(200).default('') }))
    .output(
      z.array(
        z.object({
          value: z.string(),
          label: z.string().nullable().describe('A customer’s name, an endpoint’s address'),
          count: z.int().nullable().describe('Events that have it'),
        }),
      ),
    ),
  pin: oc
    .route({ ...tag, method: 'PUT', path: '/events/{id}/pin', summary: 'Pin an event, or unpin it' })
    .input(z.object({ id: EventIdSchema, pinned: z.boolean() }))
    .errors(notFound)
    .output(EventSummarySchema),
  get: oc
    .route({ ...tag, method: 'GET', path: '/events/{id}', summary: 'One event with its receipts' })
    .input(z.object({ id: EventIdSchema }))
    .errors(notFound)
    .output(EventDetailSchema),
  payload: oc
    .route({
      ...tag,
      method: 'GET',
      path: '/events/{id}/payload',
      summary: 'The exact bytes that were received',
    })
    .input(z.object({ id: EventIdSchema, receiptId: z.coerce.number().int().optional() }))
    .errors(notFound)
    .output(z.instanceof(Blob)),
  attempts: oc
    .route({
      ...tag,
      method: 'GET',
      path: '/events/{id}/attempts',
      summary: 'Every attempt to deliver, oldest first',
    })
    .input(z.object({ id: EventIdSchema }))
    .errors(notFound)
    .output(z.array(AttemptSchema)),
  deliveries: oc
    .route({
      ...tag,
      method: 'GET',
      path: '/events/{id}/deliveries',
      summary: 'Where the event stands with each endpoint',
    })
    .input(z.object({ id: EventIdSchema }))
    .errors(notFound)
    .output(z.array(DeliverySchema)),
  stopRetry: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/events/{id}/stop-retry',
      summary: 'Give up waiting: what is held or to be retried becomes failed',
    })
    .input(z.object({ id: EventIdSchema, endpointId: z.string().optional() }))
    .errors(notFound)
    .output(z.array(DeliverySchema)),
  resend: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/events/{id}/resend',
      summary: 'Send the same bytes again, freshly signed; answers when the attempt is over',
    })
    .input(
      z.object({
        id: EventIdSchema,
        endpointId: z
          .string()
          .optional()
          .describe('Left out = every endpoint it failed at, or else every endpoint it was meant for'),
        url: z.string().max(2000).optional().describe('An address for this once, instead of an endpoint'),
        edit: EditSchema.optional(),
      }),
    )
    .errors({
      ...notFound,
      ...noEndpoint,
      BAD_URL: { status: 422, message: 'This is not an address to forward to.' },
      ENDPOINT_CLOSED: {
        status: 409,
        message: 'The endpoint is paused or switched off. Resume it or switch it on, then resend.',
      },
      NOT_SENT: { status: 409, message: 'The delivery was stopped before it was sent.' },
      NO_BODY: {
        status: 409,
        message: 'The body of this request was not kept, so there is nothing to send.',
      },
    })
    .output(
      AttemptSchema.extend({
        others: z
          .array(AttemptSchema)
          .describe('Attempts on further endpoints; the worst attempt comes first'),
      }),
    ),
  failureCauses: oc
    .route({
      ...tag,
      method: 'GET',
      path: '/events/failure-causes',
      summary: 'Failed events grouped by cause and endpoint, the most frequent first',
    })
    .input(z.object({}))
    .output(
      z.object({
        causes: z.array(FailureCauseSchema),
        looked: z.int().describe('How many failed events were looked at, from the newest'),
      }),
    ),
  resendFailed: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/events/resend-failed',
      summary:
        'Send every failed delivery again, to its own endpoint, oldest first; follow the job in /jobs/{id}',
    })
    .input(z.object({}))
    .errors({
      JOB_RUNNING: { status: 409, message: 'Failed events are being resent already.', data: JobSchema },
      ...noEndpoint,
    })
    .output(JobSchema),
  resendMany: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/events/resend-many',
      summary: 'Send again what is named by id or matched by a filter, in the order Stripe created it',
    })
    .input(
      z.object({
        ids: z.array(EventIdSchema).max(10_000).optional(),
        filter: EventFilterSchema.shape.filter.describe('In the filter language; empty = every event'),
        endpointId: z.string().optional(),
        ratePerSecond: z
          .number()
          .min(0.1)
          .max(1000)
          .optional()
          .describe('Left out = as fast as they are answered'),
        dryRun: z.boolean().default(false),
      }),
    )
    .errors({
      ...badFilter,
      JOB_RUNNING: { status: 409, message: 'Events are being resent already.', data: JobSchema },
      NOTHING_NAMED: { status: 422, message: 'Name events by ids or by a filter.' },
      ...noEndpoint,
    })
    .output(
      z.object({
        total: z.int(),
        leftOut: z.int().describe('Named or matched besides, yet rejected requests or not here any more'),
        sample: z.array(EventIdSchema).describe('The first hundred, in the order they go out'),
        job: JobSchema.nullable().describe('null for a dry run'),
      }),
    ),
  edit: oc
    .route({ ...tag, method: 'GET', path: '/edits/{id}', summary: 'The exact bytes of an edit' })
    .input(z.object({ id: z.coerce.number().int() }))
    .errors(notFound)
    .output(z.instanceof(Blob)),
};
