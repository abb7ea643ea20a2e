// Why an event failed, in a sentence for a notification: the same that the page shows of its last attempt.
import type { Engine } from '#engine/engine.ts';
import { isDelivered } from '#shared/domain/delivery.ts';
import { describeFailure, withoutMarks } from '#shared/domain/failure-texts/describe-failure.ts';
import type { FailedEvent } from './watch-engine.ts';
import type { Language } from './words.ts';

export interface FailureExplainerDeps {
  engine: {
    explainer: Engine['explainer'];
    store: { deliveries: Pick<Engine['store']['deliveries'], 'listAttempts'> };
  };
  language: () => Language;
  onError: (error: unknown) => void;
}

/** The function it makes never rejects; null = it is not known. */
export function createFailureExplainer({ engine, language, onError }: FailureExplainerDeps) {
  return async ({ event, endpoint }: FailedEvent): Promise<string | null> => {
    try {
      const last = engine.store.deliveries
        .listAttempts(event.seq)
        .findLast(
          ({ endpointId, errorClass, status }) =>
            (endpoint === null || endpoint.id === endpointId) &&
            (errorClass !== null || !isDelivered(status)),
        );
      if (last === undefined) return null;
      const { reason, url, status, timings } = await engine.explainer.explain(event.seq, last);
      if (reason === null) return null;
      return withoutMarks(
        describeFailure(language(), { reason, url, status, durationMs: timings.totalMs }).title,
      );
    } catch (error) {
      onError(error);
      return null;
    }
  };
}
