// What can be wrong with a line of an import, and the sentence that says so.

export const IMPORT_PROBLEMS = [
  'not_json',
  'unclosed',
  'list',
  'not_an_event',
  'newer_format',
  'damaged',
  'too_large',
] as const;
export type ImportProblemCode = (typeof IMPORT_PROBLEMS)[number];

export interface ImportProblem {
  /** Counted from 1; the first one of what goes over several. */
  line: number;
  code: ImportProblemCode;
  /** What the sentence of this code is filled with, in no language: the place where JSON ends, the member that is wrong … */
  detail: string;
}

/** For terminals and scripts; the dashboard has sentences of its own in each language. */
export function importProblemSentence({ line, code, detail }: ImportProblem): string {
  return `Line ${line}: ${sentence(code, detail)}`;
}

function sentence(code: ImportProblemCode, detail: string): string {
  switch (code) {
    case 'not_json':
      return `this is not JSON from character ${detail} on. It was probably cut off or edited; export that event again.`;
    case 'unclosed':
      return 'a JSON object begins here and does not end. The file was probably cut off; copy it again, to its end.';
    case 'list':
      return 'this begins a JSON list. An import takes one event a line: export as NDJSON, or use jq -c ".[]".';
    case 'not_an_event':
      return `this is JSON, but no Stripe event (${detail}). An event has an id, a type and "object": "event".`;
    case 'newer_format':
      return `this was exported by a newer Hookline (format ${detail}). Update this one, then import again.`;
    case 'damaged':
      return `this line of a Hookline export is damaged (${detail}). Export that event again.`;
    case 'too_large':
      return `this is longer than ${detail} MB, which no Stripe event is.`;
  }
}
