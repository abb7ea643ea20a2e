// Which customers in drift somebody has not been notified of yet.

interface Drifted {
  id: number;
  /** Unix milliseconds: since when the app is in drift. */
  since: number;
}

/**
 * @param known what was so before, and is no news
 * @returns a function that picks those not seen before; a customer who recovers and drifts again is seen anew
 */
export function createDriftNews<T extends Drifted>(known: readonly T[]): (drifted: readonly T[]) => T[] {
  const seen = new Map(known.map(({ id, since }) => [id, since]));
  return (drifted) => {
    const news = drifted.filter(({ id, since }) => seen.get(id) !== since);
    for (const { id, since } of news) seen.set(id, since);
    return news;
  };
}
