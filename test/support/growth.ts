// How much longer something takes with four times as much: about 4 when it is linear, 16 when it is quadratic.

/** The best of many rounds each, in turns: what else the machine does only ever adds time, and not to every one of them. */
export function growth(run: (size: 'small' | 'large') => unknown, rounds = 60): number {
  const best = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY };
  const measure = (size: 'small' | 'large'): void => {
    const startedAt = performance.now();
    run(size);
    best[size] = Math.min(best[size], performance.now() - startedAt);
  };
  for (let round = 0; round < rounds; round++) {
    measure('small');
    measure('large');
  }
  // Below this a clock's grain and a compiler's whim are all there is to see.
  return best.large / Math.max(best.small, 0.02);
}
