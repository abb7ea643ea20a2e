// What is typed into the filter: conditions that are complete stand as chips, the rest is still in the field.
import { printTerm } from '#shared/domain/filter/filter.ts';
import { parseFilter, type FilterProblem } from '#shared/domain/filter/parse-filter.ts';

export interface FilterDraft {
  /** Conditions, each as it would be typed. */
  chips: readonly string[];
  text: string;
}

export const EMPTY_DRAFT: FilterDraft = { chips: [], text: '' };

/** Takes finished conditions out of the field; with `all`, also the one that is still being typed. */
export function commitConditions({ chips, text }: FilterDraft, all = false): FilterDraft {
  const { placed } = parseFilter(text);
  const done = placed.filter(({ term, end }) => term.what !== 'text' && (all || end < text.length));
  if (done.length === 0) return { chips, text: all ? text.trim() : text };
  let rest = text;
  for (const { at, end } of done.toReversed()) rest = rest.slice(0, at) + rest.slice(end).replace(/^\s+/, '');
  const added = done.map(({ term }) => printTerm(term));
  return { chips: [...new Set([...chips, ...added])], text: all ? rest.trim() : rest.replace(/^\s+/, '') };
}

/** The filter as far as it can be read, and the mistake that ends it. */
export function filterOf({ chips, text }: FilterDraft): { filter: string; problem: FilterProblem | null } {
  const read = parseFilter(text);
  const filter = [...chips, ...read.placed.map(({ term }) => printTerm(term))].join(' ');
  return { filter, problem: read.ok ? null : read.problem };
}

export function draftOf(filter: string): FilterDraft {
  return commitConditions({ chips: [], text: filter }, true);
}

/** Whether the mistake may be gone once the last word is typed to its end. */
export function isUnfinished(text: string, { at, length }: FilterProblem): boolean {
  return at + length >= text.length;
}
