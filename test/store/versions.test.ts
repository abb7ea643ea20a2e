// Which events came in another API version than was to be expected: by account, endpoint and backend, and how it is found.
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEventReads } from '#engine/store/event-reads.ts';
import { ENDPOINT_DEFAULTS } from '#engine/store/endpoint-rows.ts';
import { openDatabase, type Db } from '#engine/store/open-database.ts';
import { createVersionReads } from '#engine/store/version-reads.ts';
import { createVersionPlaces } from '#engine/store/version-condition.ts';
import { createWrites, type Writes } from '#engine/store/writes.ts';
import { attemptOf, recordOf, type SmallEvent } from '../support/insight-store.ts';
import { tempDir } from '../support/temp-dir.ts';

const CLOVER = '2025-09-30.clover';
const DAHLIA = '2026-08-26.dahlia';
const ENDIVE = '2026-10-28.endive';

interface VersionFile {
  db: Db;
  writes: Writes;
  /** @returns its number */
  event(version: string | null, more?: SmallEvent & { to?: readonly string[] }): number;
  answer(seq: number, status?: number, more?: { endpointId?: string; edited?: boolean }): void;
  /** Lets what is made of the events follow. */
  follow(): void;
  marked(filter?: string): number[];
  why(seq: number): string[];
}

function openVersionFile(endpointIds: readonly string[] = ['local', 'other']): VersionFile {
  const { db } = openDatabase(join(tempDir(), 'hookline.db'), 0);
  db.pragma('synchronous = OFF');
  const { operations: writes } = createWrites(db);
  for (const id of endpointIds)
    writes.upsertEndpoint({ ...ENDPOINT_DEFAULTS, id, name: id, url: 'http://x/', secret: null });
  const reads = createEventReads(db);
  const versions = createVersionReads(db);
  let events = 0;
  return {
    db,
    writes,
    event(version, { to = ['local'], ...more } = {}) {
      const [envelope, receipt, matches] = recordOf(++events, to, more);
      return writes.recordEvent({ ...envelope, apiVersion: version }, receipt, matches).seq;
    },
    answer(seq, status = 200, { endpointId = 'local', edited = false } = {}) {
      const editId = edited ? writes.insertEdit(seq, 1, new Uint8Array()) : null;
      writes.insertAttempt(...attemptOf({ seq, endpointId, status, startedAt: seq * 10 }, editId));
    },
    follow() {
      while (writes.countVersions(3) > 0);
      while (writes.indexEvents(100) > 0);
    },
    marked: (filter = 'is:version-differs') =>
      reads.listEvents({ filter }, null, 1_000).items.map(({ seq }) => seq),
    why: (seq) =>
      versions
        .listDifferences(seq)
        .map(({ yardstick, apiVersion, endpointId }) => `${yardstick} ${apiVersion} ${endpointId ?? '-'}`),
  };
}

