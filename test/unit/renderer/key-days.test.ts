// How many days a key is said to have left.
import { expect, test } from 'vitest';
import { keyDaysLeft } from '../../../src/renderer/features/sign-in/key-days.ts';

const NOW = Date.UTC(2026, 10, 26, 12);
const left = (keyExpiresAt: number | null) => keyDaysLeft({ keyExpiresAt }, NOW);

test('begun days count, the last one too', () => {
  expect(left(Date.UTC(2027, 1, 24))).toBe(90);
  expect(left(Date.UTC(2026, 11, 3))).toBe(7);
  expect(left(Date.UTC(2026, 10, 27))).toBe(1);
});

test('an expired key has none, and one that does not say has no number', () => {
  expect(left(Date.UTC(2026, 10, 26))).toBeLessThanOrEqual(0);
  expect(left(null)).toBeNull();
});
