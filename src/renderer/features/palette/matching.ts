// Which entries fit what is typed, and how well: every word must be found, the best place of each counts. Pure.
import { foldText } from '#shared/domain/filter/search-text.ts';

const AT_START = 4;
const AT_WORD = 3;
const INSIDE = 1.5;
/** Its other names count a little less than the one that is shown. */
const OTHER_NAME = 0.9;
/** What is typed is the whole name. */
const WHOLE = 2;

export interface Findable {
  text: string;
  /** Other words it is found by: its name in another language, an address. */
  also: string;
}

/** @returns 0 = it does not fit */
export function scoreOf({ text, also }: Findable, typed: string): number {
  const wanted = foldText(typed).trim();
  if (wanted === '') return 1;
  const [name, other] = [foldText(text), foldText(also)];
  let sum = name === wanted ? WHOLE : 0;
  for (const word of wanted.split(/\s+/)) {
    const score = scoreOfWord(name, other, word);
    if (score === 0) return 0;
    sum += score;
  }
  // Of two that fit alike, the shorter says less besides.
  return sum - Math.min(name.length, 100) / 1000;
}

function scoreOfWord(name: string, other: string, word: string): number {
  return Math.max(scoreIn(name, word), OTHER_NAME * scoreIn(other, word));
}

function scoreIn(text: string, word: string): number {
  if (text.startsWith(word)) return AT_START;
  if (beginsAWord(text, word)) return AT_WORD;
  // A letter alone stands in nearly everything. Chinese puts no blanks between words, so there one character may.
  if (text.includes(word) && (word.length > 1 || /\p{Script=Han}/u.test(word))) return INSIDE;
  return 0;
}

function beginsAWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return true;
  }
  return false;
}
