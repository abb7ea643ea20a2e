// What comes in: own lines, bare events, the CLI's output; bad lines are named and cost no other.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createExportWriter } from '#shared/domain/export/export-writer.ts';
import type { ExportInput } from '#shared/domain/export/export-input.ts';
import { importProblemSentence } from '#shared/domain/import/import-problem.ts';
import { createRedactor } from '#shared/domain/export/redaction.ts';
import { bodiesOf, idsOf, readImport } from '../../../support/import-file.ts';
import { eventFixture } from '../../../support/stripe-stand-in/event-fixture.ts';

const eventText = (id: string): string =>
  JSON.stringify({ id, object: 'event', type: 'invoice.paid', created: 1 });

describe('bare events', () => {
  test('one a line, blank lines between, any line ending, with and without the last one', () => {
    const text = `\ufeff${eventText('evt_1')}\r\n\r\n  ${eventText('evt_2')}  \n${eventText('evt_3')}`;
    expect(bodiesOf(readImport(text))).toEqual([eventText('evt_1'), eventText('evt_2'), eventText('evt_3')]);
  });

  test('pretty-printed over several lines, and in a list of `stripe events list`', () => {
    const pretty = eventFixture({ type: 'invoice.paid', id: 'evt_1' });
    const list = `{\n  "object": "list",\n  "data": [\n    {"id": "evt_2", "object": "event", "type": "a.b", "n": 1.10}\n  ]\n}`;
    const found = readImport(`${pretty}\n${list}\n${eventText('evt_3')}\n`);
    expect(found.problems).toEqual([]);
    expect(idsOf(found)).toEqual(['evt_1', 'evt_2', 'evt_3']);
    expect(bodiesOf(found)[0]).toBe(pretty);
    expect(bodiesOf(found)[1]).toContain('1.10');
  });

  test('however the text is cut, the same comes of it', () => {
    const text = `${eventText('evt_1')}\nnonsense\n{\n "id": "evt_2",\n "object": "event", "type": "größe 🐟"\n}\n${eventText('evt_3')}`;
    const whole = readImport(text);
    expect(idsOf(whole)).toEqual(['evt_1', 'evt_2', 'evt_3']);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (cuts) => {
        expect(readImport(text, cuts)).toEqual(whole);
      }),
    );
  });
});

describe('the output of stripe listen', () => {
  test('events are taken, its own words are not complained about', () => {
    const text = [
      'Checking for new versions...',
      '',
      'Getting ready...',
      'Ready! You are using Stripe API Version [2026-10-28.dahlia]. Your webhook signing secret is whsec_x (^C to quit)',
      eventText('evt_1'),
      '',
      '2026-11-23 08:29:27  <--  [200] POST http://localhost:8000/hook [evt_1]',
      '2026-11-23 08:29:27            [ERROR] Failed to POST: Post "http://localhost:8000/hook": EOF',
      '2026-11-23 08:29:27   --> connect invoice.paid [evt_B]',
      'time="Mon, 23 Nov 2026 08:31:31 UTC" level=fatal msg="Error"',
      'Session expired, reconnecting...',
      eventText('evt_2'),
    ].join('\n');
    const found = readImport(text);
    expect(idsOf(found)).toEqual(['evt_1', 'evt_2']);
    expect(found.problems).toEqual([]);
  });

  test('with colours on, JSON goes over several lines', () => {
    const text = `\u001b[2m2026-11-23 08:29:27\u001b[0m  <--  [\u001b[1;32m200\u001b[0m]\n\u001b[1m{\u001b[0m\n  \u001b[34m"id"\u001b[0m: "evt_1",\n  "object": "event",\n  "type": "a.b"\n\u001b[1m}\u001b[0m\n`;
    const found = readImport(text);
    expect(found.problems).toEqual([]);
    expect(idsOf(found)).toEqual(['evt_1']);
  });
});

