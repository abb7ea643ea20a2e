// Whatever a file of events looks like, the same events come of it, to the byte, however its bytes arrive.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodiesOf, idsOf, readImport } from '../../../support/import-file.ts';

/** JSON as a person or a program may write it. */
type Written = { id: string; text: string };

const anEvent = fc
  .record({
    n: fc.nat(),
    object: fc.constantFrom('event', 'v2.core.event'),
    data: fc.json({ stringUnit: 'binary' }),
    text: fc.string({ unit: 'binary' }),
    indent: fc.constantFrom(undefined, 1, 2, 4, '\t'),
    isSorted: fc.boolean(),
  })
  .map(({ n, object, data, text, indent, isSorted }): Written => {
    const id = `evt_${n}`;
    const event = {
      id,
      object,
      type: 'invoice.paid',
      data: JSON.parse(data) as unknown,
      text,
      n: [1.5e3, [], {}],
    };
    const members = Object.entries(event);
    const ordered = isSorted ? members.toSorted(([a], [b]) => (a < b ? -1 : 1)) : members;
    return { id, text: JSON.stringify(Object.fromEntries(ordered), null, indent) };
  });

const indented = (text: string, by: string): string => text.replaceAll('\n', `\n${by}`);

/** Containers in which an event stands as it is. */
const CONTAINERS: Readonly<Record<string, (events: readonly string[]) => string>> = {
  'one after the other': (events) => events.join(''),
  lines: (events) => `${events.join('\n')}\n`,
  'lines with blank ones between': (events) => events.join('\r\n\r\n  '),
  array: (events) => `[${events.join(',')}]`,
  'array, indented': (events) =>
    `  [\n    ${events.map((one) => indented(one, '    ')).join(',\n    ')}\n  ]`,
  'page of stripe events list': (events) =>
    `{\n  "object": "list",\n  "data": [\n${events.join(',\n')}\n  ],\n  "has_more": false,\n  "url": "/v1/events"\n}`,
  'page with its members sorted': (events) => `{"data": [${events.join(',')}], "object": "list"}`,
  'request bodies, as n8n keeps them': (events) =>
    `[${events.map((one) => `{"headers": {"host": "x"}, "params": {}, "body": ${one}}`).join(',')}]`,
  EventBridge: (events) =>
    events.map((one) => `{"version":"0","id":"1","detail-type":"invoice.paid","detail":${one}}`).join('\n'),
  'named events': (events) => `{${events.map((one, index) => `"${index}": {"event": ${one}}`).join(',')}}`,
  markdown: (events) =>
    `# Events\n\n${events.map((one) => `Seen:\n\n\`\`\`json\n${one}\n\`\`\`\n`).join('\n')}`,
  'requests of an HTTP file': (events) =>
    events.map((one) => `### Paid\nPOST {{url}}/hook\nContent-Type: application/json\n\n${one}\n`).join('\n'),
  Bruno: (events) => events.map((one) => `body:json {\n  ${indented(one, '  ')}\n}\n`).join('\n'),
  'curl commands': (events) => events.map((one) => `curl -X POST localhost -d '${one}'`).join('\n'),
  'log lines': (events) => events.map((one) => `2026-11-23 08:29:27 INFO received ${one}`).join('\n'),
};

const json = (text: string): string => JSON.stringify(text);

/** Containers in which an event is written within a string. */
const IN_STRINGS: Readonly<Record<string, (events: readonly string[]) => string>> = {
  HAR: (events) =>
    `{"log": {"entries": [${events.map((one) => `{"request": {"method": "POST", "postData": {"mimeType": "application/json", "text": ${json(one)}}}}`).join(',')}]}}`,
  'webhook.site': (events) => events.map((one) => `{"uuid": "1", "content": ${json(one)}}`).join('\n'),
  Lambda: (events) => events.map((one) => JSON.stringify({ body: one, isBase64Encoded: false })).join('\n'),
  base64: (events) =>
    events.map((one) => JSON.stringify({ body: Buffer.from(one).toString('base64') })).join('\n'),
  ngrok: (events) =>
    JSON.stringify({
      requests: events.map((one) => ({
        request: { raw: Buffer.from(`POST / HTTP/1.1\r\nHost: x\r\n\r\n${one}`).toString('base64') },
      })),
    }),
  'SNS in SQS': (events) =>
    JSON.stringify({
      Records: events.map((one) => ({ body: JSON.stringify({ Type: 'Notification', Message: one }) })),
    }),
};

