// The quick way in: a POST that lies in one chunk whole, as the CLI sends nearly all of them, is read and answered on the bare
// socket. With the first byte that is otherwise the connection is Node's for good, from that byte on.
import { STATUS_CODES, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { HeaderList } from '#shared/contract/events.ts';
import { postTargetOf, readWholeMessage } from '../network/whole-message.ts';
import { KEEP_ALIVE_MS, MAX_BODY_BYTES, type Reply } from './reply.ts';

/** @param take never rejects */
export function servePlainly(
  server: Server,
  take: (path: string, headers: HeaderList, body: Buffer) => Promise<Reply>,
): { closeAll(): void } {
  const nodesOwn = server.listeners('connection') as ((socket: Socket) => void)[];
  const sockets = new Set<Socket>();

  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    /** Being answered; what comes in meanwhile is kept for afterwards. */
    let busy = false;
    let early: Buffer[] = [];
    let ended = false;

    function onData(chunk: Buffer): void {
      if (busy) {
        early.push(chunk);
        socket.pause();
        return;
      }
      const message = chunk.byteLength > MAX_BODY_BYTES ? null : readWholeMessage(chunk);
      const path = message === null ? null : postTargetOf(message);
      if (message === null || path === null) return handOver(chunk);
      busy = true;
      socket.setTimeout(0);
      take(path, message.headers, message.body).then(reply, () => socket.destroy());
    }

    function reply({ status, contentType, body }: Reply): void {
      busy = false;
      if (socket.destroyed) return;
      const type = contentType === null ? '' : `Content-Type: ${contentType}\r\n`;
      const head =
        `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${type}Content-Length: ${Buffer.byteLength(body)}\r\n` +
        `Connection: keep-alive\r\nKeep-Alive: timeout=${KEEP_ALIVE_MS / 1000}\r\n\r\n`;
      if (typeof body === 'string') socket.write(head + body);
      else {
        socket.cork();
        socket.write(head);
        socket.write(body);
        socket.uncork();
      }
      if (ended) {
        socket.end();
        return;
      }
      socket.setTimeout(KEEP_ALIVE_MS);
      if (early.length === 0) return;
      const next = Buffer.concat(early);
      early = [];
      socket.resume();
      onData(next);
    }

    function handOver(chunk: Buffer): void {
      sockets.delete(socket);
      socket.off('data', onData).off('end', onEnd).off('error', ignore).off('close', forget);
      socket.off('timeout', onTimeout).setTimeout(0);
      socket.pause();
      socket.unshift(chunk);
      for (const listener of nodesOwn) listener.call(server, socket);
      socket.resume();
    }

    const ignore = (): void => {
      // A sender that went away needs no answer; what it sent is stored and delivered all the same.
    };
    const forget = (): void => void sockets.delete(socket);
    const onTimeout = (): void => void socket.destroy();
    const onEnd = (): void => {
      ended = true;
      if (!busy) socket.end();
    };

    sockets.add(socket);
    socket.on('data', onData).on('end', onEnd).on('error', ignore).on('close', forget);
    socket.on('timeout', onTimeout).setTimeout(KEEP_ALIVE_MS);
  });

  return {
    closeAll() {
      for (const socket of sockets) socket.destroy();
    },
  };
}
