// Why events failed or were sent nowhere, as the dashboard says it: asked for beside the list, which has the bare outcome only.
import type { EventSummary } from '#shared/contract/events.ts';
import type { ApiClient } from '#shared/contract/index.ts';
import { isDelivered } from '#shared/domain/delivery.ts';
import { skipSentence } from '#shared/domain/skip-sentence.ts';
import { describeFailure, withoutMarks } from '#shared/domain/failure-texts/describe-failure.ts';

/** Each is a question of its own; of a long list only the newest are asked about. */
const MOST_ASKED = 20;

/** @returns a sentence by the event's place in the store; what could not be asked is left out */
export async function reasonsOf(
  api: ApiClient,
  events: readonly EventSummary[],
): Promise<ReadonlyMap<number, string>> {
  const unclear = events
    .filter(({ deliveryState }) => deliveryState === 'failed' || deliveryState === 'none')
    .toSorted((a, b) => b.seq - a.seq)
    .slice(0, MOST_ASKED);
  const reasons = new Map<number, string>();
  await Promise.allSettled(
    unclear.map(async ({ id, seq, deliveryState }) => {
      if (deliveryState === 'none') {
        const skipped = (await api.events.deliveries({ id })).map(skipSentence).find((one) => one !== null);
        if (skipped !== undefined) reasons.set(seq, skipped);
        return;
      }
      const attempts = await api.events.attempts({ id });
      const last = attempts.findLast(({ status, errorClass }) => errorClass !== null || !isDelivered(status));
      if (last?.reason == null) return;
      const { reason, url, status, timings } = last;
      const { title } = describeFailure('en', { reason, url, status, durationMs: timings.totalMs });
      reasons.set(seq, withoutMarks(title));
    }),
  );
  return reasons;
}