describe('an event differs', () => {
  test('from the account’s default as it was when the event arrived', () => {
    const file = openVersionFile();
    const early = file.event(DAHLIA);
    const other = file.event(CLOVER);
    file.writes.noteAccountVersion(DAHLIA);
    file.writes.noteAccountVersion(DAHLIA);
    file.writes.noteAccountVersion(ENDIVE);
    const after = file.event(ENDIVE);
    const late = file.event(DAHLIA);
    for (const round of ['at once', 'indexed']) {
      if (round === 'indexed') file.follow();
      expect(file.marked(), round).toEqual([late, other]);
    }
    expect(file.why(late)).toEqual([`account ${ENDIVE} -`]);
    expect(file.why(other)).toEqual([`account ${DAHLIA} -`]);
    expect([...file.why(early), ...file.why(after)]).toEqual([]);
  });

  test('not from the account’s default when it is none of the account’s: made up, brought along, of a connected account, thin', () => {
    const file = openVersionFile();
    file.writes.noteAccountVersion(ENDIVE);
    file.event(DAHLIA, { source: 'synthetic' });
    file.event(DAHLIA, { source: 'import' });
    file.event(DAHLIA, { account: 'acct_1Connected' });
    file.event(null, { kind: 'thin' });
    const fetched = file.event(DAHLIA, { source: 'backfill' });
    file.follow();
    expect(file.marked()).toEqual([fetched]);
  });

  test('from what its endpoint had taken, until the endpoint takes it, too', () => {
    const file = openVersionFile();
    file.answer(file.event(DAHLIA));
    const refused = file.event(ENDIVE);
    file.answer(refused, 500);
    const elsewhere = file.event(ENDIVE, { to: ['other'] });
    file.answer(elsewhere, 200, { endpointId: 'other' });
    const taken = file.event(ENDIVE);
    const waiting = file.event(ENDIVE);
    file.follow();
    expect(file.marked()).toEqual([waiting, taken, refused]);
    expect(file.why(refused)).toEqual([`endpoint ${DAHLIA} local`]);

    file.answer(taken);
    const changeBefore = createEventReads(file.db).newestChangeSeq();
    file.follow();
    expect(file.marked()).toEqual([taken, refused]);
    // Whoever looks at the list is told of the one that differs no longer.
    const told = createEventReads(file.db).listChanges(changeBefore, {}, 100);
    expect(told.map(({ event }) => [event.seq, event.versionDiffers])).toEqual([[waiting, false]]);
  });

  test('not by what edited bodies and made-up events had for an answer', () => {
    const file = openVersionFile();
    file.answer(file.event(DAHLIA), 200, { edited: true });
    file.answer(file.event(CLOVER, { source: 'synthetic' }));
    file.answer(file.event(ENDIVE));
    file.follow();
    expect(file.marked()).toEqual([]);
    expect(createVersionReads(file.db).listEndpointVersions()).toEqual([
      { endpointId: 'local', version: ENDIVE, taken: 1, failed: 0, lastAt: 30 },
    ]);
  });

  test('from what the code behind its endpoint is written for', () => {
    const file = openVersionFile();
    file.writes.setVersionPins([{ endpointId: 'local', version: ENDIVE }]);
    const first = file.event(DAHLIA);
    file.event(DAHLIA, { to: ['other'] });
    file.event(ENDIVE);
    file.follow();
    expect(file.marked()).toEqual([first]);
    expect(file.why(first)).toEqual([`backend ${ENDIVE} local`]);
    file.writes.removeEndpoint('local');
    expect(file.marked()).toEqual([]);
  });
});

test('versions seen are counted with the newest of each, before and after events are indexed', () => {
  const file = openVersionFile();
  file.event(DAHLIA);
  file.event(ENDIVE);
  const last = file.event(DAHLIA);
  const reads = createVersionReads(file.db);
  const seen = [
    { version: ENDIVE, events: 1, lastAt: 2 },
    { version: DAHLIA, events: 2, lastAt: last },
  ];
  expect(reads.listSeenVersions()).toEqual(seen);
  expect(reads.findExample('invoice.paid', DAHLIA)).toBe(last);
  file.follow();
  expect(reads.listSeenVersions()).toEqual(seen);
  expect(reads.findExample('invoice.paid', DAHLIA)).toBe(last);
  expect(reads.findExample('invoice.paid', CLOVER)).toBeNull();
});

test('removed events do not make endpoints forget, nor attempts be left out', () => {
  const file = openVersionFile();
  file.answer(file.event(DAHLIA));
  file.writes.removeOldest({ maxEvents: 0, receivedBefore: null, maxBytes: null, keepCustomers: [] }, 10);
  file.answer(file.event(ENDIVE));
  file.follow();
  expect(
    createVersionReads(file.db)
      .listEndpointVersions()
      .map(({ version, taken }) => [version, taken]),
  ).toEqual([
    [ENDIVE, 1],
    [DAHLIA, 1],
  ]);
});

