// Money in every kind of currency: two decimals, none, three, and codes nobody knows.
import { expect, test } from 'vitest';
import { formatMoney } from '#shared/domain/money.ts';

test.each([
  [1500, 'eur', 'en', '€15.00'],
  [9800, 'JPY', 'en', '¥9,800'],
  [1234, 'kwd', 'en', 'KWD 1.234'],
  [45000, 'twd', 'zh-TW', '$450.00'],
  [45000, 'twd', 'en', 'NT$450.00'],
  [1500, 'usd', 'zh-TW', 'US$15.00'],
  [-500, 'usd', 'en', '-$5.00'],
  [1, 'not-a-code', 'en', '0.01 NOT-A-CODE'],
])('%i %s in %s → %s', (amount, currency, locale, text) => {
  expect(formatMoney(amount, currency, locale).replaceAll(/\s/g, ' ')).toBe(text);
});