/** What a container or a process manager puts before each line. */
const PREFIXES = [
  'stripe-1  | ',
  'stripe-cli_1  | ',
  '\u001b[36mstripe-1  |\u001b[0m ',
  'hook_stripe.1.a8f@node    | ',
  '0|stripe   | ',
  '08:29:27 stripe.1 | ',
  '[0] ',
  '[stripe] ',
  '[pod/stripe-5f/stripe] ',
  'web:stripe: ',
  '2026-11-23T08:29:27.123456789Z ',
  '2026-11-23T08:29:27.123456789+01:00 stdout F ',
  'Nov 23 08:29:27 host stripe[812]: ',
  '2026-11-23T08:29:27.123456+00:00 app[stripe.1]: ',
  'stripe-1  | 2026-11-23T08:29:27.123456789Z ',
];

const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a byte order mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16LE with a byte order mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16LE': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16BE with a byte order mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'UTF-16BE': (text) => Buffer.from(text, 'utf16le').swap16(),
};

const events = fc.array(anEvent, { minLength: 1, maxLength: 5 });
const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 4 });
/** Half of a pair of surrogates is no text that a file could have. */
const wellFormed = ({ text }: Written): boolean => text.isWellFormed();

describe.each(Object.entries(CONTAINERS))('%s', (_name, write) => {
  test('every event comes in, to the byte, in every encoding', () => {
    fc.assert(
      fc.property(events, fc.constantFrom(...Object.values(ENCODINGS)), cuts, (all, encode, lengths) => {
        const good = all.filter(wellFormed);
        fc.pre(good.length > 0);
        const file = encode(write(good.map(({ text }) => text)));
        const found = readImport(file, lengths);
        const texts = good.map(({ text }) => text);
        const written = write(['']).includes('\n  ')
          ? bodiesOf(found).map((body) => dedented(body, texts))
          : bodiesOf(found);
        expect(written).toEqual(texts);
      }),
    );
  });
});

/** What was indented as a whole stands in the file with that indentation. */
function dedented(body: string, texts: readonly string[]): string {
  return (
    ['    ', '  '].map((by) => body.replaceAll(`\n${by}`, '\n')).find((text) => texts.includes(text)) ?? body
  );
}

describe.each(Object.entries(IN_STRINGS))('%s', (_name, write) => {
  test('every event comes in, as it was sent', () => {
    fc.assert(
      fc.property(events, cuts, (all, lengths) => {
        const texts = all.filter(wellFormed).map(({ text }) => text);
        fc.pre(texts.length > 0);
        const found = readImport(write(texts), lengths);
        expect(bodiesOf(found)).toEqual(texts);
        expect(found.problems).toEqual([]);
      }),
    );
  });
});

