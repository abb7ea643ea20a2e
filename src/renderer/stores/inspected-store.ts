// The one event in the inspector: its summary, receipts, attempts and exact bytes, kept up to date while it is open.
import { create } from 'zustand';
import type { Attempt } from '#shared/contract/attempts.ts';
import type { Delivery, EventDetail, EventSummary } from '#shared/contract/events.ts';
import { engine } from './engine.ts';
import { errorCode } from '../api/errors.ts';

export interface Payload {
  text: string;
  sizeBytes: number;
}

interface InspectedState {
  event: EventSummary | null;
  /** It was opened for the user, who has not chosen any: moving through the list begins at its top. */
  byItself: boolean;
  detail: EventDetail | null;
  attempts: Attempt[] | null;
  deliveries: Delivery[] | null;
  payload: Payload | null;
  /** The arrival chosen in the Raw tab; null = the first. */
  receiptId: number | null;
  /** Code of what could not be loaded. */
  error: string | null;
}

const NOTHING: InspectedState = {
  event: null,
  byItself: false,
  detail: null,
  attempts: null,
  deliveries: null,
  payload: null,
  receiptId: null,
  error: null,
};

export const useInspected = create<InspectedState>(() => NOTHING);

let loading: AbortController | null = null;

export function inspectedSeq(): number | null {
  return useInspected.getState().event?.seq ?? null;
}

/** The event that the user chose; null while there is none. */
export function chosenSeq(): number | null {
  return useInspected.getState().byItself ? null : inspectedSeq();
}

/** Opens an event that the user has not asked for. */
export function inspectFirst(event: EventSummary): void {
  inspect(event);
  useInspected.setState({ byItself: true });
}

export function inspect(event: EventSummary): void {
  if (inspectedSeq() === event.seq) {
    useInspected.setState({ byItself: false });
    return;
  }
  useInspected.setState({ ...NOTHING, event });
  void reload(event.id);
}

export function inspectNothing(): void {
  loading?.abort();
  useInspected.setState(NOTHING);
}

/** Takes over what the live feed says about the open event. */
export function noteChanges(changed: readonly { event: EventSummary }[]): void {
  const open = useInspected.getState().event;
  if (open === null) return;
  const latest = changed.findLast((change) => change.event.seq === open.seq)?.event;
  if (latest === undefined || latest.changeSeq <= open.changeSeq) return;
  useInspected.setState({ event: latest });
  void reload(latest.id);
}

export function reloadInspected(): void {
  const { event } = useInspected.getState();
  if (event !== null) void reload(event.id);
}

async function reload(id: string): Promise<void> {
  loading?.abort();
  const own = new AbortController();
  loading = own;
  try {
    const [detail, attempts, deliveries] = await Promise.all([
      engine.query((api) => api.events.get({ id }), own.signal),
      engine.query((api) => api.events.attempts({ id }), own.signal),
      engine.query((api) => api.events.deliveries({ id }), own.signal),
    ]);
    if (own.signal.aborted) return;
    useInspected.setState(({ event }) => ({
      detail,
      attempts,
      deliveries,
      error: null,
      // What is expected of a version changes without the event.
      event: event === null ? null : { ...event, versionDiffers: detail.versionDiffers },
    }));
  } catch (error) {
    if (!own.signal.aborted) useInspected.setState({ error: errorCode(error) });
  }
}

/**
 * Gives up waiting for an endpoint, or for all of them.
 * @returns the code of what went wrong, or null
 */
export async function stopRetry(id: string, endpointId?: string): Promise<string | null> {
  try {
    const deliveries = await engine.call((api) => api.events.stopRetry({ id, endpointId }));
    if (useInspected.getState().event?.id === id) useInspected.setState({ deliveries });
    return null;
  } catch (error) {
    return errorCode(error);
  }
}

/** The exact bytes, fetched when something wants to show them. */
export async function loadPayload(): Promise<Payload | null> {
  const { event, payload } = useInspected.getState();
  if (event === null || payload !== null) return payload;
  try {
    const blob = await engine.query((api) => api.events.payload({ id: event.id }));
    const loaded: Payload = { text: await blob.text(), sizeBytes: blob.size };
    if (inspectedSeq() === event.seq) useInspected.setState({ payload: loaded });
    return loaded;
  } catch (error) {
    if (inspectedSeq() === event.seq) useInspected.setState({ error: errorCode(error) });
    return null;
  }
}
