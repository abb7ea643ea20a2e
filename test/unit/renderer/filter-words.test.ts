// What is wrong with a filter: the dashboard says it in the words of the terminal, and in Chinese.
import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { readArrivalCondition } from '#shared/domain/filter/arrival-condition.ts';
import { FILTER_PROBLEMS, type FilterProblem } from '#shared/domain/filter/parse-filter.ts';
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
  [
    'metadata.env:x',
    'unknown_member',
    'An event has no “metadata”: a path begins with data, request, related_object, changes or reason. To look for it as text, put it in quotes. Did you mean “data.object.metadata”?',
  ],
  [
    'data..x:1',
    'bad_path',
    '“data..” is no path. Put names with dots, colons or blanks in quotes: data.object.metadata."my.key"',
  ],
  ['amount>=5000', 'no_path', '“amount” is no path into the event. Did you mean “data.object.amount>=”?'],
  ['status>=500', 'not_comparable', '“status” cannot be compared, it takes a colon: status:…'],
  ['data.x>=many', 'not_a_number', '“many” is no number; <, <=, > and >= compare numbers.'],
  [
    'data.x>=9007199254740993',
    'inexact_number',
    '“9007199254740993” has more digits than numbers in JSON are read with, so it cannot be compared exactly.',
  ],
  ['data.x>=1|2', 'one_number', '<, <=, > and >= take one number.'],
  ['a'.repeat(2_001), 'too_long', 'The filter is too long.'],
];

/** Mistakes in an endpoint's condition. */
const WRONG_ON_ARRIVAL: typeof WRONG = [
  [
    'status:failed',
    'not_on_arrival',
    '“status” is not known when an event arrives, or changes later. An endpoint’s condition can use paths such as data.object.metadata.env, has:, type, customer (by id), object, request, account, api, source, kind and mode.',
  ],
  [
    'customer:ada',
    'name_on_arrival',
    '“customer:ada” is a name, and names change. Use the customer’s id: customer:cus_…',
  ],
  [
    'ada',
    'text_on_arrival',
    '“ada” is a text to search for. An endpoint’s condition says where it stands, such as data.object.description:"…"',
  ],
];

beforeAll(async () => {
  const resources = { en: { translation: en }, 'zh-TW': { translation: zhTW } };
  await i18next.init({ lng: 'en', resources, interpolation: { escapeValue: false } });
});

function problemIn(filter: string): FilterProblem {
  const read = readArrivalCondition(filter);
  if (read.ok) throw new Error(`nothing is wrong with ${filter}`);
  return read.problem;
}

describe('a wrong filter', () => {
  test.each([...WRONG, ...WRONG_ON_ARRIVAL])('%.20s', (filter, code, sentence) => {
    const problem = problemIn(filter);
    expect(problem.code).toBe(code);
    expect(problemSentence(problem)).toBe(sentence);
    expect(problemWords(i18next.getFixedT('en'), problem)).toBe(sentence);
    expect(problemWords(i18next.getFixedT('zh-TW'), problem)).toMatch(/^[^{}]*\p{Script=Han}[^{}]*$/u);
  });

  test('every kind of mistake is among these', () => {
    expect([...new Set([...WRONG, ...WRONG_ON_ARRIVAL].map(([, code]) => code))].toSorted()).toEqual(
      FILTER_PROBLEMS.toSorted(),
    );
  });
});
