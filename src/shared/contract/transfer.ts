// Transfer: events leaving Hookline as snippets and files, and coming in again from files.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { COPY_FORMATS, EXPORT_FORMATS, SNIPPET_SIGNATURES } from '../domain/export/export-format.ts';
import { IMPORT_PROBLEMS } from '../domain/import/import-problem.ts';
import { notFound } from './errors.ts';
import { badFilter, EventFilterSchema, EventIdSchema } from './events.ts';
import { JobSchema } from './jobs.ts';

/** REST sends text where the others send true and false. */
const flag = z.union([z.boolean(), z.stringbool()]).default(false);

const redaction = {
  personal: flag.describe('Take out emails, names, phones, addresses, IP addresses and digits of cards too'),
  metadata: flag.describe('With personal: take out every value in metadata as well'),
  keepSignatures: flag.describe('Keep Stripe-Signature headers'),
};

export const RemovedSchema = z
  .object({ secrets: z.int(), personal: z.int() })
  .describe('How many values were taken out. Secrets always are');
export type Removed = z.infer<typeof RemovedSchema>;

export const CopySchema = z.object({
  text: z.string(),
  removed: RemovedSchema,
});
export type Copy = z.infer<typeof CopySchema>;

/** Left out both = everything in the store. */
const chosen = EventFilterSchema.extend({
  ...redaction,
  format: z.enum(EXPORT_FORMATS).default('ndjson'),
});
const ids = z.array(EventIdSchema).max(10_000);

export const ExportPreviewSchema = z.object({
  total: z.int().describe('Events that the export has'),
  leftOut: z.int().describe('Named or matched besides, yet rejected requests or not here any more'),
  text: z.string().describe('How it begins'),
  whole: z.boolean().describe('Whether the text is all there is'),
  sizeBytes: z.int().describe('Exact when the first events are all there is, else an estimate'),
  sizeExact: z.boolean(),
  removed: RemovedSchema.describe('From the first events'),
});
export type ExportPreview = z.infer<typeof ExportPreviewSchema>;

export const ImportProblemSchema = z.object({
  code: z.enum(IMPORT_PROBLEMS),
  count: z.int().describe('How often it was found'),
  line: z.int().describe('Of the first one, counted from 1; 0 = it is about the whole file'),
  detail: z.string(),
  message: z.string().describe('The whole sentence, in English'),
});

export const ImportReportSchema = z.object({
  job: JobSchema,
  imported: z.int().describe('Events that are new in this store'),
  known: z.int().describe('Events that were in this store already; nothing about them was changed'),
  bad: z.int().describe('The counts of all problems together'),
  problems: z.array(ImportProblemSchema).describe('Each kind once'),
});
export type ImportReport = z.infer<typeof ImportReportSchema>;

const tag = { tags: ['transfer'] };
const exportErrors = {
  ...badFilter,
  TOO_LARGE: {
    status: 413,
    message:
      'This export is larger than Hookline sends at once. Narrow it with a filter, or export in parts.',
  },
} as const;

export const transferContract = {
  copy: oc
    .route({
      ...tag,
      method: 'GET',
      path: '/events/{id}/copy',
      summary: 'One event as a program that sends it, or as a file of one',
    })
    .input(
      z.object({
        id: EventIdSchema,
        format: z.enum(COPY_FORMATS).default('curl'),
        signature: z
          .enum(SNIPPET_SIGNATURES)
          .default('placeholder')
          .describe(
            'placeholder = the program signs when it runs, with STRIPE_WEBHOOK_SECRET; now = signed now',
          ),
        endpointId: z.string().optional().describe('Where to send it; left out = the first enabled endpoint'),
        ...redaction,
      }),
    )
    .errors({
      ...notFound,
      NO_BODY: {
        status: 409,
        message: 'The body of this request was not kept, so there is nothing to copy.',
      },
    })
    .output(CopySchema),
  download: oc
    .route({
      ...tag,
      method: 'GET',
      path: '/export',
      summary: 'Events as a file: those named by id, those that a filter matches, or all',
    })
    .input(
      chosen.extend({
        ids: z
          .union([ids, z.string().transform((list) => list.split(',').map((id) => id.trim()))])
          .optional()
          .describe('Separated by commas'),
      }),
    )
    .errors(exportErrors)
    .output(z.instanceof(Blob)),
  export: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/export',
      summary: 'The same, for as many ids as no address can hold',
    })
    .input(chosen.extend({ ids: ids.optional() }))
    .errors(exportErrors)
    .output(z.instanceof(Blob)),
  preview: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/export/preview',
      summary: 'How an export begins, how many events it has and how large it gets',
    })
    .input(chosen.extend({ ids: ids.optional() }))
    .errors(badFilter)
    .output(ExportPreviewSchema),
  import: oc
    .route({
      ...tag,
      method: 'POST',
      path: '/import',
      summary:
        'Takes in every event that a file has as JSON: one event, an array, NDJSON, pages of `stripe events list`, output of `stripe listen --format JSON`, HAR, exports of Hookline; gzip is unpacked. Multipart with a field "file" (other fields before it), or the file itself as the body. Answers when the events are stored. They are not delivered',
    })
    .input(
      z.object({
        file: z.instanceof(Blob).describe('The file, or its next part'),
        sizeBytes: z.coerce
          .number()
          .int()
          .min(0)
          .optional()
          .describe('Size of the whole file, for the progress'),
        more: flag.describe('Another part follows; send it with the id of the job within a minute'),
        id: z.string().max(100).optional().describe('The job that this is a further part of'),
      }),
    )
    .errors({
      NOT_FOUND: { status: 404, message: 'This import is over, or was never begun.' },
      IMPORT_RUNNING: { status: 409, message: 'Another import is running. Wait for it, or cancel it.' },
      NOT_STORED: {
        status: 507,
        message:
          'The database could not be written, so the import stopped: the disk is full, or the database is locked or read-only; Hookline’s log says which. What came in so far stays. When it can be written again, import the file again: known events are skipped.',
      },
    })
    .output(ImportReportSchema),
  importReport: oc
    .route({ ...tag, method: 'GET', path: '/imports/{id}', summary: 'What came of an import so far' })
    .input(z.object({ id: z.string().max(100) }))
    .errors(notFound)
    .output(ImportReportSchema),
};
