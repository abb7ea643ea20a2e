// Sends stored events again: one, as it was or edited, to an endpoint or an address for once; or many.
import type { Edit } from '#shared/contract/events.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { isDelivered, type AttemptTrigger } from '#shared/domain/delivery.ts';
import { EndpointClosedError, NotSentError } from '#shared/domain/delivery-errors.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Endpoints } from '../delivery/endpoints.ts';
import type { Signer } from '../delivery/signer.ts';
import type { JobBook, RunningJob } from '../jobs/job-book.ts';
import type { Clock } from '../ports.ts';
import { ownBytes } from '../store/own-bytes.ts';
import type { StoredAttempt } from '../store/delivery-reads.ts';
import type { StoredEndpoint } from '../store/endpoint-rows.ts';
import type { ResendTarget } from '../store/resend-reads.ts';
import type { Store } from '../store/store.ts';
import { editBody, editSignature } from './edit.ts';

export type ReplayProblem = 'NOT_FOUND' | 'NO_ENDPOINT' | 'NO_BODY' | 'NOTHING_NAMED' | 'JOB_RUNNING';

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
  /** What was named or matches and cannot be sent: rejected requests, and ids that are not here. */
  leftOut: number;
  /** The first hundred ids in the order they go out. */
  sample: string[];
  job: Job | null;
}

export interface Replay {
  /**
   * Without an endpoint or address: to every endpoint the event failed at, or else to every endpoint it was meant for.
   * Resolves when the attempts are over, the worst first. @throws ReplayError, EndpointClosedError, NotSentError
   */
  resend(request: ResendRequest): Promise<[StoredAttempt, ...StoredAttempt[]]>;
  /** Every failed delivery to its own endpoint. @throws ReplayError when a job runs already */
  resendFailed(): Promise<Job>;
  /** In the order of delivery. @throws ReplayError */
  resendMany(request: BulkRequest): Promise<BulkPlan>;
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
/** After a cancel the request in progress may end by itself for so long; a backend that hangs must not keep the job. */
const CANCEL_AFTER_MS = 2_000;

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

  function requireReceiptBody(seq: number, receiptId: number): Buffer {
    const body = store.reads.findReceiptBody(seq, receiptId);
    if (body === null) throw new ReplayError('NOT_FOUND');
    if (body.byteLength === 0) throw new ReplayError('NO_BODY');
    return body;
  }

  /** Edited, or to another address: beside the event's own deliveries. */
  async function sendAside(seq: number, { endpointId, url, edit }: ResendRequest): Promise<StoredAttempt> {
    const { receiptId } = edit ?? {};
    const original = receiptId === undefined ? requireBody(seq) : requireReceiptBody(seq, receiptId);
    const endpoint = url === undefined ? chooseEndpoint(endpointId) : null;
    const body = edit === undefined ? original : editBody(original, edit);
    // A one-off address is most likely the same backend elsewhere: it has the secret of the first endpoint.
    const { secret } = signer.secretFor(endpoint ?? chooseEndpoint(undefined));
    const signature = editSignature(body, edit ?? { signature: 'valid' }, secret, clock.now());
    const editId = edit === undefined ? null : await store.write.insertEdit(seq, clock.now(), ownBytes(body));
    const trigger: AttemptTrigger = edit === undefined ? 'resend' : 'edited';
    return await delivery.sendAside({
      seq,
      body,
      received:
        receiptId === undefined
          ? store.reads.newestReceiptHeaders(seq)
          : store.reads.findReceiptHeaders(seq, receiptId),
      signature,
      overrides: [...(endpoint?.headers ?? []), ...(edit?.headers ?? [])],
      endpoint,
      url: url ?? endpoint?.url ?? '',
      editId,
      trigger,
    });
  }

  /** The endpoints there are now to which the event goes when nobody names one. */
  function endpointsFor(seq: number): StoredEndpoint[] {
    const meant = store.resends.endpointsToResend(seq).flatMap((id) => endpoints.find(id) ?? []);
    // One that is closed takes nothing; the others still do.
    const open = meant.filter(({ enabled, paused }) => enabled && !paused);
    if (open.length > 0) return open;
    return meant.length > 0 ? meant.slice(0, 1) : [chooseEndpoint(undefined)];
  }

