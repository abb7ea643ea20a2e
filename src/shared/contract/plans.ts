// Customers, their plans by Stripe's events, and what the developer's app believes.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { AppProbeSchema, PROBE_FAILURES } from '#shared/domain/probe/app-probe.ts';
import { CHANGE_CODES } from '#shared/domain/plans/changes.ts';
import { DRIFT_STATES } from '#shared/domain/plans/drift.ts';
import { PAYMENT_STATES } from '#shared/domain/plans/plan-state.ts';
import { PlanMappingSchema } from '#shared/domain/plans/plan-names.ts';
import { notFound } from './errors.ts';
import { EventIdSchema } from './events.ts';
import { JobSchema } from './jobs.ts';

const seconds = z.int().nullable().describe('Unix seconds, as Stripe counts');

export const PlanRefSchema = z.object({
  key: z.string().describe('What apps switch on: metadata.plan, lookup key or price id'),
  productId: z.string().nullable(),
  priceId: z.string().nullable(),
  lookupKey: z.string().nullable(),
  nickname: z.string().nullable(),
  unitAmount: z.int().nullable().describe('Of one unit, in the currency’s smallest unit'),
  currency: z.string().nullable(),
  interval: z.enum(['day', 'week', 'month', 'year']).nullable(),
  intervalCount: z.int(),
  quantity: z.int().nullable(),
  periodEnd: seconds.describe('Unix seconds: when the period of this item ends'),
  trialEnd: seconds.describe('Unix seconds: when a trial of this item alone ends'),
  name: z.string().describe('What people call it, by the developer’s mapping, the product or the price'),
});
export type NamedPlanRef = z.infer<typeof PlanRefSchema>;

export const HeadlineSchema = z.object({
  kind: z.enum(['subscription', 'purchase', 'none']),
  plan: PlanRefSchema.nullable(),
  status: z.string().nullable().describe('Stripe’s subscription status, or `granted`'),
  access: z.boolean(),
  objectId: z.string().nullable(),
  addOns: z.array(PlanRefSchema),
  more: z.int().describe('Further subscriptions that grant something'),
  nextAt: seconds,
  nextIs: z.enum(['trial_end', 'renewal', 'end']).nullable(),
  uncertain: z.boolean(),
  known: z.boolean().describe('false = no event has shown a subscription or purchase of this customer yet'),
  expected: z
    .string()
    .nullable()
    .describe(
      'The plan the app should give: the one above while it grants access, else the free one; null = not known',
    ),
});
export type NamedHeadline = z.infer<typeof HeadlineSchema>;

