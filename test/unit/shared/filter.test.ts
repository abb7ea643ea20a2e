// The filter language: what is written is what is read, and mistakes are named where they are.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  FILTER_FIELDS,
  PAYLOAD_MEMBERS,
  PAYLOAD_OPERATORS,
  printFilter,
  type Filter,
  type FilterTerm,
} from '#shared/domain/filter/filter.ts';
import { checkValue, KNOWN_VALUES, momentAt, readMoment } from '#shared/domain/filter/filter-values.ts';
import { parseFilter, type FilterProblem } from '#shared/domain/filter/parse-filter.ts';
import {
  foldText,
  hasText,
  indexWordsIn,
  MIN_PREFIX_LENGTH,
  searchTextOf,
  wordsIn,
  wordsToFind,
} from '#shared/domain/filter/search-text.ts';

const word = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    '-',
    '--',
    'type:',
    '-type:x',
    'a|b',
    '"',
    '\\',
    '\\"',
    'a b',
    ' ',
    '\n',
    '18:02',
    '王小明',
    'http://x',
    'é|"\\',
    'data.object.x:1',
    'amount>=5',
    'x.y<3',
    'charge.succeeded',
    'data.object."a',
    'has:data.x|',
    'cancel_at:',
  ),
);
const field = fc.constantFrom(...FILTER_FIELDS);
const condition: fc.Arbitrary<FilterTerm> = field.chain((name) => {
  const known = KNOWN_VALUES[name];
  const value =
    name === 'after' || name === 'before'
      ? fc.constantFrom('10m', '2d', '18:02', '2026-11-26', '2026-11-26T18:02', '2026-02-28T23:59:59Z')
      : known !== undefined
        ? fc.constantFrom(...known)
        : word;
  return fc.record({
    what: fc.constant('condition' as const),
    field: fc.constant(name),
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
    negated: fc.boolean(),
  });
});
const text: fc.Arbitrary<FilterTerm> = fc.record({
  what: fc.constant('text' as const),
  text: word,
  negated: fc.boolean(),
});
const step = fc.oneof(
  word,
  fc.constantFrom('object', 'metadata', '0', 'my.key', 'a:b', 'x>=y', '', 'items[0]', 'ü', "it's"),
);
const path = fc
  .tuple(fc.constantFrom(...PAYLOAD_MEMBERS), fc.array(step, { minLength: 1, maxLength: 4 }))
  .map(([member, steps]) => [member, ...steps]);
