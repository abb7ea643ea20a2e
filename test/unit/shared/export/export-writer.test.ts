// The forms of files: HAR, fixtures, JSON.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { AttemptInput, ExportInput } from '#shared/domain/export/export-input.ts';
import { exportFileName } from '#shared/domain/export/export-format.ts';
import { createExportWriter, type WriterOptions } from '#shared/domain/export/export-writer.ts';
import { harTimings } from '#shared/domain/export/har.ts';
import { createRedactor } from '#shared/domain/export/redaction.ts';

const attempt: AttemptInput = {
  number: 1,
  trigger: 'live',
  endpointName: 'Local',
  startedAt: Date.UTC(2026, 10, 23, 8, 0, 0, 5),
  url: 'http://localhost:8000/hook?a=1',
  requestHeaders: [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Stripe-Signature', 't=1,v1=a'],
    ['Authorization', 'Bearer abcdefghijk'],
  ],
  editedBody: null,
  status: 200,
  responseHeaders: [
    ['content-type', 'text/plain'],
    ['set-cookie', 'session=1'],
  ],
  responseBody: Buffer.from('größe'),
  responseSizeBytes: 7,
  errorClass: null,
  errorMessage: null,
  reusedConnection: false,
  timings: { dnsMs: 1, connectMs: 3, tlsMs: 10, firstByteMs: 20, totalMs: 22 },
};

const BODY = '{"id":"evt_1","object":"event","n":1.10}\n';
const event = (attempts: AttemptInput[], id = 'evt_1'): ExportInput => ({
  id,
  type: 'invoice.paid',
  account: null,
  receivedAt: 1,
  source: 'cli',
  body: Buffer.from(BODY),
  receipts: [
    {
      receivedAt: 1,
      source: 'cli',
      method: 'POST',
      path: '/stripe',
      headers: [
        ['Content-Type', 'application/json'],
        ['Stripe-Signature', 't=1,v1=a'],
        ['Host', 'x'],
      ],
      otherBody: null,
    },
  ],
  attempts,
});

function write(
  format: Parameters<typeof createExportWriter>[0],
  events: readonly ExportInput[],
  options: Partial<WriterOptions> = {},
): string {
  const redactor = createRedactor({ personal: false, metadata: false, keepSignatures: false });
  const writer = createExportWriter(format, { redactor, version: '1.0', ...options });
  return writer.begin() + events.map((one) => writer.event(one)).join('') + writer.end();
}

interface Har {
  log: { version: string; creator: object; entries: Record<string, Record<string, unknown>>[] };
}

const header = z.strictObject({ name: z.string(), value: z.string(), comment: z.string().optional() });
/** A member of one's own begins with an underscore. */
const own = z.record(z.string().startsWith('_'), z.unknown());
const withOwn = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.looseObject(shape).refine((value) => {
    const extra = Object.fromEntries(Object.entries(value).filter(([key]) => !(key in shape)));
    return own.safeParse(extra).success;
  }, 'a member that the format does not know');
const size = z.int().min(-1);
const span = z.number().min(-1);
/** Source: https://w3c.github.io/web-performance/specs/HAR/Overview.html, version 1.2 */
const HarSchema = z.strictObject({
  log: withOwn({
    version: z.literal('1.2'),
    creator: withOwn({ name: z.string(), version: z.string() }),
    entries: z.array(
      withOwn({
        startedDateTime: z.iso.datetime({ offset: true }),
        time: z.number().min(0),
        request: withOwn({
          method: z.string().min(1),
          url: z.string().min(1),
          httpVersion: z.string().min(1),
          cookies: z.array(header),
          headers: z.array(header),
          queryString: z.array(header),
          postData: withOwn({ mimeType: z.string(), params: z.array(header), text: z.string() }),
          headersSize: size,
          bodySize: size,
        }),
        response: withOwn({
          status: z.int().min(0).max(999),
          statusText: z.string(),
          httpVersion: z.string(),
          cookies: z.array(header),
          headers: z.array(header),
          content: withOwn({
            size: z.int().min(0),
            mimeType: z.string(),
            text: z.string(),
            encoding: z.literal('base64').optional(),
          }),
          redirectURL: z.string(),
          headersSize: size,
          bodySize: size,
        }),
        cache: z.strictObject({}),
        timings: withOwn({
          blocked: span,
          dns: span,
          connect: span,
          send: z.number().min(0),
          wait: z.number().min(0),
          receive: z.number().min(0),
          ssl: span,
        }),
        comment: z.string().optional(),
      }),
    ),
  }),
});

