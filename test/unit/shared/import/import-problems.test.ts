// What is said of a file that is no file of events, or not a whole one: one sentence for each kind, the right one, and nothing of what is no loss.
import { describe, expect, test } from 'vitest';
import { importProblemSentence } from '#shared/domain/import/import-problem.ts';
import { idsOf, readImport } from '../../../support/import-file.ts';

const event = (id: string, indent?: number): string =>
  JSON.stringify(
    { id, object: 'event', type: 'invoice.paid', data: { object: { id: 'in_1' } } },
    null,
    indent,
  );

const sentencesOf = (file: string | Uint8Array): string[] =>
  readImport(file).problems.map(importProblemSentence);

describe('a file without an event', () => {
  test.each<[string, string | Uint8Array, RegExp]>([
    ['empty', '', /^There is nothing in this file\.$/],
    ['blank', ' \r\n\n\t', /^There is nothing in this file\.$/],
    ['a byte order mark alone', Buffer.from('\ufeff'), /^There is nothing in this file\.$/],
    ['text', 'To do:\n- milk\n', /^There is no JSON in this file, so no event/],
    [
      'an object of the API',
      JSON.stringify({ id: 'cus_1', object: 'customer' }, null, 2),
      /^Line 1: a `customer` object, not an event\. Events have/,
    ],
    [
      'a session',
      '\n{"object": "checkout.session", "id": "cs_1"}',
      /^Line 2: a `checkout\.session` object, not an event/,
    ],
    [
      'a list of the API',
      '{"object": "list", "data": [{"object": "charge", "id": "ch_1"}, {"object": "charge"}]}',
      /^2 times, first in line 1: a `charge` object, not an event/,
    ],
    [
      'an array',
      '[\n{"object": "price"},\n{"object": "price"},\n{"object": "price"}]',
      /^3 times, first in line 2: a `price` object, not an event/,
    ],
    [
      'an empty list of the API',
      '{"object": "list", "data": [], "has_more": false}',
      /^Line 1: a list with no object in it\.$/,
    ],
    ['an empty array', '[]\n', /^Line 1: a list with no object in it\.$/],
    [
      'an error of the API',
      '{"error": {"message": "No such event", "type": "invalid_request_error"}}',
      /^Line 1: an error of Stripe’s API, not an event\.$/,
    ],
    [
      'a fixture of the CLI',
      '{"_meta": {"template_version": 0}, "fixtures": [{"name": "customer", "path": "/v1/customers", "method": "post"}]}',
      /^Line 1: a fixture of the Stripe CLI.*stripe fixtures/,
    ],
    [
      'a HAR file',
      '{"log": {"version": "1.2", "entries": [{"request": {"method": "GET", "url": "http://x"}}]}}',
      /^Line 1: a HAR file in which no request or response has an event\.$/,
    ],
    [
      'an event without object',
      '{"id": "evt_1", "type": "invoice.paid", "data": {"object": {}}}',
      /^Line 1: this event has no valid "object"\./,
    ],
    [
      'an event without id',
      '{"object": "event", "type": "invoice.paid", "data": {}}',
      /^Line 1: this event has no valid "id"\./,
    ],
    [
      'an event without type',
      '{"object": "event", "id": "evt_1"}',
      /^Line 1: this event has no valid "type"\./,
    ],
    ['other JSON', '{"name": "app", "version": "1.0.0"}', /^Line 1: JSON without a Stripe event/],
    [
      'what console.log prints',
      "{\n  id: 'evt_1',\n  object: 'event',\n  data: { object: { id: 'in_1', lines: [] } },\n  livemode: false\n}",
      /^Line 2: this is an object as a program prints it, not JSON\./,
    ],
    [
      'what Python prints',
      "{'id': 'evt_1', 'object': 'event', 'livemode': False}",
      /^Line 1: this is an object as a program prints it/,
    ],
    [
      'a dict of Python',
      '{\n  "id": "evt_1",\n  "livemode": False,\n  "object": "event"\n}',
      /^Line 1: this is an object as a program prints it/,
    ],
    [
      'what Ruby prints',
      '{"id"=>"evt_1", "object"=>"event"}',
      /^Line 1: this is an object as a program prints it/,
    ],
    ['a ZIP file', Buffer.from('PK\u0003\u0004........................'), /^This is a ZIP file, not text\./],
    [
      'a database',
      Buffer.from('SQLite format 3\u0000................'),
      /^This is a SQLite file, not text\./,
    ],
    [
      'other bytes',
      Buffer.from([1, 2, 3, 0, 0, 0, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7]),
      /^This file is not text\./,
    ],
    [
      'cut off',
      event('evt_1').slice(0, 50),
      /^Line 1: the JSON that begins here does not end\. The file was probably cut off/,
    ],
    ['cut off, indented', event('evt_1', 2).slice(0, 50), /^Line 1: the JSON that begins here does not end/],
    [
      'edited by hand',
      '{\n  "id": "evt_1",\n  "data": {"a": 1,},\n  "object": "event"\n}',
      /^Line 1: the JSON that begins here is not valid from line 3, character 19 on\./,
    ],
  ])('%s', (_name, file, sentence) => {
    const found = readImport(file);
    expect(found.events).toEqual([]);
    expect(found.problems.map(importProblemSentence)).toEqual([expect.stringMatching(sentence)]);
  });
});

