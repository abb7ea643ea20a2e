// Attempts as they are shown: as stored, with the probable cause of a failure found when they are asked for.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Attempt } from '#shared/contract/attempts.ts';
import { isDelivered } from '#shared/domain/delivery.ts';
import type { KnownSecret } from '../signature/signature-check.ts';
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
}

export function createExplainer({ store, endpoints, signer, secrets }: ExplainerDeps): Explainer {
  let lastTurn: Promise<unknown> = Promise.resolve();
  /** Explaining one takes milliseconds, and an event may have a thousand: whatever else is due comes in between. */
  async function ownTurn(): Promise<void> {
    const mine = lastTurn.then(() => nextTurn());
    lastTurn = mine;
    await mine;
  }

  return {
    async explain(seq, attempt) {
      if (attempt.errorClass === null && isDelivered(attempt.status)) return { ...attempt, reason: null };
      await ownTurn();
      const answer = store.deliveries.findResponseBody(attempt.id);
      const sent =
        attempt.editId === null ? store.reads.findBody(seq) : store.deliveries.findEditBody(attempt.editId);
      const endpoint = attempt.endpointId === null ? null : endpoints.find(attempt.endpointId);
      const reason = explainAttempt({
        attempt,
        body: answer === null ? Buffer.alloc(0) : await decodeContent(answer.bytes, answer.headers),
        requestBody: sent ?? Buffer.alloc(0),
        secrets: secrets(),
        // What Hookline signs with now is what it signed with then, unless the choice was changed meanwhile.
        signedWith:
          attempt.resigned && endpoint !== null ? (signer.secretFor(endpoint)?.label ?? null) : 'cli',
        timeoutMs: endpoint?.timeoutMs ?? null,
      });
      return { ...attempt, reason };
    },
  };
}
