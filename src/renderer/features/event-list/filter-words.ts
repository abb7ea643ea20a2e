// What is wrong with a filter, in words.
import type { TFunction } from 'i18next';
import type { FilterProblem } from '#shared/domain/filter/parse-filter.ts';
import { placesOf, sentencesFor } from '#shared/domain/filter/problem-sentence.ts';

export function problemWords(t: TFunction, problem: FilterProblem): string {
  const places = placesOf(problem);
  return sentencesFor(problem)
    .map((sentence) => t(`filterProblem.${sentence}`, places))
    .join(' ');
}
