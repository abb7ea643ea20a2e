// The quick way in: a POST that lies in one chunk whole, as the CLI sends nearly all of them, is read and answered on the bare
// socket. With the first chunk that is otherwise the connection is Node's for good, from that chunk on.
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { sendableReply, type Reply } from './reply.ts';
import { readWholeRequest, type WholeRequest } from './whole-request.ts';

export interface PlainRequests {
  /** Closes the connections that are not Node's. */
  closeAll(): void;
}

/** How long a sender that was refused may go on sending before the connection is closed. */
const LINGER_MS = 1_000;

export interface PlainRequestsOptions {
  /** Handles a request; never rejects. */
  take: (request: WholeRequest) => Promise<Reply>;
  maxBodyBytes: number;
  /** How long an idle connection is kept open. */
  keepAliveMs: number;
}

export function servePlainRequests(
  server: Server,
  { take, maxBodyBytes, keepAliveMs }: PlainRequestsOptions,
): PlainRequests {
  const nodesOwn = server.listeners('connection') as ((socket: Socket) => void)[];
  const sockets = new Set<Socket>();
  finishBeforeClosing(server);

  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    let isBusy = false;
    /** The sender has closed its side, and all it sent was read: a stream does not end before. */
    let hasEnded = false;

    function onData(chunk: Buffer): void {
      if (isBusy) {
        // Each request gets its response before the next is looked at. Back in the socket, it also keeps the end from being seen.
        socket.pause();
        socket.unshift(chunk);
        return;
      }
      const request = chunk.byteLength > maxBodyBytes ? null : readWholeRequest(chunk);
      if (request === null) {
        handOver(chunk);
        return;
      }
      isBusy = true;
      socket.setTimeout(0);
      take(request).then(respond, () => socket.destroy());
    }

    function respond(reply: Reply): void {
      isBusy = false;
      if (socket.destroyed) return;
      writeReply(socket, reply, keepAliveMs);
      if (hasEnded) {
        socket.end();
        return;
      }
      socket.setTimeout(keepAliveMs);
      if (socket.isPaused()) socket.resume();
    }

    function handOver(chunk: Buffer): void {
      sockets.delete(socket);
      socket.off('data', onData).off('end', onEnd).off('close', forget);
      socket.off('timeout', onTimeout).setTimeout(0);
      socket.pause();
      socket.unshift(chunk);
      for (const listener of nodesOwn) listener.call(server, socket);
      socket.resume();
    }

    const ignore = (): void => {
      // A sender that went away needs no response; what it sent is stored and delivered all the same.
    };
    const forget = (): void => void sockets.delete(socket);
    const onTimeout = (): void => void socket.destroy();
    const onEnd = (): void => {
      hasEnded = true;
      if (!isBusy) socket.end();
    };

    sockets.add(socket);
    // The listener for errors stays when the connection becomes Node's.
    socket.on('data', onData).on('end', onEnd).on('error', ignore).on('close', forget);
    socket.on('timeout', onTimeout).setTimeout(keepAliveMs);
  });

  return {
    closeAll() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** What UTF-8 and Latin-1 write alike. */
const PRINTABLE_ASCII = /^[\r\n\x20-\x7e]*$/;

function writeReply(socket: Socket, reply: Reply, keepAliveMs: number): void {
  const { status, contentType, body } = sendableReply(reply);
  const type = contentType === null ? '' : `Content-Type: ${contentType}\r\n`;
  const length = body === null ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  const head =
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${type}${length}` +
    `Connection: keep-alive\r\nKeep-Alive: timeout=${keepAliveMs / 1000}\r\n\r\n`;
  if (typeof body === 'string' && PRINTABLE_ASCII.test(type)) {
    socket.write(head + body);
    return;
  }
  socket.cork();
  socket.write(head, 'latin1');
  if (body !== null) socket.write(body);
  socket.uncork();
}

/**
 * A sender that has sent all its requests and closed its side still gets its responses, and so does one whose next request cannot be
 * read. Node by itself closes the connection in both cases and drops the responses under way.
 */
function finishBeforeClosing(server: Server): void {
  const underWay = new WeakMap<Socket, Map<IncomingMessage, ServerResponse>>();
  const refused = new WeakSet<Socket>();
  // Source: socketOnEnd in Node's lib/_http_server.js; without it the end of the requests ends the responses.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const exchanges = underWay.get(request.socket) ?? new Map<IncomingMessage, ServerResponse>();
    underWay.set(request.socket, exchanges.set(request, response));
    response.on('close', () => exchanges.delete(request));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (refused.has(socket)) return;
    refused.add(socket);
    const refuse = (): void => {
      if (!socket.writable) {
        socket.destroy();
        return;
      }
      // Closed with bytes unread it would be reset, and what was just written could be lost on the way.
      socket.end(refusalOf(error.code));
      const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
      socket.once('close', () => clearTimeout(timer));
    };
    // One whose body did not come to its end never gets a response.
    const complete = [...(underWay.get(socket) ?? [])].filter(([request]) => request.complete);
    const last = complete.at(-1)?.[1];
    if (last === undefined) refuse();
    else last.once('close', refuse);
  });
}

function refusalOf(code: string | undefined): string {
  const statuses: Readonly<Record<string, number>> = {
    HPE_HEADER_OVERFLOW: 431,
    HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
    ERR_HTTP_REQUEST_TIMEOUT: 408,
  };
  const status = statuses[code ?? ''] ?? 400;
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
}
