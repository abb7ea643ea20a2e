// Catching up on screen: which strips stand above the list, how a gap is told, periods, and finding among what was missed.
import i18next, { type TFunction } from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CatchUpStatus, Gap, Uncovered } from '#shared/contract/catch-up.ts';
import { GAP_REASONS } from '#shared/domain/catch-up.ts';
import {
  countWords,
  errorWords,
  headlineWords,
  uncoveredWords,
  whatWords,
} from '../../../src/renderer/features/catch-up/gap-words.ts';
import { findMissed } from '../../../src/renderer/features/catch-up/missed-filter.ts';
import { localText, periodOf, readLocal } from '../../../src/renderer/features/catch-up/period.ts';
import { doneOf, gapKey, leftOf, stripsOf } from '../../../src/renderer/features/catch-up/strip-state.ts';
import { createFormat } from '../../../src/renderer/i18n/create-format.ts';
import { en } from '../../../src/renderer/i18n/en.ts';
import { zhTW } from '../../../src/renderer/i18n/zh-tw.ts';

const NOW = new Date(2026, 5, 4, 8, 50).getTime();
const HOUR_MS = 3_600_000;
const NONE: ReadonlySet<string> = new Set();

const quiet: CatchUpStatus = {
  looking: null,
  lookedAt: NOW,
  nextLookAt: null,
  problem: null,
  uncovered: [],
  silentLine: null,
  gaps: [],
};

const found: Gap = {
  id: 1,
  state: 'found',
  reason: 'start',
  foundAt: NOW,
  endedAt: null,
  from: new Date(2026, 5, 3, 18, 2).getTime(),
  until: new Date(2026, 5, 4, 8, 47).getTime(),
  total: 14,
  counts: { waiting: 14, delivered: 0, failed: 0, held: 0, skipped: 0 },
  beyondRetention: false,
  problem: null,
};

let english: TFunction;
let chinese: TFunction;
beforeAll(async () => {
  await i18next.init({
    lng: 'en',
    interpolation: { escapeValue: false },
    resources: { en: { translation: en }, 'zh-TW': { translation: zhTW } },
  });
  english = i18next.getFixedT('en');
  chinese = i18next.getFixedT('zh-TW');
});