const part = fc.oneof(word, fc.constantFrom('', 'a*b', '*', '5000', 'null'));
const payloadValue = fc
  .record({ parts: fc.array(part, { minLength: 1, maxLength: 3 }), quoted: fc.boolean() })
  // Without quotes there are neither stars nor quotes, blanks and bars in it, and it is not empty.
  .filter(
    ({ parts, quoted }) => quoted || (parts.join('*') !== '' && parts.every((one) => !/[\s"|*]/.test(one))),
  );
const payload: fc.Arbitrary<FilterTerm> = fc.oneof(
  fc.record({
    what: fc.constant('payload' as const),
    path,
    operator: fc.constant(':' as const),
    values: fc.array(payloadValue, { minLength: 1, maxLength: 3 }),
    negated: fc.boolean(),
  }),
  fc.record({
    what: fc.constant('payload' as const),
    path,
    operator: fc.constantFrom(...PAYLOAD_OPERATORS.filter((one) => one !== ':')),
    values: fc
      .constantFrom('5000', '-1', '0.5', '1e3', '9007199254740991')
      .map((number) => [{ parts: [number], quoted: false }]),
    negated: fc.boolean(),
  }),
  fc.record({
    what: fc.constant('has' as const),
    paths: fc.array(path, { minLength: 1, maxLength: 3 }),
    negated: fc.boolean(),
  }),
);
const anyFilter: fc.Arbitrary<Filter> = fc.record({
  terms: fc.array(fc.oneof(condition, text, payload), { maxLength: 6 }),
});

describe('what is printed is read as the same', () => {
  test('parse ∘ print is identity on filters, print ∘ parse on what was printed', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const printed = printFilter(filter);
        const read = parseFilter(printed);
        expect(read).toMatchObject({ ok: true, filter });
        if (read.ok) expect(printFilter(read.filter)).toBe(printed);
      }),
      { numRuns: 2_000 },
    );
  });

  test('whatever is typed, it is read or its mistake is named within it; terms stand where they are said to', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 5 }).map((words) => words.join(' ')),
        ),
        (typed) => {
          const read = parseFilter(typed);
          if (!read.ok) {
            const { at, length, text: there } = read.problem;
            expect(typed.slice(at, at + length)).toBe(there);
            return;
          }
          for (const { term, at, end } of read.placed) {
            expect(parseFilter(typed.slice(at, end))).toMatchObject({ ok: true, filter: { terms: [term] } });
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

const conditionOf = (name: string, values: string[], negated = false) => ({
  what: 'condition',
  field: name,
  values,
  negated,
});

const payloadOf = (at: string[], operator: string, values: unknown[], negated = false) => ({
  what: 'payload',
  path: at,
  operator,
  values,
  negated,
});

test.each([
  ['', []],
  ['  \t ', []],
  ['ada', [{ what: 'text', text: 'ada', negated: false }]],
  ['-ada', [{ what: 'text', text: 'ada', negated: true }]],
  ['-', [{ what: 'text', text: '-', negated: false }]],
  ['"ada lovelace"', [{ what: 'text', text: 'ada lovelace', negated: false }]],
  ['"say \\"hi\\""', [{ what: 'text', text: 'say "hi"', negated: false }]],
  ['10:24', [{ what: 'text', text: '10:24', negated: false }]],
  ['TYPE:invoice.*', [conditionOf('type', ['invoice.*'])]],
  [
    'type:invoice.*|charge.* -status:failed|5xx|timeout',
    [
      conditionOf('type', ['invoice.*', 'charge.*']),
      conditionOf('status', ['failed', '5xx', 'timeout'], true),
    ],
  ],
  ['customer:"Ada Lovelace"|cus_1', [conditionOf('customer', ['Ada Lovelace', 'cus_1'])]],
  [
    'data.object.metadata.env:staging',
    [payloadOf(['data', 'object', 'metadata', 'env'], ':', [{ parts: ['staging'], quoted: false }])],
  ],
  [
    '-data.object.metadata."my.key":"a b"|in_*|"5\\*4"',
    [
      payloadOf(
        ['data', 'object', 'metadata', 'my.key'],
        ':',
        [
          { parts: ['a b'], quoted: true },
          { parts: ['in_', ''], quoted: false },
          { parts: ['5*4'], quoted: true },
        ],
        true,
      ),
    ],
  ],
  [
    'data.object.amount>=5000',
    [payloadOf(['data', 'object', 'amount'], '>=', [{ parts: ['5000'], quoted: false }])],
  ],
  [
    'data.object.lines[0].price:null',
    [payloadOf(['data', 'object', 'lines', '0', 'price'], ':', [{ parts: ['null'], quoted: false }])],
  ],
  [
    'has:data.object.cancel_at|request.id',
    [
      {
        what: 'has',
        paths: [
          ['data', 'object', 'cancel_at'],
          ['request', 'id'],
        ],
        negated: false,
      },
    ],
  ],
  ['charge.succeeded', [{ what: 'text', text: 'charge.succeeded', negated: false }]],
  ['"data.object.x:1"', [{ what: 'text', text: 'data.object.x:1', negated: false }]],
  ['after:10m before:18:02', [conditionOf('after', ['10m']), conditionOf('before', ['18:02'])]],
])('%s', (typed, terms) => {
  expect(parseFilter(typed)).toMatchObject({ ok: true, filter: { terms } });
});

test.each<[string, Partial<FilterProblem>]>([
  ['typ:x', { code: 'unknown_field', at: 0, length: 3, nearest: 'type' }],
  ['ada -custmer:x', { code: 'unknown_field', at: 5, length: 7, nearest: 'customer' }],
  ['http://x', { code: 'unknown_field', text: 'http', nearest: null }],
  ['type:', { code: 'missing_value', at: 0, length: 5, field: 'type' }],
  ['type:a|', { code: 'missing_value', field: 'type' }],
  ['status:faild', { code: 'bad_value', at: 7, length: 5, field: 'status', nearest: 'failed' }],
  ['status:600', { code: 'bad_value', field: 'status' }],
  ['after:yesterday', { code: 'bad_value', field: 'after' }],
  ['after:2026-02-31', { code: 'bad_value', field: 'after' }],
  ['"ada', { code: 'unclosed_quote', at: 0, length: 4 }],
  ['type:"ada', { code: 'unclosed_quote', at: 5, field: 'type' }],
  ['"ada"x', { code: 'after_quote', at: 4 }],
  ['x"ada"', { code: 'after_quote', at: 0 }],
  ['x'.repeat(2_001), { code: 'too_long' }],
  ['dat.object.x:1', { code: 'unknown_member', at: 0, length: 3, nearest: 'data' }],
  ['metadata.env:x', { code: 'unknown_member', text: 'metadata', nearest: 'data.object.metadata' }],
  ['-object.id:x', { code: 'unknown_member', at: 1, nearest: 'data.object' }],
  ['example.com:80', { code: 'unknown_member', text: 'example', nearest: null }],
  ['amount>=5000', { code: 'no_path', text: 'amount', nearest: 'data.object.amount>=' }],
  ['amount:5000', { code: 'unknown_field', text: 'amount', nearest: 'data.object.amount' }],
  ['cancel_at:null', { code: 'unknown_field', text: 'cancel_at', nearest: 'data.object.cancel_at' }],
  ['status>=500', { code: 'not_comparable', text: '>=', at: 6, field: 'status' }],
  ['data.object.amount>=', { code: 'missing_value', at: 0, length: 20 }],
  ['data.object.x:a|', { code: 'missing_value' }],
  ['data.object.amount>=high', { code: 'not_a_number', at: 20, text: 'high' }],
  ['data.object.amount>="5"', { code: 'not_a_number' }],
  ['data.object.amount>5|6', { code: 'one_number', at: 20, length: 1 }],
  ['data.object.amount>9007199254740993', { code: 'inexact_number', text: '9007199254740993' }],
  ['data..x:1', { code: 'bad_path', at: 0 }],
  ['data.object."my.key:x', { code: 'unclosed_quote', at: 12 }],
  ['data.object.x:"a"b', { code: 'after_quote' }],
  ['has:', { code: 'missing_value' }],
  ['has:amount', { code: 'unknown_member', at: 4, nearest: 'data.object.amount' }],
  ['has:data.object.x:1', { code: 'bad_path' }],
])('%s is refused where the mistake is', (typed, problem) => {
  expect(parseFilter(typed)).toMatchObject({ ok: false, problem });
});

test('every known value of every field is accepted', () => {
  for (const name of FILTER_FIELDS) {
    for (const value of KNOWN_VALUES[name] ?? [])
      expect(checkValue(name, value), `${name}:${value}`).toMatchObject({ ok: true });
  }
});

describe('moments', () => {
  const now = new Date(2026, 10, 26, 12, 30).getTime();
  const at = (value: string): number => {
    const moment = readMoment(value);
    if (moment === null) throw new Error(`${value} is no moment.`);
    return momentAt(moment, now);
  };
  test.each([
    ['10m', now - 600_000],
    ['1w', now - 7 * 86_400_000],
    ['12:00', new Date(2026, 10, 26, 12, 0).getTime()],
    ['18:02', new Date(2026, 10, 25, 18, 2).getTime()],
    ['2026-11-20', new Date(2026, 10, 20).getTime()],
    ['2026-11-20T08:15:30', new Date(2026, 10, 20, 8, 15, 30).getTime()],
    ['2026-11-20T08:15:30Z', Date.UTC(2026, 10, 20, 8, 15, 30)],
    ['2026-11-20T08:15+02:00', Date.UTC(2026, 10, 20, 6, 15)],
  ])('%s', (value, expected) => expect(at(value)).toBe(expected));
  test.each(['', '10', '10x', '25:00', '2026-13-01', '18:02Z', '2026-11-20Z', '-5m'])('%s is none', (value) =>
    expect(readMoment(value)).toBeNull(),
  );
});

describe('text', () => {
  test('a very long text has the words it had in pieces; of a long word an index has the beginning', () => {
    const sentence = 'ada lovelace, 小明 charge.succeeded (cus_1) ';
    expect([...indexWordsIn(sentence.repeat(5_000))]).toEqual(wordsIn(sentence));
    const huge = `first ${'x'.repeat(5 * 1024 * 1024)} 王${'小明'.repeat(100_000)}y last`;
    expect([...indexWordsIn(huge)]).toEqual(['first', 'xxxxxxxxxxxxxxxx~', '王', '小', '明', 'y', 'last']);
  });

  test('whatever is found in a text, an index of its words finds, however long they are', () => {
    const letters = fc.constantFrom('a', 'b', 'ａ', 'é', '王', '𠮷', '𝒳', '_', ' ', '-', '😀');
    const longish = fc.array(letters, { maxLength: 90 }).map((all) => all.join(''));
    fc.assert(
      fc.property(longish, fc.nat(), fc.nat({ max: 60 }), (raw, from, length) => {
        const folded = foldText(raw);
        const all = Array.from(folded);
        const start = from % (all.length + 1);
        const wanted = all.slice(start, start + length).join('');
        if (!hasText(folded, wanted)) return;
        const there = [...indexWordsIn(folded)];
        for (const { word: toFind, isPrefix, beginning } of wordsToFind(wanted)) {
          const fits = (one: string): boolean =>
            one === beginning || (isPrefix ? one.startsWith(toFind) : one === toFind);
          expect(there.some(fits), `${wanted} in ${folded}`).toBe(true);
        }
      }),
      { numRuns: 5_000 },
    );
  });

  const searched = searchTextOf({
    id: 'evt_1',
    data: {
      object: {
        customer: 'cus_Ab12',
        name: 'Zoë Größmann',
        email: 'zoe@Example.com',
        chinese: '王小明',
        amount: 1500,
      },
    },
    url: 'https://pay.stripe.com/invoice/acct_1/test_YWNjdF8xMDMyRDgyZVp2S1lsbzJD',
  });
  test.each([
    ['zoe', true],
    ['ZOË GRO', true],
    ['größm', true],
    ['example.com', true],
    ['zoe@exa', true],
    ['cus_ab12', true],
    ['小明', true],
    ['王', true],
    ['zo', false],
    ['zoë gr', false],
    ['zoe@ex', false],
    ['oë', false],
    ['xample', false],
    ['1500', false],
    ['amount', false],
    ['test_YWNj', false],
  ])('%s', (wanted, found) => expect(hasText(searched, foldText(wanted))).toBe(found));

  test('what is found begins with a word that is there', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        fc.nat(),
        fc.nat({ max: 8 }),
        (raw, from, length) => {
          const folded = foldText(raw);
          const letters = Array.from(folded);
          const start = from % (letters.length + 1);
          const wanted = letters.slice(start, start + length).join('');
          const words = wordsIn(wanted);
          if (!hasText(folded, wanted) || words.length === 0) return;
          const there = wordsIn(folded);
          // All but the last are whole words; so an index of words finds whatever is found.
          for (const one of words.slice(0, -1)) expect(there).toContain(one);
          const last = words.at(-1) ?? '';
          const isPrefix = last.length >= MIN_PREFIX_LENGTH && wanted.endsWith(last);
          expect(there.some((one) => (isPrefix ? one.startsWith(last) : one === last))).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