describe.each(PREFIXES)('lines with the prefix %j', (prefix) => {
  test('events and remarks of the CLI, in a log', () => {
    fc.assert(
      fc.property(events, cuts, fc.constantFrom('\n', '\r\n'), (all, lengths, lineEnd) => {
        const texts = all.filter(wellFormed).map(({ text }) => text);
        fc.pre(texts.length > 0);
        const lines = [
          'Getting ready...',
          'Ready! You are using Stripe API Version [2026-10-28.endive]. Your webhook signing secret is whsec_x (^C to quit)',
          ...texts.flatMap((text) => [
            ...text.split('\n'),
            '',
            '2026-11-23 08:29:27  <--  [200] POST http://localhost:8000/hook [evt_1]',
          ]),
        ];
        const found = readImport(lines.map((line) => prefix + line).join(lineEnd), lengths);
        expect(bodiesOf(found).map((body) => body.replaceAll('\r\n', '\n'))).toEqual(texts);
        expect(found.problems).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

test('lines of several programs may come between those of an event', () => {
  fc.assert(
    fc.property(events, fc.infiniteStream(fc.boolean()), cuts, (all, turns, lengths) => {
      const texts = all.filter(wellFormed).map(({ text }) => text);
      fc.pre(texts.length > 0);
      const lines = texts.flatMap((text) => text.split('\n')).map((line) => `stripe-1  | ${line}`);
      const mixed = lines.flatMap((line) =>
        turns.next().value === true
          ? [line, 'web-1     | GET /health {"status": [1, {"ok": true}]} 200']
          : [line],
      );
      const found = readImport(mixed.join('\n'), lengths);
      expect(bodiesOf(found)).toEqual(texts);
      expect(found.problems).toEqual([]);
    }),
  );
});

test('a logger that puts its time before the first line of an event only', () => {
  const text = JSON.stringify({ id: 'evt_1', object: 'event', type: 'a.b', data: { object: {} } }, null, 2);
  const log = `2026-11-23 08:29:27 INFO received event: ${text}\n2026-11-23 08:29:28 INFO done\nNov 23 08:29:27 host app[1]: ${text}\n`;
  expect(bodiesOf(readImport(log))).toEqual([text, text]);
});

test('a container runtime that cuts long lines', () => {
  const text = JSON.stringify({ id: 'evt_1', object: 'event', type: 'a.b', text: 'x'.repeat(100) });
  const pieces = [text.slice(0, 40), text.slice(40, 80), text.slice(80)];
  const log = pieces
    .map((piece, index) => `2026-11-23T08:29:27.1Z stdout ${index === 2 ? 'F' : 'P'} ${piece}`)
    .join('\n');
  expect(bodiesOf(readImport(log))).toEqual([text]);
});

test('the spinner and the colours of a terminal', () => {
  const text = JSON.stringify({ id: 'evt_1', object: 'event', type: 'a.b' }, null, 2);
  const coloured = text.replaceAll(/"[^"]*"/g, '\u001b[1;34m$&\u001b[0m');
  const log = `\r\u001b[K⣾ Getting ready...\r\u001b[K⣽ Getting ready...\r\u001b[K> Ready! Your webhook signing secret is whsec_x (^C to quit)\n\u001b[2m2026-11-23 08:29:27\u001b[0m  <--  [\u001b[1;32m200\u001b[0m] POST http://localhost \u001b]8;;https://dashboard.stripe.com/e\u001b\\[evt_1]\u001b]8;;\u001b\\\n${coloured}\n`;
  for (const lengths of [[1], [7], [1000]]) {
    const found = readImport(log, lengths);
    expect(bodiesOf(found)).toEqual([text]);
    expect(found.problems).toEqual([]);
  }
});

test('files that were put together, each with its byte order mark', () => {
  const text = JSON.stringify({ id: 'evt_1', object: 'event', type: 'a.b' }, null, 2);
  const file = `\ufeff${text}\r\n\ufeff${text}\ufeff{"object": "customer"}`;
  for (const encoded of [Buffer.from(file), Buffer.from(file, 'utf16le')]) {
    const found = readImport(encoded, [5]);
    expect(bodiesOf(found)).toEqual([text, text]);
    expect(found.problems).toMatchObject([{ code: 'not_an_event', detail: 'object customer' }]);
  }
});

test('the log files of Docker', () => {
  const text = JSON.stringify({ id: 'evt_1', object: 'event', type: 'a.b' });
  const entry = (log: string): string =>
    JSON.stringify({ log: `${log}\n`, stream: 'stdout', time: '2026-11-23T08:29:27.1Z' });
  const found = readImport(['Getting ready...', text, ''].map(entry).join('\n'));
  expect(bodiesOf(found)).toEqual([text]);
  expect(found.problems).toEqual([]);
});

test('an event in an event’s metadata is a part of it', () => {
  const inner = { id: 'evt_inner', object: 'event', type: 'a.b' };
  const outer = (object: object): string => JSON.stringify({ ...object, id: 'evt_outer', type: 'c.d' });
  const file = [
    outer({ object: 'event', metadata: { text: JSON.stringify(inner) }, data: { object: inner } }),
    outer({ metadata: { text: JSON.stringify(inner) }, data: { object: inner }, object: 'event' }),
  ];
  expect(idsOf(readImport(file.join('\n')))).toEqual(['evt_outer', 'evt_outer']);
});

test('bytes that are no UTF-8, and names written with escapes', () => {
  const odd = Buffer.concat([
    Buffer.from('{"id":"evt_1","obj\\u0065ct":"ev\\u0065nt","type":"a.b","x":"'),
    Buffer.from([0xff, 0xc3]),
    Buffer.from('"}'),
  ]);
  const [event] = readImport(odd, [3]).events;
  expect(Buffer.from(event?.body ?? []).equals(odd)).toBe(true);
});
