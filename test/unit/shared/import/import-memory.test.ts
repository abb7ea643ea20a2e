// A file of any size fills no memory: in every form that could make a reader wait for an end, only the limit is held.
import { expect, test } from 'vitest';
import { createImportReader } from '#shared/domain/import/import-reader.ts';

const MB = 1_000_000;
/** What the reader does with the bytes of most of these takes longer than what it holds tells. */
const FILE_BYTES = 100 * MB;
/** An event may have 5 MiB, a string 32 MiB, all logs together 16 MiB. */
const LIMIT_BYTES = 64 * MB;

const event = JSON.stringify({ id: 'evt_1', object: 'event', type: 'a.b', text: 'x'.repeat(100_000) });
const sorted = JSON.stringify({ id: 'evt_1', data: 'x'.repeat(100_000), object: 'event', type: 'a.b' });

test.each<
  [string, { begin?: string; unit: string; events: boolean; problems: string[]; fileBytes?: number }]
>([
  [
    'an unclosed object',
    {
      begin: '{\n',
      unit: `  "name": "${'x'.repeat(10_000)}",\n`,
      events: false,
      problems: ['unclosed'],
      fileBytes: 400 * MB,
    },
  ],
  [
    'an unclosed object of objects',
    {
      begin: '{"a": 1',
      unit: `, "b": {"text": "${'x'.repeat(1_000)}"}`,
      events: false,
      problems: ['unclosed'],
    },
  ],
  [
    'an unclosed event',
    {
      begin: '{"object": "event"',
      unit: `, "b": "${'x'.repeat(1_000)}"`,
      events: false,
      problems: ['unclosed'],
    },
  ],
  [
    'an unclosed string',
    { begin: '{"a": "', unit: 'x'.repeat(100_000), events: false, problems: ['unclosed'] },
  ],
  [
    'an unclosed line of an export',
    { begin: '{"hookline": 1', unit: `, "b": "${'x'.repeat(1_000)}"`, events: false, problems: ['unclosed'] },
  ],
  [
    'an array of events',
    { begin: '[', unit: `${event},`, events: true, problems: ['unclosed'], fileBytes: 400 * MB },
  ],
  [
    'a page that says last that it is one',
    { begin: '{"data": [', unit: `${sorted},`, events: true, problems: ['unclosed'] },
  ],
  [
    'events within an object',
    { begin: '{"events": {"a": 1', unit: `, "b": ${event}`, events: true, problems: ['unclosed'] },
  ],
  ['brackets', { unit: '['.repeat(100_000), events: false, problems: ['no_json'], fileBytes: 10 * MB }],
  [
    'one line of text',
    { unit: 'x{'.repeat(50_000), events: false, problems: ['no_json'], fileBytes: 10 * MB },
  ],
  [
    'deep objects',
    {
      unit: '{"object":"x","a":'.repeat(10_000),
      events: false,
      problems: ['broken_json', 'unclosed'],
      fileBytes: 10 * MB,
    },
  ],
  [
    'lines of forty programs',
    {
      unit: Array.from(
        { length: 40 },
        (_one, index) => `program-${index} | {"a": "${'x'.repeat(10_000)}", "b":\n`,
      ).join(''),
      events: false,
      problems: ['broken_json', 'unclosed'],
    },
  ],
])(
  '%s',
  (_name, { begin = '', unit, events, problems, fileBytes = FILE_BYTES }) => {
    const part = new TextEncoder().encode(unit.repeat(Math.ceil(131_072 / unit.length)));
    const reader = createImportReader();
    let found = reader.read(new TextEncoder().encode(begin)).length;
    let largest = 0;
    for (let done = 0; done < fileBytes; done += part.byteLength) {
      found += reader.read(part).length;
      largest = Math.max(largest, reader.heldBytes());
    }
    found += reader.end().length;
    expect(largest).toBeLessThan(LIMIT_BYTES);
    expect(found > 0).toBe(events);
    const codes = reader.problems().map(({ code }) => code);
    expect(problems).toEqual(expect.arrayContaining(codes));
  },
  120_000,
);
