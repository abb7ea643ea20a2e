// `npm run bench:insight`: what insight costs the writer for each attempt, and how fast it answers at a million. Ends with 1 above the limit.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InsightRange } from '../src/shared/domain/insight-range.ts';
import { openDatabase } from '../src/main/engine/store/open-database.ts';
import { createInsightProjection } from '../src/main/engine/store/insight-projection.ts';
import { DATABASE_FILE, openStore } from '../src/main/engine/store/store.ts';
import { locateRoot } from '../src/main/locate-root.ts';
import { judge, median, percentile } from './figures.ts';

const ATTEMPTS = 1_000_000;
const MOST_ANSWER_MS = 150;
const ENDPOINTS = ['local', 'staging'];
const TYPES = Array.from({ length: 40 }, (_, index) => `family_${index % 8}.event_${index}`);
/** As the writer thread takes them from a backlog, and as live events come. */
const PORTIONS = [100, 1];
const ALONE = 5_000;
const ROUNDS = 15;

const now = Date.now();
const dataDir = mkdtempSync(join(tmpdir(), 'hookline-bench-'));
const { db } = openDatabase(join(dataDir, DATABASE_FILE), now);
db.pragma('synchronous = OFF');
for (const [position, id] of ENDPOINTS.entries())
  db.prepare('INSERT INTO endpoints (id, name, url, enabled, position) VALUES (?, ?, ?, 1, ?)').run(
    id,
    id,
    'http://localhost/',
    position,
  );
const insertEvent = db.prepare(
  `INSERT INTO events (seq, change_seq, id, kind, type, source, received_at, signature, delivery_state, size_bytes)
   VALUES (?, ?, ?, 'snapshot', ?, 'cli', ?, 'valid', 'delivered', 3000)`,
);
const insertAttempt = db.prepare(
  `INSERT INTO attempts (id, event_seq, endpoint_id, number, trigger, started_at, url, request_headers, resigned, reused_connection,
     status, response_headers, response_body, response_size_bytes, response_truncated, total_ms)
   VALUES (?, ?, ?, ?, ?, ?, 'http://localhost/', ?, 0, 1, ?, '[]', ?, 2, 0, ?)`,
);
const headers = JSON.stringify(Array.from({ length: 12 }, (_, index) => [`header-${index}`, 'x'.repeat(40)]));
/** Without chance, so that rounds compare: every stretch of time, type and endpoint occurs, some far more often. */
function fill(from: number, count: number, sinceMs: number, untilMs: number): void {
  db.transaction(() => {
    for (let index = 0; index < count; index++) {
      const id = from + index;
      const seq = Math.ceil(id / 2);
      const at = Math.round(sinceMs + ((untilMs - sinceMs) * index) / count);
      if (id % 2 === 1) insertEvent.run(seq, seq, `evt_${seq}`, TYPES[(seq * 7) % TYPES.length], at);
      const resend = id % 11 === 0;
      const latency = 3 + (id % 17) ** 2 + (id % 997 === 0 ? 5_000 : 0);
      insertAttempt.run(
        id,
        seq,
        ENDPOINTS[id % 2],
        resend ? 2 : 1,
        resend ? 'resend' : 'live',
        at,
        headers,
        id % 23 === 0 ? 500 : 200,
        Buffer.from('ok'),
        latency,
      );
    }
  })();
}
const days = (count: number): number => now - count * 86_400_000;
const hours = (count: number): number => now - count * 3_600_000;
// A quarter each: this year, this month, this week, today.
const quarter = ATTEMPTS / 4;
fill(1, quarter, days(365), days(30));
fill(1 + quarter, quarter, days(30), days(7));
fill(1 + 2 * quarter, quarter, days(7), hours(24));
fill(1 + 3 * quarter, quarter, hours(24), now);

const microsEach: number[] = [];
for (const portion of PORTIONS) {
  const projection = createInsightProjection(db);
  const count = db.transaction(() => projection.countNext(portion));
  if (portion === 1) fill(ATTEMPTS + 1, ALONE, now, now + 60_000);
  const before = process.cpuUsage();
  let done = 0;
  while (count() > 0) done += portion;
  const { user, system } = process.cpuUsage(before);
  microsEach.push((user + system) / done);
}
db.pragma('wal_checkpoint(TRUNCATE)');
const bytes = (table: string): number =>
  db.prepare<[string], number>('SELECT sum(pgsize) FROM dbstat WHERE name = ?').pluck().get(table) ?? 0;
const perAttempt = (bytes('insight_buckets') + bytes('insight_series')) / ATTEMPTS;
const megabytes = statSync(join(dataDir, DATABASE_FILE)).size / 1024 / 1024;
db.close();

const store = openStore({ dataDir, workers: locateRoot().storeWorkers, now: Date.now });
const cold = performance.now();
await store.insight.insightTypes();
const coldMs = performance.now() - cold;
const answers: [range: InsightRange, medianMs: number, worstMs: number][] = [];
for (const range of ['1h', '24h', '7d', '30d', 'all'] as const) {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    await Promise.all([
      store.insight.insightFigures({ range, now, endpointIds: ENDPOINTS }),
      store.insight.insightTypes(),
    ]);
    times.push(performance.now() - startedAt);
  }
  answers.push([range, median(times), percentile(times, 1)]);
}
await store.dispose();
rmSync(dataDir, { recursive: true, force: true });

console.log(
  `${ATTEMPTS.toLocaleString('en')} attempts, ${TYPES.length} types, ${ENDPOINTS.length} endpoints: ${Math.round(megabytes)} MB, ` +
    `of which insight ${perAttempt.toFixed(0)} bytes an attempt. First answer of the thread: ${Math.round(coldMs)} ms.`,
);
judge([
  ...PORTIONS.map((portion, index) => ({
    sentence: `counted ${portion} at a time: ${microsEach[index]?.toFixed(1)} µs of the processor for each attempt`,
    passed: true,
  })),
  ...answers.map(([range, medianMs, worstMs]) => ({
    sentence: `${range}: ${medianMs.toFixed(1)} ms, at worst ${worstMs.toFixed(1)} ms (at most ${MOST_ANSWER_MS})`,
    passed: medianMs <= MOST_ANSWER_MS,
  })),
]);
