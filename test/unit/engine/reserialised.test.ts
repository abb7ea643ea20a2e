// What a body looks like after it was parsed and serialised again, against what the languages themselves wrote (recorded).
import { describe, expect, test } from 'vitest';
import { isSignedOver, signBodies } from '#engine/signature/signature-check.ts';
import { reserialisedBodies } from '#engine/signature/reserialised.ts';
import type { Serialiser } from '#shared/domain/find-out.ts';
import Stripe from 'stripe';

const TICK = '`';
const DEL = '\x7f';

const BODY = String.raw`{
  "id": "evt_1",
  "object": "event",
  "b": "a/b <tag> & 'q' + ${TICK}x${TICK} = \"quoted\" \\ back",
  "a": "王小明 é 😀 \u007f",
  "url": "https://x.test/?a=1&b=2",
  "metadata": {},
  "list": [],
  "nested": {"z": 1795422567, "y": [1, 2.5, 20.0, -3], "10": true, "2": null},
  "ctl": "\u0001\u001f\n\t"
}`;

const RECORDED: [program: string, serialiser: Serialiser, text: string][] = [
  [
    'Python 3.11, json.dumps',
    'python',
    String.raw`{"id": "evt_1", "object": "event", "b": "a/b <tag> & 'q' + ${TICK}x${TICK} = \"quoted\" \\ back", "a": "\u738b\u5c0f\u660e \u00e9 \ud83d\ude00 \u007f", "url": "https://x.test/?a=1&b=2", "metadata": {}, "list": [], "nested": {"z": 1795422567, "y": [1, 2.5, 20.0, -3], "10": true, "2": null}, "ctl": "\u0001\u001f\n\t"}`,
  ],
  [
    'Python 3.11, json.dumps with compact separators',
    'python',
    String.raw`{"id":"evt_1","object":"event","b":"a/b <tag> & 'q' + ${TICK}x${TICK} = \"quoted\" \\ back","a":"\u738b\u5c0f\u660e \u00e9 \ud83d\ude00 \u007f","url":"https://x.test/?a=1&b=2","metadata":{},"list":[],"nested":{"z":1795422567,"y":[1,2.5,20.0,-3],"10":true,"2":null},"ctl":"\u0001\u001f\n\t"}`,
  ],
  [
    'PHP 8.2, json_encode of objects',
    'php',
    String.raw`{"id":"evt_1","object":"event","b":"a\/b <tag> & 'q' + ${TICK}x${TICK} = \"quoted\" \\ back","a":"\u738b\u5c0f\u660e \u00e9 \ud83d\ude00 ${DEL}","url":"https:\/\/x.test\/?a=1&b=2","metadata":{},"list":[],"nested":{"z":1795422567,"y":[1,2.5,20,-3],"10":true,"2":null},"ctl":"\u0001\u001f\n\t"}`,
  ],
  [
    'PHP 8.2, json_encode of arrays',
    'php',
    String.raw`{"id":"evt_1","object":"event","b":"a\/b <tag> & 'q' + ${TICK}x${TICK} = \"quoted\" \\ back","a":"\u738b\u5c0f\u660e \u00e9 \ud83d\ude00 ${DEL}","url":"https:\/\/x.test\/?a=1&b=2","metadata":[],"list":[],"nested":{"z":1795422567,"y":[1,2.5,20,-3],"10":true,"2":null},"ctl":"\u0001\u001f\n\t"}`,
  ],
  [
    'Ruby 3.1, JSON.generate',
    'rails',
    String.raw`{"id":"evt_1","object":"event","b":"a/b <tag> & 'q' + ${TICK}x${TICK} = \"quoted\" \\ back","a":"王小明 é 😀 ${DEL}","url":"https://x.test/?a=1&b=2","metadata":{},"list":[],"nested":{"z":1795422567,"y":[1,2.5,20.0,-3],"10":true,"2":null},"ctl":"\u0001\u001f\n\t"}`,
  ],
  [
    'Go 1.19, json.Marshal of a map',
    'go',
    String.raw`{"a":"王小明 é 😀 ${DEL}","b":"a/b \u003ctag\u003e \u0026 'q' + ${TICK}x${TICK} = \"quoted\" \\ back","ctl":"\u0001\u001f\n\t","id":"evt_1","list":[],"metadata":{},"nested":{"10":true,"2":null,"y":[1,2.5,20,-3],"z":1795422567},"object":"event","url":"https://x.test/?a=1\u0026b=2"}`,
  ],
];

