// Gathers attempts into stretches of time and adds them to the stored ones, each of which is then written once.
import { BUCKET_WIDTHS_S } from '#shared/domain/insight-range.ts';
import { addEncoded, addValue, createHistogram, encodeHistogram } from '#shared/domain/latency-histogram.ts';
import type { Db } from './open-database.ts';

export interface CountedAttempt {
  series: number;
  /** Unix milliseconds. */
  startedAt: number;
  ok: boolean;
  /** Asked for by somebody, as against sent by itself. */
  resend: boolean;
  /** How long the complete answer took; null = there was none. */
  latencyMs: number | null;
}

export interface InsightBuckets {
  add(attempt: CountedAttempt): void;
  /** Writes what was added. */
  flush(): void;
  /** Forgets what was added and not written. */
  forget(): void;
}

interface Gathered {
  widthS: number;
  startsS: number;
  series: number;
  attempts: number;
  ok: number;
  resends: number;
  resendsOk: number;
  latenciesMs: number[];
}

export function createInsightBuckets(db: Db): InsightBuckets {
  const histogram = createHistogram();
  // One search of the table instead of one to read and one to write.
  db.function('insight_add', { deterministic: true }, (stored, added) => {
    histogram.fill(0);
    addEncoded(stored as Uint8Array, histogram);
    addEncoded(added as Uint8Array, histogram);
    return encodeHistogram(histogram);
  });
  const upsert = db.prepare<[number, number, number, number, number, number, number, Uint8Array]>(
    `INSERT INTO insight_buckets (width_s, starts_s, series, attempts, ok, resends, resends_ok, latencies)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (width_s, starts_s, series) DO UPDATE SET attempts = attempts + excluded.attempts, ok = ok + excluded.ok,
       resends = resends + excluded.resends, resends_ok = resends_ok + excluded.resends_ok,
       latencies = insight_add(latencies, excluded.latencies)`,
  );
  const gathered = new Map<string, Gathered>();

  function bucketOf(widthS: number, startsS: number, series: number): Gathered {
    const key = `${widthS} ${startsS} ${series}`;
    let bucket = gathered.get(key);
    if (bucket === undefined) {
      bucket = { widthS, startsS, series, attempts: 0, ok: 0, resends: 0, resendsOk: 0, latenciesMs: [] };
      gathered.set(key, bucket);
    }
    return bucket;
  }

  return {
    add({ series, startedAt, ok, resend, latencyMs }) {
      for (const widthS of BUCKET_WIDTHS_S) {
        const startsS = Math.floor(startedAt / 1000 / widthS) * widthS;
        const bucket = bucketOf(widthS, startsS, series);
        bucket.attempts += 1;
        bucket.ok += Number(ok);
        bucket.resends += Number(resend);
        bucket.resendsOk += Number(resend && ok);
        if (latencyMs !== null) bucket.latenciesMs.push(latencyMs);
      }
    },
    flush() {
      for (const {
        widthS,
        startsS,
        series,
        attempts,
        ok,
        resends,
        resendsOk,
        latenciesMs,
      } of gathered.values()) {
        histogram.fill(0);
        for (const ms of latenciesMs) addValue(histogram, ms);
        upsert.run(widthS, startsS, series, attempts, ok, resends, resendsOk, encodeHistogram(histogram));
      }
      gathered.clear();
    },
    forget: () => gathered.clear(),
  };
}
