// Keeps one door to the engine open: opens it again when it closes, and decides which calls may be repeated.
import type { ApiClient } from './client.ts';
import type { Door, OpenDoor } from './door.ts';
import { AccessDeniedError, ConnectionLostError } from './errors.ts';

export const FIRST_RETRY_MS = 250;
export const LONGEST_RETRY_MS = 2000;

/** `away`: nobody answers, trying again · `denied`: waits for a token. */
export type ConnectionPhase = 'connecting' | 'open' | 'away' | 'denied';

export interface Connection {
  /** Makes a call at most once, at once. For everything that changes or sends something. */
  call<T>(run: (api: ApiClient) => Promise<T>): Promise<T>;
  /** Waits for a connection, and asks again when it broke meanwhile. For reading only. */
  query<T>(run: (api: ApiClient) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Resolves with the next open door's client. */
  ready(): Promise<ApiClient>;
  /** Tries again now; after `denied`, once there is another token. */
  retry(): void;
  dispose(): void;
  /** Calls in progress. */
  readonly inProgress: number;
}

export interface ConnectionDeps {
  openDoor: OpenDoor;
  onPhase(phase: ConnectionPhase): void;
  sleep?(ms: number): Promise<void>;
}

export function createConnection({ openDoor, onPhase, sleep = pause }: ConnectionDeps): Connection {
  let door: Door | null = null;
  /** Rejects the calls in progress. A call on a closed MessagePort never settles by itself. */
  const pending = new Set<(error: ConnectionLostError) => void>();
  let waiting = Promise.withResolvers<Door>();
  let nudge = Promise.withResolvers<void>();
  let disposed = false;

  async function keepOpen(): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    onPhase('connecting');
    while (!disposed) {
      try {
        const opened = await openDoor();
        if (disposed) {
          opened.close();
          return;
        }
        door = opened;
        retryMs = FIRST_RETRY_MS;
        onPhase('open');
        waiting.resolve(opened);
        await opened.closed;
        door = null;
        for (const reject of pending) reject(new ConnectionLostError(true));
        pending.clear();
        waiting = Promise.withResolvers<Door>();
        nudge = Promise.withResolvers<void>();
        if (!disposed) onPhase('away');
      } catch (error) {
        nudge = Promise.withResolvers<void>();
        if (error instanceof AccessDeniedError) {
          onPhase('denied');
          await nudge.promise;
          onPhase('connecting');
          continue;
        }
        onPhase('away');
      }
      await Promise.race([sleep(retryMs), nudge.promise]);
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    }
  }

  async function through<T>(open: Door, run: (api: ApiClient) => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    pending.add(reject);
    try {
      void run(open.client).then(resolve, reject);
      return await promise;
    } catch (error) {
      // The link has errors of its own for a socket that closed under it, and they may come first.
      await pause(0);
      if (open !== door) throw new ConnectionLostError(true);
      throw error;
    } finally {
      pending.delete(reject);
    }
  }

  void keepOpen();

  return {
    async call(run) {
      if (door === null) throw new ConnectionLostError();
      return await through(door, run);
    },
    async query(run, signal) {
      for (;;) {
        signal?.throwIfAborted();
        const open = door ?? (await waiting.promise);
        signal?.throwIfAborted();
        try {
          return await through(open, run);
        } catch (error) {
          if (!(error instanceof ConnectionLostError)) throw error;
        }
      }
    },
    async ready() {
      return (door ?? (await waiting.promise)).client;
    },
    get inProgress() {
      return pending.size;
    },
    retry() {
      nudge.resolve();
    },
    dispose() {
      disposed = true;
      nudge.resolve();
      door?.close();
    },
  };
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
