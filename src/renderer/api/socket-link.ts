// The browser's door: oRPC over a WebSocket to the host that served this page.
import { RPCLink } from '@orpc/client/websocket';
import { createApiClient } from './client.ts';
import type { Door, OpenDoor } from './door.ts';
import { API_PREFIX, SOCKET_PATH, SOCKET_PROTOCOL, SOCKET_TOKEN_PREFIX } from './doors.ts';
import { AccessDeniedError, ConnectionLostError } from './errors.ts';
import { openSession, storedSession } from './session.ts';

export interface SocketDoors {
  open: OpenDoor;
  /** The token to enter with at the next opening. */
  present(token: string): void;
}

export function createSocketDoors(firstToken: string | null): SocketDoors {
  let token = firstToken;
  let session = storedSession();

  async function currentSession(): Promise<string> {
    if (token !== null) {
      try {
        session = await openSession(token);
        token = null;
      } catch (error) {
        if (!(error instanceof AccessDeniedError)) throw error;
        token = null; // of an earlier run; a session from then still holds
      }
    }
    if (session === null) throw new AccessDeniedError();
    return session;
  }

  return {
    present(next) {
      token = next;
      session = null;
    },
    async open() {
      const known = await currentSession();
      return await openSocket(known);
    },
  };
}

async function openSocket(session: string): Promise<Door> {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}${SOCKET_PATH}`, [
    SOCKET_PROTOCOL,
    SOCKET_TOKEN_PREFIX + session,
  ]);
  const opened = new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true), { once: true });
    socket.addEventListener('close', () => resolve(false), { once: true });
  });
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', () => resolve(), { once: true });
  });
  const link = new RPCLink({ websocket: socket });
  if (!(await opened)) throw await reasonForRefusal(session);
  return { client: createApiClient(link), closed, close: () => socket.close() };
}

/** A refused upgrade carries no status in a browser; an ordinary request with the same session tells. */
async function reasonForRefusal(session: string): Promise<Error> {
  try {
    const response = await fetch(`${API_PREFIX}/status`, { headers: { authorization: `Bearer ${session}` } });
    return response.status === 401 ? new AccessDeniedError() : new ConnectionLostError();
  } catch {
    return new ConnectionLostError();
  }
}
