// Conditions on the payload: what each operator and value means, on payloads of any shape.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  PAYLOAD_OPERATORS,
  printTerm,
  type FilterHas,
  type FilterPayload,
} from '#shared/domain/filter/filter.ts';
import {
  exactNumber,
  fitsPayload,
  numbersIn,
  payloadValueOf,
  sizesOf,
  valuesAt,
} from '#shared/domain/filter/payload-condition.ts';
import { filterFrom } from '#shared/domain/filter/parse-filter.ts';
import { isObject } from '#shared/domain/json-read.ts';

const PAYLOAD = {
  data: {
    object: {
      amount: 5000,
      zero: 0,
      huge: 1e300,
      text: '5000',
      price: '12.50',
      cancel_at: null,
      paid: true,
      name: 'Ada "the" Lovelace',
      stars: '5*4',
      empty: '',
      none: [],
      metadata: { env: 'staging', 'my.key': 'x', 'a b': '1', __proto__x: 'p', '0': 'zero', null: 'null' },
      lines: [
        { price: { id: 'price_1' }, quantity: 1 },
        { price: { id: 'price_2' }, quantity: 7 },
      ],
      nested: [[['deep']], 'flat'],
    },
    previous_attributes: { status: 'past_due' },
  },
  request: { id: 'req_1', idempotency_key: null },
};

const fits = (filter: string, payload: unknown = PAYLOAD): boolean =>
  filterFrom(filter).terms.every((term) => fitsPayload(payload, term as FilterPayload | FilterHas));

test.each([
  ['data.object.metadata.env:staging', true],
  ['data.object.metadata.env:Staging', false],
  ['data.object.metadata.env:production|staging', true],
  ['-data.object.metadata.env:production', true],
  ['data.object.metadata.env:sta*', true],
  ['data.object.metadata.env:*g*g*g', false],
  ['data.object.metadata."my.key":x', true],
  ['data.object.metadata.my.key:x', false],
  ['data.object.metadata."a b":1', true],
  ['data.object.metadata.0:zero', true],
  ['data.object.metadata.none:x', false],
  ['-data.object.metadata.none:x', true],
  ['data.object.metadata.toString:*', false],
  ['data.object.metadata.null:"null"', true],
  ['data.object.amount:5000', true],
  ['data.object.amount:5e3', true],
  ['data.object.amount:"5000"', false],
  ['data.object.text:5000', true],
  ['data.object.text:"5000"', true],
  ['data.object.amount:50*', false],
  ['data.object.amount>=5000', true],
  ['data.object.amount>5000', false],
  ['data.object.amount<5000.5', true],
  ['data.object.amount<=4999', false],
  ['data.object.huge>9007199254740991', true],
  ['data.object.price>12', true],
  ['data.object.price<12.5', false],
  ['data.object.name>=0', false],
  ['-data.object.name>=0', true],
  ['data.object.cancel_at<1', false],
  ['data.object.cancel_at:null', true],
  ['data.object.cancel_at:"null"', false],
  ['data.object.gone:null', false],
  ['data.object.paid:true', true],
  ['data.object.paid:"true"', false],
  ['data.object.paid:false', false],
  ['data.object.zero:0', true],
  ['data.object.zero:-0', true],
  ['data.object.name:"Ada \\"the\\" Lovelace"', true],
  ['data.object.name:"Ada *"', true],
  ['data.object.stars:"5\\*4"', true],
  ['data.object.stars:"5\\*"', false],
  ['data.object.empty:""', true],
  ['data.object.empty:*', true],
  ['data.object.lines.price.id:price_2', true],
  ['data.object.lines.1.price.id:price_2', true],
  ['data.object.lines[0].price.id:price_2', false],
  ['data.object.lines.quantity>5', true],
  ['data.object.lines.9.quantity>0', false],
  ['data.object.nested:deep', true],
  ['data.object.lines:*', false],
  ['data.object:*', false],
  ['data.previous_attributes.status:past_due', true],
  ['request.id:req_*', true],
  ['has:data.object.amount', true],
  ['has:data.object.zero', true],
  ['has:data.object.empty', true],
  ['has:data.object.none', true],
  ['has:data.object.cancel_at', false],
  ['has:data.object.gone', false],
  ['-has:data.object.cancel_at', true],
  ['has:data.object.cancel_at|data.object.paid', true],
  ['has:data.object.lines.price', true],
  ['has:request', true],
])('%s is %s', (filter, expected) => expect(fits(filter)).toBe(expected));

