// At most so many at once; whoever comes later waits for a turn.

/**
 * @returns a function that waits for a turn and resolves with the function that ends it
 * @throws the signal's reason when it is aborted before the turn comes
 */
export function createTurns(most: number): (signal: AbortSignal) => Promise<() => void> {
  let taken = 0;
  const waiting = new Set<() => void>();

  function end(): void {
    taken -= 1;
    const [next] = waiting;
    next?.();
  }

  return (signal) =>
    new Promise((resolve, reject) => {
      const giveUp = (): void => {
        waiting.delete(take);
        reject(signal.reason as Error);
      };
      const take = (): void => {
        waiting.delete(take);
        signal.removeEventListener('abort', giveUp);
        taken += 1;
        resolve(end);
      };
      if (signal.aborted) giveUp();
      else if (taken < most) take();
      else {
        waiting.add(take);
        signal.addEventListener('abort', giveUp, { once: true });
      }
    });
}
