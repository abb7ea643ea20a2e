// Attempts: each single try to hand an event to an endpoint.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ATTEMPT_TRIGGERS, DELIVERY_ERROR_CLASSES } from '../domain/delivery.ts';
import { REASON_CODES } from '../domain/failure-reason.ts';
import { notFound } from './errors.ts';

const durationMs = z.number().nullable();

/** Durations are milliseconds since the attempt started; null where the attempt did not get that far or had no such step. */
export const AttemptTimingsSchema = z.object({
  dnsMs: durationMs,
  connectMs: durationMs.describe('TCP (and TLS) connected; null on a reused connection'),
  tlsMs: durationMs,
  firstByteMs: durationMs,
  totalMs: durationMs,
});
export type AttemptTimings = z.infer<typeof AttemptTimingsSchema>;

const headers = z.array(z.tuple([z.string(), z.string()]));

/** The probable cause of a failed attempt. */
export const ReasonSchema = z.object({
  code: z.enum(REASON_CODES),
  facts: z
    .record(z.string(), z.string())
    .describe('What the sentence of this code is filled with, e.g. port, header, line'),
});
export type Reason = z.infer<typeof ReasonSchema>;

export const AttemptSchema = z.object({
  id: z.int(),
  number: z.int().describe('1 for the first attempt of this event to this endpoint'),
  endpointId: z.string().nullable().describe('null = sent to an address given for this once'),
  endpointName: z.string(),
  editId: z.int().nullable().describe('Sent as edited, see /edits/{id}'),
  trigger: z.enum(ATTEMPT_TRIGGERS),
  startedAt: z.int(),
  url: z.string(),
  requestHeaders: headers,
  resigned: z.boolean().describe('Signed by Hookline for this attempt; false = the signature Stripe sent'),
  reusedConnection: z.boolean(),
  status: z.int().nullable(),
  responseHeaders: headers,
  responseSizeBytes: z.int().describe('As received, also beyond what was kept'),
  responseTruncated: z.boolean(),
  errorClass: z.enum(DELIVERY_ERROR_CLASSES).nullable(),
  errorMessage: z.string().nullable().describe("The system's own words"),
  reason: ReasonSchema.nullable().describe('null when it was delivered'),
  timings: AttemptTimingsSchema,
});
export type Attempt = z.infer<typeof AttemptSchema>;

export const attemptsContract = {
  responseBody: oc
    .route({
      tags: ['attempts'],
      method: 'GET',
      path: '/attempts/{id}/response-body',
      summary: 'What the backend answered, at most the first MiB',
    })
    .input(z.object({ id: z.coerce.number().int() }))
    .errors(notFound)
    .output(z.instanceof(Blob)),
};
