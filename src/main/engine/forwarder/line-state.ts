// What is known of the line to Stripe while a CLI runs: a pure fold over its output, and the verdict at a given time.
// At the normal log level a lost network is invisible; the debug lines read here are the CLI's only word on it.
import type { ForwarderState, LineHealth } from '#shared/domain/forwarder-state.ts';
import type { CliLine } from './cli-output.ts';

export interface LineState {
  /** The Ready line of the current session has come. */
  announced: boolean;
  connected: boolean;
  /** The session expired and the next Ready line is awaited. */
  renewing: boolean;
  /** The CLI resets its connection by itself, as it does every half minute or so; no loss yet. */
  resetting: boolean;
  /** Unix milliseconds since when there is no connection; null = there is one, or the first is still being made. */
  downSince: number | null;
  /** Dials that failed in a row. */
  failedDials: number;
  /** This CLI tells of its pings. */
  pulse: boolean;
  /** Unix milliseconds of the last thing heard from Stripe. */
  lastSignAt: number | null;
  /** Why the last dial failed. */
  problem: string | null;
}

export const INITIAL_LINE: LineState = {
  announced: false,
  connected: false,
  renewing: false,
  resetting: false,
  downSince: null,
  failedDials: 0,
  pulse: false,
  lastSignAt: null,
  problem: null,
};

/** Pings go out every 2 s and the CLI itself gives up after 10 s; past that it is stuck and will not tell. */
export const SILENCE_MS = 12_000;
/** A dial is tried every 10 s: after this, one has failed and the next is not doing well either. */
export const OFFLINE_AFTER_MS = 12_000;
/** A planned reset takes a second. */
export const RESET_GRACE_MS = 4_000;

export function hearLine(state: LineState, line: CliLine, now: number): LineState {
  const up = {
    connected: true,
    resetting: false,
    downSince: null,
    failedDials: 0,
    lastSignAt: now,
    problem: null,
  };
  switch (line.kind) {
    case 'ready':
      return { ...state, ...up, announced: true, renewing: false };
    case 'renewing':
      return {
        ...state,
        announced: false,
        connected: false,
        renewing: true,
        downSince: state.downSince ?? now,
      };
    case 'debug':
      break;
    default:
      return state;
  }
  const down = { connected: false, resetting: false, downSince: state.downSince ?? now };
  switch (line.message) {
    case 'Connected!':
      return { ...state, ...up };
    case 'Received pong message':
      return { ...state, pulse: true, lastSignAt: now };
    case 'Sending ping message':
      return state.pulse ? state : { ...state, pulse: true };
    case 'Incoming message':
      return { ...state, lastSignAt: now };
    case 'Resetting the connection':
      return { ...state, ...down, resetting: true };
    case 'Disconnected from Stripe':
      return { ...state, ...down };
    case 'Websocket connection error':
      return { ...state, problem: line.problem };
    case 'Failed to connect to Stripe. Retrying...':
      return { ...state, ...down, failedDials: state.failedDials + 1 };
    case 'Websocket session is expired.':
      // Follows a failed dial, which says nothing about the network then.
      return { ...state, announced: false, renewing: true, failedDials: 0 };
    default:
      return state;
  }
}

export interface LineVerdict {
  state: Extract<ForwarderState, 'starting' | 'ready' | 'reconnecting' | 'renewing' | 'offline'>;
  health: LineHealth;
  detail: string | null;
}

export function judgeLine(line: LineState, now: number): LineVerdict {
  const silentSince =
    line.connected && line.pulse && line.lastSignAt !== null && now - line.lastSignAt > SILENCE_MS
      ? line.lastSignAt + SILENCE_MS
      : null;
  const downSince = line.downSince ?? silentSince;
  const inReset = line.resetting && line.downSince !== null && now - line.downSince < RESET_GRACE_MS;

  if (downSince === null || inReset) {
    const state = line.renewing ? 'renewing' : line.announced ? 'ready' : 'starting';
    return { state, health: line.pulse && line.lastSignAt !== null ? 'alive' : 'unknown', detail: null };
  }
  const detail = silentSince === null ? line.problem : 'Stripe does not answer pings any more.';
  const long = line.failedDials >= 2 || now - downSince >= OFFLINE_AFTER_MS;
  // A renewal has its own waits of 10 s; only failing dials make it an outage.
  if (line.renewing && line.failedDials < 2) return { state: 'renewing', health: 'silent', detail: null };
  return { state: long ? 'offline' : 'reconnecting', health: 'silent', detail };
}
