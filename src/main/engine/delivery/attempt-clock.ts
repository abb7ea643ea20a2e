// The times of one attempt.
import type { Socket } from 'node:net';
import type { AttemptTimings } from '#shared/contract/attempts.ts';

export interface AttemptClock {
  timings: AttemptTimings;
  /** Milliseconds since the attempt began, with three places. */
  elapsed(): number;
  /** Notes how long a connection takes that is just being made. */
  watch(socket: Socket): void;
}

export function startAttemptClock(): AttemptClock {
  const startedAt = performance.now();
  const elapsed = (): number => Math.round((performance.now() - startedAt) * 1000) / 1000;
  const timings: AttemptTimings = {
    dnsMs: null,
    connectMs: null,
    tlsMs: null,
    firstByteMs: null,
    totalMs: null,
  };
  return {
    timings,
    elapsed,
    watch(socket) {
      if (!socket.connecting) return;
      socket.once('lookup', () => (timings.dnsMs = elapsed()));
      socket.once('connect', () => (timings.connectMs = elapsed()));
      socket.once('secureConnect', () => (timings.tlsMs = elapsed()));
    },
  };
}

export class TimeoutError extends Error {
  readonly code = 'HOOKLINE_TIMEOUT';
  constructor(timeoutMs: number) {
    super(`No complete response within ${timeoutMs / 1000} s.`);
  }
}
