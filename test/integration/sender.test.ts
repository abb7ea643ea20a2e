// The sender against backends on bare sockets: one request a call, a result for everything, and what is known of a connection that
// was closed.
import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { startAttemptClock } from '#engine/delivery/attempt-clock.ts';
import { createConnections, type Connection } from '#engine/delivery/connections.ts';
import type { SendRequest, SendResult } from '#engine/delivery/exchange.ts';
import { createSender, type Sender } from '#engine/delivery/sender.ts';
import { exchangeOnWire } from '#engine/delivery/wire-exchange.ts';
import { SELF_SIGNED } from '../support/self-signed.ts';
import { waitUntil } from '../support/wait-until.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

interface BareBackend {
  url: string;
  /** Connections in order, each with what it was sent. */
  connections: { socket: Socket; received: string; requests: number }[];
}

/** @param onRequest called with each whole request of two bytes of body */
async function startBare(onRequest: (socket: Socket, count: number) => void): Promise<BareBackend> {
  const connections: BareBackend['connections'] = [];
  let total = 0;
  const server = createServer((socket) => {
    const one = { socket, received: '', requests: 0 };
    connections.push(one);
    socket.setNoDelay(true).on('error', () => {});
    socket.on('data', (chunk) => {
      one.received += chunk.toString('latin1');
      while (one.received.split('\r\n\r\n{}').length - 1 > one.requests) {
        one.requests += 1;
        total += 1;
        onRequest(socket, total);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const { socket } of connections) socket.destroy();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, connections };
}

function newSender(): Sender {
  const sender = createSender();
  onTestFinished(() => sender.dispose());
  return sender;
}

function requestTo(url: string, change: Partial<SendRequest> = {}): SendRequest {
  const { signal } = new AbortController();
  return {
    url,
    headers: [],
    body: Buffer.from('{}'),
    timeoutMs: 5_000,
    allowSelfSigned: false,
    signal,
    ...change,
  };
}

/** Until a connection that just came back counts as idle. */
async function idleFor(): Promise<void> {
  const startedAt = performance.now();
  await waitUntil('the connection to be idle for a while', () => performance.now() - startedAt > 25);
}

const requestsOf = ({ connections }: BareBackend): number[] => connections.map(({ requests }) => requests);

test('a connection that the backend closed while it was idle is noticed before anything is written', async () => {
  const backend = await startBare((socket) => socket.write(OK));
  const sender = newSender();
  expect(await sender.send(requestTo(backend.url))).toMatchObject({ status: 200, reusedConnection: false });
  expect(await sender.send(requestTo(backend.url))).toMatchObject({ status: 200, reusedConnection: true });
  await idleFor();
  // Closed in this very turn: the news of it lies in the kernel.
  backend.connections[0]?.socket.destroy();
  expect(await sender.send(requestTo(backend.url))).toMatchObject({
    status: 200,
    reusedConnection: false,
    closedBeforeUse: false,
  });
  expect(requestsOf(backend)).toEqual([2, 1]);
});

test('so is one that it closed with a reset, and one on which it wrote without being asked', async () => {
  const backend = await startBare((socket) => socket.write(OK));
  const sender = newSender();
  for (const spoil of [(socket: Socket) => socket.resetAndDestroy(), (socket: Socket) => socket.write('!')]) {
    await sender.send(requestTo(backend.url));
    await idleFor();
    const last = backend.connections.at(-1);
    if (last !== undefined) spoil(last.socket);
    expect(await sender.send(requestTo(backend.url))).toMatchObject({ status: 200, reusedConnection: false });
  }
});

test('an announced keep-alive time is kept a second clear of', async () => {
  const response = 'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 2\r\n\r\nok';
  const backend = await startBare((socket) => socket.write(response));
  const sender = newSender();
  await sender.send(requestTo(backend.url));
  expect(await sender.send(requestTo(backend.url))).toMatchObject({ status: 200, reusedConnection: false });
});

/** Sends on a connection without a look at it before: the moment between the look and the write, made as long as it takes. */
async function sendOn(connection: Connection, url: string): Promise<SendResult> {
  const target = new URL(url);
  const requestHeaders: [string, string][] = [
    ['Host', target.host],
    ['Content-Length', '2'],
  ];
  return await exchangeOnWire(
    { ...requestTo(url), target, requestHeaders },
    {
      take: () => Promise.resolve(Object.assign(connection, { reused: true })),
      give: () => {},
      dispose() {},
    },
    startAttemptClock(),
  );
}

test.runIf(process.platform === 'linux')(
  'closed before the request, seen only after it: known to be unread',
  async () => {
    const backend = await startBare((socket) => socket.write(OK));
    const connections = createConnections();
    const connection = await connections.take({ target: new URL(backend.url), allowSelfSigned: false });
    onTestFinished(() => void connection.socket.destroy());
    await once(connection.socket, 'connect');
    await waitUntil('the connection to be there', () => backend.connections.length === 1);
    backend.connections[0]?.socket.destroy();
    expect(await sendOn(connection, backend.url)).toMatchObject({
      status: null,
      errorClass: 'reset',
      closedBeforeUse: true,
    });
    expect(requestsOf(backend)).toEqual([0]);
  },
);

test.each<[name: string, die: (socket: Socket) => void]>([
  ['is reset', (socket) => socket.resetAndDestroy()],
  ['is ended', (socket) => socket.end()],
  ['is destroyed', (socket) => socket.destroy()],
  ['is ended later', (socket) => setTimeout(() => socket.end(), 150)],
  ['breaks off in the response', (socket) => socket.write('HTTP/1.1 2', () => socket.destroy())],
])(
  'a request that was read, whose connection then %s, is not called unread and not sent again',
  async (_name, die) => {
    const backend = await startBare((socket, count) => (count === 2 ? die(socket) : void socket.write(OK)));
    const sender = newSender();
    await sender.send(requestTo(backend.url));
    expect(await sender.send(requestTo(backend.url))).toMatchObject({
      status: null,
      errorClass: 'reset',
      reusedConnection: true,
      closedBeforeUse: false,
    });
    expect(requestsOf(backend)).toEqual([2]);
    expect(await sender.send(requestTo(backend.url))).toMatchObject({ status: 200, reusedConnection: false });
  },
);

test.each<[name: string, change: Partial<SendRequest>, sentence: RegExp]>([
  ['a value beyond Latin-1', { headers: [['X-Tenant', '張三']] }, /X-Tenant.*encodeURIComponent/],
  ['a line break in a value', { headers: [['X-A', 'b\r\nX-C: d']] }, /X-A.*line break/],
  ['a name that is none', { headers: [['X A', 'b']] }, /cannot be the name of a header/],
  ['a header without a name', { headers: [['', 'b']] }, /needs a name/],
  ['a length of its own', { headers: [['content-length', '7']] }, /set by Hookline itself/],
  [
    'two hosts',
    {
      headers: [
        ['Host', 'a'],
        ['host', 'b'],
      ],
    },
    /Host is there twice/,
  ],
  ['no address', { url: 'nowhere' }, /not an http or https address/],
  ['another scheme', { url: 'ftp://127.0.0.1/' }, /not an http or https address/],
  ['a body that is none', { body: null as unknown as Buffer }, /could not be sent/],
])('a request with %s is a result with a sentence, and nothing is sent', async (_name, change, sentence) => {
  const backend = await startBare((socket) => socket.write(OK));
  const result = await newSender().send(requestTo(backend.url, change));
  expect(result).toMatchObject({ status: null, errorClass: 'invalid_request', closedBeforeUse: false });
  expect(result.errorMessage).toMatch(sentence);
  expect(backend.connections).toEqual([]);
});

test('an aborted attempt rejects with the reason, before it begins and while it waits', async () => {
  const backend = await startBare(() => {});
  const sender = newSender();
  const reason = new Error('The endpoint was removed.');
  await expect(sender.send(requestTo(backend.url, { signal: AbortSignal.abort(reason) }))).rejects.toBe(
    reason,
  );
  expect(backend.connections).toEqual([]);
  const controller = new AbortController();
  const waiting = sender.send(requestTo(backend.url, { signal: controller.signal }));
  await waitUntil('the request to arrive', () => backend.connections[0]?.requests === 1);
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await waitUntil('the connection to be closed', () => backend.connections[0]?.socket.destroyed);
});

test('what of a response came in time is kept when the rest does not', async () => {
  const backend = await startBare((socket) =>
    socket.write('HTTP/1.1 201 Made\r\nX: y\r\nContent-Length: 9\r\n\r\nhalf'),
  );
  const result = await newSender().send(requestTo(backend.url, { timeoutMs: 200 }));
  expect(result).toMatchObject({
    status: 201,
    responseHeaders: [
      ['X', 'y'],
      ['Content-Length', '9'],
    ],
    responseSizeBytes: 4,
    errorClass: 'timeout',
    errorMessage: 'No complete response within 0.2 s.',
  });
  expect(Buffer.from(result.responseBody).toString()).toBe('half');
});

test('over TLS the same: kept, and replaced when closed while idle', async () => {
  const sockets: Socket[] = [];
  const server = createTlsServer(SELF_SIGNED, (_request, response) => response.end('ok'));
  server.on('secureConnection', (socket: Socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const sender = newSender();
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const send = (allowSelfSigned = true) => sender.send(requestTo(url, { allowSelfSigned }));
  expect(await send()).toMatchObject({ status: 200, reusedConnection: false });
  expect(await send()).toMatchObject({ status: 200, reusedConnection: true });
  sockets[0]?.destroy();
  await waitUntil('the connection to be closed', () => sockets[0]?.closed);
  expect(await send()).toMatchObject({ status: 200, reusedConnection: false });
  expect(await send(false)).toMatchObject({ status: null, errorClass: 'tls', reusedConnection: false });
});

test('disposed of, the sender leaves no connection and no timer', async () => {
  const resources = (): string[] =>
    process
      .getActiveResourcesInfo()
      .filter((name) => ['TCPSocketWrap', 'Timeout', 'Immediate'].includes(name));
  const before = resources().length;
  const server = new Worker(ANSWERING_BACKEND, { eval: true });
  onTestFinished(async () => void (await server.terminate()));
  const [port] = (await once(server, 'message')) as [number];
  const sender = createSender();
  const url = `http://127.0.0.1:${port}/`;
  await Promise.all(Array.from({ length: 5 }, () => sender.send(requestTo(url))));
  expect(resources().filter((name) => name === 'TCPSocketWrap')).toHaveLength(5);
  sender.dispose();
  await waitUntil('everything to be gone', () => resources().length <= before);
});

const ANSWERING_BACKEND = `
const { createServer } = require('node:http');
const { parentPort } = require('node:worker_threads');
const server = createServer((request, response) => response.end('ok'));
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

/** In a thread of its own, so that it closes at any moment: right after a response, a moment later, or on reading a request. */
const CLOSING_BACKEND = `
const { createServer } = require('node:net');
const { parentPort } = require('node:worker_threads');
const read = [];
const server = createServer((socket) => {
  socket.setNoDelay(true).on('error', () => {});
  let requests = 0;
  socket.on('data', (chunk) => {
    const id = /X-Id: (\\d+)/.exec(chunk.toString('latin1'))?.[1];
    if (id === undefined) return;
    read.push(Number(id));
    requests += 1;
    const luck = Math.random();
    if (requests > 1 && luck < 0.2) return void (luck < 0.1 ? socket.resetAndDestroy() : socket.destroy());
    socket.write('HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok');
    if (luck > 0.7) {
      const until = performance.now() + Math.random() * 0.4;
      setImmediate(() => {
        while (performance.now() < until);
        if (luck > 0.95) socket.resetAndDestroy(); else socket.destroy();
      });
    }
  });
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
parentPort.on('message', () => parentPort.postMessage(read));
`;

test('whenever the backend closes: each request is read at most once, and none that was read is called unread', async () => {
  const worker = new Worker(CLOSING_BACKEND, { eval: true });
  onTestFinished(async () => void (await worker.terminate()));
  const [port] = (await once(worker, 'message')) as [number];
  const sender = newSender();
  const results: SendResult[] = [];
  for (let id = 0; id < 3_000; id++) {
    const headers: [string, string][] = [['X-Id', String(id)]];
    results.push(await sender.send(requestTo(`http://127.0.0.1:${port}/`, { headers })));
  }
  worker.postMessage('read');
  const [read] = (await once(worker, 'message')) as [number[]];
  expect(new Set(read).size).toBe(read.length);
  const wasRead = new Set(read);
  const said = results.flatMap(({ closedBeforeUse }, id) => (closedBeforeUse ? [id] : []));
  expect(said.filter((id) => wasRead.has(id))).toEqual([]);
  expect(results.filter(({ status }, id) => status !== null && !wasRead.has(id))).toEqual([]);
  expect(read.length).toBeGreaterThan(results.length / 2);
});
