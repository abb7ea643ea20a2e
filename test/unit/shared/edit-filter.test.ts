// Filters made of what is on screen: a value of the payload becomes the condition that finds it again.
import { expect, test } from 'vitest';
import { termAt, withTerm } from '#shared/domain/filter/edit-filter.ts';
import { printTerm } from '#shared/domain/filter/filter.ts';
import {
  placesIn,
  placesLike,
  openWordOf,
} from '../../../src/renderer/features/event-list/filter-suggestions.ts';

test.each<[(string | number)[], string | null, string | null]>([
  [['data', 'object', 'metadata', 'env'], '"staging"', 'data.object.metadata.env:staging'],
  [['data', 'object', 'metadata', 'my.key'], '"a b"', 'data.object.metadata."my.key":"a b"'],
  [['data', 'object', 'note'], '"5*4 \\"x\\""', 'data.object.note:"5\\*4 \\"x\\""'],
  [['data', 'object', 'amount'], '5000', 'data.object.amount:5000'],
  [['data', 'object', 'text'], '"5000"', 'data.object.text:"5000"'],
  [['data', 'object', 'text'], '"null"', 'data.object.text:"null"'],
  [['data', 'object', 'empty'], '""', 'data.object.empty:""'],
  [['data', 'object', 'paid'], 'true', 'data.object.paid:true'],
  [['data', 'object', 'cancel_at'], 'null', 'data.object.cancel_at:null'],
  [
    ['data', 'object', 'lines', 'data', 0, 'price', 'id'],
    '"price_1"',
    'data.object.lines.data.price.id:price_1',
  ],
  // More digits than can be compared: whether it is there can be asked.
  [['data', 'object', 'huge'], '12345678901234567890', 'has:data.object.huge'],
  [['data', 'object', 'lines'], null, 'has:data.object.lines'],
  [['request', 'id'], '"req_1"', 'request.id:req_1'],
  [['id'], '"evt_1"', 'id:evt_1'],
  [['type'], '"invoice.paid"', 'type:invoice.paid'],
  [['api_version'], '"2026-10-28.endive"', 'api:2026-10-28.endive'],
  [['livemode'], 'false', 'mode:test'],
  [['account'], '"acct_1"', 'account:acct_1'],
  [['created'], '1795000000', null],
  [['pending_webhooks'], '1', null],
  [[], null, null],
])('%j with %s → %s', (path, written, expected) => {
  const term = termAt(path, written);
  expect(term === null ? null : printTerm(term)).toBe(expected);
});

test('it is added to the filter once, and beside a mistake', () => {
  const term = termAt(['data', 'object', 'x'], '"y"');
  if (term === null) throw new Error('There is a term.');
  expect(withTerm('', term)).toBe('data.object.x:y');
  expect(withTerm('type:a data.object.x:y', term)).toBe('type:a data.object.x:y');
  expect(withTerm('type:a status:faild', term)).toBe('type:a data.object.x:y');
  expect(withTerm('type:a', { ...term, negated: true })).toBe('type:a -data.object.x:y');
});

test('paths of the payload on screen are suggested, then their values', () => {
  const places = placesIn({
    id: 'evt_1',
    data: { object: { amount: 5, metadata: { env: 'staging' }, lines: [{ n: 1 }, { n: 2 }, { n: 1 }] } },
    request: null,
  });
  expect(places.map(({ term }) => term)).toEqual([
    'data.object.amount:5',
    'data.object.metadata.env:staging',
    'data.object.lines.n:1',
    'data.object.lines.n:2',
  ]);
  const suggested = (typed: string) => placesLike(openWordOf(typed), places).map(({ text }) => text);
  expect(suggested('env')).toEqual(['data.object.metadata.env:']);
  expect(suggested('type:a -META')).toEqual(['data.object.metadata.env:']);
  expect(suggested('data.object.lines.n:')).toEqual(['data.object.lines.n:1', 'data.object.lines.n:2']);
  expect(suggested('has:data.object.a')).toEqual(['has:data.object.amount']);
  expect(suggested('status:x')).toEqual([]);
  const deep: unknown = JSON.parse(`{"data":${'['.repeat(100_000)}1${']'.repeat(100_000)}}`);
  expect(placesIn(deep)).toHaveLength(0);
});
