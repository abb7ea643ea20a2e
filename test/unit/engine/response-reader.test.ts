// The reader of responses: however the bytes are cut it reads the same, what it reads is what Node's parser reads, and its time and
// memory grow with the length and no faster. The verdicts on odd ones are in test/integration/odd-responses.test.ts.
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createResponseReader, MAX_KEPT_RESPONSE_BYTES } from '#engine/network/http/response-reader.ts';
import { ODD_RESPONSES } from '../../support/odd-responses/odd-responses.ts';
import { growth } from '../../support/growth.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

interface Read {
  status: number | null;
  headers: string[];
  body: string;
  isComplete: boolean;
  isReusable: boolean;
  problem: string | null;
}

/** @param ends the backend closes after the last piece */
function read(pieces: readonly Buffer[], ends: boolean): Read {
  const reader = createResponseReader();
  let isComplete = false;
  let problem: string | null = null;
  try {
    for (const piece of pieces) isComplete = reader.push(piece);
    if (!isComplete && ends) {
      reader.end();
      isComplete = true;
    }
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
  }
  return {
    status: reader.head()?.status ?? null,
    headers: reader.head()?.headers.flat() ?? [],
    body: Buffer.from(reader.body().bytes).toString('latin1'),
    isComplete,
    isReusable: reader.isReusable(),
    problem,
  };
}

function cut(wire: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...cuts.map((place) => Math.floor(place * wire.length)), wire.length].toSorted(
    (a, b) => a - b,
  );
  return places.map((place, index) => wire.subarray(places[index - 1] ?? 0, place));
}

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 10 });

test('however a response is cut, it is read the same', () => {
  const short = ODD_RESPONSES.map(({ parts }) => bytes(parts.join(''))).filter(
    ({ length }) => length < 5_000,
  );
  fc.assert(
    fc.property(fc.constantFrom(...short), cuts, fc.boolean(), (wire, places, ends) => {
      const whole = read([wire], ends);
      const inPieces = read(cut(wire, places), ends);
      // The bytes quoted in a problem can be fewer.
      expect({ ...inPieces, problem: inPieces.problem !== null }).toEqual({
        ...whole,
        problem: whole.problem !== null,
      });
      expect({
        ...read(
          [...wire].map((octet) => Buffer.of(octet)),
          ends,
        ),
        problem: null,
      }).toEqual({ ...whole, problem: null });
    }),
    { numRuns: 500 },
  );
});

