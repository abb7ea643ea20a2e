// A program that posts one event, in the language of choice.
import type { SnippetFormat } from './export-format.ts';
import { curlSnippet } from './snippet-curl.ts';
import { fetchSnippet } from './snippet-fetch.ts';
import { goSnippet } from './snippet-go.ts';
import { phpSnippet } from './snippet-php.ts';
import { pythonSnippet } from './snippet-python.ts';
import { rubySnippet } from './snippet-ruby.ts';
import type { SnippetParts } from './snippet-parts.ts';

const WRITERS: Readonly<Record<SnippetFormat, (parts: SnippetParts) => string>> = {
  curl: curlSnippet,
  fetch: fetchSnippet,
  python: pythonSnippet,
  go: goSnippet,
  php: phpSnippet,
  ruby: rubySnippet,
};

export function writeSnippet(format: SnippetFormat, parts: SnippetParts): string {
  // Nothing that came from outside may end a comment.
  const title = parts.title.replaceAll(/[^\w.@ -]/g, '');
  return WRITERS[format]({ ...parts, title });
}
