// The state of the whole line in one answer.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { AccountSchema } from './account.ts';
import { ReasonSchema } from './attempts.ts';
import { CatchUpStatusSchema } from './catch-up.ts';
import { EndpointHealthSchema, EndpointSchema, SigningSecretSchema } from './endpoints.ts';
import { ForwarderStatusSchema } from './forwarder.ts';
import { JobSchema } from './jobs.ts';
import { DriftedCustomerSchema } from './plans.ts';
import { ScenarioRunSchema } from './scenarios.ts';

export const EventCountsSchema = z.object({
  all: z.int(),
  none: z.int(),
  pending: z.int(),
  held: z.int(),
  retrying: z.int(),
  delivered: z.int(),
  failed: z.int(),
  rejected: z.int(),
  pinned: z.int().describe('In whatever state; the others add up to all'),
});
export type EventCounts = z.infer<typeof EventCountsSchema>;

/** Why nothing can be written to the database. */
export const STORE_NOTICES = [
  'database_busy',
  'disk_full',
  'database_read_only',
  'database_damaged',
  'disk_error',
] as const;

/** Things the user should be told once, e.g. that a damaged database was moved aside. */
export const NoticeSchema = z.object({
  code: z.enum(['database_moved_aside', ...STORE_NOTICES, 'page_requests_refused', 'own_deliveries_refused']),
  detail: z.string().describe('A path, the system’s own words, or the newest page’s origin'),
  count: z.int().optional().describe('How many requests were refused since Hookline was started'),
});
export type Notice = z.infer<typeof NoticeSchema>;

export const StatusSchema = z.object({
  version: z.string(),
  storeId: z.string().describe('Identity of the database; another one means another history'),
  startedAt: z.int(),
  dataDir: z.string(),
  receiverUrl: z.string(),
  forwarder: ForwarderStatusSchema,
  account: AccountSchema,
  endpoints: z.array(EndpointSchema),
  secrets: z.array(SigningSecretSchema).describe('The secrets that deliveries are signed with'),
  health: z.array(
    EndpointHealthSchema.extend({
      lastReason: ReasonSchema.nullable().describe(
        'Why the last attempt failed; null = it did not, or it is not known yet',
      ),
    }),
  ),
  counts: EventCountsSchema,
  jobs: z.array(JobSchema).describe('Running jobs and those ended within the last minute'),
  notices: z.array(NoticeSchema),
  plans: z
    .object({
      version: z.int().describe('Changes whenever a customer’s plan or drift does'),
      customers: z.int(),
      drifting: z.int().describe('Customers whose app disagrees although everything was delivered'),
      drifted: z.array(DriftedCustomerSchema).describe('The newest 20 of them, newest first'),
      probed: z.boolean().describe('It is set up how the app is asked'),
    })
    .describe('Customers at a glance'),
  versions: z.int().describe('Changes whenever events may be marked otherwise for their API version'),
  demo: z.boolean().describe('Started with --demo: nothing here is real'),
  triggers: z
    .object({
      version: z.int().describe('Changes whenever a trigger does, or an event came of one'),
      running: z.array(z.string()).describe('Ids of the triggers that are running'),
    })
    .describe('Fetch /triggers/runs for the rest'),
  catchUp: CatchUpStatusSchema.describe('What was missed, and what becomes of it'),
  runs: z.array(ScenarioRunSchema).describe('Scenarios being played, and the last few'),
});
export type Status = z.infer<typeof StatusSchema>;

export const statusContract = {
  get: oc
    .route({ tags: ['status'], method: 'GET', path: '/status', summary: 'State of the whole line' })
    .output(StatusSchema),
};
