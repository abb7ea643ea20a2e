// The quick way to send: one write on a kept connection, and an answer that comes in one plain piece. Any other answer is handed
// on, from its first byte, to Node's HTTP client.
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { finalStatusOf, readWholeMessage } from '../network/whole-message.ts';
import { ownBytes } from '../store/own-bytes.ts';
import { startAttemptClock, TimeoutError } from './attempt-clock.ts';
import type { Connections } from './connections.ts';
import type { Begun, Outgoing, SendResult } from './exchange.ts';
import { classifySendError } from './send-error.ts';

/**
 * @param handOn takes up an exchange whose request is out and whose answer is not of the plain kind
 * Rejects with the signal's reason when called off; every other end is a result.
 */
export function exchangePlainly(
  outgoing: Outgoing,
  connections: Connections,
  handOn: (heard: Duplex, begun: Begun) => Promise<SendResult>,
): Promise<SendResult> {
  const { body, requestHeaders, target, timeoutMs, signal } = outgoing;
  const clock = startAttemptClock();
  const { socket, reused } = connections.take(outgoing);
  clock.watch(socket);

  return new Promise((resolve, reject) => {
    const timer =
      timeoutMs === null ? null : setTimeout(() => finish(new TimeoutError(timeoutMs)), timeoutMs);

    function letGo(): void {
      if (timer !== null) clearTimeout(timer);
      signal.removeEventListener('abort', calledOff);
      socket.off('data', onData).off('error', finish).off('close', onClose);
    }

    /** Without an answer. */
    function finish(error: Error): void {
      letGo();
      socket.on('error', () => {}).destroy();
      clock.timings.totalMs = clock.elapsed();
      const { errorClass, message } = classifySendError(error);
      resolve({
        requestHeaders,
        reusedConnection: reused,
        status: null,
        responseHeaders: [],
        responseBody: new Uint8Array(0),
        responseSizeBytes: 0,
        responseTruncated: false,
        errorClass,
        errorMessage: message,
        timings: clock.timings,
      });
    }

    function calledOff(): void {
      letGo();
      socket.on('error', () => {}).destroy();
      reject(signal.reason instanceof Error ? signal.reason : new Error('The attempt was called off.'));
    }

    function onClose(): void {
      finish(new Error('The connection was closed without an answer.'));
    }

    function onData(chunk: Buffer): void {
      letGo();
      clock.timings.firstByteMs = clock.elapsed();
      const answer = readWholeMessage(chunk);
      const status = answer === null ? null : finalStatusOf(answer);
      if (answer === null || status === null || status === 204 || status === 304) {
        handOn(hear(socket, chunk), { clock, reused }).then(resolve, reject);
        return;
      }
      // An answer before the request was out leaves the rest of it in the way of the next one.
      if (socket.writableLength === 0) connections.give(outgoing, socket);
      else socket.on('error', () => {}).destroy();
      clock.timings.totalMs = clock.elapsed();
      resolve({
        requestHeaders,
        reusedConnection: reused,
        status,
        responseHeaders: answer.headers,
        responseBody: ownBytes(answer.body),
        responseSizeBytes: answer.body.byteLength,
        responseTruncated: false,
        errorClass: null,
        errorMessage: null,
        timings: clock.timings,
      });
    }

    if (signal.aborted) return calledOff();
    signal.addEventListener('abort', calledOff);
    socket.on('data', onData).on('error', finish).on('close', onClose);
    let head = `POST ${target.pathname}${target.search} HTTP/1.1\r\n`;
    for (const [name, value] of requestHeaders) head += `${name}: ${value}\r\n`;
    socket.cork();
    socket.write(`${head}\r\n`, 'latin1');
    socket.write(body);
    socket.uncork();
  });
}

/** What a socket says, from the chunk that was read already. What is written to it goes nowhere: it was all said. */
function hear(socket: Socket, first: Buffer): Duplex {
  const heard = new Duplex({
    read: () => void socket.resume(),
    write: (_chunk, _encoding, done) => done(),
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk: Buffer) => {
    if (!heard.push(chunk)) socket.pause();
  });
  socket.on('end', () => heard.push(null));
  socket.on('error', (error) => heard.destroy(error));
  socket.on('close', () => heard.destroy());
  heard.push(first);
  return heard;
}
