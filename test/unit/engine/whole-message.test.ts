// The quick reader of HTTP messages: what it takes it reads as Node does, and it takes nothing that is the least bit odd.
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { areWritable, finalStatusOf, postTargetOf, readWholeMessage } from '#engine/network/whole-message.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const POST = 'POST /hook?a=1 HTTP/1.1\r\nHost: x\r\n';

describe('takes', () => {
  test.each([
    ['a length', `${POST}Content-Length: 2\r\n\r\n{}`, '{}'],
    ['no body at all', `${POST}content-length: 0\r\n\r\n`, ''],
    ['pieces', `${POST}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n`, '{}'],
    ['no piece', `${POST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, ''],
    ['what looks like an end', `${POST}Content-Length: 4\r\n\r\n\r\n\r\n`, '\r\n\r\n'],
    ['keep-alive', `${POST}Connection: Keep-Alive\r\nContent-Length: 2\r\n\r\n{}`, '{}'],
  ])('%s', (_name, message, body) => {
    const read = readWholeMessage(bytes(message));
    expect(read?.body.toString('latin1')).toBe(body);
    expect(read === null ? null : postTargetOf(read)).toBe('/hook?a=1');
  });
});

describe('leaves to Node', () => {
  test.each([
    ['no length', `${POST}\r\n{}`],
    ['a body that is still coming', `${POST}Content-Length: 3\r\n\r\n{}`],
    ['more than one message', `${POST}Content-Length: 1\r\n\r\n{}`],
    ['two lengths', `${POST}Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}`],
    ['a length and pieces', `${POST}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a length that is none', `${POST}Content-Length: +2\r\n\r\n{}`],
    ['another coding', `${POST}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ['a piece that is still coming', `${POST}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n`],
    ['a piece with an extension', `${POST}Transfer-Encoding: chunked\r\n\r\n2;a=b\r\n{}\r\n0\r\n\r\n`],
    ['a trailer', `${POST}Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n\r\n`],
    ['the end of the connection', `${POST}Connection: close\r\nContent-Length: 2\r\n\r\n{}`],
    ['an expectation', `${POST}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`],
    ['a folded header', `${POST}X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}`],
    ['a space before the colon', `${POST}X : a\r\nContent-Length: 2\r\n\r\n{}`],
    ['a control character', `${POST}X: a\u0000b\r\nContent-Length: 2\r\n\r\n{}`],
    ['a bare carriage return', `${POST}X: a\rb\r\nContent-Length: 2\r\n\r\n{}`],
    ['bare line feeds', POST.replaceAll('\r\n', '\n') + 'Content-Length: 2\n\n{}'],
    ['a head without end', `${POST}X: ${'a'.repeat(20_000)}\r\nContent-Length: 2\r\n\r\n{}`],
  ])('%s', (_name, message) => {
    expect(readWholeMessage(bytes(message))).toBeNull();
  });

  test.each([
    ['another method', 'PUT / HTTP/1.1\r\nHost: x\r\n'],
    ['another version', 'POST / HTTP/1.0\r\nHost: x\r\n'],
    ['an absolute target', 'POST http://x/ HTTP/1.1\r\nHost: x\r\n'],
    ['no host', 'POST / HTTP/1.1\r\n'],
    ['two hosts', 'POST / HTTP/1.1\r\nHost: x\r\nHost: y\r\n'],
    ['a space in the target', 'POST /a b HTTP/1.1\r\nHost: x\r\n'],
  ])('a request with %s', (_name, head) => {
    const read = readWholeMessage(bytes(`${head}Content-Length: 2\r\n\r\n{}`));
    expect(read).not.toBeNull();
    expect(read && postTargetOf(read)).toBeNull();
  });

  test.each([
    ['HTTP/1.1 200 OK', 200],
    ['HTTP/1.1 599', 599],
    ['HTTP/1.1 100 Continue', null],
    ['HTTP/1.0 200 OK', null],
    ['HTTP/1.1 20 OK', null],
    ['ICY 200 OK', null],
  ])('status lines: %s', (startLine, status) => {
    const read = readWholeMessage(bytes(`${startLine}\r\nContent-Length: 0\r\n\r\n`));
    expect(read && finalStatusOf(read)).toBe(status);
  });
});

describe('reads as Node does', () => {
  let server: Server;
  let heard: { rawHeaders: string[]; body: string; url: string } | null = null;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        heard = {
          rawHeaders: request.rawHeaders,
          body: Buffer.concat(chunks).toString('latin1'),
          url: request.url ?? '',
        };
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void server.close());

  const viaNode = (message: Buffer): Promise<typeof heard> =>
    new Promise((resolve, reject) => {
      heard = null;
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () =>
        socket.write(message),
      );
      socket.once('data', () => {
        socket.destroy();
        resolve(heard);
      });
      socket.once('error', reject);
    });

  const name = fc.stringMatching(/^X-[A-Za-z0-9!#$%&'*+.^_`|~-]{1,12}$/);
  const value = fc.stringMatching(/^[!-~\u0080-\u00ff]([\t -~\u0080-\u00ff]{0,20}[!-~\u0080-\u00ff])?$|^$/);
  const space = fc.constantFrom('', ' ', '\t ', '  ');

  test('whatever the headers, the body and the pieces it comes in; and only when it is there to its last byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(name, space, value, space), { maxLength: 8 }),
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 40 }), { maxLength: 4 }),
        fc.boolean(),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (fields, pieces, chunked, cut) => {
          const lines = fields.map(([field, before, text, after]) => `${field}:${before}${text}${after}\r\n`);
          const body = Buffer.concat(pieces);
          const framed = chunked
            ? Buffer.concat([
                ...pieces.map((piece) =>
                  Buffer.concat([bytes(`${piece.length.toString(16)}\r\n`), piece, bytes('\r\n')]),
                ),
                bytes('0\r\n\r\n'),
              ])
            : body;
          const framing = chunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`;
          const message = Buffer.concat([bytes(`${POST}${lines.join('')}${framing}\r\n\r\n`), framed]);
          const read = readWholeMessage(message);
          const node = await viaNode(message);
          expect(read?.headers.flat()).toEqual(node?.rawHeaders);
          expect(read?.body.toString('latin1')).toBe(node?.body);
          expect(read && postTargetOf(read)).toBe(node?.url);
          expect(readWholeMessage(message.subarray(0, Math.floor(cut * message.length)))).toBeNull();
          expect(readWholeMessage(Buffer.concat([message, bytes('x')]))).toBeNull();
        },
      ),
      { numRuns: 150 },
    );
  });
});

test('headers that would write more than themselves are not written', () => {
  expect(areWritable([['X-A', 'plain, with: marks']])).toBe(true);
  expect(areWritable([['X-A', 'one\r\nX-B: two']])).toBe(false);
  expect(areWritable([['X A', 'one']])).toBe(false);
  expect(areWritable([['X-A', 'snow ☃']])).toBe(false);
});
