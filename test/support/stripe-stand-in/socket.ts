// The WebSocket side: upgrades (taken or refused), pings (answered or not) and the frames of both directions.
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Session } from './session.ts';

/** How upgrades are refused; `destroy` cuts the connection, a number is an HTTP status. */
export type Refusal = 'destroy' | number | null;

export interface Connection {
  session: Session;
  socket: WebSocket;
  /** Unix milliseconds. */
  openedAt: number;
}

export interface SocketDesk {
  /** Open connections, oldest first. */
  connections(): Connection[];
  /** The Websocket-Id of every upgrade, refused ones too. */
  upgradeIds: readonly string[];
  onConnection(listener: (connection: Connection) => void): void;
  /** A connection that is open now or opens later. */
  waitForConnection(timeoutMs?: number): Promise<Connection>;
  /** The next connection opened from now on, whatever is open already. */
  waitForNewConnection(timeoutMs?: number): Promise<Connection>;
  refuse(how: Refusal): void;
  /** Answers the next `times` upgrades as Stripe does for an expired session. */
  expireNext(times?: number): void;
  /** false = a half-open network: the socket stays, pings go unanswered. */
  answerPings(yes: boolean): void;
  /** Cuts every connection without a closing handshake. */
  drop(): void;
  /** Closes every connection in good manners. */
  closeAll(code?: number): void;
  dispose(): void;
}

export interface SocketDeskDeps {
  server: Server;
  findSession: (id: string) => Session | undefined;
  onFrame: (text: string) => void;
}

export function createSocketDesk({ server, findSession, onFrame }: SocketDeskDeps): SocketDesk {
  // `ws` would answer pings by itself; a half-open network needs that in our hands.
  const webSockets = new WebSocketServer({
    noServer: true,
    autoPong: false,
    handleProtocols: ([first]) => first ?? false,
  });
  const open: Connection[] = [];
  const upgradeIds: string[] = [];
  const listeners = new Set<(connection: Connection) => void>();
  let refusal: Refusal = null;
  let expiries = 0;
  let answering = true;

  const adopt = (socket: WebSocket, session: Session): void => {
    const connection: Connection = { session, socket, openedAt: Date.now() };
    open.push(connection);
    socket.on('ping', (data) => {
      if (answering) socket.pong(data);
    });
    socket.on('message', (data) => onFrame(frameText(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => open.splice(open.indexOf(connection), 1));
    for (const listener of listeners) listener(connection);
  };

  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    const id = String(request.headers['websocket-id'] ?? '');
    upgradeIds.push(id);
    stream.on('error', () => stream.destroy());
    if (refusal === 'destroy') {
      stream.destroy();
      return;
    }
    if (refusal !== null) {
      refuseUpgrade(stream, refusal, { error: { message: 'Internal error' } });
      return;
    }
    const session = findSession(id);
    if (expiries > 0 || session === undefined) {
      expiries = Math.max(0, expiries - 1);
      refuseUpgrade(stream, 403, { error: { message: 'Unknown WebSocket ID.' } });
      return;
    }
    webSockets.handleUpgrade(request, stream, head, (socket) => adopt(socket, session));
  };
  server.on('upgrade', upgrade);

  const waitForNewConnection = (timeoutMs = 15_000): Promise<Connection> =>
    new Promise((resolve, reject) => {
      const taken = (connection: Connection): void => {
        listeners.delete(taken);
        clearTimeout(timer);
        resolve(connection);
      };
      const timer = setTimeout(() => {
        listeners.delete(taken);
        reject(new Error(`no connection to the stand-in within ${timeoutMs} ms`));
      }, timeoutMs);
      listeners.add(taken);
    });

  return {
    connections: () => [...open],
    upgradeIds,
    onConnection: (listener) => {
      listeners.add(listener);
    },
    waitForConnection: (timeoutMs) =>
      open[0] === undefined ? waitForNewConnection(timeoutMs) : Promise.resolve(open[0]),
    waitForNewConnection,
    refuse: (how) => {
      refusal = how;
    },
    expireNext: (times = 1) => {
      expiries += times;
    },
    answerPings: (yes) => {
      answering = yes;
    },
    drop: () => {
      for (const { socket } of open) socket.terminate();
    },
    closeAll: (code = 1000) => {
      for (const { socket } of open) socket.close(code);
    },
    dispose: () => {
      server.off('upgrade', upgrade);
      listeners.clear();
      for (const { socket } of open) socket.terminate();
      webSockets.close();
    },
  };
}

function frameText(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data as Buffer).toString('utf8');
}

function refuseUpgrade(stream: Duplex, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  stream.end(
    `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n` +
      `Connection: close\r\n\r\n${text}`,
  );
}
