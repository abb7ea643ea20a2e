// What of an event is found by text, and where a text counts as found.
import { isObject } from '../json-read.ts';

/** Letters as they are compared: without case and accents. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Chinese and Japanese put no blanks between words: each of their characters begins one. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[[\p{L}\p{N}_]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]]+/gv;
const WORD_CHAR = /[\p{L}\p{N}_]/u;
const OWN_WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** @param folded by foldText */
export function wordsIn(folded: string): string[] {
  return folded.match(WORD) ?? [];
}

/** Long words are codes in addresses of pages and the like, which nobody types; they would be most of an index. */
export const MAX_WORD_LENGTH = 40;

/** The texts in an event's payload, folded, one on a line. Keys are the same in all events, and numbers are no words. */
export function searchTextOf(payload: unknown): string {
  const texts: string[] = [];
  collect(payload, texts);
  return foldText(texts.join('\n'));
}

function collect(value: unknown, texts: string[]): void {
  if (typeof value === 'string') {
    if (!/^https?:\/\/\S{40}/.test(value)) texts.push(value);
  } else if (Array.isArray(value)) for (const item of value) collect(item, texts);
  else if (isObject(value)) for (const item of Object.values(value)) collect(item, texts);
}

/** Whether a text stands in another where a word begins: `love` in "Ada Lovelace", not `lace`. Both folded. */
export function hasText(searched: string, wanted: string): boolean {
  if (wanted === '') return true;
  const first = [...wanted][0] ?? '';
  const inWord = WORD_CHAR.test(first) && !OWN_WORD.test(first);
  for (let at = searched.indexOf(wanted); at !== -1; at = searched.indexOf(wanted, at + 1)) {
    if (!inWord || at === 0) return true;
    const before = [...searched.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
    if (!WORD_CHAR.test(before) || OWN_WORD.test(before)) return true;
  }
  return false;
}