describe('bad lines', () => {
  test('each is named with its number and a sentence; all others come in', () => {
    const own = JSON.parse(ownLine({ body: Buffer.from(eventText('evt_own')) })) as object;
    const text = [
      eventText('evt_1'),
      '{"id": "evt_cut", "object": "ev',
      '{"object": "customer", "id": "cus_1"}',
      '[]',
      '42',
      '{',
      '  "id": "evt_open",',
      eventText('evt_2'),
      JSON.stringify({ ...own, hookline: 2 }),
      JSON.stringify({ ...own, receipts: [] }),
      JSON.stringify({ ...own, body: undefined }),
      JSON.stringify({ ...own, body: '{}' }),
      JSON.stringify({ ...own, body: undefined, bodyBase64: '%' }),
      '{"object": "event"}',
      JSON.stringify(own),
    ].join('\n');
    const found = readImport(text);
    expect(idsOf(found)).toEqual(['evt_1', 'evt_2', 'evt_own']);
    expect(found.problems.map(({ line, code, count, detail }) => [line, code, count, detail])).toEqual([
      [2, 'broken_json', 2, '2:32'],
      [3, 'not_an_event', 1, 'object customer'],
      [4, 'not_an_event', 1, 'empty_list'],
      [5, 'not_json', 1, ''],
      [9, 'newer_format', 1, '2'],
      [10, 'damaged', 4, 'receipts'],
      [14, 'incomplete_event', 1, 'id'],
    ]);
    const sentences = found.problems.map(importProblemSentence);
    expect(sentences[0]).toMatch(
      /^2 times, first in line 2: the JSON that begins here is not valid from character 32 on\. It was probably cut off/,
    );
    expect(sentences[1]).toMatch(/^Line 3: a `customer` object, not an event/);
    for (const sentence of sentences) expect(sentence).not.toContain('evt_cut');
  });

  test('a bad line anywhere costs no good one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant('good'), fc.string(), fc.json(), fc.constant('{'))),
        (kinds) => {
          const lines = kinds.map((kind, index) =>
            kind === 'good' ? eventText(`evt_${index}`) : kind.replaceAll(/[\r\n]/g, ''),
          );
          const good = kinds.flatMap((kind, index) => (kind === 'good' ? [`evt_${index}`] : []));
          expect(idsOf(readImport(lines.join('\n')))).toEqual(good);
        },
      ),
    );
  });
});

function ownLine(event: Partial<ExportInput>): string {
  return createExportWriter('ndjson', { redactor: keeper(), version: '1' }).event({
    id: 'evt_own',
    type: 'invoice.paid',
    account: null,
    receivedAt: 5,
    source: 'cli',
    body: Buffer.from('{}'),
    receipts: [
      { receivedAt: 5, source: 'cli', method: 'POST', path: '/x', headers: [['A', 'b']], otherBody: null },
    ],
    attempts: [],
    ...event,
  });
}

function keeper() {
  return createRedactor({ personal: false, metadata: false, keepSignatures: true });
}

describe('Hookline’s own lines', () => {
  test('every byte of an event and of all its receipts comes back', () => {
    const json = fc
      .record({ a: fc.string({ unit: 'binary' }), b: fc.json() })
      .map(({ a, b }) =>
        Buffer.from(`{ "id":"evt_1","object":"event","type":"a.b", "x":${JSON.stringify(a)},"y":${b}}\n`),
      );
    // Broken inside a string, so that it is still JSON to a lenient reader.
    const notUtf8 = fc
      .uint8Array({ min: 0x80, max: 0xff, minLength: 1, maxLength: 9 })
      .map((bytes) =>
        Buffer.concat([
          Buffer.from('{"id":"evt_1","object":"event","type":"a.b","x":"'),
          bytes,
          Buffer.from('"}'),
        ]),
      );
    fc.assert(
      fc.property(
        fc.oneof(json, notUtf8),
        fc.array(fc.option(fc.uint8Array({ min: 0x80, maxLength: 20 }), { nil: null }), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.array(
          fc.tuple(
            fc.constantFrom('Stripe-Signature', 'Accept-Language'),
            fc.stringMatching(/^[a-z,;=. -]{0,20}$/),
          ),
          { maxLength: 3 },
        ),
        fc.integer({ min: 0, max: 2e12 }),
        (body, others, headers, receivedAt) => {
          const receipts = others.map((otherBody, index) => ({
            receivedAt: receivedAt + index,
            source: 'cli',
            method: 'POST',
            path: '/stripe',
            headers,
            otherBody,
          }));
          const found = readImport(ownLine({ id: 'evt_1', body, receipts, receivedAt }));
          expect(found.problems).toEqual([]);
          expect(found.events).toHaveLength(1);
          const [back] = found.events;
          expect(Buffer.from(back?.body ?? []).equals(body)).toBe(true);
          expect(
            back?.receipts?.map((receipt) => ({
              ...receipt,
              body: Buffer.from(receipt.body).toString('hex'),
            })),
          ).toEqual(
            receipts.map(({ otherBody, source: _source, ...receipt }) => ({
              ...receipt,
              body: Buffer.from(otherBody ?? body).toString('hex'),
            })),
          );
        },
      ),
    );
  });
});
