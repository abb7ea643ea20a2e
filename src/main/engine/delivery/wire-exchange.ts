// One request on one connection, and the response to it.
import { createResponseReader } from '../network/http/response-reader.ts';
import { IncompleteResponseError } from '../network/http/response-error.ts';
import { TimeoutError, type AttemptClock } from './attempt-clock.ts';
import { NOBODY, type Connection, type Connections } from './connections.ts';
import type { Outgoing, SendResult } from './exchange.ts';
import { classifySendError, codeOf } from './send-error.ts';

/**
 * How soon after the request the end of a connection still counts as "it was closed already". The way there and back on this
 * machine takes less than a millisecond; the rest is for a busy one.
 */
const CLOSED_AT_ONCE_MS = 100;
/** Below the packet size of every system's loopback; macOS has the smallest, 16,384 with its headers. */
const ONE_PACKET_BYTES = 16_000;

/** Rejects with the signal's reason when aborted, and with what Node throws before anything is written. */
export async function exchangeOnWire(
  outgoing: Outgoing,
  connections: Connections,
  clock: AttemptClock,
): Promise<SendResult> {
  const head = headOf(outgoing);
  const connection = await connections.take(outgoing);
  if (outgoing.signal.aborted) {
    connection.socket.destroy();
    outgoing.signal.throwIfAborted();
  }
  return await exchangeOn(connection, head, outgoing, connections, clock);
}

function headOf({ target, requestHeaders }: Outgoing): string {
  let head = `POST ${target.pathname}${target.search} HTTP/1.1\r\n`;
  for (const [name, value] of requestHeaders) head += `${name}: ${value}\r\n`;
  return `${head}\r\n`;
}

function exchangeOn(
  connection: Connection,
  head: string,
  outgoing: Outgoing,
  connections: Connections,
  clock: AttemptClock,
): Promise<SendResult> {
  const { body, requestHeaders, signal, target, timeoutMs } = outgoing;
  const { socket, reused } = connection;
  const { timings, elapsed } = clock;
  const reader = createResponseReader();
  // Asked for now: a connection that was reset has no address any more.
  const isLocal = reused && isLoopback(socket.remoteAddress);
  clock.watch(socket);

  return new Promise((resolve, reject) => {
    const timer =
      timeoutMs === null
        ? null
        : setTimeout(() => settle(new TimeoutError(timeoutMs)), Math.max(1, timeoutMs - elapsed()));

    function detach(): void {
      if (timer !== null) clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      connection.owner = NOBODY;
    }

    function cancel(): void {
      detach();
      socket.destroy();
      reject(signal.reason as Error);
    }

    function settle(error: Error | null, closedBeforeUse = false): void {
      detach();
      // A response before the request was out leaves the rest of it in the way of the next one.
      if (error === null && reader.isReusable() && socket.writableLength === 0)
        connections.give(connection, reader.head()?.keepAliveMs ?? null);
      else socket.destroy();
      timings.totalMs = elapsed();
      const problem = error === null ? null : classifySendError(error);
      const response = reader.body();
      resolve({
        requestHeaders,
        reusedConnection: reused,
        closedBeforeUse,
        status: reader.head()?.status ?? null,
        responseHeaders: reader.head()?.headers ?? [],
        responseBody: response.bytes,
        responseSizeBytes: response.sizeBytes,
        responseTruncated: response.isTruncated,
        errorClass: problem?.errorClass ?? null,
        errorMessage: problem?.message ?? null,
        timings,
      });
    }

    function onData(chunk: Buffer): void {
      timings.firstByteMs ??= elapsed();
      try {
        if (reader.push(chunk)) settle(null);
      } catch (error) {
        settle(asError(error));
      }
    }

    function onEnd(): void {
      try {
        reader.end();
      } catch (error) {
        settleEnded(asError(error));
        return;
      }
      settle(null);
    }

    /** The backend ended the connection, and the response is not complete. */
    function settleEnded(error: Error): void {
      if (!maybeClosedBefore()) {
        settle(error);
        return;
      }
      // Whether the end was there before the request: then the system has refused the request's bytes (RST after FIN), and
      // refuses two more with EPIPE. A backend that read the request and ended refuses nothing yet. CRLF between requests means
      // nothing (RFC 9112, 2.2), and no response can follow: the backend's side is closed.
      socket.write('\r\n', (writeError) =>
        settle(error, writeError !== null && writeError !== undefined && codeOf(writeError) === 'EPIPE'),
      );
    }

    /**
     * A reused connection, no byte of a response, and the end came at once. Whether the backend had closed it before the request
     * was there is known from the system's EPIPE alone, which takes a FIN that was received before an RST. A backend that takes
     * the request and then exits, crashes or resets gives one or the other: RST is what a closed socket answers to what comes
     * after, and all of a request that fits one packet came before. (One that shuts its side down in silence and leaves the rest
     * unread looks the same; it did not take the request either.) Larger requests can have been read in part, other machines
     * cut them smaller, and TLS has an end of its own: nothing is claimed about those.
     */
    function maybeClosedBefore(): boolean {
      return (
        isLocal &&
        timings.firstByteMs === null &&
        elapsed() - writtenAt <= CLOSED_AT_ONCE_MS &&
        target.protocol === 'http:' &&
        head.length + body.byteLength <= ONE_PACKET_BYTES
      );
    }

    function onError(error: Error): void {
      settle(error, maybeClosedBefore() && codeOf(error) === 'EPIPE');
    }

    function onClose(): void {
      settle(new IncompleteResponseError('The connection was closed without a response.'));
    }

    signal.addEventListener('abort', cancel);
    connection.owner = { onData, onEnd, onError, onClose };
    const writtenAt = elapsed();
    socket.cork();
    socket.write(head, 'latin1');
    socket.write(body);
    socket.uncork();
  });
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(?:127\.|::1$|::ffff:127\.)/.test(address);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
