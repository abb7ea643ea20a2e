// Taking events out of a list with their own text.
import { expect, test } from 'vitest';
import { readEventList, readListed } from '#engine/stripe-events/read-list.ts';

const event = {
  id: 'evt_1',
  object: 'event',
  created: 12,
  type: 'invoice.paid',
  data: { object: { a: [1] } },
};

test('pretty, minified and empty lists', () => {
  const list = { object: 'list', data: [event], has_more: true };
  const pretty = readEventList(JSON.stringify(list, null, 2), null);
  expect(pretty?.events[0]?.bytes.toString()).toBe(JSON.stringify(event, null, 2));
  expect(pretty).toMatchObject({ hasMore: true, nextPage: null, lastId: 'evt_1' });
  expect(pretty?.events[0]?.created.toUnixMs()).toBe(12_000);
  const minified = readEventList(JSON.stringify(list), null);
  expect(minified?.events[0]?.bytes.toString()).toBe(JSON.stringify(event));
  expect(readEventList('{"data":[],"has_more":false}', null)).toEqual({
    events: [],
    hasMore: false,
    lastId: null,
    nextPage: null,
  });
  expect(readEventList('{"error":{}}', null)).toBeNull();
  expect(readEventList('<html>', null)).toBeNull();
});

test('the account is named where the list does not, right behind what it is, and only there', () => {
  const added = readListed(JSON.stringify(event, null, 2), 'acct_1');
  expect(added?.account).toBe('acct_1');
  const { id, object, ...rest } = event;
  expect(added?.bytes.toString()).toBe(JSON.stringify({ id, object, account: 'acct_1', ...rest }, null, 2));
  expect(JSON.parse(readListed(JSON.stringify(event), 'acct_1')?.bytes.toString() ?? '')).toMatchObject({
    account: 'acct_1',
  });
  const named = JSON.stringify({ ...event, account: 'acct_2' });
  expect(readListed(named, 'acct_1')).toMatchObject({ account: 'acct_2', bytes: Buffer.from(named) });
  const thin = JSON.stringify({
    id: 'evt_t',
    object: 'v2.core.event',
    type: 'v1.a',
    created: '2026-01-01T00:00:00Z',
  });
  expect(readListed(thin, 'acct_1')?.bytes.toString()).toBe(thin);
});

test('what is no event is left out, not failed over', () => {
  const list = {
    data: [{ id: 1 }, null, { id: 'evt_1', type: 'a', created: 'never' }, event],
    has_more: false,
  };
  expect(readEventList(JSON.stringify(list), null)?.events.map(({ id }) => id)).toEqual(['evt_1']);
});

test('the next page begins after the last item, also where that is no event that can be read', () => {
  const list = { data: [event, { id: 'evt_odd', type: 'a', created: 'never' }], has_more: true };
  expect(readEventList(JSON.stringify(list), null)).toMatchObject({ hasMore: true, lastId: 'evt_odd' });
});
