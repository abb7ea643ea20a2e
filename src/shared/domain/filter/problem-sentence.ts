// What is wrong with a filter, in English sentences: the dashboard's catalogue and the terminal have the same ones.
import type { FilterProblem } from './parse-filter.ts';

export const PROBLEM_SENTENCES = {
  unknown_field: 'There is no “{{text}}:”. To look for it as text, put it in quotes.',
  missing_value: '“{{text}}” needs a value.',
  bad_value: '“{{text}}” is no value of {{field}}.',
  bad_moment: '“{{text}}” is no time: write 10m, 2d, 18:02 or 2026-11-26.',
  unclosed_quote: 'A quote is not closed.',
  after_quote: 'Put a space between a quoted text and what stands beside it.',
  unknown_member:
    'An event has no “{{text}}”: a path begins with data, request, related_object, changes or reason. To look for it as text, put it in quotes.',
  bad_path:
    '“{{text}}” is no path. Put names with dots, colons or blanks in quotes: data.object.metadata."my.key"',
  no_path: '“{{text}}” is no path into the event.',
  not_comparable: '“{{field}}” cannot be compared, it takes a colon: {{field}}:…',
  not_a_number: '“{{text}}” is no number; <, <=, > and >= compare numbers.',
  inexact_number:
    '“{{text}}” has more digits than numbers in JSON are read with, so it cannot be compared exactly.',
  one_number: '<, <=, > and >= take one number.',
  not_on_arrival:
    '“{{field}}” is not known when an event arrives, or changes later. An endpoint’s condition can use paths such as data.object.metadata.env, has:, type, customer (by id), object, request, account, api, source, kind and mode.',
  name_on_arrival: '“{{text}}” is a name, and names change. Use the customer’s id: customer:cus_…',
  text_on_arrival:
    '“{{text}}” is a text to search for. An endpoint’s condition says where it stands, such as data.object.description:"…"',
  too_long: 'The filter is too long.',
  nearest: 'Did you mean “{{nearest}}”?',
} as const;
export type ProblemSentence = keyof typeof PROBLEM_SENTENCES;

/** Which sentences say it, in their order. */
export function sentencesFor({ code, field, nearest }: FilterProblem): ProblemSentence[] {
  const isMoment = code === 'bad_value' && (field === 'after' || field === 'before');
  return [isMoment ? 'bad_moment' : code, ...(nearest === null ? [] : (['nearest'] as const))];
}

/** What stands in their places. */
export function placesOf({ text, field, nearest }: FilterProblem) {
  return { text, field: field ?? '', nearest: nearest ?? '' };
}

export function problemSentence(problem: FilterProblem): string {
  const places: Record<string, string> = placesOf(problem);
  return sentencesFor(problem)
    .map((sentence) =>
      PROBLEM_SENTENCES[sentence].replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => places[name] ?? ''),
    )
    .join(' ');
}
