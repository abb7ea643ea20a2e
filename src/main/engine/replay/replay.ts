// Sends stored events again: one, or all whose last attempt failed.
import type { Attempt } from '#shared/contract/attempts.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { isDelivered, type AttemptTrigger } from '#shared/domain/delivery.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Endpoints } from '../delivery/endpoints.ts';
import type { JobBook } from '../jobs/job-book.ts';
import type { Store } from '../store/store.ts';

export type ReplayProblem = 'NOT_FOUND' | 'NO_ENDPOINT' | 'NO_BODY' | 'JOB_RUNNING';

export class ReplayError extends Error {
  readonly code: ReplayProblem;
  /** The job that stands in the way, with JOB_RUNNING. */
  readonly job: Job | null;
  constructor(code: ReplayProblem, job: Job | null = null) {
    super(code);
    this.code = code;
    this.job = job;
  }
}

export interface Replay {
  /** Resolves when the attempt is over. @throws ReplayError, NoSecretError */
  resend(eventId: string, endpointId: string | null): Promise<Attempt>;
  /** @throws ReplayError when such a job runs already */
  resendFailed(): Job;
}

export interface ReplayDeps {
  store: Pick<Store, 'reads' | 'deliveries'>;
  delivery: Delivery;
  endpoints: Endpoints;
  jobs: JobBook;
}

export function createReplay({ store, delivery, endpoints, jobs }: ReplayDeps): Replay {
  function resendSeq(seq: number, endpointId: string | null, trigger: AttemptTrigger): Promise<Attempt> {
    const endpoint = endpointId === null ? endpoints.enabled()[0] : endpoints.find(endpointId);
    if (endpoint === undefined || endpoint === null) throw new ReplayError('NO_ENDPOINT');
    const body = store.reads.findBody(seq);
    if (body === null || body.byteLength === 0) throw new ReplayError('NO_BODY');
    return delivery.resend(seq, body, endpoint, trigger);
  }

  return {
    async resend(eventId, endpointId) {
      const event = store.reads.findEventById(eventId);
      if (event === null) throw new ReplayError('NOT_FOUND');
      return await resendSeq(event.seq, endpointId, 'resend');
    },

    resendFailed() {
      const running = jobs.running('resend_failed');
      if (running !== null) throw new ReplayError('JOB_RUNNING', running);
      if (endpoints.enabled().length === 0) throw new ReplayError('NO_ENDPOINT');
      const seqs = store.deliveries.listFailedSeqs();
      return jobs.start('resend_failed', seqs.length, async (job) => {
        for (const seq of seqs) {
          if (job.signal.aborted) return;
          // Delivered by other means in the meantime: once is enough.
          if (store.reads.findEventBySeq(seq)?.deliveryState !== 'failed') {
            job.advance('delivered');
            continue;
          }
          const attempt = await resendSeq(seq, null, 'resend_failed');
          job.advance(attempt.errorClass === null && isDelivered(attempt.status) ? 'delivered' : 'failed');
        }
      });
    },
  };
}
