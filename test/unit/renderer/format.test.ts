// Numbers and dates as people read them, in both languages.
import { describe, expect, test } from 'vitest';
import { createFormat } from '../../../src/renderer/i18n/create-format.ts';

const english = createFormat('en');
const chinese = createFormat('zh-TW');

describe('format', () => {
  test('durations', () => {
    expect(english.duration(9.4)).toBe('9 ms');
    expect(english.duration(0.3)).toBe('<1 ms');
    expect(english.duration(999.6)).toBe('1 s');
    expect(english.duration(1000)).toBe('1 s');
    expect(english.duration(2140)).toBe('2.14 s');
    expect(english.duration(12_340)).toBe('12.3 s');
    expect(english.duration(30_000)).toBe('30 s');
    expect(english.duration(59_960)).toBe('1 min');
    expect(english.duration(90_000)).toBe('1 min 30 s');
    expect(english.duration(600_000)).toBe('10 min');
    expect(english.duration(3_599_900)).toBe('1 h');
    expect(english.duration(7_380_000)).toBe('2 h 3 min');
    expect(chinese.duration(600_000)).toBe('10 min');
  });

  test('the clock of today has milliseconds, another day has its date', () => {
    const today = new Date();
    today.setHours(0, 0, 7, 412);
    expect(english.clock(today.getTime())).toBe('00:00:07.412');
    expect(chinese.clock(today.getTime())).toBe('00:00:07.412');
    expect(english.clock(new Date(2020, 0, 2, 10, 24).getTime())).toMatch(/^01\/02, 10:24$/);
    expect(english.clockSeconds(today.getTime())).toBe('00:00:07');
    expect(english.clockSeconds(new Date(2020, 0, 2, 10, 24).getTime())).toBe('01/02, 10:24');
  });

  test('sizes', () => {
    expect(english.bytes(512)).toBe('512 B');
    expect(english.bytes(1536)).toBe('1.5 KB');
    expect(english.bytes(1024 * 1024 - 1)).toBe('1 MB');
    expect(english.bytes(3 * 1024 * 1024)).toBe('3 MB');
    expect(english.bytes(4768.4 * 1024 * 1024)).toBe('4.7 GB');
  });

  test('money', () => {
    expect(english.money(1500, 'eur')).toBe('€15.00');
    expect(english.money(9800, 'jpy')).toBe('¥9,800');
    expect(chinese.money(9800, 'jpy')).toContain('9,800');
  });

  test('how long ago', () => {
    expect(english.ago(0, 5 * 60_000)).toBe('5 minutes ago');
    expect(chinese.ago(0, 5 * 60_000)).toBe('5 分鐘前');
    expect(english.ago(0, 59_700)).toBe('1 minute ago');
    expect(english.ago(0, 3_590_000)).toBe('1 hour ago');
    expect(english.ago(0, 60 * 60_000)).toBe('1 hour ago');
    expect(english.ago(0, 86_390_000)).toBe('yesterday');
    expect(english.ago(10_000, 0)).toBe('now');
  });
});
