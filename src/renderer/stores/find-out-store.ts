// Finding out why a backend refuses a signature: what is under way, and what did not work. Never repeated by itself.
import { create } from 'zustand';
import { engine } from './engine.ts';
import { errorCode } from '../api/errors.ts';
import { reloadInspected } from './inspected-store.ts';

/** `unclear`: the responses do not tell. What was found out is kept with its attempt. */
export type FindOutState = { kind: 'busy' } | { kind: 'unclear' } | { kind: 'error'; code: string };

/** By `<event> <endpoint>`. */
export const useFindOut = create<{ byDelivery: Readonly<Record<string, FindOutState>> }>(() => ({
  byDelivery: {},
}));

export const deliveryKey = (eventId: string, endpointId: string | null): string =>
  `${eventId} ${endpointId ?? ''}`;

function note(key: string, state: FindOutState | null): void {
  useFindOut.setState(({ byDelivery }) => {
    const { [key]: _before, ...others } = byDelivery;
    return { byDelivery: state === null ? others : { ...others, [key]: state } };
  });
}

export async function findOut(
  eventId: string,
  attempt: { id: number; endpointId: string | null },
): Promise<void> {
  const key = deliveryKey(eventId, attempt.endpointId);
  if (useFindOut.getState().byDelivery[key]?.kind === 'busy') return;
  note(key, { kind: 'busy' });
  try {
    const { finding } = await engine.call((api) => api.attempts.findOut({ id: attempt.id }));
    note(key, finding === null ? { kind: 'unclear' } : null);
  } catch (error) {
    note(key, { kind: 'error', code: errorCode(error) });
  }
  reloadInspected();
}
