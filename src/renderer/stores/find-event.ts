// From an id to the event among the others.
import { engine } from './engine.ts';
import { open } from './selection.ts';
import { openView } from './view-store.ts';

/** @returns false when it is not here, or nobody could be asked */
export async function openEventById(id: string): Promise<boolean> {
  try {
    const event = await engine.query((api) => api.events.get({ id }));
    openView('events');
    open(event);
    return true;
  } catch {
    return false;
  }
}
