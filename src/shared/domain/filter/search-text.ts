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

const NO_WORD = /[^\p{L}\p{N}_\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** More than so many letters in a row may be more than a regular expression can go through; nobody looks for such a word. */
const MOST_AT_ONCE = 65_536;

/** @param folded by foldText */
export function wordsIn(folded: string): string[] {
  if (folded.length <= MOST_AT_ONCE) return folded.match(WORD) ?? [];
  return folded
    .split(NO_WORD)
    .filter((part) => part.length <= MOST_AT_ONCE)
    .flatMap((part) => part.match(WORD) ?? []);
}

/** Long words are codes in addresses of pages and the like, which nobody types; they would be most of an index. */
export const MAX_WORD_LENGTH = 40;

/** The texts in an event's payload, folded, one on a line. Keys are the same in all events, and numbers are no words. */
export function searchTextOf(payload: unknown): string {
  const texts: string[] = [];
  // Not by calls: a payload may be nested deeper than they can be.
  const rest: unknown[] = [payload];
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value === 'string') {
      if (!/^https?:\/\/\S{40}/.test(value)) texts.push(value);
    } else if (Array.isArray(value) || isObject(value)) {
      for (const item of Object.values(value).toReversed()) rest.push(item);
    }
  }
  return foldText(texts.join('\n'));
}

/** So many letters of a word find it; one or two stand for themselves, since very many words begin with them. */
export const MIN_PREFIX_LENGTH = 3;

/** Whether a text stands in another where a word begins: `love` in "Ada Lovelace", not `lace`. Both folded. */
export function hasText(searched: string, wanted: string): boolean {
  if (wanted === '') return true;
  const begins = isInWord(wanted.codePointAt(0));
  const last = wordsIn(wanted).at(-1) ?? '';
  const isWhole = last.length < MIN_PREFIX_LENGTH && wanted.endsWith(last) && isInWord(last.codePointAt(0));
  for (let at = searched.indexOf(wanted); at !== -1; at = searched.indexOf(wanted, at + 1)) {
    const fitsBefore = !begins || !isInWord(codePointBefore(searched, at));
    const fitsAfter = !isWhole || !isInWord(searched.codePointAt(at + wanted.length));
    if (fitsBefore && fitsAfter) return true;
  }
  return false;
}

function codePointBefore(text: string, at: number): number | undefined {
  const unit = text.charCodeAt(at - 1);
  // The second half of a pair stands for nothing by itself.
  return unit >= 0xdc00 && unit <= 0xdfff && at > 1 ? text.codePointAt(at - 2) : text.codePointAt(at - 1);
}

/** Whether a letter is one of several that make a word. */
function isInWord(codePoint: number | undefined): boolean {
  if (codePoint === undefined) return false;
  const letter = String.fromCodePoint(codePoint);
  return WORD_CHAR.test(letter) && !OWN_WORD.test(letter);
}