describe('any payload', () => {
  test.each([
    ['no JSON at all', undefined],
    ['null', null],
    ['a number', 5],
    ['a text', 'data'],
    ['a list', [{ data: { object: 1 } }]],
    ['null on the way', { data: null }],
  ])('%s fits no condition, and every negated one', (_, payload) => {
    for (const condition of [
      'data.object.x:*',
      'data.object.x>=0',
      'has:data.object.x',
      'data.object.x:null',
    ]) {
      expect(fits(condition, payload)).toBe(false);
      expect(fits(`-${condition}`, payload)).toBe(true);
    }
  });

  test('one nested 200,000 deep, and one with a million elements', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(200_000)}{"x":"bottom"}${']'.repeat(200_000)}`);
    expect(fits('data.object.x:bottom', { data: { object: deep } })).toBe(true);
    const wide = Array.from({ length: 1_000_000 }, (__, index) => index);
    expect(fits('data.object>=999999', { data: { object: wide } })).toBe(true);
    expect(fits('data.object.x:1', { data: { object: wide } })).toBe(false);
  });

  test('a pattern of many stars takes no longer than it is', () => {
    const value = 'a'.repeat(100_000);
    expect(fits(`data.object:${'*a'.repeat(200)}*b`, { data: { object: value } })).toBe(false);
  });
});

test('every value of any payload is found by the condition made of its path and itself, read as it is printed', () => {
  const places = (value: unknown, path: string[]): [string[], string | number | boolean | null][] =>
    Array.isArray(value)
      ? value.flatMap((one, index) => places(one, [...path, String(index)]))
      : isObject(value)
        ? Object.entries(value).flatMap(([key, one]) => places(one, [...path, key]))
        : [[path, value as string | number | boolean | null]];
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (object) => {
      // As it comes over the wire.
      const payload: unknown = JSON.parse(JSON.stringify({ data: { object } }));
      for (const [path, value] of places(payload, [])) {
        if (typeof value === 'number' && exactNumber(String(value)) === null) continue;
        const term: FilterPayload = {
          what: 'payload',
          path,
          operator: ':',
          values: [payloadValueOf(value)],
          negated: false,
        };
        expect(valuesAt(payload, path)).toContainEqual(value);
        expect(filterFrom(printTerm(term)).terms).toEqual([term]);
        expect(fitsPayload(payload, term), printTerm(term)).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});

describe('numbers', () => {
  test('whatever number fits a condition, an index of sizes by name finds it', () => {
    const number = fc.oneof(
      fc.integer().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.constantFrom(
        '0',
        '-0',
        '0.5',
        '-0.5',
        '9',
        '10',
        '-10',
        '999',
        '1000',
        '1e21',
        '1e22',
        '1e400',
        '-1e400',
        '1e-400',
      ),
    );
    const limit = number.filter((one) => exactNumber(one) !== null);
    fc.assert(
      fc.property(
        number,
        limit,
        fc.constantFrom(...PAYLOAD_OPERATORS),
        fc.boolean(),
        (value, than, operator, isText) => {
          const written = isText ? JSON.stringify(value) : value.replace('e+', 'e');
          const payload: unknown = JSON.parse(`{"data":{"list":[[{"x":[${written}]}]]}}`);
          const term = filterFrom(`data.list.x${operator}${than}`).terms[0] as FilterPayload;
          if (!fitsPayload(payload, term)) return;
          const found = numbersIn(payload);
          expect(sizesOf(term)?.name).toBe('x');
          expect(
            found.some(([name, size]) => name === 'x' && sizesOf(term)?.sizes.includes(size) === true),
          ).toBe(true);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test.each([
    ['5000', 5000],
    ['-0', 0],
    ['1.50', 1.5],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', null],
    ['0.1234567890123456', null],
    ['1e400', null],
    ['05', null],
    ['5,000', null],
    ['0x10', null],
    ['', null],
    [' 5', null],
  ])('%s', (written, expected) => expect(exactNumber(written)).toBe(expected));

  test('a comparison with an integer is exact, also with integers that JSON cannot be read exactly with', () => {
    const integer = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });
    const limit = fc.maxSafeInteger();
    fc.assert(
      fc.property(fc.oneof(integer, fc.maxSafeInteger().map(BigInt)), limit, (value, than) => {
        const payload: unknown = JSON.parse(`{"data":{"x":${value}}}`);
        expect(fits(`data.x>${than}`, payload)).toBe(value > BigInt(than));
        expect(fits(`data.x<=${than}`, payload)).toBe(value <= BigInt(than));
        expect(fits(`data.x:${than}`, payload)).toBe(value === BigInt(than));
      }),
      { numRuns: 2_000 },
    );
  });
});
