// What only the desktop app has, as far as the page is concerned: its settings, what it asks for, and the menu it is told.
import { create } from 'zustand';
import type { DesktopMenu, DesktopRequest, DesktopSettings, DesktopState } from '#shared/contract/desktop.ts';
import type { ApiClient } from '../api/client.ts';
import { errorCode } from '../api/errors.ts';
import { engine } from './engine.ts';

const RETRY_MS = 500;

interface DesktopStore {
  /** null = not heard of yet, or in a browser. */
  state: DesktopState | null;
  busy: boolean;
  error: string | null;
}

export const useDesktop = create<DesktopStore>(() => ({ state: null, busy: false, error: null }));

export async function loadDesktop(): Promise<void> {
  try {
    useDesktop.setState({ state: await engine.query((api) => api.desktop.get()), error: null });
  } catch (error) {
    useDesktop.setState({ error: errorCode(error) });
  }
}

export async function changeDesktop(change: Partial<DesktopSettings>): Promise<void> {
  useDesktop.setState({ busy: true, error: null });
  try {
    useDesktop.setState({ state: await engine.call((api) => api.desktop.update(change)) });
  } catch (error) {
    useDesktop.setState({ error: errorCode(error) });
  }
  useDesktop.setState({ busy: false });
}

export async function tellMenu(menu: DesktopMenu): Promise<void> {
  await engine.call((api) => api.desktop.setMenu(menu));
}

/** Hands on what the app asks of its page, over any number of reconnections, until the signal. */
export async function followRequests(
  carryOut: (request: DesktopRequest) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const follow = async (api: ApiClient): Promise<void> => {
    const requests = await api.desktop.requests(undefined, { signal });
    for await (const request of requests) {
      if (signal.aborted) return;
      // In their order: an event that takes long to find must not open over what was asked for after it.
      await carryOut(request);
    }
  };
  while (!signal.aborted) {
    try {
      // One subscription after the other.
      // oxlint-disable-next-line no-await-in-loop
      await engine.ready();
      // `call`, not `query`: a request is carried out once, even when the door closes under it.
      // oxlint-disable-next-line no-await-in-loop
      await engine.call(follow);
    } catch (error) {
      if (errorCode(error) === 'NO_DESKTOP') return;
    }
    // oxlint-disable-next-line no-await-in-loop
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}
