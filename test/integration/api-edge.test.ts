// The loopback server against whatever connects to it: hostile bytes over real sockets end nothing and are answered.
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { SOCKET_PATH, SOCKET_PROTOCOL, SOCKET_TOKEN_PREFIX } from '#shared/contract/index.ts';
import { startTestServer, type TestServer } from '../support/doors.ts';
import { startTestEngine } from '../support/engine.ts';
import { runHookline } from '../support/hookline-process.ts';
import { tempDir } from '../support/temp-dir.ts';

const RUNS = Number(process.env['HOOKLINE_FUZZ_RUNS'] ?? 250);

type Ending = 'end' | 'reset' | 'reset at once' | 'wait';

interface Visit {
  bytes: Buffer;
  /** Where the bytes are cut in two writes, as a share of their length. */
  cut: number;
  ending: Ending;
}

/** Sends the bytes and leaves as told; resolves with what came back once the connection is over. */
function visit(port: number, { bytes, cut, ending }: Visit): Promise<string> {
  return new Promise((resolve) => {
    const socket: Socket = connect(port, '127.0.0.1');
    let heard = '';
    const leave = (): void => {
      if (ending === 'end') socket.end();
      else if (ending !== 'wait') socket.resetAndDestroy();
    };
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard += text;
      // A reset that meets the response on its way is the worst moment.
      leave();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(heard));
    socket.on('connect', () => {
      const at = Math.floor(bytes.byteLength * cut);
      socket.write(bytes.subarray(0, at));
      setImmediate(() => {
        if (socket.destroyed) return;
        socket.write(bytes.subarray(at));
        if (ending === 'reset at once') socket.resetAndDestroy();
        else if (ending !== 'wait') setTimeout(leave, 20);
        else setTimeout(() => socket.destroy(), 60);
      });
    });
  });
}

const hostile = fc.constantFrom(
  '//[',
  '//',
  '//evil.example/',
  '*',
  'http://[',
  'http://127.0.0.1/rpc',
  '/%',
  '/%ff',
  '/%00',
  '/..//..%2f',
  '/rpc?[',
  '/rpc#[',
  '/api/v1//[',
  '/api/v1/events/%E0%A4%A',
  '/api/v1/events?limit[__proto__]=1',
  '/api/v1/events?[[[]=',
  ':',
  '?',
  '#',
  '/rpc/',
  SOCKET_PATH,
);
const target = fc.oneof(
  hostile,
  fc.string({ unit: 'binary-ascii' }).map((text) => `/${text.replaceAll(/[\r\n ]/g, '')}`),
  fc.webUrl(),
);
const method = fc.constantFrom('GET', 'POST', 'CONNECT', 'OPTIONS', 'HEAD', 'PUT', 'TRACE', 'BREW');

const hostHeader = fc.constantFrom('127.0.0.1', 'localhost:4646', '[::1]', 'evil.example', '', '[');
const extraHeader = fc.constantFrom(
  'Expect: 100-continue',
  'Expect: 200-ok',
  'Transfer-Encoding: chunked',
  'Content-Length: 5',
  'Content-Length: 99999999999999999999',
  'Origin: https://evil.example',
  'Sec-Fetch-Site: cross-site',
  'Authorization: Bearer TOKEN',
  'Content-Type: application/json',
  'Content-Type: multipart/form-data; boundary=',
  'Content-Type: text/event-stream',
  'Content-Disposition: attachment; filename="\u0001"',
  'Connection: close',
);
const upgradeHeader = fc.constantFrom(
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Upgrade: h2c',
  'Upgrade: \u0001',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Version: 99',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Key: no',
  `Sec-WebSocket-Protocol: ${SOCKET_PROTOCOL}, ${SOCKET_TOKEN_PREFIX}TOKEN`,
  `Sec-WebSocket-Protocol: ${SOCKET_PROTOCOL}, ${SOCKET_TOKEN_PREFIX}wrong`,
  'Sec-WebSocket-Protocol: ,,,',
);

const requestText = fc
  .tuple(
    method,
    target,
    hostHeader,
    fc.array(fc.oneof(extraHeader, upgradeHeader), { maxLength: 7 }),
    fc.string({ maxLength: 40 }),
  )
  .map(([verb, path, host, headers, body]) =>
    [`${verb} ${path} HTTP/1.1`, `Host: ${host}`, ...headers, '', body].join('\r\n'),
  );
/** A WebSocket that is let in, and what a page then sends over it. */
const socketTalk = fc
  .tuple(fc.boolean(), fc.uint8Array({ maxLength: 40 }))
  .map(([isTokenRight, frames]) =>
    Buffer.concat([
      Buffer.from(
        [
          `GET ${SOCKET_PATH} HTTP/1.1`,
          'Host: 127.0.0.1',
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
          `Sec-WebSocket-Protocol: ${SOCKET_PROTOCOL}, ${SOCKET_TOKEN_PREFIX}${isTokenRight ? 'TOKEN' : 'wrong'}`,
          '',
          '',
        ].join('\r\n'),
      ),
      frames,
    ]),
  );
