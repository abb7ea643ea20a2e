// A receipt for tests of the store, which are not about how an event arrived.
import type { EventSummary } from '#shared/contract/events.ts';
import type { NewReceipt } from '#engine/store/event-writes.ts';

export function receiptOf(
  body: Uint8Array,
  { receivedAt = 1, source = 'cli' }: { receivedAt?: number; source?: EventSummary['source'] } = {},
): NewReceipt {
  return {
    receivedAt,
    source,
    method: 'POST',
    path: '/',
    headers: [],
    body,
    sizeBytes: body.byteLength,
    signature: {
      state: 'valid',
      problem: null,
      secretLabel: 'cli',
      timestamp: 1,
      ageSeconds: 0,
      triedSecrets: [],
    },
  };
}
