// What is counted of events and attempts: the right figures, the same when counted anew, and found without reading everything.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createInsightReads } from '#engine/store/insight-reads.ts';
import {
  NO_RECEIPT,
  openInsightFile,
  openInsightStore,
  type InsightStore,
  type SmallAttempt,
} from '../support/insight-store.ts';

const NOW = 1_790_000_000_000;
const MINUTE = 60_000;

const figures = (
  { store }: InsightStore,
  more: { range?: '1h' | '24h' | '7d' | '30d' | 'all'; endpointIds?: string[]; type?: string } = {},
) => store.insight.insightFigures({ range: '1h', now: NOW, endpointIds: ['local'], ...more });

describe('attempts are counted', () => {
  test('by endpoint and type, over time; resends apart; latency of complete answers alone', async () => {
    const opened = await openInsightStore(['local', 'other']);
    const paid = await opened.event({ type: 'invoice.paid' });
    const created = await opened.event({ type: 'customer.created' });
    for (const attempt of [
      { seq: paid, startedAt: NOW - 50 * MINUTE, totalMs: 100 },
      { seq: paid, startedAt: NOW - 50 * MINUTE, status: 500, totalMs: 300 },
      { seq: paid, startedAt: NOW - 10 * MINUTE, totalMs: 200, trigger: 'resend' },
      {
        seq: paid,
        startedAt: NOW - 10 * MINUTE,
        status: null,
        errorClass: 'timeout',
        totalMs: 30_000,
        trigger: 'resend',
      },
      { seq: created, startedAt: NOW - 1, totalMs: 1 },
      { seq: created, startedAt: NOW - 1, endpointId: 'other', status: 404, totalMs: 2 },
      // None of these says how an endpoint takes what Stripe sends it now.
      { seq: created, startedAt: NOW - 1, status: 400, trigger: 'edited', edited: true },
      { seq: created, startedAt: NOW - 1, endpointId: null },
      { seq: created, startedAt: NOW - 61 * MINUTE, status: 500 },
    ] satisfies SmallAttempt[])
      await opened.attempt(attempt);
    await opened.counted();

    const { endpoints, types, uncounted, stretch } = await figures(opened, {
      endpointIds: ['local', 'other'],
    });
    expect(uncounted).toBe(0);
    expect(endpoints.map(({ endpointId, total }) => [endpointId, total])).toEqual([
      ['local', expect.objectContaining({ attempts: 5, ok: 3, resends: 2, resendsOk: 1 })],
      ['other', expect.objectContaining({ attempts: 1, ok: 0, resends: 0 })],
    ]);
    const [local] = endpoints;
    expect(local?.points).toHaveLength(60);
    expect(
      local?.points.filter(({ attempts }) => attempts > 0).map(({ at, attempts, ok }) => [at, attempts, ok]),
    ).toEqual([
      [NOW - 50 * MINUTE - ((NOW - 50 * MINUTE) % MINUTE), 2, 1],
      [NOW - 10 * MINUTE - ((NOW - 10 * MINUTE) % MINUTE), 2, 1],
      [NOW - 1 - ((NOW - 1) % MINUTE), 1, 1],
    ]);
    expect(local?.points.at(-1)?.at).toBe((stretch.toS - 60) * 1000);
    // 1, 100, 200, 300: the timeout is none of them.
    expect(Math.abs((local?.total.p50Ms ?? 0) - 100)).toBeLessThan(5);
    expect(Math.abs((local?.total.p95Ms ?? 0) - 300)).toBeLessThan(15);
    expect(types.map(({ type, attempts, ok }) => [type, attempts, ok])).toEqual(
      expect.arrayContaining([
        ['invoice.paid', 4, 2],
        ['customer.created', 2, 1],
      ]),
    );
    const one = await figures(opened, { type: 'customer.created' });
    expect(one.endpoints[0]?.total).toMatchObject({ attempts: 1, ok: 1 });
    for (const range of ['24h', '7d', '30d', 'all'] as const)
      expect((await figures(opened, { range })).endpoints[0]?.total).toMatchObject({ attempts: 6, ok: 3 });
  });

  test('an event stands as its newest attempt left it', async () => {
    const opened = await openInsightStore();
    const seqs = [await opened.event({}), await opened.event({}), await opened.event({})];
    const [first = 0, second = 0, third = 0] = seqs;
    const stand = async () => {
      await opened.counted();
      const { series } = await opened.store.insight.insightTypes();
      return series.map(({ eventsOk, eventsFailed }) => [eventsOk, eventsFailed]);
    };
    await opened.attempt({ seq: first, startedAt: NOW, status: 500 });
    await opened.attempt({ seq: second, startedAt: NOW });
    expect(await stand()).toEqual([[1, 1]]);
    await opened.attempt({ seq: first, startedAt: NOW, trigger: 'resend' });
    // Between two that count stands one that does not.
    await opened.attempt({ seq: second, startedAt: NOW, status: 400, trigger: 'edited', edited: true });
    expect(await stand()).toEqual([[2, 0]]);
    await opened.attempt({ seq: second, startedAt: NOW, status: null, errorClass: 'refused', totalMs: null });
    await opened.attempt({ seq: third, startedAt: NOW, status: 400, trigger: 'edited', edited: true });
    await opened.attempt({ seq: third, startedAt: NOW });
    expect(await stand()).toEqual([[2, 1]]);
  });

  test('what arrives is counted whether or not it is sent; what was rejected is not', async () => {
    const opened = await openInsightStore([]);
    await opened.event({ type: 'invoice.paid' });
    await opened.event({ type: 'invoice.paid', source: 'synthetic' });
    await opened.event({ type: 'v1.billing.meter.no_meter_found', kind: 'thin', account: 'acct_1' });
    await opened.store.write.recordRejected('signature_invalid', null, {
      ...NO_RECEIPT,
      headers: [],
      signature: { ...NO_RECEIPT.signature, state: 'invalid', problem: 'wrong_secret', triedSecrets: [] },
    });
    await opened.counted();
    expect((await opened.store.insight.insightTypes()).types).toEqual([
      { type: 'invoice.paid', kind: 'snapshot', connected: false, synthetic: false, events: 1, lastAt: 1 },
      { type: 'invoice.paid', kind: 'snapshot', connected: false, synthetic: true, events: 1, lastAt: 2 },
      {
        type: 'v1.billing.meter.no_meter_found',
        kind: 'thin',
        connected: true,
        synthetic: false,
        events: 1,
        lastAt: 3,
      },
    ]);
  });
});

