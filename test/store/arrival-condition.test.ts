// An endpoint's condition means what the same condition means in a list of events.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { readEventBody } from '#shared/domain/event-envelope.ts';
import { misfitOf, readArrivalCondition } from '#shared/domain/filter/arrival-condition.ts';
import { jsonOfBytes } from '#shared/domain/json-read.ts';
import { createEventBodies } from '#engine/store/event-bodies.ts';
import { createEventReads } from '#engine/store/event-reads.ts';
import { createPacking } from '#engine/store/packing.ts';
import { fillFilterStore } from '../support/filter-store.ts';

const TERMS = [
  'type:invoice.*',
  'type:*',
  'type:odd.[a-z]?*',
  'customer:cus_big|cus_7',
  'customer:cus_1*',
  'object:ob_7|ob_1*',
  'request:req_*',
  'account:own',
  'account:acct_one|own',
  'account:acct_*',
  'account:*',
  'api:2024-*',
  'source:cli|direct',
  'kind:thin',
  'mode:live',
  'mode:test|live',
  'data.object.metadata.env:staging|Mine',
  'data.object.metadata."my.key":"y z"',
  'data.object.amount>=5000',
  'data.object.lines.quantity>3',
  'has:data.object.cancel_at',
  'related_object.id:ob_*',
];

test('for each event and any condition, the endpoint takes it exactly when the list shows it', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hookline-test-'));
  const { db } = fillFilterStore(dataDir, 1_500, Date.now());
  onTestFinished(() => {
    db.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const reads = createEventReads(db);
  const bodies = createEventBodies(db, createPacking(db));
  const events = reads
    .listEvents({}, null, 2_000)
    .items.filter(({ kind }) => kind !== 'rejected')
    .map(({ seq, source }) => {
      const bytes = bodies.find(seq) ?? Buffer.alloc(0);
      const read = readEventBody(bytes);
      if (read.kind !== 'event') throw new Error('The stored event is none.');
      return { seq, arrival: { envelope: read.envelope, source, payload: jsonOfBytes(bytes) } };
    });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...TERMS), fc.boolean()), { minLength: 1, maxLength: 3 }),
      (chosen) => {
        const condition = chosen.map(([term, isNegated]) => (isNegated ? `-${term}` : term)).join(' ');
        expect(readArrivalCondition(condition).ok).toBe(true);
        const taken = events.filter(({ arrival }) => misfitOf(condition, arrival) === null);
        const listed = reads
          .listMatchingSeqs({ filter: condition })
          .events.map(({ seq }) => seq)
          .toSorted((a, b) => b - a);
        expect(
          taken.map(({ seq }) => seq),
          condition,
        ).toEqual(listed);
      },
    ),
    { numRuns: 150 },
  );
});

test.each([
  ['status:failed', 'not_on_arrival', 'status'],
  ['data.object.x:1 after:2h', 'not_on_arrival', 'after'],
  ['email:ada@example.com', 'not_on_arrival', 'email'],
  ['is:pinned', 'not_on_arrival', 'is'],
  ['endpoint:local', 'not_on_arrival', 'endpoint'],
  ['checkout:cs_1', 'not_on_arrival', 'checkout'],
  ['customer:ada', 'name_on_arrival', 'customer'],
  ['customer:cus_1|ada', 'name_on_arrival', 'customer'],
  ['ada', 'text_on_arrival', null],
  ['-"ada lovelace"', 'text_on_arrival', null],
  ['data.object.x>high', 'not_a_number', null],
])('%s is refused: %s', (condition, code, field) => {
  expect(readArrivalCondition(condition)).toMatchObject({ ok: false, problem: { code, field } });
});

test('what does not fit is named with what the event has there', () => {
  const arrival = {
    envelope: {
      type: 'invoice.paid',
      kind: 'snapshot' as const,
      account: null,
      apiVersion: null,
      livemode: false,
      requestId: null,
      objectId: 'in_1',
      customerId: null,
    },
    source: 'cli',
    payload: { data: { object: { metadata: { env: 'production' }, lines: [{ n: 1 }, { n: 2 }] } } },
  };
  const misfit = (condition: string) => misfitOf(condition, arrival);
  expect(misfit('type:invoice.* data.object.metadata.env:staging')).toEqual({
    term: 'data.object.metadata.env:staging',
    subject: 'data.object.metadata.env',
    found: 'production',
  });
  expect(misfit('data.object.gone:1')).toMatchObject({ subject: 'data.object.gone', found: null });
  expect(misfit('data.object.lines.n>5')).toMatchObject({ found: '1, 2' });
  expect(misfit('account:acct_1')).toMatchObject({ subject: 'account', found: 'own' });
  expect(misfit('customer:cus_1')).toMatchObject({ subject: 'customer', found: null });
  expect(misfit('-type:invoice.paid')).toEqual({
    term: '-type:invoice.paid',
    subject: 'type',
    found: 'invoice.paid',
  });
  // As a later version may have written it.
  expect(misfit('nonsense:1')).toEqual({ term: 'nonsense:1', subject: 'nonsense:1', found: null });
  const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(misfitOf('data.object:x', { ...arrival, payload: { data: { object: deep } } })).toMatchObject({
    found: '[…]',
  });
});
