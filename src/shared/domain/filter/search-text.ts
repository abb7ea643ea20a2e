// What of an event is found by text, and where a text counts as found.
import { isObject } from '../json-read.ts';

/** Letters as they are compared: without case and accents. A sigma is another letter at the end of a word, and no other word for it. */
export function foldText(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ');
}

/** Chinese and Japanese put no blanks between words: each of their characters begins one. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[[\p{L}\p{N}_]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]]+/gv;
const WORD_CHAR = /[\p{L}\p{N}_]/u;
const OWN_WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** @param folded by foldText; as long as a person types */
export function wordsIn(folded: string): string[] {
  return folded.match(WORD) ?? [];
}

/** Longer words are codes, such as the secrets of payments: an index has their beginning alone, or they would be most of it. */
const MAX_WORD_LENGTH = 40;
const BEGINNING_LENGTH = 16;
/** As WORD, in pieces: a regular expression cannot go through millions of letters at once. */
const PIECE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[[\p{L}\p{N}_]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]]{1,41}/gv;
const beginningOf = (word: string): string => `${word.slice(0, BEGINNING_LENGTH)}~`;

/** What an index has of a text: its words, and of a long one its beginning with a `~`. @param folded by foldText */
export function indexWordsIn(folded: string): Set<string> {
  const words = new Set<string>();
  let endOfWord = -1;
  for (const { 0: piece, index } of folded.matchAll(PIECE)) {
    const isContinued = index === endOfWord;
    endOfWord = OWN_WORD.test(piece) ? -1 : index + piece.length;
    if (!isContinued || endOfWord === -1)
      words.add(piece.length > MAX_WORD_LENGTH ? beginningOf(piece) : piece);
  }
  return words;
}

/** By what an index finds the texts in which a text may stand; see hasText. */
export interface IndexWord {
  word: string;
  /** Words that begin like this, too. */
  isPrefix: boolean;
  /** The beginning of a long word, which may go on differently; it fits as well. */
  beginning: string | null;
}

/** All of them are in each text in which the given one stands; none = an index cannot say. @param folded by foldText */
export function wordsToFind(folded: string): IndexWord[] {
  const words = wordsIn(folded);
  return words.map((word, place) => {
    const isLast = place === words.length - 1 && folded.endsWith(word);
    // One or two letters are a whole word to the text, too.
    const isPrefix = isLast && word.length >= MIN_PREFIX_LENGTH;
    if (word.length > MAX_WORD_LENGTH) return { word: beginningOf(word), isPrefix: false, beginning: null };
    const mayBeLong = isPrefix && word.length > BEGINNING_LENGTH;
    return { word, isPrefix, beginning: mayBeLong ? beginningOf(word) : null };
  });
}

/** All of them are in each text that is the given one, or begins with it. @param folded by foldText */
export function wordsToFindAtBeginning(folded: string, isWhole: boolean): IndexWord[] {
  if (isWhole) return [...indexWordsIn(folded)].map((word) => ({ word, isPrefix: false, beginning: null }));
  // The last word may go on, and so short a one is too much to look for.
  const isOpen = (word: string, place: number, { length }: { length: number }): boolean =>
    place === length - 1 && folded.endsWith(word) && word.length < MIN_PREFIX_LENGTH;
  const words = wordsIn(folded);
  return wordsToFind(folded).filter((_, place) => !isOpen(words[place] ?? '', place, words));
}

/** Whether a text of a payload is one to search; not when it is the long address of a page. @param isWhole false = it may go on */
export function isSearched(text: string, isWhole = true): boolean {
  if (isWhole) return !/^https?:\/\/\S{40}/.test(text);
  return !/^https?:\/\//.test(text) && !'http://'.startsWith(text) && !'https://'.startsWith(text);
}

/** Whether a text of one word stands in every text that has that word in its index. @param folded by foldText */
export function isSaidByIndex(folded: string): boolean {
  const [only, ...others] = wordsToFind(folded);
  return others.length === 0 && only?.word === folded && only.beginning === null;
}

/** The texts in an event's payload, folded, one on a line. Keys are the same in all events, and numbers are no words. */
export function searchTextOf(payload: unknown): string {
  const texts: string[] = [];
  // Not by calls: a payload may be nested deeper than they can be.
  const rest: unknown[] = [payload];
  while (rest.length > 0) {
    const value = rest.pop();
    if (typeof value === 'string') {
      if (isSearched(value)) texts.push(value);
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
