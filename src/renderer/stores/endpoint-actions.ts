// What is done to an endpoint with one press. Errors are kept until the next try.
import { create } from 'zustand';
import type { EndpointChange } from '#shared/contract/endpoints.ts';
import { engine } from './engine.ts';
import { errorCode } from '../api/errors.ts';
import { useStatus } from './status-store.ts';

interface EndpointActions {
  /** Id of the endpoint that something is being done to. */
  busy: string | null;
  error: { endpointId: string; code: string } | null;
}

export const useEndpointActions = create<EndpointActions>(() => ({ busy: null, error: null }));

async function act(endpointId: string, run: () => Promise<void>): Promise<boolean> {
  if (useEndpointActions.getState().busy !== null) return false;
  useEndpointActions.setState({ busy: endpointId, error: null });
  let error: EndpointActions['error'] = null;
  try {
    await run();
  } catch (thrown) {
    error = { endpointId, code: errorCode(thrown) };
  }
  useEndpointActions.setState({ busy: null, error });
  return error === null;
}

/** Held for long: deliver it all, or give it up. */
export async function releaseHeld(id: string, deliver: boolean): Promise<boolean> {
  return await act(id, async () => {
    await engine.call((api) => api.endpoints.release({ id, deliver }));
  });
}

/** Switches that need no form. */
export async function switchEndpoint(
  change: Pick<EndpointChange, 'id' | 'enabled' | 'paused'>,
): Promise<boolean> {
  return await act(change.id, async () => {
    const updated = await engine.call((api) => api.endpoints.update(change));
    const { status } = useStatus.getState();
    if (status === null) return;
    const endpoints = status.endpoints.map((one) => (one.id === updated.id ? updated : one));
    useStatus.setState({ status: { ...status, endpoints } });
  });
}

export async function removeEndpoint(id: string): Promise<boolean> {
  return await act(id, async () => {
    await engine.call((api) => api.endpoints.remove({ id }));
  });
}
