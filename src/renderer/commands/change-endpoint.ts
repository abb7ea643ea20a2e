// Changes an endpoint's settings, and offers to take it back: what was changed gets its former value, nothing else.
import i18next from 'i18next';
import type { Endpoint, EndpointChange, EndpointSettings } from '#shared/contract/endpoints.ts';
import { engine } from '../stores/engine.ts';
import { offerUndo } from '../stores/undo-store.ts';

/** The engine hands out only the secret it signs with; one that lies unused is gone once it is replaced. */
export function losesSecret(before: Endpoint, change: EndpointChange): boolean {
  return change.secret !== undefined && before.hasSecret && before.signing !== 'own';
}

/** @param secret the former one, where the change is about it; null = there was none */
export function restoring(before: Endpoint, change: EndpointChange, secret: string | null): EndpointChange {
  const { id, secret: changedSecret, ...changed } = change;
  const keys = Object.keys(changed) as (keyof EndpointSettings)[];
  const former: Partial<EndpointSettings> = Object.fromEntries(keys.map((key) => [key, before[key]]));
  if (changedSecret === undefined) return { id, ...former };
  // A secret that is typed in or forgotten changes the way of signing by itself.
  return { id, ...former, signing: before.signing, secret };
}

/** Rejects as the engine does. */
export async function changeEndpoint(before: Endpoint, change: EndpointChange): Promise<Endpoint> {
  const { id } = before;
  const secret =
    change.secret === undefined || !before.hasSecret || losesSecret(before, change)
      ? null
      : (await engine.query((api) => api.endpoints.secret({ id }))).secret;
  const changed = await engine.call((api) => api.endpoints.update(change));
  if (!losesSecret(before, change)) {
    offerUndo(i18next.t('did.endpointChanged', { name: changed.name }), async () => {
      await engine.call((api) => api.endpoints.update(restoring(before, change, secret)));
    });
  }
  return changed;
}
