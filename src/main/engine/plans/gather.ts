// What comes one by one and is better looked up together.

export interface Gathering<T> {
  add(value: T): void;
  /** What was gathered and not handed over is left. */
  dispose(): void;
}

/** @param hand gets what was added, each value once, so long after the first of them */
export function createGathering<T>(afterMs: number, hand: (values: readonly T[]) => void): Gathering<T> {
  const values = new Set<T>();
  let timer: NodeJS.Timeout | null = null;
  let disposed = false;
  return {
    add(value) {
      if (disposed) return;
      values.add(value);
      timer ??= setTimeout(() => {
        timer = null;
        const gathered = [...values];
        values.clear();
        hand(gathered);
      }, afterMs);
    },
    dispose() {
      disposed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