describe('HAR', () => {
  test('any attempt is an entry that the schema of HAR 1.2 accepts, and its query is that of its address', () => {
    const anyAttempt = fc.record({
      status: fc.option(fc.integer({ min: 100, max: 599 })),
      url: fc.constantFrom(
        'http://localhost:8000/hook?a=1&b=x%20y&c',
        'https://u:p@h.example/?token=abc#x',
        'not an address',
        'http://[::1]:3000/',
      ),
      responseBody: fc.uint8Array({ maxLength: 30 }),
      errorClass: fc.option(fc.constantFrom('refused', 'timeout')),
      errorMessage: fc.option(fc.string()),
      totalMs: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
    });
    fc.assert(
      fc.property(fc.array(anyAttempt, { maxLength: 4 }), fc.boolean(), (attempts, personal) => {
        const redactor = createRedactor({ personal, metadata: false, keepSignatures: false });
        const all = attempts.map(({ totalMs, responseBody, ...one }) => ({
          ...attempt,
          ...one,
          responseBody: Buffer.from(responseBody),
          timings: { ...attempt.timings, totalMs },
        }));
        const har = HarSchema.parse(JSON.parse(write('har', [event(all)], { redactor })));
        expect(har.log.entries).toHaveLength(attempts.length);
        for (const { request } of har.log.entries) {
          const query = URL.canParse(request.url) ? [...new URL(request.url).searchParams] : [];
          expect(request.queryString).toEqual(query.map(([name, value]) => ({ name, value })));
        }
      }),
    );
  });

  test('each attempt is an entry, with everything the format demands', () => {
    const refused: AttemptInput = {
      ...attempt,
      number: 2,
      status: null,
      responseHeaders: [],
      responseBody: Buffer.alloc(0),
      responseSizeBytes: 0,
      errorClass: 'refused',
      errorMessage: 'connect ECONNREFUSED',
      timings: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 2 },
    };
    const { log } = JSON.parse(
      write('har', [event([attempt]), event([], 'evt_2'), event([refused, attempt], 'evt_3')]),
    ) as Har;
    expect(log).toMatchObject({ version: '1.2', creator: { name: 'Hookline', version: '1.0' } });
    expect(log.entries.map(({ _eventId }) => _eventId)).toEqual(['evt_1', 'evt_3', 'evt_3']);
    expect(log.entries[0]).toEqual({
      startedDateTime: '2026-11-23T08:00:00.005Z',
      time: 22,
      request: {
        method: 'POST',
        url: attempt.url,
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: [
          { name: 'Content-Type', value: 'application/json; charset=utf-8' },
          { name: 'Authorization', value: 'Bearer REMOVED' },
        ],
        queryString: [{ name: 'a', value: '1' }],
        postData: { mimeType: 'application/json; charset=utf-8', params: [], text: BODY },
        headersSize: -1,
        bodySize: BODY.length,
      },
      response: {
        status: 200,
        statusText: '',
        httpVersion: 'HTTP/1.1',
        cookies: [],
        headers: [
          { name: 'content-type', value: 'text/plain' },
          { name: 'set-cookie', value: 'REMOVED' },
        ],
        content: { size: 7, mimeType: 'text/plain', text: 'größe' },
        redirectURL: '',
        headersSize: -1,
        bodySize: 7,
      },
      cache: {},
      timings: { blocked: -1, dns: 1, connect: 9, ssl: 7, send: 0, wait: 10, receive: 2 },
      comment: 'invoice.paid evt_1, attempt 1 to Local (live)',
      _eventId: 'evt_1',
      _eventType: 'invoice.paid',
    });
    expect(log.entries[1]).toMatchObject({
      time: 2,
      response: { status: 0, bodySize: -1, _error: 'connect ECONNREFUSED' },
      timings: { dns: -1, connect: -1, ssl: -1, wait: 2, receive: 0 },
    });
  });

  test('bytes that are no text are base64, both ways', () => {
    const bytes = Buffer.from([0xff, 0x01, 0x27]);
    const { log } = JSON.parse(
      write('har', [event([{ ...attempt, responseBody: bytes, editedBody: bytes }])]),
    ) as Har;
    expect(log.entries[0]).toMatchObject({
      request: { postData: { text: bytes.toString('base64'), _encoding: 'base64' }, bodySize: 3 },
      response: { content: { text: bytes.toString('base64'), encoding: 'base64', size: 3 } },
    });
  });

  test('time is the sum of its timings, none is negative, and together they are the whole attempt', () => {
    const mark = fc.option(fc.double({ min: 0, max: 1000, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(
        fc.record({ dnsMs: mark, connectMs: mark, tlsMs: mark, firstByteMs: mark }),
        fc.double({ min: 0, max: 1000, noNaN: true }),
        (marks, totalMs) => {
          const { time, timings } = harTimings({ ...marks, totalMs });
          const { ssl, ...counted } = timings;
          const known = Object.values(counted).filter((ms) => ms !== -1);
          expect(known.every((ms) => ms >= 0)).toBe(true);
          expect(known.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(time, 2);
          expect(time).toBeCloseTo(totalMs, 1);
          if (ssl !== -1) expect(ssl).toBeLessThanOrEqual(timings.connect + 0.001);
        },
      ),
    );
  });
});

describe('fixtures', () => {
  test('what to post and what to expect, without signature and secrets', () => {
    const failed = { ...attempt, status: 500, responseBody: Buffer.from('no') };
    expect(JSON.parse(write('fixture', [event([attempt, failed])], { alone: true }))).toEqual({
      name: 'invoice.paid evt_1',
      request: { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: BODY },
      response: { status: 200, body: 'größe' },
    });
    const [first, second] = JSON.parse(write('fixture', [event([failed]), event([])])) as object[];
    expect(first).toMatchObject({ response: { status: 500, body: 'no' } });
    expect(second).toMatchObject({ response: null });
  });
});

describe('JSON', () => {
  test('is a list of Stripe’s own texts', () => {
    const text = write('json', [event([]), event([])]);
    expect(JSON.parse(text)).toHaveLength(2);
    expect(text.match(/1\.10/g)).toHaveLength(2);
    expect(write('json', [event([])], { alone: true })).toBe(BODY);
    expect(JSON.parse(write('json', []))).toEqual([]);
    expect(JSON.parse(write('har', []))).toMatchObject({ log: { entries: [] } });
  });
});

test('files are named by time', () => {
  expect(exportFileName('ndjson', Date.UTC(2026, 10, 23, 8, 15, 30))).toBe(
    'hookline-2026-11-23-081530.ndjson',
  );
});