const bytes = fc.oneof(
  requestText.map((text) => Buffer.from(text, 'latin1')),
  socketTalk,
  fc.uint8Array({ maxLength: 200 }).map((raw) => Buffer.from(raw)),
);
const visits = fc.array(
  fc.record({
    bytes,
    cut: fc.double({ min: 0, max: 1, noNaN: true }),
    ending: fc.constantFrom<Ending>('end', 'reset', 'reset at once', 'wait'),
  }),
  { minLength: 1, maxLength: 12 },
);

/** What nobody caught while the test ran; without a listener Node would end the process. */
function uncaught(): unknown[] {
  const seen: unknown[] = [];
  const others = process.listeners('uncaughtException');
  const othersRejected = process.listeners('unhandledRejection');
  process.removeAllListeners('uncaughtException').removeAllListeners('unhandledRejection');
  const note = (error: unknown): void => void seen.push(error);
  process.on('uncaughtException', note).on('unhandledRejection', note);
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException').removeAllListeners('unhandledRejection');
    for (const listener of others) process.on('uncaughtException', listener);
    for (const listener of othersRejected) process.on('unhandledRejection', listener);
  });
  return seen;
}

const portOf = (url: string): number => Number(new URL(url).port);
const withToken = (raw: Buffer, token: string): Buffer =>
  Buffer.from(raw.toString('latin1').replaceAll('TOKEN', token), 'latin1');

async function statusOf(server: Pick<TestServer, 'url' | 'token'>): Promise<number> {
  const response = await fetch(`${server.url}/api/v1/status`, {
    headers: { authorization: `Bearer ${server.token}` },
  });
  await response.arrayBuffer();
  return response.status;
}

test(
  'no bytes of any visitor raise an error that nobody owns, and the next request is answered',
  { timeout: 60_000 },
  async () => {
    const { engine } = await startTestEngine();
    const server = await startTestServer(engine);
    const seen = uncaught();
    await fc.assert(
      fc.asyncProperty(visits, async (all) => {
        seen.length = 0;
        await Promise.all(
          all.map((one) => visit(portOf(server.url), { ...one, bytes: withToken(one.bytes, server.token) })),
        );
        expect(await statusOf(server)).toBe(200);
        expect(seen).toEqual([]);
      }),
      { numRuns: RUNS, endOnFailure: false },
    );
  },
);

const upgrade = (path: string, extra: string[] = []): Buffer =>
  Buffer.from(
    [
      `GET ${path} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      ...extra,
      '',
      '',
    ].join('\r\n'),
  );

test.each([
  [
    'a target no URL can be made of, from a foreign page',
    upgrade('//[', ['Origin: https://evil.example']),
    '403',
  ],
  ['a target no URL can be made of', upgrade('//['), '404'],
  ['the same without an upgrade', Buffer.from('GET //[ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'), '404'],
  ['a target that is no path', Buffer.from('OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'), '400'],
  [
    'an upgrade without the secret',
    upgrade(SOCKET_PATH, [`Sec-WebSocket-Protocol: ${SOCKET_PROTOCOL}`]),
    '401',
  ],
])('%s is answered', async (_name, raw, status) => {
  const { engine } = await startTestEngine();
  const server = await startTestServer(engine);
  const seen = uncaught();
  expect(await visit(portOf(server.url), { bytes: raw, cut: 0, ending: 'end' })).toContain(
    `HTTP/1.1 ${status}`,
  );
  expect(await statusOf(server)).toBe(200);
  expect(seen).toEqual([]);
});

test(
  'the process lives on after all of it, and after its log has lost its reader',
  { timeout: 60_000 },
  async () => {
    const hookline = runHookline(tempDir(), { args: ['--no-listen'] });
    onTestFinished(() => hookline.kill('SIGKILL').then(() => undefined));
    const { dashboardUrl, token } = await hookline.ready();
    hookline.child.stderr?.destroy();
    hookline.child.stdout?.destroy();
    const samples = fc.sample(bytes, { numRuns: 150, seed: 4646 });
    for (const ending of ['reset', 'reset at once', 'end'] as const) {
      for (const raw of [upgrade('//['), upgrade('/'), upgrade(SOCKET_PATH), ...samples]) {
        await visit(portOf(dashboardUrl), { bytes: withToken(raw, token), cut: 1, ending });
      }
    }
    expect(await statusOf({ url: dashboardUrl, token })).toBe(200);
    expect(await hookline.kill('SIGTERM')).toBe(0);
  },
);