  async function resendTo(
    targets: readonly StoredEndpoint[],
    seq: number,
  ): Promise<[StoredAttempt, ...StoredAttempt[]]> {
    const attempts = await Promise.all(targets.map((endpoint) => delivery.resend(seq, endpoint, 'resend')));
    const [worst, ...others] = attempts.toSorted((a, b) => Number(isDelivery(a)) - Number(isDelivery(b)));
    if (worst === undefined) throw new ReplayError('NO_ENDPOINT');
    return [worst, ...others];
  }

  /** @returns how it came out, in a word */
  async function resendOne(
    { seq, endpointId }: ResendTarget,
    kind: Job['kind'],
    job: RunningJob,
  ): Promise<void> {
    const endpoint = endpointId === null ? chooseEndpoint(undefined) : endpoints.find(endpointId);
    if (endpoint === null) return job.advance('failed', 'endpoint removed');
    if (kind === 'resend_failed') {
      const own = store.deliveries.listDeliveries(seq).find((one) => one.endpointId === endpointId);
      // Delivered by other means in the meantime: once is enough.
      if (own?.state === 'delivered') return job.advance('delivered', 'delivered already');
    }
    if ((store.reads.findBody(seq)?.byteLength ?? 0) === 0) return job.advance('failed', 'no body');
    const trigger: AttemptTrigger = kind === 'resend_failed' ? 'resend_failed' : 'resend_many';
    const cancelling = new AbortController();
    const onCancel = (): void => void setTimeout(() => cancelling.abort(), CANCEL_AFTER_MS).unref();
    job.signal.addEventListener('abort', onCancel);
    try {
      const attempt = await delivery.resend(seq, endpoint, trigger, cancelling.signal);
      job.advance(isDelivery(attempt) ? 'delivered' : 'failed', attempt.errorClass ?? String(attempt.status));
    } catch (error) {
      if (error instanceof EndpointClosedError) job.advance('failed', 'endpoint off');
      else if (error instanceof NotSentError) job.advance('failed', 'not sent');
      else throw error;
    } finally {
      job.signal.removeEventListener('abort', onCancel);
    }
  }

  function startJob(kind: Job['kind'], targets: readonly ResendTarget[], ratePerSecond?: number): Job {
    const pauseMs = ratePerSecond === undefined ? 0 : 1000 / ratePerSecond;
    return jobs.start(kind, targets.length, async (job) => {
      let dueAt = performance.now();
      for (const target of targets) {
        await pauseUntil(dueAt, job.signal);
        if (job.signal.aborted) return;
        dueAt = Math.max(dueAt + pauseMs, performance.now() - pauseMs);
        await resendOne(target, kind, job);
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
      if (request.url !== undefined || request.edit !== undefined)
        return [await sendAside(event.seq, request)];
      requireBody(event.seq);
      const { endpointId } = request;
      return await resendTo(
        endpointId === undefined ? endpointsFor(event.seq) : [chooseEndpoint(endpointId)],
        event.seq,
      );
    },

    async resendFailed() {
      refuseSecondJob();
      if (endpoints.enabled().length === 0) throw new ReplayError('NO_ENDPOINT');
      const { targets } = await store.reader.listResendTargets({ failed: true }, null);
      // Another one may have been started while this was read.
      refuseSecondJob();
      return startJob('resend_failed', targets);
    },

    async resendMany({ ids, filter, endpointId, ratePerSecond, dryRun }) {
      if (ids === undefined && filter === undefined) throw new ReplayError('NOTHING_NAMED');
      if (!dryRun) {
        refuseSecondJob();
        chooseEndpoint(endpointId);
      }
      const { targets, leftOut } = await store.reader.listResendTargets({ ids, filter }, endpointId ?? null);
      const sample = [...new Set(targets.map(({ id }) => id))].slice(0, SAMPLE_SIZE);
      if (dryRun) return { total: targets.length, leftOut, sample, job: null };
      refuseSecondJob();
      return { total: targets.length, leftOut, sample, job: startJob('resend_many', targets, ratePerSecond) };
    },
  };
}

const isDelivery = ({ status, errorClass }: StoredAttempt): boolean =>
  errorClass === null && isDelivered(status);

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
