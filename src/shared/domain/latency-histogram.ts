// How long answers took, counted in bins that grow with what they hold: small to keep, quick to add up, and good for quantiles.
// The idea is that of DDSketch: Masson, Rim, Lee, "DDSketch", VLDB 2019, https://arxiv.org/abs/1908.10693

/** Each bin reaches 9 % further than the one before. */
const GROWTH = 1.09;
/** The first bin holds everything up to here, in milliseconds. */
const SMALLEST_MS = 0.1;
/** A bin's number fits into a byte; the last one holds everything beyond 80 hours. */
const BINS = 256;

/** How far a quantile can be from the exact one of the same values: by this share of it, below `SMALLEST_MS` by that. */
export const MOST_ERROR = (GROWTH - 1) / (GROWTH + 1);

/** How many values each bin holds. */
export type Histogram = Float64Array;

export function createHistogram(): Histogram {
  return new Float64Array(BINS);
}

export function addValue(histogram: Histogram, ms: number): void {
  const bin = binOf(ms);
  histogram[bin] = (histogram[bin] ?? 0) + 1;
}

/** As it is stored: for each bin that holds something, in their order, its number in a byte and its count in 7-bit groups. */
export function encodeHistogram(histogram: Histogram): Uint8Array {
  const bytes: number[] = [];
  for (let bin = 0; bin < BINS; bin++) {
    let rest = histogram[bin] ?? 0;
    if (rest === 0) continue;
    bytes.push(bin);
    while (rest >= 0x80) {
      bytes.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

/** Adds what is stored to each of these histograms. */
export function addEncoded(bytes: Uint8Array, ...histograms: readonly Histogram[]): void {
  for (let at = 0; at < bytes.length;) {
    const bin = bytes[at++] ?? 0;
    let count = 0;
    let weight = 1;
    let group = 0x80;
    while (group >= 0x80 && at < bytes.length) {
      group = bytes[at++] ?? 0;
      count += (group & 0x7f) * weight;
      weight *= 0x80;
    }
    for (const histogram of histograms) histogram[bin] = (histogram[bin] ?? 0) + count;
  }
}

export function addHistogram(to: Histogram, from: Histogram): void {
  for (let bin = 0; bin < BINS; bin++) to[bin] = (to[bin] ?? 0) + (from[bin] ?? 0);
}

/**
 * By nearest rank: the smallest value that at least this share of all values does not exceed.
 * @param share 0 to 1
 * @returns milliseconds, at most `MOST_ERROR` off; null when the histogram is empty
 */
export function quantile(histogram: Histogram, share: number): number | null {
  let total = 0;
  for (const count of histogram) total += count;
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(share * total));
  let seen = 0;
  for (let bin = 0; bin < BINS; bin++) {
    seen += histogram[bin] ?? 0;
    if (seen >= rank) return valueOf(bin);
  }
  return null;
}

function binOf(ms: number): number {
  if (!(ms > SMALLEST_MS)) return 0;
  return Math.min(BINS - 1, Math.ceil(Math.log(ms / SMALLEST_MS) / Math.log(GROWTH)));
}

/** As far from the bin's lower end as from its upper one, in proportion. */
function valueOf(bin: number): number {
  if (bin === 0) return SMALLEST_MS / 2;
  return (2 * SMALLEST_MS * GROWTH ** bin) / (GROWTH + 1);
}