describe('strips', () => {
  const kinds = (status: Partial<CatchUpStatus>, aside = NONE, askedHere = false): string[] =>
    stripsOf({ ...quiet, ...status }, NOW, aside, askedHere).map(({ kind }) => kind);

  test('nothing is missed, nothing stands there', () => {
    expect(kinds({})).toEqual([]);
    expect(kinds({ gaps: [{ ...found, state: 'done', total: 0, endedAt: NOW }] })).toEqual([]);
  });

  test('a dead line, a problem and a gap at once, in this order', () => {
    const silentLine = { at: NOW, eventId: 'evt_1', type: 'invoice.paid', createdAt: NOW, account: null };
    expect(kinds({ silentLine, problem: { code: 'rate_limited', detail: null }, gaps: [found] })).toEqual([
      'silent',
      'problem',
      'gap',
    ]);
  });

  test('looking: at once where one asked, after a moment after a start, never for the watch', () => {
    const looking = { reason: 'start', since: NOW - 200, asked: 0, listsDone: 0, lists: 0 } as const;
    expect(kinds({ looking })).toEqual([]);
    expect(kinds({ looking }, NONE, true)).toEqual(['looking']);
    expect(kinds({ looking: { ...looking, since: NOW - 5_000 } })).toEqual(['looking']);
    expect(kinds({ looking: { ...looking, since: NOW - 5_000, reason: 'watchdog' } })).toEqual([]);
  });

  test('while Stripe is asked again, the problem from before is not told', () => {
    const looking = { reason: 'retry', since: NOW, asked: 0, listsDone: 0, lists: 0 } as const;
    expect(kinds({ looking, problem: { code: 'offline', detail: null } })).toEqual([]);
  });

  test('that nobody is signed in is left to the pipeline', () => {
    expect(kinds({ problem: { code: 'no_credentials', detail: null } })).toEqual([]);
  });

  test('accounts that are not covered stand there, unless the own account has a problem', () => {
    const problem = { code: 'other', detail: null } as const;
    const one = {
      list: 'connected' as const,
      accounts: ['acct_1', 'acct_2'],
      since: NOW,
      until: null,
      problem,
    };
    expect(stripsOf({ ...quiet, uncovered: [one] }, NOW, NONE, false)).toMatchObject([
      { kind: 'uncovered', accounts: 2 },
    ]);
    expect(kinds({ uncovered: [one], problem })).toEqual(['problem']);
    expect(kinds({ uncovered: [{ ...one, list: 'accounts', accounts: [] }] })).toEqual([]);
  });

  test('what was put off is told again when it is over, and closed for good then', () => {
    const later = new Set([gapKey(found)]);
    expect(kinds({ gaps: [found] }, later)).toEqual([]);
    const done: Gap = { ...found, state: 'done', endedAt: NOW };
    expect(kinds({ gaps: [done] }, later)).toEqual(['gap']);
    expect(kinds({ gaps: [done] }, new Set([gapKey(done)]))).toEqual([]);
  });

  test('what is under way cannot be put off', () => {
    const delivering: Gap = { ...found, state: 'delivering' };
    expect(kinds({ gaps: [delivering] }, new Set([gapKey(delivering)]))).toEqual(['gap']);
  });

  test('a summary is not told for ever', () => {
    const done: Gap = { ...found, state: 'done', endedAt: NOW - 13 * HOUR_MS };
    expect(kinds({ gaps: [done] })).toEqual([]);
    expect(kinds({ gaps: [{ ...done, endedAt: NOW - HOUR_MS }] })).toEqual(['gap']);
  });

  test('of several gaps the one under way is shown, and how many others wait', () => {
    const delivering: Gap = { ...found, id: 2, state: 'delivering', foundAt: NOW - HOUR_MS };
    const over: Gap = { ...found, id: 3, state: 'done', endedAt: NOW };
    const [strip] = stripsOf({ ...quiet, gaps: [over, found, delivering] }, NOW, NONE, false);
    expect(strip).toMatchObject({ kind: 'gap', gap: { id: 2 }, others: 1 });
  });
});

describe('a gap in words', () => {
  const format = createFormat('en');

  test('how many and when: times alone within a day, with their days before that', () => {
    expect(headlineWords(english, format, found, NOW)).toBe(
      '14 events while Hookline was not running, 18:02–08:47',
    );
    expect(headlineWords(english, format, found, NOW + 24 * HOUR_MS)).toBe(
      '14 events while Hookline was not running, 06/03, 18:02–06/04, 08:47',
    );
    expect(headlineWords(chinese, createFormat('zh-TW'), found, NOW)).toBe(
      'Hookline 未執行期間有 14 個事件，18:02–08:47',
    );
    const { until } = found;
    expect(headlineWords(english, format, { ...found, total: 1, from: until }, NOW)).toBe(
      '1 event while Hookline was not running, 08:47',
    );
  });

  test('every reason has a headline of its kind', () => {
    const headlines = GAP_REASONS.map((reason) => headlineWords(english, format, { ...found, reason }, NOW));
    expect(headlines.filter((text) => !text.startsWith('14 events'))).toEqual([]);
    expect(new Set(headlines).size).toBe(4);
  });

  test('what they are: the most frequent types, how many more, from how many accounts', () => {
    const byType = ['invoice.paid', 'charge.succeeded', 'customer.created', 'a.b', 'c.d'].map(
      (type, index) => ({ type, count: 9 - index }),
    );
    const byAccount = [
      { account: null, count: 4 },
      { account: 'acct_1', count: 10 },
    ];
    expect(whatWords(english, format, { ...found, byType, byAccount })).toEqual([
      'invoice.paid × 9',
      'charge.succeeded × 8',
      'customer.created × 7',
      'and 2 more types',
      '1 connected account',
    ]);
  });

  test('what became of them, without what is none', () => {
    const counts = { waiting: 2_000, delivered: 480, failed: 1, held: 0, skipped: 19 };
    const gap: Gap = { ...found, total: 2_500, counts };
    expect(countWords(english, format, gap)).toEqual([
      '480 delivered',
      '1 failed',
      '19 only recorded',
      '2,000 waiting',
    ]);
    expect([doneOf(gap), leftOf(gap)]).toEqual([500, 2_019]);
  });

  test('an error nobody foresaw still says something', () => {
    expect(errorWords(english, 'NO_SECRET')).toContain('signing secret');
    expect(errorWords(english, 'SOMETHING')).toBe(en.catchUp.error.UNKNOWN);
  });
});

