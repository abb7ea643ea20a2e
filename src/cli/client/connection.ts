// The way to the running Hookline: its note lies in the data directory, and its WebSocket door is opened with what stands there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { SOCKET_PATH, SOCKET_PROTOCOL, SOCKET_TOKEN_PREFIX } from '#shared/contract/doors.ts';
import type { ApiClient } from '#shared/contract/index.ts';
import {
  INSTANCE_FILE,
  readInstance,
  tokenOf,
  type InstanceAddress,
} from '#shared/domain/running-instance.ts';

/** Loopback answers at once; a program that is no Hookline may never. */
const HANDSHAKE_TIMEOUT_MS = 5_000;

/** Nobody answers for this data directory. */
export class NotRunningError extends Error {}

/** The connection ended before the answer came. */
export class ConnectionLostError extends Error {}

export interface Connection {
  /** @throws ConnectionLostError */
  call<T>(run: (api: ApiClient) => Promise<T>): Promise<T>;
  close(): void;
}

/**
 * The note is read anew each time: after a restart Hookline has another token, and perhaps another port.
 * @param signal gives up trying
 * @throws NotRunningError
 */
export async function openConnection(dataDir: string, signal?: AbortSignal): Promise<Connection> {
  const instance = findInstance(dataDir);
  const token = instance === null ? null : tokenOf(instance);
  if (instance === null || token === null) throw new NotRunningError();

  const socket = new WebSocket(
    `${instance.dashboardUrl.replace(/^http/, 'ws')}${SOCKET_PATH}`,
    [SOCKET_PROTOCOL, SOCKET_TOKEN_PREFIX + token],
    { handshakeTimeout: HANDSHAKE_TIMEOUT_MS, perMessageDeflate: false },
  );
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
  const link = new RPCLink({ websocket: socket });
  const giveUp = (): void => socket.terminate();
  signal?.addEventListener('abort', giveUp);
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    // The note of a killed Hookline stays behind: nobody listens there now, or somebody else who does not know the token.
    socket.on('error', () => reject(new NotRunningError()));
  }).finally(() => signal?.removeEventListener('abort', giveUp));
  return connectionOver(createORPCClient<ApiClient>(link), socket, closed);
}

function connectionOver(api: ApiClient, socket: WebSocket, closed: Promise<void>): Connection {
  return {
    async call(run) {
      const lost = closed.then((): never => {
        throw new ConnectionLostError();
      });
      lost.catch(() => undefined); // when the call wins, nobody else listens
      try {
        return await Promise.race([run(api), lost]);
      } catch (error) {
        // The link has errors of its own for a socket that closed under it, and they may come first.
        throw socket.readyState === WebSocket.OPEN ? error : new ConnectionLostError();
      }
    },
    close: () => socket.terminate(),
  };
}

function findInstance(dataDir: string): InstanceAddress | null {
  try {
    return readInstance(readFileSync(join(dataDir, INSTANCE_FILE), 'utf8'));
  } catch {
    return null;
  }
}
