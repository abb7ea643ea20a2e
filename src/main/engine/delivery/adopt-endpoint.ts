// The endpoint that a start begins with.
import { DEFAULT_FORWARD_TO } from '#shared/domain/forward-target.ts';
import type { Store } from '../store/store.ts';
import { FIRST_ENDPOINT } from './endpoints.ts';

/** There is always one endpoint; an address given at start becomes its address. */
export async function adoptEndpoint(store: Store, forwardTo: string | null): Promise<void> {
  const stored = store.endpoints.listEndpoints()[0];
  const url = forwardTo ?? stored?.url ?? DEFAULT_FORWARD_TO;
  if (stored !== undefined && stored.url === url) return;
  await store.write.upsertEndpoint({ ...(stored ?? FIRST_ENDPOINT), url });
}
