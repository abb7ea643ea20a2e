// Writes that must not be lost: repeated for as long as the store cannot be written for now.
import { isTemporary } from '../store/store-error.ts';
import type { Timers } from './timers.ts';

const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 2_000;

/** Resolves with the result once the write succeeded. Rejects when repeating cannot help, or when isClosed(). */
export type Persist = <T>(write: () => Promise<T>) => Promise<T>;

export function createPersist(timers: Timers, isClosed: () => boolean): Persist {
  return async (write) => {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
      try {
        return await write();
      } catch (error) {
        if (isClosed() || !isTemporary(error)) throw error;
        await new Promise<void>((resolve) => {
          timers.after(pauseMs, resolve);
        });
      }
    }
  };
}
