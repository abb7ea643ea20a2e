// The sender of every measurement, in a process of its own: prepared requests over kept-alive sockets, one under way on each.
// Plain sockets, because an HTTP client costs as much as what is measured.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { answerQuestions } from './child.ts';
import { percentile } from './figures.ts';
import { signedRequests } from './signed-requests.ts';

export interface LoadQuestion {
  /** Prefix of the event ids, see `eventId`. */
  run: string;
  port: number;
  path: string;
  secret: string;
  connections: number;
  /** Sent first, not measured, over the same connections. */
  warmUp: number;
  requests: number;
}

export interface LoadAnswer {
  requestsPerSecond: number;
  p50Ms: number;
  p95Ms: number;
  /** Answers other than 200, the unmeasured ones included. */
  refused: number;
}

answerQuestions(async (question: LoadQuestion): Promise<LoadAnswer> => {
  const { connections, warmUp, requests } = question;
  const prepared = signedRequests({ ...question, count: warmUp + requests });
  const sockets = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect(question.port, '127.0.0.1');
      socket.setNoDelay(true);
      await once(socket, 'connect');
      return socket;
    }),
  );
  const before = await sendAll(sockets, prepared.slice(0, warmUp));
  const startedAt = performance.now();
  const measured = await sendAll(sockets, prepared.slice(warmUp));
  const seconds = (performance.now() - startedAt) / 1000;
  for (const socket of sockets) socket.destroy();
  return {
    requestsPerSecond: requests / seconds,
    p50Ms: percentile(measured.latenciesMs, 0.5),
    p95Ms: percentile(measured.latenciesMs, 0.95),
    refused: before.refused + measured.refused,
  };
});

async function sendAll(
  sockets: readonly Socket[],
  requests: readonly Buffer[],
): Promise<{ latenciesMs: number[]; refused: number }> {
  const latenciesMs: number[] = [];
  let refused = 0;
  let next = 0;

  const sendOn = (socket: Socket): Promise<void> =>
    new Promise((resolve, reject) => {
      let sentAt = 0;
      let received: Buffer | null = null;
      const send = (): void => {
        const request = requests[next++];
        if (request === undefined) {
          socket.removeAllListeners();
          return resolve();
        }
        sentAt = performance.now();
        socket.write(request);
      };
      socket.on('data', (chunk: Buffer) => {
        received = received === null ? chunk : Buffer.concat([received, chunk]);
        const status = statusOfWhole(received);
        if (status === null) return;
        latenciesMs.push(performance.now() - sentAt);
        if (status !== 200) refused += 1;
        received = null;
        send();
      });
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('A connection was closed before its answer.')));
      send();
    });

  await Promise.all(sockets.map(sendOn));
  return { latenciesMs, refused };
}

/** The status once the answer is there to its end, else null. Without pipelining nothing follows an answer. */
function statusOfWhole(received: Buffer): number | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return null;
  const head = received.toString('latin1', 0, headEnd).toLowerCase();
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1];
  const whole =
    length === undefined
      ? received.toString('latin1', received.byteLength - 5) === '0\r\n\r\n'
      : received.byteLength >= headEnd + 4 + Number(length);
  return whole ? Number(head.slice(9, 12)) : null;
}
