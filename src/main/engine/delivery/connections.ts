// Connections to endpoints, kept open between deliveries.
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { localLookup } from '../network/local-lookup.ts';

/** Idle connections kept for one endpoint. */
const MAX_IDLE = 64;
/**
 * How long one is kept when the backend does not say: below the shortest of the usual keep-alive times (gunicorn's is 2 s), so that
 * we close first. A new connection to the same machine takes less than a millisecond.
 */
const IDLE_MS = 1_500;
const MAX_IDLE_MS = 30_000;
/** A backend closes at the time it announced; a request must not be on its way then. */
const MARGIN_MS = 1_000;

export interface ConnectionTarget {
  target: URL;
  allowSelfSigned: boolean;
}

export interface Connection {
  socket: Socket;
  reused: boolean;
}

export interface Connections {
  /** An idle connection that was open a moment ago, or a new one that may still be connecting. Never rejects but where Node throws. */
  take(target: ConnectionTarget): Promise<Connection>;
  /** Back for the next delivery: nothing may be under way on it. @param keepAliveMs what the backend announced */
  give(target: ConnectionTarget, socket: Socket, keepAliveMs: number | null): void;
  /** Closes the idle ones; those in use belong to their attempts. */
  dispose(): void;
}

interface Idle {
  socket: Socket;
  /** On performance.now()'s clock. */
  until: number;
  /** Ends the watch over it. */
  detach(): void;
}

export function createConnections(): Connections {
  const idle = new Map<string, Idle[]>();
  let disposed = false;

  function open({ target, allowSelfSigned }: ConnectionTarget): Socket {
    const secure = target.protocol === 'https:';
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const port = Number(target.port || (secure ? 443 : 80));
    // Half open: an attempt decides for itself what the end of the other side means.
    const options = { host, port, lookup: localLookup, noDelay: true, keepAlive: true, allowHalfOpen: true };
    // An address has no name to ask for (RFC 6066, 3).
    const servername = isIP(host) === 0 ? host : '';
    const socket = secure
      ? connectTls({ ...options, servername, rejectUnauthorized: !allowSelfSigned })
      : connectTcp(options);
    // For good: between two attempts, and after the last, a socket's error concerns nobody, but it must have a listener.
    return socket.on('error', ignore);
  }

  function pop(key: string): Idle | undefined {
    const kept = idle.get(key);
    const last = kept?.pop();
    if (kept?.length === 0) idle.delete(key);
    return last;
  }

  return {
    async take(wanted) {
      const key = keyOf(wanted);
      for (let kept = pop(key); kept !== undefined; kept = pop(key)) {
        const { socket, until, detach } = kept;
        // What the backend did to the connection until now may lie in the kernel unread. The watch goes on while it is read.
        await nextPoll();
        detach();
        if (!socket.destroyed && socket.writable && performance.now() < until)
          return { socket, reused: true };
        socket.destroy();
      }
      return { socket: open(wanted), reused: false };
    },

    give(target, socket, keepAliveMs) {
      const key = keyOf(target);
      const kept = idle.get(key) ?? [];
      const idleMs = keepAliveMs === null ? IDLE_MS : Math.min(keepAliveMs - MARGIN_MS, MAX_IDLE_MS);
      if (disposed || socket.destroyed || kept.length >= MAX_IDLE || idleMs <= 0) {
        socket.destroy();
        return;
      }
      const drop = (): void => {
        detach();
        const place = kept.indexOf(entry);
        if (place !== -1) kept.splice(place, 1);
        if (kept.length === 0 && idle.get(key) === kept) idle.delete(key);
        socket.destroy();
      };
      const detach = (): void => {
        socket.setTimeout(0);
        for (const event of DROPPING) socket.off(event, drop);
      };
      const entry: Idle = { socket, until: performance.now() + idleMs, detach };
      idle.set(key, kept);
      kept.push(entry);
      // Nothing is expected on an idle connection: whatever comes makes it useless.
      for (const event of DROPPING) socket.on(event, drop);
      socket.setTimeout(idleMs);
    },

    dispose() {
      disposed = true;
      for (const { socket, detach } of [...idle.values()].flat()) {
        detach();
        socket.destroy();
      }
      idle.clear();
    },
  };
}

const DROPPING = ['data', 'end', 'close', 'error', 'timeout'] as const;

function ignore(): void {
  // See open().
}

/**
 * Resolves right after the event loop has asked the kernel for news once, from now on: the first immediate may run in a turn whose
 * asking is already over, the second cannot. Costs microseconds, as the loop does not wait while an immediate is due.
 */
function nextPoll(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}

function keyOf({ target, allowSelfSigned }: ConnectionTarget): string {
  return `${target.origin} ${allowSelfSigned}`;
}
