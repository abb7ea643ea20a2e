// A list of events that may fit a filter, and how such lists are made and joined.

/**
 * Events that may fit, the newest first: each call returns those below a sequence number, at most `most`. A source is complete: it
 * holds every event that fits, so fewer than `most` mean that there are no more. What cannot be listed completely is no source;
 * then the newest events are looked at one after another, see event-reads.ts.
 */
export type CandidateSource = (below: number, most: number) => number[];

/** @param listBelow a query of `seq < below ORDER BY seq DESC LIMIT most` without any other limit */
export function queried(listBelow: (below: number, most: number) => number[]): CandidateSource {
  return listBelow;
}

/**
 * @param listUpTo a query in any order, with a limit
 * @returns null when there are more than `most`, since the query then left some out
 */
export function listed(listUpTo: (limit: number) => number[], most: number): CandidateSource | null {
  const found = listUpTo(most + 1);
  if (found.length > most) return null;
  const sorted = found.toSorted((a, b) => b - a);
  return (below, count) => {
    const from = sorted.findIndex((seq) => seq < below);
    return from === -1 ? [] : sorted.slice(from, from + count);
  };
}

/** Every event of any of the sources. @returns null when one of them is none */
export function anyOf(sources: readonly (CandidateSource | null)[]): CandidateSource | null {
  const complete = sources.filter((source) => source !== null);
  if (complete.length < sources.length) return null;
  const [only] = complete;
  if (only !== undefined && complete.length === 1) return only;
  return (below, most) =>
    [...new Set(complete.flatMap((source) => source(below, most)))].toSorted((a, b) => b - a).slice(0, most);
}
