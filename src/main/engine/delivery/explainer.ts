// Attempts as they are shown: as stored, with the probable cause of a failure found when they are asked for.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Attempt } from '#shared/contract/attempts.ts';
import { isDelivered } from '#shared/domain/delivery.ts';
import { isUndecided, settledReason } from '#shared/domain/find-out.ts';
import { reserialisedBodies } from '../signature/reserialised.ts';
import { isSignedOver, type KnownSecret } from '../signature/signature-check.ts';
import type { StoredAttempt } from '../store/delivery-reads.ts';
import type { Store } from '../store/store.ts';
import { decodeContent } from '../network/content-encoding.ts';
import type { Endpoints } from './endpoints.ts';
import { explainAttempt } from './reason.ts';
import type { Signer } from './signer.ts';

export interface Explainer {
  explain(seq: number, attempt: StoredAttempt): Promise<Attempt>;
}

export interface ExplainerDeps {
  store: Pick<Store, 'reads' | 'deliveries'>;
  endpoints: Endpoints;
  signer: Signer;
  secrets: () => readonly KnownSecret[];
  /** What the dependencies of an endpoint's project name; see versions/versions.ts. */
  frameworksOf: (endpointId: string) => readonly string[];
}

export function createExplainer({
  store,
  endpoints,
  signer,
  secrets,
  frameworksOf,
}: ExplainerDeps): Explainer {
  let lastTurn: Promise<unknown> = Promise.resolve();
  /** Explaining one takes milliseconds, and an event may have a thousand: whatever else is due comes in between. */
  async function ownTurn(): Promise<void> {
    const mine = lastTurn.then(() => nextTurn());
    lastTurn = mine;
    await mine;
  }

  /** The body that the attempt's signature covers. */
  function signedBody(seq: number, { editId, requestHeaders, trigger }: StoredAttempt): Buffer | null {
    if (editId !== null) return store.deliveries.findEditBody(editId);
    const body = store.reads.findBody(seq);
    const fits = (bytes: Uint8Array): boolean => isSignedOver(bytes, requestHeaders, secrets());
    if (body === null || fits(body)) return body;
    // A redelivery may have had other bytes, and a request to find out is signed over what a backend makes of them.
    const forms = trigger === 'find_out' || trigger === 'reconnect' ? reserialisedBodies(body) : [];
    return [...store.reads.listOtherBodies(seq), ...forms.map(({ bytes }) => bytes)].find(fits) ?? body;
  }

  return {
    async explain(seq, attempt) {
      if (attempt.errorClass === null && isDelivered(attempt.status)) return { ...attempt, reason: null };
      await ownTurn();
      const answer = store.deliveries.findResponseBody(attempt.id);
      const endpoint = attempt.endpointId === null ? null : endpoints.find(attempt.endpointId);
      const reason = explainAttempt({
        attempt,
        body: answer === null ? Buffer.alloc(0) : await decodeContent(answer.bytes, answer.headers),
        requestBody: signedBody(seq, attempt) ?? Buffer.alloc(0),
        secrets: secrets(),
        // What Hookline signs with now is what it signed with then, unless the choice was changed meanwhile.
        signedWith:
          attempt.resigned && endpoint !== null ? (signer.secretFor(endpoint)?.label ?? null) : 'cli',
        timeoutMs: endpoint?.timeoutMs ?? null,
        frameworks: endpoint === null ? [] : frameworksOf(endpoint.id),
      });
      // Signed for a body that the backend may never have had, it was bound to be refused by one that does not serialise again.
      if (attempt.trigger === 'find_out' && reason?.code === 'signature_other_secret')
        return { ...attempt, reason: { code: 'signature_rejected', certain: false, facts: {} } };
      // What was found out by another request, about every failure that it leaves no doubt of.
      const finding = isUndecided(reason) ? store.deliveries.findFindingFor(attempt) : null;
      return { ...attempt, reason: settledReason(reason, finding) };
    },
  };
}
