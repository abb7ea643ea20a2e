// Which stretch of time insight looks at, and how it is cut into points.

export const INSIGHT_RANGES = ['1h', '24h', '7d', '30d', 'all'] as const;
export type InsightRange = (typeof INSIGHT_RANGES)[number];

/** How finely attempts are counted, in seconds: each width answers one range with some 30 to 170 points. */
export const BUCKET_WIDTHS_S = [60, 600, 3_600, 21_600, 86_400] as const;
export type BucketWidth = (typeof BUCKET_WIDTHS_S)[number];

export interface Stretch {
  /** The width of the stored buckets to read. */
  widthS: BucketWidth;
  /** From one point to the next; a multiple of the width. */
  stepS: number;
  /** Unix seconds; where the first point begins. */
  fromS: number;
  /** Unix seconds; where the last point ends: now or a little later. */
  toS: number;
}

const FIXED: Record<Exclude<InsightRange, 'all'>, { widthS: BucketWidth; points: number }> = {
  '1h': { widthS: 60, points: 60 },
  '24h': { widthS: 600, points: 144 },
  '7d': { widthS: 3_600, points: 168 },
  '30d': { widthS: 21_600, points: 120 },
};
const MOST_POINTS = 180;

/**
 * Points begin where buckets do, so the last one is not over yet.
 * @param oldestS when the first attempt of all was made, Unix seconds; null = there is none
 */
export function stretchOf(range: InsightRange, nowS: number, oldestS: number | null): Stretch {
  if (range !== 'all') {
    const { widthS, points } = FIXED[range];
    const toS = nextMultiple(nowS, widthS);
    return { widthS, stepS: widthS, fromS: toS - points * widthS, toS };
  }
  const spanS = Math.max(0, nowS - (oldestS ?? nowS));
  const widthS = BUCKET_WIDTHS_S.find((width) => spanS / width < MOST_POINTS - 1) ?? 86_400;
  // Years of days become weeks or more.
  const stepS = widthS * Math.max(1, Math.ceil(spanS / widthS / (MOST_POINTS - 1)));
  const toS = nextMultiple(nowS, stepS);
  const fromS = Math.min(toS - stepS, Math.floor((oldestS ?? nowS) / stepS) * stepS);
  return { widthS, stepS, fromS, toS };
}

const nextMultiple = (value: number, of: number): number => (Math.floor(value / of) + 1) * of;