describe('stripe listen without bodies', () => {
  const transcript = [
    'Checking for new versions...',
    '',
    'A newer version of the Stripe CLI is available, please update to: v1.42.14',
    'Flag --print-json has been deprecated, Please use `--format JSON` instead',
    '> Ready! You are using Stripe API Version [2026-04-22.dahlia]. Your webhook signing secret is whsec_x (^C to quit)',
    '2026-06-21 02:57:50   --> charge.succeeded [evt_3TkV1]',
    '2026-06-21 02:57:50   --> connect payment_intent.succeeded [evt_3TkV2]',
    '2026-06-21 02:57:50  <--  [200] POST http://localhost:8083/hook [evt_3TkV1]',
    '2026-06-21 02:57:51            [ERROR] Failed to POST: Post "http://localhost:8083/hook": EOF',
    'Session expired, reconnecting...',
    'time="Mon, 23 Nov 2026 08:31:31 UTC" level=fatal msg="Error while authenticating with Stripe: {\\"error\\": 1}"',
  ];

  test.each([
    ['as it is', transcript],
    ['from a container', transcript.map((line) => `stripe-1  | ${line}`)],
    [
      'in notes',
      [
        '# Webhooks',
        'In the terminal:',
        '```',
        ...transcript,
        '```',
        'It answered `{"ok": true}`:',
        '{"ok": true}',
      ],
    ],
  ])('%s', (_name, lines) => {
    const [only, ...more] = sentencesOf(lines.join('\n'));
    expect(more).toEqual([]);
    expect(only).toMatch(/names 2 events without their bodies.*stripe listen --format JSON.*Missed events/);
  });

  test('with bodies, nothing is said of the names', () => {
    expect(sentencesOf([...transcript, event('evt_3TkV1')].join('\n'))).toEqual([]);
  });
});

describe('a file with events and other things', () => {
  test('text between them is counted, once', () => {
    const lines = ['Events', event('evt_1'), 'as seen on Monday', 'and', event('evt_2')];
    expect(sentencesOf(lines.join('\n'))).toEqual([
      '3 lines are not JSON and were skipped; the first is line 1.',
    ]);
  });

  test('logs around them are no problem', () => {
    const lines = [
      '$ docker compose logs stripe',
      'Attaching to stripe-1',
      'stripe-1  | Getting ready...',
      `stripe-1  | ${event('evt_1')}`,
      'web-1     | GET /health 200 in 5ms',
      'INFO started',
      '{"level": 30, "time": 1, "msg": "request completed"}',
      'POST /api/stripe/webhook 200 in 12ms',
      'stripe-1 exited with code 0',
    ];
    const found = readImport(lines.join('\n'));
    expect(idsOf(found)).toEqual(['evt_1']);
    expect(found.problems).toEqual([]);
  });

  test('of a broken event in an array nothing else is said, and the others come in', () => {
    const broken = event('evt_2', 2).replace('"invoice.paid"', '"invoice.paid');
    const found = readImport(`[\n${event('evt_1', 2)},\n${broken},\n${event('evt_3', 2)}\n]\n`);
    expect(idsOf(found)).toEqual(['evt_1', 'evt_3']);
    expect(found.problems).toMatchObject([{ code: 'broken_json', count: 1, line: 1, detail: '15:25' }]);
  });

  test('elements of an array that are no events are named', () => {
    const found = readImport(`[${event('evt_1')}, {"object": "refund"}, {"object": "refund"}, 7]`);
    expect(idsOf(found)).toEqual(['evt_1']);
    expect(found.problems).toMatchObject([{ code: 'not_an_event', detail: 'object refund', count: 2 }]);
  });

  test('an event longer than any that is received is named, and the others come in', () => {
    const long = JSON.stringify({ id: 'evt_2', object: 'event', type: 'a.b', x: 'x'.repeat(6e6) });
    const found = readImport(`${event('evt_1')}\n${long}\n${event('evt_3')}`, [100_000]);
    expect(idsOf(found)).toEqual(['evt_1', 'evt_3']);
    expect(found.problems).toMatchObject([{ code: 'too_large', line: 2, detail: '5', count: 1 }]);
  });

  test('a thousand kinds of objects make no thousand sentences', () => {
    const lines = Array.from({ length: 1_000 }, (_one, index) => `{"object": "thing_${index}"}`);
    const found = readImport(lines.join('\n'));
    expect(found.problems.length).toBeLessThan(50);
    expect(found.problems.reduce((sum, { count }) => sum + count, 0)).toBe(1_000);
  });
});
