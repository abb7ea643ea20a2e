// What insight makes of the figures: rankings, what is to be registered, and words for shares and times.
import { describe, expect, test } from 'vitest';
import type { GoLiveType, TypeFigures } from '#shared/contract/insight.ts';
import { isChosen, plansOf } from '../../../src/renderer/features/insight/go-live-plan.ts';
import { createInsightWords } from '../../../src/renderer/features/insight/create-insight-words.ts';
import { mostFailing, slowest } from '../../../src/renderer/features/insight/rankings.ts';

const figures = (type: string, attempts: number, ok: number, p95Ms: number | null): TypeFigures => ({
  type,
  attempts,
  ok,
  resends: 0,
  resendsOk: 0,
  p50Ms: p95Ms,
  p95Ms,
});

const goLive = (type: string, more: Partial<GoLiveType> = {}): GoLiveType => ({
  type,
  verdict: 'ready',
  events: 2,
  ok: 2,
  failed: 0,
  connected: 0,
  synthetic: 0,
  ...more,
});

test('the slowest types come first, and those that were never answered not at all', () => {
  const types = [figures('a', 1, 1, 5), figures('b', 1, 0, null), figures('c', 1, 1, 900)];
  expect(slowest(types).map(({ type }) => type)).toEqual(['c', 'a']);
});

test('types rank by failed attempts, then by share; those without are left out', () => {
  const types = [
    figures('a', 10, 10, 1),
    figures('b', 100, 98, 1),
    figures('c', 2, 0, 1),
    figures('d', 9, 4, 1),
  ];
  expect(mostFailing(types).map(({ type }) => type)).toEqual(['d', 'c', 'b']);
});

describe('what is registered', () => {
  test('is what is handled well, unless chosen otherwise; a thin event cannot be', () => {
    expect(isChosen(goLive('a'), {})).toBe(true);
    expect(isChosen(goLive('a'), { a: false })).toBe(false);
    expect(isChosen(goLive('a', { verdict: 'failing' }), {})).toBe(false);
    expect(isChosen(goLive('a', { verdict: 'failing' }), { a: true })).toBe(true);
    expect(isChosen(goLive('v1.a', { verdict: 'thin' }), { 'v1.a': true })).toBe(false);
  });

  test('needs an endpoint of its own for connected accounts', () => {
    const types = [goLive('own'), goLive('both', { connected: 1 }), goLive('connected', { connected: 2 })];
    expect(plansOf(types, 'https://x.example')).toEqual([
      { url: 'https://x.example', types: ['own', 'both'], connect: false },
      { url: 'https://x.example', types: ['both', 'connected'], connect: true },
    ]);
    expect(plansOf([], '')).toEqual([]);
  });
});

describe('words', () => {
  const words = createInsightWords('en');
  test.each([
    [0, 0, '–'],
    [0, 5, '0%'],
    [5, 5, '100%'],
    [1, 3, '33.3%'],
    [9_999, 10_000, '99.9%'],
    [1, 100_000, '0.1%'],
  ])('%i of %i is %s', (part, of, share) => {
    expect(words.share(part, of)).toBe(share);
  });

  test('latencies beside a chart are short', () => {
    expect([0.1, 10, 500, 1000, 20_000].map(words.magnitude)).toEqual([
      '0.1 ms',
      '10 ms',
      '500 ms',
      '1 s',
      '20 s',
    ]);
  });

  test('beneath a chart stand hours, and the day at midnight', () => {
    const noon = new Date(2026, 10, 26, 12, 30).getTime() / 1000;
    const midnight = new Date(2026, 10, 26).getTime() / 1000;
    expect([words.tick(noon, 600), words.tick(midnight, 600), words.tick(noon, 86_400)]).toEqual([
      '12:30',
      '11/26',
      '11/26',
    ]);
  });

  test('a stretch of today goes without the day', () => {
    const today = new Date().setHours(10, 20, 0, 0);
    expect(words.span(today, today + 600_000)).toMatch(/^10:20\s–\s10:30$/);
    expect(words.span(today - 3 * 86_400_000, today - 3 * 86_400_000 + 600_000)).toMatch(
      /^\d+\/\d+, 10:20\s–\s10:30$/,
    );
  });
});