export const PlanChangeSchema = z.object({
  code: z.enum(CHANGE_CODES),
  objectId: z.string().nullable(),
  from: PlanRefSchema.nullable(),
  to: PlanRefSchema.nullable(),
  amountMinor: z.int().nullable(),
  currency: z.string().nullable(),
  at: seconds,
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type NamedPlanChange = z.infer<typeof PlanChangeSchema>;

export const DriftSchema = z.object({
  state: z.enum(DRIFT_STATES),
  expected: z.string().nullable().describe('The plan the app should give; null = not known'),
  believed: z
    .string()
    .nullable()
    .describe('What the app reported last; null = nothing, or it does not know the customer'),
  found: z.boolean().describe('false = the app does not know the customer'),
  failure: z.enum(PROBE_FAILURES).nullable(),
  detail: z.string().nullable().describe('Why the app could not be asked'),
  askedAt: z.int().nullable().describe('Unix milliseconds; null = never'),
  nextAskAt: z
    .int()
    .nullable()
    .describe('Unix milliseconds: when the app is asked next; null = with the next event or delivery'),
  since: z.int().nullable().describe('Unix milliseconds: since when the app is in drift'),
  undelivered: z
    .array(z.string())
    .describe('Events that changed the plan and were not delivered when the app was asked'),
});
export type Drift = z.infer<typeof DriftSchema>;

/** A customer whose app has another plan than was paid for, although every event about it was delivered. */
export const DriftedCustomerSchema = z.object({
  id: z.int(),
  label: z.string().describe('Name, email or Stripe’s id'),
  expected: z.string(),
  believed: z.string().nullable(),
  since: z.int().describe('Unix milliseconds'),
});
export type DriftedCustomer = z.infer<typeof DriftedCustomerSchema>;

export const CustomerSummarySchema = z.object({
  id: z.int(),
  account: z.string().nullable(),
  livemode: z.boolean(),
  customerId: z.string().nullable().describe('null = a guest'),
  email: z.string().nullable(),
  name: z.string().nullable(),
  headline: HeadlineSchema,
  deletedAt: seconds,
  eventCount: z.int(),
  lastEventAt: seconds,
  drift: DriftSchema.nullable().describe('null = the app was never asked about this customer'),
});
export type CustomerSummary = z.infer<typeof CustomerSummarySchema>;

export const SubscriptionSchema = z.object({
  id: z.string(),
  status: z.string(),
  items: z.array(PlanRefSchema),
  metadata: z.record(z.string(), z.string()),
  periodEnd: seconds,
  trialEnd: seconds,
  paused: z
    .object({ at: seconds, reason: z.string().nullable() })
    .nullable()
    .describe('Since when and why access is paused'),
  cancelScheduled: z.boolean(),
  endsAt: seconds,
  endedAt: seconds,
  pauseCollection: z.object({ behavior: z.string(), resumesAt: seconds }).nullable(),
  pendingUpdate: z.boolean(),
  nextChange: z.object({ at: z.int(), plans: z.array(z.string()) }).nullable(),
  nextPause: z.object({ at: z.int(), resumesAt: seconds }).nullable(),
  payment: z
    .object({
      state: z.enum(PAYMENT_STATES),
      invoiceId: z.string().nullable(),
      amountMinor: z.int().nullable(),
      currency: z.string().nullable(),
      nextAttemptAt: seconds,
    })
    .nullable(),
  uncertain: z.boolean(),
});

export const PurchaseSchema = z.object({
  id: z.string(),
  state: z.enum(['pending', 'granted', 'failed', 'expired', 'revoked']),
  at: z.int(),
  amountMinor: z.int().nullable(),
  currency: z.string().nullable(),
  planKey: z.string().nullable(),
  refundedMinor: z.int(),
  dispute: z.enum(['open', 'won', 'lost']).nullable(),
});

export const PlanStepSchema = z.object({
  seq: z.int(),
  eventId: z.string(),
  type: z.string(),
  created: z.int().describe('Unix seconds'),
  synthetic: z.boolean(),
  late: z.boolean().describe('Arrived after a newer event about the same object'),
  uncertain: z.boolean().describe('Which of two events of one second is the later could not be told'),
  changes: z.array(PlanChangeSchema),
  after: HeadlineSchema.describe('The plan once this event counts'),
});
export type CustomerStep = z.infer<typeof PlanStepSchema>;

export const CustomerDetailSchema = CustomerSummarySchema.extend({
  appRef: z.string().nullable().describe('client_reference_id'),
  metadata: z.record(z.string(), z.string()),
  subscriptions: z.array(SubscriptionSchema),
  purchases: z.array(PurchaseSchema),
  steps: z
    .array(PlanStepSchema)
    .describe('Oldest first, in the order Stripe created the events; the newest 500'),
});
export type CustomerDetail = z.infer<typeof CustomerDetailSchema>;

/** What one event did to the plan of a customer. */
export const EventPlanSchema = z.object({
  customer: CustomerSummarySchema,
  before: HeadlineSchema,
  after: HeadlineSchema,
  changes: z.array(PlanChangeSchema),
  late: z.boolean(),
  uncertain: z.boolean(),
});
export type EventPlan = z.infer<typeof EventPlanSchema>;

export const CustomerFilterSchema = z.object({
  text: z.string().max(200).optional().describe('In name, email or ids'),
  plan: z.string().max(200).optional().describe('The plan’s key, or `free`'),
  status: z.string().max(50).optional(),
  drift: z.enum(DRIFT_STATES).optional(),
});
export type CustomerFilter = z.infer<typeof CustomerFilterSchema>;

export const ProbeSettingsSchema = z.object({
  probe: AppProbeSchema.nullable().describe('null = the app is not asked'),
  settleMs: z.int().min(100).max(60_000).describe('How long after the last delivery the app is asked'),
  hasConnectionString: z.boolean(),
  headerNames: z.array(z.string()).describe('Headers whose values are kept secret'),
});
export type ProbeSettings = z.infer<typeof ProbeSettingsSchema>;

export const ProbeChangeSchema = z.object({
  probe: AppProbeSchema.nullable(),
  settleMs: z.int().min(100).max(60_000).optional(),
  connectionString: z
    .string()
    .max(2000)
    .nullable()
    .optional()
    .describe('Left out = as it is; null = forgotten'),
  headers: z
    .array(z.tuple([z.string().max(200), z.string().max(4000)]))
    .max(20)
    .optional(),
});
export type ProbeChange = z.infer<typeof ProbeChangeSchema>;

export const ProbeTrialSchema = z.object({
  ok: z.boolean(),
  found: z.boolean(),
  value: z.string().nullable(),
  shown: z.string().nullable().describe('What was answered, shortened, secrets masked'),
  failure: z.enum(PROBE_FAILURES).nullable(),
  detail: z.string().nullable(),
  durationMs: z.number(),
});
export type ProbeTrial = z.infer<typeof ProbeTrialSchema>;

const customerId = z.object({ id: z.coerce.number().int() });
const tags = ['customers'];

export const plansContract = {
  customers: oc
    .route({ tags, method: 'GET', path: '/customers', summary: 'Customers, latest event first' })
    .input(
      CustomerFilterSchema.extend({
        offset: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ items: z.array(CustomerSummarySchema), total: z.int() })),
  customer: oc
    .route({ tags, method: 'GET', path: '/customers/{id}', summary: 'One customer, event by event' })
    .input(customerId)
    .errors(notFound)
    .output(CustomerDetailSchema),
  ofEvent: oc
    .route({ tags, method: 'GET', path: '/events/{id}/plan', summary: 'The plan before and after an event' })
    .input(z.object({ id: EventIdSchema }))
    .errors(notFound)
    .output(EventPlanSchema.nullable().describe('null = the event says nothing about a plan')),
  known: oc
    .route({ tags, method: 'GET', path: '/plans', summary: 'Plans seen so far' })
    .output(z.array(PlanRefSchema)),
  mapping: oc
    .route({ tags, method: 'GET', path: '/plans/mapping', summary: 'The developer’s names for plans' })
    .output(PlanMappingSchema),
  setMapping: oc
    .route({ tags, method: 'PUT', path: '/plans/mapping', summary: 'Name plans' })
    .input(PlanMappingSchema)
    .output(PlanMappingSchema),
  rebuild: oc
    .route({ tags, method: 'POST', path: '/plans/rebuild', summary: 'Fold all stored events anew' })
    .output(z.object({ customers: z.int(), events: z.int() })),
  probe: oc
    .route({ tags, method: 'GET', path: '/plans/probe', summary: 'How the app is asked' })
    .output(ProbeSettingsSchema),
  setProbe: oc
    .route({ tags, method: 'PUT', path: '/plans/probe', summary: 'Set how the app is asked' })
    .input(ProbeChangeSchema)
    .errors({
      BAD_PROBE: {
        status: 400,
        message: 'The probe cannot be used as it is.',
        data: z.object({ reason: z.string() }),
      },
    })
    .output(ProbeSettingsSchema),
  tryProbe: oc
    .route({
      tags,
      method: 'POST',
      path: '/plans/probe/try',
      summary: 'Ask the app once, without keeping anything',
    })
    .input(
      ProbeChangeSchema.extend({
        customer: z.int().optional().describe('Whom to ask about; left out = the latest'),
      }),
    )
    .errors(notFound)
    .output(ProbeTrialSchema),
  check: oc
    .route({
      tags,
      method: 'POST',
      path: '/customers/{id}/check',
      summary: 'Ask the app about a customer now',
    })
    .input(customerId)
    .errors({ ...notFound, NO_PROBE: { status: 409, message: 'It is not set up how the app is asked.' } })
    .output(DriftSchema),
  heal: oc
    .route({
      tags,
      method: 'POST',
      path: '/customers/{id}/heal',
      summary: 'Resend the events that should have made the plan what it is',
    })
    .input(customerId)
    .errors({
      ...notFound,
      JOB_RUNNING: { status: 409, message: 'Another job is running.' },
      NO_ENDPOINT: { status: 409, message: 'There is no endpoint.' },
    })
    .output(z.object({ job: JobSchema.nullable(), events: z.array(z.string()) })),
};
