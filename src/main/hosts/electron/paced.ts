// Applies what changes often at a pace that the system stands: the first at once, then the newest, never one twice.

export interface Paced<T> {
  set(value: T): void;
  dispose(): void;
}

/** @param same whether nothing would change */
export function createPaced<T>(
  paceMs: number,
  same: (a: T, b: T) => boolean,
  apply: (value: T, before: T | null) => void,
): Paced<T> {
  let applied: { value: T } | null = null;
  let wanted: { value: T } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let disposed = false;

  function next(): void {
    timer = null;
    const coming = wanted;
    wanted = null;
    if (coming === null || (applied !== null && same(applied.value, coming.value))) return;
    const before = applied;
    applied = coming;
    timer = setTimeout(next, paceMs);
    apply(coming.value, before === null ? null : before.value);
  }

  return {
    set(value) {
      if (disposed) return;
      wanted = { value };
      if (timer === null) next();
    },
    dispose() {
      disposed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
