// A filter that came over the API: read before anything is done with it.
import type { EventFilter, FilterProblem } from '#shared/contract/events.ts';
import { parseFilter } from '#shared/domain/filter/parse-filter.ts';

/** @throws what `refuse` makes of the mistake */
export function checkFilter(
  { filter }: EventFilter,
  { BAD_FILTER: refuse }: { BAD_FILTER: (details: { data: FilterProblem }) => Error },
): void {
  const read = parseFilter(filter ?? '');
  if (!read.ok) throw refuse({ data: read.problem });
}
