// A new event id in an edited body: the event's own id changes, and not one byte besides.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editBody } from '#engine/replay/edit.ts';

const FRESH = /evt_[0-9a-f]{24}/;
const withNewId = (text: string): string =>
  editBody(Buffer.from(text), { signature: 'valid', eventId: 'new' }).toString('utf8');

test.each([
  ['id not first', '{"data":{"object":{"id":"cus_1","object":"customer"}},"id":"evt_1","object":"event"}'],
  ['id only deeper', '{"data":{"object":{"id":"cus_1"}},"object":"event"}'],
  ['an escaped name', '{"data":{"id":"cus_1"},"\\u0069d":"evt_1"}'],
  ['quotes in the id', '{"a":{"id":"x"},"id":"evt_\\"1\\\\"}'],
  ['an id in a text', '{"note":"\\"id\\":\\"evt_0\\"","id":"evt_1"}'],
  ['a number as id', '{"a":{"id":"x"},"id":17}'],
  ['an object as id', '{"a":{"id":"x"},"id":{"id":"evt_1","b":[1,{"c":2}]},"object":"event"}'],
  ['an array as id', '{"id":[1,{"id":"x"},[2]],"object":"event"}'],
  ['null as id', '{"object":"event","id":null}'],
  ['true as id, last of all, with white space', '{ "data" : {"id":"x"} ,\r\n "id"\t: true \n}'],
  ['an empty id', '{"id":"","object":"event"}'],
  [
    'a thin event',
    '{"related_object":{"id":"sub_1","type":"subscription"},"object":"v2.core.event","id":"evt_test_1"}',
  ],
  [
    'an escaped name, every letter',
    '{"data":{"object":{"\\u0069\\u0064":"x"}},"\\u0069\\u0064":"evt_1","object":"event"}',
  ],
  ['one plain and one escaped: the last counts', '{"id":"evt_0","a":{"id":"x"},"\\u0069d":"evt_1"}'],
  ['names that only look like it', '{"Id":"a","id ":"b","\\\\u0069d":"c","id":"evt_1"}'],
  ['two of them: parsers take the last', '{"id":"evt_0","a":{"id":"x"},"id":"evt_1"}'],
  ['a text of five megabytes of escapes', `{"a":"${'\\n'.repeat(2_500_000)}","id":"evt_1"}`],
  [
    'nested deeper than any stack',
    `{"deep":${'['.repeat(100_000)}{"id":"x"}${']'.repeat(100_000)},"id":"evt_1"}`,
  ],
])('%s', (_name, text) => {
  const before = JSON.parse(text) as Record<string, unknown>;
  const edited = withNewId(text);
  const after = JSON.parse(edited) as Record<string, unknown>;
  if (!Object.hasOwn(before, 'id')) return expect(edited).toBe(text);
  expect(after['id']).toMatch(new RegExp(`^${FRESH.source}$`));
  const id = String(after['id']);
  // Taking the new id out again gives what stood there.
  const at = edited.lastIndexOf(`"${id}"`);
  expect(edited.slice(0, at)).toBe(text.slice(0, at));
  expect(text.endsWith(edited.slice(at + id.length + 2))).toBe(true);
});

test('a byte order mark stays in front', () => {
  const edited = withNewId('\ufeff{"data":{"object":{"id":"cus_1"}},"id":"evt_1"}');
  expect(edited).toMatch(/^\ufeff\{"data":\{"object":\{"id":"cus_1"\}\},"id":"evt_[0-9a-f]{24}"\}$/);
});

test('what is no JSON, or no object, stays as it is', () => {
  for (const text of ['', 'id', '"id"', '[{"id":"evt_1"}]', '{"id":"evt_1"', 'null', '{"id" "evt_1"}'])
    expect(withNewId(text)).toBe(text);
});

test('bytes that are no UTF-8 stay as they are', () => {
  const head = Buffer.from('{"x":"');
  const body = Buffer.concat([head, Buffer.from([0xff, 0xfe, 0xc3]), Buffer.from('","id":"evt_1"}')]);
  const edited = editBody(body, { signature: 'valid', eventId: 'new' });
  expect(edited.subarray(0, 9).equals(body.subarray(0, 9))).toBe(true);
  expect(edited.toString('latin1')).toMatch(new RegExp(`","id":"${FRESH.source}"}$`));
});

test('of any object with an id in any place, the top-level id changes and nothing else', () => {
  const inner = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      tie('object'),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
    object: fc.dictionary(
      fc.oneof(fc.constantFrom('id', 'object', '"id"', '\\'), fc.string()),
      tie('value'),
      { maxKeys: 4 },
    ),
  })).object;
  fc.assert(
    fc.property(
      inner,
      fc.string({ unit: 'binary' }),
      fc.nat(5),
      fc.constantFrom(0, 2, '\t'),
      (object, id, place, indent) => {
        const members = Object.entries(object).filter(([name]) => name !== 'id');
        members.splice(Math.min(place, members.length), 0, ['id', id]);
        const text = JSON.stringify(Object.fromEntries(members), null, indent);
        const edited = withNewId(text);
        const fresh = (JSON.parse(edited) as { id: string }).id;
        expect(fresh).toMatch(FRESH);
        const back = Object.fromEntries(
          Object.entries(JSON.parse(edited) as object).map(([name, value]) => [
            name,
            name === 'id' ? id : (value as unknown),
          ]),
        );
        expect(JSON.stringify(back, null, indent)).toBe(text);
      },
    ),
    { numRuns: 300 },
  );
});
