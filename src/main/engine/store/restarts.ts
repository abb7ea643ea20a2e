// How often a thread died lately: one that dies again and again is not worth starting anew.

const WITHIN_MS = 10_000;

export const DEATHS_TOO_MANY = 3;

/** @returns a function that notes a death and returns how many there were lately, this one included */
export function createDeathCount(clock: () => number = () => performance.now()): () => number {
  let deaths: number[] = [];
  return () => {
    const now = clock();
    deaths = [...deaths.filter((at) => now - at < WITHIN_MS), now];
    return deaths.length;
  };
}
