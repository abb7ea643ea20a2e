// What is wrong with a filter: the dashboard says it in the words of the terminal, and in Chinese.
import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { FILTER_PROBLEMS, parseFilter, type FilterProblem } from '#shared/domain/filter/parse-filter.ts';
import { problemSentence } from '#shared/domain/filter/problem-sentence.ts';
import { problemWords } from '../../../src/renderer/features/event-list/filter-words.ts';
import { en } from '../../../src/renderer/i18n/en.ts';
import { zhTW } from '../../../src/renderer/i18n/zh-tw.ts';

const WRONG: readonly [filter: string, code: (typeof FILTER_PROBLEMS)[number], sentence: string][] = [
  [
    'statsu:failed',
    'unknown_field',
    'There is no “statsu:”. To look for it as text, put it in quotes. Did you mean “status”?',
  ],
  ['type:', 'missing_value', '“type:” needs a value.'],
  ['status:faild', 'bad_value', '“faild” is no value of status. Did you mean “failed”?'],
  ['after:soon', 'bad_value', '“soon” is no time: write 10m, 2d, 18:02 or 2026-11-26.'],
  ['"free text', 'unclosed_quote', 'A quote is not closed.'],
  ['"a"b', 'after_quote', 'Put a space between a quoted text and what stands beside it.'],
  ['a'.repeat(2_001), 'too_long', 'The filter is too long.'],
];

beforeAll(async () => {
  const resources = { en: { translation: en }, 'zh-TW': { translation: zhTW } };
  await i18next.init({ lng: 'en', resources, interpolation: { escapeValue: false } });
});

function problemIn(filter: string): FilterProblem {
  const read = parseFilter(filter);
  if (read.ok) throw new Error(`nothing is wrong with ${filter}`);
  return read.problem;
}

describe('a wrong filter', () => {
  test.each(WRONG)('%.20s', (filter, code, sentence) => {
    const problem = problemIn(filter);
    expect(problem.code).toBe(code);
    expect(problemSentence(problem)).toBe(sentence);
    expect(problemWords(i18next.getFixedT('en'), problem)).toBe(sentence);
    expect(problemWords(i18next.getFixedT('zh-TW'), problem)).toMatch(/^[^{}]*\p{Script=Han}[^{}]*$/u);
  });

  test('every kind of mistake is among these', () => {
    expect([...new Set(WRONG.map(([, code]) => code))].toSorted()).toEqual(FILTER_PROBLEMS.toSorted());
  });
});