test('whatever happened, the filter finds what the condition says, and what the inspector gives reasons for', () => {
  const version = fc.constantFrom(CLOVER, DAHLIA, ENDIVE);
  const endpoint = fc.constantFrom('local', 'other');
  const step = fc.oneof(
    fc.record({
      do: fc.constant('event' as const),
      version: fc.option(version),
      endpoint,
      answer: fc.constantFrom(200, 500, null),
      source: fc.constantFrom('cli' as const, 'synthetic' as const, 'import' as const),
    }),
    fc.record({ do: fc.constant('account' as const), version }),
    fc.record({ do: fc.constant('pin' as const), version, endpoint }),
    fc.record({ do: fc.constant('follow' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const file = openVersionFile();
      for (const one of steps) {
        if (one.do === 'account') file.writes.noteAccountVersion(one.version);
        else if (one.do === 'pin')
          file.writes.setVersionPins([{ endpointId: one.endpoint, version: one.version }]);
        else if (one.do === 'follow') file.follow();
        else {
          const seq = file.event(one.version, { to: [one.endpoint], source: one.source });
          if (one.answer !== null) file.answer(seq, one.answer, { endpointId: one.endpoint });
        }
      }
      const reads = createEventReads(file.db);
      const all = reads.listChanges(0, { filter: 'is:version-differs' }, 1_000);
      const bySeq = all.toSorted((a, b) => b.event.seq - a.event.seq);
      expect(file.marked()).toEqual(bySeq.flatMap(({ event, matches }) => (matches ? [event.seq] : [])));
      for (const { event, matches } of all) {
        expect(event.versionDiffers).toBe(matches);
        expect(file.why(event.seq).length > 0).toBe(matches);
      }
      file.db.close();
    }),
    { numRuns: 60 },
  );
});

test('looking for those that differ, only events of a version that may differ are looked at', () => {
  const file = openVersionFile();
  const places = createVersionPlaces(file.db);
  file.writes.noteAccountVersion(DAHLIA);
  for (let i = 0; i < 20; i++) file.answer(file.event(DAHLIA));
  const other = file.event(ENDIVE);
  file.answer(other);
  for (let i = 0; i < 20; i++) file.answer(file.event(DAHLIA));
  file.follow();
  const windows = [
    { version: ENDIVE, from: 0, to: Number.MAX_SAFE_INTEGER - 1 },
    { version: ENDIVE, from: 2, to: other },
  ];
  expect(places()).toEqual({ windows, endpointIds: [] });
  expect(file.marked()).toEqual([other]);

  // Of an endpoint that gets little, it is quicker to look at all of its own.
  const little = file.event(DAHLIA, { to: ['other'] });
  file.writes.setVersionPins([{ endpointId: 'other', version: CLOVER }]);
  expect(places()).toEqual({ windows, endpointIds: ['other'] });
  expect(file.marked()).toEqual([little, other]);
  file.follow();
  const all = { from: 0, to: Number.MAX_SAFE_INTEGER };
  expect(createVersionPlaces(file.db, 0)()).toEqual({
    windows: [
      { version: DAHLIA, ...all },
      { version: ENDIVE, ...all },
    ],
    endpointIds: [],
  });
});

test('no read about versions goes through all events, deliveries or attempts', () => {
  const file = openVersionFile();
  file.writes.noteAccountVersion(DAHLIA);
  file.answer(file.event(ENDIVE));
  const asked: string[] = [];
  const prepare = file.db.prepare.bind(file.db);
  file.db.prepare = (sql: string) => {
    asked.push(sql);
    return prepare(sql);
  };
  createVersionReads(file.db);
  createVersionPlaces(file.db);
  createEventReads(file.db).listEvents({ filter: 'is:version-differs' }, null, 10);
  expect(asked.length).toBeGreaterThan(8);
  for (const sql of asked.filter((one) => /^\s*SELECT/.test(one) && !one.includes('@'))) {
    const values = Array<number>(sql.split('?').length - 1).fill(1);
    const plan = prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
    expect(
      plan
        .map(({ detail }) => detail)
        .filter((step) => /^SCAN (e|d|a|events|deliveries|attempts|receipts)\b(?!.*INDEX)/.test(step)),
      sql,
    ).toEqual([]);
  }
});
