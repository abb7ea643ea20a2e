// Find out: sends an event again to learn why a backend refuses its signature. See shared/domain/find-out.ts for what it may show.
//
// The first request carries signatures over the body as serialised again and none over the body as it is, so a backend that
// accepts it does parse and serialise. Only when that is refused, a second one is sent, signed as always. At most one of the two
// is accepted: the event is not delivered twice.
import type { Attempt } from '#shared/contract/attempts.ts';
import { backendKind, type BackendResponse } from '#shared/domain/backend-kind.ts';
import { isDelivered, type AttemptTrigger } from '#shared/domain/delivery.ts';
import type { ReasonCode } from '#shared/domain/failure-reason.ts';
import { canFindOut, SERIALISERS, type Finding } from '#shared/domain/find-out.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { Endpoints } from '../delivery/endpoints.ts';
import type { Explainer } from '../delivery/explainer.ts';
import { decodeContent } from '../network/content-encoding.ts';
import { reserialisedBodies } from '../signature/reserialised.ts';
import type { StoredAttempt } from '../store/delivery-reads.ts';
import type { Store } from '../store/store.ts';

export type FindOutProblem = 'NOT_FOUND' | 'NOTHING_TO_FIND_OUT' | 'NO_BODY';

export class FindOutError extends Error {
  readonly code: FindOutProblem;
  constructor(code: FindOutProblem) {
    super(code);
    this.code = code;
  }
}

export interface FoundOut {
  /** null = the responses do not tell. */
  finding: Finding | null;
  /** One or two, in the order they were sent. */
  attempts: Attempt[];
}

export interface FindOut {
  /**
   * @param attemptId of the failure whose cause is open
   * @throws FindOutError, EndpointClosedError, NotSentError
   */
  findOut(attemptId: number): Promise<FoundOut>;
}

export interface FindOutDeps {
  store: Pick<Store, 'reads' | 'deliveries' | 'write'>;
  delivery: Pick<Delivery, 'resend'>;
  endpoints: Pick<Endpoints, 'find'>;
  explainer: Explainer;
  /** A finding was kept. */
  onFound: (endpointId: string) => void;
}

/** Failures that a handler has after the check. Others come from what stands before it, and tell nothing about it. */
const AFTER_THE_CHECK: readonly ReasonCode[] = [
  'exception',
  'server_error',
  'body_rejected',
  'api_version_mismatch',
  'not_found_other',
  'unexplained',
];

export function createFindOut({ store, delivery, endpoints, explainer, onFound }: FindOutDeps): FindOut {
  /** A second press asks nothing anew. */
  const running = new Map<string, Promise<FoundOut>>();

  async function responseOf({ id, responseHeaders }: StoredAttempt): Promise<BackendResponse> {
    const found = store.deliveries.findResponseBody(id);
    const body = found === null ? Buffer.alloc(0) : await decodeContent(found.bytes, found.headers);
    return { responseHeaders, bodyText: Buffer.from(body.subarray(0, 64 * 1024)).toString('utf8') };
  }

  async function ask(seq: number, refused: Attempt, endpointId: string): Promise<FoundOut> {
    const endpoint = endpoints.find(endpointId);
    if (endpoint === null) throw new FindOutError('NOTHING_TO_FIND_OUT');
    const attempts: Attempt[] = [];
    const send = async (trigger: AttemptTrigger): Promise<Outcome> => {
      const attempt = await explainer.explain(seq, await delivery.resend(seq, endpoint, trigger));
      attempts.push(attempt);
      // The endpoint's address was changed meanwhile: another backend answered, to another signature.
      return attempt.trigger === trigger || attempt.trigger === 'reconnect' ? outcomeOf(attempt) : 'unclear';
    };
    const settle = async (verdict: Finding['verdict']): Promise<FoundOut> => {
      const last = attempts.at(-1) ?? refused;
      const responses = await Promise.all([last, refused].map(responseOf));
      const finding = { verdict, ...waysOf(seq, backendKind(responses), verdict) };
      await store.write.keepFinding(last.id, finding);
      onFound(endpointId);
      return {
        finding,
        attempts: attempts.map((attempt) => (attempt.id === last.id ? { ...attempt, finding } : attempt)),
      };
    };

    const reserialised = await send('find_out');
    if (reserialised === 'accepted') return await settle('body_reserialised');
    if (reserialised === 'unclear') return { finding: null, attempts };
    const original = await send('find_out_original');
    if (original === 'unclear') return { finding: null, attempts };
    return await settle(original === 'accepted' ? 'accepted_now' : 'other_secret');
  }

  function waysOf(
    seq: number,
    { framework, language }: ReturnType<typeof backendKind>,
    verdict: Finding['verdict'],
  ): Omit<Finding, 'verdict'> {
    const body = store.reads.findBody(seq);
    if (body === null || verdict === 'accepted_now') return { serialisers: [], framework };
    const sent = new Set(reserialisedBodies(body).flatMap(({ serialisers }) => serialisers));
    const known = language !== null && sent.has(language) && verdict === 'body_reserialised';
    return { serialisers: known ? [language] : SERIALISERS.filter((one) => sent.has(one)), framework };
  }

  return {
    async findOut(attemptId) {
      const stored = store.deliveries.findAttempt(attemptId);
      const seq = store.deliveries.findSeqOfAttempt(attemptId);
      if (stored === null || seq === null) throw new FindOutError('NOT_FOUND');
      const { endpointId } = stored;
      if (endpointId === null) throw new FindOutError('NOTHING_TO_FIND_OUT');
      const key = `${seq} ${endpointId}`;
      const before = running.get(key);
      if (before !== undefined) return await before;
      const refused = await explainer.explain(seq, stored);
      if (!canFindOut(refused)) throw new FindOutError('NOTHING_TO_FIND_OUT');
      const body = store.reads.findBody(seq);
      if (body === null || body.byteLength === 0) throw new FindOutError('NO_BODY');
      if (reserialisedBodies(body).length === 0) throw new FindOutError('NOTHING_TO_FIND_OUT');
      const asked = running.get(key) ?? ask(seq, refused, endpointId);
      running.set(key, asked);
      return await asked.finally(() => running.delete(key));
    },
  };
}

type Outcome = 'accepted' | 'refused' | 'unclear';

function outcomeOf({ status, errorClass, reason }: Attempt): Outcome {
  if (errorClass === null && isDelivered(status)) return 'accepted';
  if (reason?.code.startsWith('signature_') === true) return 'refused';
  return reason !== null && AFTER_THE_CHECK.includes(reason.code) ? 'accepted' : 'unclear';
}
