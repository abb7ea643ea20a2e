// What is counted of events and attempts, added up for the question at hand. Runs on a reader thread.
import {
  addEncoded,
  addHistogram,
  createHistogram,
  quantile,
  type Histogram,
} from '#shared/domain/latency-histogram.ts';
import { stretchOf, type InsightRange, type Stretch } from '#shared/domain/insight-range.ts';
import type { Db } from './open-database.ts';

export interface InsightQuery {
  range: InsightRange;
  /** Unix milliseconds. */
  now: number;
  endpointIds: readonly string[];
  /** Left out = all. */
  type?: string | undefined;
}

export interface CountedFigures {
  attempts: number;
  ok: number;
  resends: number;
  resendsOk: number;
  /** Of complete answers; null = there was none. */
  p50Ms: number | null;
  p95Ms: number | null;
}

export interface CountedPoint extends CountedFigures {
  /** Unix milliseconds; where it begins. */
  at: number;
}

export interface InsightFigures {
  stretch: Stretch;
  /** Attempts that are stored and not counted yet. */
  uncounted: number;
  /** Of each endpoint that was asked for, in that order. */
  endpoints: { endpointId: string; total: CountedFigures; points: CountedPoint[] }[];
  /** Over these endpoints together. */
  types: ({ type: string } & CountedFigures)[];
}

/** How one type ever stood with one endpoint. */
export interface StoredSeries {
  endpointId: string;
  type: string;
  attempts: number;
  ok: number;
  /** Events whose newest attempt was answered with 2xx, and those whose was not. */
  eventsOk: number;
  eventsFailed: number;
  lastAt: number;
}

/** What ever arrived of one type. */
export interface StoredType {
  type: string;
  kind: 'snapshot' | 'thin';
  /** Of a connected account. */
  connected: boolean;
  synthetic: boolean;
  events: number;
  lastAt: number;
}

export interface TypeOverview {
  /** Attempts that are stored and not counted yet. */
  uncounted: number;
  series: StoredSeries[];
  types: StoredType[];
}

/** [starts_s, series, attempts, ok, resends, resends_ok, latencies] */
type BucketRow = [number, number, number, number, number, number, Uint8Array];

export type InsightReads = ReturnType<typeof createInsightReads>;

export function createInsightReads(db: Db) {
  const series = db.prepare<[], { id: number; endpoint_id: string; type: string }>(
    'SELECT id, endpoint_id, type FROM insight_series',
  );
  // Rows as arrays: there may be tens of thousands of them.
  const buckets = db
    .prepare<[number, number, number], BucketRow>(
      `SELECT starts_s, series, attempts, ok, resends, resends_ok, latencies FROM insight_buckets
       WHERE width_s = ? AND starts_s >= ? AND starts_s < ?`,
    )
    .raw();
  const oldest = db
    .prepare<[], number | null>('SELECT min(starts_s) FROM insight_buckets WHERE width_s = 60')
    .pluck();
  const uncounted = db
    .prepare<[], number>(
      `SELECT coalesce((SELECT max(id) FROM attempts), 0)
         - coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'insight_attempts'), 0)`,
    )
    .pluck();
  const allSeries = db.prepare<[], Omit<StoredSeries, 'endpointId'> & { endpointId: string }>(
    `SELECT endpoint_id AS endpointId, type, attempts, ok, events_ok AS eventsOk, events_failed AS eventsFailed,
       last_at AS lastAt FROM insight_series ORDER BY type, id`,
  );
  const allTypes = db.prepare<
    [],
    Omit<StoredType, 'connected' | 'synthetic'> & { connected: number; synthetic: number }
  >('SELECT type, kind, connected, synthetic, events, last_at AS lastAt FROM insight_types ORDER BY type');

  const uncountedNow = (): number => Math.max(0, uncounted.get() ?? 0);

  const figures = db.transaction(({ range, now, endpointIds, type }: InsightQuery): InsightFigures => {
    const stretch = stretchOf(range, Math.floor(now / 1000), oldest.get() ?? null);
    const { widthS, stepS, fromS, toS } = stretch;
    const wanted = new Map<number, { place: number; type: string }>();
    for (const one of series.all()) {
      const place = endpointIds.indexOf(one.endpoint_id);
      if (place >= 0 && (type === undefined || type === one.type))
        wanted.set(one.id, { place, type: one.type });
    }
    const points = Math.round((toS - fromS) / stepS);
    const perEndpoint = endpointIds.map(() => ({
      points: Array.from({ length: points }, (): Tally | null => null),
    }));
    const perType = new Map<string, Tally>();
    for (const row of buckets.all(widthS, fromS, toS)) {
      const found = wanted.get(row[1]);
      const endpoint = found === undefined ? undefined : perEndpoint[found.place];
      if (found === undefined || endpoint === undefined) continue;
      const point = Math.floor((row[0] - fromS) / stepS);
      const ofPoint = (endpoint.points[point] ??= createTally());
      let ofType = perType.get(found.type);
      if (ofType === undefined) perType.set(found.type, (ofType = createTally()));
      addCounts(ofPoint, row[2], row[3], row[4], row[5]);
      addCounts(ofType, row[2], row[3], row[4], row[5]);
      addEncoded(row[6], ofPoint.latencies, ofType.latencies);
    }
    return {
      stretch,
      uncounted: uncountedNow(),
      endpoints: perEndpoint.map((one, place) => ({
        endpointId: endpointIds[place] ?? '',
        total: figuresOf(sumOf(one.points)),
        points: one.points.map((tally, point) => ({
          at: (fromS + point * stepS) * 1000,
          ...(tally === null ? NOTHING : figuresOf(tally)),
        })),
      })),
      types: [...perType].map(([name, tally]) => ({ type: name, ...figuresOf(tally) })),
    };
  });

  return {
    /** Counts, success and latency of endpoints over time, and of types as a whole. */
    figures: (query: InsightQuery): InsightFigures => figures(query),

    /** All that ever arrived and was sent, type by type. */
    types: (): TypeOverview => ({
      uncounted: uncountedNow(),
      series: allSeries.all(),
      types: allTypes
        .all()
        .map((row) => ({ ...row, connected: row.connected === 1, synthetic: row.synthetic === 1 })),
    }),
  };
}

interface Tally {
  attempts: number;
  ok: number;
  resends: number;
  resendsOk: number;
  latencies: Histogram;
}

const NOTHING: CountedFigures = { attempts: 0, ok: 0, resends: 0, resendsOk: 0, p50Ms: null, p95Ms: null };

function createTally(): Tally {
  return { attempts: 0, ok: 0, resends: 0, resendsOk: 0, latencies: createHistogram() };
}

function addCounts(tally: Tally, attempts: number, ok: number, resends: number, resendsOk: number): void {
  tally.attempts += attempts;
  tally.ok += ok;
  tally.resends += resends;
  tally.resendsOk += resendsOk;
}

function sumOf(tallies: readonly (Tally | null)[]): Tally {
  const sum = createTally();
  for (const tally of tallies) {
    if (tally === null) continue;
    addCounts(sum, tally.attempts, tally.ok, tally.resends, tally.resendsOk);
    addHistogram(sum.latencies, tally.latencies);
  }
  return sum;
}

function figuresOf({ attempts, ok, resends, resendsOk, latencies }: Tally): CountedFigures {
  return {
    attempts,
    ok,
    resends,
    resendsOk,
    p50Ms: quantile(latencies, 0.5),
    p95Ms: quantile(latencies, 0.95),
  };
}
