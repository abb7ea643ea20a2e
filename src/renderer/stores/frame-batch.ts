// Gathers what arrives between two frames, so that a burst costs one update of the screen.

export interface FrameBatch<T> {
  add(items: readonly T[]): void;
  /** Forgets what was gathered and not yet handed on. */
  clear(): void;
}

/**
 * @param schedule runs the callback before the next frame
 */
export function createFrameBatch<T>(
  hand: (items: T[]) => void,
  schedule: (callback: () => void) => void,
): FrameBatch<T> {
  let waiting: T[] = [];
  let scheduled = false;

  return {
    add(items) {
      waiting.push(...items);
      if (scheduled || waiting.length === 0) return;
      scheduled = true;
      schedule(() => {
        scheduled = false;
        const batch = waiting;
        waiting = [];
        if (batch.length > 0) hand(batch);
      });
    },
    clear() {
      waiting = [];
    },
  };
}
