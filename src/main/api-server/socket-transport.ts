// The API over WebSocket, for dashboards in a browser.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { onError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { SOCKET_PROTOCOL, SOCKET_TOKEN_PREFIX } from '#shared/contract/index.ts';
import type { Router } from '#engine/api/router.ts';
import type { Logger } from '#engine/ports.ts';
import type { Access } from './access.ts';
import { logUnexpected } from './unexpected-error.ts';

/** A dashboard that has stopped reading is cut off rather than fed; it comes back by itself and resumes. */
const MAX_BUFFERED_BYTES = 32 * 1024 * 1024;
/** A connection that does not answer two of these is gone, whatever TCP thinks. */
const PING_EVERY_MS = 15_000;

export interface SocketTransport {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  dispose(): void;
}

export function createSocketTransport(router: Router, access: Access, logger: Logger): SocketTransport {
  const handler = new RPCHandler(router, {
    interceptors: [onError((error) => logUnexpected(logger, error))],
  });
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: 8 * 1024 * 1024,
    handleProtocols: () => SOCKET_PROTOCOL,
  });
  const alive = new WeakSet<WebSocket>();

  server.on('connection', (socket) => {
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    socket.on('error', () => socket.terminate());
    handler
      .upgrade(socket, { context: {} })
      .catch((error: unknown) => logger.error('A dashboard connection failed.', error));
  });

  const timer = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.delete(socket) || socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate();
      else socket.ping();
    }
  }, PING_EVERY_MS);
  timer.unref();

  return {
    upgrade(request, socket, head) {
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim());
      const secret =
        offered.find((part) => part.startsWith(SOCKET_TOKEN_PREFIX))?.slice(SOCKET_TOKEN_PREFIX.length) ??
        null;
      if (!offered.includes(SOCKET_PROTOCOL) || !access.allows(secret)) {
        refuseUpgrade(socket, '401 Unauthorized');
        return;
      }
      server.handleUpgrade(request, socket, head, (webSocket) =>
        server.emit('connection', webSocket, request),
      );
    },
    dispose() {
      clearInterval(timer);
      for (const socket of server.clients) socket.terminate();
      server.close();
    },
  };
}

/** Says why, and closes. */
export function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
