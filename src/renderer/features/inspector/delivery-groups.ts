// An event's attempts, put together by where they went.
import type { Attempt } from '#shared/contract/attempts.ts';
import type { Delivery } from '#shared/contract/events.ts';

export interface DeliveryGroup {
  key: string;
  name: string;
  /** Where the event stands there; null for an address given once, and for an endpoint that is gone. */
  delivery: Delivery | null;
  /** The address, when it was given just once. */
  url: string | null;
  /** Newest first. */
  attempts: Attempt[];
}

/** Endpoints first, in their own order; then those that are gone; then addresses given once. */
export function deliveryGroups(
  deliveries: readonly Delivery[],
  attempts: readonly Attempt[],
): DeliveryGroup[] {
  const groups = new Map<string, DeliveryGroup>();
  for (const delivery of deliveries) {
    const { endpointId, endpointName } = delivery;
    groups.set(endpointId, { key: endpointId, name: endpointName, delivery, url: null, attempts: [] });
  }
  const strangers = attempts.toSorted(
    (a, b) => Number(a.endpointId === null) - Number(b.endpointId === null),
  );
  for (const { endpointId, endpointName, url } of strangers) {
    const key = endpointId ?? `url:${url}`;
    if (groups.has(key)) continue;
    groups.set(key, {
      key,
      name: endpointName,
      delivery: null,
      url: endpointId === null ? url : null,
      attempts: [],
    });
  }
  for (const attempt of attempts) {
    groups.get(attempt.endpointId ?? `url:${attempt.url}`)?.attempts.unshift(attempt);
  }
  return [...groups.values()];
}
