// Quantiles out of bins against the exact ones of the same values.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addEncoded,
  addValue,
  createHistogram,
  encodeHistogram,
  MOST_ERROR,
  quantile,
} from '#shared/domain/latency-histogram.ts';

/** Log-uniform from a hundredth of a millisecond to a day, so that every magnitude is as likely. */
const latency = fc.double({ min: -2, max: 7.9, noNaN: true }).map((exponent) => 10 ** exponent);
const latencies = fc.array(latency, { minLength: 1, maxLength: 400 });
const share = fc.constantFrom(0, 0.01, 0.5, 0.9, 0.95, 0.99, 1);

function histogramOf(values: readonly number[]) {
  const histogram = createHistogram();
  for (const value of values) addValue(histogram, value);
  return histogram;
}

function exactQuantile(values: readonly number[], of: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(of * sorted.length)) - 1] ?? Number.NaN;
}

describe('latency histogram', () => {
  test('a quantile is within 5 % of the exact one, or within 0.1 ms', () => {
    expect(MOST_ERROR).toBeLessThan(0.05);
    fc.assert(
      fc.property(latencies, share, (values, of) => {
        const exact = exactQuantile(values, of);
        const found = quantile(histogramOf(values), of) ?? Number.NaN;
        const most = exact > 0.1 ? exact * MOST_ERROR : 0.1;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(most * (1 + 1e-9));
      }),
      { numRuns: 500 },
    );
  });

  test('what is stored and added up is what would have been counted at once', () => {
    fc.assert(
      fc.property(fc.array(latencies, { maxLength: 6 }), (groups) => {
        const added = createHistogram();
        for (const group of groups) addEncoded(encodeHistogram(histogramOf(group)), added);
        expect(added).toEqual(histogramOf(groups.flat()));
      }),
    );
  });

  test('takes what cannot be: nothing, zero, less, and what never ends', () => {
    expect(quantile(createHistogram(), 0.5)).toBeNull();
    const odd = histogramOf([0, -1, Number.NaN, Number.POSITIVE_INFINITY]);
    expect(quantile(odd, 0.5)).toBeLessThan(0.1);
    expect(quantile(odd, 1)).toBeGreaterThan(80 * 3_600_000);
  });

  test('a count of millions fits, and a lone value takes two bytes', () => {
    const histogram = createHistogram();
    addValue(histogram, 12);
    expect(encodeHistogram(histogram)).toHaveLength(2);
    for (const count of [127, 128, 16_383, 16_384, 5_000_000_000]) {
      const many = createHistogram();
      many[7] = count;
      const back = createHistogram();
      addEncoded(encodeHistogram(many), back);
      expect(back[7]).toBe(count);
    }
  });
});
