// Ranges are cut into whole buckets that reach to now and are neither few nor many.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INSIGHT_RANGES, stretchOf } from '#shared/domain/insight-range.ts';

const NOW = 1_790_000_123;
const DAY = 86_400;

test('a range ends with the point that is under way', () => {
  const hour = stretchOf('1h', NOW, null);
  expect(hour).toEqual({ widthS: 60, stepS: 60, fromS: 1_789_996_560, toS: 1_790_000_160 });
  expect(stretchOf('24h', NOW, null)).toMatchObject({ widthS: 600, stepS: 600 });
  expect(stretchOf('7d', NOW, null)).toMatchObject({ widthS: 3_600 });
  expect(stretchOf('30d', NOW, null)).toMatchObject({ widthS: 21_600 });
});

test('everything begins with the first attempt, the coarser the longer ago that is', () => {
  expect(stretchOf('all', NOW, NOW - 600)).toMatchObject({ widthS: 60, stepS: 60 });
  expect(stretchOf('all', NOW, NOW - 90 * DAY)).toMatchObject({ widthS: DAY, stepS: DAY });
  expect(stretchOf('all', NOW, NOW - 1_000 * DAY)).toMatchObject({ widthS: DAY, stepS: 6 * DAY });
  expect(stretchOf('all', NOW, null)).toMatchObject({ widthS: 60 });
});

test('whenever it began, now and then are in it, in at most 181 whole steps', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...INSIGHT_RANGES),
      fc.integer({ min: 0, max: 4_000 * DAY }),
      fc.integer({ min: NOW, max: NOW + 10 * DAY }),
      (range, age, now) => {
        const { fromS, toS, stepS, widthS } = stretchOf(range, now, now - age);
        const points = (toS - fromS) / stepS;
        expect(Number.isInteger(points)).toBe(true);
        expect(points).toBeGreaterThanOrEqual(1);
        expect(points).toBeLessThanOrEqual(181);
        expect(stepS % widthS).toBe(0);
        expect(fromS % stepS).toBe(0);
        expect(toS).toBeGreaterThan(now);
        expect(toS - stepS).toBeLessThanOrEqual(now);
        if (range === 'all') expect(fromS).toBeLessThanOrEqual(now - age);
      },
    ),
  );
});
