// At 50,000 events, the index finds exactly what the condition alone finds: for pages, counts and bulk selections.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DELIVERY_ERROR_CLASSES, DELIVERY_STATES } from '#shared/domain/delivery.ts';
import {
  FILTER_FIELDS,
  printFilter,
  type FilterField,
  type FilterTerm,
} from '#shared/domain/filter/filter.ts';
import { KNOWN_VALUES } from '#shared/domain/filter/filter-values.ts';
import { filterFrom } from '#shared/domain/filter/parse-filter.ts';
import { conditionOf } from '#engine/store/event-filter.ts';
import { createEventReads, type EventReads } from '#engine/store/event-reads.ts';
import { fillFilterStore, NOTES, TYPES, type FilterStore } from '../support/filter-store.ts';

// Some 30 s on a machine of its own.
vi.setConfig({ testTimeout: 120_000 });

const COUNT = 50_000;
/** Moments are relative to it; the reads take a later one, and no event is near a moment of the filters here. */
const NOW = Date.now();

let dataDir: string;
let store: FilterStore;
let reads: EventReads;
let rejected: Set<number>;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'hookline-test-'));
  store = fillFilterStore(dataDir, COUNT, NOW);
  reads = createEventReads(store.db);
  rejected = new Set(
    store.db.prepare<[], number>("SELECT seq FROM events WHERE kind = 'rejected'").pluck().all(),
  );
}, 120_000);
afterAll(() => {
  store.db.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** What the condition of one term says of every event, newest first; kept, since terms come again in many filters. */
const truths = new Map<string, number[]>();
function truthOf(term: FilterTerm): number[] {
  const key = printFilter({ terms: [term] });
  const known = truths.get(key);
  if (known !== undefined) return known;
  const { sql, parameters } = conditionOf({ terms: [term] }, NOW);
  const found = store.db
    .prepare<[Record<string, unknown>], number>(
      `SELECT e.seq FROM events e LEFT JOIN customer_labels c ON c.account = e.account AND c.customer_id = e.customer_id
       WHERE ${sql} ORDER BY e.seq DESC`,
    )
    .pluck()
    .all(parameters);
  truths.set(key, found);
  return found;
}

let everySeq: number[] | null = null;
function expected(terms: readonly FilterTerm[]): number[] {
  everySeq ??= store.db.prepare<[], number>('SELECT seq FROM events ORDER BY seq DESC').pluck().all();
  const sets = terms.map((term) => new Set(truthOf(term)));
  return everySeq.filter((seq) => sets.every((set) => set.has(seq)));
}

const VALUES: Partial<Record<FilterField, readonly string[]>> = {
  type: [
    ...TYPES,
    '*',
    'invoice.*',
    '*.created',
    'odd.[*',
    '*ï*',
    'no.such',
    'INVOICE.paid',
    'customer.*.up*',
  ],
  status: [...DELIVERY_STATES, ...DELIVERY_ERROR_CLASSES, '2xx', '3xx', '4xx', '5xx', '404', '200', '299'],
  customer: ['cus_big', 'cus_7', 'cus_*', 'cus_1*', 'CUS_7', 'ada', 'Late', 'bertha b', 'gold', 'x', '*'],
  email: [
    'ada@example.com',
    'ADA@example.com',
    '*@example.com',
    'c1*',
    'ÄDA@x.de',
    'ärger@example.com',
    'no@x',
  ],
  object: ['ob_7', 'ob_1*', '*1', 'OB_7', 'cus_7', '*'],
  request: ['req_7', 'req_1*', '*9', 'REQ_7'],
  checkout: ['cs_test_1', 'cs_test_*', 'cs_none', 'cs_test_2'],
  trigger: ['tr_1', 'tr_2', 'tr_*', '*'],
  endpoint: ['local', 'LOCAL', 'ep_*', 'billing service', 'Ärger [*] "x"', 'old*', 'nothing', '*'],
  account: ['own', 'acct_one', 'acct_*', 'acct_two', 'acct_Two', '*', 'o*'],
  api: ['2024-06-20', '2025-*', '*', '2023-*', '2026-10-28.ENDIVE'],
  id: [
    'evt_0000042',
    'evt_*',
    'evt_00001*',
    'evt_*9',
    '*7',
    'odd_[*',
    'EVT_0000042',
    'evt_0049@*',
    'evt_x',
    'req_*',
  ],
  after: ['1h', '2d', '9d', '2020-01-01', '5w'],
  before: ['1h', '2d', '9d', '2020-01-01', '3h'],
};
const valuesOf = (field: FilterField): readonly string[] => VALUES[field] ?? KNOWN_VALUES[field] ?? [];

/** Each is looked for in 50,000 payloads twice. */
const TEXTS = [
  'gold-needle',
  'ADA love',
  'EVT_0000042',
  'evt_zz9',
  // The beginning of a word of 66 letters, short and long.
  'cs_test_a1b2c3',
  'cs_test_a1B2c3D4e5F6g7H8i9J0',
  NOTES[5],
  '小明',
  'o’brien "q"',
  'ärger@example.com',
];

const condition: fc.Arbitrary<FilterTerm> = fc.constantFrom(...FILTER_FIELDS).chain((field) =>
  fc.record({
    what: fc.constant('condition' as const),
    field: fc.constant(field),
    values: fc.array(fc.constantFrom(...valuesOf(field)), { minLength: 1, maxLength: 3 }),
    negated: fc.boolean().map((one) => one && field !== 'checkout'),
  }),
);
const text: fc.Arbitrary<FilterTerm> = fc.record({
  what: fc.constant('text' as const),
  text: fc.constantFrom(...TEXTS),
  negated: fc.constant(false),
});

/** Conditions on the payload, some of which the index of words narrows down. */
const PAYLOAD = [
  'data.object.metadata.env:staging',
  'data.object.metadata.note:gold*',
  'data.object.metadata.note:"see evt_0000042 *"',
  'data.object.metadata.note:cs_test_a1B2c3D4e5F6g7*',
  `data.object.metadata.note:${NOTES[6]}`,
  'data.object.metadata."my.key":"y z"',
  'data.object.amount>=9000',
  'data.object.amount:42|999|9e3',
  'data.object.lines.quantity<=1',
  '-has:data.object.customer',
  'related_object.id:ob_7',
  'request.id:req_7|req_8',
] as const;
const payload = fc.constantFrom(...PAYLOAD).map((one) => filterFrom(one).terms[0] as FilterTerm);

/** All pages of a list. */
function listed(filter: string, limit: number): number[] {
  const found: number[] = [];
  for (let cursor: number | null = null, more = true; more; more = cursor !== null) {
    const page = reads.listEvents({ filter }, cursor, limit);
    found.push(...page.items.map(({ seq }) => seq));
    cursor = page.nextCursor;
  }
  return found;
}
const selected = (filter: string): number[] =>
  reads
    .listMatchingSeqs({ filter })
    .events.map(({ seq }) => seq)
    .toSorted((a, b) => b - a);

/** Page by page, and what a bulk operation would take. */
function check(terms: readonly FilterTerm[]): void {
  const filter = printFilter({ terms });
  const truth = expected(terms);
  if (truth.length > 5_000) {
    const first = reads.listEvents({ filter }, null, 50);
    const second = reads.listEvents({ filter }, first.nextCursor, 50);
    const both = [...first.items, ...second.items].map(({ seq }) => seq);
    expect(both, filter).toEqual(truth.slice(0, 100));
    return;
  }
  if (truth.length <= 600) expect(listed(filter, 300), filter).toEqual(truth);
  expect(selected(filter), filter).toEqual(truth.filter((seq) => !rejected.has(seq)));
}

describe('the index finds what the condition alone does', () => {
  test.each(FILTER_FIELDS)('%s: each value alone and negated', (field) => {
    for (const [place, value] of valuesOf(field).entries()) {
      for (const negated of place < 3 ? [false, true] : [false]) {
        const term: FilterTerm = { what: 'condition', field, values: [value], negated };
        const filter = printFilter({ terms: [term] });
        expect(filterFrom(filter).terms).toEqual([term]);
        const truth = expected([term]);
        const page = reads.listEvents({ filter }, null, 200).items.map(({ seq }) => seq);
        expect(page, filter).toEqual(truth.slice(0, 200));
        // What is old and indexed.
        const older = reads.listEvents({ filter }, 5_000, 50).items.map(({ seq }) => seq);
        expect(older, filter).toEqual(truth.filter((seq) => seq < 5_000).slice(0, 50));
        if (!negated) expect(selected(filter), filter).toEqual(truth.filter((seq) => !rejected.has(seq)));
      }
    }
  });

  test('every text', () => {
    for (const wanted of TEXTS) {
      const term: FilterTerm = { what: 'text', text: wanted, negated: false };
      check([term]);
    }
  });

  test('every condition on the payload', () => {
    for (const one of PAYLOAD) check(filterFrom(one).terms);
  });

  test('any combination, page by page and as a bulk selection', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            { arbitrary: condition, weight: 4 },
            { arbitrary: text, weight: 1 },
            { arbitrary: payload, weight: 1 },
          ),
          { minLength: 1, maxLength: 3 },
        ),
        (terms) => {
          check(terms);
        },
      ),
      { numRuns: 80 },
    );
  });
});
