// Attempts: each single try to hand an event to an endpoint.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ATTEMPT_TRIGGERS, DELIVERY_ERROR_CLASSES } from '../domain/delivery.ts';
import { FINDING_VERDICTS, SERIALISERS } from '../domain/find-out.ts';
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

/** The cause of a failed attempt. */
export const ReasonSchema = z.object({
  code: z.enum(REASON_CODES),
  certain: z
    .boolean()
    .describe(
      'true = the response, or what was sent, proves this cause; false = it is the likeliest of several',
    ),
  facts: z
    .record(z.string(), z.string())
    .describe('What the sentence of this code is filled with, e.g. port, header, line'),
});
export type Reason = z.infer<typeof ReasonSchema>;

/** What a request sent to find out the cause of a signature failure showed. */
export const FindingSchema = z.object({
  verdict: z
    .enum(FINDING_VERDICTS)
    .describe(
      'body_reserialised: the backend parses the body and serialises it again before the check; other_secret: it refuses signatures over the body in every form, so its secret differs or it changes the body in another way; accepted_now: it accepts what it refused before',
    ),
  serialisers: z
    .array(z.enum(SERIALISERS))
    .describe('How the body is serialised; several where it may be any of them'),
  framework: z.string().nullable().describe('What the backend is made with, as far as its responses tell'),
});

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
  finding: FindingSchema.nullable().describe('What it showed, when it was sent to find out; see findOut'),
  timings: AttemptTimingsSchema,
});
export type Attempt = z.infer<typeof AttemptSchema>;

export const attemptsContract = {
  findOut: oc
    .route({
      tags: ['attempts'],
      method: 'POST',
      path: '/attempts/{id}/find-out',
      summary:
        'Find out whether a refused signature means another secret or a body that was serialised again: sends the event to the endpoint once more, signed over the re-serialised body, and if that is refused, over the body as it is. When the backend accepts one of them, the event is delivered.',
    })
    .input(z.object({ id: z.coerce.number().int() }))
    .errors({
      ...notFound,
      NOTHING_TO_FIND_OUT: {
        status: 409,
        message:
          'There is nothing to find out: this is not a refused signature whose cause is open, or its endpoint is gone.',
      },
      ENDPOINT_CLOSED: {
        status: 409,
        message: 'The endpoint is paused or switched off. Resume it or switch it on, then try again.',
      },
      NOT_SENT: { status: 409, message: 'The delivery was stopped before it was sent.' },
      NO_BODY: {
        status: 409,
        message: 'The body of this event is no longer kept, so there is nothing to send.',
      },
    })
    .output(
      z.object({
        finding: FindingSchema.nullable().describe(
          'null = the responses do not tell, for example because the backend was down',
        ),
        attempts: z.array(AttemptSchema).describe('One or two, in the order they were sent'),
      }),
    ),
  openInEditor: oc
    .route({
      tags: ['attempts'],
      method: 'POST',
      path: '/attempts/{id}/open-in-editor',
      summary:
        'Open a file that the attempt’s response names in the editor that is running; only a file in the project’s folder of the endpoint',
    })
    .input(
      z.object({
        id: z.coerce.number().int(),
        file: z.string().min(1).max(1_000).describe('As the stack trace has it'),
        line: z.int().min(1).nullable(),
      }),
    )
    .errors({
      ...notFound,
      NO_FOLDER: { status: 409, message: 'The project’s folder of this endpoint is not known.' },
      NOT_IN_PROJECT: { status: 422, message: 'There is no such file in the project’s folder.' },
      NO_EDITOR: { status: 409, message: 'No editor was found.' },
      EDITOR_FAILED: { status: 502, message: 'The editor could not be started.' },
    })
    .output(z.object({ file: z.string().describe('Its path on this machine') })),
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
