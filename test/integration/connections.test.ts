// Connections on both sides: requests and answers that come in one plain piece and such that do not, on one connection in turn.
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { signBody } from '#engine/signature/signature-check.ts';
import { startTestEngine, TEST_SECRET, type TestEngine } from '../support/engine.ts';
import { eventFixture } from '../support/stripe-stand-in/event-fixture.ts';
import { waitUntil } from '../support/wait-until.ts';

interface Wire {
  write(text: string | Buffer): void;
  /** The last bytes; responses are still read. */
  end(text: string | Buffer): void;
  /** Resolves with the statuses seen so far once there are as many. */
  statuses(count: number): Promise<number[]>;
  /** Resolves when the other side has closed. */
  closed(): Promise<unknown>;
}

async function openWire(line: TestEngine): Promise<Wire> {
  const socket = connect({
    port: Number(new URL(line.engine.receiverUrl).port),
    host: '127.0.0.1',
    allowHalfOpen: true,
  });
  onTestFinished(() => void socket.destroy());
  let heard = '';
  let isClosed = false;
  socket.setEncoding('latin1').on('data', (text: string) => (heard += text));
  socket.on('error', () => {});
  socket.on('end', () => (isClosed = true));
  socket.on('close', () => (isClosed = true));
  await new Promise((resolve) => socket.once('connect', resolve));
  const seen = (): number[] => [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => Number(match[1]));
  return {
    write: (text) => void socket.write(text),
    end: (text) => void socket.end(text),
    async statuses(count) {
      await waitUntil(`${count} answers`, () => seen().length >= count);
      return seen();
    },
    closed: () => waitUntil('the connection to be closed', () => isClosed),
  };
}

function requestOf(id: string, framing: 'length' | 'chunked' | 'close' = 'length'): Buffer {
  const body = Buffer.from(eventFixture({ type: 'invoice.paid', id }));
  const head =
    `POST /stripe-listen HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
    `Stripe-Signature: ${signBody(body, TEST_SECRET, Date.now())}\r\n`;
  if (framing === 'chunked') {
    const size = body.byteLength.toString(16);
    return Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n${size}\r\n${body.toString()}\r\n0\r\n\r\n`);
  }
  const end = framing === 'close' ? 'Connection: close\r\n' : '';
  return Buffer.from(`${head}${end}Content-Length: ${body.byteLength}\r\n\r\n${body.toString()}`);
}

const delivered = (line: TestEngine, ...ids: string[]) =>
  waitUntil('everything to be recorded', () =>
    ids.every((id) => line.engine.store.reads.findEventById(id)?.deliveryState === 'delivered'),
  );

test('in one piece, in many, in one again: one connection takes them all', async () => {
  const line = await startTestEngine();
  const wire = await openWire(line);
  wire.write(requestOf('evt_1'));
  expect(await wire.statuses(1)).toEqual([200]);
  wire.write(requestOf('evt_2', 'chunked'));
  expect(await wire.statuses(2)).toEqual([200, 200]);
  const third = requestOf('evt_3');
  wire.write(third.subarray(0, 700));
  await new Promise((resolve) => setImmediate(resolve));
  wire.write(third.subarray(700));
  expect(await wire.statuses(3)).toEqual([200, 200, 200]);
  wire.write(requestOf('evt_4'));
  expect(await wire.statuses(4)).toEqual([200, 200, 200, 200]);
  wire.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await wire.statuses(5)).toEqual([200, 200, 200, 200, 405]);
  await delivered(line, 'evt_1', 'evt_2', 'evt_3', 'evt_4');
  const [first, , last] = ['evt_1', 'evt_2', 'evt_4'].map((id) =>
    line.engine.store.reads.findEventDetail(id)?.receipts[0]?.headers.map(([name]) => name),
  );
  expect(first).toEqual(['Host', 'Content-Type', 'Stripe-Signature', 'Content-Length']);
  // Read by Node's parser by then, to the same result.
  expect(last).toEqual(first);
});

test('a sender that does not wait for the answer is answered all the same, in order', async () => {
  const line = await startTestEngine();
  let release: (() => void) | null = null;
  line.backend.behave((request, response) => {
    if (request.body.includes('evt_1')) release = () => response.end();
    else response.writeHead(201).end();
  });
  const wire = await openWire(line);
  wire.write(requestOf('evt_1'));
  await waitUntil('the backend to have the first', () => release !== null);
  wire.write(requestOf('evt_2'));
  wire.write(requestOf('evt_3'));
  release!();
  expect(await wire.statuses(3)).toEqual([200, 201, 201]);
  await delivered(line, 'evt_1', 'evt_2', 'evt_3');
});

test.each(['at once', 'after the first was taken'])(
  'a second request that is sent %s without waiting, then the end: both get their responses',
  async (when) => {
    const line = await startTestEngine();
    let release: (() => void) | null = null;
    line.backend.behave((request, response) => {
      if (request.body.includes('evt_1')) release = () => response.end();
      else response.writeHead(201).end();
    });
    const wire = await openWire(line);
    if (when === 'at once') wire.end(Buffer.concat([requestOf('evt_1'), requestOf('evt_2')]));
    else wire.write(requestOf('evt_1'));
    await waitUntil('the backend to have the first', () => release !== null);
    if (when !== 'at once') wire.end(requestOf('evt_2'));
    release!();
    expect(await wire.statuses(2)).toEqual([200, 201]);
    await wire.closed();
    await delivered(line, 'evt_1', 'evt_2');
  },
);

test('two requests in one piece are two', async () => {
  const line = await startTestEngine();
  const wire = await openWire(line);
  wire.write(Buffer.concat([requestOf('evt_1'), requestOf('evt_2')]));
  expect(await wire.statuses(2)).toEqual([200, 200]);
  await delivered(line, 'evt_1', 'evt_2');
});

test('a connection that is to end ends, and one that is broken off takes nothing with it', async () => {
  const line = await startTestEngine();
  const wire = await openWire(line);
  wire.write(requestOf('evt_1', 'close'));
  await wire.closed();
  expect(await wire.statuses(1)).toEqual([200]);
  const hasty = connect(Number(new URL(line.engine.receiverUrl).port), '127.0.0.1');
  hasty.end(requestOf('evt_2'));
  await delivered(line, 'evt_1', 'evt_2');
  await new Promise((resolve) => hasty.once('close', resolve).resume());
});

test('a backend that answers in pieces, or without a body, keeps its connection as well', async () => {
  const line = await startTestEngine();
  const answers: ((response: ServerResponse) => void)[] = [
    (response) => response.end('plain'),
    (response) => {
      response.write('in ');
      setTimeout(() => response.end('pieces'), 50);
    },
    (response) => response.writeHead(204).end(),
    (response) => response.end('plain again'),
  ];
  line.backend.behave((_request, response) => answers.shift()?.(response));
  for (const id of ['evt_1', 'evt_2', 'evt_3', 'evt_4']) {
    await line.post(eventFixture({ type: 'invoice.paid', id }));
  }
  const { deliveries, reads } = line.engine.store;
  const bodies = ['evt_1', 'evt_2', 'evt_3', 'evt_4'].map((id) => {
    const attempt = deliveries.listAttempts(reads.findEventById(id)?.seq ?? 0)[0];
    return [attempt?.status, deliveries.findResponseBody(attempt?.id ?? 0)?.bytes.toString()];
  });
  expect(bodies).toEqual([
    [200, 'plain'],
    [200, 'in pieces'],
    [204, ''],
    [200, 'plain again'],
  ]);
  expect(line.backend.seen.map(({ connection }) => connection)).toEqual([1, 1, 1, 1]);
});