describe('periods', () => {
  const nothing = { from: '', until: '' };

  test('presets say how long they last: when they end is Stripe’s to say', () => {
    expect(periodOf('hour', nothing, NOW)).toEqual({ lastMs: HOUR_MS, problem: null });
    expect(periodOf('week', nothing, NOW)).toEqual({ lastMs: 7 * 24 * HOUR_MS, problem: null });
    expect(periodOf('today', nothing, NOW)).toEqual({
      lastMs: NOW - new Date(2026, 5, 4).getTime(),
      problem: null,
    });
    expect(periodOf('today', nothing, new Date(2026, 5, 4).getTime())).toMatchObject({ lastMs: 1 });
  });

  test('typed ones are read as local time, and judged', () => {
    const typed = { from: '2026-06-03T18:00', until: '2026-06-04T08:00' };
    expect(periodOf('custom', typed, NOW)).toEqual({
      from: new Date(2026, 5, 3, 18).getTime(),
      until: new Date(2026, 5, 4, 8).getTime(),
      problem: null,
    });
    expect(periodOf('custom', { ...typed, from: '' }, NOW)).toEqual({ problem: 'bad_from' });
    expect(periodOf('custom', { ...typed, until: 'x' }, NOW)).toEqual({ problem: 'bad_until' });
    expect(periodOf('custom', { from: typed.until, until: typed.from }, NOW)).toEqual({ problem: 'order' });
    expect(readLocal(localText(NOW))).toBe(NOW);
  });
});

test('what is not covered is named in both languages: which list, whose, since when', () => {
  const problem = { code: 'other', detail: null } as const;
  const base: Uncovered = { list: 'connected', accounts: ['acct_1'], since: NOW, until: null, problem };
  const all: [Uncovered, RegExp, RegExp][] = [
    [base, /^The events of acct_1 could not be listed.*since Jun 4/, /^無法列出 acct_1 自 .* 起的事件/],
    [
      { ...base, accounts: ['acct_1', 'acct_2', 'acct_3', 'acct_4'] },
      /^The events of 4 connected accounts/,
      /^無法列出 4 個 connected/,
    ],
    [{ ...base, list: 'own', accounts: [] }, /^The events of this account since/, /^無法列出這個帳戶自/],
    [{ ...base, list: 'thin', accounts: [] }, /^Thin events could not be listed/, /thin event/],
    [
      { ...base, list: 'accounts', accounts: [] },
      /^The list of connected accounts/,
      /^無法讀取 connected account 清單/,
    ],
    [
      { ...base, list: 'own', until: NOW + HOUR_MS, problem: null },
      /^Stripe was not asked for/,
      /^還沒有向 Stripe 查詢/,
    ],
  ];
  for (const [one, inEnglish, inChinese] of all) {
    expect(uncoveredWords(english, createFormat('en'), one, NOW)).toMatch(inEnglish);
    expect(uncoveredWords(chinese, createFormat('zh-TW'), one, NOW)).toMatch(inChinese);
  }
});

test('every word must stand somewhere in a missed event', () => {
  const event = (id: string, type: string, account: string | null, customerLabel: string | null) => ({
    id,
    type,
    account,
    customerLabel,
    apiVersion: '2026-10-28',
  });
  const events = [
    event('evt_1', 'invoice.paid', 'acct_1', 'Ada Lovelace'),
    event('evt_2', 'invoice.paid', null, 'Grace Hopper'),
    event('evt_3', 'charge.failed', null, null),
  ];
  const ids = (text: string): string[] => findMissed(events, text).map(({ id }) => id);
  expect(ids('')).toEqual(['evt_1', 'evt_2', 'evt_3']);
  expect(ids('  invoice ADA ')).toEqual(['evt_1']);
  expect(ids('acct_1')).toEqual(['evt_1']);
  expect(ids('2026-10 charge')).toEqual(['evt_3']);
  expect(ids('nobody')).toEqual([]);
});
