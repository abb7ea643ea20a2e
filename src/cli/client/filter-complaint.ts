// What is wrong with a filter, and where: the dashboard's sentence, the filter, and carets under the mistake.
import type { FilterProblem } from '#shared/domain/filter/parse-filter.ts';
import { problemSentence } from '#shared/domain/filter/problem-sentence.ts';
import { harmless, widthOf } from './column-text.ts';

const INDENT = '  ';
/** So much is shown on either side of the mistake, in UTF-16 units. */
const SURROUNDINGS = 40;
const MOST_MARKED = 40;

/** Ends with a line break. */
export function filterComplaint(filter: string, problem: FilterProblem): string {
  const markEnd = problem.at + Math.min(Math.max(problem.length, 1), MOST_MARKED);
  const from = Math.max(0, problem.at - SURROUNDINGS);
  const to = Math.min(filter.length, markEnd + SURROUNDINGS);
  const before = (from > 0 ? '…' : '') + harmless(filter.slice(from, problem.at));
  const mistake = harmless(filter.slice(problem.at, markEnd));
  const after = harmless(filter.slice(markEnd, to)) + (to < filter.length ? '…' : '');
  return [
    problemSentence(shortened(problem)),
    '',
    INDENT + before + mistake + after,
    INDENT + ' '.repeat(widthOf(before)) + '^'.repeat(Math.max(1, widthOf(mistake))),
    '',
  ].join('\n');
}

function shortened(problem: FilterProblem): FilterProblem {
  const text = harmless(problem.text);
  return { ...problem, text: text.length > MOST_MARKED ? `${text.slice(0, MOST_MARKED)}…` : text };
}
