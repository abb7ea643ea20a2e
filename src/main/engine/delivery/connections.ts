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
const SWEEP_MS = 1_000;
/**
 * A connection that came back so recently was looked at with the response that freed it, or hardly later; in a burst, looking again
 * costs a twentieth of the throughput. If it was closed in this moment, the attempt says so: see closedBeforeUse.
 */
const FRESH_MS = 20;

export interface ConnectionTarget {
  target: URL;
  allowSelfSigned: boolean;
}

/** What happens on a connection. */
export interface ConnectionOwner {
  onData(chunk: Buffer): void;
  onEnd(): void;
  onError(error: Error): void;
  onClose(): void;
}

export interface Connection {
  readonly socket: Socket;
  /** Where it leads to, and how its certificate was judged. */
  readonly key: string;
  /** Whether a request went over it before. */
  reused: boolean;
  /** Set by whoever has it. There is one at every moment, so that nothing that happens is nobody's. */
  owner: ConnectionOwner;
}

export interface Connections {
  /** An idle connection that was open a moment ago, or a new one that may still be connecting. Rejects only where Node throws. */
  take(target: ConnectionTarget): Promise<Connection>;
  /** Back for the next delivery: nothing may be under way on it. @param keepAliveMs what the backend announced */
  give(connection: Connection, keepAliveMs: number | null): void;
  /** Closes the idle ones; those in use belong to their attempts. */
  dispose(): void;
}

/** For a connection that is over. */
export const NOBODY: ConnectionOwner = { onData() {}, onEnd() {}, onError() {}, onClose() {} };

interface Idle {
  connection: Connection;
  /** Both on performance.now()'s clock. */
  since: number;
  until: number;
}

export function createConnections(): Connections {
  const idle = new Map<string, Idle[]>();
  let sweep: NodeJS.Timeout | null = null;
  let disposed = false;

  function pop(key: string): Idle | undefined {
    const kept = idle.get(key);
    const last = kept?.pop();
    if (kept?.length === 0) idle.delete(key);
    return last;
  }

  /** Closes those that nobody took in time; a timer for each would cost more than the connection. */
  function sweepSoon(): void {
    sweep ??= setTimeout(() => {
      sweep = null;
      const now = performance.now();
      for (const [key, kept] of idle) {
        for (const { connection, until } of kept) if (until <= now) close(connection);
        const left = kept.filter(({ connection }) => !connection.socket.destroyed);
        if (left.length === 0) idle.delete(key);
        else idle.set(key, left);
      }
      if (idle.size > 0) sweepSoon();
    }, SWEEP_MS).unref();
  }

  return {
    async take(wanted) {
      const key = keyOf(wanted);
      // What closedBeforeUse goes by is not to be seen through TLS.
      const isSecure = wanted.target.protocol === 'https:';
      for (let kept = pop(key); kept !== undefined; kept = pop(key)) {
        const { connection, since, until } = kept;
        // What the backend did to the connection until now may lie in the kernel unread; its owner closes it then.
        if (isSecure || performance.now() - since > FRESH_MS) await nextPoll();
        const { socket } = connection;
        if (!socket.destroyed && socket.writable && performance.now() < until) {
          connection.reused = true;
          return connection;
        }
        close(connection);
      }
      return open(wanted, key);
    },

    give(connection, keepAliveMs) {
      const { key } = connection;
      const kept = idle.get(key) ?? [];
      const idleMs = keepAliveMs === null ? IDLE_MS : Math.min(keepAliveMs - MARGIN_MS, MAX_IDLE_MS);
      if (disposed || connection.socket.destroyed || kept.length >= MAX_IDLE || idleMs <= 0) {
        close(connection);
        return;
      }
      // Nothing is expected on an idle connection: whatever comes makes it useless. It is sorted out where it is taken or swept.
      const drop = (): void => close(connection);
      connection.owner = { onData: drop, onEnd: drop, onError: drop, onClose: drop };
      const since = performance.now();
      kept.push({ connection, since, until: since + idleMs });
      idle.set(key, kept);
      sweepSoon();
    },

    dispose() {
      disposed = true;
      if (sweep !== null) clearTimeout(sweep);
      for (const { connection } of [...idle.values()].flat()) close(connection);
      idle.clear();
    },
  };
}

function open({ target, allowSelfSigned }: ConnectionTarget, key: string): Connection {
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
  const connection: Connection = { socket, key, reused: false, owner: NOBODY };
  socket
    .on('data', (chunk: Buffer) => connection.owner.onData(chunk))
    .on('end', () => connection.owner.onEnd())
    .on('error', (error) => connection.owner.onError(error))
    .on('close', () => connection.owner.onClose());
  return connection;
}

function close(connection: Connection): void {
  connection.owner = NOBODY;
  connection.socket.destroy();
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
