// Sends stored events again: one, as it was or edited, to an endpoint or an address for once; or many.
import type { Edit } from '#shared/contract/events.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { isDelivered, type AttemptTrigger } from '#shared/domain/delivery.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Endpoints } from '../delivery/endpoints.ts';
import type { Signer } from '../delivery/signer.ts';
import type { JobBook } from '../jobs/job-book.ts';
import type { Clock } from '../ports.ts';
import { ownBytes } from '../store/own-bytes.ts';
import type { StoredAttempt } from '../store/delivery-reads.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import type { Store } from '../store/store.ts';
import { editBody, editSignature } from './edit.ts';

export type ReplayProblem =
  | 'NOT_FOUND'
  | 'NO_ENDPOINT'
  | 'NO_BODY'
  | 'NO_SECRET'
  | 'NOTHING_NAMED'
  | 'JOB_RUNNING';

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

export interface ResendRequest {
  id: string;
  endpointId?: string | undefined;
  /** Checked; instead of an endpoint. */
  url?: string | undefined;
  edit?: Edit | undefined;
}

export interface BulkRequest {
  ids?: readonly string[] | undefined;
  /** In the filter language; empty = every event. */
  filter?: string | undefined;
  endpointId?: string | undefined;
  /** Left out = as fast as they are answered. */
  ratePerSecond?: number | undefined;
  dryRun: boolean;
}

export interface BulkPlan {
  total: number;
  /** The first hundred ids in the order they go out. */
  sample: string[];
  job: Job | null;
}

export interface Replay {
  /** Resolves when the attempt is over. @throws ReplayError, NoSecretError */
  resend(request: ResendRequest): Promise<StoredAttempt>;
  /** @throws ReplayError when a job runs already */
  resendFailed(): Job;
  /** In the order Stripe created the events. @throws ReplayError */
  resendMany(request: BulkRequest): BulkPlan;
}

export interface ReplayDeps {
  store: Store;
  delivery: Delivery;
  endpoints: Endpoints;
  signer: Signer;
  jobs: JobBook;
  clock: Clock;
}

const SAMPLE_SIZE = 100;

export function createReplay({ store, delivery, endpoints, signer, jobs, clock }: ReplayDeps): Replay {
  function chooseEndpoint(endpointId: string | undefined): StoredEndpoint {
    const endpoint = endpointId === undefined ? endpoints.enabled()[0] : endpoints.find(endpointId);
    if (endpoint === undefined || endpoint === null) throw new ReplayError('NO_ENDPOINT');
    return endpoint;
  }

  function requireBody(seq: number): Buffer {
    const body = store.reads.findBody(seq);
    if (body === null || body.byteLength === 0) throw new ReplayError('NO_BODY');
    return body;
  }

  /** Edited, or to another address: beside the event's own deliveries. */
  async function sendAside(seq: number, { endpointId, url, edit }: ResendRequest): Promise<StoredAttempt> {
    const original = requireBody(seq);
    const endpoint = url === undefined ? chooseEndpoint(endpointId) : null;
    const body = edit === undefined ? original : editBody(original, edit);
    // A one-off address is most likely the same backend elsewhere: it has the secret of the first endpoint.
    const known = signer.secretFor(endpoint ?? chooseEndpoint(undefined));
    if (known === null && (edit?.signature ?? 'valid') === 'valid') throw new ReplayError('NO_SECRET');
    const signature = editSignature(body, edit ?? { signature: 'valid' }, known?.secret ?? '', clock.now());
    const editId = edit === undefined ? null : await store.write.insertEdit(seq, clock.now(), ownBytes(body));
    const trigger: AttemptTrigger = edit === undefined ? 'resend' : 'edited';
    return await delivery.sendAside({
      seq,
      body,
      received: store.reads.newestReceiptHeaders(seq),
      signature,
      overrides: [...(endpoint?.headers ?? []), ...(edit?.headers ?? [])],
      endpoint,
      url: url ?? endpoint?.url ?? '',
      editId,
      trigger,
    });
  }

  function startJob(
    kind: Job['kind'],
    seqs: readonly number[],
    request: BulkRequest,
    stillWanted: (seq: number) => boolean,
  ): Job {
    const trigger: AttemptTrigger = kind === 'resend_failed' ? 'resend_failed' : 'resend_many';
    const pauseMs = request.ratePerSecond === undefined ? 0 : 1000 / request.ratePerSecond;
    const endpoint = chooseEndpoint(request.endpointId);
    return jobs.start(kind, seqs.length, async (job) => {
      let dueAt = performance.now();
      for (const seq of seqs) {
        await pauseUntil(dueAt, job.signal);
        if (job.signal.aborted) return;
        dueAt = Math.max(dueAt + pauseMs, performance.now() - pauseMs);
        // Delivered by other means in the meantime: once is enough.
        if (!stillWanted(seq)) job.advance('delivered', 'delivered already');
        else if ((store.reads.findBody(seq)?.byteLength ?? 0) === 0) job.advance('failed', 'no body');
        else {
          const { status, errorClass } = await delivery.resend(seq, endpoint, trigger);
          const delivered = errorClass === null && isDelivered(status);
          job.advance(delivered ? 'delivered' : 'failed', errorClass ?? String(status));
        }
      }
    });
  }

  function refuseSecondJob(): void {
    const running = jobs.running(['resend_failed', 'resend_many']);
    if (running !== null) throw new ReplayError('JOB_RUNNING', running);
  }

  return {
    async resend(request) {
      const event = store.reads.findEventById(request.id);
      if (event === null) throw new ReplayError('NOT_FOUND');
      if (request.url !== undefined || request.edit !== undefined) return await sendAside(event.seq, request);
      requireBody(event.seq);
      return await delivery.resend(event.seq, chooseEndpoint(request.endpointId), 'resend');
    },

    resendFailed() {
      refuseSecondJob();
      const seqs = store.deliveries.listFailedSeqs();
      return startJob(
        'resend_failed',
        seqs,
        { dryRun: false },
        (seq) => store.reads.findEventBySeq(seq)?.deliveryState === 'failed',
      );
    },

    resendMany(request) {
      const { ids, filter, dryRun } = request;
      if (ids === undefined && filter === undefined) throw new ReplayError('NOTHING_NAMED');
      const chosen =
        ids === undefined ? store.reads.listMatchingSeqs({ filter }) : store.reads.listSeqsOf(ids);
      const sample = chosen.slice(0, SAMPLE_SIZE).map(({ id }) => id);
      if (dryRun) return { total: chosen.length, sample, job: null };
      refuseSecondJob();
      const seqs = chosen.map(({ seq }) => seq);
      return { total: chosen.length, sample, job: startJob('resend_many', seqs, request, () => true) };
    },
  };
}

function pauseUntil(dueAt: number, signal: AbortSignal): Promise<void> {
  const ms = dueAt - performance.now();
  // Even at full speed the receiver and the dashboard get their turn between two events.
  if (ms <= 0) return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
