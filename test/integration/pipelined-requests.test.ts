// Requests however they are cut, pipelined and ended: each that is complete gets exactly one response, in order.
import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { createDoor } from '#engine/receiver/door.ts';
import type { IntakeResult } from '#engine/receiver/intake.ts';
import { startReceiver, type Receiver, type ReceiverDeps } from '#engine/receiver/receiver.ts';
import { silentLogger } from '../support/engine.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');

/** Responds to each request with its body, the sooner the shorter that is, so that later ones overtake. */
async function startEchoing(): Promise<Receiver> {
  const intake: ReceiverDeps['intake'] = {
    take: ({ body }) =>
      Promise.resolve({ accepted: true, id: 'evt', source: 'direct', body } as unknown as IntakeResult),
    noteTooLarge: () => Promise.resolve(),
  };
  const receiver = await startReceiver({
    port: 0,
    clock: { now: () => Date.now() },
    logger: silentLogger,
    intake,
    door: createDoor({ instanceId: 'test', onRefused() {} }),
    async deliver({ body }) {
      for (let turn = 0; turn < body.length % 4; turn++)
        await new Promise((resolve) => setImmediate(resolve));
      return { status: 200, contentType: 'text/plain', body };
    },
    shareResponse: () => true,
  });
  onTestFinished(() => receiver.dispose());
  return receiver;
}

/** A body, or the length of a large one. */
const body = fc.oneof(
  fc.string({ unit: 'binary-ascii', maxLength: 60 }),
  fc.constantFrom('\r\n\r\n', 'POST / HTTP/1.1\r\n\r\n', '0\r\n\r\n'),
  fc.integer({ min: 60_000, max: 70_000 }),
);
const request = fc.record({ body, framing: fc.constantFrom('Content-Length', 'content-length', 'chunked') });
type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

const bodyOf = ({ body: given }: Request): string => (typeof given === 'number' ? 'a'.repeat(given) : given);

function wireOf(one: Request): Buffer {
  const text = bodyOf(one);
  const head = 'POST /x HTTP/1.1\r\nHost: x\r\n';
  if (one.framing !== 'chunked') return bytes(`${head}${one.framing}: ${text.length}\r\n\r\n${text}`);
  const chunk = text === '' ? '' : `${text.length.toString(16)}\r\n${text}\r\n`;
  return bytes(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk}0\r\n\r\n`);
}

/** What follows the last complete request. */
const tail = fc.constantFrom(
  '',
  '',
  'POST / HT',
  'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nshort',
  'nonsense\r\n\r\n',
);

/** The bodies of the responses of status 200, and the statuses of the others. */
function responsesIn(wire: Buffer): { bodies: Buffer[]; others: number[] } {
  const bodies: Buffer[] = [];
  const others: number[] = [];
  let rest = wire;
  while (rest.length > 0) {
    const headEnd = rest.indexOf('\r\n\r\n');
    const head = rest.toString('latin1', 0, headEnd);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1]);
    if (headEnd === -1 || Number.isNaN(status))
      throw new Error(`no response: ${rest.toString('latin1', 0, 200)}`);
    if (status === 200) bodies.push(rest.subarray(headEnd + 4, headEnd + 4 + length));
    else others.push(status);
    rest = rest.subarray(headEnd + 4 + length);
  }
  return { bodies, others };
}

test('each complete request gets one response, in order', async () => {
  const receiver = await startEchoing();
  await fc.assert(
    fc.asyncProperty(
      fc.array(request, { minLength: 1, maxLength: 6 }),
      tail,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
      fc.boolean(),
      async (requests, after, cuts, pause) => {
        const wire = Buffer.concat([...requests.map(wireOf), bytes(after)]);
        const places = [0, ...cuts.map((cut) => Math.floor(cut * wire.length)), wire.length].toSorted(
          (a, b) => a - b,
        );
        const socket = connect({
          port: receiver.port,
          host: '127.0.0.1',
          noDelay: true,
          allowHalfOpen: true,
        });
        const received: Buffer[] = [];
        socket.on('data', (chunk) => received.push(chunk)).on('error', () => {});
        const ended = new Promise((resolve) => socket.once('end', resolve).once('close', resolve));
        await once(socket, 'connect');
        for (const [index, place] of places.entries()) {
          socket.write(wire.subarray(places[index - 1] ?? 0, place));
          if (pause) await new Promise((resolve) => setImmediate(resolve));
        }
        socket.end();
        await ended;
        socket.destroy();
        const { bodies, others } = responsesIn(Buffer.concat(received));
        expect(bodies.map((one) => one.toString('latin1'))).toEqual(requests.map(bodyOf));
        // What follows and is no request is refused, unless the sender closed its side and so the connection is over anyway.
        expect(others.filter((status) => after === '' || status !== 400)).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
