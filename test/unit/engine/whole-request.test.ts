// The quick reader of requests: what it takes it reads as Node does, and in time that grows with the length and no faster.
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWholeRequest } from '#engine/network/http/whole-request.ts';
import { growth } from '../../support/growth.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const POST = 'POST /hook?a=1 HTTP/1.1\r\nHost: x\r\n';

describe('takes', () => {
  test.each([
    ['a length', `${POST}Content-Length: 2\r\n\r\n{}`, '{}'],
    ['no body at all', `${POST}content-length: 0\r\n\r\n`, ''],
    ['what looks like an end', `${POST}Content-Length: 4\r\n\r\n\r\n\r\n`, '\r\n\r\n'],
    ['keep-alive', `${POST}Connection: Keep-Alive\r\nContent-Length: 2\r\n\r\n{}`, '{}'],
  ])('%s', (_name, request, body) => {
    const read = readWholeRequest(bytes(request));
    expect(read?.body.toString('latin1')).toBe(body);
    expect(read?.path).toBe('/hook?a=1');
  });
});

describe('leaves to Node', () => {
  test.each([
    ['no length', `${POST}\r\n{}`],
    ['no headers', 'POST / HTTP/1.1\r\n\r\n'],
    ['a body that is still coming', `${POST}Content-Length: 3\r\n\r\n{}`],
    ['more than one request', `${POST}Content-Length: 1\r\n\r\n{}`],
    ['two lengths', `${POST}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`],
    ['a length and chunks', `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['chunks', `${POST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a length that is none', `${POST}Content-Length: +2\r\n\r\n{}`],
    ['the end of the connection', `${POST}Connection: close\r\nContent-Length: 2\r\n\r\n{}`],
    ['an expectation', `${POST}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`],
    ['a folded header', `${POST}X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}`],
    ['a space before the colon', `${POST}X : a\r\nContent-Length: 2\r\n\r\n{}`],
    ['a line without a colon', `${POST}nonsense\r\nContent-Length: 2\r\n\r\n{}`],
    ['a header without a name', `${POST}: a\r\nContent-Length: 2\r\n\r\n{}`],
    ['a control character', `${POST}X: a\u0000b\r\nContent-Length: 2\r\n\r\n{}`],
    ['a bare carriage return', `${POST}X: a\rb\r\nContent-Length: 2\r\n\r\n{}`],
    ['bare line feeds', POST.replaceAll('\r\n', '\n') + 'Content-Length: 2\n\n{}'],
    ['a head without end', `${POST}X: ${'a'.repeat(20_000)}\r\nContent-Length: 2\r\n\r\n{}`],
    ['another method', 'PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}'],
    ['another version', 'POST / HTTP/1.0\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}'],
    ['an absolute target', 'POST http://x/ HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}'],
    ['no host', 'POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}'],
    ['two hosts', 'POST / HTTP/1.1\r\nHost: x\r\nHost: y\r\nContent-Length: 2\r\n\r\n{}'],
    ['a space in the target', 'POST /a b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}'],
  ])('%s', (_name, request) => {
    expect(readWholeRequest(bytes(request))).toBeNull();
  });
});

describe('reads as Node does', () => {
  interface Seen {
    rawHeaders: string[];
    body: string;
    path: string;
  }
  let server: Server;
  let seen: Seen[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('error', () => {}).on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('latin1');
        seen.push({ rawHeaders: request.rawHeaders, body, path: request.url ?? '' });
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void server.close());

  /** What Node's server makes of the same bytes: the requests, and whether it answered with an error. */
  const viaNode = (wire: Buffer): Promise<Seen[]> =>
    new Promise((resolve, reject) => {
      seen = [];
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => socket.end(wire));
      socket.on('error', reject).on('close', () => resolve(seen));
      socket.resume();
    });

  const name = fc.stringMatching(/^X-[A-Za-z0-9!#$%&'*+.^_`|~-]{1,12}$/);
  const value = fc.stringMatching(/^[!-~\u0080-\u00ff]([\t -~\u0080-\u00ff]{0,20}[!-~\u0080-\u00ff])?$|^$/);
  const space = fc.constantFrom('', ' ', '\t ', '  ');
  /** Lines that a reader can trip over. */
  const oddLine = fc.constantFrom(
    'X: a\r\n b\r\n',
    'X : a\r\n',
    ': a\r\n',
    'X\r\n',
    'X: a\rb\r\n',
    'X: \u0001\r\n',
    'X: a\n',
    '\r\n',
    'content-length: 1\r\n',
    'Transfer-Encoding: chunked\r\n',
    'Host: y\r\n',
    'Connection: close\r\n',
    'Expect: 100-continue\r\n',
    'X(: a\r\n',
    'X-\u00e4: a\r\n',
  );
  const line = fc
    .tuple(name, space, value, space)
    .map(([field, before, text, after]) => `${field}:${before}${text}${after}\r\n`);

  test('plain requests, whatever their headers and body; and only when they are there to the last byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 8 }),
        fc.uint8Array({ maxLength: 80 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (lines, octets, cut) => {
          const head = `${POST}${lines.join('')}Content-Length: ${octets.length}\r\n\r\n`;
          const request = Buffer.concat([bytes(head), octets]);
          const read = readWholeRequest(request);
          const [node] = await viaNode(request);
          expect(read).not.toBeNull();
          expect(read?.headers.flat()).toEqual(node?.rawHeaders);
          expect(read?.body.toString('latin1')).toBe(node?.body);
          expect(read?.path).toBe(node?.path);
          expect(readWholeRequest(request.subarray(0, Math.floor(cut * request.length)))).toBeNull();
          expect(readWholeRequest(Buffer.concat([request, bytes('x')]))).toBeNull();
        },
      ),
      { numRuns: 150 },
    );
  });

  test('odd requests: what it takes, Node takes as the same single request', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          'POST / HTTP/1.1\r\n',
          'POST /\u00e4 HTTP/1.1\r\n',
          'POST  / HTTP/1.1\r\n',
          'GET / HTTP/1.1\r\n',
          '',
        ),
        fc.array(fc.oneof({ weight: 2, arbitrary: line }, { weight: 1, arbitrary: oddLine }), {
          maxLength: 6,
        }),
        fc.constantFrom('Content-Length: 2\r\n', 'Content-Length: 02\r\n', 'Content-Length: 2 \r\n', ''),
        async (start, lines, length) => {
          const request = bytes(`${start}Host: x\r\n${lines.join('')}${length}\r\n{}`);
          const read = readWholeRequest(request);
          if (read === null) return;
          const node = await viaNode(request);
          expect(node).toEqual([
            { rawHeaders: read.headers.flat(), body: read.body.toString('latin1'), path: read.path },
          ]);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Heads of about so many bytes, each made to cost as much as it can. */
const ADVERSARIAL: readonly [name: string, head: (bytes: number) => string][] = [
  ['spaces in a value', (n) => `X: a${' '.repeat(n)}b\r\n`],
  ['spaces before a value', (n) => `X:${' '.repeat(n)}b\r\n`],
  ['spaces after a value', (n) => `X: a${' '.repeat(n)}\r\n`],
  ['nothing but spaces', (n) => `X:${' '.repeat(n)}\r\n`],
  ['nothing but spaces before a control character', (n) => `X:${' '.repeat(n)}\u0001\r\n`],
  ['spaces before a control character', (n) => `X: a${' '.repeat(n)}\u0001\r\n`],
  ['tabs and spaces', (n) => `X: a${'\t '.repeat(n / 2)}b\r\n`],
  ['colons', (n) => `X:${':'.repeat(n)}\r\n`],
  ['carriage returns', (n) => `X: ${'\r'.repeat(n)}\r\n`],
  ['a long name', (n) => `${'x'.repeat(n)}: y\r\n`],
  ['a long name without a colon', (n) => `${'x'.repeat(n)}\r\n`],
  ['many headers', (n) => 'a:b\r\n'.repeat(n / 5)],
  ['many lengths', (n) => 'content-length: 2\r\n'.repeat(n / 19)],
];

describe('takes time that grows with the length', () => {
  test.each(ADVERSARIAL)('%s', (_name, head) => {
    const requestOf = (n: number): Buffer => bytes(`${POST}${head(n)}Content-Length: 2\r\n\r\n{}`);
    const requests = { small: requestOf(3_900), large: requestOf(15_600) };
    expect(growth((size) => readWholeRequest(requests[size]))).toBeLessThan(12);
  });

  test('a header of 16 KB of spaces costs less than a millisecond', () => {
    const request = bytes(`${POST}X:${' '.repeat(16_000)}\u0001\r\nContent-Length: 2\r\n\r\n{}`);
    const startedAt = performance.now();
    for (let round = 0; round < 100; round++) readWholeRequest(request);
    // A hundred of them; they take two or three milliseconds together.
    expect(performance.now() - startedAt).toBeLessThan(100);
  });
});
