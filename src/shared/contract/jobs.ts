// Jobs: long work with progress that can be cancelled.
import { oc } from '@orpc/contract';
import { z } from 'zod';
import { notFound } from './errors.ts';

export const JobSchema = z.object({
  id: z.string(),
  kind: z.enum(['resend_failed', 'resend_many', 'import']),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  total: z.int().describe('Of an import: the size of the file in bytes, 0 when it is not known'),
  done: z.int().describe('Attempts finished, whatever their outcome; of an import: bytes read'),
  delivered: z.int(),
  failed: z.int(),
  outcomes: z
    .record(z.string(), z.int())
    .describe(
      'How often each status ("200") or error class ("refused") or "held" came out; of an import: "imported", "known", "bad"',
    ),
  startedAt: z.int(),
  endedAt: z.int().nullable(),
});
export type Job = z.infer<typeof JobSchema>;

const jobId = z.object({ id: z.string().max(100) });

export const jobsContract = {
  get: oc
    .route({ tags: ['jobs'], method: 'GET', path: '/jobs/{id}', summary: 'Progress of a job' })
    .input(jobId)
    .errors(notFound)
    .output(JobSchema),
  cancel: oc
    .route({
      tags: ['jobs'],
      method: 'POST',
      path: '/jobs/{id}/cancel',
      summary: 'Stop after the attempt under way',
    })
    .input(jobId)
    .errors(notFound)
    .output(JobSchema),
};
