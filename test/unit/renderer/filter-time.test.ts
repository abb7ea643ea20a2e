// What time alone changes about a filter.
import { expect, test } from 'vitest';
import { timeOf } from '../../../src/renderer/stores/list/filter-time.ts';

const MINUTE = 60_000;
const NOON = new Date(2026, 5, 1, 12).getTime();

test('a filter without a moving moment is not changed by time', () => {
  for (const filter of ['', 'invoice', 'status:failed', 'after:2026-05-01', 'before:2026-05-01T10:00Z'])
    expect(timeOf(filter)).toBeNull();
});

test('after loses events, before gains them, and a minus turns that round', () => {
  const fits = (filter: string, ago: number): boolean | undefined =>
    timeOf(filter)?.fits(NOON - ago * MINUTE, NOON);
  expect([fits('after:10m', 9), fits('after:10m', 11)]).toEqual([true, false]);
  expect([fits('before:10m', 9), fits('before:10m', 11)]).toEqual([false, true]);
  expect([fits('-after:10m', 9), fits('-after:10m', 11)]).toEqual([false, true]);
  expect([fits('after:10m|1h', 30), fits('after:1h before:10m', 30)]).toEqual([true, true]);
  expect(['after:10m', 'before:10m', '-after:10m', '-before:10m'].map((one) => timeOf(one)?.gains)).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('a time of day is the last time it was so late', () => {
  const time = timeOf('after:11:30');
  expect(time?.fits(NOON - 20 * MINUTE, NOON)).toBe(true);
  expect(time?.fits(NOON - 40 * MINUTE, NOON)).toBe(false);
  expect(time?.fits(NOON - 60 * MINUTE, NOON - 40 * MINUTE)).toBe(true);
});
