// What comes one by one and is better looked up together.

export interface Gathering<T> {
  add(value: T): void;
  /** Hands over what was added so far. */
  flush(): void;
  /** What was gathered and not handed over is left. */
  dispose(): void;
}

/** @param hand gets what was added, each value once, so long after the first of them */
export function createGathering<T>(afterMs: number, hand: (values: readonly T[]) => void): Gathering<T> {
  const values = new Set<T>();
  let timer: NodeJS.Timeout | null = null;
  let disposed = false;

  function flush(): void {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    const gathered = [...values];
    values.clear();
    hand(gathered);
  }

  return {
    add(value) {
      if (disposed) return;
      values.add(value);
      timer ??= setTimeout(flush, afterMs);
    },
    flush,
    dispose() {
      disposed = true;
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
