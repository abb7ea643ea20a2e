// Dragging an event out of the window: the desktop app makes a file of it and has the system drag that.
import { engine } from './engine.ts';

let underWay = false;

/** What is dragged over the window now came from it. */
export const isDraggingOut = (): boolean => underWay;

/** Rejects when the app has no file for it. */
export async function dragOut(id: string): Promise<void> {
  const listening = new AbortController();
  const end = (): void => {
    underWay = false;
    listening.abort();
  };
  underWay = true;
  // While the system drags, the page hears nothing of the pointer. When it does, with no button down, that is over.
  for (const name of ['pointermove', 'pointerup'] as const) {
    window.addEventListener(name, ({ buttons }) => buttons === 0 && end(), { signal: listening.signal });
  }
  try {
    await engine.call((api) => api.desktop.dragEvent({ id }));
  } catch (error) {
    end();
    throw error;
  }
}