describe('as written by', () => {
  const forms = reserialisedBodies(Buffer.from(BODY));
  const textsOf = (serialiser: Serialiser): string[] =>
    forms.filter(({ serialisers }) => serialisers.includes(serialiser)).map(({ bytes }) => bytes.toString());

  test.each(RECORDED)('%s', (_program, serialiser, text) => {
    expect(textsOf(serialiser)).toContain(text);
  });

  test('this JavaScript', () => {
    expect(textsOf('javascript')).toEqual([JSON.stringify(JSON.parse(BODY))]);
  });

  // Not recorded: from the sources named in reserialised.ts.
  test('.NET and Gson, which escape what HTML would read', () => {
    expect(
      textsOf('dotnet').some((text) =>
        text.includes(String.raw`\u003Ctag\u003E \u0026 \u0027q\u0027 \u002B \u0060x\u0060`),
      ),
    ).toBe(true);
    expect(
      textsOf('gson').some((text) => text.includes(String.raw`\u003ctag\u003e \u0026 \u0027q\u0027`)),
    ).toBe(true);
  });

  test('each form is there once, and none is the body itself', () => {
    const texts = forms.map(({ bytes }) => bytes.toString());
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts).not.toContain(BODY);
    const compact = JSON.stringify({ id: 'evt_1', amount: 1 });
    expect(reserialisedBodies(Buffer.from(compact)).map(({ bytes }) => bytes.toString())).not.toContain(
      compact,
    );
  });
});

test.each([
  ['no JSON', 'hello'],
  ['nothing', ''],
  ['a broken object', '{"id": '],
])('%s has no other form', (_name, text) => {
  expect(reserialisedBodies(Buffer.from(text))).toEqual([]);
});

test('members with one name are one, names are sorted by their bytes, and integer names stay where they are', () => {
  const forms = reserialisedBodies(Buffer.from('{"b": 1, "10": 2, "b": 3, "\uff61": 4, "\ud83d\ude00": 5}'));
  const texts = forms.map(({ bytes }) => bytes.toString());
  expect(texts).toContain('{"b": 3, "10": 2, "\uff61": 4, "\ud83d\ude00": 5}');
  expect(texts).toContain('{"10":2,"b":3,"\uff61":4,"\ud83d\ude00":5}');
});

test('of a large or deeply nested body only JavaScript’s form is made', () => {
  const deep = Buffer.from(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);
  expect(reserialisedBodies(deep)).toEqual([]);
  const spaced = Buffer.from(
    JSON.stringify({ list: Array.from({ length: 300_000 }, (_, index) => index) }, null, 1),
  );
  expect(reserialisedBodies(spaced).map(({ serialisers }) => serialisers)).toEqual([['javascript']]);
});

test('stripe-node accepts a header of several signatures when one of them fits, whichever it is', () => {
  const secret = 'whsec_test_0123456789abcdef';
  const forms = reserialisedBodies(Buffer.from(BODY)).map(({ bytes }) => bytes);
  const header = signBodies(forms, secret, Date.now());
  expect(header.match(/v1=/g)?.length).toBe(forms.length);
  for (const form of forms) {
    expect(Stripe.webhooks.constructEvent(form, header, secret).id).toBe('evt_1');
    expect(isSignedOver(form, [['stripe-signature', header]], [{ label: 'cli', secret }])).toBe(true);
  }
  expect(() => Stripe.webhooks.constructEvent(Buffer.from(BODY), header, secret)).toThrow(
    /No signatures found/,
  );
  expect(isSignedOver(Buffer.from(BODY), [['stripe-signature', header]], [{ label: 'cli', secret }])).toBe(
    false,
  );
});
