// Numbers and dates as people read them, in both languages.
import { describe, expect, test } from 'vitest';
import { createFormat } from '../../../src/renderer/i18n/create-format.ts';

const english = createFormat('en');
const chinese = createFormat('zh-TW');

describe('format', () => {
  test('durations', () => {
    expect(english.duration(9.4)).toBe('9 ms');
    expect(english.duration(0.3)).toBe('<1 ms');
    expect(english.duration(2140)).toBe('2,140 ms');
    expect(english.duration(30_000)).toBe('30 s');
  });

  test('the clock of today has milliseconds, another day has its date', () => {
    const today = new Date();
    today.setHours(0, 0, 7, 412);
    expect(english.clock(today.getTime())).toBe('00:00:07.412');
    expect(chinese.clock(today.getTime())).toBe('00:00:07.412');
    expect(english.clock(new Date(2020, 0, 2, 10, 24).getTime())).toMatch(/^01\/02, 10:24$/);
  });

  test('sizes', () => {
    expect(english.bytes(512)).toBe('512 B');
    expect(english.bytes(1536)).toBe('1.5 KB');
    expect(english.bytes(3 * 1024 * 1024)).toBe('3 MB');
  });

  test('money', () => {
    expect(english.money(1500, 'eur')).toBe('€15.00');
    expect(english.money(9800, 'jpy')).toBe('¥9,800');
    expect(chinese.money(9800, 'jpy')).toContain('9,800');
  });

  test('how long ago', () => {
    expect(english.ago(0, 5 * 60_000)).toBe('5 minutes ago');
    expect(chinese.ago(0, 5 * 60_000)).toBe('5 分鐘前');
    expect(english.ago(10_000, 0)).toBe('now');
  });
});
