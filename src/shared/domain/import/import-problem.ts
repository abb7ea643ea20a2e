// What can be wrong with a file that is imported, and the sentence that says so.

export const IMPORT_PROBLEMS = [
  'empty',
  'not_text',
  'damaged_gzip',
  'no_bodies',
  'no_json',
  'not_json',
  'printed_object',
  'broken_json',
  'unclosed',
  'not_an_event',
  'incomplete_event',
  'newer_format',
  'damaged',
  'too_large',
  'not_taken',
] as const;
export type ImportProblemCode = (typeof IMPORT_PROBLEMS)[number];

export interface ImportProblem {
  code: ImportProblemCode;
  /** How often it was found. */
  count: number;
  /** Of the first one, counted from 1; 0 when it is about the whole file. */
  line: number;
  /** What the sentence of this code is filled with, in no language: the place where JSON ends, the member that is missing … */
  detail: string;
}

/** What JSON without an event can be. `object` stands with the name of an object of Stripe's API behind it. */
export const OTHER_JSON = ['object', 'empty_list', 'error', 'har', 'cli_fixture', 'other'] as const;
export type OtherJsonKind = (typeof OTHER_JSON)[number];

/** @param detail of `not_an_event` */
export function readOtherJson(detail: string): { kind: OtherJsonKind; object: string } {
  const [word = '', object = ''] = detail.split(' ');
  return { kind: OTHER_JSON.find((one) => one === word) ?? 'other', object };
}

/** For terminals and scripts; the dashboard has sentences of its own in each language. */
export function importProblemSentence(problem: ImportProblem): string {
  const { line, count, code } = problem;
  const text = sentence(problem);
  if (line === 0) return text;
  if (code === 'not_json' && count > 1) {
    return `${count} lines are not JSON and were skipped; the first is line ${line}.`;
  }
  return count === 1 ? `Line ${line}: ${text}` : `${count} times, first in line ${line}: ${text}`;
}

function sentence({ code, detail, count, line }: ImportProblem): string {
  switch (code) {
    case 'empty':
      return 'There is nothing in this file.';
    case 'not_text':
      return detail === 'binary'
        ? 'This file is not text. Import the file that has the JSON.'
        : `This is a ${detail} file, not text. If events are in it, unpack or export them as JSON first.`;
    case 'damaged_gzip':
      return 'This gzip file is damaged or was cut off. What could be unpacked was imported; copy the file again, to its end.';
    case 'no_bodies':
      return `This is output of stripe listen that names ${count === 1 ? 'an event without its body' : `${count} events without their bodies`}, so there is nothing to import. Run "stripe listen --format JSON" and import its output, or fetch past events from Stripe: Missed events in the dashboard compares a period and records what is missing.`;
    case 'no_json':
      return 'There is no JSON in this file, so no event. Events are JSON objects with "object": "event".';
    case 'not_json':
      return 'this is not JSON and was skipped.';
    case 'printed_object':
      return 'this is an object as a program prints it, not JSON. Print it with JSON.stringify, json.dumps or to_json, and import that.';
    case 'broken_json': {
      const [atLine = '', column = ''] = detail.split(':');
      const place = atLine === String(line) ? `character ${column}` : `line ${atLine}, character ${column}`;
      return `the JSON that begins here is not valid from ${place} on. It was probably cut off or edited.`;
    }
    case 'unclosed':
      return 'the JSON that begins here does not end. The file was probably cut off; copy it again, to its end.';
    case 'not_an_event':
      return notAnEvent(detail);
    case 'incomplete_event':
      return `this event has no valid "${detail}". An event has an "id", a "type" and "object": "event".`;
    case 'newer_format':
      return `this was exported by a newer Hookline (format ${detail}). Update this one, then import again.`;
    case 'damaged':
      return `this line of a Hookline export is damaged (${detail}). Export that event again.`;
    case 'too_large':
      return `this event is longer than ${detail} MB, more than Hookline takes.`;
    case 'not_taken':
      return `this event could not be stored, which is a fault of Hookline: ${detail}`;
  }
}

function notAnEvent(detail: string): string {
  const { kind, object } = readOtherJson(detail);
  switch (kind) {
    case 'object':
      return `a \`${object}\` object, not an event. Events have "object": "event", and such an object in their "data".`;
    case 'empty_list':
      return 'a list with no object in it.';
    case 'error':
      return 'an error of Stripe’s API, not an event.';
    case 'har':
      return 'a HAR file in which no request or response has an event.';
    case 'cli_fixture':
      return 'a fixture of the Stripe CLI: requests that create objects, not an event. Run it with "stripe fixtures", and receive the events that come of it.';
    case 'other':
      return 'JSON without a Stripe event. An event has an "id", a "type" and "object": "event".';
  }
}