describe('reads as Node does', () => {
  let server: Server;
  let wire: Buffer[] = [];
  let ends = false;
  beforeAll(async () => {
    server = createServer((socket) => {
      socket
        .on('error', () => {})
        .once('data', () => {
          for (const piece of wire) socket.write(piece);
          if (ends) socket.end();
        });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void server.close());

  const viaNode = (): Promise<Pick<Read, 'status' | 'headers' | 'body'>> =>
    new Promise((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      const request = httpRequest({ port, host: '127.0.0.1', method: 'POST', agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          request.destroy();
          const body = Buffer.concat(chunks).toString('latin1');
          resolve({ status: response.statusCode ?? null, headers: response.rawHeaders, body });
        });
        response.on('error', reject);
      });
      request.on('error', reject).end();
    });

  const name = fc.stringMatching(/^X-[A-Za-z0-9!#$%&'*+.^_`|~-]{1,12}$/);
  const value = fc.stringMatching(/^[!-~\u0080-\u00ff]([\t -~\u0080-\u00ff]{0,20}[!-~\u0080-\u00ff])?$|^$/);
  const space = fc.constantFrom('', ' ', '\t ', '  ');
  const response = fc.record({
    interim: fc.constantFrom('', 'HTTP/1.1 103 Early\r\nLink: x\r\n\r\n'),
    status: fc.integer({ min: 200, max: 599 }),
    reason: fc.constantFrom('', ' ', ' OK', ' not so good'),
    lines: fc.array(
      fc.tuple(name, space, value, space).map((parts) => `${parts[0]}:${parts[1]}${parts[2]}${parts[3]}\r\n`),
      { maxLength: 8 },
    ),
    pieces: fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 4 }),
    framing: fc.constantFrom('length', 'chunked', 'extended', 'close'),
  });

  test('well-formed responses, whatever their headers, their body and its framing', async () => {
    await fc.assert(
      fc.asyncProperty(
        response,
        cuts,
        async ({ interim, status, reason, lines, pieces, framing }, places) => {
          const body = Buffer.concat(pieces);
          const hasBody = status !== 204 && status !== 304;
          const extension = framing === 'extended' ? ';a="b;c"' : '';
          const chunk = (piece: Uint8Array): Buffer[] => [
            bytes(`${piece.length.toString(16)}${extension}\r\n`),
            Buffer.from(piece),
            bytes('\r\n'),
          ];
          const [header, content] =
            framing === 'length'
              ? [`Content-Length: ${hasBody ? body.length : 0}\r\n`, [body]]
              : framing === 'close'
                ? ['Connection: close\r\n', [body]]
                : [
                    'Transfer-Encoding: chunked\r\n',
                    [...pieces.flatMap(chunk), bytes(`0\r\n${extension === '' ? '' : 'X-Sum: 1\r\n'}\r\n`)],
                  ];
          const head = bytes(`${interim}HTTP/1.1 ${status}${reason}\r\n${lines.join('')}${header}\r\n`);
          wire = cut(Buffer.concat(hasBody ? [head, ...content] : [head]), places);
          ends = framing === 'close';
          const own = read(wire, ends);
          expect(own).toMatchObject({ isComplete: true, problem: null });
          expect(own).toMatchObject(await viaNode());
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('keeps the first MiB of a body and counts all of it', () => {
  const reader = createResponseReader();
  reader.push(bytes(`HTTP/1.1 200 OK\r\nContent-Length: ${3 * MAX_KEPT_RESPONSE_BYTES}\r\n\r\n`));
  const piece = Buffer.alloc(1000, 'ab');
  for (let sent = 0; sent < 3 * MAX_KEPT_RESPONSE_BYTES; sent += piece.length)
    reader.push(piece.subarray(0, 3 * MAX_KEPT_RESPONSE_BYTES - sent));
  const { bytes: kept, sizeBytes, isTruncated } = reader.body();
  expect([kept.length, kept.buffer.byteLength]).toEqual([MAX_KEPT_RESPONSE_BYTES, MAX_KEPT_RESPONSE_BYTES]);
  expect([sizeBytes, isTruncated, reader.isReusable()]).toEqual([3 * MAX_KEPT_RESPONSE_BYTES, true, true]);
});

test('keeps the first MiB of headers, and goes by all of them', () => {
  const line = `X: ${'a'.repeat(1_000)}\r\n`;
  const { status, headers, body, isComplete } = read(
    [bytes(`HTTP/1.1 200 OK\r\n${line.repeat(2_000)}Content-Length: 2\r\n\r\n{}`)],
    false,
  );
  expect({ status, body, isComplete }).toEqual({ status: 200, body: '{}', isComplete: true });
  expect(headers.join('').length).toBeGreaterThan(1_000_000);
  expect(headers.join('').length).toBeLessThanOrEqual(1024 * 1024);
});

const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;

describe('takes time that grows with the length', () => {
  test.each<[name: string, wire: (n: number) => string]>([
    ['spaces in a value', (n) => `${OK}X: a${' '.repeat(n)}b\r\n\r\n`],
    ['nothing but spaces before a control character', (n) => `${OK}X:${' '.repeat(n)}\u0001\r\n\r\n`],
    ['spaces before a control character', (n) => `${OK}X: a${' '.repeat(n)}\u0001\r\n\r\n`],
    ['tabs', (n) => `${OK}X:${'\t'.repeat(n)}\r\n\r\n`],
    ['colons', (n) => `${OK}X:${':'.repeat(n)}\r\n\r\n`],
    ['carriage returns', (n) => `${OK}X: ${'\r'.repeat(n)}\r\n\r\n`],
    ['a line without end', (n) => `${OK}${'x'.repeat(n)}`],
    ['a name with spaces', (n) => `${OK}${'x '.repeat(n / 2)}: y\r\n\r\n`],
    ['folds', (n) => `${OK}X: a\r\n${' b\r\n'.repeat(n / 4)}\r\n`],
    ['folds of spaces', (n) => `${OK}X: a\r\n${'   \r\n'.repeat(n / 5)}\r\n`],
    ['many headers', (n) => `${OK}${'a:b\r\n'.repeat(n / 5)}\r\n`],
    ['many lengths', (n) => `${OK}${'Content-Length: 2\r\n'.repeat(n / 19)}\r\n{}`],
    ['many transfer encodings', (n) => `${OK}${'Transfer-Encoding: x\r\n'.repeat(n / 22)}\r\n`],
    ['many connection tokens', (n) => `${OK}Connection: ${'a,'.repeat(n / 2)}\r\n\r\n`],
    ['many trailer names', (n) => `${OK}Trailer: ${'a,'.repeat(n / 2)}\r\n\r\n`],
    ['spaces in Keep-Alive', (n) => `${OK}Keep-Alive:${' timeout'.repeat(n / 8)}\r\n\r\n`],
    ['interim responses', (n) => `${'HTTP/1.1 102 P\r\n\r\n'.repeat(n / 18)}${OK}\r\n`],
    ['chunks of one byte', (n) => `${CHUNKED}${'1\r\na\r\n'.repeat(n / 6)}0\r\n\r\n`],
    ['a length of zeros', (n) => `${OK}Content-Length: ${'0'.repeat(n)}1x\r\n\r\n`],
    ['a status line of spaces', (n) => `HTTP/1.1${' '.repeat(n)}200 OK\r\n\r\n`],
  ])('%s', (_name, wire) => {
    const inPieces = (n: number): Buffer[] => {
      const all = bytes(wire(n));
      return Array.from({ length: Math.ceil(all.length / 1_400) }, (_, at) =>
        all.subarray(at * 1_400, (at + 1) * 1_400),
      );
    };
    const pieces = { small: inPieces(25_000), large: inPieces(100_000) };
    expect(growth((size) => read(pieces[size], true))).toBeLessThan(12);
  });
});