const anAttempt = fc.record({
  event: fc.nat(4),
  endpointId: fc.constantFrom('local', 'other', null),
  minutesAgo: fc.nat(200_000),
  status: fc.constantFrom(200, 200, 204, 302, 404, 500, null),
  totalMs: fc.double({ min: 0.05, max: 40_000, noNaN: true }),
  trigger: fc.constantFrom('live' as const, 'retry' as const, 'resend' as const, 'edited' as const),
});

test('counted one by one, in portions, and anew from all attempts: the same rows, and those the attempts say', () => {
  fc.assert(
    fc.property(fc.array(anAttempt, { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (attempts, most) => {
      const file = openInsightFile(['local', 'other']);
      const types = [
        'invoice.paid',
        'customer.created',
        'invoice.paid',
        'charge.refunded',
        'customer.created',
      ];
      const seqs = types.map((type) => file.event({ type }));
      attempts.forEach(({ event, minutesAgo, status, trigger, ...rest }, index) => {
        file.attempt({
          ...rest,
          seq: seqs[event] ?? 0,
          startedAt: NOW - minutesAgo * MINUTE,
          status,
          errorClass: status === null ? 'timeout' : null,
          trigger,
          edited: trigger === 'edited',
        });
        if (index % 5 === 0) file.count(most);
      });
      file.count(most);
      const before = file.dump();
      file.writes.forgetInsight();
      file.count(1_000);
      expect(file.dump()).toBe(before);

      const counted = attempts.filter(
        ({ endpointId, trigger }) => endpointId === 'local' && trigger !== 'edited',
      );
      const { endpoints } = createInsightReads(file.db).figures({
        range: 'all',
        now: NOW,
        endpointIds: ['local'],
      });
      const answers = counted.filter(({ status }) => status !== null).map(({ totalMs }) => totalMs);
      expect(endpoints[0]?.total).toMatchObject({
        attempts: counted.length,
        ok: counted.filter(({ status }) => status === 200 || status === 204).length,
        resends: counted.filter(({ trigger }) => trigger === 'resend').length,
        p95Ms: answers.length === 0 ? null : expect.any(Number),
      });
      file.db.close();
    }),
    { numRuns: 25 },
  );
});

test('how endpoints answered stays known when events are removed, and what comes after is counted once', async () => {
  const opened = await openInsightStore();
  const first = await opened.event({ type: 'charge.refunded' });
  await opened.attempt({ seq: first, startedAt: NOW });
  const second = await opened.event({ type: 'invoice.paid' });
  await opened.attempt({ seq: second, startedAt: NOW });
  await opened.counted();
  const all = { maxEvents: 0, receivedBefore: null, maxBytes: null, keepCustomers: [] };
  expect(await opened.store.write.removeOldest(all, 10)).toBe(2);
  const later = await opened.event({ type: 'invoice.paid' });
  await opened.attempt({ seq: later, startedAt: NOW });
  await opened.counted();
  const { series, types } = await opened.store.insight.insightTypes();
  expect(Object.fromEntries(series.map(({ type, attempts }) => [type, attempts]))).toEqual({
    'charge.refunded': 1,
    'invoice.paid': 2,
  });
  expect(Object.fromEntries(types.map(({ type, events }) => [type, events]))).toEqual({
    'charge.refunded': 1,
    'invoice.paid': 2,
  });
});

test('nothing that is asked reads a whole table of events or attempts', () => {
  const { db } = openInsightFile([]);
  const plan = (sql: string): string =>
    (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[])
      .map(({ detail }) => detail)
      .join('; ');
  expect(
    plan(
      'SELECT starts_s, latencies FROM insight_buckets WHERE width_s = 60 AND starts_s >= 1 AND starts_s < 2',
    ),
  ).toBe('SEARCH insight_buckets USING PRIMARY KEY (width_s=? AND starts_s>? AND starts_s<?)');
  expect(plan('SELECT min(starts_s) FROM insight_buckets WHERE width_s = 60')).toBe(
    'SEARCH insight_buckets USING PRIMARY KEY (width_s=?)',
  );
  expect(plan('SELECT max(id) FROM attempts')).toBe('SEARCH attempts');
  expect(
    plan(
      'SELECT a.id, e.type FROM attempts a CROSS JOIN events e ON e.seq = a.event_seq WHERE a.id > 5 ORDER BY a.id LIMIT 9',
    ),
  ).toBe('SEARCH a USING INTEGER PRIMARY KEY (rowid>?); SEARCH e USING INTEGER PRIMARY KEY (rowid=?)');
  expect(
    plan(
      'SELECT status FROM attempts WHERE event_seq = 1 AND endpoint_id = 2 AND id < 3 AND edit_id IS NULL ORDER BY id DESC LIMIT 1',
    ),
  ).toBe('SEARCH attempts USING INDEX attempts_by_event (event_seq=? AND rowid<?)');
  db.close();
});
