// Connections to endpoints, kept open between deliveries.
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { localLookup } from '../network/local-lookup.ts';

/** Idle connections kept for one endpoint. */
const MAX_IDLE = 64;

export interface ConnectionTarget {
  target: URL;
  allowSelfSigned: boolean;
}

export interface Connections {
  /** An idle connection, or a new one that may still be connecting. */
  take(target: ConnectionTarget): { socket: Socket; reused: boolean };
  /** Back for the next delivery: nothing may be under way on it, and nobody listen to it. */
  give(target: ConnectionTarget, socket: Socket): void;
  dispose(): void;
}

export function createConnections(): Connections {
  const idle = new Map<string, Socket[]>();
  let disposed = false;

  function open({ target, allowSelfSigned }: ConnectionTarget): Socket {
    const secure = target.protocol === 'https:';
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const port = Number(target.port || (secure ? 443 : 80));
    const options = { host, port, lookup: localLookup, noDelay: true, keepAlive: true };
    if (!secure) return connectTcp(options);
    // An address has no name to ask for (RFC 6066, 3).
    const servername = isIP(host) === 0 ? host : '';
    return connectTls({ ...options, servername, rejectUnauthorized: !allowSelfSigned });
  }

  return {
    take(wanted) {
      const kept = idle.get(keyOf(wanted));
      for (let socket = kept?.pop(); socket !== undefined; socket = kept?.pop()) {
        socket.removeAllListeners('data').removeAllListeners('close').removeAllListeners('error');
        // It may have been closed in this very turn.
        if (!socket.destroyed && socket.readable && socket.writable) return { socket, reused: true };
        socket.on('error', () => {}).destroy();
      }
      return { socket: open(wanted), reused: false };
    },

    give(target, socket) {
      const key = keyOf(target);
      const kept = idle.get(key) ?? [];
      if (disposed || socket.destroyed || kept.length >= MAX_IDLE) {
        socket.on('error', () => {}).destroy();
        return;
      }
      idle.set(key, kept);
      kept.push(socket);
      const drop = (): void => {
        const place = kept.indexOf(socket);
        if (place !== -1) kept.splice(place, 1);
        socket.destroy();
      };
      // Nothing is expected on an idle connection: whatever comes makes it useless.
      socket.on('data', drop).on('close', drop).on('error', drop);
    },

    dispose() {
      disposed = true;
      for (const socket of [...idle.values()].flat()) socket.destroy();
      idle.clear();
    },
  };
}

function keyOf({ target, allowSelfSigned }: ConnectionTarget): string {
  return `${target.origin} ${allowSelfSigned}`;
}
