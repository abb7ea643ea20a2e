// A backend that gives odd responses: bare sockets, the response chosen by the event's id, written byte for byte.
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { OddResponse } from './odd-responses.ts';

export interface OddBackend {
  url: string;
  /** Ids of the events whose request was read whole, in order. */
  read: readonly string[];
  close(): Promise<void>;
}

/** Lets what was written so far go out as a packet of its own. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

export async function startOddBackend(
  responseFor: (eventId: string) => Pick<OddResponse, 'parts' | 'ending'>,
): Promise<OddBackend> {
  const sockets = new Set<Socket>();
  const read: string[] = [];

  async function respond(
    socket: Socket,
    { parts, ending }: Pick<OddResponse, 'parts' | 'ending'>,
  ): Promise<void> {
    for (const [index, part] of parts.entries()) {
      if (index > 0) await nextTurn();
      socket.write(part, 'latin1');
    }
    if (ending === 'close') socket.end();
    if (ending === 'reset') {
      if (parts.length > 0) await nextTurn();
      socket.resetAndDestroy();
    }
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    let received = Buffer.alloc(0);
    socket.setNoDelay(true);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const headEnd = received.indexOf('\r\n\r\n');
      if (headEnd === -1) return;
      const length = Number(
        /\r\ncontent-length: *(\d+)/i.exec(received.toString('latin1', 0, headEnd))?.[1] ?? 0,
      );
      if (received.length < headEnd + 4 + length) return;
      const id = /"id": ?"(evt_[^"]+)"/.exec(received.toString('utf8', headEnd))?.[1] ?? 'none';
      received = received.subarray(headEnd + 4 + length);
      read.push(id);
      void respond(socket, responseFor(id));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    read,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
